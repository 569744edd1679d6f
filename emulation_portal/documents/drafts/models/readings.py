"""Who has opened a paper that was made known to them: it ends their task of reading it."""

from django.conf import settings
from django.db import models

from .draft import Draft


class PaperReading(models.Model):
    """The first time that somebody opened an issued paper. It says nothing of agreement, and is no `PaperReceipt`."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "draft"], name="paper_read_once")]

    def __str__(self) -> str:
        return f"{self.draft}, {self.user}"
