"""What a unit was before: how it was called and where it stood until a day, and whose tasks it took over from when."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from emulation_portal.rights.periods import InForceQuerySet, never_twice_at_once, period_constraint

from ..enums import SuccessionKind
from ..regulations import SUCCESSION_RULES
from .organisation import NAME_COLLATION, Unit


class FormerStanding(models.Model):
    """How a unit stood until the day before `effective_to`. How it stands since the last of them, the unit itself says.

    The first has no beginning: the unit stood so since it was written down, or before.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="former_standings")
    name = models.CharField("tên đơn vị", max_length=250, db_collation=NAME_COLLATION)
    short_name = models.CharField("tên gọi tắt", max_length=100, blank=True)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="trực thuộc")
    is_closed = models.BooleanField("thôi hoạt động", default=False)  # it was reopened on `effective_to`
    effective_from = models.DateField(null=True)
    effective_to = models.DateField()
    basis = models.CharField("căn cứ", max_length=250)  # of what came after it

    objects = InForceQuerySet.as_manager()

    class Meta:
        ordering = ["effective_to"]
        constraints = [
            period_constraint("former_standing_period"),
            never_twice_at_once(
                "former_standing_one_at_a_time",
                "unit",
                words="Đơn vị đã có tên, nơi trực thuộc khác được ghi cho thời gian này.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Unit:
        return self.unit


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def valid(self) -> "SuccessionQuerySet":
        return self.filter(cancelled_at__isnull=True)


class Succession(models.Model):
    """One unit takes over the tasks of another from a day. A row that was written by mistake is cancelled and stays.

    Source: Luật Hợp tác xã 17/2023/QH15, tổ chức lại (Điều 95 khoản 1: sáp nhập), in force since 01/07/2024.
    """

    kind = models.CharField("hình thức", max_length=20, choices=SuccessionKind)
    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="succeeded")
    effective_on = models.DateField("từ ngày")
    basis = models.CharField("căn cứ", max_length=250)
    cancelled_at = models.DateTimeField(null=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SuccessionKind.values), name="succession_kind_known"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_by_another"),
            models.UniqueConstraint(
                fields=["predecessor", "successor"], condition=Q(cancelled_at__isnull=True), name="succession_once"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="as_it_was", exclude=["cancelled_at"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} – {self.successor}"

    @property
    def place(self) -> Unit:
        return self.successor

    @property
    def noun(self) -> str:
        return SuccessionKind(self.kind).noun

    @property
    def ends_predecessor(self) -> bool:
        """Whether the unit ended by it; then it is reopened, and the succession goes with that."""
        return SUCCESSION_RULES[SuccessionKind(self.kind)].ends

    def cancel(self) -> None:
        self.cancelled_at = timezone.now()
        self.save(update_fields=["cancelled_at"])


class Inheritance(models.Model):
    """Whose tasks a unit has since a day, directly or through others. Written anew from the successions, by them alone."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="heirs")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inherited")
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="inheritance_once")]

    def __str__(self) -> str:
        return f"{self.successor} – {self.predecessor}"
