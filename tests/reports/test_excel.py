"""Excel round trip of one report: every fault told by its cell, every change shown first, all of it saved or nothing.

1. Đơn vị tải mẫu, mẫu có sẵn số đang lưu; gửi lại nguyên như thế thì không có gì đổi.
2. Điền rồi gửi lên: ô sai được chỉ đúng địa chỉ và chưa lưu gì; không sai thì xem trước từng thay đổi.
3. Bấm “Lưu tất cả”: lưu đúng những gì đã xem; có người vừa sửa thì chưa lưu gì và xem lại.
"""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal as D
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from campaigns.reports import actions
from campaigns.reports.enums import DonationKind, Nature, ValueType
from campaigns.reports.enums import ReportStatus as S
from campaigns.reports.models import DemandedIndicator, DonationLine, ReportSheet, ReportValue, UnitReport
from campaigns.reports.tasks import purge_sheets
from emulation_portal.audit.models import Event
from tests.factories import reports as make
from tests.factories.campaigns import cast
from tests.factories.people import UnitFactory
from tests.factories.races import at_once
from tests.factories.sheets import edited, sent, xlsx
from tests.files.hostile import HOSTILE
from tests.scenarios.desk import Desk, Page

pytestmark = pytest.mark.django_db
FIGURES, LINES, WORDS, ABOUT = "Số liệu", "Danh sách ủng hộ", "Nội dung", "Báo cáo"
DAY = dt.date(2026, 3, 9)
GIFT = ("UNG_HO", "Hiện vật", "Gạo", 500, "kg", 5_000_000, "MTTQ xã", DAY, "Phiếu 12")


def indicators() -> list[Any]:
    return [
        make.indicator("LAO_DONG", lowest=D(0), highest=D(1000), measure="người"),
        make.indicator("NANG_SUAT", value_type=ValueType.DECIMAL, places=2, nature=Nature.STOCK),
        make.indicator("DOANH_THU", value_type=ValueType.MONEY),
        make.share("TIEM"),
        make.indicator("MO_HINH", value_type=ValueType.TEXT, nature=Nature.NONE),
        make.indicator("CO_TO", value_type=ValueType.YES_NO, nature=Nature.NONE),
        make.indicator("UNG_HO", value_type=ValueType.ITEMS),
    ]


@pytest.fixture
def work() -> SimpleNamespace:
    """A report of all kinds of indicators, nothing written yet, with its writers."""
    demand = make.demand(*indicators(), parts=("situation", "results"))
    DemandedIndicator.objects.filter(demand=demand, indicator__code="DOANH_THU").update(wants_estimate=True)
    report = make.report(demand)
    editor, head = make.people_of_unit(report.unit)
    return SimpleNamespace(report=report, editor=editor, head=head, desk=Desk(editor), demand=demand)


def write(work: SimpleNamespace, code: str, by: Any = None, now: dt.datetime = make.NOW, **raw: str) -> None:
    row = work.demand.rows.get(indicator__code=code).indicator
    value = work.report.values.filter(indicator=row).first()
    typed = actions.TypedRow(row, raw, seen=value.revision if value else 0)
    actions.type_value(
        report_id=work.report.pk,
        code=typed.indicator.code,
        raw=typed.raw,
        seen=typed.seen,
        by=by or work.editor,
        now=now,
    )


def give(work: SimpleNamespace, *items: str) -> None:
    row = work.demand.rows.get(indicator__code="UNG_HO").indicator
    value = work.report.values.filter(indicator=row).first()
    lines = [
        DonationLine(
            kind=DonationKind.IN_KIND, item=item, quantity=D("2.5"), value_vnd=250_000, receiver="Chốt", given_on=DAY
        )
        for item in items
    ]
    seen = value.revision if value else 0
    actions.write_lines(report_id=work.report.pk, indicator=row, lines=lines, seen=seen, by=work.editor, now=make.NOW)


