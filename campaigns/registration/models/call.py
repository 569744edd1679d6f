"""What the units of an alliance are called to: to register for a year."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q

from campaigns.reports.policies import READING_OFFICE, WRITERS
from emulation_portal.core.addresses import address, address_of
from emulation_portal.rights.held import rights_of
from units.models import Unit


class CallQuerySet(models.QuerySet["RegistrationCall"]):
    def visible_to(self, user: Any) -> "CallQuerySet":
        """Return the calls of the alliances in whose office or units the user works."""
        rights = rights_of(user)
        own = Unit.objects.filter(rights.reach("", *WRITERS)).values("root_id")
        return self.filter(rights.reach("alliance", *READING_OFFICE) | Q(alliance__in=own))

    def open(self, *, on: dt.date) -> "CallQuerySet":
        """Return those that take registrations on the day without being asked."""
        return self.filter(opens_on__lte=on, changes_until__gte=on)


class RegistrationCall(models.Model):
    """Đợt đăng ký thi đua of one year: from when, until when, and until when what was sent may be changed."""

    alliance = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registration_calls")
    year = models.PositiveSmallIntegerField("năm")
    opens_on = models.DateField("nhận đăng ký từ ngày")
    due_on = models.DateField("hạn gửi")
    changes_until = models.DateField("sửa được đến hết ngày")
    is_basis = models.BooleanField("là căn cứ xét danh hiệu", default=False)
    note = models.TextField("lời nhắn cho đơn vị", max_length=1000, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "year"], name="registration_call_once_a_year"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on"), due_on__lte=F("changes_until")),
                name="registration_call_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"Đăng ký thi đua năm {self.year}"

    @property
    def place(self) -> Unit:
        return self.alliance

    def trail(self) -> list[tuple[str, str]]:
        return [("Đăng ký thi đua", address("registration:list")), (f"Năm {self.year}", self.get_absolute_url())]

    def get_absolute_url(self) -> str:
        return address_of("registration:call", pk=self.pk)
