"""What one paper does to another: amends, replaces, revokes, corrects it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from emulation_portal.core.dates import short_date

from ..enums import EffectKind
from . import guards
from .document import Document

_TYPED = Q(by_issued_on__isnull=False) & ~Q(by_number_symbol="") & ~Q(by_issuer="")
_NOT_TYPED = Q(by_number_symbol="", by_issued_on__isnull=True, by_issuer="", by_summary="")


class PaperEffect(models.Model):
    """One paper's effect on another, for ever. The acting paper is one of the book, or typed as issued elsewhere.

    Of a revocation from before these rows were kept, by which paper it was done is not known; nobody can record a new
    one so. Source: NĐ 30/2020/NĐ-CP Điều 18.
    """

    kind = models.CharField(max_length=10, choices=EffectKind)
    on = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="effects")
    by = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="effects_on_others")
    by_number_symbol = models.CharField("số, ký hiệu", max_length=80, blank=True)
    by_issued_on = models.DateField("ngày văn bản", null=True, blank=True)
    by_issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    by_summary = models.TextField("trích yếu", blank=True)
    effective_on = models.DateField()
    reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EffectKind.values), name="effect_kind_known"),
            models.CheckConstraint(
                condition=Q(by__isnull=False) & _NOT_TYPED
                | Q(by__isnull=True) & _TYPED
                | Q(by__isnull=True, kind=EffectKind.REVOKES, recorded_by__isnull=True) & _NOT_TYPED,
                name="effect_by_one_paper",
            ),
            models.CheckConstraint(condition=Q(by__isnull=True) | ~Q(by=F("on")), name="effect_not_on_itself"),
            models.UniqueConstraint(
                fields=["on"],
                condition=Q(kind__in=[EffectKind.REPLACES, EffectKind.REVOKES]),
                name="effect_ends_a_paper_once",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            guards.never_truncated(),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.on}"

    @property
    def is_replacement(self) -> bool:
        return self.kind == EffectKind.REPLACES

    @property
    def by_words(self) -> str:
        """Return the acting paper with number and day; the issuer too when it was issued elsewhere; empty if unknown."""
        if self.by is not None:
            return f"{self.by} ngày {short_date(self.by.issued_on)}"
        if self.by_issued_on is None:
            return ""
        return f"văn bản số {self.by_number_symbol} ngày {short_date(self.by_issued_on)} của {self.by_issuer}"

    @property
    def told(self) -> str:
        """Return the effect as a sentence about the paper it fell on."""
        words = {
            EffectKind.AMENDS: "Được sửa đổi, bổ sung",
            EffectKind.REPLACES: "Được thay thế",
            EffectKind.REVOKES: "Đã thu hồi",
            EffectKind.CORRECTS: "Được nhập lại",
        }[EffectKind(self.kind)]
        by = f" {'theo' if self.kind == EffectKind.REVOKES else 'bằng'} {self.by_words}" if self.by_words else ""
        return f"{words} ngày {short_date(self.effective_on)}{by}."
