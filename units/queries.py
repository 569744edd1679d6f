"""Who a user is in the portal today. Rights are read from appointments in force, nowhere else."""

from typing import TYPE_CHECKING

from emulation_portal.accounts.enums import Role
from emulation_portal.core.dates import today

from .models import Appointment, SigningAuthority, Unit

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser

    from emulation_portal.accounts.models import User

# The standing office and those it works for: they see every unit.
OFFICE_ROLES = frozenset(
    {Role.OFFICER, Role.CLERK, Role.DEPT_HEAD, Role.LEADER, Role.AUDITOR, Role.ADMIN, Role.ACCOUNTANT}
)
UNIT_ROLES = frozenset({Role.UNIT_EDITOR, Role.UNIT_HEAD, Role.CLUSTER_LEAD})


def appointments_of(user: "User | AnonymousUser") -> tuple[tuple[Role, int], ...]:
    """Return (role, unit id) of the appointments in force today; read once per request's user object."""
    if not user.is_authenticated or not user.is_active:
        return ()
    known: tuple[tuple[Role, int], ...] | None = getattr(user, "_appointments", None)
    if known is None:
        rows = Appointment.objects.in_force(on=today()).filter(user_id=user.pk).values_list("role", "unit_id")
        known = tuple((Role(role), unit_id) for role, unit_id in rows)
        user._appointments = known  # type: ignore[union-attr]
    return known


def roles_of(user: "User | AnonymousUser") -> frozenset[Role]:
    return frozenset(role for role, _ in appointments_of(user))


def has_role(user: "User | AnonymousUser", *roles: Role) -> bool:
    return not roles_of(user).isdisjoint(roles)


def is_office_staff(user: "User | AnonymousUser") -> bool:
    return not roles_of(user).isdisjoint(OFFICE_ROLES)


def unit_ids_of(user: "User | AnonymousUser", *roles: Role) -> frozenset[int]:
    """Return the units where the user holds one of the roles; any role when none is named. No role: no unit."""
    return frozenset(unit for role, unit in appointments_of(user) if not roles or role in roles)


def signing_authorities(unit: Unit, *, document_type: str, on: "dt.date") -> list[SigningAuthority]:
    """Return who may sign this type of paper for the body on the day, heads first."""
    rows = SigningAuthority.objects.in_force(on=on).filter(unit=unit).select_related("person")
    return [row for row in rows if row.covers(document_type)]
