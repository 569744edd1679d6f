"""Who took over from whom: as it was written down, and whose tasks a unit has by it."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .. import triggers
from ..enums import SuccessionKind
from ..regulations import SUCCESSION_RULES
from .organisation import Unit


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
                fields=["predecessor", "successor", "kind"],
                condition=Q(cancelled_at__isnull=True),
                name="succession_once",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="as_it_was", exclude=["cancelled_at"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            triggers.SUCCEED_IN_ALLIANCE,
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
    def words(self) -> str:
        """Return how the predecessor's page says it, before the name of who succeeds: “Sáp nhập vào”."""
        return SuccessionKind(self.kind).words

    @property
    def ends_predecessor(self) -> bool:
        """Whether the unit ended by it; then it is reopened, and the succession goes with that."""
        return SUCCESSION_RULES[SuccessionKind(self.kind)].ends

    def cancel(self) -> None:
        self.cancelled_at = timezone.now()
        self.save(update_fields=["cancelled_at"])


class Inheritance(models.Model):
    """Whose tasks a unit has since a day, directly or through others. Written anew from the successions, by them alone.

    Of one that works on, papers issued from `until` on are its own.
    """

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="heirs")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inherited")
    since = models.DateField()
    until = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.successor} – {self.predecessor}"
