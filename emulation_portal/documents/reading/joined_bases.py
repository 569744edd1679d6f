"""Several papers that are cited in one breath: joined by “và”, or by their numbers behind one type."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from emulation_portal.core.dates import ImpossibleDate, parse_date

from .bases import IN_BRACKETS, NUMBERED, SEVERAL, TYPES, behind_lead, find_lead, heads_document, is_law
from .text import plain

_DAY = r"ngày\s+(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
_SAID_IN = r"(?:(?:ý kiến|hướng dẫn|đề nghị|chỉ đạo)\s[^,;.]{0,80}?\btại\s+)?"  # “hướng dẫn của Bộ tại Công văn số …”
_AND_ONE_MORE = re.compile(rf"(?:\s+và|,)\s+(?={_SAID_IN}{NUMBERED}[^,;]{{0,40}}?,?\s*{_DAY})")
# “Theo đề nghị của Hội … tại Tờ trình số 59/TTr-HCC ngày … và Giám đốc Sở Nội vụ tại Tờ trình số 146/TTr-SNV ngày …”
_PROPOSED = rf"(?:(?:đề nghị|ý kiến)(?: của)? )?[A-ZĐ][^,;.]{{2,100}}? tại (?={NUMBERED}[^,;]{{0,60}}?\s*ngày\s+\d)"
_BY_TWO_PAPERS = re.compile(
    rf"(?P<first>(?P<by>.{{0,40}}?\b(?:đề nghị|ý kiến)\b[^;]{{2,250}}? tại ){NUMBERED}[^;,]{{0,60}}?\s*{_DAY}) và (?={NUMBERED}[^;,]{{0,60}}?\s*ngày\s+\d)"
)
_TWO_PROPOSE = re.compile(
    rf"(?P<first>.{{0,40}}?\b(?:đề nghị|ý kiến)\b[^;]{{2,300}}? tại {NUMBERED}[^;]{{0,120}}?) và (?={_PROPOSED})"
)
_SHORT_NAME = re.compile(r"\s*\([^()]{2,80}\)")  # “(Nghị quyết số 5/NQ-HĐND)”, “(sau đây gọi tắt là …)”
_NUMBERED_PAPER = re.compile(NUMBERED)
# Verbs of a title that go on behind “và”: “về thực hiện Luật Trồng trọt và Nghị định số …”.
_CARRIES_OUT = re.compile(
    rf"\b(?:thực hiện|triển khai|thi hành|theo|sửa đổi|bổ sung|hướng dẫn|chi tiết|thay thế|bởi)\s+(?:\w+\s+){{0,8}}?(?:{TYPES})\b"
)
_SEVERAL = re.compile(rf"(?P<lead>[^,;:]{{0,40}}?)\b{SEVERAL}", re.IGNORECASE)
_LISTED = re.compile(rf"(?P<lead>[^,;:]{{0,40}}?)\b{IN_BRACKETS}", re.IGNORECASE)
_NEXT_NUMBER = re.compile(r"(?:[,;]|\s+và)\s+(?=số\s*:?\s*\d)", re.IGNORECASE)
_NUMBER_AND_DAY = re.compile(rf"(?P<number>số\s*:?\s*\d[^\s,;]*)(?P<day>\s*,?\s*{_DAY})?")
MAX_NUMBERS = 20  # behind one type
MAX_SAID = 1_000  # letters that are said of all of them


class Cited(NamedTuple):
    """One of the papers: its part of the text as it stands, and how it is cited by itself."""

    text: str
    words: str


def part_joined(text: str) -> list[Cited]:
    """Part a basis into the papers that it cites; one that cites a single paper stays whole.

    “Chỉ thị số 2 ngày … về vườn mẫu và Chỉ thị số 7 ngày …” are two, “về thực hiện Nghị quyết số 2 … và Chương trình
    số 7 …” is one.
    """
    return _behind_one_type(text) or _in_brackets(text) or _proposed_by_two(text) or _joined_by_and(text)


def _proposed_by_two(text: str) -> list[Cited]:
    """Part what two bodies propose, each by a paper of its own."""
    if not find_lead(text) or "*" in text:
        return []
    if found := _BY_TWO_PAPERS.match(text):
        return [
            Cited(text[: found.end()].strip(), found["first"].strip()),
            Cited(text[found.end() :], f"{found['by']}{text[found.end() :]}"),
        ]
    found = _TWO_PROPOSE.match(text)
    if not found:
        return []
    other = text[found.end() :].strip()
    words = other if re.match(r"(?:đề nghị|ý kiến)\b", other) else f"đề nghị của {other}"
    return [Cited(text[: found.end()].strip(), found["first"].strip()), Cited(other, f"Theo {words}")]


def _in_brackets(text: str) -> list[Cited]:
    """Part “các Nghị định của Chính phủ quy định … (số 11/2019/NĐ-CP ngày …, số 12/2023/NĐ-CP ngày … và số 13/…)”.

    What is said before the bracket is said of each.
    """
    found = _LISTED.match(text)
    end = text.rfind(")")
    cuts = list(_NEXT_NUMBER.finditer(text, found.end(), end)) if found and end > 0 and "*" not in text else []
    if not found or not cuts or (found["lead"].strip() and not find_lead(text)) or re.search(r"\w", text[end:]):
        return []
    kind = found["type"][:1].upper() + found["type"][1:]
    starts, ends = [found.end(), *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), end]
    pieces = [text[start:stop].strip() for start, stop in zip([0, *starts[1:]], [*starts[1:], len(text)], strict=True)]
    words = [f"{kind} {_lower_first(text[a:b].strip())}{found['said']}" for a, b in zip(starts, ends, strict=True)]
    words[0] = f"{found['lead']}{words[0]}"
    return [Cited(piece, said) for piece, said in zip(pieces, words, strict=True)]


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def _joined_by_and(text: str) -> list[Cited]:
    parts: list[Cited] = []
    start = 0
    for found in _AND_ONE_MORE.finditer(text):
        words = text[start : found.start()]
        if not _is_one_paper(words) and not _is_later(words, text[found.end() :]):
            break
        parts.append(Cited(text[start : found.end()].strip(), words.strip()))
        start = found.end()
    return [*parts, Cited(text[start:].strip(), text[start:].strip())]


def _is_one_paper(text: str) -> bool:
    """Whether the words cite one paper with its number or name and its day, and its title names no other."""
    words = _SHORT_NAME.sub("", behind_lead(plain(text)))
    found = re.match(rf"({TYPES})\b", words)
    is_cited = heads_document(words) or bool(found and is_law(found[1]))
    is_open = words.count("“") > words.count("”") or words.count("(") > words.count(")")
    if not found or not is_cited or is_open or not re.search(_DAY, words):
        return False
    return not (_NUMBERED_PAPER.search(words, found.end()) or _CARRIES_OUT.search(words, found.end()))


def _is_later(words: str, following: str) -> bool:
    """Whether the next paper is of a later day than the first one, in whose title it cannot stand then."""
    first, after = re.search(_DAY, plain(words)), re.search(_DAY, plain(following[:MAX_SAID]))
    is_open = words.count("“") > words.count("”") or words.count("(") > words.count(")")
    if not first or not after or is_open or not heads_document(words):
        return False
    try:
        return parse_date(_day_of(after)) > parse_date(_day_of(first))
    except ImpossibleDate:
        return False


def _day_of(found: re.Match[str]) -> str:
    words = found.group()
    return words if "tháng" in words else words.removeprefix("ngày").replace(" ", "")


def _behind_one_type(text: str) -> list[Cited]:
    """Part “Các Công điện: số 07/CĐ-UBND ngày …, số 08/CĐ-UBND và số 09/CĐ-UBND ngày … của UBND tỉnh”; nothing else.

    A number without a day is of the next one's; what stands behind the last is said of all that have nothing behind.
    """
    several = _SEVERAL.match(text)
    cuts = list(_NEXT_NUMBER.finditer(text, several.end())) if several else []
    if not several or not 0 < len(cuts) <= MAX_NUMBERS or "*" in text or len(text) - cuts[-1].end() > MAX_SAID:
        return []
    if several["lead"].strip() and not find_lead(text):
        return []
    text, more = _up_to_semicolon(text, cuts[-1].end())
    starts = [several.end(), *(cut.end() for cut in cuts)]
    items = [
        text[start:end].strip() for start, end in zip(starts, [*(c.start() for c in cuts), len(text)], strict=True)
    ]
    ends = [*(cut.end() for cut in cuts), len(text)]
    pieces = [text[start:end].strip() for start, end in zip([0, *ends[:-1]], ends, strict=True)]
    kind = several["type"][:1].upper() + several["type"][1:]
    cited = [f"{kind} {words}" for words in _completed(items)]
    cited[0] = f"{several['lead']}{cited[0]}"
    parted = [Cited(piece, words) for piece, words in zip(pieces, cited, strict=True)]
    return [*parted, Cited(more, more)] if more else parted


def _up_to_semicolon(text: str, start: int) -> tuple[str, str]:
    """Part the text behind the first semicolon that stands behind the last number; one at the end parts nothing."""
    end = text.find("; ", start) + 1
    return (text[:end], text[end:].strip()) if end else (text, "")


def _completed(items: Sequence[str]) -> list[str]:
    """Return each number with its day and what is said of it."""
    words: list[str] = []
    day, said = "", ""
    for item in reversed(items):
        found = _NUMBER_AND_DAY.match(item)
        own = item[found.end() :] if found else ""
        if found and not own:
            day = found["day"] or day
            words.append(f"{found['number']}{day}{said}")
        else:
            day, said = (found["day"] or "") if found else "", own
            words.append(item)
    return words[::-1]