def fill(work: SimpleNamespace) -> None:
    write(work, "LAO_DONG", value="38", note="=Tăng 2 người\nso với kỳ trước", source_paper="12/BC ngày 1/3/2026")
    write(work, "NANG_SUAT", value="1.234,5")
    write(work, "DOANH_THU", value="123.456.789.012", year_estimate="999.999.999.999")
    write(work, "TIEM", numerator="31", denominator="40")
    write(work, "MO_HINH", text="- Trồng rau\n- Nuôi cá")
    write(work, "CO_TO", flag="khong")
    give(work, "Gạo", "=Mì")
    actions.write_text(report_id=work.report.pk, part="results", body="-", seen=0, by=work.editor, now=make.NOW)


def download(work: SimpleNamespace) -> Any:
    """Return the form of the report as a workbook."""
    answer = work.desk.client.get(reverse("reports:excel", args=[work.report.pk]))
    return load_workbook(io.BytesIO(answer.getvalue()))


def content_of(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(work: SimpleNamespace, book: Any, desk: Desk | None = None) -> Page:
    content = book if isinstance(book, bytes) else content_of(book)
    desk = desk or work.desk
    page = desk.open(reverse("reports:upload", args=[work.report.pk]))
    return desk.press(page, "Đọc tệp", files=sent(content, "bao-cao.xlsx"))


def rows_of(page: Page) -> list[tuple[str, ...]]:
    rows = page.tree.xpath("//main//tbody/tr")
    return [tuple(" ".join(cell.text_content().split()) for cell in row) for row in rows]


def stored(work: SimpleNamespace) -> dict[str, Any]:
    values = work.report.values.values_list("indicator__code", "value", "numerator", "denominator", "text", "flag")
    return {code: tuple(said) for code, *said in values}


def put(book: Any, **cells: Any) -> Any:
    """Write into cells of the figures: put(book, G2=5)."""
    for address, value in cells.items():
        book[FIGURES][address] = value
    return book


# --- there and back -----------------------------------------------------------------------------------------------------


def test_form_is_filled_with_what_is_known(work: SimpleNamespace) -> None:
    fill(work)

    book = download(work)

    assert book.sheetnames == [ABOUT, FIGURES, LINES, WORDS, "Danh mục"]
    figures = [[cell.value for cell in row] for row in book[FIGURES].iter_rows()]
    assert figures[0] == [
        *("Mã", "Chỉ tiêu", "Đơn vị tính", "Kỳ trước", "Cùng kỳ", "Kế hoạch năm"),
        *("Kỳ này", "Tử số", "Mẫu số", "Ước cả năm", "Giải trình", "Văn bản nguồn"),
    ]
    assert [row[6:10] for row in figures[1:]] == [
        [38, "×", "×", "×"],
        [1234.5, "×", "×", "×"],
        [123456789012, "×", "×", 999999999999],
        ["×", 31, 40, "×"],
        ["- Trồng rau\n- Nuôi cá", "×", "×", "×"],
        ["Không", "×", "×", "×"],
        ["×", "×", "×", "×"],
    ]
    assert [cell.value for cell in book[LINES][2]][:6] == ["UNG_HO", "Hiện vật", "Gạo", 2.5, None, 250_000]
    assert [[cell.value for cell in row] for row in book[WORDS].iter_rows(min_row=2)] == [
        ["Công tác chỉ đạo, tổ chức thực hiện", None],
        ["Kết quả đạt được", "-"],
    ]
    about = dict(row for row in book[ABOUT].iter_rows(values_only=True))
    assert (about["Đơn vị"], about["Kỳ báo cáo"]) == (work.report.unit.name, "Tháng 3/2026")


@pytest.mark.parametrize("is_filled", [True, False])
def test_what_comes_back_as_it_went_changes_nothing(work: SimpleNamespace, is_filled: bool) -> None:
    if is_filled:
        fill(work)
    before = list(ReportValue.objects.values())

    page = upload(work, download(work))

    assert page.says("Không có gì để lưu")
    assert page.says("10 mục không đổi")
    assert not page.says("Lưu tất cả")
    assert list(ReportValue.objects.values()) == before


def test_columns_that_are_not_asked_are_not_there_and_large_numbers_keep_their_digits() -> None:
    only = make.indicator("SO", value_type=ValueType.DECIMAL, places=4)
    report = make.report(make.demand(only))
    editor, _ = make.people_of_unit(report.unit)
    work = SimpleNamespace(report=report, editor=editor, desk=Desk(editor), demand=report.period.demand)
    write(work, "SO", value="123.456.789.012.345,6789")

    book = download(work)

    assert book.sheetnames == [ABOUT, FIGURES]
    assert [cell.value for cell in book[FIGURES][2]][6:] == ["123.456.789.012.345,6789", None, None]
    assert upload(work, book).says("Không có gì để lưu")


def test_preview_shows_every_change_and_exactly_that_is_stored(work: SimpleNamespace) -> None:
    write(work, "LAO_DONG", value="38")
    write(work, "CO_TO", flag="co")
    give(work, "Gạo", "Mì")
    book = put(
        download(work),
        G2=40,
        K2="Thêm 2 người",
        G3="1.234,5",
        G4=5_000_000,
        J4="6.000.000",
        H5="31",
        I5=40,
        G6="Chữ",
        G7=None,
    )
    book[LINES].delete_rows(2)
    for row in (GIFT, ("ung_ho", "tien", "Tiền mặt", None, None, "1.500.000 đồng", "Quỹ", "9/3/2026", None)):
        book[LINES].append(row)
    book[WORDS]["B3"] = "Dòng một\nDòng hai"

    page = upload(work, book)

    assert stored(work)["LAO_DONG"][0] == D(38)
    assert [row[1:] for row in rows_of(page)] == [
        ("Kỳ này", "38", "40"),
        ("Giải trình", "trống", "Thêm 2 người"),
        ("Kỳ này", "trống", "1.234,5"),
        ("Kỳ này", "trống", "5.000.000"),
        ("Ước cả năm", "trống", "6.000.000"),
        ("Tử số", "trống", "31"),
        ("Mẫu số", "trống", "40"),
        ("Kỳ này", "trống", "Chữ"),
        ("Kỳ này", "Có", "trống"),
        (
            LINES,
            "2 dòng, 500.000 đồngBỏ: Hiện vật: Gạo, 2,5, 250.000 đồng, Chốt, 09/03/2026",
            "3 dòng, 6.750.000 đồngThêm: Hiện vật: Gạo, 500 kg, 5.000.000 đồng, MTTQ xã, 09/03/2026, Phiếu 12"
            "Thêm: Tiền: Tiền mặt, 1.500.000 đồng, Quỹ, 09/03/2026",
        ),
        ("Nội dung", "trống", "Dòng mộtDòng hai"),
    ]
    assert page.says("Đổi 11 ô ở 8 mục; 2 mục không đổi.")

    saved = work.desk.press(page, "Lưu tất cả")

    assert saved.says("Đã lưu 11 thay đổi từ tệp bao-cao.xlsx.")
    assert stored(work) == {
        "LAO_DONG": (D(40), None, None, "", None),
        "NANG_SUAT": (D("1234.5"), None, None, "", None),
        "DOANH_THU": (D(5_000_000), None, None, "", None),
        "TIEM": (None, D(31), D(40), "", None),
        "MO_HINH": (None, None, None, "Chữ", None),
        "CO_TO": (None, None, None, "", None),
        "UNG_HO": (D(6_750_000), None, None, "", None),
    }
    lines = DonationLine.objects.order_by("position").values_list("kind", "item", "value_vnd", "given_on")
    assert list(lines) == [
        ("in_kind", "Mì", 250_000, DAY),
        ("in_kind", "Gạo", 5_000_000, DAY),
        ("money", "Tiền mặt", 1_500_000, DAY),
    ]
    assert work.report.texts.get().body == "Dòng một\nDòng hai"
    event = Event.objects.get(verb="report.filled_from_file")
    assert event.data["changes"] == 11
    assert upload(work, download(work)).says("Không có gì để lưu")


# --- faults -------------------------------------------------------------------------------------------------------------


def line(book: Any, *cells: Any) -> Any:
    book[LINES].append(cells)
    return book


def at(sheet: str, address: str, value: Any) -> Callable[[Any], Any]:
    def plant(book: Any) -> None:
        book[sheet][address] = value

    return plant


PLANTED: list[tuple[Callable[[Any], Any], str, str]] = [
    (at(FIGURES, "G3", "2.5"), "Số liệu!G3", "“2.5” có thể hiểu hai cách. Hãy ghi 2,5"),
    (at(FIGURES, "G2", "ba mươi"), "Số liệu!G2", "“ba mươi” không phải là số. Hãy ghi số"),
    (at(FIGURES, "J4", "một tỷ"), "Số liệu!J4", "“một tỷ” không phải là số."),
    (at(FIGURES, "I5", None), "Số liệu!I5", "Thiếu mẫu số: Tổng số người. Hãy ghi cả tử số và mẫu số."),
    (at(FIGURES, "K6", "x" * 1001), "Số liệu!K6", "Dài quá: tối đa 1000 ký tự, đang có 1001."),
    (at(FIGURES, "G4", "=SUM(G2:G3)"), "Số liệu!G4", "Ô là công thức hoặc đang báo lỗi"),
    (at(FIGURES, "A9", "LA_LAM"), "Số liệu!A9", "Không có chỉ tiêu mang mã “LA_LAM” trong báo cáo này."),
    (at(FIGURES, "A10", "TIEM"), "Số liệu!A10", "Mã “TIEM” đã có ở dòng 5. Hãy xóa bớt một dòng."),
    (at(LINES, "H2", "31/02/2026"), "Danh sách ủng hộ!H2", "Không có ngày 31/02/2026 trong lịch."),
    (at(LINES, "G2", None), "Danh sách ủng hộ!G2", "Chưa ghi “Nơi nhận”. Hãy ghi vào ô này"),
    (at(WORDS, "B2", "x" * 20_001), "Nội dung!B2", "Phần này dài quá 20000 ký tự."),
    (at(ABOUT, "B7", "BC-0"), "Báo cáo!B7", "Tệp này là mẫu của báo cáo khác: Tháng 3/2026"),
]
Fault = tuple[Callable[[Any], Any], str, str]
# Faults that do not touch each other stand in one file.
OTHERS: list[list[Fault]] = [
    [
        (at(FIGURES, "G2", -1), "Số liệu!G2", "Không ghi nhỏ hơn 0."),
        (at(FIGURES, "H2", 5), "Số liệu!H2", "Chỉ tiêu này không ghi “Tử số”. Hãy xóa ô này."),
        (at(FIGURES, "K2", "@tệp"), "Số liệu!K2", "Ô bắt đầu bằng dấu của công thức."),
        (at(FIGURES, "L2", DAY), "Số liệu!L2", "Ô này đang là ngày. Hãy đổi định dạng ô sang Văn bản"),
        (at(FIGURES, "G5", 5), "Số liệu!G5", "Chỉ tiêu này ghi bằng tử số và mẫu số."),
        (at(FIGURES, "G7", "có lẽ"), "Số liệu!G7", "Hãy chọn Có hoặc Không."),
        (at(FIGURES, "G8", 5), "Số liệu!G8", "Số của chỉ tiêu này do các dòng ở trang “Danh sách ủng hộ” cộng lại."),
        (at(FIGURES, "M1", "Ghi chú riêng"), "Số liệu!M1", "Không có cột tên “Ghi chú riêng”."),
        (at(LINES, "A2", "LAO_DONG"), "Danh sách ủng hộ!A2", "Không có danh sách ủng hộ mang mã “LAO_DONG”"),
        (at(LINES, "B2", "Vàng"), "Danh sách ủng hộ!B2", "Không có mục “Vàng”. Hãy chọn một trong: Tiền; Hiện vật"),
        (at(LINES, "D2", "vài"), "Danh sách ủng hộ!D2", "“vài” không phải là số."),
        (at(LINES, "F2", -5), "Danh sách ủng hộ!F2", "Hãy ghi số tiền từ 0 đến"),
        (at(WORDS, "A2", "Phần lạ"), "Nội dung!A2", "Báo cáo này không có phần “Phần lạ”."),
    ],
    [
        (at(FIGURES, "G2", 1001), "Số liệu!G2", "Không ghi lớn hơn 1.000."),
        (at(LINES, "A2", None), "Danh sách ủng hộ!A2", "Dòng này chưa có mã chỉ tiêu. Hãy ghi một trong: UNG_HO."),
        (at(LINES, "F2", "=1+1"), "Danh sách ủng hộ!F2", "Ô là công thức"),
        (
            at(WORDS, "A3", "Công tác chỉ đạo, tổ chức thực hiện"),
            "Nội dung!A3",
            "đã có ở dòng 2. Hãy xóa bớt một dòng.",
        ),
        (at(ABOUT, "A7", "Mã"), "Báo cáo!A1", "Không thấy “Mã báo cáo” nên không biết tệp của báo cáo nào."),
    ],
    [
        (at(FIGURES, "G2", 2.5), "Số liệu!G2", "Chỉ tiêu này ghi số nguyên, không có phần lẻ."),
        (lambda book: book[WORDS].delete_rows(3), "Nội dung!A3", "Thiếu dòng của phần “Kết quả đạt được”."),
    ],
    [
        (at(FIGURES, "G2", DAY), "Số liệu!G2", "Ô này đang là ngày. Hãy đổi định dạng ô sang Số"),
        (lambda book: book[FIGURES].delete_cols(11), "Số liệu!A1", "Thiếu cột “Giải trình”."),
    ],
    [
        (at(FIGURES, "G2", 10**20), "Số liệu!G2", "Số quá lớn"),
        (lambda book: book[FIGURES].delete_rows(3), "Số liệu!A8", "Thiếu dòng của chỉ tiêu"),
    ],
    [(at(FIGURES, "A2", None), "Số liệu!A2", "Dòng này chưa có mã chỉ tiêu.")],
    [(at(FIGURES, "A2", "LA"), "Số liệu!A2", "Không có chỉ tiêu mang mã “LA”")],
    [(at(FIGURES, "A2", "=A3"), "Số liệu!A2", "Ô là công thức")],
    [(at(FIGURES, "L2", "#REF!"), "Số liệu!L2", "đang báo lỗi (#REF!, #N/A). Hãy ghi lại giá trị")],
]


def test_every_planted_fault_is_told_by_its_cell_and_nothing_is_saved(work: SimpleNamespace) -> None:
    book = put(download(work), H5=31, G6="Chữ")
    line(book, *GIFT)
    for plant, _, _ in PLANTED:
        plant(book)

    page = upload(work, book)

    told = dict(rows_of(page))
    assert (page.status, len(rows_of(page)), len(PLANTED)) == (422, 12, 12)
    assert [(address, words in told.get(address, "")) for _, address, words in PLANTED] == [
        (address, True) for _, address, _ in PLANTED
    ]
    assert page.says("Có 12 ô chưa đúng.")
    work.report.refresh_from_db()
    assert (ReportSheet.objects.count(), stored(work), work.report.status) == (0, {}, S.NOT_STARTED)


@pytest.mark.parametrize("faults", OTHERS)
def test_one_fault_is_one_message(work: SimpleNamespace, faults: list[Fault]) -> None:
    write(work, "LAO_DONG", value="38")
    book = line(download(work), *GIFT)
    for plant, _, _ in faults:
        plant(book)

    told = dict(rows_of(upload(work, book)))

    assert sorted(told) == sorted(address for _, address, _ in faults)
    assert [words for _, address, words in faults if words not in told[address]] == []


def test_form_of_another_report_is_refused_in_words(work: SimpleNamespace) -> None:
    other = make.report(work.demand, unit=UnitFactory(name="Hợp tác xã Bên Cạnh"))
    editor, _ = make.people_of_unit(other.unit)

    page = upload(SimpleNamespace(report=other, desk=Desk(editor)), download(work))

    [(address, words)] = rows_of(page)
    assert address == "Báo cáo!B7"
    assert f"mẫu của báo cáo khác: Tháng 3/2026, {work.report.unit.name}." in words
    assert "Hãy tải tệp mẫu của báo cáo này (Tháng 3/2026, Hợp tác xã Bên Cạnh)" in words


def without(title: str) -> Callable[[Any], bytes]:
    def cut(book: Any) -> bytes:
        del book[title]
        return content_of(book)

    return cut


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda book: b"", "không có nội dung"),
        (lambda book: b"<html>", "Cổng không nhận ra tệp này."),
        (lambda book: xlsx([["A"], ["1"]]), "Tệp thiếu trang “Báo cáo”, “Số liệu”, “Danh sách ủng hộ”, “Nội dung”."),
        (without(LINES), "Tệp thiếu trang “Danh sách ủng hộ”. Hãy tải lại tệp mẫu"),
        (lambda book: content_of(put(book, A1="Khác")), "Không thấy cột “Mã” trong 10 dòng đầu của trang “Số liệu”."),
        (lambda book: content_of(put(book, M1="Kỳ này")), "Có hai cột cùng tên “Kỳ này”."),
        (
            lambda book: content_of(put(book, **{f"K{at}": "x" for at in range(2, 5_010)})),
            "Trang “Số liệu” có hơn 5.000 dòng.",
        ),
        (lambda book: edited(content_of(book), "xl/workbook.xml", "<sheets>", "<broken>"), "Cổng không đọc được"),
    ],
)
def test_file_that_is_no_form_is_refused_with_what_to_do(work: SimpleNamespace, made: Any, words: str) -> None:
    page = upload(work, made(download(work)))

    assert (page.status, page.says(words), page.says("Hãy")) == (422, True, True)
    assert not ReportSheet.objects.exists()


