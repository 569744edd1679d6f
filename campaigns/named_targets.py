"""Chỉ tiêu as a plan writes them, one on a line: what is to be reached, and how much. Pure functions.

“Số hợp tác xã thành lập mới: từ 30 trở lên”, “100% đơn vị đăng ký thi đua”, “Tỷ lệ nộp báo cáo đúng hạn đạt trên 90%”,
“Thành lập mới ít nhất 50 hợp tác xã”. A line with a day, a year or the number of a paper and no such figure names none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from emulation_portal.core.vietnamese import capitalised, fold
from emulation_portal.documents.reading import plain

from .proposals import column_of

MOST = 40
LONGEST_INDICATOR, LONGEST_VALUE = 300, 100  # letters, as the columns have them
_BOUND = r"(?:(?:từ|trên|dưới|ít nhất|tối thiểu|không quá|tối đa|không dưới|không thấp hơn)\s+|[≥≤><]\s*)"
_FIGURE = re.compile(
    rf"(?P<value>{_BOUND}{{0,2}}\d+(?:[.,]\d+)*(?:\s?[-–]\s?\d+(?:[.,]\d+)*)?(?P<percent>\s?%)?)"
    r"(?P<more>\s+(?:trở lên|trở xuống)|\s*/\s*(?:năm|quý|tháng))?(?![\d./%-]|\w)",
    re.IGNORECASE,
)
# Numbers that are no figures: of days, papers, articles, years.
_NO_FIGURE = re.compile(
    r"(?:ngày|tháng|năm|quý|giai đoạn|số|khoản|điều|điểm|mục|phụ lục|lần thứ|thứ|khóa|kỳ|lúc|hạng|cấp)\s*\Z|[\w/.–-]\Z",
    re.IGNORECASE,
)
# Days, months, hours, spans of years: no figures.
_TIMES = re.compile(
    r"\b\d{4}\s*[-–]\s*\d{4}\b|\b\d{1,2}/\d{1,2}(?:/\d{4})?\b|\b\d{1,2}[.-]\d{1,2}[.-]\d{4}\b|\b\d{1,2}/\d{4}\b"
    r"|\b\d{1,2}\s+tháng(?:\s+\d{1,2})?\b|\btháng\s+\d{1,2}\b|\b\d{1,2}\s*(?:giờ|h)\b(?:\s*\d{1,2})?",
    re.IGNORECASE,
)
LONGEST_LINE = 1_000  # letters; more is no target on a line
_LOOK_BACK = 24  # letters before a number that tell what it is
_YEAR = re.compile(r"(?:19|20)\d\d")
_DURATION = re.compile(r"\A(?:năm|tháng|tuần|ngày|giờ|phút|quý|nhiệm kỳ)\b", re.IGNORECASE)  # how long is no target
_LABEL = re.compile(r"\A(?:chỉ tiêu|tiêu chí|mục tiêu)(?:\s+\d{1,2})?\s*[:.]\s*", re.IGNORECASE)
_NOTHING_OF = re.compile(r"\A(?:không|chưa)\s+(?:có|để)\b", re.IGNORECASE)
_LEAD = re.compile(
    r"\A(?:(?:phấn đấu|có|đạt|bảo đảm|đảm bảo|duy trì|hằng năm|hàng năm|mỗi năm)[\s,]*)+\Z", re.IGNORECASE
)
_REACHED = re.compile(r"[\s,]*(?:đạt(?: tỷ lệ)?|là|được|có)?[\s,:]*\Z", re.IGNORECASE)
_WHEN = re.compile(
    r"\A(?:phấn đấu\s+)?(?:(?:trong|trước|từ|đến)\s+)?(?:(?:hết|cuối)\s+)?"
    r"(?:năm \d{4}(?: trở đi)?|(?:giai đoạn|nhiệm kỳ)(?: năm)? \d{4}\s*[-–]\s*\d{4})[\s,:]*",
    re.IGNORECASE,
)
_FIRST_VERB = re.compile(r"\A(?:phấn đấu|hằng năm|hàng năm|mỗi năm)[\s,]*", re.IGNORECASE)
_ITEM = re.compile(r"\A\s*(?:[-–+•*]|\w[.)])\s+")
_INDICATOR_HEADS = ("chi tieu", "tieu chi", "noi dung")
_VALUE_HEADS = ("muc", "ke hoach", "so luong", "chi tieu giao", "phan dau", "ket qua")
_UNIT_HEADS = ("dvt", "don vi tinh")


class NamedTarget(NamedTuple):
    indicator: str
    value: str


def named_targets(texts: Iterable[str], tables: Iterable[Sequence[Sequence[str]]] = ()) -> list[NamedTarget]:
    """Return the targets that texts and tables on criteria name, in order; of one indicator the first."""
    found: dict[str, NamedTarget] = {}
    for target in (*_in_texts(texts), *(row for table in tables for row in _in_table(table))):
        if 2 < len(target.indicator) <= LONGEST_INDICATOR and 0 < len(target.value) <= LONGEST_VALUE:
            found.setdefault(fold(target.indicator), target)
    return list(found.values())[:MOST]


def _in_texts(texts: Iterable[str]) -> Iterator[NamedTarget]:
    for text in texts:
        for line in text.splitlines():
            for part in re.split(r";\s+|\.\s+(?=[^\W\d_])", _ITEM.sub("", plain(line))):
                if len(part) <= LONGEST_LINE and (target := _in_line(part.strip().rstrip(".;"))):
                    yield target


def _in_line(line: str) -> NamedTarget | None:
    line = _WHEN.sub("", _LABEL.sub("", line))
    if line.endswith(":") or _NOTHING_OF.match(line):
        return None
    masked = _TIMES.sub(lambda time: "_" * len(time[0]), line)
    figure = next((each for each in _FIGURE.finditer(masked) if _is_figure(each, masked)), None)
    if figure is None:
        return None
    named, _, told = line.partition(": ")
    if told and _FIGURE.match(told):
        return NamedTarget(capitalised(named), told)
    before, after = line[: figure.start()].strip(), line[figure.end() :].strip(" ,")
    value = f"{figure['value']}{figure['more'] or ''}".strip()
    if not before or _LEAD.fullmatch(before):
        return NamedTarget(capitalised(after), value) if after else None
    name = _FIRST_VERB.sub("", _REACHED.sub("", before))
    if figure["percent"] is None and not after:
        return None  # a number of nothing
    return NamedTarget(capitalised(name), f"{value} {after}".strip()) if name else None


def _is_figure(found: re.Match[str], line: str) -> bool:
    """Whether a number says how much, and is none of a day, a year, a paper, and no time that something lasts."""
    if _NO_FIGURE.search(line[max(0, found.start() - _LOOK_BACK) : found.start()]):
        return False
    is_year = found["percent"] is None and _YEAR.fullmatch(found["value"])
    return not is_year and not _DURATION.match(line[found.end() :].lstrip())


def _in_table(rows: Sequence[Sequence[str]]) -> Iterator[NamedTarget]:
    """Yield what a table says with a column for what is to be reached and one for how much."""
    head = [fold(cell) for cell in rows[0]] if rows else []
    what, much, unit = (column_of(head, words) for words in (_INDICATOR_HEADS, _VALUE_HEADS, _UNIT_HEADS))
    if what is None or much is None or what == much:
        return
    for row in rows[1:]:
        measure = row[unit] if unit is not None else ""
        if re.search(r"\d", row[much]):
            yield NamedTarget(plain(row[what]), f"{row[much]} {measure}".strip() if measure != "%" else f"{row[much]}%")
