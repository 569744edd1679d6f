"""Which letters urged the units of a period."""

from django.db import models

from campaigns.models import CampaignPaper
from units.models import Unit

from .demand import ReportPeriod


class UrgingLetter(models.Model):
    """A công văn đôn đốc that was begun from a period. What becomes of it, the paper's own way says."""

    period = models.ForeignKey(ReportPeriod, on_delete=models.PROTECT, related_name="letters")
    paper = models.OneToOneField(CampaignPaper, on_delete=models.PROTECT, related_name="+")
    unit_count = models.PositiveIntegerField()  # that it names

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.paper)

    @property
    def place(self) -> Unit:
        return self.period.place
