"""Who holds which role where, from when to when. Nothing else gives a right in the portal."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from .enums import Role
from .held import rights_of
from .periods import InForceQuerySet, period_constraint


class AppointmentQuerySet(InForceQuerySet):
    def visible_to(self, user: Any) -> "AppointmentQuerySet":
        """Return the roles at places of one's own: a past colleague's later role elsewhere is not theirs to see."""
        rights = rights_of(user)
        return self.filter(rights.reach("unit", *Role) | Q(block__in=rights.block_ids()))


class Appointment(models.Model):
    """A role of a user at a unit for a time; the lead of a block, at the block, on behalf of the unit."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="appointments")
    block = models.ForeignKey(
        "units.EmulationBlock", on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    role = models.CharField("vai trò", max_length=20, choices=Role)
    effective_from = models.DateField("từ ngày")
    effective_to = models.DateField("đến trước ngày", null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["effective_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="appointment_role_known"),
            period_constraint("appointment_period"),
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(effective_to__isnull=True),
                name="appointment_open_once",
                violation_error_message="Người này đang giữ vai trò đó tại đơn vị.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.unit}"
