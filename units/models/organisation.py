"""The tree of an alliance: its bodies, its members, and the blocks in which they compete."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast

from emulation_portal.core.addresses import address_of
from emulation_portal.core.dates import today
from emulation_portal.core.folding import Folded
from emulation_portal.core.searching import nearest_first, says_all
from emulation_portal.core.vietnamese import fold, squeeze
from emulation_portal.rights.enums import OFFICE_ROLES, Role
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.models import Appointment
from emulation_portal.rights.periods import (
    InForceQuerySet,
    never_twice_at_once,
    nobody_in_closed_unit,
    period_constraint,
)

from .. import triggers
from ..enums import MEMBER_KINDS, SLIPLESS_KINDS, BlockKind, UnitKind

if TYPE_CHECKING:
    from emulation_portal.accounts.models import User

NAME_COLLATION = "vi-x-icu"
NUMBERED_COLLATION = "vi_numbered"  # “Khối số 2” before “Khối số 10”


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: "User") -> "UnitQuerySet":
        """Return the units whose page the user may open: what lies below their office, their own, the block they lead."""
        rights = rights_of(user)
        seen = rights.reach("", *Role)
        if blocks := rights.block_ids():
            seen |= Q(pk__in=BlockMembership.objects.in_force(on=today()).filter(block__in=blocks).values("unit"))
        return self.filter(seen)

    def administered_by(self, user: "User") -> "UnitQuerySet":
        return self.filter(rights_of(user).reach("", Role.ADMIN))

    def open(self) -> "UnitQuerySet":
        """Return the units without a closing day: what begins now may stay with them."""
        return self.filter(closed_on__isnull=True)

    def working(self, *, on: dt.date) -> "UnitQuerySet":
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))

    def competing_in(self, block: Any, *, on: dt.date) -> "UnitQuerySet":
        """Return the units that compete in the block on the day and work; `block` is the row or its key."""
        there = BlockMembership.objects.in_force(on=on).filter(block=block)
        return self.working(on=on).filter(pk__in=there.values("unit"))

    def members(self) -> "UnitQuerySet":
        return self.filter(kind__in=MEMBER_KINDS)

    def that_get_slips(self) -> "UnitQuerySet":
        """Return the units for whose people activation slips are printed."""
        return self.exclude(kind__in=SLIPLESS_KINDS)

    def matching(self, text: str) -> "UnitQuerySet":
        """Return the units in whose name, short name, code or place every word of the text stands, accents aside."""
        return self.filter(says_all("search_text", text))

    def nearest(self, text: str, many: int) -> "list[Unit]":
        """Return the first of the units that match: that of the code, then those of the name, tones before none."""
        nearest: list[Unit] = nearest_first(self, self.matching(text), text, many)
        has_code = any(char.isdigit() for char in text)  # as codes have
        coded = list(self.filter(code=text.strip().upper())[:many]) if has_code else []
        return coded + [unit for unit in nearest if unit not in coded][: many - len(coded)]


SEARCHED = ("name", "short_name", "code", "commune", "former_names")


def searched_words(says: Mapping[str, Any]) -> str:
    """Return by what words a unit that says this is found; it begins with the name."""
    return fold(" ".join(str(says.get(name) or "") for name in SEARCHED))


# The first key of a path is that of the alliance.
_ROOT = Cast(
    Func(F("path"), Value("/"), Value(2), function="split_part", output_field=models.CharField()),
    models.BigIntegerField(),
)


class Unit(models.Model):
    kind = models.CharField("loại đơn vị", max_length=30, choices=UnitKind)
    name = models.CharField("tên đơn vị", max_length=250, db_collation=NAME_COLLATION)
    short_name = models.CharField("tên gọi tắt", max_length=100, blank=True)
    code = models.CharField("mã đơn vị", max_length=20, help_text="Chữ và số không dấu, ví dụ HTX-001.")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="trực thuộc"
    )
    # Written by triggers and by nothing else. `/1/5/23/`: the keys of all above and its own.
    path = models.CharField(max_length=250, editable=False, db_default="")
    # The path of the body for which people of the unit work: a department's is that of what it is a department of.
    office_path = models.CharField(max_length=250, editable=False, db_default="")
    root_id = models.GeneratedField(expression=_ROOT, output_field=models.BigIntegerField(), db_persist=True)
    commune = models.CharField("xã, phường", max_length=100, blank=True)
    address = models.CharField("địa chỉ", max_length=250, blank=True)
    phone = models.CharField("điện thoại", max_length=40, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    joined_on = models.DateField("ngày gia nhập", null=True, blank=True)
    closed_on = models.DateField("ngày thôi hoạt động", null=True, blank=True, editable=False)
    closed_reason = models.TextField("lý do thôi hoạt động", blank=True, editable=False)
    former_names = models.TextField("tên trước đây", editable=False, default="")  # “…; …”
    search_text = models.TextField(editable=False, default="")

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="unit_search_trigram"),
            models.Index(Folded("name"), name="unit_so_called"),
            models.Index(OpClass("path", name="varchar_pattern_ops"), name="unit_path_prefix"),
            # With all that a page of an alliance's units is found and counted by, so that only its twenty are read.
            models.Index(fields=["root_id", "name", "id"], include=["closed_on"], name="unit_in_order"),
            models.Index(fields=["root_id", "kind", "closed_on"], name="unit_of_kind"),
            # A page of 100 is found by the first, all are counted by the second: neither looks at a kind.
            models.Index(
                fields=["root_id", "name", "id"],
                include=["closed_on"],
                condition=~Q(kind__in=SLIPLESS_KINDS),
                name="unit_of_slips_in_order",
            ),
            models.Index(fields=["root_id", "closed_on"], condition=~Q(kind__in=SLIPLESS_KINDS), name="unit_of_slips"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=UnitKind.ALLIANCE, parent__isnull=True)
                | ~Q(kind=UnitKind.ALLIANCE) & Q(parent__isnull=False),
                name="unit_stands_under_another",
                violation_error_message="Mọi đơn vị, trừ Liên minh, phải trực thuộc một đơn vị khác.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_reason="")
                | Q(closed_on__isnull=False) & ~Q(closed_reason=""),
                name="unit_closed_with_reason",
            ),
            models.UniqueConstraint(fields=["root_id", "code"], name="unit_code_once_in_alliance"),
            models.UniqueConstraint(fields=["code"], condition=Q(kind=UnitKind.ALLIANCE), name="unit_alliance_code"),
        ]
        triggers = [triggers.KEEP_PATH, triggers.PASS_PATH_DOWN, triggers.CLOSE_EMPTY, triggers.OPEN_UNDER_OPEN]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = squeeze(self.name)
        self.short_name = squeeze(self.short_name)
        self.search_text = searched_words(vars(self))
        fields: Any = kwargs.get("update_fields")
        if fields is not None and set(SEARCHED) & set(fields):
            kwargs["update_fields"] = [*fields, "search_text"]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return address_of("units:detail", pk=self.pk)

    @property
    def place(self) -> "Unit":
        """Return where what happens to it is written down."""
        return self

    @property
    def called_before(self) -> str:
        """Return its former names: “…; …”. One that it has again, after a slip of the pen was put right, is none."""
        return "; ".join(name for name in self.former_names.split("; ") if name != self.name)

    @property
    def told_apart(self) -> str:
        """Return what tells the unit from another of its name."""
        return ", ".join(filter(None, (self.code, self.commune)))

    @property
    def is_member(self) -> bool:
        return self.kind in MEMBER_KINDS

    @property
    def is_closed(self) -> bool:
        """Whether a closing day is written, be it still to come."""
        return self.closed_on is not None


class BlockQuerySet(models.QuerySet["EmulationBlock"]):
    def visible_to(self, user: "User") -> "BlockQuerySet":
        """Return the blocks of one's alliance for its office, and the block one leads."""
        rights = rights_of(user)
        return self.filter(rights.reach("alliance", *OFFICE_ROLES) | Q(pk__in=rights.block_ids()))

    def matching(self, text: str) -> "BlockQuerySet":
        """Return the blocks in whose name every word of the text stands, accents aside."""
        return self.alias(folded=Folded("name")).filter(says_all("folded", text))


