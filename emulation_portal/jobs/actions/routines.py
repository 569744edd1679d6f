"""Noting how the regular work went, so that somebody sees when it does not."""

from django.db.models.functions import Now

from ..models import Routine
from .running import reason_in_words


def note_routine(name: str, error: Exception | None = None) -> None:
    """Keep that a run of the regular work has just ended, well or with an error."""
    ended = {"failed_at": Now(), "reason": reason_in_words(error)} if error else {"done_at": Now()}
    Routine.objects.update_or_create(name=name, defaults=ended)
