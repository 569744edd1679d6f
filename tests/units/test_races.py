"""Two at once, in real transactions: one wins, the other hears why."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction
from django.utils import timezone

from emulation_portal.accounts.actions import ActivationRefused, activate, issue_slip, lock_user
from emulation_portal.accounts.models import Activation
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from emulation_portal.rights.models import Appointment
from tests.factories.people import (
    PASSWORD,
    AppointmentFactory,
    BlockFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
    account,
    alliance,
    user_with_role,
)
from tests.factories.races import at_once
from tests.factories.versions import typed
from tests.waiting import until_somebody_waits_for_a_lock
from units import actions
from units.enums import UnitKind
from units.models import EmulationBlock, Person, Unit

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize("_", range(5))
def test_two_administrators_ending_each_other_leave_one(_: int) -> None:
    first, second = user_with_role(Role.ADMIN), user_with_role(Role.ADMIN)
    rows = [user.appointments.get().pk for user in (first, second)]
    assert rights_of(first).roles == rights_of(second).roles == {Role.ADMIN}  # both were let in before either was ended

    outcome = at_once(
        lambda: actions.end_appointment(appointment_id=rows[1], on=DAY, by=first),
        lambda: actions.end_appointment(appointment_id=rows[0], on=DAY, by=second),
    )

    assert outcome == ["", "LastAdministrator"]
    assert Appointment.objects.in_force(on=DAY).filter(role=Role.ADMIN).count() == 1


def test_double_click_appoints_once() -> None:
    admin, user, unit = user_with_role(Role.ADMIN), account(), UnitFactory()

    outcome = at_once(*[lambda: actions.appoint(user=user, unit=unit, role=Role.UNIT_EDITOR, since=DAY, by=admin)] * 4)

    assert outcome == ["", "AppointmentRefused", "AppointmentRefused", "AppointmentRefused"]
    assert Appointment.objects.filter(user=user).count() == 1


def test_double_click_hands_over_once() -> None:
    admin, new = user_with_role(Role.ADMIN), account()
    row = AppointmentFactory(unit=alliance(), role=Role.CLERK)

    outcome = at_once(*[lambda: actions.hand_over(appointment_ids=[row.pk], to=new, on=DAY, by=admin)] * 3)

    assert outcome == ["", "PeriodRefused", "PeriodRefused"]
    assert new.appointments.count() == 1


def test_double_click_leaves_one_open_key() -> None:
    user = UserFactory()

    assert at_once(*[lambda: issue_slip(user, by=None)] * 5) == [""] * 5
    assert Activation.objects.usable(at=timezone.now()).count() == 1


def test_a_key_used_in_two_tabs_at_once_opens_once() -> None:
    activation, _ = issue_slip(UserFactory(), by=None)

    outcome = at_once(*[lambda: activate(activation_id=activation.pk, password=PASSWORD, at=timezone.now())] * 4)

    assert outcome == ["", *[ActivationRefused.__name__] * 3]


def test_key_used_while_a_new_one_is_issued_does_not_deadlock() -> None:
    """The issuer holds the account when the owner comes with the old key: the owner waits and hears that it is void."""
    user = UserFactory()
    activation, _ = issue_slip(user, by=None)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_user(user.pk)
            owner = pool.submit(
                at_once, lambda: activate(activation_id=activation.pk, password=PASSWORD, at=timezone.now())
            )
            until_somebody_waits_for_a_lock()
            issue_slip(user, by=None)

        assert owner.result() == [ActivationRefused.__name__]
    assert Activation.objects.usable(at=timezone.now()).count() == 1


@pytest.mark.parametrize(
    ("names", "emails", "refused"),
    [
        ("ab", ["chung@example.vn", "CHUNG@example.vn"], "EmailTaken"),
        ("aa", ["mot@example.vn", "hai@example.vn"], "UsernameRefused"),
    ],
)
def test_two_accounts_opened_at_once_share_neither_address_nor_name(
    names: str, emails: list[str], refused: str
) -> None:
    admin = user_with_role(Role.ADMIN)
    for turn in range(3):
        new = [
            (PersonFactory(), f"mau.{name}{turn}", f"{turn}{email}") for name, email in zip(names, emails, strict=True)
        ]

        outcome = at_once(
            *[
                lambda person=person, name=name, email=email: actions.open_account(
                    person_id=person.pk, username=name, email=email, by=admin
                )
                for person, name, email in new
            ]
        )

        assert outcome == ["", refused]


def test_one_address_written_to_two_accounts_at_once_stays_with_one() -> None:
    admin = user_with_role(Role.ADMIN)
    for turn in range(3):
        users = [account(), account()]

        outcome = at_once(
            *[
                lambda user=user, turn=turn: actions.change_email(user=user, email=f"chung{turn}@example.vn", by=admin)
                for user in users
            ]
        )

        assert outcome == ["", "EmailTaken"]


def test_two_units_made_or_renamed_at_once_share_no_code() -> None:
    admin, house = user_with_role(Role.ADMIN), alliance()
    for turn in range(3):
        made = [Unit(kind=UnitKind.COOPERATIVE, name="HTX Mẫu", code=f"M-{turn}", parent=house) for _ in range(2)]
        renamed = [typed(UnitFactory(), code=f"R-{turn}") for _ in range(2)]

        outcomes = [
            at_once(*[lambda unit=unit: actions.save_unit(unit, by=admin) for unit in two]) for two in (made, renamed)
        ]

        assert outcomes == [["", "UnitRefused"]] * 2


def test_two_blocks_made_or_renamed_at_once_share_no_name() -> None:
    admin, house = user_with_role(Role.ADMIN), alliance()
    for turn in range(3):
        made = [EmulationBlock(alliance=house, kind="block", name=f"Khối {turn}") for _ in range(2)]
        renamed = [typed(BlockFactory(), name=f"Cụm {turn}") for _ in range(2)]

        outcomes = [
            at_once(*[lambda block=block: actions.save_block(block, by=admin) for block in two])
            for two in (made, renamed)
        ]

        assert outcomes == [["", "UnitRefused"]] * 2


def test_double_click_adds_one_person() -> None:
    admin, unit = user_with_role(Role.ADMIN), UnitFactory()
    before = Person.objects.count()

    def add() -> None:
        person = Person(full_name="Nguyễn Thị Mẫu", given_name="Mẫu", alliance_id=unit.root_id)
        actions.add_person(person=person, unit=unit, title="Kế toán", is_head=False, since=DAY, by=admin)

    assert at_once(*[add] * 4) == [""] * 4
    assert Person.objects.count() == before + 1
