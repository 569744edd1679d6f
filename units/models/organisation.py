"""The tree of the alliance: its bodies, its members, and the blocks in which they compete."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse

from emulation_portal.core.vietnamese import fold, squeeze

from ..enums import MEMBER_KINDS, BlockKind, UnitKind

if TYPE_CHECKING:
    from emulation_portal.accounts.models import User

NAME_COLLATION = "vi-x-icu"


def in_force_on(on: dt.date, prefix: str = "") -> Q:
    """Return the condition that a half-open period [effective_from, effective_to) holds the day."""
    starts = Q(**{f"{prefix}effective_from__lte": on})
    return starts & (Q(**{f"{prefix}effective_to__isnull": True}) | Q(**{f"{prefix}effective_to__gt": on}))


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: "User") -> "UnitQuerySet":
        """Return the units whose page the user may open: all for the office, their own for everybody else."""
        from ..queries import is_office_staff, unit_ids_of

        if is_office_staff(user):
            return self
        return self.filter(pk__in=unit_ids_of(user))

    def open(self) -> "UnitQuerySet":
        """Return the units without a closing day: what begins now may stay with them."""
        return self.filter(closed_on__isnull=True)

    def working(self, *, on: dt.date) -> "UnitQuerySet":
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))

    def members(self) -> "UnitQuerySet":
        return self.filter(kind__in=MEMBER_KINDS)

    def matching(self, text: str) -> "UnitQuerySet":
        """Return the units in whose name, short name, code or place every word of the text stands, accents aside."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=word)
        return found


class Unit(models.Model):
    kind = models.CharField("loại đơn vị", max_length=30, choices=UnitKind)
    name = models.CharField("tên đơn vị", max_length=250, db_collation=NAME_COLLATION)
    short_name = models.CharField("tên gọi tắt", max_length=100, blank=True)
    code = models.CharField("mã đơn vị", max_length=20, unique=True, help_text="Chữ và số không dấu, ví dụ HTX-001.")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="trực thuộc"
    )
    commune = models.CharField("xã, phường", max_length=100, blank=True)
    address = models.CharField("địa chỉ", max_length=250, blank=True)
    phone = models.CharField("điện thoại", max_length=40, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    joined_on = models.DateField("ngày gia nhập", null=True, blank=True)
    closed_on = models.DateField("ngày thôi hoạt động", null=True, blank=True, editable=False)
    closed_reason = models.TextField("lý do thôi hoạt động", blank=True, editable=False)
    search_text = models.TextField(editable=False, default="")

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="unit_search_trigram")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="unit_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_reason="")
                | Q(closed_on__isnull=False) & ~Q(closed_reason=""),
                name="unit_closed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = squeeze(self.name)
        self.short_name = squeeze(self.short_name)
        self.search_text = fold(f"{self.name} {self.short_name} {self.code} {self.commune}")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("units:detail", args=[self.pk])

    @property
    def is_member(self) -> bool:
        return self.kind in MEMBER_KINDS

    @property
    def is_closed(self) -> bool:
        """Whether a closing day is written, be it still to come."""
        return self.closed_on is not None


class EmulationBlock(models.Model):
    """Khối or cụm: units of like work that compete with each other."""

    kind = models.CharField("loại", max_length=10, choices=BlockKind, default=BlockKind.BLOCK)
    name = models.CharField("tên", max_length=200, unique=True, db_collation=NAME_COLLATION)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=BlockKind.values), name="block_kind_known")]

    def __str__(self) -> str:
        return self.name


class BlockMembership(models.Model):
    block = models.ForeignKey(EmulationBlock, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="block_memberships")
    is_lead = models.BooleanField("khối trưởng, cụm trưởng", default=False)
    effective_from = models.DateField("từ ngày")
    effective_to = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["block", "unit"], condition=Q(effective_to__isnull=True), name="block_membership_open_once"
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=models.F("effective_from")),
                name="block_membership_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.block}"