def test_archive_that_swells_stays_outside(work: SimpleNamespace) -> None:
    content, words = HOSTILE["bomb"]
    page = upload(work, content() if callable(content) else content)

    assert (page.status, page.says(words)) == (422, True)


def test_lists_of_three_hundred_lines_and_not_one_more(work: SimpleNamespace) -> None:
    book = download(work)
    for number in range(305):
        line(book, "UNG_HO", "Tiền", f"Đợt {number}", None, None, 1_000, "Quỹ")
    refused = upload(work, book)
    book[LINES].delete_rows(302, 5)
    saved = work.desk.press(upload(work, book), "Lưu tất cả")

    [(address, words)] = rows_of(refused)
    assert (address, words.startswith("Danh sách “")) == ("Danh sách ủng hộ!A302", True)
    assert "dài hơn 300 dòng, kể từ dòng này. Hãy gộp" in words
    assert saved.says("Đã lưu 1 thay đổi")
    assert (DonationLine.objects.count(), stored(work)["UNG_HO"][0]) == (300, D(300_000))


# --- meanwhile ----------------------------------------------------------------------------------------------------------


def test_who_wrote_between_preview_and_saving_is_named_and_nothing_is_saved(work: SimpleNamespace) -> None:
    write(work, "LAO_DONG", value="38")
    page = upload(work, put(download(work), G2=40, G3="2,5"))
    write(work, "LAO_DONG", by=work.head, value="39")

    again = work.desk.press(page, "Lưu tất cả")

    assert again.status == 409
    assert again.says("chưa lưu gì")
    assert again.says(f"{work.head.full_name} đã ghi lúc 10:00 ngày 01/04/2026; đang lưu “39”.")
    assert [row[1:] for row in rows_of(again)] == [("Kỳ này", "39", "40"), ("Kỳ này", "trống", "2,5")]
    assert stored(work)["LAO_DONG"][0] == D(39)
    assert "NANG_SUAT" not in stored(work)

    work.desk.press(again, "Lưu tất cả")

    assert (stored(work)["LAO_DONG"][0], stored(work)["NANG_SUAT"][0]) == (D(40), D("2.5"))


