"""Roles in time: given, ended, handed over without a gap or an overlap."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from emulation_portal.audit.models import Event
from emulation_portal.core import dates
from emulation_portal.rights.enums import BLOCK_ROLES, Role
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.models import Appointment
from tests.factories.people import AppointmentFactory, UnitFactory, account, alliance, user_with_role
from units import actions
from units.enums import UnitKind
from units.regulations import roles_for

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def admin():
    return user_with_role(Role.ADMIN)


def holders(role: Role, on: dt.date) -> set[str]:
    return set(Appointment.objects.in_force(on=on).filter(role=role).values_list("user__username", flat=True))


def test_appointment_holds_from_its_day_until_the_day_before_its_end(admin) -> None:
    user, unit = account(username="mau"), UnitFactory()

    actions.appoint(user=user, unit=unit, role=Role.UNIT_EDITOR, since=DAY, until=dt.date(2026, 4, 1), by=admin)

    days = [dt.date(2026, 3, 1), DAY, dt.date(2026, 3, 31), dt.date(2026, 4, 1)]
    assert [holders(Role.UNIT_EDITOR, day) for day in days] == [set(), {"mau"}, {"mau"}, set()]
    event = Event.objects.get(verb="appointment.started")
    assert (event.actor_id, event.unit_id, event.data["role"]) == (admin.pk, unit.pk, "unit_editor")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_an_administrator_appoints(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        actions.appoint(user=account(), unit=UnitFactory(), role=Role.UNIT_EDITOR, since=DAY, by=user_with_role(role))

    assert not Event.objects.exists()


def test_nobody_gives_a_role_to_themselves(admin) -> None:
    with pytest.raises(PermissionDenied, match="không tự giao"):
        actions.appoint(user=admin, unit=alliance(), role=Role.CLERK, since=DAY, by=admin)


@pytest.mark.parametrize(
    ("kind", "role", "fits"),
    [
        (UnitKind.COOPERATIVE, Role.UNIT_HEAD, True),
        (UnitKind.COOPERATIVE, Role.CLERK, False),
        (UnitKind.COOPERATIVE, Role.ADMIN, False),
        (UnitKind.ALLIANCE, Role.LEADER, True),
        (UnitKind.ALLIANCE, Role.UNIT_EDITOR, False),
        (UnitKind.DEPARTMENT, Role.DEPT_HEAD, True),
        (UnitKind.DEPARTMENT, Role.LEADER, False),
        (UnitKind.COUNCIL, Role.TELLER, True),
        (UnitKind.COUNCIL, Role.OFFICER, False),
    ],
)
def test_role_must_fit_the_unit(admin, kind: UnitKind, role: Role, fits: bool) -> None:
    unit = alliance() if kind == UnitKind.ALLIANCE else UnitFactory(kind=kind)

    try:
        actions.appoint(user=account(), unit=unit, role=role, since=DAY, by=admin)
        done = True
    except actions.AppointmentRefused:
        done = False

    assert done == fits


def test_every_role_fits_some_unit() -> None:
    of_units = {role for kind in UnitKind for role in roles_for(kind)}

    assert of_units | set(BLOCK_ROLES) == set(Role)


def test_same_role_twice_at_one_time_is_refused_and_after_its_end_given(admin) -> None:
    user, unit = account(), UnitFactory()
    first = actions.appoint(user=user, unit=unit, role=Role.UNIT_HEAD, since=DAY, by=admin)

    with pytest.raises(actions.AppointmentRefused, match="02/03/2026"):
        actions.appoint(user=user, unit=unit, role=Role.UNIT_HEAD, since=dt.date(2026, 5, 1), by=admin)
    actions.end_appointment(appointment_id=first.pk, on=dt.date(2026, 5, 1), by=admin)
    actions.appoint(user=user, unit=unit, role=Role.UNIT_HEAD, since=dt.date(2026, 5, 1), by=admin)

    assert Appointment.objects.filter(user=user).count() == 2


def test_ending_before_the_beginning_or_twice_is_refused(admin) -> None:
    row = AppointmentFactory(effective_from=DAY)

    with pytest.raises(actions.PeriodRefused, match="02/03/2026"):
        actions.end_appointment(appointment_id=row.pk, on=DAY, by=admin)
    actions.end_appointment(appointment_id=row.pk, on=dt.date(2026, 3, 3), by=admin)
    with pytest.raises(actions.PeriodRefused, match="03/03/2026"):
        actions.end_appointment(appointment_id=row.pk, on=dt.date(2026, 4, 1), by=admin)


def test_role_given_by_mistake_today_is_cancelled_and_stays_in_the_log(admin) -> None:
    row = AppointmentFactory(effective_from=DAY)

    with pytest.raises(actions.AppointmentRefused, match="lý do"):
        actions.cancel_appointment(appointment_id=row.pk, today=DAY, reason=" ", by=admin)
    actions.cancel_appointment(appointment_id=row.pk, today=DAY, reason="nhầm người", by=admin)

    assert not Appointment.objects.filter(pk=row.pk).exists()
    assert Event.objects.get().reason == "nhầm người"


def test_role_in_force_since_yesterday_is_history_and_not_cancelled(admin) -> None:
    row = AppointmentFactory(effective_from=DAY)

    with pytest.raises(actions.AppointmentRefused, match="không hủy được"):
        actions.cancel_appointment(appointment_id=row.pk, today=dt.date(2026, 3, 3), reason="nhầm", by=admin)


def test_hand_over_leaves_no_day_empty_and_none_doubled(admin) -> None:
    unit, new = UnitFactory(), account(username="moi")
    old = account(username="cu")
    rows = [AppointmentFactory(user=old, unit=unit, role=role) for role in (Role.UNIT_EDITOR, Role.UNIT_HEAD)]

    actions.hand_over(appointment_ids=[row.pk for row in rows], to=new, on=DAY, by=admin)

    for role in (Role.UNIT_EDITOR, Role.UNIT_HEAD):
        assert [holders(role, day) for day in (dt.date(2026, 3, 1), DAY)] == [{"cu"}, {"moi"}]
    assert Event.objects.filter(verb="appointment.handed_over", data__to=new.full_name).count() == 2


def test_hand_over_is_all_or_nothing(admin) -> None:
    unit, old, new = UnitFactory(), account(), account()
    good = AppointmentFactory(user=old, unit=unit, role=Role.UNIT_EDITOR)
    late = AppointmentFactory(user=old, unit=unit, role=Role.UNIT_HEAD, effective_from=DAY)

    with pytest.raises(actions.PeriodRefused):
        actions.hand_over(appointment_ids=[good.pk, late.pk], to=new, on=DAY, by=admin)

    good.refresh_from_db()
    assert good.effective_to is None
    assert not new.appointments.exists()
    assert not Event.objects.exists()


def test_hand_over_to_themselves_or_to_a_closed_account_is_refused(admin) -> None:
    row = AppointmentFactory()

    for wrong in (row.user, account(is_active=False)):
        with pytest.raises(actions.AppointmentRefused):
            actions.hand_over(appointment_ids=[row.pk], to=wrong, on=DAY, by=admin)
    with pytest.raises(PermissionDenied):
        actions.hand_over(appointment_ids=[row.pk], to=admin, on=DAY, by=admin)


@pytest.mark.parametrize(
    ("instant", "who"),
    [
        ("2026-03-01T16:59:59+00:00", "cu"),  # 23:59:59 of 1 March in Việt Nam
        ("2026-03-01T17:00:00+00:00", "moi"),  # midnight there, still the day before in UTC
    ],
)
def test_hand_over_takes_place_at_midnight_in_viet_nam(admin, monkeypatch, instant: str, who: str) -> None:
    row = AppointmentFactory(user=account(username="cu"), role=Role.UNIT_HEAD)
    new = account(username="moi")
    actions.hand_over(appointment_ids=[row.pk], to=new, on=DAY, by=admin)

    monkeypatch.setattr(timezone, "now", lambda: dt.datetime.fromisoformat(instant))

    assert dates.today() == (DAY if who == "moi" else dt.date(2026, 3, 1))
    assert [user.username for user in (row.user, new) if rights_of(user).hold(Role.UNIT_HEAD)] == [who]


def test_the_last_administrator_stays(admin) -> None:
    row = admin.appointments.get()

    with pytest.raises(actions.LastAdministrator):
        actions.end_appointment(appointment_id=row.pk, on=DAY, by=admin)
    second = user_with_role(Role.ADMIN)
    actions.end_appointment(appointment_id=row.pk, on=DAY, by=second)
    with pytest.raises(actions.LastAdministrator):
        actions.end_appointment(appointment_id=second.appointments.get().pk, on=DAY, by=second)


def test_an_administrator_whose_account_is_closed_does_not_count(admin) -> None:
    user_with_role(Role.ADMIN, is_active=False)

    with pytest.raises(actions.LastAdministrator):
        actions.end_appointment(appointment_id=admin.appointments.get().pk, on=DAY, by=admin)


def test_closed_account_has_no_role() -> None:
    user = user_with_role(Role.LEADER)
    assert rights_of(user).roles == {Role.LEADER}

    user = type(user).objects.get(pk=user.pk)
    user.is_active = False
    assert rights_of(user).roles == frozenset()
