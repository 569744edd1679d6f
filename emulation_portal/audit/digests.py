"""What a seal says of its events, in bytes that come out the same for ever."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Event, Seal

# The columns that a digest covers, by form. A column that comes is another form; old seals are read by theirs.
FORMS = {
    1: (
        "id",
        "at",
        "verb",
        "actor_id",
        "actor_name",
        "object_type",
        "object_id",
        "object_name",
        "unit_id",
        "place",
        "from_status",
        "to_status",
        "reason",
        "data",
    ),
}
FORM = max(FORMS)
SIZE = hashlib.sha256().digest_size
_CHUNK = 200  # an event may have 64 KB


def digests_of(events: QuerySet[Event], form: int) -> Iterator[tuple[int, bytes]]:
    """Return key and digest of each event, in the order given, without holding them all at once.

    `data` is taken as PostgreSQL writes it: parsed, a number of many digits would be rounded, and a change of it unseen.
    """
    texts = {"data": Cast("data", TextField())}
    columns = [texts.get(name, name) for name in FORMS[form]]
    for key, *values in events.values_list("pk", *columns).iterator(chunk_size=_CHUNK):
        yield key, hashlib.sha256(_text(values).encode()).digest()


def key_id(key: str) -> str:
    """Return by what name a seal says which key made it."""
    return salted_hmac("audit.seal.key", "", secret=key, algorithm="sha256").hexdigest()[:8]


def mark_of(seal: Seal, key: str) -> str:
    """Return the mark of a seal: nobody makes it without the key, and it stands for all that was sealed before."""
    ids = hashlib.sha256(_text(list(seal.event_ids)).encode()).hexdigest()
    digests = hashlib.sha256(seal.digests).hexdigest()
    said = [
        seal.number,
        seal.form,
        seal.after_id,
        seal.up_to_id,
        ids,
        digests,
        seal.key_id,
        seal.previous,
        seal.sealed_at,
    ]
    return salted_hmac("audit.seal", _text(said), secret=key, algorithm="sha256").hexdigest()


def key_of(seal: Seal) -> str | None:
    """Return the key that the seal names, or None when it is not among ours."""
    return next((key for key in settings.AUDIT_SEAL_KEYS if key_id(key) == seal.key_id), None)


def is_marked_with(seal: Seal, key: str) -> bool:
    return constant_time_compare(seal.mark, mark_of(seal, key))


def _text(values: list) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_instant)


def _instant(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat()
