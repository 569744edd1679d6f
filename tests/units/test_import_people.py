"""Nhập người, chức vụ, tài khoản từ Excel: who is meant is never guessed, passwords are in no file, mail goes as ever."""

import datetime as dt
import io
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from emulation_portal.accounts.models import Activation, User
from emulation_portal.audit.models import Event
from emulation_portal.jobs.models import Job
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from tests.factories.people import (
    LONG_AGO,
    PersonFactory,
    PositionFactory,
    UnitFactory,
    UserFactory,
    alliance,
    user_with_role,
)
from tests.factories.sheets import sent, xlsx
from tests.scenarios.desk import Desk, Page
from units.models import Person, Position, Unit

pytestmark = pytest.mark.django_db
HEAD = (
    "Mã người",
    "Mã đơn vị",
    "Họ và tên",
    "Ngày sinh",
    "Chức vụ",
    "Là người đứng đầu",
    "Giữ chức vụ từ ngày",
    "Tài khoản",
    "Thư điện tử",
)
SINCE, BORN = dt.date(2020, 1, 2), dt.date(1968, 2, 5)


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk(user_with_role(Role.ADMIN))


@pytest.fixture
def unit(db: None) -> Unit:
    return UnitFactory(code="HTX-1", name="Hợp tác xã Một")


def send(desk: Desk, *rows: Any) -> Page:
    return desk.press(
        desk.open("/nhap-excel/nguoi/"), "Đọc tệp", files=sent(xlsx([HEAD, *rows], "Người"), "nguoi.xlsx")
    )


def problems(page: Page) -> list[tuple[str, ...]]:
    return [tuple(" ".join(cell.text_content().split()) for cell in row) for row in page.tree.xpath("//main//tbody/tr")]


def new(name: str, **said: Any) -> tuple[Any, ...]:
    row = {"Mã đơn vị": "HTX-1", "Họ và tên": name, "Chức vụ": "Kế toán", "Giữ chức vụ từ ngày": SINCE} | said
    return tuple(row.get(heading) for heading in HEAD)


def test_people_posts_and_accounts_are_shown_and_then_written(desk: Desk, unit: Unit) -> None:
    rows = [
        new(
            "Nguyễn Văn Thử", **{"Ngày sinh": BORN, "Chức vụ": "Giám đốc", "Là người đứng đầu": "có", "Tài khoản": "có"}
        ),
        new("Nguyễn Văn Thử", **{"Ngày sinh": BORN, "Chức vụ": "Ủy viên"}),
        new("Trần Thị Mẫu", **{"Tài khoản": "CÓ", "Thư điện tử": "Mau@Example.vn"}),
        new("Trần Thị Mẫu", **{"Ngày sinh": dt.date(1990, 1, 1), "Tài khoản": "không"}),
    ]

    page = send(desk, *rows)

    assert page.says("Thêm mới 3, sửa 1; giữ nguyên 0.")
    assert page.says("thunv.htx1, vai trò Thủ trưởng đơn vị; chờ in phiếu kích hoạt")
    assert page.says("gửi thư mời đến mau@example.vn")
    assert not Person.objects.exists()

    after = desk.press(page, "Ghi 4 thay đổi")

    assert after.says("Đã ghi từ tệp nguoi.xlsx: thêm 3, sửa 1.")
    head = Person.objects.get(full_name="Nguyễn Văn Thử")
    assert (head.given_name, head.family_name, head.birth_date, head.alliance) == ("Thử", "Nguyễn", BORN, alliance())
    assert sorted(head.positions.values_list("title", "is_head", "effective_from")) == [
        ("Giám đốc", True, SINCE),
        ("Ủy viên", False, SINCE),
    ]
    assert head.user is not None
    assert (head.user.username, head.user.has_usable_password()) == ("thunv.htx1", False)
    assert sorted(Appointment.objects.filter(unit=unit).values_list("user__username", "role")) == [
        ("mautt.htx1", Role.UNIT_EDITOR),
        ("thunv.htx1", Role.UNIT_HEAD),
    ]
    assert list(Activation.objects.values_list("user__email", "channel")) == [("mau@example.vn", "mail")]
    assert Job.objects.filter(kind="notifications.mail").count() == 1
    told = Event.objects.filter(verb__regex="^(person|position|user|appointment)").exclude(verb__contains="login")
    counts = {verb: told.filter(verb=verb).count() for verb in set(told.values_list("verb", flat=True))}
    assert counts == {
        "person.created": 3,
        "position.started": 4,
        "user.created": 2,
        "appointment.started": 2,
        "user.invited": 1,
    }
    assert set(told.values_list("place", flat=True)) == {unit.path}


