from django.db import models
from django.db.models import Q

from emulation_portal.documents.drafts.enums import RowsPlace
from emulation_portal.documents.drafts.models import Draft
from emulation_portal.documents.models import guards
from emulation_portal.documents.paper_limits import MAX_TITLE

from ..enums import AwardForm, MilestoneKind, QuotaMode, SubjectKind
from .campaign import Campaign


def _rows_place(what: str) -> models.CharField:
    return models.CharField(f"in {what} trên văn bản", max_length=5, choices=RowsPlace, default=RowsPlace.AUTO)


class CampaignPlan(Draft):
    """Kế hoạch of a campaign, as a draft and as the paper it became; with what it promises and asks, and by when."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="plans")
    # The plan that the campaign goes by; those that amend it stand beside it.
    is_current = models.BooleanField(default=False, editable=False)
    # What a later plan of the campaign says of the campaign itself; it counts once that plan is in force.
    campaign_changes = models.JSONField(default=dict, editable=False)
    # What the campaign said of that before: it says so again when an amendment is revoked alone.
    campaign_before = models.JSONField(default=dict, editable=False)
    targets_place = _rows_place("chỉ tiêu")
    rewards_place = _rows_place("khen thưởng")
    milestones_place = _rows_place("mốc thời gian")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign"], condition=Q(is_current=True), name="plan_one_current"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{rows}_place__in": RowsPlace.values}), name=f"plan_{rows}_place_known"
                )
                for rows in ("targets", "rewards", "milestones")
            ),
        ]
        triggers = [guards.never_deleted(), guards.never_truncated()]


class Target(models.Model):
    """Chỉ tiêu: what a kind of unit is asked to reach."""

    plan = models.ForeignKey(CampaignPlan, on_delete=models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    indicator = models.CharField("chỉ tiêu", max_length=300)
    unit_scope = models.CharField("áp dụng cho", max_length=200, blank=True)
    value = models.CharField("mức phấn đấu", max_length=100, help_text="Ghi cả đơn vị tính, ví dụ: từ 90% trở lên.")
    due_on = models.DateField("hoàn thành trước", null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class RewardSpec(models.Model):
    """What the campaign promises, to whom, and how many."""

    plan = models.ForeignKey(CampaignPlan, on_delete=models.CASCADE, related_name="rewards")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    award_form = models.CharField("hình thức", max_length=10, choices=AwardForm)
    subject_kind = models.CharField("đối tượng", max_length=12, choices=SubjectKind)
    quota_mode = models.CharField("cách tính số lượng", max_length=10, choices=QuotaMode, default=QuotaMode.NONE)
    quota = models.PositiveIntegerField("số lượng hoặc tỷ lệ %", null=True, blank=True)
    standard_text = models.TextField("tiêu chuẩn", max_length=MAX_TITLE, blank=True)
    dossier_deadline_on = models.DateField("hạn nộp hồ sơ", null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quota_mode=QuotaMode.NONE, quota__isnull=True)
                | Q(quota_mode=QuotaMode.FIXED, quota__gte=1)
                | Q(quota_mode=QuotaMode.PERCENT, quota__gte=1, quota__lte=100),
                name="reward_quota_fits_mode",
                violation_error_message="Chọn “Không giới hạn” và để trống, hoặc ghi số lượng từ 1, hoặc tỷ lệ từ 1 đến 100.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_award_form_display()} – {self.get_subject_kind_display()}"

    @property
    def quota_words(self) -> str:
        """Return how many there are, as a list shows it."""
        return {QuotaMode.NONE: "Không giới hạn", QuotaMode.PERCENT: f"{self.quota}%"}.get(
            QuotaMode(self.quota_mode), str(self.quota)
        )


class Milestone(models.Model):
    plan = models.ForeignKey(CampaignPlan, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField("mốc", max_length=15, choices=MilestoneKind)
    due_on = models.DateField("ngày")
    note = models.CharField("ghi chú", max_length=200, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=MilestoneKind.values), name="milestone_kind_known")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on:%d/%m/%Y}"
