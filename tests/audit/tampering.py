"""What the owner of the tables can do to the log and the portal cannot: triggers and seals do not stop him."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.db import connection
from django.utils import timezone

from emulation_portal.audit.actions import seal_events
from emulation_portal.audit.models import Event, Seal
from emulation_portal.audit.verifying import look_over
from emulation_portal.audit.walking import LogFindings


def write(*names: str) -> list[int]:
    """Write an event for each name; return their keys."""
    return [
        Event.objects.create(
            verb="unit.changed",
            actor_id=7,
            actor_name="Nguyễn Thị Mẫu",
            object_type="units.unit",
            object_id="1",
            object_name=name,
            unit_id=1,
            place="/1/",
            reason="Sáp nhập",
            data={"changed": {"name": ["A", "B"]}},
        ).pk
        for name in names
    ]


def seal() -> list[Seal]:
    return seal_events(at=timezone.now(), patience=0)


def look(*anchors) -> LogFindings:
    return look_over(anchors)


def as_owner(*statements: str) -> None:
    with connection.cursor() as cursor:
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in ("audit_event", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def another_connection() -> Iterator[psycopg2.extensions.connection]:
    """Another writer, who waits five seconds for a lock at most."""
    settings = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    other = psycopg2.connect(**{name: settings[name] for name in names if name in settings})
    with other.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
    other.commit()
    try:
        yield other
    finally:
        other.close()


def write_by(other: psycopg2.extensions.connection, name: str) -> int:
    """Write an event on another connection and leave its transaction open; return its key."""
    with other.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (at, verb, actor_name, object_type, object_id, object_name, from_status, to_status,"
            " reason, data) VALUES (now(), 'unit.changed', 'A', 'units.unit', '1', %s, '', '', '', '{}') RETURNING id",
            [name],
        )
        return cursor.fetchone()[0]


def at_once(*works) -> None:
    """Do these at the same time, each on a connection of its own; raise what one of them raised."""
    errors = []

    def run(work) -> None:
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