def test_known_people_change_and_are_not_doubled(desk: Desk, unit: Unit) -> None:
    account = UserFactory(full_name="Lê Thị Sai", email="sai@example.vn")
    wrong = PositionFactory(
        unit=unit, title="Giám đốc", person=PersonFactory(full_name="Lê Thị Sai", user=account)
    ).person
    plain = PositionFactory(unit=unit, title="Kế toán", person=PersonFactory(full_name="Phạm Văn Giữ")).person
    rows = [
        new("Lê Thị Đúng", **{"Mã người": wrong.pk, "Chức vụ": None, "Giữ chức vụ từ ngày": None}),
        new("Phạm Văn Giữ", **{"Ngày sinh": BORN, "Giữ chức vụ từ ngày": None}),
        new("Phạm Văn Giữ", **{"Chức vụ": "Thủ quỹ"}),
    ]

    page = send(desk, *rows)
    desk.press(page, "Ghi 3 thay đổi")

    wrong.refresh_from_db()
    plain.refresh_from_db()
    account.refresh_from_db()
    assert (wrong.full_name, wrong.given_name, account.full_name) == ("Lê Thị Đúng", "Đúng", "Lê Thị Đúng")
    assert list(Person.objects.matching("le thi dung")) == [wrong]
    assert (plain.birth_date, sorted(plain.positions.values_list("title", flat=True))) == (BORN, ["Kế toán", "Thủ quỹ"])
    assert Person.objects.count() == 2
    assert Event.objects.get(verb="person.changed", object_id=str(wrong.pk)).data == {
        "changed": {"full_name": ["Lê Thị Sai", "Lê Thị Đúng"]}
    }


def test_faults_are_told_by_their_cells_and_nothing_is_written(desk: Desk, unit: Unit) -> None:
    closed = {"closed_on": dt.date(2025, 1, 1), "closed_reason": "Giải thể."}
    UnitFactory(code="DONG", name="Hợp tác xã Đóng", **closed)
    for _ in range(2):
        PositionFactory(unit=unit, person=PersonFactory(full_name="Hai Người"), title="Ủy viên")
    account = UserFactory(email="co@example.vn")
    PositionFactory(
        unit=unit, person=PersonFactory(full_name="Có Rồi", user=account), title="Kế toán", effective_from=LONG_AGO
    )
    UnitFactory(code="VP", kind="department", name="Văn phòng")
    faults: list[tuple[str, tuple[Any, ...], str]] = [
        ("B2", new("Nguyễn Văn A", **{"Mã đơn vị": "LA"}), "Không có đơn vị nào mã LA."),
        ("A3", new("Nguyễn Văn A", **{"Mã người": 999_999}), "Không có người nào mã 999999."),
        ("C4", new("Hai Người"), "Có 2 người cùng tên ở đơn vị này."),
        ("C5", new("NGUYỄN VĂN A"), "Thường viết là “Nguyễn Văn A”."),
        ("D6", new("Nguyễn Văn B", **{"Ngày sinh": "5/2/68"}), "bốn chữ số của năm sinh"),
        ("D7", new("Nguyễn Văn C", **{"Ngày sinh": dt.date(2024, 1, 1)}), "chưa đủ 15 tuổi"),
        ("E8", new("Nguyễn Văn D", **{"Chức vụ": None}), "Người mới thiếu chức vụ."),
        ("G9", new("Nguyễn Văn E", **{"Giữ chức vụ từ ngày": None}), "Thiếu ngày bắt đầu"),
        ("B10", new("Nguyễn Văn G", **{"Mã đơn vị": "DONG"}), "thôi hoạt động từ ngày 01/01/2025"),
        ("G11", new("Có Rồi"), "Đang giữ chức vụ này từ ngày"),
        ("H12", new("Có Rồi", **{"Chức vụ": None, "Tài khoản": "không"}), "Hãy ngừng tài khoản ở trang"),
        (
            "I13",
            new("Nguyễn Văn H", **{"Tài khoản": "có", "Thư điện tử": "co@example.vn"}),
            "đã có tài khoản khác dùng",
        ),
        ("I14", new("Nguyễn Văn I", **{"Thư điện tử": "i@example.vn"}), "chỉ dùng khi mở tài khoản"),
        ("H15", new("Nguyễn Văn K", **{"Mã đơn vị": "VP", "Tài khoản": "có"}), "được mở từng người"),
        ("C16", new(None), "Thiếu họ và tên."),  # type: ignore[arg-type]
    ]
    people, posts = Person.objects.count(), Position.objects.count()

    found = problems(send(desk, *(row for _, row, _ in faults)))

    assert [address for address, _ in found] == [address for address, _, _ in faults]
    assert [words for (_, _, words), (_, message) in zip(faults, found, strict=True) if words not in message] == []
    assert [message for _, message in found if "Hãy" not in message and "hãy" not in message] == []
    assert (Person.objects.count(), Position.objects.count()) == (people, posts)