def test_what_the_file_would_now_take_back_is_shown_before(work: SimpleNamespace) -> None:
    """Somebody fills in meanwhile what the file leaves as it was: that would be emptied unseen."""
    page = upload(work, put(download(work), G2=40))
    write(work, "NANG_SUAT", by=work.head, value="7")
    actions.write_text(report_id=work.report.pk, part="results", body="Tốt.", seen=0, by=work.head, now=make.NOW)

    again = work.desk.press(page, "Lưu tất cả")

    assert again.says("đang lưu “7”.")
    assert again.says("Kết quả đạt được:")
    assert [row[1:] for row in rows_of(again)] == [
        ("Kỳ này", "trống", "40"),
        ("Kỳ này", "7", "trống"),
        ("Nội dung", "Tốt.", "trống"),
    ]


def test_what_others_wrote_elsewhere_stands_in_nobodys_way(work: SimpleNamespace) -> None:
    write(work, "NANG_SUAT", value="7")
    page = upload(work, put(download(work), G2=40, G3=8))
    write(work, "MO_HINH", by=work.head, text="")
    write(work, "LAO_DONG", by=work.head, value="")

    work.desk.press(page, "Lưu tất cả")

    assert (stored(work)["LAO_DONG"][0], stored(work)["NANG_SUAT"][0]) == (D(40), D(8))


