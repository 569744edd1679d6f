from django.db import models


class RegistrationStatus(models.TextChoices):
    """Where a unit's registration lies."""

    DRAFT = "draft", "Đang soạn"
    AWAITING_HEAD = "awaiting_head", "Chờ thủ trưởng"
    SENT = "sent", "Đã gửi"


class CallStanding(models.TextChoices):
    """How a unit stands with what it is to register by a day."""

    NOT_DUE = "not_due", "Chưa đăng ký, chưa đến hạn"
    MISSING = "missing", "Quá hạn chưa đăng ký"
    IN_TIME = "in_time", "Đăng ký đúng hạn"
    LATE = "late", "Đăng ký muộn"


# By what the units of a call are counted and listed; of those that have sent some named no title.
_SHOWN = (CallStanding.IN_TIME, CallStanding.LATE, CallStanding.MISSING, CallStanding.NOT_DUE)
STATES = [
    ("sent", "Đã đăng ký"),
    *((each.value, str(each.label)) for each in _SHOWN),
    ("no_titles", "Không đăng ký danh hiệu nào"),
    ("returned", "Trả lại, chưa gửi lại"),
]
