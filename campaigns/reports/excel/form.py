"""The file that is downloaded: the form of one report, filled with what is known."""

import datetime as dt
from collections.abc import Iterator
from typing import IO, Any

from emulation_portal.core.dates import short_date
from emulation_portal.core.sheets import Sheet, write_book

from ..asked import Form
from ..queries import FormRow
from ..typed import MOST_LINES, fields_of
from .cells import NOT_HERE, number_cell
from .layout import (
    ABOUT,
    CODE,
    FIGURES,
    FOR_READING,
    KEY,
    LINE_COLUMNS,
    LINES,
    TAKEN,
    WORDS,
    WORDS_KIND,
    figure_columns,
    key_of,
    told_moment,
)

_FLAGS = {True: "Có", False: "Không", None: None}


def form_file(form: Form, *, now: dt.datetime) -> IO[bytes]:
    """Return the form of the report as it stands now."""
    columns = figure_columns(form)
    headings = [CODE.heading, *FOR_READING, *(column.heading for column in columns)]
    names = [column.name for column in columns]
    read_only = range(len(FOR_READING) + 1)
    figures = [_figures(row, names) for row in form.rows]
    sheets = [
        Sheet(ABOUT, ["Mục", "Nội dung"], _about(form, now), is_filtered=False, for_reading=(0, 1)),
        Sheet(FIGURES, headings, figures, is_filtered=False, for_reading=read_only),
    ]
    itemised = [row for row in form.rows if row.indicator.is_itemised]
    if itemised:
        choices = {
            0: [row.indicator.code for row in itemised],
            **{at: column.choices for at, column in enumerate(LINE_COLUMNS) if column.choices},
        }
        lines = [line for row in itemised for line in _lines(row)]
        sheets.append(Sheet(LINES, [column.heading for column in LINE_COLUMNS], lines, choices, is_filtered=False))
    if form.parts:
        texts = [[part.label, body] for part, body in form.bodies]
        headings = [column.heading for column in WORDS_KIND.columns]
        sheets.append(Sheet(WORDS, headings, texts, is_filtered=False, for_reading=(0,)))
    return write_book(sheets)


def _about(form: Form, now: dt.datetime) -> Iterator[tuple[str, str]]:
    report, period = form.report, form.report.period
    yield "Đơn vị", report.unit.name
    yield "Phong trào", period.demand.campaign.name
    yield "Kỳ báo cáo", period.name
    yield "Số liệu", f"từ {short_date(period.period_from)} đến hết {short_date(period.period_to)}"
    yield "Hạn nộp", f"hết {short_date(report.due_on)}"
    yield KEY, key_of(report)
    yield TAKEN, told_moment(now)
    yield from (("Cách điền", rule) for rule in _rules(form))


def _rules(form: Form) -> Iterator[str]:
    yield "Điền vào các cột không tô nền; giữ nguyên cột Mã, dòng tiêu đề và trang này. Không gộp ô, không dùng công thức."
    yield f"Ô có dấu {NOT_HERE} không phải ghi. Không có thì ghi 0; để trống là chưa ghi, xóa ô là xóa số đang lưu trên cổng."
    yield "Số gõ dấu chấm cho hàng nghìn, dấu phẩy cho phần lẻ, ví dụ 1.234.567,5. Ngày gõ ngày/tháng/năm."
    if any(row.indicator.is_itemised for row in form.rows):
        yield f"Trang “{LINES}”: mỗi lần ủng hộ một dòng, ghi mã chỉ tiêu ở cột đầu; mỗi chỉ tiêu nhiều nhất {MOST_LINES} dòng."
    yield "Gửi tệp lên cổng rồi xem trước: có ô sai thì cổng chỉ rõ từng ô và chưa lưu gì; không sai thì bấm “Lưu tất cả”."


def _figures(row: FormRow, names: list[str]) -> list[object]:
    indicator = row.indicator
    beside = [
        number_cell(row.shown(row.before.last)),
        number_cell(row.shown(row.before.year_ago)),
        number_cell(row.target),
    ]
    return [indicator.code, _name(row), indicator.unit_words, *beside, *(_said(row, name) for name in names)]


def _name(row: FormRow) -> str:
    """Return what is asked for, of a share with what its parts are."""
    indicator = row.indicator
    if not indicator.is_share:
        return indicator.name
    return f"{indicator.name} (tử số: {indicator.numerator_name}; mẫu số: {indicator.denominator_name})"


def _said(row: FormRow, name: str) -> Any:
    """Return what stands in a cell to fill in; × where nothing is asked for."""
    field = field_at(row, name)
    if field is None:
        return NOT_HERE
    value = getattr(row.value, field) if row.value else None
    if field == "flag":
        return _FLAGS[value]
    return value if isinstance(value, str) else number_cell(value)


def field_at(row: FormRow, name: str) -> str | None:
    """Return which field of the indicator a column of the sheet is: its text and its Có/Không stand where figures stand."""
    fields = fields_of(row.indicator)
    if name == "year_estimate" and not row.demanded.wants_estimate:
        return None
    if name == "value":
        return next((each for each in ("value", "text", "flag") if each in fields), None)
    return name if name in fields else None


def _lines(row: FormRow) -> Iterator[list[object]]:
    for line in row.value.lines.all() if row.value else []:
        yield [
            row.indicator.code,
            line.get_kind_display(),
            line.item,
            number_cell(line.quantity),
            line.measure,
            number_cell(line.value_vnd),
            line.receiver,
            line.given_on,
            line.receipt,
        ]
