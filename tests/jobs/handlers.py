"""Kinds of work for the tests. The crash tests load this module into their worker by `--include`."""

import errno
import os
import time

from django.db import connection

from emulation_portal.core.errors import DomainError
from emulation_portal.documents.storage import COPIES, store
from emulation_portal.jobs.registry import Handler, handler

COUNT, REFUSE, BREAK, FULL, STORE = "tests.count", "tests.refuse", "tests.break", "tests.full", "tests.store"


def make_table():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS tests_effect (row int, pid int)")
        cursor.execute("TRUNCATE tests_effect")


def effects(row):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tests_effect WHERE row = %s", [row])
        return cursor.fetchone()[0]


def insert_effect(row):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tests_effect VALUES (%s, %s)", [row, os.getpid()])


@handler(COUNT)
class Count(Handler):
    """Work as long as `seconds` says, then leave one row."""

    def work(self, args, progress):
        steps = int(args.get("seconds", 0) * 10)
        for step in range(steps):
            time.sleep(0.1)
            progress(step * 100 // steps)
        return os.getpid()

    def effect(self, args, result):
        insert_effect(args["row"])
        return {"pid": result}


@handler(REFUSE)
class Refuse(Handler):
    """Meet a rule that no second attempt can change."""

    def work(self, args, progress):
        raise DomainError("Kế hoạch đã bị thu hồi nên không in được.")


@handler(BREAK)
class Break(Handler):
    """Leave a row and break, each time."""

    def effect(self, args, result):
        insert_effect(args["row"])
        raise OSError(args.get("number", errno.EIO), "the disk")

    def on_failed(self, args, reason):
        insert_effect(-args["row"])


@handler(FULL)
class Full(Handler):
    """Have PostgreSQL say that its disk is full."""

    def effect(self, args, result):
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE = 'no space'; END $$")


@handler(STORE)
class Store(Handler):
    """Keep a file, as the press does."""

    def work(self, args, progress):
        return store(COPIES, os.urandom(100_000))[0]

    def effect(self, args, result):
        insert_effect(args["row"])
        return {"storage_name": result}
