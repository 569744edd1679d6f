"""Who may read a paper that is not public: the app whose paper it is says so, when it is ready."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

_readable: dict[str, Callable[[Any], Any]] = {}


def register(label: str, subjects_visible_to: Callable[[Any], Any]) -> None:
    """Let whoever sees a subject read its paper: `register("campaigns.campaignplan", visible_ids)`.

    `subjects_visible_to(user)` returns the primary keys, best as a subquery.
    """
    _readable[label] = subjects_visible_to


def readable_by(user: Any) -> Q:
    """Return the condition on papers that the user may read because of what they are about."""
    found = Q()
    for label, subjects_visible_to in _readable.items():
        found |= Q(subject_type=label, subject_id__in=subjects_visible_to(user))
    return found
