"""Collectives and households that are honoured: a whole unit, a team within it, a family of its members."""

from typing import Any

from django.db import models
from django.db.models import Q

from emulation_portal.core.vietnamese import fold, squeeze
from emulation_portal.documents.models import guards
from emulation_portal.law.enums import AwardSubject
from units.models import Unit

KINDS = [(each.value, each.label) for each in AwardSubject if each != AwardSubject.PERSON]


class Collective(models.Model):
    """Tập thể, hộ gia đình. The one that is a whole unit is called as the unit is; others have the name they are given."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="collectives")
    kind = models.CharField("loại", max_length=10, choices=KINDS)
    name = models.CharField("tên", max_length=200)
    folded = models.CharField(max_length=200, editable=False)  # one name, however it was typed
    is_whole_unit = models.BooleanField("là chính đơn vị", default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind for kind, _ in KINDS]), name="collective_kind_known"),
            models.UniqueConstraint(fields=["unit", "kind", "folded"], name="collective_once_in_unit"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(is_whole_unit=True), name="collective_one_is_the_unit"
            ),
        ]
        triggers = [guards.never_deleted(), guards.never_truncated()]

    def __str__(self) -> str:
        return self.unit.name if self.is_whole_unit else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = squeeze(self.name)
        self.folded = fold(self.name)
        super().save(*args, **kwargs)
