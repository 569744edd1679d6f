"""What was answered when two units told of what looks like one donation."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from units.models import Unit

from .report import DonationLine


class DonationMatch(models.Model):
    """Whether two lines are one donation; if so, which of them counts. It goes when one of them is written anew."""

    first = models.ForeignKey(DonationLine, on_delete=models.CASCADE, related_name="+")  # the older of both
    second = models.ForeignKey(DonationLine, on_delete=models.CASCADE, related_name="+")
    is_same = models.BooleanField()
    counted = models.ForeignKey(DonationLine, on_delete=models.CASCADE, null=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="donation_match_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="donation_match_in_order"),
            models.CheckConstraint(
                condition=Q(is_same=False, counted__isnull=True)
                | Q(is_same=True, counted__isnull=False) & (Q(counted=F("first")) | Q(counted=F("second"))),
                name="donation_match_counts_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"

    @property
    def place(self) -> Unit:
        return self.first.report.period.place