class EmulationBlock(models.Model):
    """Khối or cụm: units of like work of one alliance that compete with each other."""

    alliance = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="blocks")
    kind = models.CharField("loại", max_length=10, choices=BlockKind, default=BlockKind.BLOCK)
    name = models.CharField("tên", max_length=200, db_collation=NUMBERED_COLLATION)

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BlockKind.values), name="block_kind_known"),
            models.UniqueConstraint(fields=["alliance", "name"], name="block_name_once_in_alliance"),
        ]
        triggers = [triggers.BELONG_TO_ALLIANCE, triggers.PASS_KIND_ON]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Unit:
        return self.alliance


class MembershipQuerySet(InForceQuerySet):
    def visible_to(self, user: "User") -> "MembershipQuerySet":
        """Return who competes in the blocks one sees."""
        return self.filter(block__in=EmulationBlock.objects.visible_to(user))

    def with_lead(self, *, on: dt.date) -> "MembershipQuerySet":
        """Tell of each whether somebody leads the block on behalf of its unit on the day, as `is_lead`."""
        leads = Appointment.objects.in_force(on=on).filter(block=OuterRef("block"), unit=OuterRef("unit"))
        return self.annotate(is_lead=Exists(leads))


class BlockMembership(models.Model):
    """A unit competes in a block for a time: in one khối and one cụm on a day."""

    block = models.ForeignKey(EmulationBlock, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="block_memberships")
    kind = models.CharField(max_length=10, choices=BlockKind, editable=False, db_default="")  # the block's, by trigger
    effective_from = models.DateField("từ ngày")
    effective_to = models.DateField("đến trước ngày", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            period_constraint("block_membership_period"),
            never_twice_at_once(
                "block_membership_one_of_a_kind",
                "unit",
                "kind",
                words="Đơn vị đang ở một khối, cụm khác trong thời gian này.",
            ),
        ]
        triggers = [triggers.KEEP_KIND_OF_BLOCK, nobody_in_closed_unit("units_blockmembership")]

    def __str__(self) -> str:
        return f"{self.unit} – {self.block}"
