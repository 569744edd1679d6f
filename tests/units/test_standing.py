"""Đổi tên, chuyển trực thuộc: names and places have days, what was written before keeps the old ones."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef

from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.core.versions import ChangedMeanwhile, Read, version_of
from emulation_portal.rights.enums import Role
from tests.factories import documents
from tests.factories.people import BlockMembershipFactory, UnitFactory, alliance, user_with_role
from tests.scenarios.desk import Desk
from units import actions
from units.enums import UnitKind
from units.models import BlockMembership, FormerStanding, Unit
from units.standing import course_of, name_on

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)
ONE = dt.timedelta(days=1)


@pytest.fixture
def admin():
    return user_with_role(Role.ADMIN)


def rename(unit: Unit, name: str, since: dt.date, by, **fields) -> Unit:
    unit = Unit.objects.get(pk=unit.pk)
    for field, value in {"name": name, **fields}.items():
        setattr(unit, field, value)
    return actions.change_standing(unit, since=since, basis="Giấy chứng nhận thay đổi", by=by)


def undo(unit: Unit, *, reason: str, by) -> Unit:
    last = unit.former_standings.order_by("-effective_to").first()
    return actions.undo_standing(unit_id=unit.pk, of=last.pk if last else 0, reason=reason, by=by)


def names(unit: Unit, *days: dt.date) -> list[str]:
    return [Unit.objects.annotate(then=name_on(day, unit="pk")).get(pk=unit.pk).then for day in days]


def test_each_day_has_its_name(admin) -> None:
    unit = UnitFactory(name="Hợp tác xã Một")
    rename(unit, "Hợp tác xã Hai", DAY, admin)
    rename(unit, "Hợp tác xã Ba", DAY + ONE, admin)

    assert names(unit, dt.date(1999, 1, 1), DAY - ONE, DAY, DAY + ONE, dt.date(2099, 1, 1)) == [
        "Hợp tác xã Một",
        "Hợp tác xã Một",
        "Hợp tác xã Hai",
        "Hợp tác xã Ba",
        "Hợp tác xã Ba",
    ]
    unit.refresh_from_db()
    assert unit.former_names == "Hợp tác xã Một; Hợp tác xã Hai"
    events = Event.objects.order_by("pk")
    assert [event.reason for event in events] == ["Giấy chứng nhận thay đổi"] * 2
    assert events[0].data == {
        "changed": {"name": ["Hợp tác xã Một", "Hợp tác xã Hai"]},
        "since": "2026-03-02",
    }


def test_unit_is_found_by_the_name_it_had(admin) -> None:
    unit = UnitFactory(name="Hợp tác xã Bến Cũ")
    rename(unit, "Hợp tác xã Cầu Mới", DAY, admin)
    unit.refresh_from_db()
    unit.phone, unit.commune = "0203 3825 123", "xã Mẫu"
    actions.save_unit(unit, by=admin)

    for text in ("ben cu", "Cầu Mới", "xa mau"):
        assert unit in Unit.objects.matching(text)
    assert "Trước đây: Hợp tác xã Bến Cũ" in Desk(admin).open("/don-vi/?q=ben+cu").text
    assert "trước đây là Hợp tác xã Bến Cũ" in Desk(admin).open("/tim-kiem/?q=ben+cu").text


def test_what_cannot_be_is_refused_and_nothing_is_kept(admin) -> None:
    unit = UnitFactory(name="Hợp tác xã Một", joined_on=dt.date(2020, 1, 1))
    rename(unit, "Hợp tác xã Hai", DAY, admin)

    for name, since in (
        ("Hợp tác xã Hai", DAY + ONE),  # nothing new
        ("Hợp tác xã Ba", DAY),  # the day of the last change
        ("Hợp tác xã Ba", today() + ONE),
        ("Hợp tác xã Ba", dt.date(2019, 12, 31)),
    ):
        with pytest.raises(actions.UnitRefused):
            rename(unit, name, since, admin)
    with pytest.raises(actions.UnitRefused, match="căn cứ"):
        actions.change_standing(
            Unit(pk=unit.pk, name="X", kind=unit.kind, parent=unit.parent), since=today(), basis=" ", by=admin
        )
    assert FormerStanding.objects.count() == 1
    closed = UnitFactory(closed_on=DAY, closed_reason="giải thể")
    with pytest.raises(PermissionDenied):
        rename(closed, "Tên khác", DAY, admin)
    with pytest.raises(PermissionDenied):
        rename(unit, "Tên khác", today(), user_with_role(Role.OFFICER))


def test_a_move_keeps_where_it_stood_and_takes_the_rights_along(admin) -> None:
    union = UnitFactory(kind=UnitKind.COOPERATIVE_UNION)
    unit = UnitFactory()
    moved = rename(unit, unit.name, DAY, admin, parent=union)

    assert moved.path == f"{union.path}{unit.pk}/"
    assert [(row.parent, row.is_working) for row in course_of(moved)] == [(alliance(), True), (union, True)]
    with pytest.raises(actions.UnitRefused, match="không trực thuộc"):
        rename(union, union.name, DAY, admin, parent=unit)


def test_somebody_elses_change_is_not_overwritten(admin) -> None:
    unit = UnitFactory(name="Hợp tác xã Một")
    read = Read(actions.STANDING_FIELDS, version_of(unit, actions.STANDING_FIELDS))
    rename(unit, "Hợp tác xã Hai", DAY, admin)
    unit.name = "Hợp tác xã Ba"

    with pytest.raises(ChangedMeanwhile):
        actions.change_standing(unit, since=today(), basis="x", by=admin, read=read)
    assert FormerStanding.objects.count() == 1


def test_last_change_can_be_undone_and_no_other(admin) -> None:
    unit = UnitFactory(name="Hợp tác xã Một")
    rename(unit, "Hợp tác xã Hai", DAY, admin)
    rename(unit, "Hợp tác xã Ba", DAY + ONE, admin)

    back = undo(unit, reason="ghi nhầm", by=admin)
    assert (back.name, back.former_names, names(unit, today())) == ("Hợp tác xã Hai", "Hợp tác xã Một", [back.name])
    back = undo(unit, reason="ghi nhầm", by=admin)
    assert (back.name, back.former_names, FormerStanding.objects.count()) == ("Hợp tác xã Một", "", 0)
    with pytest.raises(actions.UnitRefused):
        undo(unit, reason="ghi nhầm", by=admin)
    assert Event.objects.filter(verb="unit.standing_undone", reason="ghi nhầm").count() == 2


def test_days_between_closing_and_reopening_are_known(admin) -> None:
    unit = UnitFactory()
    rename(unit, "Hợp tác xã Hai", DAY, admin)
    with pytest.raises(actions.UnitRefused, match="sau ngày đó"):
        actions.close_unit(unit_id=unit.pk, on=DAY, reason="giải thể", by=admin)
    actions.close_unit(unit_id=unit.pk, on=DAY + ONE, reason="giải thể", by=admin)
    assert [row.is_working for row in course_of(Unit.objects.get(pk=unit.pk))] == [True, True, False]

    actions.reopen_unit(unit_id=unit.pk, reason="nhầm", by=admin)

    course = course_of(Unit.objects.get(pk=unit.pk))
    assert [(row.effective_from, row.effective_to, row.is_working, row.basis) for row in course] == [
        (None, DAY, True, ""),
        (DAY, DAY + ONE, True, "Giấy chứng nhận thay đổi"),
        (DAY + ONE, today(), False, "giải thể"),
        (today(), None, True, "nhầm"),
    ]
    assert not Desk(admin).open(unit.get_absolute_url()).links("Hủy lần đổi gần nhất")
    with pytest.raises(actions.UnitRefused):
        undo(unit, reason="ghi nhầm", by=admin)


def test_closed_and_reopened_on_one_day_it_never_stopped(admin) -> None:
    unit = UnitFactory()
    actions.close_unit(unit_id=unit.pk, on=today(), reason="giải thể", by=admin)
    actions.reopen_unit(unit_id=unit.pk, reason="nhầm", by=admin)

    assert [row.is_working for row in course_of(Unit.objects.get(pk=unit.pk))] == [True]


def test_nothing_moves_or_goes_back_under_what_is_closed(admin) -> None:
    first, second = (UnitFactory(kind=UnitKind.COOPERATIVE_UNION) for _ in range(2))
    unit = UnitFactory(parent=first)
    rename(unit, "Tên Mới", DAY, admin, parent=second, short_name="TM")
    actions.close_unit(unit_id=first.pk, on=DAY + ONE, reason="giải thể", by=admin)

    with pytest.raises(actions.UnitRefused, match="mở lại"):
        undo(unit, reason="nhầm", by=admin)
    with pytest.raises(actions.UnitRefused, match="mở lại"):
        rename(unit, "Tên Mới", DAY + ONE, admin, parent=first)
    with pytest.raises(actions.UnitRefused, match="lý do"):
        undo(unit, reason=" ", by=admin)
    actions.reopen_unit(unit_id=first.pk, reason="nhầm", by=admin)
    back = undo(unit, reason="nhầm", by=admin)
    assert (back.parent, back.short_name) == (first, unit.short_name)


def test_name_that_is_put_right_is_none_of_before(admin) -> None:
    unit = UnitFactory(name="Hợp tác xã Một")
    rename(unit, "Hợp tác xã Hai", DAY, admin)
    unit.refresh_from_db()
    unit.name = "Hợp tác xã Một"
    actions.save_unit(unit, by=admin)

    assert Unit.objects.get(pk=unit.pk).called_before == ""


def test_closed_unit_is_renamed_by_nobody() -> None:
    unit = UnitFactory(closed_on=DAY, closed_reason="giải thể")
    with pytest.raises(actions.UnitRefused):
        rename(unit, "Tên Mới", DAY + ONE, None)


def test_who_left_a_block_is_named_as_it_was_then(admin) -> None:
    unit = UnitFactory(name="Hợp tác xã Một")
    left = BlockMembershipFactory(unit=unit, effective_from=DAY - 9 * ONE, effective_to=DAY)
    rename(unit, "Hợp tác xã Hai", DAY, admin)

    page = Desk(admin).open(f"/khoi-thi-dua/{left.block_id}/da-ra-khoi/")
    assert page.says("Hợp tác xã Một")
    assert page.says("Nay là Hợp tác xã Hai")
    assert Desk(admin).open(f"/khoi-thi-dua/{left.block_id}/").says("Hợp tác xã Một: 21/02/2026")
    assert BlockMembership.objects.annotate(then=name_on(OuterRef("effective_to"))).get().then == "Hợp tác xã Hai"


def test_second_press_of_undo_undoes_no_other_change(admin) -> None:
    unit = UnitFactory(name="Hợp tác xã Một")
    rename(unit, "Hợp tác xã Hai", DAY, admin)
    rename(unit, "Hợp tác xã Ba", DAY + ONE, admin)
    desk = Desk(admin)
    form = desk.open(f"{unit.get_absolute_url()}doi-ten/huy/")

    assert desk.press(form, "Hủy lần đổi gần nhất", reason="nhầm").says("Đơn vị lại là: Hợp tác xã Hai.")
    assert desk.press(form, "Hủy lần đổi gần nhất", reason="nhầm").says("đã khác lúc bạn mở trang")
    assert Unit.objects.get(pk=unit.pk).name == "Hợp tác xã Hai"


def test_undo_leaves_what_the_change_did_not_change(admin) -> None:
    union, unit = UnitFactory(kind=UnitKind.COOPERATIVE_UNION), UnitFactory(name="Hợp tác xã Một")
    rename(unit, "Hợp tác xã Hai", DAY, admin)
    unit.refresh_from_db()
    unit.parent = union
    actions.save_unit(unit, by=admin)

    back = undo(unit, reason="nhầm", by=admin)

    assert (back.name, back.parent) == ("Hợp tác xã Một", union)


def test_page_renames_and_shows_the_course(admin) -> None:
    unit = UnitFactory(name="Hợp tác xã Một")
    desk = Desk(admin)
    form = desk.follow(desk.open(unit.get_absolute_url()), "Đổi tên, chuyển trực thuộc")

    wrong = desk.press(form, "Ghi từ ngày trên", name="Hợp tác xã Hai", since="01/01/2099", basis="GCN")
    assert wrong.says("Ngày 01/01/2099 chưa đến.")
    assert wrong.value("name") == "Hợp tác xã Hai"
    page = desk.press(wrong, "Ghi từ ngày trên", since="02/03/2026")

    assert page.says("Từ ngày 02/03/2026: Hợp tác xã Hai.")
    table = page.tree.xpath("//table[contains(., 'Căn cứ')]")[0].text_content()
    assert all(words in table for words in ("Hợp tác xã Một", "đến trước 02/03/2026", "từ 02/03/2026", "GCN"))
    back = desk.press(desk.follow(page, "Hủy lần đổi gần nhất"), "Hủy lần đổi gần nhất", reason="ghi nhầm")
    assert back.says("Đơn vị lại là: Hợp tác xã Một.")


def test_alliance_that_is_renamed_is_told_where_its_header_stands(admin) -> None:
    documents.issuer()
    desk = Desk(admin)
    form = desk.open(f"{alliance().get_absolute_url()}doi-ten/")

    page = desk.press(form, "Ghi từ ngày trên", name="Liên minh Hợp tác xã Mới", basis="Kết luận")

    assert page.says("Tên in ở đầu văn bản của cơ quan này ghi riêng")
    assert not desk.open(f"{alliance().get_absolute_url()}").links("Sáp nhập, chia, tách")
