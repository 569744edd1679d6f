import re
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse

from emulation_portal.core.addresses import address_of
from emulation_portal.core.dates import written_date
from emulation_portal.core.searching import says_all
from emulation_portal.core.vietnamese import capitalised, fold, uncapitalised
from emulation_portal.documents.models import Issuer, guards
from emulation_portal.documents.paper_limits import MAX_SUMMARY
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of
from units.models import Unit

_ABOUT = re.compile(r"\AV/v:?\s+", re.IGNORECASE)


class ReceivedPaperQuerySet(models.QuerySet["ReceivedPaper"]):
    def visible_to(self, user: Any) -> "ReceivedPaperQuerySet":
        return self.filter(rights_of(user).reach("receiver__unit", *OFFICE_ROLES))

    def kept(self) -> "ReceivedPaperQuerySet":
        """Leave out those that were recorded by mistake."""
        return self.filter(dropped_at=None)

    def matching(self, text: str) -> "ReceivedPaperQuerySet":
        return self.filter(says_all("search_text", text))


class ReceivedPaper(models.Model):
    """A paper of another body that was sent to ours: it is cited, and its campaign responded to. It has its own head.

    What was recorded stays as it is; what was recorded wrongly is dropped with a reason, and recorded anew.
    """

    receiver = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="received", verbose_name="nơi nhận")
    issued_by = models.CharField("cơ quan ban hành", max_length=300)
    document_type = models.CharField("loại văn bản", max_length=60)
    number = models.CharField("số, ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    summary = models.TextField("trích yếu", max_length=MAX_SUMMARY)
    campaign_name = models.CharField("phong trào được phát động", max_length=500, blank=True)
    received_on = models.DateField("ngày nhận")
    text = models.TextField("nội dung", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    search_text = models.TextField(editable=False, default="")

    objects = ReceivedPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["receiver", "issued_by", "number", "issued_on"],
                condition=Q(dropped_at=None),
                name="received_once",
                violation_error_message="Văn bản này đã được ghi nhận.",
            ),
            models.CheckConstraint(condition=Q(received_on__gte=models.F("issued_on")), name="received_after_issue"),
        ]
        indexes = [
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="received_search_trigram"),
            models.Index(fields=["receiver", "-received_on", "-id"], name="received_newest"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="received_stays", exclude=["dropped_at", "search_text"]),
            guards.never_deleted(),
            guards.never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.kind} số {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = fold(
            f"{self.document_type} {self.number} {self.issued_by} {self.summary} {self.campaign_name}"
        )
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return address_of("received:detail", pk=self.pk)

    def trail(self) -> list[tuple[str, str]]:
        """Return the things above it, for the head of its page."""
        return [("Văn bản", reverse("drafts:list")), ("Văn bản đến", reverse("received:list"))]

    @property
    def place(self) -> Unit:
        return self.receiver.unit

    @property
    def kind(self) -> str:
        """Return the type as it begins a sentence: Kế hoạch."""
        return capitalised(self.document_type.lower())

    @property
    def citation(self) -> str:
        """Return it as a căn cứ is written, without the mark at its end.

        Source: NĐ 30/2020/NĐ-CP, Phụ lục I, phần II, mục 6 (tên loại, số, ký hiệu, ngày, cơ quan, trích yếu).
        """
        about = _ABOUT.sub("", " ".join(self.summary.split())).rstrip(" .;")
        about = about.lower() if about.isupper() else uncapitalised(about)
        about = about if about.startswith("về ") else f"về {about}"
        return f"Căn cứ {self.kind} số {self.number} {written_date(self.issued_on)} của {self.issued_by} {about}"
