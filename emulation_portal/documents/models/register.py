"""Issuers, their series of numbers, and Sổ đăng ký văn bản đi."""

from typing import Any, Self

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat

from emulation_portal.core.folding import Folded
from emulation_portal.core.vietnamese import titled
from emulation_portal.rights.enums import OFFICE_ROLES
from emulation_portal.rights.held import rights_of
from units.models import Unit

from ..enums import DocumentType, EntryKind, NumberingMode, SeriesScope
from . import guards


class OfOneHouse(models.QuerySet):
    """Rows of an issuer; `unit` is the look-up of its unit. Only its own office sees them."""

    unit = ""

    def visible_to(self, user: Any) -> Self:
        return self.filter(rights_of(user).reach(self.unit, *OFFICE_ROLES))


class IssuerQuerySet(OfOneHouse):
    unit = "unit"


class RegisterQuerySet(OfOneHouse):
    unit = "issuer__unit"


class EntryQuerySet(OfOneHouse):
    unit = "register__issuer__unit"


class Issuer(models.Model):
    """A body that issues papers: how its header reads and how it numbers them."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="issuer", verbose_name="đơn vị")
    superior_lines = models.TextField(
        "cơ quan chủ quản", blank=True, help_text="Mỗi dòng in trên một dòng. Có thể bỏ trống."
    )
    name_lines = models.TextField("tên cơ quan ban hành", help_text="Mỗi dòng in trên một dòng.")
    full_name = models.CharField("tên đầy đủ", max_length=200, help_text="Như viết trong thân văn bản.")
    place_name = models.CharField("địa danh", max_length=60)
    symbol = models.CharField("chữ viết tắt trong ký hiệu", max_length=30, help_text="Ví dụ: LMHTX.")
    head_title = models.CharField("chức vụ người đứng đầu", max_length=120, default="Chủ tịch")
    archive_line = models.CharField("dòng lưu", max_length=120, default="Lưu: VT, VP")
    series_scope = models.CharField("dãy số", max_length=10, choices=SeriesScope, default=SeriesScope.COMMON)
    numbering_mode = models.CharField("cách cấp số", max_length=10, choices=NumberingMode, default=NumberingMode.PORTAL)
    prints_qr = models.BooleanField("in mã QR tra cứu ở trang cuối", default=True)

    objects = IssuerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(series_scope__in=SeriesScope.values), name="issuer_scope_known"),
            models.CheckConstraint(condition=Q(numbering_mode__in=NumberingMode.values), name="issuer_mode_known"),
        ]
        triggers = [guards.never_truncated()]

    def __str__(self) -> str:
        return self.full_name

    @property
    def place(self) -> Unit:
        return self.unit

    def series_of(self, document_type: str, *, year: int) -> str:
        """Return the key of the series in which this type is numbered in the year; empty for the common one.

        The first number of a year decides for the whole year, whatever the setting says later.
        """
        used = set(self.registers.filter(year=year, entries__isnull=False).values_list("series", flat=True))
        is_common = "" in used if used else self.series_scope == SeriesScope.COMMON
        return "" if is_common else document_type

    def symbol_of(self, document_type: str, *, drafted_by: str = "") -> str:
        """Return ký hiệu without its number: KH-LMHTX; of a công văn LMHTX-VP, whose office drafts it behind the body.

        Source: NĐ 30/2020/NĐ-CP, Phụ lục I, II.3.
        """
        if document_type != DocumentType.CV:
            return f"{document_type}-{self.symbol}"
        return f"{self.symbol}-{drafted_by}" if drafted_by else self.symbol

    def expected_number(self, document_type: str, *, year: int) -> int:
        """Return the number that the next paper would get; another paper may still be faster."""
        series = self.series_of(document_type, year=year)
        register = self.registers.filter(series=series, year=year).first()
        return register.last_number + 1 if register else 1


class Register(models.Model):
    """One issuer's series in one year. This row is locked while a number is taken."""

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="registers")
    series = models.CharField(max_length=10, blank=True)
    year = models.PositiveSmallIntegerField("năm")
    last_number = models.PositiveIntegerField("số gần nhất", default=0)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "series"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "series", "year"], name="register_once"),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2200), name="register_year_range"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="keeps_its_place", fields=["issuer", "series", "year"]),
            guards.last_number_is_that_of_the_lines("NEW.id", goes_down="NEW.last_number < OLD.last_number"),
            guards.never_truncated(),
        ]

    def __str__(self) -> str:
        series = f", {self.series}" if self.series else ""
        return f"Sổ văn bản đi năm {self.year}{series} – {self.issuer}"

    @property
    def place(self) -> Unit:
        return self.issuer.unit


class RegisterEntry(models.Model):
    """One line of the book. A number once given is never given again, nor taken out.

    Source: NĐ 30/2020 Điều 15, 16; Phụ lục IV (ten columns).
    """

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField("số", validators=[MinValueValidator(1)])
    document_type = models.CharField("loại", max_length=5, choices=DocumentType)
    symbol = models.CharField("ký hiệu", max_length=60)
    issued_on = models.DateField("ngày văn bản")
    summary = models.TextField("trích yếu")
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    recipients = models.TextField("nơi nhận", blank=True)
    archive_holder = models.TextField("đơn vị, người nhận bản lưu", blank=True)
    copies = models.PositiveSmallIntegerField("số lượng bản", null=True, blank=True)
    forwarded_on = models.DateField("ngày chuyển", null=True, blank=True)
    received_by = models.CharField("ký nhận", max_length=120, blank=True)
    note = models.TextField("ghi chú", blank=True)
    kind = models.CharField(max_length=12, choices=EntryKind, default=EntryKind.ISSUED)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.TextField("lý do hủy số", blank=True)
    search_text = models.GeneratedField(
        expression=Folded(Concat("summary", Value(" "), "signer_name", output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["register", "number", "pk"]
        constraints = [
            # A void line may stand beside the valid one of the same number: it was typed wrong.
            models.UniqueConstraint(
                fields=["register", "number"],
                condition=Q(voided_at__isnull=True),
                name="entry_number_once",
                violation_error_message="Số này đã có trong sổ. Hãy kiểm tra lại số văn bản.",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="entry_number_from_one"),
            models.CheckConstraint(condition=Q(document_type__in=DocumentType.values), name="entry_type_known"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="entry_voided_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["issued_on"])]
        triggers = [
            pgtrigger.Protect(name="never_taken_out", operation=pgtrigger.Delete),
            guards.issued_line_stays(
                "register_id", "number", "document_type", "symbol", "issued_on", "summary", "signer_name", "kind"
            ),
            guards.void_stays(),
            guards.line_says_what_its_paper_says("NEW.id"),
            guards.last_number_is_that_of_the_lines("NEW.register_id"),
            guards.never_truncated(),
        ]

    def __str__(self) -> str:
        return self.printed_number

    @property
    def place(self) -> Unit:
        return self.register.issuer.unit

    @property
    def title(self) -> str:
        return titled(self.get_document_type_display(), self.summary)

    @property
    def is_transcription(self) -> bool:
        return self.kind == EntryKind.TRANSCRIBED

    @property
    def printed_number(self) -> str:
        """Return 644/KH-LMHTX, with a leading zero below 10."""
        return f"{self.number:02d}/{self.symbol}"
