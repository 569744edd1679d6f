"""Which unit has said that it received a paper, and who said so for it."""

import pgtrigger
from django.conf import settings
from django.db import models

from emulation_portal.documents.models import guards
from units.models import Unit

from .draft import Draft


class PaperReceipt(models.Model):
    """“Đã tiếp nhận”: the unit's word, given once and kept as long as the paper."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="receipts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "unit"], name="paper_received_once")]
        triggers = [
            pgtrigger.Protect(name="as_it_was", operation=pgtrigger.Update | pgtrigger.Delete),
            guards.never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.unit} đã tiếp nhận {self.draft}"

    @property
    def place(self) -> Unit:
        return self.unit
