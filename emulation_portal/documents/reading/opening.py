"""What stands between the trích yếu and the first section: căn cứ, and the sentences before and behind them."""

import datetime as dt
import re
from dataclasses import dataclass, field

from .bases import (
    LEADS,
    cites_document,
    find_lead,
    heads_document,
    is_torn_lead,
    names_no_paper,
    opening_sentence_at,
    part_bases,
    without_list_number,
)
from .citations import parse_basis
from .joined_bases import part_joined
from .lines import TextLine
from .markers import Marker
from .parsed import LineRole, ParsedBasis, ParseWarning, Piece
from .text import is_bullet, is_finished

MAX_SUMMARY = 300  # letters of a line of trích yếu
_ANNOUNCES = re.compile(r"\b(?:sau|dưới đây)\s*:\W*$")


@dataclass
class Opening:
    """The paragraphs as they arrive: each with its role, where it stands, and its lines."""

    paragraphs: list[tuple[LineRole, int, list[str]]] = field(default_factory=list)
    warnings: list[ParseWarning] = field(default_factory=list)
    is_listing: bool = False  # bases follow as a list: “Căn cứ các văn bản sau:”

    def __bool__(self) -> bool:
        return bool(self.paragraphs)

    def takes(self, line: TextLine, *, awaits_summary: bool) -> bool:
        """Whether the line cites. The first lines below the type are trích yếu, unless they end as a căn cứ does."""
        lead = find_lead(line.text)
        if not lead:
            is_listed = self.is_listing and is_bullet(line.text) and heads_document(line.text)
            return is_listed or self._goes_on_with(line) or (not awaits_summary and is_torn_lead(line.text))
        if lead == LEADS[0] or self.paragraphs or not awaits_summary:
            return True
        return len(line.text) > MAX_SUMMARY or is_finished(line.text)

    def _goes_on_with(self, line: TextLine) -> bool:
        """Whether one more paper is cited on a line of its own, behind a basis that ends with a semicolon."""
        role, _, lines = self.paragraphs[-1] if self.paragraphs else (LineRole.PREAMBLE, 0, [""])
        is_more = role == LineRole.BASIS and lines[-1].rstrip("* ").endswith(";")
        return is_more and line.is_fresh and heads_document(line.text)

    def takes_numbered(self, marker: Marker) -> bool:
        """Whether a numbered line before any section is one of several căn cứ: “1. Căn cứ …;”."""
        lead = find_lead(marker.rest)
        if marker.kind in {"roman", "part", "capital", "article"} and not cites_document(marker.rest):
            return False  # “I. CĂN CỨ XÂY DỰNG KẾ HOẠCH” heads a section
        return bool(lead) and (lead == LEADS[0] or marker.rest.rstrip("* ").endswith(";"))

    def add_basis(self, line: TextLine) -> None:
        if not is_bullet(line.text):
            self.is_listing = bool(_ANNOUNCES.search(line.text))
        self.paragraphs.append((LineRole.BASIS, line.number, [line.text.replace("\t", " ")]))

    def add(self, line: TextLine) -> None:
        """Take a line that cites nothing."""
        self.is_listing = False
        text = line.text if line.is_table else line.text.replace("\t", " ")
        if self.paragraphs and not line.is_fresh and not line.is_table:
            self.paragraphs[-1][2].append(text)
        else:
            self.paragraphs.append((LineRole.PREAMBLE, line.number, [text]))

    def close(self, on: dt.date | None) -> tuple[list[ParsedBasis], list[Piece]]:
        """Part it into bases and sentences: a basis ends with its sentence, one that only announces a list is none."""
        bases: list[ParsedBasis] = []
        pieces: list[Piece] = []
        for role, number, lines in self.paragraphs:
            text = "\n".join(lines)
            if role != LineRole.BASIS or (_ANNOUNCES.search(text) and not _cites(text)):
                pieces.append(Piece(LineRole.PREAMBLE, text, number))
                continue
            list_number, text = without_list_number(text)
            cited, rest = part_bases(text)
            for each in (one for basis in cited for one in part_joined(basis)):
                basis, warnings = parse_basis(each.words, number, on)
                bases.append(basis)
                self.warnings += warnings
                pieces.append(Piece(LineRole.BASIS, f"{list_number}{each.text}", number))
                list_number = ""
            if rest:
                pieces.append(Piece(LineRole.PREAMBLE, rest, number))
        return bases, pieces


def _cites(text: str) -> bool:
    """Whether a sentence that ends with what is issued cites a paper before it, be it without a number."""
    is_certain = find_lead(text) == LEADS[0] and not names_no_paper(text)
    return cites_document(text) or (is_certain and bool(opening_sentence_at(text)))
