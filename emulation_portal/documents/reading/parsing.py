"""From text to a paper: head, bases, sections, end. Nothing is lost, whatever the text is."""

import datetime as dt
from dataclasses import dataclass, field, replace

from .annexes import read_annexes
from .body import Body
from .front import Front
from .head_lines import type_named
from .lines import TextLine, cut_lines
from .markers import heading, read_marker
from .names import find_issuer
from .opening import Opening
from .parsed import Expected, LineRole, ParsedPaper, ParseWarning, Piece
from .review import few_of_each, numbering_style, review
from .tail import Tail, find_tail, is_closing, recipient_names
from .text import canonical, clean, plain

ANY_PAPER = Expected()
HEAD_LINES = 100


def parse_paper(text: str, *, expected: Expected = ANY_PAPER, on: dt.date | None = None) -> ParsedPaper:
    """Recognise the parts of a paper. Never fails: what is not understood is kept as paragraphs, with a warning.

    The parts are the same whatever is `expected`; a warning tells when the paper is of another type. `on` is today, to
    flag dates in the future. `canonical(paper.to_text()) == canonical(text)` always holds.
    """
    lines = cut_lines(clean(text))
    paper = _Reader(expected, on).read(lines)
    wanted = canonical(text)
    if canonical(paper.to_text()) == wanted:
        return paper
    return _keep_as_paragraphs(text, lines, wanted)


def _keep_as_paragraphs(text: str, lines: list[TextLine], wanted: str) -> ParsedPaper:
    message = "Cổng không tách được tệp này mà vẫn giữ đủ chữ, nên giữ nguyên toàn văn. Hãy chia mục bằng tay."
    warnings = (ParseWarning("not_parted", message),)
    paper = ParsedPaper(
        opening=tuple(Piece(LineRole.PREAMBLE, line.text, line.number) for line in lines), warnings=warnings
    )
    if canonical(paper.to_text()) == wanted:
        return paper
    return ParsedPaper(opening=(Piece(LineRole.PREAMBLE, clean(text), 1),), warnings=warnings)


@dataclass
class _Reader:
    """One pass over the lines, from head to end."""

    expected: Expected
    on: dt.date | None
    front: Front = field(init=False)
    opening: Opening = field(default_factory=Opening)
    body: Body = field(default_factory=Body)
    paragraphs: dict[int, str] = field(default_factory=dict)  # of the head: the first line's number, all its lines
    first_heading: int = 0  # where nothing is numbered, the highest level of Word's or Markdown's own headings

    def __post_init__(self) -> None:
        self.front = Front(self.on)

    def read(self, lines: list[TextLine]) -> ParsedPaper:
        """Read all lines and look the result over."""
        head = self._type_line(lines)
        first = next((i for i, line in enumerate(lines) if i > head and read_marker(line.text)), head)
        if not any(read_marker(line.text) for line in lines[head + 1 :]):
            self.first_heading = min((line.heading for line in lines[head + 1 :] if line.heading), default=0)
        end = find_tail(lines, first)
        self.paragraphs = _paragraphs(lines[: min(end, HEAD_LINES)])
        for line in lines[:end]:
            self._take(line)
        return self._finish(Tail().read(lines[end:]))

    def _type_line(self, lines: list[TextLine]) -> int:
        return next((i for i, line in enumerate(lines[:60]) if type_named(line.text)), 0)

    def _take(self, line: TextLine) -> None:
        marker = read_marker(line.text)
        if marker and not self.body.open and self.opening.takes_numbered(marker):
            self.opening.add_basis(line)
            return
        marker = self.body.numbering.resolve(marker) if marker else None
        level = self.body.numbering.level_of(marker, is_fresh=line.is_fresh) if marker else None
        if not marker and line.heading and self.first_heading and (self.opening or self.body.open):
            marker, level = heading(line.text), min(line.heading - self.first_heading + 1, 4)
        if marker and level:
            self.body.begin(marker, level, line)
        elif self.body.open:
            self.body.open[-1].add(line)
        elif not self.opening and self.front.goes_on_with(line):
            self.front.add(line)
        elif self.opening.takes(line, awaits_summary=self.front.awaits_summary):
            self.opening.add_basis(line)
        elif self.opening or self.front.begins_body(line, self.paragraphs.get(line.number, line.text)):
            self.opening.add(line)
        else:
            self.front.add(line)

    def _finish(self, read: Tail) -> ParsedPaper:
        tail = read.pieces
        bases, opening = self.opening.close(self.on)
        sections = self.body.close()
        closing: list[Piece] = []
        while sections and len(sections[-1].paragraphs) > (0 if sections[-1].title else 1):
            last = sections[-1]
            if not is_closing(last.paragraphs[-1], is_alone=len(last.paragraphs) == 1):
                break
            closing.insert(0, Piece(LineRole.CLOSING, last.paragraphs[-1], last.line))
            sections[-1] = replace(last, paragraphs=last.paragraphs[:-1])
        front = self.front
        front.part_names()
        pieces = front.pieces
        summary = tuple(_without_bullet(plain(text)) for text in front.summary)
        preamble = [piece.text for piece in opening if piece.role == LineRole.PREAMBLE]
        paper = ParsedPaper(
            front=tuple(pieces),
            opening=tuple(opening),
            sections=tuple(sections),
            tail=(*closing, *tail),
            annexes=tuple(read_annexes(read.annexes)),
            superior_lines=_words(pieces, LineRole.SUPERIOR),
            issuer_lines=_words(pieces, LineRole.ISSUER),
            suggested_issuer=find_issuer(preamble, front.document_type),
            number=front.number,
            symbol=front.symbol,
            place=front.place,
            issued_on=front.issued_on,
            document_type=front.document_type,
            summary=summary,
            bases=tuple(bases),
            recipients=recipient_names(tail),
            signature_lines=_words(tail, LineRole.SIGNATURE),
            signer_name=next(iter(_words(tail, LineRole.SIGNER)), ""),
            numbering_style=numbering_style(sections),
        )
        said = [*front.warnings, *self.opening.warnings]
        return replace(paper, warnings=few_of_each([*said, *review(paper, self.expected, front.warnings)]))


def _paragraphs(lines: list[TextLine]) -> dict[int, str]:
    """Return each paragraph by the number of its first line."""
    found: dict[int, list[str]] = {}
    for line in lines:
        if line.is_fresh or not found:
            found[line.number] = [line.text]
        else:
            found[next(reversed(found))].append(line.text)
    return {number: " ".join(texts) for number, texts in found.items()}


def _without_bullet(words: str) -> str:
    return words[1:].lstrip() if words[:1] in {"•", "▪", "●"} else words


def _words(pieces: list[Piece], role: LineRole) -> tuple[str, ...]:
    return tuple(plain(piece.text) for piece in pieces if piece.role == role)
