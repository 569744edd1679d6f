"""How a unit was called, and where it stood, until a day."""

import pgtrigger
from django.db import models

from emulation_portal.rights.periods import InForceQuerySet, never_twice_at_once, period_constraint

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
    changed = models.JSONField(default=list)  # which columns of the unit said something else from then on

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
        triggers = [pgtrigger.Protect(name="as_it_was", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Unit:
        return self.unit
