"""The sheets of the form and their columns: declared once, for the file that is downloaded and for the one that comes back."""

import datetime as dt
from typing import Any

from django.utils import timezone

from emulation_portal.core.fields import MAX_VND
from emulation_portal.core.numbering import grouped
from emulation_portal.core.vietnamese import fold
from emulation_portal.spreadsheets.columns import ImportColumn, SheetKind, WrongCell, day, one_of, text

from ..asked import Form
from ..enums import DonationKind
from ..models import UnitReport
from ..models.indicator import PLACES
from ..quantities import parse_quantity
from .cells import as_number

ABOUT, FIGURES, LINES, WORDS = "Báo cáo", "Số liệu", "Danh sách ủng hộ", "Nội dung"
KEY, TAKEN = "Mã báo cáo", "Tải lúc"
_MOMENT = "%H:%M:%S ngày %d/%m/%Y"
_ANY_LENGTH = text(32_767)


def key_of(report: UnitReport) -> str:
    """Return what tells the form of one report from that of another."""
    return f"BC-{report.pk}"


def told_moment(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):{_MOMENT}}"


def moment_told(words: str) -> dt.datetime | None:
    """Return when a form was downloaded; None where somebody wrote something else over it."""
    try:
        return timezone.make_aware(dt.datetime.strptime(words, _MOMENT))  # noqa: DTZ007 - the next call says where
    except ValueError:
        return None


# --- the sheet of figures -----------------------------------------------------------------------------------------------

CODE = ImportColumn("code", "Mã", "", read=_ANY_LENGTH, can_be_cleared=False)
NUMBERS = (
    ImportColumn("value", "Kỳ này", ""),
    ImportColumn("numerator", "Tử số", ""),
    ImportColumn("denominator", "Mẫu số", ""),
    ImportColumn("year_estimate", "Ước cả năm", ""),
)
NOTES = (
    ImportColumn("note", "Giải trình", "", read=_ANY_LENGTH, is_long=True),
    ImportColumn("source_paper", "Văn bản nguồn", "", read=_ANY_LENGTH),
)
FOR_READING = ("Chỉ tiêu", "Đơn vị tính", "Kỳ trước", "Cùng kỳ", "Kế hoạch năm")


def figure_columns(form: Form) -> list[ImportColumn]:
    """Return the columns to fill in: those of shares and of the year's estimate only where the report asks for some."""
    wanted = {"value"}
    if any(row.indicator.is_share for row in form.rows):
        wanted |= {"numerator", "denominator"}
    if any(row.demanded.wants_estimate for row in form.rows):
        wanted.add("year_estimate")
    return [*(column for column in NUMBERS if column.name in wanted), *NOTES]


# --- the list of donations ----------------------------------------------------------------------------------------------


def _quantity(value: Any) -> str:
    return str(parse_quantity(as_number(value), places=PLACES))


def _money(value: Any) -> str:
    """Return whole đồng as digits; the word đồng may stand behind them."""
    amount = int(parse_quantity(as_number(value), unit="đồng"))
    if not 0 <= amount <= MAX_VND:
        raise WrongCell(f"Hãy ghi số tiền từ 0 đến {grouped(MAX_VND)} đồng.")
    return str(amount)


_ALSO_CALLED = {"tien mat": DonationKind.MONEY, "chuyen khoan": DonationKind.MONEY}


def _of_kind(value: Any) -> str:
    also = _ALSO_CALLED.get(fold(str(value)).strip())
    return str(also) if also else one_of(dict(DonationKind.choices))(value)


LINE_COLUMNS = (
    ImportColumn("code", "Mã chỉ tiêu", "", read=_ANY_LENGTH),
    ImportColumn("kind", "Loại", "", read=_of_kind, is_required=True, choices=tuple(DonationKind.labels)),
    ImportColumn("item", "Nội dung", "", read=text(200), is_required=True),
    ImportColumn("quantity", "Số lượng", "", read=_quantity),
    ImportColumn("measure", "ĐVT", "", read=text(40)),
    ImportColumn("value_vnd", "Giá trị", "", read=_money, is_required=True),
    ImportColumn("receiver", "Nơi nhận", "", read=text(200), is_required=True),
    ImportColumn("given_on", "Ngày", "", read=day),
    ImportColumn("receipt", "Chứng từ", "", read=text(120)),
)
LINE_KIND = SheetKind(LINES, LINE_COLUMNS, key="Mã chỉ tiêu")

# --- the parts in words -------------------------------------------------------------------------------------------------

PART = ImportColumn("part", "Phần", "", read=_ANY_LENGTH, can_be_cleared=False)
BODY = ImportColumn("body", "Nội dung", "", read=_ANY_LENGTH, is_long=True)
WORDS_KIND = SheetKind(WORDS, (PART, BODY), key="Phần")

ABOUT_KIND = SheetKind(
    ABOUT,
    (ImportColumn("what", "Mục", ""), ImportColumn("words", "Nội dung", "")),
    key="Mục",
)


def kinds_of(form: Form) -> list[SheetKind]:
    """Return the sheets that the form of this report has."""
    figures = SheetKind(FIGURES, (CODE, *figure_columns(form)), key=CODE.heading, ignored=FOR_READING)
    lists = [LINE_KIND] if any(row.indicator.is_itemised for row in form.rows) else []
    words = [WORDS_KIND] if form.parts else []
    return [ABOUT_KIND, figures, *lists, *words]
