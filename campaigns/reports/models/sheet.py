"""The filled Excel form of a report that waits for its preview to be confirmed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from emulation_portal.core.bulk import LettersEncoder
from units.models import Unit

from .report import UnitReport


class ReportSheetQuerySet(models.QuerySet["ReportSheet"]):
    def visible_to(self, user: Any) -> "ReportSheetQuerySet":
        """Return the sheets that the user sent, of reports that they may know of still."""
        return self.filter(created_by=user.pk, report__in=UnitReport.objects.visible_to(user).order_by().values("pk"))


class ReportSheet(models.Model):
    """What an Excel file says of a report, without a fault. Nobody but who sent it sees it; a rule says how long it is kept."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="sheets")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    said = models.JSONField(encoder=LettersEncoder)  # excel.said.Said
    changes = models.JSONField(default=list, encoder=LettersEncoder)  # as the preview shows them: excel.planning.Change
    seen = models.JSONField(default=dict)  # {code of an indicator or part: the revision that the preview compared with}
    same_count = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    objects = ReportSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["report", "created_by"], name="sheet_of_report")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def place(self) -> Unit:
        return self.report.place

    def get_absolute_url(self) -> str:
        return reverse("reports:upload-preview", args=[self.report_id, self.pk])
