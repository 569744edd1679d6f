"""How the log is kept: when it was sealed last, and whether the last look at the whole of it found it whole."""

import datetime as dt
from dataclasses import dataclass

from .models import Event, Seal
from .outside import Look, last_look

# The beat seals every minute; so much later something does not work.
LATE_AFTER = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class LogHealth:
    """`last`: the newest seal, without its events; `waiting_since`: when the oldest event without a seal was written."""

    last: Seal | None
    waiting_since: dt.datetime | None
    look: Look | None

    def is_late(self, now: dt.datetime) -> bool:
        return self.waiting_since is not None and now - self.waiting_since > LATE_AFTER

    @property
    def is_whole(self) -> bool:
        """Say whether nothing speaks against the log; before the first look nothing does."""
        return self.look is None or self.look.is_whole


def look_at_log() -> LogHealth:
    """Return how the log is kept now, in two short queries; it is not read as a whole."""
    last = Seal.objects.newest()
    oldest = Event.objects.after(last).order_by("pk").values_list("at", flat=True).first()
    return LogHealth(last, oldest, last_look())
