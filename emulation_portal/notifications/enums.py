from django.db import models


class MailState(models.TextChoices):
    """What became of the mail of a message."""

    NONE = "none", "Chỉ báo trên cổng"
    WAITING = "waiting", "Chờ gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"
    DIGEST = "digest", "Chờ bản tin ngày"
    GATHERED = "gathered", "Đã vào bản tin ngày"
    SKIPPED = "skipped", "Không cần gửi"

    @property
    def tone(self) -> str:
        return _TONES.get(self, "neutral")


_TONES = {MailState.SENT: "success", MailState.FAILED: "danger", MailState.WAITING: "info"}


class Mails(models.TextChoices):
    """When a kind of message is mailed."""

    AT_ONCE = "at_once", "Ngay"
    DIGEST = "digest", "Trong bản tin ngày"
    NEVER = "never", "Không"