def test_what_was_written_after_the_download_is_told_in_the_preview(work: SimpleNamespace) -> None:
    book = put(download(work), G2=40)
    later = timezone.now() + dt.timedelta(hours=1)
    write(work, "LAO_DONG", by=work.head, now=later, value="39")

    [(title, *_)] = rows_of(upload(work, book))

    assert f"{work.head.full_name} đã ghi lúc {timezone.localtime(later):%H:%M}" in title
    assert "sau khi tệp mẫu được tải." in title


def test_demand_that_changed_meanwhile_asks_for_a_new_form(work: SimpleNamespace) -> None:
    page = upload(work, put(download(work), G2=40))
    DemandedIndicator.objects.create(demand=work.demand, indicator=make.indicator("MOI"), position=99)

    answer = work.desk.press(page, "Lưu tất cả")

    assert answer.says("Yêu cầu báo cáo đã đổi sau khi gửi tệp nên chưa lưu gì. Hãy tải lại tệp mẫu")
    assert stored(work) == {}


def test_limit_that_changed_meanwhile_asks_for_a_new_form(work: SimpleNamespace) -> None:
    page = upload(work, put(download(work), G2=40))
    row = work.demand.rows.get(indicator__code="LAO_DONG").indicator
    row.highest = D(30)
    row.save()

    assert work.desk.press(page, "Lưu tất cả").says("Yêu cầu báo cáo đã đổi")
    assert stored(work) == {}


