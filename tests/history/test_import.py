"""Old lists of awards come in from Excel: every wrong cell is told, nobody is linked unasked, twice is once."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from awards.history.imports.sheet import AWARD_SHEET
from awards.history.models import PastAward
from emulation_portal.audit.models import Event
from emulation_portal.rights.enums import Role
from tests.factories import history as make
from tests.factories.campaigns import cast
from tests.factories.people import PersonFactory, UnitFactory, alliance, user_with_role
from tests.factories.sheets import sent, xlsx
from tests.scenarios.desk import Desk, Page
from units.models import Unit

pytestmark = pytest.mark.django_db

UPLOAD = reverse("units:import", args=["khen-thuong"])
HEADINGS = [column.heading for column in AWARD_SHEET.columns]
TITLE: dict[str, Any] = {
    "Mã đơn vị": "HTX-901",
    "Đối tượng": "cá nhân",
    "Họ tên, tên tập thể": "Nguyễn Thị Khen",
    "Danh hiệu, hình thức": "Lao động tiên tiến",
    "Năm được công nhận": 2021,
    "Số quyết định": "110/QĐ-LMHTX",
    "Ngày quyết định": dt.date(2021, 12, 22),
    "Người, cơ quan quyết định": "Chủ tịch Liên minh",
}


@pytest.fixture
def desk() -> Desk:
    UnitFactory(code="HTX-901", name="Hợp tác xã Mẫu")
    return Desk(cast().officer)


def table(*rows: dict[str, Any]) -> bytes:
    return xlsx([HEADINGS, *([row.get(heading) for heading in HEADINGS] for row in rows)], "Khen thưởng")


def send(desk: Desk, *rows: dict[str, Any]) -> Page:
    return desk.press(desk.open(UPLOAD), "Đọc tệp", files=sent(table(*rows), "khen-thuong.xlsx"))


def test_old_list_is_shown_written_and_twice_is_once(desk: Desk) -> None:
    PersonFactory(full_name="Nguyễn Thị Khen", alliance=alliance())
    known = PersonFactory(full_name="Trần Văn Biết", alliance=alliance())
    rows = [
        TITLE,
        {**TITLE, "Họ tên, tên tập thể": "trần văn biết", "Mã người": str(known.pk)},
        {**TITLE, "Đối tượng": "Tập thể", "Họ tên, tên tập thể": "Hợp tác xã Mẫu", "Danh hiệu, hình thức": "GK"},
        {**TITLE, "Đối tượng": "TẬP THỂ", "Họ tên, tên tập thể": "Tổ 1", "Danh hiệu, hình thức": "TTLDTT"},
    ]

    page = send(desk, *rows)
    assert page.says("Thêm mới 4, sửa 0; giữ nguyên 0.")
    assert page.says("Có 1 người cùng họ tên trên cổng, gắn sau khi ghi")
    assert page.says(f"Gắn với Trần Văn Biết, mã {known.pk}")
    assert not PastAward.objects.exists()

    after = desk.press(page, "Ghi 4 thay đổi")
    again = send(desk, *rows)

    assert after.says("Đã ghi từ tệp khen-thuong.xlsx: thêm 4, sửa 0.")
    assert again.says("Mọi dòng trong tệp đã đúng như trên cổng.")
    linked = dict(PastAward.objects.values_list("name", "person"))
    assert linked == {"Nguyễn Thị Khen": None, "trần văn biết": known.pk, "Hợp tác xã Mẫu": None, "Tổ 1": None}
    whole = PastAward.objects.get(award="GK").collective
    assert whole is not None
    assert whole.is_whole_unit
    assert set(PastAward.objects.values_list("source", flat=True)) == {"sheet"}
    assert Event.objects.filter(verb="past_award.written").count() == 4


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("A2", {"Mã đơn vị": None}, "Thiếu mã đơn vị."),
    ("A2", {"Mã đơn vị": "HTX-XXX"}, "Không có đơn vị nào mã HTX-XXX."),
    ("B2", {"Đối tượng": "cơ quan"}, "Không có mục “cơ quan”."),
    ("C2", {"Họ tên, tên tập thể": None}, "Thiếu họ tên"),
    ("E2", {"Năm sinh": 68}, "“68” không phải là năm"),
    ("F2", {"Mã người": "999999"}, "Không có người nào mã 999999."),
    ("G2", {"Danh hiệu, hình thức": "Lao động giỏi"}, "Không có mục “Lao động giỏi”."),
    ("G2", {"Danh hiệu, hình thức": "Tập thể lao động xuất sắc"}, "không tặng cho cá nhân"),
    ("I2", {"Năm được công nhận": None}, "Hãy ghi năm được công nhận."),
    ("K2", {"Thành tích từ ngày": dt.date(2021, 1, 1)}, "Hãy ghi cả ngày đầu và ngày cuối"),
    ("M2", {"Số quyết định": None, "Thành tích": "Có"}, "Thiếu số quyết định."),
    ("N2", {"Ngày quyết định": dt.date(2199, 1, 1)}, "Ngày quyết định ở sau hôm nay."),
    ("N2", {"Ngày quyết định": "32/12/2021"}, "32/12/2021"),
    ("O2", {"Người, cơ quan quyết định": None}, "Thiếu người, cơ quan quyết định."),
]


@pytest.mark.parametrize(("address", "says", "told"), FAULTS, ids=[f"{a} {t[:24]}" for a, _, t in FAULTS])
def test_wrong_cell_is_told_by_its_address_and_nothing_is_written(desk: Desk, address, says, told) -> None:
    page = send(desk, TITLE | says)

    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.tree.xpath("//main//tbody/tr")]
    assert [row[0] for row in rows] == [address]
    assert told in rows[0][1]
    assert not any(each.startswith("Ghi ") for each in page.buttons())


def test_same_line_twice_and_a_person_of_another_name_are_refused(desk: Desk) -> None:
    other = PersonFactory(full_name="Lê Văn Khác", alliance=alliance())

    twice = send(desk, TITLE, TITLE)
    named = send(desk, TITLE | {"Mã người": str(other.pk)})

    assert twice.says("Giống dòng 2. Hãy bỏ bớt một dòng")
    assert named.says("Người mã này là Lê Văn Khác.")


def test_person_born_in_another_year_is_not_linked(desk: Desk) -> None:
    person = PersonFactory(full_name="Nguyễn Thị Khen", birth_date=dt.date(1970, 1, 1), alliance=alliance())

    page = send(desk, TITLE | {"Mã người": str(person.pk), "Năm sinh": 1980})

    assert page.says("Người mã này sinh năm 1970.")


def test_what_the_list_exports_can_be_sent_back(desk: Desk) -> None:
    make.past_award(Unit.objects.get(code="HTX-901"), post="Giám đốc", birth_year=1970)
    file = b"".join(desk.client.get(f"{reverse('history:list')}?xuat=xlsx").streaming_content)

    page = desk.press(desk.open(UPLOAD), "Đọc tệp", files=sent(file, "khen-thuong.xlsx"))

    assert page.says("Mọi dòng trong tệp đã đúng như trên cổng."), page.main


def test_what_somebody_wrote_meanwhile_is_shown_first(desk: Desk) -> None:
    page = send(desk, TITLE, TITLE | {"Họ tên, tên tập thể": "Người Thứ Hai"})
    typed = {"decision_number": "110/QĐ-LMHTX", "decided_on": dt.date(2021, 12, 22), "year": 2021}
    make.past_award(Unit.objects.get(code="HTX-901"), **typed)

    shown = desk.press(page, "Ghi 2 thay đổi")

    assert shown.says("Khác với lúc bạn xem")
    assert PastAward.objects.count() == 1
    desk.press(shown, "Ghi 1 thay đổi")
    assert PastAward.objects.count() == 2


@pytest.mark.parametrize("role", [Role.ADMIN, Role.CHIEF_OF_OFFICE, Role.UNIT_EDITOR])
def test_nobody_but_the_officer_sends_one(role: Role) -> None:
    assert Desk(user_with_role(role)).open(UPLOAD).status == 403


def test_officer_sends_no_table_of_units_and_sees_no_table_of_another(desk: Desk) -> None:
    page = send(desk, TITLE)

    assert desk.open(reverse("units:import", args=["don-vi"])).status == 403
    assert Desk(user_with_role(Role.OFFICER)).open(page.url).status == 404
