"""Sealing the log, batch by batch, without anybody who writes to it ever waiting."""

import datetime as dt
import logging
import time

from django.conf import settings
from django.db import connection, transaction

from ..digests import FORM, digests_of, key_id, mark_of
from ..models import Event, Seal
from ..outside import Anchor, note_anchor, noted_anchor

log = logging.getLogger(__name__)

BATCH = 1_000  # events under one seal
BATCHES = 100  # of one run; the next run goes on
PATIENCE = 25  # how often those who are writing just now are waited for
_PAUSE_SECONDS = 0.2

_LAST_ID = "SELECT pg_sequence_last_value(pg_get_serial_sequence('audit_event', 'id')::regclass)"
_WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND relation = 'audit_event'::regclass AND mode = 'RowExclusiveLock' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
"""
_ONE_SEALER = "SELECT pg_try_advisory_xact_lock(20260101, hashtext('audit_seal'))"


def seal_events(*, at: dt.datetime, patience: int = PATIENCE) -> list[Seal]:
    """Niêm phong: close what has been written to the log, and note the newest seal outside of the database.

    Returns the seals made; none when nothing is new, another run is at it, or somebody has been writing for long.
    """
    closed = closed_up_to(patience=patience)
    seals: list[Seal] = []
    while closed is not None and len(seals) < BATCHES and (seal := _seal_batch(closed, at)):
        seals.append(seal)
    if seals:
        newest = seals[-1]
        log.info("the log is sealed up to event %s by seal %s", newest.up_to_id, newest)
        _note_outside(newest)
    return seals


def closed_up_to(*, patience: int) -> int | None:
    """Return an id up to which no event can appear any more; None while somebody writes longer than we wait.

    Ids are given in one order and committed in another, so the newest row says nothing. Who has an id of the table has
    its lock until the end of the transaction: once all who had it just after the last id was read are gone, every id up
    to that one is a row, or was rolled back. Whoever comes later gets a greater one. No lock is taken.
    """
    last: int | None = _values(_LAST_ID)[0]
    writing = set(_values(_WRITERS))
    for _ in range(patience):
        if not writing:
            break
        time.sleep(_PAUSE_SECONDS)
        writing &= set(_values(_WRITERS))
    if writing:
        log.warning("not sealed: a transaction has been writing to the log for long")
        return None
    return last


@transaction.atomic
def _seal_batch(closed: int, at: dt.datetime) -> Seal | None:
    if not _values(_ONE_SEALER)[0]:
        return None
    last = Seal.objects.newest()
    events = Event.objects.after(last).filter(pk__lte=closed).order_by("pk")
    batch = dict(digests_of(events[:BATCH], FORM))
    if not batch:
        return None
    key = settings.AUDIT_SEAL_KEYS[0]
    seal = Seal(
        number=last.number + 1 if last else 1,
        form=FORM,
        after_id=last.up_to_id if last else 0,
        up_to_id=max(batch) if len(batch) == BATCH else closed,
        event_ids=list(batch),
        digests=b"".join(batch.values()),
        key_id=key_id(key),
        previous=last.mark if last else "",
        sealed_at=at,
    )
    seal.mark = mark_of(seal, key)
    seal.save(force_insert=True)
    return seal


def _note_outside(seal: Seal) -> None:
    """Move the anchor on. One that the log no longer bears out stays, for it shows that something is gone."""
    try:
        before = noted_anchor()
        if before and not Seal.objects.filter(number=before.number, mark__startswith=before.mark).exists():
            log.error("the log no longer has seal %s, noted in %s", before, settings.AUDIT_DIR)
            return
        note_anchor(Anchor(seal.number, seal.mark))
    except (OSError, ValueError):
        log.exception("the newest seal of the log could not be noted in %s", settings.AUDIT_DIR)


def _values(sql: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [value for (value,) in cursor.fetchall()]
