"""Who holds which role where, from when to when. Nothing else gives a right in the portal."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from .enums import BLOCK_ROLES, Role, StandIn, words_of
from .held import rights_of
from .periods import InForceQuerySet, never_twice_at_once, nobody_in_closed_unit, period_constraint


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
    stand_in = models.CharField("tư cách", max_length=3, choices=StandIn, default=StandIn.HOLDER, blank=True)
    basis = models.CharField("văn bản giao", max_length=250, blank=True)
    effective_from = models.DateField("từ ngày")
    effective_to = models.DateField("đến trước ngày", null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["effective_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="appointment_role_known"),
            period_constraint("appointment_period"),
            never_twice_at_once(
                "appointment_once_at_unit",
                "user",
                "unit",
                "role",
                condition=Q(block__isnull=True),
                words="Người này đang giữ vai trò đó tại đơn vị trong thời gian này.",
            ),
            never_twice_at_once(
                "appointment_once_at_block",
                "user",
                "block",
                "role",
                condition=Q(block__isnull=False),
                words="Người này đang là khối trưởng, cụm trưởng trong thời gian này.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=BLOCK_ROLES, block__isnull=False)
                | ~Q(role__in=BLOCK_ROLES) & Q(block__isnull=True),
                name="appointment_block_led",
            ),
            models.CheckConstraint(condition=Q(stand_in__in=StandIn.values), name="appointment_stand_in_known"),
            models.CheckConstraint(
                condition=~Q(stand_in=StandIn.TUQ) | Q(effective_to__isnull=False) & ~Q(basis=""),
                name="appointment_tuq_written_and_limited",
                violation_error_message="Thừa ủy quyền (TUQ.) phải có văn bản giao và ngày kết thúc.",
            ),
        ]
        triggers = [nobody_in_closed_unit("rights_appointment")]

    def __str__(self) -> str:
        return f"{self.user}: {self.words}, {self.block or self.unit}"

    @property
    def words(self) -> str:
        """Return the role as pages say it, with what a stand-in signs as."""
        return words_of(self.role, self.stand_in)
