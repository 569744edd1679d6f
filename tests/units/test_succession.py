"""Sáp nhập, hợp nhất, chia, tách, giải thể: who takes over, what ends, what moves; all or nothing, and back again."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.notifications.models import Message
from emulation_portal.rights.enums import Role
from tests.factories.people import (
    AppointmentFactory,
    BlockMembershipFactory,
    PositionFactory,
    SuccessionFactory,
    UnitFactory,
    alliance,
    second_alliance,
    user_with_role,
)
from tests.scenarios.desk import Desk
from units import actions
from units.enums import SuccessionKind, UnitKind
from units.inheritance import Line, inherited
from units.models import Inheritance, Succession, Unit
from units.regulations import may_succeed
from units.standing import course_of

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 7, 1)
ONE = dt.timedelta(days=1)
MERGER, CONSOLIDATION, DIVISION, SEPARATION, DISSOLUTION = SuccessionKind


@pytest.fixture
def admin():
    return user_with_role(Role.ADMIN)


def reorganise(kind: SuccessionKind, old: list[Unit], new: list[Unit], by, on: dt.date = DAY, **more):
    keys = {"unit_ids": [unit.pk for unit in old], "successor_ids": [unit.pk for unit in new]}
    return actions.reorganise(kind=kind, **keys, on=on, basis="Nghị quyết Đại hội", by=by, **more)


def closed(*units: Unit) -> list[bool]:
    return [Unit.objects.get(pk=unit.pk).is_closed for unit in units]


def lines(*rows: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    found = inherited(Line(a, b, DAY + day * ONE) for a, b, day in rows)
    return sorted((each.predecessor, each.successor, (each.since - DAY).days) for each in found)


@pytest.mark.parametrize(
    ("rows", "result"),
    [
        ([], []),
        ([(1, 2, 0)], [(1, 2, 0)]),
        ([(1, 2, 0), (2, 3, 5)], [(1, 2, 0), (1, 3, 5), (2, 3, 5)]),  # handed on from the day it is handed on
        ([(2, 3, 0), (1, 2, 5)], [(1, 2, 5), (2, 3, 0)]),  # split off before: it got none of it
        ([(1, 2, 0), (2, 1, 5)], [(1, 2, 0), (2, 1, 5)]),  # split, and merged again
        (
            [(1, 2, 0), (1, 3, 0), (2, 4, 3), (3, 4, 7)],
            [(1, 2, 0), (1, 3, 0), (1, 4, 3), (1, 4, 7), (2, 4, 3), (3, 4, 7)],
        ),
        ([(1, 2, 0), (2, 1, 0)], [(1, 2, 0), (2, 1, 0)]),  # never without end
    ],
)
def test_tasks_are_handed_on(rows, result) -> None:
    assert lines(*rows) == result
    assert lines(*reversed(rows)) == result


def test_who_may_succeed_whom() -> None:
    htx, union, fund, body = (
        UnitKind.COOPERATIVE,
        UnitKind.COOPERATIVE_UNION,
        UnitKind.PEOPLES_CREDIT_FUND,
        UnitKind.DEPARTMENT,
    )
    assert may_succeed(MERGER, htx, htx)
    assert may_succeed(MERGER, fund, fund)
    assert may_succeed(DISSOLUTION, fund, UnitKind.ENTERPRISE)
    assert may_succeed(DISSOLUTION, htx, union)
    assert may_succeed(MERGER, body, UnitKind.AFFILIATED_UNIT)
    assert not may_succeed(MERGER, htx, union)
    assert not may_succeed(SEPARATION, fund, htx)
    assert not may_succeed(MERGER, fund, UnitKind.ENTERPRISE)
    assert not may_succeed(MERGER, UnitKind.COUNCIL, body)
    assert not may_succeed(DISSOLUTION, htx, body)
    assert not may_succeed(DISSOLUTION, body, UnitKind.ALLIANCE)


def test_merger_ends_one_and_hands_its_tasks_to_the_other(admin) -> None:
    gone, stays = UnitFactory(name="Hợp tác xã A"), UnitFactory(name="Hợp tác xã B")
    post = PositionFactory(unit=gone, title="Giám đốc", is_head=True)
    role = AppointmentFactory(unit=gone)

    rows = reorganise(MERGER, [gone], [stays], admin, takes_people=True)

    gone.refresh_from_db()
    assert (gone.closed_on, gone.closed_reason) == (DAY, "Sáp nhập vào Hợp tác xã B. Căn cứ: Nghị quyết Đại hội")
    assert closed(stays) == [False]
    for row in (post, role):
        row.refresh_from_db()
    assert (post.effective_to, role.effective_to) == (DAY, DAY)
    moved = stays.positions.get()
    assert (moved.person, moved.title, moved.is_head, moved.effective_from) == (post.person, "Giám đốc", False, DAY)
    assert not stays.appointments.exists()
    assert [(row.predecessor, row.successor, row.since) for row in Inheritance.objects.all()] == [(gone, stays, DAY)]
    told = Event.objects.get(verb="unit.succeeded")
    assert (told.unit_id, told.data["predecessor"], told.reason) == (stays.pk, "Hợp tác xã A", "Nghị quyết Đại hội")
    assert rows[0].kind == MERGER


def test_consolidation_ends_all_and_division_ends_the_one(admin) -> None:
    first, second, new = UnitFactory(), UnitFactory(), UnitFactory()
    reorganise(CONSOLIDATION, [first, second], [new], admin)
    assert closed(first, second, new) == [True, True, False]

    left, right = UnitFactory(), UnitFactory()
    reorganise(DIVISION, [new], [left, right], admin, on=DAY + ONE)

    assert closed(new, left, right) == [True, False, False]
    of_first = Inheritance.objects.filter(predecessor=first).order_by("successor")
    assert [(row.successor, row.since) for row in of_first] == [
        (new, DAY),
        (left, DAY + ONE),
        (right, DAY + ONE),
    ]


def test_separation_leaves_the_old_one_at_work(admin) -> None:
    old, new = UnitFactory(), UnitFactory()
    role = AppointmentFactory(unit=old)

    (row,) = reorganise(SEPARATION, [old], [new], admin)

    role.refresh_from_db()
    assert (closed(old, new), role.effective_to) == ([False, False], None)
    actions.cancel_succession(succession_id=row.pk, reason="ghi nhầm", by=admin)
    assert not Inheritance.objects.exists()
    with pytest.raises(actions.UnitRefused):
        actions.cancel_succession(succession_id=row.pk, reason="ghi nhầm", by=admin)
    reorganise(SEPARATION, [old], [new], admin)  # and anew


def test_what_stands_below_moves_along(admin) -> None:
    old, new = (UnitFactory(kind=UnitKind.COOPERATIVE_UNION) for _ in range(2))
    below = UnitFactory(parent=old)

    with pytest.raises(actions.UnitRefused, match="đơn vị trực thuộc"):  # nothing moves on a day to come
        reorganise(MERGER, [old], [new], admin, on=today() + ONE)
    reorganise(MERGER, [old], [new], admin)

    below.refresh_from_db()
    assert (below.parent, below.former_standings.get().parent) == (new, old)


def test_reopening_takes_the_tasks_back(admin) -> None:
    first, second, third = UnitFactory(), UnitFactory(), UnitFactory()
    reorganise(MERGER, [first], [second], admin)
    (row,) = reorganise(MERGER, [second], [third], admin, on=DAY + ONE)
    with pytest.raises(actions.UnitRefused, match="Mở lại đơn vị"):
        actions.cancel_succession(succession_id=row.pk, reason="ghi nhầm", by=admin)

    actions.reopen_unit(unit_id=second.pk, reason="ghi nhầm", by=admin)

    assert [(each.predecessor, each.successor) for each in Inheritance.objects.all()] == [(first, second)]
    assert Event.objects.get(verb="unit.reopened").data == {"heirs": [third.name]}


def test_what_cannot_be_is_refused_and_nothing_is_written(admin) -> None:
    a, b, c = UnitFactory(), UnitFactory(), UnitFactory()
    union, shut = UnitFactory(kind=UnitKind.COOPERATIVE_UNION), UnitFactory(closed_on=DAY, closed_reason="x")
    busy = UnitFactory()
    PositionFactory(unit=busy, effective_from=DAY + ONE)

    for kind, old, new in (
        (MERGER, [a], []),
        (MERGER, [a], [b, c]),
        (MERGER, [a], [a]),
        (MERGER, [a], [union]),
        (CONSOLIDATION, [a], [b]),
        (DIVISION, [a], [b]),
        (DIVISION, [a, b], [c, busy]),
        (MERGER, [a, busy], [b]),  # one of them cannot end: neither does
    ):
        with pytest.raises(actions.UnitRefused), transaction.atomic():
            reorganise(kind, old, new, admin)
    for old, new in ((shut, a), (a, shut), (a, alliance()), (alliance(), a)):
        with pytest.raises(PermissionDenied), transaction.atomic():
            reorganise(MERGER, [old], [new], admin)
    with pytest.raises(PermissionDenied), transaction.atomic():
        reorganise(MERGER, [a], [b], user_with_role(Role.OFFICER))
    with pytest.raises(actions.UnitRefused), transaction.atomic():
        actions.reorganise(kind=MERGER, unit_ids=[a.pk], successor_ids=[b.pk], on=DAY, basis=" ", by=admin)
    assert not Succession.objects.exists()
    assert closed(a, b, c, busy) == [False] * 4


def test_what_the_old_one_hands_on_while_it_works_ends_with_the_day() -> None:
    found = inherited([Line(1, 2, DAY, DAY), Line(2, 3, DAY + ONE), Line(1, 2, DAY + 2 * ONE)])

    assert {(each.predecessor, each.successor, each.since, each.until) for each in found} == {
        (1, 2, DAY, DAY),
        (1, 3, DAY + ONE, DAY),
        (2, 3, DAY + ONE, None),
        (1, 2, DAY + 2 * ONE, None),
    }


def test_nothing_is_dated_before_a_unit_was_there_or_had_what_it_hands_on(admin) -> None:
    first, second, third = UnitFactory(), UnitFactory(), UnitFactory()
    late = UnitFactory(joined_on=DAY + 9 * ONE)
    reorganise(MERGER, [first], [second], admin)

    with pytest.raises(actions.UnitRefused, match="kế tục"), transaction.atomic():
        reorganise(MERGER, [second], [third], admin, on=DAY - ONE)
    for old, new, on in ((late, third, DAY + 9 * ONE), (third, late, DAY + 8 * ONE)):
        with pytest.raises(actions.UnitRefused, match="gia nhập"), transaction.atomic():
            reorganise(MERGER, [old], [new], admin, on=on)
    reorganise(MERGER, [third], [late], admin, on=DAY + 9 * ONE)  # founded that day, to take over
    reorganise(MERGER, [second], [late], admin, on=DAY + 9 * ONE)
    assert Inheritance.objects.filter(predecessor=first, successor=late).exists()


def test_one_that_split_off_may_be_merged_with_again(admin) -> None:
    old, new = UnitFactory(), UnitFactory()
    reorganise(SEPARATION, [old], [new], admin)
    with pytest.raises(actions.UnitRefused, match="Đã ghi"), transaction.atomic():
        reorganise(SEPARATION, [old], [new], admin, on=DAY + ONE)

    reorganise(MERGER, [old], [new], admin, on=DAY + ONE)

    assert Event.objects.get(verb="unit.handed_on").unit_id == old.pk
    assert {(row.since, row.until) for row in Inheritance.objects.all()} == {(DAY, DAY), (DAY + ONE, None)}


def test_people_move_with_the_end_of_their_post_and_not_into_one_they_hold(admin) -> None:
    old, new = UnitFactory(), UnitFactory()
    limited = PositionFactory(unit=old, title="Quyền Giám đốc", effective_to=DAY + 40 * ONE)
    twice = PositionFactory(unit=old, title="Kế toán")
    PositionFactory(unit=new, title="Kế toán", person=twice.person)

    with pytest.raises(actions.UnitRefused, match="chuyển người"), transaction.atomic():
        reorganise(SEPARATION, [old], [new], admin, takes_people=True)
    reorganise(MERGER, [old], [new], admin, takes_people=True)

    assert new.positions.get(person=limited.person).effective_to == DAY + 40 * ONE
    assert new.positions.filter(person=twice.person).count() == 1


def test_consolidation_of_a_body_with_one_below_it(admin) -> None:
    top = UnitFactory(kind=UnitKind.DEPARTMENT)
    below, new = UnitFactory(kind=UnitKind.DEPARTMENT, parent=top), UnitFactory(kind=UnitKind.DEPARTMENT)
    closing = UnitFactory(kind=UnitKind.DEPARTMENT, parent=top, closed_on=today() + 30 * ONE, closed_reason="giải thể")

    with pytest.raises(actions.UnitRefused, match="trực thuộc"), transaction.atomic():
        reorganise(MERGER, [top], [below], admin)
    reorganise(CONSOLIDATION, [top, below], [new], admin)

    closing.refresh_from_db()
    assert closed(top, below, new) == [True, True, False]
    assert closing.parent == new


def test_of_two_alliances_nobody_succeeds(admin) -> None:
    theirs = second_alliance()
    with pytest.raises(actions.UnitRefused, match="Liên minh khác"), transaction.atomic():
        reorganise(MERGER, [UnitFactory()], [theirs.member], None)
    with pytest.raises(DatabaseError), transaction.atomic():
        SuccessionFactory(successor=theirs.member)


def test_page_refuses_before_it_shows_what_would_come(admin) -> None:
    unit, heir = (UnitFactory(kind=UnitKind.COOPERATIVE_UNION) for _ in range(2))
    UnitFactory(parent=unit, name="Hợp tác xã Dưới")
    desk = Desk(admin)
    form = desk.open(f"{unit.get_absolute_url()}to-chuc-lai/")
    tomorrow = f"{today() + ONE:%d/%m/%Y}"
    typed = {"kind": "merger", "successors": [str(heir.pk)], "basis": "Nghị quyết"}

    assert desk.press(form, "Xem trước", on=tomorrow, **typed).says("Còn 1 đơn vị trực thuộc")
    shown = desk.press(form, "Xem trước", on=f"{today():%d/%m/%Y}", **typed)
    assert shown.says(f"1 đơn vị trực thuộc {unit.name} chuyển sang {heir.name}.")
    assert not Succession.objects.exists()
    assert desk.press(form, "Xem trước", on="01/01/2099", **typed).says("không quá một năm")


def test_reasons_are_asked_for(admin) -> None:
    (row,) = reorganise(SEPARATION, [UnitFactory()], [UnitFactory()], admin)

    with pytest.raises(actions.UnitRefused, match="lý do"):
        actions.cancel_succession(succession_id=row.pk, reason=" ", by=admin)


def test_reopening_leaves_a_separation_as_it_is(admin) -> None:
    old, new = UnitFactory(), UnitFactory()
    reorganise(SEPARATION, [old], [new], admin)
    actions.close_unit(unit_id=old.pk, on=today(), reason="giải thể", by=admin)

    actions.reopen_unit(unit_id=old.pk, reason="nhầm", by=admin)

    assert Succession.objects.valid().count() == Inheritance.objects.count() == 1


def test_a_succession_stays_as_it_was(admin) -> None:
    (row,) = reorganise(MERGER, [UnitFactory()], [UnitFactory()], admin)

    for wrong in (lambda: Succession.objects.update(effective_on=DAY + ONE), lambda: row.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()


def test_page_shows_what_would_come_and_writes_when_told(admin) -> None:
    gone, partner, stays = (UnitFactory(name=f"Hợp tác xã {name}") for name in ("Đi", "Cùng Đi", "Ở Lại"))
    PositionFactory(unit=gone)
    AppointmentFactory(unit=gone)
    desk = Desk(admin)
    form = desk.follow(desk.open(gone.get_absolute_url()), "Sáp nhập, chia, tách")
    typed = {"kind": "merger", "partners": [str(partner.pk)], "on": "01/07/2026", "basis": "Nghị quyết 1"}

    wrong = desk.press(form, "Xem trước", **typed)
    assert wrong.says("Hãy chọn một mục.")
    shown = desk.press(form, "Xem trước", **typed, successors=[str(stays.pk)], takes_people="on")

    for words in (
        "Từ ngày 01/07/2026",
        "Hợp tác xã Đi thôi hoạt động.",
        "sang Hợp tác xã Ở Lại, giữ chức vụ cũ, không là người đứng đầu.",
        "Thôi vai trò trên cổng ở Hợp tác xã Đi:",
        "Hợp tác xã Ở Lại kế tục Hợp tác xã Đi, Hợp tác xã Cùng Đi",
    ):
        assert shown.says(words), words
    assert closed(gone, partner) == [False, False]
    again = desk.press(shown, "Sửa lại")
    assert (again.value("basis"), again.value("kind")) == ("Nghị quyết 1", "merger")
    page = desk.press(shown, "Ghi sáp nhập")

    assert page.says("Đã ghi sáp nhập: Hợp tác xã Ở Lại kế tục Hợp tác xã Đi, Hợp tác xã Cùng Đi từ ngày 01/07/2026.")
    assert page.says("Kế tục Hợp tác xã Đi")
    assert closed(gone, partner, stays) == [True, True, False]
    assert desk.open(gone.get_absolute_url()).links("Hợp tác xã Ở Lại")
    twice = desk.press(shown, "Ghi sáp nhập")
    assert twice.says("Việc này đã được ghi.")
    assert Succession.objects.count() == 2


def test_form_says_at_the_field_what_is_wrong(admin) -> None:
    unit, other, fund = UnitFactory(), UnitFactory(), UnitFactory(kind=UnitKind.PEOPLES_CREDIT_FUND)
    desk = Desk(admin)
    form = desk.open(f"{unit.get_absolute_url()}to-chuc-lai/")
    given = {"on": "01/07/2026", "basis": "x"}

    def press(kind: SuccessionKind, *heirs: Unit, **more):
        return desk.press(form, "Xem trước", kind=kind.value, successors=[str(h.pk) for h in heirs], **given, **more)

    assert press(CONSOLIDATION, other).says("Hợp nhất phải có từ hai đơn vị trở lên")
    assert press(DIVISION, other).says("hãy chọn từ 2 đơn vị trở lên")
    assert press(MERGER, fund).says("không cùng loại")
    assert press(SEPARATION, other, takes_people="on").says("Chỉ chuyển được khi đơn vị thôi hoạt động")
    assert press(SEPARATION, other, partners=[str(fund.pk)]).says("vẫn hoạt động")  # a box that this form does not show


def test_merger_by_mistake_is_taken_back_whole_and_written_anew(admin) -> None:
    old, wrong, right = (UnitFactory(kind=UnitKind.COOPERATIVE_UNION) for _ in range(3))
    below = UnitFactory(parent=old)
    post, role = PositionFactory(unit=old), AppointmentFactory(unit=old)
    limited = PositionFactory(unit=old, title="Quyền Giám đốc", effective_to=DAY + 40 * ONE)
    member = BlockMembershipFactory(unit=old)
    reorganise(MERGER, [old], [wrong], admin, takes_people=True)
    desk = Desk(admin)

    form = desk.open(f"{old.get_absolute_url()}mo-lai/")
    assert form.says(f"{wrong.name} không kế tục {old.name} nữa.")
    assert desk.press(form, "Mở lại đơn vị", reason="nhầm").says("Hãy chọn một cách.")
    done = desk.press(form, "Mở lại đơn vị", reason="ghi nhầm đơn vị nhận", how="mistake")

    assert done.says("hoạt động như trước")
    for row in (post, role, member, limited, below):
        row.refresh_from_db()
    assert [row.effective_to for row in (post, role, member, limited)] == [None, None, None, DAY + 40 * ONE]
    assert below.parent == old
    assert not below.former_standings.exists()
    assert not wrong.positions.exists()
    assert not Inheritance.objects.exists()
    assert [row.is_working for row in course_of(Unit.objects.get(pk=old.pk))] == [True]
    assert Event.objects.get(verb="unit.reopened").data["taken_back"] == {
        "appointment": 1,
        "position": 2,
        "blockmembership": 1,
        "begun": 2,
        "moved": 1,
    }
    reorganise(MERGER, [old], [right], admin, takes_people=True)
    assert right.positions.count() == 2


def test_what_was_changed_since_is_not_taken_back(admin) -> None:
    old, heir = UnitFactory(), UnitFactory()
    post = PositionFactory(unit=old)
    reorganise(MERGER, [old], [heir], admin, takes_people=True)
    moved = heir.positions.get()
    actions.end_position(position_id=moved.pk, on=today(), by=admin)

    actions.reopen_unit(unit_id=old.pk, reason="nhầm", is_mistake=True, by=admin)

    post.refresh_from_db()
    assert (post.effective_to, heir.positions.count()) == (None, 1)


def test_merger_of_a_day_to_come_is_called_off_with_all_that_it_planned(admin) -> None:
    old, heir = UnitFactory(), UnitFactory()
    post = PositionFactory(unit=old)
    reorganise(MERGER, [old], [heir], admin, on=today() + 30 * ONE, takes_people=True)

    actions.reopen_unit(unit_id=old.pk, reason="hoãn", by=admin)

    post.refresh_from_db()
    assert (post.effective_to, heir.positions.count(), Inheritance.objects.count()) == (None, 0, 0)


def test_people_of_both_are_told(admin) -> None:
    old, heir = UnitFactory(name="Hợp tác xã Một"), UnitFactory(name="Hợp tác xã Hai")
    head, editor = user_with_role(Role.UNIT_HEAD, old), user_with_role(Role.UNIT_EDITOR, heir)
    user_with_role(Role.UNIT_EDITOR)

    reorganise(MERGER, [old], [heir], admin)

    told = Message.objects.filter(kind="units.reorganised")
    assert {message.to for message in told} == {head, editor}
    assert {message.subject for message in told} == {"Hợp tác xã Một sáp nhập vào Hợp tác xã Hai"}


def test_page_of_a_closed_unit_shows_who_served_last(admin) -> None:
    old, heir = UnitFactory(), UnitFactory()
    post = PositionFactory(unit=old, is_head=True, title="Giám đốc")
    reorganise(MERGER, [old], [heir], admin)

    page = Desk(admin).open(old.get_absolute_url())

    assert page.says("Người của đơn vị khi thôi hoạt động")
    assert page.says(post.person.full_name)
    assert page.says("Giám đốc (đứng đầu)")
    assert page.says(f"Sáp nhập vào {heir.name}")


def test_merger_after_a_separation_is_written_and_another_day_is_another_thing(admin) -> None:
    old, new = UnitFactory(), UnitFactory()
    reorganise(SEPARATION, [old], [new], admin)
    desk = Desk(admin)
    form = desk.open(f"{old.get_absolute_url()}to-chuc-lai/")
    typed = {"kind": "merger", "successors": [str(new.pk)], "on": f"{today():%d/%m/%Y}", "basis": "Nghị quyết"}

    shown = desk.press(form, "Xem trước", **typed)
    assert desk.press(shown, "Ghi sáp nhập").says("Đã ghi sáp nhập")
    assert closed(old) == [True]
    assert desk.press(shown, "Ghi sáp nhập").says("Việc này đã được ghi.")


def test_nobody_ends_before_the_day_on_which_they_take_over_or_hand_on(admin) -> None:
    old, heir = UnitFactory(), UnitFactory()
    reorganise(MERGER, [old], [heir], admin, on=today() + 100 * ONE)
    with pytest.raises(actions.UnitRefused, match="kế tục"):
        actions.close_unit(unit_id=heir.pk, on=today(), reason="giải thể", by=admin)

    parted, new = UnitFactory(), UnitFactory()
    reorganise(SEPARATION, [parted], [new], admin, on=today())
    with pytest.raises(actions.UnitRefused, match="kế tục"):
        actions.close_unit(unit_id=parted.pk, on=DAY, reason="giải thể", by=admin)


def test_post_that_two_mergers_brought_stays_for_the_other(admin) -> None:
    first, second, heir = UnitFactory(), UnitFactory(), UnitFactory()
    post = PositionFactory(unit=first, title="Giám đốc")
    PositionFactory(unit=second, title="Giám đốc", person=post.person)
    reorganise(MERGER, [first, second], [heir], admin, takes_people=True)

    actions.reopen_unit(unit_id=first.pk, reason="nhầm", is_mistake=True, by=admin)
    assert heir.positions.filter(person=post.person).count() == 1
    actions.reopen_unit(unit_id=second.pk, reason="nhầm", is_mistake=True, by=admin)
    assert not heir.positions.exists()
    assert Event.objects.filter(verb="position.cancelled").count() == 1


def test_what_stands_in_the_way_is_left_and_told(admin) -> None:
    old, heir = UnitFactory(), UnitFactory()
    head = user_with_role(Role.UNIT_HEAD, old)
    block = BlockMembershipFactory(unit=old).block
    BlockMembershipFactory(unit=heir, block=block)
    lead = AppointmentFactory(user=head, unit=old, block=block, role=Role.CLUSTER_LEAD)
    reorganise(MERGER, [old], [heir], admin)
    AppointmentFactory(user=head, unit=heir, block=block, role=Role.CLUSTER_LEAD, effective_from=DAY)
    other = user_with_role(Role.UNIT_EDITOR, heir)
    desk = Desk(admin)
    form = desk.open(f"{old.get_absolute_url()}mo-lai/")

    assert form.says(f"{head.full_name} (")
    page = desk.press(form, "Mở lại đơn vị", reason="nhầm", how="mistake")

    lead.refresh_from_db()
    assert lead.effective_to == DAY
    assert page.says("1 mục đã đổi từ đó đến nay nên không trở lại")
    assert Event.objects.filter(verb="unit.succession_cancelled", unit_id=heir.pk).exists()
    assert Event.objects.filter(verb="appointment.restored").count() == 1
    assert other.is_active


def test_role_of_a_closed_account_does_not_come_back(admin) -> None:
    old, heir = UnitFactory(), UnitFactory()
    head = user_with_role(Role.UNIT_HEAD, old)
    reorganise(MERGER, [old], [heir], admin)
    head.is_active = False
    head.save(update_fields=["is_active"])

    actions.reopen_unit(unit_id=old.pk, reason="nhầm", is_mistake=True, by=admin)

    assert head.appointments.get().effective_to == DAY
