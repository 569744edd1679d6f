"""Hai người cùng mở một biểu mẫu.

1. Hai người mở cùng một trang sửa.
2. Người thứ nhất sửa một ô và lưu.
3. Người thứ hai sửa ô khác rồi lưu: chưa lưu gì; trang nói ai đã sửa, lúc nào. Ô chỉ người thứ nhất sửa nay ghi nội dung
   mới; ô cả hai cùng sửa có “Hiện đang lưu”.
4. Chữ của người thứ hai vẫn còn trong các ô.
5. Người thứ hai đọc, sửa lại, bấm lưu lần nữa: đã lưu.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import models
from django.urls import reverse

from campaigns.reports.models import Demand, Indicator, ReportPeriod
from emulation_portal.accounts.models import User
from emulation_portal.audit.models import Event
from emulation_portal.documents.models import Issuer, RegisterEntry
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from tests.factories import campaigns, reports
from tests.factories.documents import issued_document, issuer
from tests.factories.people import (
    AppointmentFactory,
    BlockFactory,
    BlockMembershipFactory,
    PersonFactory,
    PositionFactory,
    SigningAuthorityFactory,
    UnitFactory,
    UserFactory,
    user_with_role,
)
from tests.scenarios.desk import Desk, Page
from units.models import BlockMembership, EmulationBlock, Person, Position, SigningAuthority, Unit

pytestmark = pytest.mark.django_db

FIRST = "Trần Thị Nhanh Tay"
NOT_READ = "Nội dung này đã được sửa sau khi bạn mở trang."


@dataclass
class Case:
    """A form on a row. `shown`: by field that both change, what the second person is told is stored."""

    role: Role
    url: str
    button: str
    row: models.Model
    first: dict[str, str]
    second: dict[str, str]
    shown: dict[str, str]
    is_in_log: bool = True
    told: str = NOT_READ

    def says(self) -> dict[str, Any]:
        names = [field.attname for field in self.row._meta.concrete_fields]
        return dict(type(self.row)._base_manager.filter(pk=self.row.pk).values(*names).get())


def of_unit() -> Case:
    row = UnitFactory(address="Khu 1", phone="0203 111 111")
    return Case(
        Role.ADMIN,
        reverse("units:edit", args=[row.pk]),
        "Lưu",
        row,
        {"phone": "0203 222 222"},
        {"address": "Khu 2"},
        {},
    )


def of_person() -> Case:
    row = PersonFactory(full_name="Nguyễn Thị Mẫu")
    return Case(
        Role.ADMIN,
        reverse("units:person-edit", args=[row.pk]),
        "Lưu",
        row,
        {"birth_date": "05/02/1980"},
        {"middle_name": "Thị Bích"},
        {},
    )


def of_block() -> Case:
    row = BlockFactory(name="Khối số 1")
    return Case(
        Role.ADMIN,
        reverse("units:block-edit", args=[row.pk]),
        "Lưu",
        row,
        {"name": "Khối số 7"},
        {"kind": "cluster"},
        {},
    )


def of_email() -> Case:
    person = PersonFactory(user=UserFactory(email=""))
    return Case(
        Role.ADMIN,
        reverse("units:account-email", args=[person.pk]),
        "Lưu",
        person.user,
        {"email": "mot@example.vn"},
        {"email": "hai@example.vn"},
        {"email": "mot@example.vn"},
    )


def of_issuer() -> Case:
    row = issuer()
    return Case(
        Role.ADMIN,
        reverse("documents:issuer", args=[row.pk]),
        "Lưu",
        row,
        {"superior": "other", "superior_lines": "Tỉnh ủy\nQuảng Ninh"},
        {"head_title": "Chủ nhiệm"},
        {},
    )


def of_line() -> Case:
    row = issued_document().entry
    return Case(
        Role.CLERK,
        reverse("documents:entry", args=[row.pk]),
        "Lưu",
        row,
        {"copies": "12"},
        {"note": "Gửi hỏa tốc"},
        {},
    )


def of_part(part: str, button: str, first: dict[str, str], second: dict[str, str], shown: dict[str, str]) -> Case:
    plan = campaigns.complete_draft()
    url = reverse("drafts:part", args=["ke-hoach", plan.pk, part])
    told = "Có người vừa lưu thay đổi khác của kế hoạch này"
    return Case(Role.OFFICER, url, button, plan.draft_ptr, first, second, shown, told=told)


def of_general() -> Case:
    return of_part(
        "general",
        "Lưu",
        {"closing": "Một câu."},
        {"place_name": "Hạ Long"},
        {},
    )


def of_recipients() -> Case:
    return of_part(
        "recipients",
        "Lưu",
        {"archive_line": "Lưu: VP"},
        {"signing": ""},
        {},
    )


def of_demand() -> Case:
    row = reports.demand()
    return Case(
        Role.OFFICER,
        reverse("reports:edit-demand", args=[row.pk]),
        "Lưu yêu cầu",
        row,
        {"name": "Báo cáo quý"},
        {"name": "Báo cáo năm"},
        {"name": "Báo cáo quý"},
    )


def of_period() -> Case:
    row = reports.month(reports.demand())
    return Case(
        Role.OFFICER,
        reverse("reports:edit-period", args=[row.pk]),
        "Lưu kỳ báo cáo",
        row,
        {"name": "Tháng ba"},
        {"due_on": "10/04/2026"},
        {},
    )


def of_indicator() -> Case:
    row = reports.indicator()
    return Case(
        Role.OFFICER,
        reverse("reports:indicator", args=[row.pk]),
        "Lưu chỉ tiêu",
        row,
        {"hint": "Ghi số người."},
        {"measure": "người"},
        {},
    )


def ending(row: models.Model, name: str, button: str) -> Case:
    first, second = {"on": "01/12/2090"}, {"on": "01/11/2090"}
    url = reverse(name, args=[row.pk])
    return Case(Role.ADMIN, url, button, row, first, second, {"on": "01/12/2090"}, is_in_log=False)


CASES: dict[str, Callable[[], Case]] = {
    "unit": of_unit,
    "person": of_person,
    "block": of_block,
    "email": of_email,
    "issuer": of_issuer,
    "line": of_line,
    "general": of_general,
    "recipients": of_recipients,
    "demand": of_demand,
    "period": of_period,
    "indicator": of_indicator,
    "position": lambda: ending(PositionFactory(), "units:position-end", "Thôi giữ chức vụ"),
    "signing": lambda: ending(SigningAuthorityFactory(), "units:signing-end", "Thôi quyền ký"),
    "appointment": lambda: ending(AppointmentFactory(), "units:appointment-end", "Thôi giao vai trò"),
    "membership": lambda: ending(BlockMembershipFactory(), "units:block-leave", "Đưa ra khỏi khối"),
}
every_form = pytest.mark.parametrize("make", CASES.values(), ids=CASES)


def both(case: Case) -> tuple[Desk, Page, Desk, Page]:
    """Let two people open the page, and return their desks with it."""
    desks = [Desk(user_with_role(case.role, full_name=name)) for name in (FIRST, "Lê Văn Chậm Rãi")]
    return desks[0], desks[0].open(case.url), desks[1], desks[1].open(case.url)


def stored(page: Page) -> dict[str, str]:
    """Return what the page says is stored, by field."""
    notes = page.tree.xpath("//*[@class='field-stored'][contains(@id, '_stored')]")
    for end in page.tree.xpath("//*[@class='field-stored']//br"):
        end.tail = f" {end.tail or ''}"
    words = {note.get("id")[3:-7]: " ".join(note.text_content().split()) for note in notes}
    return {name: said.removeprefix("Hiện đang lưu: ") for name, said in words.items()}


def taken(page: Page) -> set[str]:
    """Return the fields that the page says were filled anew with what the other saved."""
    return {note.get("id")[3:-6] for note in page.tree.xpath("//*[@class='field-stored'][contains(@id, '_taken')]")}


def boxes(desk: Desk, case: Case) -> dict[str, str]:
    """Return what the boxes that somebody types into show when the page is opened now."""
    _, sent = desk.filled(desk.open(case.url), case.button)
    return {name: sent.get(name, [""])[0] for name in case.first | case.second}  # an empty box of a number has no value


def test_all_models_that_are_edited_are_among_the_cases() -> None:
    edited = {Unit, Person, EmulationBlock, User, Issuer, RegisterEntry, Demand, ReportPeriod, Indicator}
    ended = {Position, SigningAuthority, Appointment, BlockMembership}

    assert {type(make().row) for make in CASES.values()} >= edited | ended


@every_form
def test_second_save_is_told_sees_both_and_is_kept(make: Callable[[], Case]) -> None:
    case = make()
    first, one, second, other = both(case)
    first.press(one, case.button, **case.first)
    between, events = case.says(), Event.objects.count()

    late = second.press(other, case.button, **case.second)

    assert late.says(case.told)
    assert late.says(f"Lần sửa gần nhất: {FIRST}, lúc") == case.is_in_log
    assert stored(late) == case.shown
    assert taken(late) == set(case.first) - set(case.second)
    assert {name: late.value(name) for name in case.second} == case.second
    assert (case.says(), Event.objects.count()) == (between, events)


@every_form
def test_what_was_read_is_saved_over_at_the_second_press(make: Callable[[], Case]) -> None:
    case = make()
    first, one, second, other = both(case)
    first.press(one, case.button, **case.first)
    late = second.press(other, case.button, **case.second)
    wanted = case.first | case.second

    done = second.press(late, case.button, **wanted)

    assert not done.says("Chưa lưu được")
    if "on" in wanted:
        assert case.says()["effective_to"] == dt.date(2090, 11, 1)
    else:
        assert boxes(first, case) == wanted


@every_form
def test_what_one_has_not_touched_is_not_taken_back(make: Callable[[], Case]) -> None:
    """Nothing is merged behind anybody's back: what stands in the boxes is what is saved, and what is new there is said."""
    case = make()
    first, one, second, other = both(case)
    before = boxes(first, case)
    first.press(one, case.button, **case.first)
    late = second.press(other, case.button, **case.second)

    second.press(late, case.button)

    if "on" not in case.first:
        assert boxes(first, case) == before | case.first | case.second


