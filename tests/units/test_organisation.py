"""Units and blocks: written down, changed, closed and reopened by administrators; every write is told."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from emulation_portal.audit.models import Event
from emulation_portal.core.permissions import Allowed, allows
from emulation_portal.rights.enums import Role
from tests.factories.people import (
    AppointmentFactory,
    BlockFactory,
    BlockMembershipFactory,
    PersonFactory,
    PositionFactory,
    UnitFactory,
    alliance,
    user_with_role,
)
from units import actions, policies
from units.enums import UnitKind
from units.models import BlockMembership, Person, Position, SigningAuthority, Unit
from units.queries import member_counts, office_tree, unit_state

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)


@pytest.fixture
def admin():
    return user_with_role(Role.ADMIN)


def test_a_change_is_told_with_what_stood_before(admin) -> None:
    unit = actions.save_unit(
        Unit(kind="cooperative", name="Hợp tác xã Mẫu", code="HTX-001", parent=alliance()), by=admin
    )
    unit.name, unit.joined_on = "Hợp tác xã Mẫu Mới", DAY

    actions.save_unit(unit, by=admin)
    actions.save_unit(unit, by=admin)  # nothing changed: nothing told

    events = Event.objects.order_by("id")
    assert [event.verb for event in events] == ["unit.created", "unit.changed"]
    assert events[1].data["changed"] == {
        "name": ["Hợp tác xã Mẫu", "Hợp tác xã Mẫu Mới"],
        "joined_on": ["", "2026-03-02"],
    }


def test_a_unit_never_hangs_under_itself(admin) -> None:
    top = alliance()
    middle = UnitFactory(kind=UnitKind.DEPARTMENT, parent=top)
    bottom = UnitFactory(kind=UnitKind.DEPARTMENT, parent=middle)

    for parent in (middle, bottom, top):
        top.parent = parent
        with pytest.raises(actions.UnitRefused):
            actions.save_unit(top, by=admin)


def test_closing_ends_all_that_stands_in_the_unit(admin) -> None:
    unit = UnitFactory()
    rows = [AppointmentFactory(unit=unit), PositionFactory(unit=unit), BlockMembershipFactory(unit=unit)]
    past = AppointmentFactory(unit=unit, effective_to=dt.date(2021, 1, 1))

    actions.close_unit(unit_id=unit.pk, on=DAY, reason=" giải thể ", by=admin)

    unit.refresh_from_db()
    assert (unit.closed_on, unit.closed_reason) == (DAY, "giải thể")
    for row in [*rows, past]:
        row.refresh_from_db()
    assert [row.effective_to for row in [*rows, past]] == [DAY, DAY, DAY, dt.date(2021, 1, 1)]
    assert not Unit.objects.open().filter(pk=unit.pk).exists()
    assert Event.objects.get().data["ended"]["appointment"] == 1


def test_closing_is_refused_without_reason_with_units_below_or_with_later_rows(admin) -> None:
    unit, busy, above = UnitFactory(), UnitFactory(), UnitFactory()
    PositionFactory(unit=busy, effective_from=dt.date(2026, 5, 1))
    UnitFactory(parent=above)

    for wrong, reason in ((unit, "  "), (busy, "giải thể"), (above, "giải thể"), (alliance(), "giải thể")):
        with pytest.raises(actions.UnitRefused):
            actions.close_unit(unit_id=wrong.pk, on=DAY, reason=reason, by=admin)
    assert Unit.objects.filter(closed_on__isnull=False).count() == 0


@pytest.mark.parametrize(("begins", "words"), [(DAY, "đúng vào ngày"), (DAY + dt.timedelta(days=1), "sau ngày")])
def test_what_begins_on_or_after_the_closing_day_is_named_with_its_day(admin, begins: dt.date, words: str) -> None:
    unit = UnitFactory()
    PositionFactory(unit=unit, effective_from=begins)

    with pytest.raises(actions.UnitRefused, match=f"bắt đầu từ ngày {begins:%d/%m/%Y}, {words} thôi hoạt động"):
        actions.close_unit(unit_id=unit.pk, on=DAY, reason="giải thể", by=admin)


def test_unit_works_until_its_closing_day() -> None:
    day = dt.timedelta(days=1)
    unit = UnitFactory(closed_on=DAY, closed_reason="giải thể")

    states = [unit_state(unit, on=on).label for on in (DAY - day, DAY, DAY + day)]
    working = [unit in Unit.objects.working(on=on) for on in (DAY - day, DAY, DAY + day)]

    assert states == ["Sẽ thôi hoạt động từ 02/03/2026", "Thôi hoạt động", "Thôi hoạt động"]
    assert working == [True, False, False]
    assert unit_state(UnitFactory(), on=DAY).label == "Đang hoạt động"


def test_closed_unit_is_reopened_with_a_reason_and_neither_twice(admin) -> None:
    unit = UnitFactory()
    actions.close_unit(unit_id=unit.pk, on=DAY, reason="giải thể", by=admin)

    with pytest.raises(PermissionDenied):
        actions.close_unit(unit_id=unit.pk, on=DAY, reason="giải thể", by=admin)
    actions.reopen_unit(unit_id=unit.pk, reason="nhầm đơn vị", by=admin)
    with pytest.raises(PermissionDenied):
        actions.reopen_unit(unit_id=unit.pk, reason="nhầm đơn vị", by=admin)

    unit.refresh_from_db()
    assert (unit.closed_on, unit.closed_reason) == (None, "")


def test_closed_unit_takes_nobody(admin) -> None:
    unit = UnitFactory(closed_on=DAY, closed_reason="giải thể")

    with pytest.raises(PermissionDenied, match="thôi hoạt động"):
        actions.start_position(person=PersonFactory(), unit=unit, title="Giám đốc", since=DAY, by=admin)
    with pytest.raises(actions.UnitClosed):
        actions.join_block(block=BlockFactory(), unit=unit, since=DAY, by=admin)


def test_a_unit_stands_in_one_block_at_a_time(admin) -> None:
    unit, first, second = UnitFactory(), BlockFactory(), BlockFactory()
    row = actions.join_block(block=first, unit=unit, since=DAY, by=admin)

    with pytest.raises(actions.UnitRefused, match=first.name):
        actions.join_block(block=second, unit=unit, since=dt.date(2026, 6, 1), by=admin)
    actions.leave_block(membership_id=row.pk, on=dt.date(2026, 6, 1), by=admin)
    actions.join_block(block=second, unit=unit, since=dt.date(2026, 6, 1), by=admin)

    assert BlockMembership.objects.count() == 2


def test_name_corrected_by_hand_is_split_again_and_given_to_the_account(admin) -> None:
    person = PersonFactory(full_name="Nguyễn Thị Mẫu")
    user = actions.open_account(person_id=person.pk, username="mau.htx001", by=admin)
    person.refresh_from_db()

    person.full_name = "Nguyễn Thị Mẫu Đơn"
    person = actions.save_person(person, by=admin)
    assert (person.middle_name, person.given_name) == ("Thị Mẫu", "Đơn")

    person.middle_name, person.given_name = "Thị", "Mẫu Đơn"
    actions.save_person(person, by=admin)
    user.refresh_from_db()
    assert (person.given_name, user.full_name) == ("Mẫu Đơn", "Nguyễn Thị Mẫu Đơn")


def test_tree_and_counts() -> None:
    top, officer = alliance(), user_with_role(Role.OFFICER)
    office = UnitFactory(kind=UnitKind.DEPARTMENT, name="Văn phòng", parent=top)
    UnitFactory(kind=UnitKind.DEPARTMENT, name="Phòng đã bỏ", parent=top, closed_on=DAY, closed_reason="sắp xếp lại")
    team = UnitFactory(kind=UnitKind.DEPARTMENT, name="Tổ hành chính", parent=office)
    council = UnitFactory(kind=UnitKind.COUNCIL, parent=top)
    UnitFactory(parent=top)

    (root,) = office_tree(officer, on=DAY)

    assert root.unit == top
    assert [branch.unit for branch in root.branches] == [council, office]
    assert [branch.unit for branch in root.branches[1].branches] == [team]
    assert [(row.kind, row.number) for row in member_counts(officer, on=DAY) if row.number] == [("cooperative", 1)]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_only_an_administrator_writes(role: Role) -> None:
    by = user_with_role(role)
    unit, block, person = UnitFactory(), BlockFactory(), PersonFactory()
    membership, position = BlockMembershipFactory(), PositionFactory()
    tries = [
        lambda: actions.save_unit(Unit(kind="cooperative", name="HTX", code="X", parent=alliance()), by=by),
        lambda: actions.close_unit(unit_id=unit.pk, on=DAY, reason="x", by=by),
        lambda: actions.reopen_unit(unit_id=unit.pk, reason="x", by=by),
        lambda: actions.save_block(block, by=by),
        lambda: actions.join_block(block=block, unit=unit, since=DAY, by=by),
        lambda: actions.leave_block(membership_id=membership.pk, on=DAY, by=by),
        lambda: actions.save_person(person, by=by),
        lambda: actions.start_position(person=person, unit=unit, title="Giám đốc", since=DAY, by=by),
        lambda: actions.end_position(position_id=position.pk, on=DAY, by=by),
        lambda: actions.grant_signing(SigningAuthority(unit=unit, person=person), by=by),
        lambda: actions.end_signing(authority_id=0, on=DAY, by=by),
    ]

    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()
    assert not Event.objects.exists()


def test_visible_units_and_people(admin) -> None:
    own, other = UnitFactory(), UnitFactory()
    mine, theirs = PositionFactory(unit=own).person, PositionFactory(unit=other).person
    editor, officer = user_with_role(Role.UNIT_EDITOR, own), user_with_role(Role.OFFICER)
    member = user_with_role(Role.COUNCIL_MEMBER, UnitFactory(kind=UnitKind.COUNCIL))
    former = user_with_role(Role.UNIT_HEAD, own)
    former.appointments.update(effective_to=dt.date(2021, 1, 1))

    assert set(Unit.objects.visible_to(editor)) == {own}
    assert set(Person.objects.visible_to(editor)) == {mine}
    assert {own, other} <= set(Unit.objects.visible_to(officer))
    assert {mine, theirs} <= set(Person.objects.visible_to(officer))
    assert not set(Unit.objects.visible_to(member)) & {own, other}
    assert not Unit.objects.visible_to(former).exists()
    assert not Person.objects.visible_to(former).exists()


def test_office_sees_guests_of_its_alliance_and_itself_but_no_others() -> None:
    other = UnitFactory(kind=UnitKind.ALLIANCE, parent=None)
    officer = user_with_role(Role.OFFICER)
    at_home, guest, stranger = PersonFactory(), PersonFactory(alliance=other), PersonFactory(alliance=other)
    PositionFactory(person=at_home)
    PositionFactory(person=stranger, unit=other)
    seen = Person.objects.visible_to(officer)

    assert {at_home, guest, stranger} & set(seen) == {at_home}
    assert set(Person.objects.listed_for(officer)) == set(seen)

    PositionFactory(person=guest, effective_to=dt.date(2022, 1, 1))  # an officer of old still counts
    own = PersonFactory(alliance=other, user=officer)
    seen = Person.objects.visible_to(officer)

    assert {at_home, guest, stranger, own} & set(seen) == {at_home, guest, own}
    assert set(Person.objects.listed_for(officer)) == set(seen)


def test_office_that_serves_elsewhere_besides_sees_its_colleagues_there() -> None:
    other = UnitFactory(kind=UnitKind.ALLIANCE, parent=None)
    theirs = UnitFactory(parent=other)
    colleague, stranger = PersonFactory(alliance=other), PersonFactory(alliance=other)
    PositionFactory(person=colleague, unit=theirs)
    PositionFactory(person=stranger, unit=other)
    officer = user_with_role(Role.OFFICER)
    AppointmentFactory(user=officer, role=Role.UNIT_EDITOR, unit=theirs)

    assert {colleague, stranger} & set(Person.objects.visible_to(officer)) == {colleague}


def test_who_is_a_guest_is_known_by_the_database() -> None:
    other = UnitFactory(kind=UnitKind.ALLIANCE, parent=None)
    person = PersonFactory()
    post = PositionFactory(person=person)

    def is_guest() -> bool:
        return Position.objects.get(pk=post.pk).is_guest

    assert not is_guest()
    Person.objects.filter(pk=person.pk).update(alliance=other)
    assert is_guest()
    Position.objects.filter(pk=post.pk).update(unit=other)
    assert not is_guest()
    Position.objects.filter(pk=post.pk).update(is_guest=True)  # nobody writes it by hand
    assert not is_guest()


def test_members_are_counted_by_kind() -> None:
    officer = user_with_role(Role.OFFICER)
    for kind in (UnitKind.COOPERATIVE, UnitKind.COOPERATIVE, UnitKind.ENTERPRISE, UnitKind.COUNCIL):
        UnitFactory(kind=kind)
    UnitFactory(kind=UnitKind.COOPERATIVE, closed_on=DAY, closed_reason="Giải thể.")

    counts = {row.kind: row.number for row in member_counts(officer, on=DAY) if row.number}

    assert counts == {UnitKind.COOPERATIVE: 2, UnitKind.ENTERPRISE: 1}


def test_allows_gives_the_reason(admin) -> None:
    editor = user_with_role(Role.UNIT_EDITOR)

    assert allows(policies.check_can_administer, admin, None) == Allowed(True)
    refused = allows(policies.check_can_administer, editor, None)
    assert (bool(refused), refused.reason) == (False, policies.ONLY_ADMIN)
