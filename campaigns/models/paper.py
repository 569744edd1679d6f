from django.db import models

from emulation_portal.documents.drafts.models import Draft
from emulation_portal.documents.models import guards

from .campaign import Campaign


class CampaignPaper(Draft):
    """A paper that speaks of a campaign and does not launch it, whatever its kind: thông báo, hướng dẫn."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="papers")

    class Meta:
        triggers = [guards.never_deleted(), guards.never_truncated()]


class GuidanceCriterion(models.Model):
    """Tiêu chí bình xét of a guidance: what is looked at, and the points that it gives at most."""

    paper = models.ForeignKey(CampaignPaper, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    text = models.CharField("tiêu chí", max_length=500)
    max_points = models.DecimalField("điểm tối đa", max_digits=6, decimal_places=2)
    evidence = models.CharField("tài liệu chứng minh", max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(max_points__gt=0), name="criterion_gives_points")]

    def __str__(self) -> str:
        return self.text
