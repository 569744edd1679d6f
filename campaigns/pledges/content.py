"""What a giao ước says, as plain values: what is typed, what was signed, what is printed."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import IntEnum
from typing import Any

from emulation_portal.core.vietnamese import nfc
from emulation_portal.documents.paper import Article, Basis, Block, Heading, Paragraph
from emulation_portal.law.enums import TextRank
from emulation_portal.law.regimes import texts_on

from .models import Pledge

# “Điều 1. …”, “Điều 1: …”, “Điều 1 - …”, “Điều 1”, and “Điều 1 Trách nhiệm”, but for “Điều 5 Luật Thi đua, khen thưởng”.
_ARTICLE = re.compile(
    r"điều\s+(?P<number>\d{1,3})(?P<mark>\s*[.:]\s*|\s*[-–—]\s+|\s+"
    r"(?!(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Quy chế|Điều lệ)\b)|$)(?P<words>.*)",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(?P<label>[IVX]{1,6}\s?(?:[./)]|[-–](?=\s)))\s*(?P<words>(?!\w\.)\S.*)")  # “I. NỘI DUNG”
_ITEM = re.compile(r"(?P<label>\d{1,2}\s?[./)])\s+(?P<words>\S.*)")  # “1. Về phát triển kinh tế”
_LONGEST_HEADING = 100
# A line that cites a paper by its number, or a law by its name.
_CITES = re.compile(
    r"\W*(?:\d{1,2}[.)]\s*)?(?:căn cứ|thực hiện|theo)\b.*?(?:\bsố\s*+:?\s*+\d|(?-i:\b(?:Bộ luật|Luật)\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PledgedAim:
    words: str
    aim: str = ""


@dataclass(frozen=True)
class Pledged:
    """Everything that a giao ước says."""

    preamble: str = ""
    content: str = ""
    targets: tuple[PledgedAim, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.preamble or self.content or self.targets)


def said_in(pledge: Pledge) -> Pledged:
    """Return what is written in a giao ước."""
    targets = tuple(PledgedAim(row.words, row.aim) for row in pledge.targets.all())
    return Pledged(pledge.preamble, pledge.content, targets)


def as_plain(said: Pledged) -> dict[str, Any]:
    """Return the same for JSON: `said_of` reads it back."""
    plain: dict[str, Any] = asdict(said)
    return {**plain, "targets": [asdict(each) for each in said.targets]}


def said_of(content: Mapping[str, Any]) -> Pledged:
    """Return what a version says."""
    return Pledged(content["preamble"], content["content"], tuple(PledgedAim(**each) for each in content["targets"]))


_BASIS = re.compile(r"(?:[-–+*•]\s*|\d{1,2}[.)]\s*)?(?P<words>căn cứ\b.*)", re.IGNORECASE)


def blocks_of(text: str, *, is_preamble: bool = False) -> Iterator[Block]:
    """Yield the lines of a text as a paper prints them: a heading, an article, a basis of the preamble, any other."""
    lines = [line for line in (nfc(line).strip() for line in text.splitlines()) if line]
    read = [_read(line) for line in lines]
    heads = _heads(read)
    for at, (line, (kind, found)) in enumerate(zip(lines, read, strict=True)):
        if kind == _Kind.ARTICLE and found:
            number, words = int(found["number"]), found["words"]
            yield Article(number, title=words) if at in heads else Article(number, text=words)
        elif at in heads and found:
            yield Heading(int(kind == _Kind.ITEM) + 1, found["words"], found["label"])
        elif is_preamble and (basis := _BASIS.fullmatch(line)):
            yield Basis(basis["words"])
        else:
            yield Paragraph(line)


class _Kind(IntEnum):
    """What a line is by how it begins, the higher before the lower."""

    SECTION = 1
    ARTICLE = 2
    ITEM = 3
    TEXT = 4


def _read(line: str) -> tuple[_Kind, re.Match[str] | None]:
    article = _ARTICLE.fullmatch(line)
    if article and (article["mark"].strip() or not article["words"] or article["words"][0].isupper()):
        return _Kind.ARTICLE, article
    for kind, shape in ((_Kind.SECTION, _SECTION), (_Kind.ITEM, _ITEM)):
        if found := shape.fullmatch(line):
            return kind, found
    return _Kind.TEXT, None


def _heads(read: Sequence[tuple[_Kind, re.Match[str] | None]]) -> set[int]:
    """Return the places of lines that are headings: short, no sentence, and but for sections with lower lines below.

    Items “1.”, “2.” of one section are headings all or none: most are sentences of a list.
    """
    heads: set[int] = set()
    items: list[list[int]] = [[]]
    for at, (kind, found) in enumerate(read):
        if kind == _Kind.ITEM:
            items[-1].append(at)
            continue
        if kind != _Kind.TEXT:
            items.append([])
            if _is_heading(kind, found, read[at + 1 : at + 2]):
                heads.add(at)
    for group in items:
        if all(_is_heading(*read[at], read[at + 1 : at + 2]) for at in group):
            heads.update(group)
    return heads


def _is_heading(kind: _Kind, found: re.Match[str] | None, below: Sequence[tuple[_Kind, Any]]) -> bool:
    words = found["words"] if found else ""
    if not words or len(words) > _LONGEST_HEADING:
        return False
    if words[-1] in ".;," and not words.isupper():
        return False
    return kind == _Kind.SECTION or any(lower > kind for lower, _ in below)


def offered(year: int, block: str, alliance: str) -> Pledged:
    """Return the text that is offered where the khối has none of a former year. It names no figure: these are the units' to set."""
    laws = [text.name for text in texts_on(dt.date(year, 1, 1)) if text.rank == TextRank.LAW]
    moved = (
        f"Hưởng ứng phong trào thi đua năm {year} do {alliance} phát động, các đơn vị trong {block} thống nhất ký giao ước "
        "thi đua với các nội dung sau:"
    )
    preamble = "\n".join([*(f"Căn cứ {law}" for law in laws), moved])
    content = (
        "Điều 1. Thi đua hoàn thành và vượt các chỉ tiêu, nhiệm vụ của năm theo bảng chỉ tiêu chung của khối.\n"
        "Điều 2. Thi đua nâng cao hiệu quả sản xuất, kinh doanh, chăm lo việc làm, đời sống của thành viên, người lao động.\n"
        "Điều 3. Thực hiện đầy đủ chế độ báo cáo, tự chấm điểm, chấm chéo; phát hiện, đề nghị khen thưởng kịp thời.\n"
        "Điều 4. Các đơn vị cam kết thực hiện giao ước này; Khối trưởng theo dõi, đôn đốc và báo cáo kết quả khi tổng kết."
    )
    return Pledged(preamble, content)