def test_pressed_twice_it_is_saved_once(work: SimpleNamespace) -> None:
    page = upload(work, put(download(work), G2=40))

    first, second = work.desk.press(page, "Lưu tất cả"), work.desk.press(page, "Lưu tất cả")

    assert first.says("Đã lưu 1 thay đổi")
    assert second.says("Đã lưu 1 thay đổi")
    assert ReportValue.objects.get().revision == 1
    assert Event.objects.filter(verb="report.filled_from_file").count() == 1
    assert work.desk.open(page.url).says("Tệp này đã được lưu vào báo cáo lúc")


@pytest.mark.django_db(transaction=True)
def test_pressed_at_once_it_is_saved_once() -> None:
    report = make.report(make.demand(make.indicator("LAO_DONG")))
    editor, _ = make.people_of_unit(report.unit)
    work = SimpleNamespace(report=report, desk=Desk(editor))
    upload(work, put(download(work), G2=40))
    sheet = ReportSheet.objects.get()

    told = at_once(*[lambda: actions.save_sheet(sheet_id=sheet.pk, by=editor, now=make.NOW)] * 3)

    assert told == ["", "", ""]
    assert (ReportValue.objects.get().revision, Event.objects.filter(verb="report.filled_from_file").count()) == (1, 1)


def test_file_is_dropped_and_forgotten(work: SimpleNamespace) -> None:
    page = upload(work, put(download(work), G2=40))
    waiting = work.desk.open(reverse("reports:upload", args=[work.report.pk]))
    dropped = work.desk.press(page, "Bỏ tệp này")

    assert waiting.says("Tệp đã gửi, chưa lưu")
    assert dropped.says("Chưa lưu gì từ tệp này.")
    assert work.desk.open(page.url).status == 404
    with pytest.raises(actions.uploading.SheetGone):
        actions.save_sheet(sheet_id=1, by=work.editor, now=make.NOW)

    upload(work, put(download(work), G2=40))
    ReportSheet.objects.update(created_at=timezone.now() - dt.timedelta(days=29))
    purge_sheets()
    assert ReportSheet.objects.count() == 1
    ReportSheet.objects.update(created_at=timezone.now() - dt.timedelta(days=32))
    purge_sheets()
    assert ReportSheet.objects.count() == 0


