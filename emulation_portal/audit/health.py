"""Whether the log is sealed in time."""

import datetime as dt
from dataclasses import dataclass

from emulation_portal.core.errors import DomainError

from .models import Event, Seal

# The clock asks for it every minute; so much later something does not work.
LATE_AFTER = dt.timedelta(minutes=10)


class SealingLate(DomainError):
    """What was written to the log long ago has no seal yet, and whoever owns the tables could still change it unseen."""


@dataclass(frozen=True)
class LogHealth:
    """`last`: the newest seal, without its events; `waiting_since`: when the oldest event without a seal was written."""

    last: Seal | None
    waiting_since: dt.datetime | None

    def is_late(self, now: dt.datetime) -> bool:
        return self.waiting_since is not None and now - self.waiting_since > LATE_AFTER


def look_at_log() -> LogHealth:
    """Return how the log is kept now, in two short queries; it is not read as a whole."""
    last = Seal.objects.newest()
    return LogHealth(last, Event.objects.after(last).order_by("pk").values_list("at", flat=True).first())


def check_sealed(*, at: dt.datetime) -> None:
    """Raise SealingLate when an event has been waiting for its seal for long."""
    if look_at_log().is_late(at):
        raise SealingLate(
            "Có việc trong nhật ký đã lâu chưa được niêm phong: một giao dịch ghi nhật ký chưa kết thúc, hoặc có quá nhiều "
            "việc cần niêm phong. Nếu vẫn còn sau một giờ, hãy khởi động lại máy xử lý."
        )
