"""Excel there and back in a real browser: the template with what there is, edited, sent, faulty once, then written."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.chromium import PHONE
from units.models import Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def download(person: Any, words: str, at: Path) -> Path:
    with person.page.expect_download() as waiting:
        person.page.get_by_role("link", name=words).first.click()
    waiting.value.save_as(at)
    return at


def test_units_go_to_excel_and_come_back(enter: Any, tmp_path: Path) -> None:
    admin = enter("quantri")
    admin.open("/don-vi/")
    listed = load_workbook(download(admin, "Xuất Excel", tmp_path / "danh-sach.xlsx"))
    admin.follow("Nhập từ Excel")
    path = download(admin, "Tải dữ liệu hiện có", tmp_path / "don-vi.xlsx")
    book = load_workbook(path)
    page = book["Đơn vị"]
    unit = Unit.objects.get(code=page["A2"].value)
    number = listed["Danh sách"].max_row
    page["F2"] = "xã Từ Excel"
    page.append(["HTX-990", "Hợp tác xã Từ Excel", None, "Hợp tác xã", None, None, None, None, None, "31/02/2021"])
    last = page.max_row
    book.save(path)

    admin.page.set_input_files("input[type=file]", path)
    admin.press("Đọc tệp")
    admin.sees("Có 1 ô chưa đúng.")
    admin.sees(f"J{last}")
    assert admin.too_wide() == []
    assert not Unit.objects.filter(code="HTX-990").exists()

    page[f"J{last}"] = "28/02/2021"
    book.save(path)
    admin.follow("Gửi lại tệp đã sửa")
    admin.page.set_input_files("input[type=file]", path)
    admin.press("Đọc tệp")
    admin.sees("xã Từ Excel")
    assert admin.too_wide() == []
    admin.page.set_viewport_size(PHONE)
    assert admin.too_wide() == []
    admin.press("Ghi 2 thay đổi")
    admin.sees("thêm 1, sửa 1.")
    assert admin.too_wide() == []

    unit.refresh_from_db()
    assert unit.commune == "xã Từ Excel"
    assert Unit.objects.get(code="HTX-990").name == "Hợp tác xã Từ Excel"
    again = load_workbook(download(admin, "Xuất Excel", tmp_path / "lai.xlsx"))
    assert again["Danh sách"].max_row == number + 1


def test_page_of_the_table_needs_no_scripts(enter: Any, tmp_path: Path) -> None:
    admin = enter("quantri", java_script_enabled=False, viewport=PHONE)
    admin.open("/nguoi/")
    admin.follow("Nhập từ Excel")
    path = download(admin, "Tải Excel mẫu", tmp_path / "nguoi.xlsx")
    book = load_workbook(path)
    unit = Unit.objects.filter(kind="cooperative", closed_on=None).first()
    assert unit is not None
    book["Người"].append([None, unit.code, "Nguyễn Văn Excel", None, "Kế toán", None, "02/01/2020"])
    book.save(path)

    admin.page.set_input_files("input[type=file]", path)
    admin.press("Đọc tệp")
    admin.sees("Nguyễn Văn Excel")
    admin.press("Ghi 1 thay đổi")

    admin.sees("Đã ghi từ tệp nguoi.xlsx: thêm 1, sửa 0.")
