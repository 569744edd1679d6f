"""The parts of a draft: bases, sections, tables, annexes, recipients; and the file it came from."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from emulation_portal.core.vietnamese import first_words
from emulation_portal.documents.models import guards
from emulation_portal.documents.paper_limits import (
    MAX_ANNEX_TITLE,
    MAX_BODY,
    MAX_RECIPIENT,
    MAX_TEXT,
    MAX_TITLE,
    check_paragraphs,
)
from emulation_portal.rights.held import rights_of
from units.models import Unit

from ..registry import kind_named
from .draft import Draft


class DraftBasis(models.Model):
    """Căn cứ: the author's words, and what could be read from them."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="bases")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    text = models.TextField(
        "căn cứ",
        max_length=MAX_TEXT,
        help_text="Nguyên văn, ví dụ: Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
    )
    document_type = models.CharField("loại văn bản", max_length=60, blank=True)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày", null=True, blank=True)
    issued_by = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    title = models.TextField("tên, trích yếu", max_length=MAX_TITLE, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        triggers = [guards.never_truncated()]

    def __str__(self) -> str:
        return first_words(self.text)


class DraftSection(models.Model):
    """One numbered part. The portal numbers; the author chooses the level. What topics there are, the kind says."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    level = models.PositiveSmallIntegerField("cấp", default=1)
    topic = models.CharField("nội dung theo luật", max_length=12, default="other")
    title = models.TextField("tiêu đề", max_length=MAX_TITLE, blank=True)
    body = models.TextField(
        "nội dung",
        max_length=MAX_BODY,
        validators=[check_paragraphs],
        blank=True,
        help_text="Mỗi đoạn cách nhau một dòng trống.",
    )

    class Meta:
        ordering = ["position", "pk"]
        triggers = [guards.never_truncated()]
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="draft_section_level_range"),
            models.CheckConstraint(condition=Q(topic__regex=r"^[a-z_]+$"), name="draft_section_topic_code"),
        ]

    def __str__(self) -> str:
        return first_words(self.title or self.body)


class DraftAnnex(models.Model):
    """Phụ lục: numbered apart, after the signature. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, III."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="annexes")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    title = models.CharField("tên phụ lục", max_length=MAX_ANNEX_TITLE)
    body = models.TextField(
        "nội dung",
        max_length=MAX_BODY,
        validators=[check_paragraphs],
        blank=True,
        help_text="Mỗi đoạn cách nhau một dòng trống.",
    )
    is_landscape = models.BooleanField("in ngang khổ giấy", null=True, blank=True)  # null: when its table is wide

    class Meta:
        ordering = ["position", "pk"]
        triggers = [guards.never_truncated()]

    def __str__(self) -> str:
        return first_words(self.title)


class DraftTable(models.Model):
    """A table at the end of a section or of an annex, or of the whole body; what it stands in is not deleted before it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="tables")
    section = models.ForeignKey(
        DraftSection, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ở cuối mục"
    )
    annex = models.ForeignKey(
        DraftAnnex, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="trong phụ lục"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    title = models.CharField("tên bảng", max_length=300, blank=True)
    rows = models.JSONField("các dòng", default=list)  # the first one is the head; each a list of texts, equally long

    class Meta:
        ordering = ["position", "pk"]
        triggers = [guards.never_truncated()]
        constraints = [
            models.CheckConstraint(
                condition=Q(section__isnull=True) | Q(annex__isnull=True), name="draft_table_in_one_place"
            )
        ]

    def __str__(self) -> str:
        """Return its title, else by what its columns are known: “Bảng: STT, Nội dung, Đơn vị”."""
        head = ", ".join(filter(None, self.rows[0])) if self.rows else ""
        return self.title or (f"Bảng: {first_words(head)}" if head else "Bảng")


class DraftRecipient(models.Model):
    """One line of Nơi nhận, without its dash and semicolon. The line `Lưu:` stands on the draft, or comes from the issuer."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="recipients")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    text = models.CharField("nơi nhận", max_length=MAX_RECIPIENT)

    class Meta:
        ordering = ["position", "pk"]
        triggers = [guards.never_truncated()]

    def __str__(self) -> str:
        return self.text


class PaperImportQuerySet(models.QuerySet["PaperImport"]):
    def visible_to(self, user: Any) -> "PaperImportQuerySet":
        """Return the files that the user has read and not confirmed, while they serve anywhere: nobody else sees them."""
        return self.filter(created_by=user.pk, draft=None) if rights_of(user).unit_ids() else self.none()


class PaperImport(models.Model):
    """A file that was read and waits for its preview to be confirmed. The source text is kept as evidence."""

    kind = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    source_text = models.TextField()
    parsed = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="source")

    objects = PaperImportQuerySet.as_manager()

    class Meta:
        triggers = [
            pgtrigger.ReadOnly(
                name="evidence_stays", fields=["kind", "file_name", "sha256", "source_text", "created_by"]
            ),
            pgtrigger.Protect(
                name="evidence_is_kept", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__draft__isnull=False)
            ),
            guards.never_truncated(),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("drafts:import-preview", args=[kind_named(self.kind).slug, self.pk])

    @property
    def place(self) -> Unit | None:
        return self.draft.place if self.draft else None
