"""Who may do something at a place: the way back from a right to its people."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from emulation_portal.core.dates import today

from .enums import UNIT_ROLES, Role
from .held import Place, rights_of
from .models import Appointment


def holders_of(role: Role, *, at: Place) -> list[Any]:
    """Return the users who hold the role today where it counts for the place."""
    held = Appointment.objects.in_force(on=today()).filter(role=role)
    if role in UNIT_ROLES:
        held = held.filter(unit=at.pk)
    users = get_user_model().objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")
    return [user for user in users if rights_of(user).may(role, at=at)]


def posts_of(units: Any, *, on: dt.date, roles: Collection[Role]) -> QuerySet[Appointment]:
    """Return who holds one of the roles in one of these units on the day, unit by unit, with their users."""
    held = Appointment.objects.in_force(on=on).filter(unit__in=units, role__in=roles, user__is_active=True)
    return held.select_related("user").order_by("pk")


def people_of(units: Any, *, on: dt.date, roles: Collection[Role] = UNIT_ROLES) -> QuerySet[Any]:
    """Return who writes or signs for one of these units on the day, or holds one of the roles there."""
    held = Appointment.objects.in_force(on=on).filter(unit__in=units, role__in=roles)
    found: QuerySet[Any] = get_user_model()._default_manager.filter(pk__in=held.values("user"), is_active=True)
    return found