def test_two_of_one_name_and_birth_in_two_units_are_two_people_unless_the_key_says_so(desk: Desk, unit: Unit) -> None:
    UnitFactory(code="HTX-2")
    elsewhere = {"Mã đơn vị": "HTX-2", "Ngày sinh": BORN}
    known = PositionFactory(unit=unit, person=PersonFactory(full_name="Lê Thị Một"), title="Kế toán").person
    rows = [
        new("Nguyễn Văn A", **{"Ngày sinh": BORN}),
        new("Nguyễn Văn A", **elsewhere),
        new("Lê Thị Một", **{"Mã đơn vị": "HTX-2", "Mã người": known.pk}),
    ]

    desk.press(send(desk, *rows), "Ghi 3 thay đổi")

    assert Person.objects.filter(full_name="Nguyễn Văn A").count() == 2
    assert sorted(known.positions.values_list("unit__code", flat=True)) == ["HTX-1", "HTX-2"]


def test_same_line_twice_is_told(desk: Desk, unit: Unit) -> None:
    both = new("Nguyễn Văn A", **{"Ngày sinh": BORN, "Tài khoản": "có"})

    found = problems(send(desk, both, both))

    assert [address for address, _ in found] == ["E3", "H3"]


def test_user_names_are_numbered_where_others_have_them(desk: Desk, unit: Unit) -> None:
    UserFactory(username="thunv.htx1")
    rows = [new("Nguyễn Văn Thử", **{"Ngày sinh": dt.date(1970, 1, at), "Tài khoản": "có"}) for at in (1, 2)]

    desk.press(send(desk, *rows), "Ghi 2 thay đổi")

    assert set(User.objects.filter(person__isnull=False).values_list("username", flat=True)) == {
        "thunv.htx12",
        "thunv.htx13",
    }


def test_account_opened_meanwhile_is_shown_before_anything_is_written(desk: Desk, unit: Unit) -> None:
    person = PositionFactory(unit=unit, title="Kế toán", person=PersonFactory(full_name="Phạm Văn Giữ")).person
    row = new("Phạm Văn Giữ", **{"Chức vụ": None, "Giữ chức vụ từ ngày": None, "Tài khoản": "có"})
    page = send(desk, row)
    Person.objects.filter(pk=person.pk).update(user=UserFactory())
    users = User.objects.count()

    refused = desk.press(page, "Ghi 1 thay đổi")

    assert (refused.status, refused.says("Khác với lúc bạn xem")) == (409, True)
    assert User.objects.count() == users


def test_what_there_is_comes_back_unchanged(desk: Desk, unit: Unit) -> None:
    PositionFactory(
        unit=unit, title="Giám đốc", is_head=True, person=PersonFactory(full_name="Lê Thị Một", birth_date=BORN)
    )
    PositionFactory(unit=unit, person=PersonFactory(full_name="Hai Người", user=UserFactory(email="hai@example.vn")))
    PositionFactory(unit=unit, person=PersonFactory(full_name="Hai Người"))
    page = desk.follow(desk.open(reverse("units:people")), "Nhập từ Excel")
    answer = desk.client.get(page.links("Tải dữ liệu hiện có")[0]).getvalue()

    again = desk.press(page, "Đọc tệp", files=sent(answer, "nguoi.xlsx"))

    assert again.says("Mọi dòng trong tệp đã đúng như trên cổng.")
    empty = load_workbook(io.BytesIO(desk.client.get(page.links("Tải Excel mẫu")[0]).getvalue()))
    assert [cell.value for cell in empty["Người"][1]] == list(HEAD)
    assert "mật khẩu" not in " ".join(str(cell.value) for row in empty["Hướng dẫn"] for cell in row).lower()
