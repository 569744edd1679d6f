from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from emulation_portal.core.dates import today
from emulation_portal.documents.models import Document, Issuer
from emulation_portal.rights.periods import in_force_on
from units.models import BlockMembership, EmulationBlock, SigningAuthority, Unit

from ..enums import EDITABLE, ISSUED_EVER, NumberingStyle, PlanStatus
from .campaign import Campaign

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from emulation_portal.accounts.models import User


class PlanQuerySet(models.QuerySet["CampaignPlan"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PlanQuerySet":
        """Return all for the office; issued public plans for everybody; those addressed to one's units and blocks of today."""
        from units.queries import is_office_staff, unit_ids_of

        if is_office_staff(user):
            return self
        units = unit_ids_of(user)
        blocks = BlockMembership.objects.filter(in_force_on(today()), unit__in=units).values("block")
        mine = Q(addressed_units__in=units) | Q(addressed_blocks__in=blocks)
        if units:
            mine |= Q(addresses_everyone=True)
        return self.filter(status__in=ISSUED_EVER).filter(Q(is_public=True) | mine).distinct()


class CampaignPlan(models.Model):
    """Kế hoạch of a campaign: written here or read from a file, approved, numbered, frozen as a Document."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="plans")
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="plans", verbose_name="cơ quan ban hành")
    status = models.CharField("trạng thái", max_length=14, choices=PlanStatus, default=PlanStatus.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    summary = models.TextField("trích yếu", help_text="Viết liền sau chữ KẾ HOẠCH. Xuống dòng ở đâu thì in như thế.")
    place_name = models.CharField("địa danh", max_length=60, blank=True)
    preamble = models.TextField("lời dẫn", blank=True, help_text="Đoạn nối căn cứ với mục I, kết thúc bằng “như sau:”.")
    closing = models.TextField("lời kết", blank=True)
    numbering_style = models.CharField(
        "cách đánh số cấp ba", max_length=10, choices=NumberingStyle, default=NumberingStyle.DECIMAL
    )
    addresses_everyone = models.BooleanField("gửi mọi đơn vị thành viên, trực thuộc", default=True)
    addressed_blocks = models.ManyToManyField(EmulationBlock, blank=True, related_name="+", verbose_name="khối, cụm")
    addressed_units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="đơn vị")
    signing = models.ForeignKey(
        SigningAuthority, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ký"
    )
    is_public = models.BooleanField("công khai cho mọi người đọc", default=True)
    # A plan issued on paper elsewhere, kept here as its text. The fields below are as the paper has them.
    is_transcription = models.BooleanField("bản nhập từ văn bản đã ban hành", default=False)
    paper_number = models.PositiveIntegerField("số trên bản giấy", null=True, blank=True)
    paper_symbol = models.CharField("ký hiệu trên bản giấy", max_length=60, blank=True)
    paper_issued_on = models.DateField("ngày trên bản giấy", null=True, blank=True)
    paper_signature_lines = models.TextField("quyền hạn, chức vụ người ký trên bản giấy", blank=True)
    paper_signer_name = models.CharField("người ký trên bản giấy", max_length=120, blank=True)
    approved_on = models.DateField("ngày duyệt", null=True, blank=True, editable=False)
    # What a later plan of the campaign says of the campaign itself; it counts once that plan is in force.
    campaign_changes = models.JSONField(default=dict, editable=False)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="plan")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)  # counts edits, so that two tabs do not overwrite each other

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=PlanStatus.values), name="plan_status_known"),
            models.CheckConstraint(
                condition=Q(numbering_style__in=NumberingStyle.values), name="plan_numbering_style_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ISSUED_EVER, document__isnull=False)
                | ~Q(status__in=ISSUED_EVER) & Q(document__isnull=True),
                name="plan_issued_with_document",
            ),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(status=PlanStatus.ISSUED), name="plan_one_issued_per_campaign"
            ),
        ]
        indexes = [models.Index(fields=["status", "-created_at"])]

    def __str__(self) -> str:
        return f"Kế hoạch {' '.join(self.summary.split())}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:plan", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE
