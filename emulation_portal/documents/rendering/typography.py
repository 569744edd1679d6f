"""Where lines break and how long rules are, measured with the paper's own font."""

from collections.abc import Callable, Sequence
from functools import cache
from math import inf

from emulation_portal.core.vietnamese import squeeze, upper

from .fonts import face

TEXT_WIDTH_MM = 165.0
INDENT_MM = 12.7
BODY_PT, HEADER_PT, MARK_PT = 14.0, 12.0, 13.0  # the same as in nd30.css
NATIONAL_WIDTH_MM = 90.0  # quốc hiệu in 12 pt bold is 88.3 mm long and never breaks
HEADER_GAP_MM = 4.0  # beside what stands left of the quốc hiệu
ISSUER_WIDTH_MM = TEXT_WIDTH_MM - NATIONAL_WIDTH_MM - HEADER_GAP_MM

# A name breaks before the place it serves and after the kind of body it is.
_BEFORE = {"TỈNH", "HUYỆN", "QUẬN", "PHƯỜNG", "VIỆT", "VÀ", "TRỰC", "THUỘC", "CẤP"}
_PAIRS_BEFORE = {("THÀNH", "PHỐ"), ("THỊ", "XÃ"), ("KHU", "VỰC"), ("TRUNG", "ƯƠNG"), ("ĐẶC", "KHU")}
_PLACES = {"TỈNH", "HUYỆN", "QUẬN", "PHƯỜNG", "XÃ", "PHỐ", "KHU"}
# Words of two syllables that names and titles of this field are full of: a line does not break inside them.
_TOGETHER = {
    tuple(word.split())
    for word in """
    HỢP TÁC|TÁC XÃ|LIÊN MINH|LIÊN HIỆP|HỘI ĐỒNG|THI ĐUA|KHEN THƯỞNG|THÀNH PHỐ|THỊ XÃ|VIỆT NAM|NHÂN DÂN|ỦY BAN|UỶ BAN
    |QUỸ TÍN|TÍN DỤNG|NÔNG NGHIỆP|BAN CHẤP|CHẤP HÀNH|BAN THƯỜNG|THƯỜNG VỤ|DỊCH VỤ|TỔNG HỢP|SẢN XUẤT|KINH DOANH|VĂN PHÒNG
    |THƯƠNG MẠI|ĐẶC KHU|TRUNG ƯƠNG|TRUNG TÂM|THÀNH VIÊN|TRÁCH NHIỆM|HỮU HẠN|CHỦ TỊCH|PHÓ CHỦ|CHÁNH VĂN|KHU VỰC|CỔ PHẦN
    |THÀNH TÍCH|XUẤT SẮC|PHONG TRÀO|ĐẶC BIỆT|TẬP THỂ|CÁ NHÂN|GIẤY KHEN|BẰNG KHEN|KẾ HOẠCH|TRIỂN KHAI|TỔ CHỨC|THỰC HIỆN
    |GIAI ĐOẠN|KẾT QUẢ|BÁO CÁO|ĐOÀN KẾT|CHUNG SỨC|ĐỒNG LÒNG|CHIẾN THẮNG|ĐẠI DỊCH|PHÒNG CHỐNG|KINH TẾ|XÃ HỘI|QUẢNG NINH
    |PHÁT ĐỘNG|HƯỞNG ỨNG|SƠ KẾT|TỔNG KẾT|DANH HIỆU|DANH SÁCH|TIÊN TIẾN|LAO ĐỘNG|CHIẾN SĨ|CƠ SỞ|NÔNG THÔN|XÂY DỰNG
    |CÔNG NGHỆ|NGHỆ CAO|CẢ NƯỚC|CÔNG TY
    """.replace("\n", " ").split("|")
}
# Costs of a break, weighed against the squared unevenness of the lines in tenths of their length.
_GOOD, _PLAIN, _POOR, _BAD = 0, 6, 12, 60
_EXTRA_LINE = 25


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
    """Return how wrong a break between two words is: nothing where an office breaks, much inside a word."""
    if after in {"-", "–"}:  # worse than ending a line with it
        return _BAD * 2
    is_numbered = before == "SỐ" and after[:1].isdigit()  # KHỐI THI ĐUA SỐ 1
    if is_numbered or (before, after) in _TOGETHER or before in {"-", "VÀ"}:
        return _BAD
    if before == "–" or after in _BEFORE or (after, following) in _PAIRS_BEFORE:
        return _GOOD
    return _POOR if before in _PLACES else _PLAIN


def _text_break_cost(before: str, after: str, following: str) -> float:
    """The same for titles in running text, where a comma is the best place."""
    if (_bare(before), _bare(after)) in _TOGETHER or after in {"-", "–"}:
        return _BAD
    if before in {"-", "–"} and after[:1].isdigit():  # 2021 - 2025
        return _BAD
    return _PLAIN / 2 if before[-1] in ",;:" else _PLAIN


def _bare(word: str) -> str:
    return word.strip("“”‘’\"'().,;:").upper()


def break_lines(
    text: str,
    size_pt: float,
    style: str,
    limit_mm: float,
    cost: Callable[[str, str, str], float] = _text_break_cost,
) -> list[str]:
    """Return the text in few lines of about equal length, none above the limit unless a single word is.

    Breaks fall where `cost` (word before, word after, the one after that) is lowest; one line more than needed is
    taken where fewer would tear a word apart.
    """
    words = text.split()
    if not words:
        return []
    space = width_mm(" ", size_pt, style)
    starts = [0.0]
    for word in words:
        starts.append(starts[-1] + width_mm(word, size_pt, style) + space)

    def length(start: int, stop: int) -> float:
        return starts[stop] - starts[start] - space

    if length(0, len(words)) <= limit_mm:
        return [" ".join(words)]
    following = [*words[2:], ""]
    breaks = [cost(*three) for three in zip(words, words[1:], following, strict=False)]
    fewest = _fewest_lines(len(words), length, limit_mm)
    plans = [_even_lines(count, length, limit_mm, breaks) for count in (fewest, fewest + 1) if count <= len(words)]
    ends = min(plans, key=lambda plan: plan[0] + _EXTRA_LINE * len(plan[1]))[1]
    return [" ".join(words[start:stop]) for start, stop in zip([0, *ends[:-1]], ends, strict=True)]


def _even_lines(
    count: int, length: Callable[[int, int], float], limit_mm: float, breaks: list[float]
) -> tuple[float, list[int]]:
    """Return the price of the best way to make exactly `count` lines, and where each ends."""
    total = len(breaks) + 1
    target = length(0, total) / count
    best: list[tuple[float, list[int]]] = [(0.0, []), *[(inf, list[int]())] * total]
    for _ in range(count):
        row: list[tuple[float, list[int]]] = [(inf, [])] * (total + 1)
        for stop in range(1, total + 1):
            for start in range(stop - 1, -1, -1):
                span = length(start, stop)
                if span > limit_mm and stop - start > 1:
                    break
                price = best[start][0] + ((span - target) / target * 10) ** 2
                price += breaks[stop - 1] if stop < total else 0
                if price < row[stop][0]:
                    row[stop] = (price, [*best[start][1], stop])
        best = row
    return best[total]


def _fewest_lines(words: int, length: Callable[[int, int], float], limit_mm: float) -> int:
    count, start = 1, 0
    for stop in range(1, words + 1):
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