@every_form
def test_second_press_without_changes_of_ones_own_overwrites_nothing(make: Callable[[], Case]) -> None:
    """Somebody who opened the page earlier and saves it as it was would bring the old state back without having seen it."""
    case = make()
    first, one, second, other = both(case)
    before = case.says()
    first.press(one, case.button, **case.first)
    between = case.says()

    late = second.press(other, case.button)

    assert late.says(case.told)
    assert before != between == case.says()


@every_form
def test_same_again_is_no_other_text(make: Callable[[], Case]) -> None:
    """A double click, or a page sent twice: nothing differs, so nothing is refused and nothing is told twice."""
    case = make()
    first, one, _, _ = both(case)
    url, data = first.filled(one, case.button, **case.first)
    first.send(url, data)
    between, events = case.says(), Event.objects.count()

    again = first.send(url, data)

    assert not again.says(NOT_READ)
    assert (case.says(), Event.objects.count()) == (between, events)


@every_form
@pytest.mark.parametrize("read", ["", "0123456789abcdef", "x" * 5_000])
def test_page_that_was_not_read_saves_nothing(make: Callable[[], Case], read: str) -> None:
    case = make()
    desk = Desk(user_with_role(case.role))
    before, events = case.says(), Event.objects.count()
    url, data = desk.filled(desk.open(case.url), case.button, **case.second)
    kind_of_read = "revision" if "revision" in data else "read"
    data[kind_of_read], data["seen"] = [read], [read[:100]]

    answer = desk.send(url, data)

    assert answer.says(case.told)
    assert (case.says(), Event.objects.count()) == (before, events)
