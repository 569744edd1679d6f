"""The rounds of a review: why a draft came back, which of its parts were meant, and what became of it since."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from emulation_portal.audit.models import Event
from emulation_portal.documents.paper import Paper

from .enums import DraftStatus
from .models import Draft

PARTS_MEANT = "parts"  # in the data of the event: names of the parts that a reviewer marked


@dataclass(frozen=True)
class Return:
    """How the draft came back the last time, or what was said when it was approved."""

    pk: int  # of its event
    reason: str
    who: str
    at: dt.datetime
    parts: tuple[str, ...]


@dataclass(frozen=True)
class ReviewRound:
    """A later submission, or the writing before one: its number, the return before it, the names of the parts edited since."""

    number: int
    returned: Return | None
    edited: tuple[str, ...]
    was: Paper  # as it was handed on the last time


def last_return(draft: Draft) -> Return | None:
    """Return why the draft came back the last time, if it ever did."""
    event = _events_of(draft).filter(to_status=DraftStatus.RETURNED).order_by("-id").first()
    if event is None:
        return None
    return Return(event.pk, event.reason, event.actor_name, event.at, tuple(event.data.get(PARTS_MEANT, ())))


def approval_remark(draft: Draft) -> Return | None:
    """Return what whoever approved it last said to those who have it next, if anything."""
    event = _events_of(draft).filter(to_status=DraftStatus.APPROVED).order_by("-id").first()
    return Return(event.pk, event.reason, event.actor_name, event.at, ()) if event and event.reason else None


def round_of(draft: Draft, returned: Return | None) -> ReviewRound | None:
    """Return in which round the draft is, once it was handed on before; while it is written, the round to come."""
    newest = 0 if draft.is_editable else 1  # under review the last one is the paper itself
    before = next(iter(draft.submissions.all()[newest : newest + 1]), None)
    if before is None:
        return None
    number = draft.submissions.count() + draft.is_editable
    return ReviewRound(number, returned, _edited_since(draft, returned), before.paper)


def _edited_since(draft: Draft, returned: Return | None) -> tuple[str, ...]:
    edits = _events_of(draft).filter(verb=f"{draft.kind}.edited", pk__gt=returned.pk if returned else 0)
    parts = edits.exclude(data__changed={}).order_by("id").values_list("data__part", flat=True)
    return tuple(dict.fromkeys(part for part in parts if part))


def _events_of(draft: Any) -> Any:
    return Event.objects.filter(object_type=draft.own._meta.label_lower, object_id=str(draft.pk))