# --- who may ------------------------------------------------------------------------------------------------------------


def test_other_units_see_nothing_the_office_may_not_and_colleagues_see_no_file_of_another(
    work: SimpleNamespace,
) -> None:
    stranger, _ = make.people_of_unit(UnitFactory())
    page = upload(work, put(download(work), G2=40))
    addresses = [reverse(name, args=[work.report.pk]) for name in ("reports:excel", "reports:upload")]

    def met(user: Any) -> list[int]:
        client = Client()
        client.force_login(user)
        answers = [client.get(each) for each in (*addresses, page.url)]
        answers += [client.post(each) for each in (addresses[1], page.url)]
        for answer in answers:
            answer.getvalue()  # a file that is handed out is read to its end
        return [answer.status_code for answer in answers]

    assert met(stranger) == [404] * 5
    assert met(cast().officer) == [403] * 5
    assert met(work.head) == [200, 200, 404, 422, 404]
    assert stored(work) == {}


def test_report_that_left_its_unit_takes_no_file(work: SimpleNamespace) -> None:
    page = upload(work, put(download(work), G2=40))
    UnitReport.objects.filter(pk=work.report.pk).update(status=S.DRAFT)
    make.move_on(work.report, "sent_to_head", by=work.editor)
    addresses = [reverse(name, args=[work.report.pk]) for name in ("reports:excel", "reports:upload")]

    answers = [work.desk.open(each) for each in (*addresses, page.url)]
    pressed = work.desk.press(page, "Lưu tất cả")

    assert all(answer.says("Chờ thủ trưởng xác nhận” nên không sửa được") for answer in [*answers, pressed])
    assert stored(work) == {}
    with pytest.raises(actions.NotOpen):
        actions.save_sheet(sheet_id=ReportSheet.objects.get().pk, by=work.editor, now=make.NOW)


def test_pages_lead_there_while_the_report_is_open(work: SimpleNamespace) -> None:
    figures = reverse("reports:figures", args=[work.report.pk, "campaign"])
    for page in (work.desk.open(work.report.get_absolute_url()), work.desk.open(figures)):
        assert page.links("Tải Excel mẫu") == [reverse("reports:excel", args=[work.report.pk])]
        assert page.links("Nhập từ Excel") == [reverse("reports:upload", args=[work.report.pk])]
