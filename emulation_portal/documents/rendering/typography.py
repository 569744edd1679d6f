"""Where lines break and how long rules are, measured with the paper's own font."""

from collections.abc import Callable, Sequence
from functools import cache

from emulation_portal.core.vietnamese import squeeze, upper

from .fonts import face

TEXT_WIDTH_MM = 165.0
NATIONAL_WIDTH_MM = 90.0  # quốc hiệu in 12 pt bold is 88.3 mm long and never breaks
HEADER_GAP_MM = 4.0
ISSUER_WIDTH_MM = TEXT_WIDTH_MM - NATIONAL_WIDTH_MM - HEADER_GAP_MM / 2

# A name breaks before the place it serves and before what it adds, after the kind of body it is.
_BEFORE = {"TỈNH", "HUYỆN", "QUẬN", "PHƯỜNG", "ĐẶC", "VIỆT", "VÀ", "TRỰC", "THUỘC", "CẤP", "-"}
_PAIRS_BEFORE = {("THÀNH", "PHỐ"), ("THỊ", "XÃ"), ("KHU", "VỰC"), ("KHEN", "THƯỞNG"), ("TRUNG", "ƯƠNG")}
# Never torn apart.
_TOGETHER = {
    ("HỢP", "TÁC"), ("TÁC", "XÃ"), ("LIÊN", "MINH"), ("LIÊN", "HIỆP"), ("HỘI", "ĐỒNG"), ("THI", "ĐUA"),
    ("KHEN", "THƯỞNG"), ("THÀNH", "PHỐ"), ("THỊ", "XÃ"), ("VIỆT", "NAM"), ("NHÂN", "DÂN"), ("ỦY", "BAN"),
    ("QUỸ", "TÍN"), ("TÍN", "DỤNG"), ("NÔNG", "NGHIỆP"), ("BAN", "CHẤP"), ("CHẤP", "HÀNH"), ("THƯỜNG", "VỤ"),
    ("DỊCH", "VỤ"), ("TỔNG", "HỢP"), ("SẢN", "XUẤT"), ("KINH", "DOANH"), ("VĂN", "PHÒNG"), ("THƯƠNG", "MẠI"),
    ("ĐẶC", "KHU"), ("TRUNG", "ƯƠNG"), ("TRUNG", "TÂM"), ("THÀNH", "VIÊN"), ("TRÁCH", "NHIỆM"), ("HỮU", "HẠN"),
    ("BAN", "THƯỜNG"), ("CHỦ", "TỊCH"), ("PHÓ", "CHỦ"), ("CHÁNH", "VĂN"), ("KHU", "VỰC"), ("CỔ", "PHẦN"),
}  # fmt: skip
_PLACES = {"TỈNH", "HUYỆN", "QUẬN", "PHƯỜNG", "XÃ", "THÀNH", "THỊ", "ĐẶC"}


def width_mm(text: str, size_pt: float, style: str = "regular") -> float:
    """Return the length of the text on one line."""
    return face(style).width_mm(text, size_pt)


@cache
def break_organisation_name(
    name: str, size_pt: float = 12, style: str = "bold", limit_mm: float = ISSUER_WIDTH_MM
) -> list[str]:
    """Return the name in capitals, in the lines an office would write beside the quốc hiệu.

    LIÊN MINH HỢP TÁC XÃ / TỈNH QUẢNG NINH: before TỈNH, never inside a word of two syllables, never one short word
    alone. A name that fits stays on one line.
    """
    return break_lines(upper(squeeze(name)), size_pt, style, limit_mm, _name_break_cost)


def _name_break_cost(before: str, after: str, following: str) -> float:
    """Return how wrong a break between two words is: 0 where an office breaks, high inside a word."""
    if (before, after) in _TOGETHER:
        return 40
    if before in _PLACES and (before != "XÃ" or after not in _BEFORE):
        return 12
    if after in _BEFORE or (after, following) in _PAIRS_BEFORE:
        return 60 if before == "-" else 0
    return 60 if before in {"-", "VÀ"} else 6


def _text_break_cost(before: str, after: str, following: str) -> float:
    """Running titles: a hyphen or a dash does not begin a line."""
    return 30 if after in {"-", "–"} else 0


def break_lines(
    text: str,
    size_pt: float,
    style: str,
    limit_mm: float,
    cost: Callable[[str, str, str], float] = _text_break_cost,
) -> list[str]:
    """Return the text in the fewest lines of about equal length, none above the limit unless one word is.

    Breaks fall where `cost` (word before, word after, the one after that) is lowest.
    """
    words = text.split()
    if not words:
        return []
    space = width_mm(" ", size_pt, style)
    ends = [0.0]
    for word in words:
        ends.append(ends[-1] + width_mm(word, size_pt, style) + space)

    def length(start: int, stop: int) -> float:
        return ends[stop] - ends[start] - space

    count = _fewest_lines(words, length, limit_mm)
    target = length(0, len(words)) / count
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * len(words)
    tables = [best]
    for _ in range(count):
        row: list[tuple[float, int]] = [(float("inf"), 0)] * (len(words) + 1)
        for stop in range(1, len(words) + 1):
            for start in range(stop - 1, -1, -1):
                span = length(start, stop)
                if span > limit_mm and stop - start > 1:
                    break
                price = tables[-1][start][0] + ((span - target) / target * 10) ** 2
                if stop < len(words):
                    following = words[stop + 1] if stop + 1 < len(words) else ""
                    price += cost(words[stop - 1], words[stop], following)
                if price < row[stop][0]:
                    row[stop] = (price, start)
        tables.append(row)
    lines, stop = [], len(words)
    for row in reversed(tables[1:]):
        start = row[stop][1]
        lines.append(" ".join(words[start:stop]))
        stop = start
    return lines[::-1]


def _fewest_lines(words: Sequence[str], length: Callable[[int, int], float], limit_mm: float) -> int:
    count, start = 1, 0
    for stop in range(1, len(words) + 1):
        if length(start, stop) > limit_mm and stop - start > 1:
            count, start = count + 1, stop - 1
    return count


def rule_mm(widths: Sequence[float]) -> float:
    """Return the length of the rule under a group of lines: between 1/3 and 1/2 of the last and of the longest.

    Where the lines are too unequal for both, the last line decides, for it stands above the rule.
    Source: NĐ 30/2020/NĐ-CP, Phụ lục I, phần I, mục II, khoản 2 and 5.
    """
    last, longest = widths[-1], max(widths)
    shortest, most = max(last, longest) / 3, last / 2
    return (shortest + most) / 2 if shortest <= most else last * 0.42
