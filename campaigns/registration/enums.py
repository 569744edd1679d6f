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
