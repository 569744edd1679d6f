"""Who may read a paper that is not public: the app whose paper it is says so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from emulation_portal.core.declarations import declared, derived


@dataclass(frozen=True)
class Readable:
    """Lets whoever sees a subject read its paper: `Readable("campaigns.campaignplan", visible_ids)`.

    `subjects_visible_to(user)` returns the primary keys, best as a subquery.
    """

    label: str
    subjects_visible_to: Callable[[Any], Any]


@dataclass(frozen=True)
class CopyReadable:
    """Lets whoever sees a subject, and nobody else, read the copies that are printed of it, as what units sign by hand.

    Of other subjects a copy is what is being written, and its office's alone.
    """

    label: str
    subjects_visible_to: Callable[[Any], Any]


def printed_for_readers() -> list[str]:
    """Return the subjects whose copies are read by whoever sees them."""
    return sorted(each.label for each in declared(CopyReadable))


def copies_readable_by(user: Any) -> Q:
    """Return the condition on copies that the user may read because of what they are printed of."""
    found = Q(pk__in=())
    for each in declared(CopyReadable):
        found |= Q(subject_type=each.label, subject_id__in=each.subjects_visible_to(user))
    return found


@derived
def _labels() -> dict[Callable[[Any], Any], list[str]]:
    """Return which subjects are asked for in one way, by that way: kinds of papers share theirs."""
    found: dict[Callable[[Any], Any], list[str]] = {}
    for each in declared(Readable):
        found[each.subjects_visible_to] = [*found.get(each.subjects_visible_to, []), each.label]
    return found


def readable_by(user: Any) -> Q:
    """Return the condition on papers that the user may read because of what they are about."""
    found = Q()
    for subjects_visible_to, labels in _labels().items():
        found |= Q(subject_type__in=sorted(set(labels)), subject_id__in=subjects_visible_to(user))
    return found