def carried_over(said: Pledged, former: int, year: int) -> Pledged:
    """Return the text of a former year for another. Aims are set anew.

    Where it names its year it names the new one, but in a day, a span of years and what cites a paper: these stay as
    they are, as no paper was issued again. `lines_of_past_years` has what still speaks of a former year.
    """
    preamble, content = (_renewed(text, former, year) for text in (said.preamble, said.content))
    return Pledged(preamble, content, tuple(PledgedAim(_renewed(each.words, former, year)) for each in said.targets))


def _renewed(text: str, former: int, year: int) -> str:
    # “ngày 11 tháng 01 năm …”, “11/01 năm …”, behind the number of a paper with or without “số”, “từ năm 2021 đến năm …”,
    # “năm … - 2030”, “các năm …, 2030”, “năm … và 2030”
    before = (
        r"\btháng\s+\d{1,2}|\d{1,2}[/.-]\d{1,2}|\bsố\s*+:?\s*+\d\S*+|\b\d+[/-][^\W\d]\S*+|\d{4}\s*+(?:[-–—,]|đến|và)"
    )
    behind = r"\s*(?:[-–—,]|đến|và)\s*(?:hết\s+)?(?:năm\s+)?\d{4}"
    kept = rf"(?:{before})[\s,]*+năm\s+{former}(?!\d)|(?<!\w)năm\s+{former}{behind}"
    named = re.compile(rf"{kept}|(?<!\w)(?P<word>năm\s+){former}(?!\d)", re.IGNORECASE)

    def renewed(line: str) -> str:
        return named.sub(lambda found: f"{found['word']}{year}" if found["word"] else found[0], line)

    return "".join(line if _CITES.match(line) else renewed(line) for line in nfc(text).splitlines(keepends=True))


_YEAR = re.compile(r"(?<![\d/.])((?:19|20)\d{2})(?![\d/])")
_SPAN = re.compile(r"((?:19|20)\d{2})\s*(?:[-–—]|đến)\s*(?:hết\s+)?(?:năm\s+)?((?:19|20)\d{2})")


def lines_of_past_years(said: Pledged, former: int, year: int) -> list[str]:
    """Return the lines and targets to be looked at for the new year, in their order.

    Those that name the former year, in whatever way; and of years before it those that speak of one, which neither what
    cites a paper does nor a span that lasts.
    """
    named = re.compile(rf"(?<!\d){former}(?!\d)")
    lines = [*said.preamble.splitlines(), *said.content.splitlines(), *(each.words for each in said.targets)]
    return [line.strip() for line in lines if named.search(line) or _speaks_of_past(line, year)]


def _speaks_of_past(line: str, year: int) -> bool:
    if _CITES.match(line):
        return False
    rest = _SPAN.sub(lambda span: "" if int(span[2]) >= year else span[0], line)
    return any(int(each) < year for each in _YEAR.findall(rest))
