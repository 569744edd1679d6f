"""Excel files that the portal writes, read back by another reader: values keep their kind, and nothing is computed."""

import datetime as dt
import io
import resource
import zipfile
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django.utils.safestring import mark_safe
from openpyxl import load_workbook

from emulation_portal.core import lists
from emulation_portal.core.markup import lines, link, noted, status, words_of_markup
from emulation_portal.core.sheets import Sheet, write_book
from emulation_portal.core.tables import Column
from emulation_portal.rights.enums import Role
from tests.factories.people import UnitFactory, user_with_role
from tests.scenarios.desk import Desk


def written(*rows: Any, **more: Any) -> Any:
    with write_book([Sheet("Danh sách", ["Một", "Hai"], rows, **more)]) as file:
        return load_workbook(io.BytesIO(file.read()))["Danh sách"]


def shown(value: Any) -> Any:
    return f"{value:%d/%m/%Y %H:%M}" if isinstance(value, dt.datetime) else value


def test_values_keep_their_kind() -> None:
    page = written((dt.date(2026, 2, 5), 1234), (dt.datetime(2026, 2, 4, 18, 5, tzinfo=dt.UTC), Decimal("2.5")))

    assert [[shown(cell.value) for cell in row] for row in page.iter_rows()] == [
        ["Một", "Hai"],
        ["05/02/2026 00:00", 1234],
        ["05/02/2026 01:05", 2.5],  # in Việt Nam
    ]
    assert [page[at].number_format for at in ("A2", "A3", "B2")] == ["dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:B3")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+84 912 345 678",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠a",
        '  =HYPERLINK("http://x")',
        "\u00a0=1",
    ],
)
def test_formula_is_text_as_it_was_typed(text: str) -> None:
    cell = written((text, ""))["A2"]

    assert (cell.value.replace("\n", "\r"), cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.parametrize("text", ["Hợp tác xã", "0203 3825 123", "#N/A", "1/2", "TRUE", "a=b"])
def test_other_text_is_text(text: str) -> None:
    cell = written((text, True))["A2"]

    assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == (text, "s", False)


def test_no_cell_of_a_file_is_a_formula() -> None:
    with write_book([Sheet("Danh sách", ["=1"], [["=1"]], {0: ["=1", "Phòng, ban"]})]) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))

    assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]


def test_what_no_file_may_hold_is_left_out() -> None:
    page = written(("a\0b\x0bc\ud800", "x" * 40_000), (None, ""))

    assert (page["A2"].value, len(page["B2"].value), page["A3"].value) == ("abc", 32_767, None)


def test_what_may_be_chosen_is_offered() -> None:
    with write_book([Sheet("Đơn vị", ["Loại"], [], {0: ["Phòng, ban", "Hợp tác xã"]})]) as file:
        book = load_workbook(io.BytesIO(file.read()))

    (rule,) = book["Đơn vị"].data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ("'Danh mục'!$A$2:$A$3", "A2:A1048576")
    assert [cell.value for cell in book["Danh mục"]["A"]] == ["Loại", "Phòng, ban", "Hợp tác xã"]


def test_long_list_is_written_without_being_held() -> None:
    rows = ((f"Hợp tác xã {at}", at) for at in range(35_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with write_book([Sheet("Danh sách", ["Tên", "Số"], rows)]) as file:
        file.seek(0, 2)
        assert file.tell() > 300_000

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (noted(link("/a/", "Hợp tác xã <A>"), "Mã: A & B"), "Hợp tác xã <A>\nMã: A & B"),
        (lines(["Giám đốc, HTX A", "Ủy viên"]), "Giám đốc, HTX A\nỦy viên"),
        (status("Đang dùng", "success"), "Đang dùng"),
        (link("/a/?b=1&c=2", "746/KH-LMHTX"), "746/KH-LMHTX"),
        (mark_safe("a<br>b<br>\n  c"), "a\nb\nc"),
        (mark_safe(""), ""),
    ],
)
def test_markup_is_exported_as_what_it_says(markup: Any, words: str) -> None:
    assert words_of_markup(markup) == words
    assert Column("Tên", lambda row: markup).exported(None) == words


# --- lists ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def admin(db: None) -> Desk:
    for n in range(25):
        UnitFactory(name=f"Hợp tác xã Bến Số {n:02}", code=f"BEN-{n:02}", phone="+84 912 345 678")
    return Desk(user_with_role(Role.ADMIN))


def exported(desk: Desk, asked: str) -> Any:
    response = desk.client.get(f"/don-vi/?{asked}&xuat=xlsx")
    return response, load_workbook(io.BytesIO(response.getvalue()))


def test_export_has_the_filters_and_all_pages(admin: Desk) -> None:
    (url,) = admin.open(f"/don-vi/?q={quote('bến')}&page=2").links("Xuất Excel")
    response, book = exported(admin, f"q={quote('bến')}&page=2")

    page, said = book["Danh sách"], dict(book["Thông tin"].values)
    assert "q=b%E1%BA%BFn" in url
    assert "page" not in url
    assert [cell.value for cell in page["B"]] == ["Mã đơn vị", *(f"BEN-{n:02}" for n in range(25))]
    assert [cell.value for cell in page["A"]][:3] == ["STT", 1, 2]
    assert page["J2"].value == "+84 912 345 678"
    assert (said["Điều kiện lọc"], said["Số dòng"]) == ("Tìm đơn vị: bến", 25)
    assert 'filename="danh-sach-don-vi-20' in response["Content-Disposition"]


def test_export_of_very_many_says_that_it_is_not_all(admin: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "EXPORTED_AT_MOST", 7)
    monkeypatch.setattr(lists, "EXPORTED_TOGETHER", 3)

    response, book = exported(admin, "q=ben")

    assert [cell.value for cell in book["Danh sách"]["B"]][1:] == [f"BEN-{n:02}" for n in range(7)]
    assert dict(book["Thông tin"].values)["Lưu ý"].startswith("CHƯA HẾT: tệp này chỉ có 7 dòng đầu trong 25.")
    assert "-chua-het.xlsx" in response["Content-Disposition"]


def test_nonsense_in_a_filter_exports_nothing(admin: Desk) -> None:
    page = admin.open("/don-vi/?kind=khong&xuat=xlsx")

    assert page.url == "/don-vi/?kind=khong"
    assert page.says("Chưa xuất gì: bộ lọc có ô chưa đúng.")
