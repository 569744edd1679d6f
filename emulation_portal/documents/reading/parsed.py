"""What was recognised in a paper. Pieces and sections stand in the order of the source, with its own words."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from .text import is_table, plain


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file is taken for. Reading is the same for all; only what is said of the file depends on it.

    `type_name` is the type as it stands below the head, `noun` the same in a sentence. The default takes any paper.
    """

    type_name: str = ""  # THÔNG BÁO
    noun: str = "văn bản"  # thông báo


_ANNEX_LABEL = re.compile(r"^phụ lục(?:\s+(?:số\s*:?\s*)?[\dIVX]{1,4}[A-Za-z]?)?(?=\W|$)\W*", re.IGNORECASE)


class LineRole(StrEnum):
    """What a line before or after the sections is."""

    SUPERIOR = "superior"
    ISSUER = "issuer"
    NATION = "nation"
    MOTTO = "motto"
    NUMBER = "number"
    PLACE_DATE = "place_date"
    TYPE = "type"
    DRAFT_MARK = "draft_mark"  # (Dự thảo)
    SUMMARY = "summary"
    AUTHORITY = "authority"  # who decides, below the trích yếu of a quyết định
    RULE = "rule"
    BASIS = "basis"
    PREAMBLE = "preamble"
    CLOSING = "closing"
    RECIPIENTS_LABEL = "recipients_label"
    RECIPIENT = "recipient"
    SIGNATURE = "signature"
    SIGNER = "signer"
    SIGN_NOTE = "sign_note"  # (Đã ký)
    STAMP = "stamp"  # of an electronic signature; a page number
    ANNEX_TITLE = "annex_title"  # its label too: Phụ lục I
    ANNEX_CAPTION = "annex_caption"  # (Kèm theo Kế hoạch số …)
    ANNEX_TEXT = "annex_text"
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or paragraph as the source has it, emphasis marks included."""

    role: LineRole
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ParseWarning:
    """Something the user should look at. `line` counts from 1 in the text that was read; None is the whole.

    `words` are all that stands in what was left out, where the message tells their beginning.
    """

    code: str
    message: str
    line: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ParsedBasis:
    """A legal basis: its words as found, and what they seem to cite. `title` keeps its “về việc …”."""

    text: str
    lead: str
    document_type: str = ""
    number_symbol: str = ""
    issued_on: dt.date | None = None
    issuer: str = ""
    title: str = ""
    line: int = 0


# Where the emphasis of a heading line stands: around the whole line, the marker only, the words only, around each of
# both, or opened before the marker and closed inside the words.
Scope = Literal["", "line", "marker", "words", "each", "moved"]


@dataclass(frozen=True, slots=True)
class ParsedSection:
    """A numbered part. A numbered sentence that is no heading has an empty title and is its own first paragraph."""

    level: int
    marker: str
    title: str
    paragraphs: tuple[str, ...] = ()
    line: int = 0
    gap: str = " "  # what stands between marker and words: nothing, or white space
    emphasis: str = ""
    emphasis_scope: Scope = ""

    def to_text(self) -> str:
        """Return the section as the source wrote it, but for white space."""
        own = self.title or (self.paragraphs[0] if self.paragraphs else "")
        rest = self.paragraphs if self.title else self.paragraphs[1:]
        e = self.emphasis
        first = {
            "": f"{self.marker}{self.gap}{own}",
            "line": f"{e}{self.marker}{self.gap}{own}{e}",
            "marker": f"{e}{self.marker}{e}{self.gap}{own}",
            "words": f"{self.marker}{self.gap}{e}{own}{e}",
            "each": f"{e}{self.marker}{e}{self.gap}{e}{own}{e}",
            "moved": f"{e}{self.marker}{self.gap}{own[len(e) :]}",
        }[self.emphasis_scope]
        return "\n\n".join([first, *rest])


@dataclass(frozen=True, slots=True)
class ParsedAnnex:
    """An annex or form behind the signature. Tables are paragraphs of its text, as those of a section are."""

    pieces: tuple[Piece, ...]

    @property
    def title(self) -> str:
        """Label and name, on one line: “Phụ lục I CHỈ TIÊU VƯỜN MẪU”."""
        return " ".join(plain(text) for text in self._of(LineRole.ANNEX_TITLE))

    @property
    def name(self) -> str:
        """The title without its label: “CHỈ TIÊU VƯỜN MẪU”; empty when there is nothing else."""
        lines = [plain(text) for text in self._of(LineRole.ANNEX_TITLE)]
        return " ".join(_ANNEX_LABEL.sub("", lines[0]).split() + lines[1:]) if lines else ""

    @property
    def caption(self) -> str:
        """“(Kèm theo Kế hoạch số …)”"""
        return " ".join(plain(text) for text in self._of(LineRole.ANNEX_CAPTION))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return self._of(LineRole.ANNEX_TEXT)

    @property
    def line(self) -> int:
        return self.pieces[0].line

    def _of(self, role: LineRole) -> tuple[str, ...]:
        return tuple(piece.text for piece in self.pieces if piece.role == role)


@dataclass(frozen=True, slots=True)
class ParsedPaper:
    """A paper as read: `front`, `opening`, `sections`, `tail`, `annexes` are its text, the others guesses to be corrected."""

    front: tuple[Piece, ...] = ()
    opening: tuple[Piece, ...] = ()
    sections: tuple[ParsedSection, ...] = ()
    tail: tuple[Piece, ...] = ()
    annexes: tuple[ParsedAnnex, ...] = ()
    superior_lines: tuple[str, ...] = ()
    issuer_lines: tuple[str, ...] = ()
    suggested_issuer: str = ""  # read from “… ban hành Kế hoạch …”, “… thông báo …” in the opening
    number: int | None = None
    symbol: str = ""
    place: str = ""
    issued_on: dt.date | None = None
    document_type: str = ""
    summary: tuple[str, ...] = ()
    bases: tuple[ParsedBasis, ...] = ()
    recipients: tuple[str, ...] = ()
    signature_lines: tuple[str, ...] = ()
    signer_name: str = ""
    numbering_style: Literal["decimal", "letter"] = "letter"
    warnings: tuple[ParseWarning, ...] = ()

    @property
    def lead_in(self) -> tuple[str, ...]:
        """The paragraphs before the first basis."""
        first = next((at for at, piece in enumerate(self.opening) if piece.role == LineRole.BASIS), 0)
        return tuple(piece.text for piece in self.opening[:first])

    @property
    def preamble(self) -> tuple[str, ...]:
        """The paragraphs between the bases and the first section, as the source has them."""
        pieces = self.opening[len(self.lead_in) :]
        return tuple(piece.text for piece in pieces if piece.role == LineRole.PREAMBLE)

    @property
    def closing(self) -> tuple[str, ...]:
        """The paragraphs after the last section, before nơi nhận and signature."""
        return tuple(piece.text for piece in self.tail if piece.role == LineRole.CLOSING)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of the paper and of its annexes, each as its rows on lines."""
        texts = [*self.lead_in, *self.preamble, *(text for section in self.sections for text in section.paragraphs)]
        texts += [text for annex in self.annexes for text in annex.paragraphs]
        return tuple(filter(is_table, texts))

    @property
    def unplaced(self) -> tuple[Piece, ...]:
        """Lines that were kept without knowing what they are."""
        return tuple(piece for piece in (*self.front, *self.tail) if piece.role == LineRole.UNPLACED)

    def to_text(self) -> str:
        """Return the whole paper as text; `canonical()` of it equals that of the source."""
        return "\n\n".join(
            [
                *(piece.text for piece in (*self.front, *self.opening)),
                *(section.to_text() for section in self.sections),
                *(piece.text for piece in self.tail),
                *(piece.text for annex in self.annexes for piece in annex.pieces),
            ]
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data, as a draft row keeps it."""
        data: dict[str, Any] = _plain_data(dataclasses.asdict(self))
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ParsedPaper":
        """Return the paper that `to_json` wrote; what only older readings kept is left out.

        Raises KeyError or TypeError when it is not one.
        """
        known = {field.name for field in dataclasses.fields(cls)}
        made = {name: value for name, value in data.items() if name in known}
        for name in ("front", "opening", "tail"):
            made[name] = _pieces(data[name])
        made["annexes"] = tuple(ParsedAnnex(_pieces(annex["pieces"])) for annex in data.get("annexes", ()))
        made["sections"] = tuple(ParsedSection(**{**s, "paragraphs": tuple(s["paragraphs"])}) for s in data["sections"])
        made["bases"] = tuple(ParsedBasis(**{**b, "issued_on": _day(b["issued_on"])}) for b in data["bases"])
        made["warnings"] = tuple(ParseWarning(**warning) for warning in data["warnings"])
        made["issued_on"] = _day(data["issued_on"])
        for name in ("superior_lines", "issuer_lines", "summary", "recipients", "signature_lines"):
            made[name] = tuple(data[name])
        return cls(**made)


def _pieces(data: Iterable[dict[str, Any]]) -> tuple[Piece, ...]:
    return tuple(Piece(**{**piece, "role": LineRole(piece["role"])}) for piece in data)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _plain_data(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_data(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, LineRole) else value
