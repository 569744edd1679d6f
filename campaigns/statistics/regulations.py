"""Biểu thống kê nhà nước on campaigns: its lines and columns, its year, and where a campaign stands in it.

Source: Thông tư 02/2023/TT-BNV, Biểu 0601.N/BNV-TĐKT, in force from 10/5/2023; its year runs from 01/12 to 30/11.
Confirmed in part: the form was read in another portal, not in the circular. Thông tư 18/2025/TT-BNV of 08/10/2025 sets
forms anew, which nobody has read here: `doubts_on` says so.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from campaigns.enums import CampaignKind


@dataclass(frozen=True)
class StatisticForm:
    """A form of the state; sent on `due` (month and day) of the year that it tells of."""

    code: str
    title: str
    source: str
    effective_from: dt.date
    effective_to: dt.date | None
    due: tuple[int, int]
    receiver: str
    unit: str


FORMS = (
    StatisticForm(
        "0601.N/BNV-TĐKT",
        "Số phong trào thi đua",
        "Thông tư số 02/2023/TT-BNV ngày 23/3/2023",
        dt.date(2023, 5, 10),
        None,
        (12, 15),
        "Sở Nội vụ",
        "Phong trào",
    ),
)
_FORMS_SET_ANEW = dt.date(2025, 10, 8)
FIRST_YEAR = 2023


class FormLine(StrEnum):
    """The lines of the form, by their codes."""

    ALL = "01"
    NATION = "02"
    MINISTRY_OR_PROVINCE = "03"
    BLOCK = "04"
    BODY = "05"
    UNDER_A_YEAR = "06"
    ONE_YEAR = "07"
    UNDER_THREE_YEARS = "08"
    UNDER_FIVE_YEARS = "09"
    FIVE_YEARS_OR_MORE = "10"
    THEMATIC = "11"
    REGULAR = "12"


# As the form is printed: headings without a code, and lines.
LAYOUT: tuple[tuple[FormLine | None, str], ...] = (
    (FormLine.ALL, "Tổng số"),
    (None, "1. Chia theo phạm vi tổ chức thi đua"),
    (FormLine.NATION, "- Toàn quốc"),
    (FormLine.MINISTRY_OR_PROVINCE, "- Bộ, ban, ngành, đoàn thể, địa phương"),
    (FormLine.BLOCK, "- Cụm, khối thi đua do Hội đồng Thi đua - Khen thưởng các cấp tổ chức"),
    (FormLine.BODY, "- Cơ quan, tổ chức, đơn vị"),
    (None, "2. Chia theo thời hạn thi đua"),
    (FormLine.UNDER_A_YEAR, "- Dưới 1 năm"),
    (FormLine.ONE_YEAR, "- 1 năm"),
    (FormLine.UNDER_THREE_YEARS, "- Từ 1 năm đến dưới 3 năm"),
    (FormLine.UNDER_FIVE_YEARS, "- Từ 3 năm đến dưới 5 năm"),
    (FormLine.FIVE_YEARS_OR_MORE, "- Từ 5 năm trở lên"),
    (None, "3. Chia theo phương thức tổ chức phong trào thi đua"),
    (FormLine.THEMATIC, "- Thi đua theo chuyên đề"),
    (FormLine.REGULAR, "- Thi đua thường xuyên hằng năm"),
)

# Its columns: who leads, from the highest on, under one head; and the marks below the heads.
LEVELS_HEAD = "Số phong trào thi đua chia theo cấp chủ trì phát động thi đua"
LEVELS = (
    "Cấp Trung ương (Hội đồng Thi đua - Khen thưởng Trung ương)",
    "Cấp bộ, ban, ngành, đoàn thể trung ương, tỉnh, thành phố trực thuộc Trung ương",
    "Cơ quan, tổ chức, đơn vị",
)
COLUMN_MARKS = ("A", "B", "1=(2+3+4)", "2", "3", "4")


@dataclass(frozen=True)
class LaunchedCampaign:
    """What the form asks of a campaign. It runs from `begins` to `ends`, both counted; None where nobody wrote it."""

    kind: CampaignKind
    is_of_blocks: bool
    begins: dt.date | None
    ends: dt.date | None


def statistical_year(year: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that the form of a year tells of."""
    return dt.date(year - 1, 12, 1), dt.date(year, 11, 30)


def form_of(year: int) -> StatisticForm | None:
    """Return the form that holds when the year is told; None before the first."""
    due = dt.date(year, 12, 15)
    return next(
        (f for f in FORMS if f.effective_from <= due and (f.effective_to is None or due < f.effective_to)), None
    )


def doubts_on(year: int) -> str:
    """Return what is to be looked at before the form is sent; "" for nothing."""
    if dt.date(year, 12, 15) < _FORMS_SET_ANEW:
        return ""
    return (
        "Thông tư số 18/2025/TT-BNV ngày 08/10/2025 đã quy định lại chế độ báo cáo thống kê ngành Nội vụ. Cổng lập theo biểu "
        "của Thông tư số 02/2023/TT-BNV; hãy đối chiếu với biểu mới trước khi gửi."
    )


def lines_of(campaign: LaunchedCampaign) -> list[FormLine]:
    """Return the lines in which a campaign counts: one of each part. Without its days it has no line of duration."""
    return [
        FormLine.ALL,
        FormLine.BLOCK if campaign.is_of_blocks else FormLine.BODY,
        *_duration(campaign.begins, campaign.ends),
        FormLine.THEMATIC if campaign.kind == CampaignKind.THEMATIC else FormLine.REGULAR,
    ]


def _duration(begins: dt.date | None, ends: dt.date | None) -> Iterator[FormLine]:
    if begins is None or ends is None:
        return
    over, year_on = ends + dt.timedelta(days=1), _years_after(begins, 1)
    if year_on in {over, ends}:  # plans say “16/11/2026 – 16/11/2027” of one year too
        yield FormLine.ONE_YEAR
    elif over < year_on:
        yield FormLine.UNDER_A_YEAR
    elif over < _years_after(begins, 3):
        yield FormLine.UNDER_THREE_YEARS
    elif over < _years_after(begins, 5):
        yield FormLine.UNDER_FIVE_YEARS
    else:
        yield FormLine.FIVE_YEARS_OR_MORE


def _years_after(day: dt.date, years: int) -> dt.date:
    """Return the same day some years later; after 29/02 the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)
