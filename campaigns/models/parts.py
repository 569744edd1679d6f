"""The parts of a plan: bases, sections, targets, rewards, milestones, recipients; and the file it came from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from ..enums import AwardForm, MilestoneKind, QuotaMode, SubjectKind, Topic
from .plan import CampaignPlan


class PlanBasis(models.Model):
    """Căn cứ: the author's words, and what could be read from them."""

    plan = models.ForeignKey(CampaignPlan, on_delete=models.CASCADE, related_name="bases")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    text = models.TextField(
        "căn cứ", help_text="Nguyên văn, ví dụ: Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"
    )
    document_type = models.CharField("loại văn bản", max_length=60, blank=True)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày", null=True, blank=True)
    issued_by = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    title = models.TextField("tên, trích yếu", blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class PlanSection(models.Model):
    """One numbered part. The portal numbers; the author chooses the level."""

    plan = models.ForeignKey(CampaignPlan, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    level = models.PositiveSmallIntegerField("cấp", default=1)
    topic = models.CharField("nội dung theo luật", max_length=12, choices=Topic, default=Topic.OTHER)
    title = models.TextField("tiêu đề", blank=True)
    body = models.TextField("nội dung", blank=True, help_text="Mỗi đoạn cách nhau một dòng trống.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="section_level_range"),
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="section_topic_known"),
        ]

    def __str__(self) -> str:
        return (self.title or self.body)[:80]


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
    standard_text = models.TextField("tiêu chuẩn", blank=True)
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


class PlanRecipient(models.Model):
    """One line of Nơi nhận, without its dash and semicolon. The line `Lưu:` comes from the issuer."""

    plan = models.ForeignKey(CampaignPlan, on_delete=models.CASCADE, related_name="recipients")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    text = models.CharField("nơi nhận", max_length=200)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class PlanImport(models.Model):
    """A file that was read and waits for its preview to be confirmed. The source text is kept as evidence."""

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    source_text = models.TextField()
    parsed = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    plan = models.OneToOneField(CampaignPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="source")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("campaigns:import-preview", args=[self.pk])
