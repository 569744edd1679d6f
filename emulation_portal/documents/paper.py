"""One official paper as plain data: what is frozen at issue and printed once. It knows no campaign and no award.

Every text is NFC and free of control characters from the moment a Paper exists. In body texts `*…*` is italic,
`**…**` bold and `\\*` a star; everything else is printed as it stands.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import force_setattr

from emulation_portal.core.vietnamese import nfc

SCHEMA = 2

# Control characters, and those that reorder or hide text: a paper must read as it looks.
_UNWANTED = dict.fromkeys([*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0)]) | dict.fromkeys(
    [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFFFE, 0xFFFF]
)


def clean(text: str) -> str:
    """Return the text in NFC without the characters that no printed paper can show."""
    return nfc("".join(c for c in text.translate(_UNWANTED) if not "\ud800" <= c <= "\udfff"))


class PaperPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of a paper. Its texts are cleaned when it is made or read, so an unclean paper cannot exist."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, str):
                force_setattr(self, name, clean(value))
            elif isinstance(value, list | tuple):
                force_setattr(self, name, _clean_all(value))


def _clean_all(values: list | tuple) -> tuple:
    return tuple(
        clean(value) if isinstance(value, str) else _clean_all(value) if isinstance(value, list | tuple) else value
        for value in values
    )


class Header(PaperPart, frozen=True):
    """Ô số 2: chủ quản and issuer, each as the lines an office writes. Capitals are made when printed."""

    issuer: tuple[str, ...]
    superior: tuple[str, ...] = ()


class Basis(PaperPart, frozen=True, tag_field="kind", tag="basis"):
    """Căn cứ. A closing `;` (the last: `.`) is printed where the text has no punctuation of its own."""

    text: str


class Paragraph(PaperPart, frozen=True, tag_field="kind", tag="paragraph"):
    """Running text, with its number when it has one: `1.1.`, `a)`, `-`."""

    text: str
    label: str = ""


class Heading(PaperPart, frozen=True, tag_field="kind", tag="heading"):
    """A title on its own line. Level 1 is printed in capitals (mục I), 2 bold (khoản 1), 3 and 4 upright (1.1 or a)."""

    level: int
    text: str
    label: str = ""


class Article(PaperPart, frozen=True, tag_field="kind", tag="article"):
    """Điều: `Điều 1.` and its title bold, its text upright on the same line."""

    number: int
    title: str = ""
    text: str = ""


class Centred(PaperPart, frozen=True, tag_field="kind", tag="centred"):
    """A bold centred line such as `Phần I` or `Chương II`."""

    text: str


class PaperColumn(PaperPart, frozen=True):
    """A column of a table. Widths are shares of the text width; align is left, center or right."""

    title: str
    width: int = 1
    align: str = "left"


MERGED_ABOVE, MERGED_LEFT = "↑", "←"
MERGES = frozenset({MERGED_ABOVE, MERGED_LEFT})
WRITTEN = {f"\\{sign}": sign for sign in MERGES}  # cells that say such an arrow


def written_arrow(cell: str) -> str:
    """Return a cell of a source as a table has it: an arrow there is an arrow, and merges nothing."""
    return f"\\{cell}" if cell.strip() in MERGES else cell


class PaperTable(PaperPart, frozen=True, tag_field="kind", tag="table"):
    """Rows under columns; the head comes again on every page. The title stands above them when there is one.

    A cell of `↑` is one with the cell above it, a cell of `←` with the one on its left; `\\↑` and `\\←` say an arrow. `more_head_rows` of the rows
    belong to the head, below the titles of the columns. Rows that `is_signed` have room for a hand and a seal.
    """

    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    more_head_rows: int = 0
    is_signed: bool = False


class ItemList(PaperPart, frozen=True, tag_field="kind", tag="list"):
    """Items each printed after a dash."""

    items: tuple[str, ...]


class ChartBar(PaperPart, frozen=True):
    """A bar: what it is of, how long, and the same in words. The value is a decimal of 0 or more as text, "" of none."""

    label: str
    value: str
    words: str


class Chart(PaperPart, frozen=True, tag_field="kind", tag="chart"):
    """Lying bars under a title, the first on top. It is data: how it is drawn is the press's.

    Every bar is told in words beside it, so that nothing is known from its length alone. `mark` is a value, as text,
    where a stroke stands over all bars, "" for none; `mark_words` says below them what it means.
    """

    title: str
    bars: tuple[ChartBar, ...]
    mark: str = ""
    mark_words: str = ""


Block = Basis | Paragraph | Heading | Article | Centred | PaperTable | Chart | ItemList


class Signature(PaperPart, frozen=True):
    """Ô số 7: lines such as `TM. HỘI ĐỒNG`, `CHỦ TỊCH`; a council also shows the post above the name."""

    lines: tuple[str, ...]
    name: str = ""
    post_above_name: str = ""


class Appendix(PaperPart, frozen=True):
    """Phụ lục, numbered apart; Roman numerals come by themselves.

    An empty caption is printed as the line `(Kèm theo …)` that names the paper; None as no line at all. It lies
    landscape when `is_landscape` says so; when that says nothing, when a table of it is too wide for an upright page.
    """

    title: str
    caption: str | None
    body: tuple[Block, ...]
    is_landscape: bool | None = None


class Check(PaperPart, frozen=True):
    """What the QR in the bottom margin leads to."""

    code: str
    url: str


class Paper(PaperPart, frozen=True, kw_only=True):
    """An official paper of NĐ 30/2020/NĐ-CP.

    `type` is the code of Phụ lục III (KH, QĐ, TTr …; CV for công văn), `type_name` what is printed (`KẾ HOẠCH`, empty
    for công văn); `kind` is what the paper is for (`plan`, `notice` …) and is not printed. A number of None and a day
    of None are printed as blanks. `recipients` are bare names; dashes and closing marks are printed. Two signatures
    stand side by side, left one first, with nơi nhận under the left one.
    `has_end_mark` prints `./.` after the last word; false for a text known to be incomplete.
    """

    type: str
    kind: str = ""
    type_name: str
    header: Header
    symbol: str
    place: str
    summary: tuple[str, ...]
    body: tuple[Block, ...]
    number: int | None = None
    issued_on: dt.date | None = None
    addressees: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    is_draft: bool = False
    is_transcription: bool = False
    has_end_mark: bool = True
    check: Check | None = None
    language: str = "vi"
    title: str = ""
    author: str = ""
    subject: str = ""

    @property
    def summary_line(self) -> str:
        return " ".join(self.summary)

    @property
    def signer_name(self) -> str:
        """Return who signs last, at the right; empty when nobody does, or nobody is named."""
        return self.signatures[-1].name if self.signatures else ""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data with the schema's version."""
        return {"schema": SCHEMA, **msgspec.json.decode(msgspec.json.encode(self))}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Paper":
        """Read what `to_json` wrote, in this version or any before it.

        Raises ValueError for a newer schema, an unknown key or a wrong type; nothing is guessed.
        """
        return msgspec.convert(upgraded(data), cls)


# --- versions ---------------------------------------------------------------------------------------------------------


def upgraded(data: dict[str, Any]) -> dict[str, Any]:
    """Return the payload in the shape of today, without its version. The stored one is never rewritten.

    Raises ValueError for a version that this portal does not know yet, or for none at all.
    """
    data = dict(data)
    schema = data.pop("schema", None)
    if type(schema) is not int or not 1 <= schema <= SCHEMA:
        raise ValueError(f"a paper of schema {schema!r} cannot be read here: known are 1 to {SCHEMA}")
    for version in range(schema, SCHEMA):
        data = UPGRADES[version](data)
    return data


def _upgrade_1(data: dict[str, Any]) -> dict[str, Any]:
    """The code of the type was called `kind`. What that version left unprinted stays so.

    An appendix with an empty caption had no line `(Kèm theo …)`; only a biên bản showed its left signature.
    """
    data["type"] = data.pop("kind", None)
    appendices, signatures = data.get("appendices"), data.get("signatures")
    if isinstance(appendices, list | tuple):
        data["appendices"] = [_without_empty_caption(appendix) for appendix in appendices]
    if isinstance(signatures, list | tuple) and data["type"] != "BB":
        data["signatures"] = signatures[-1:]
    return data


def _without_empty_caption(appendix: Any) -> Any:
    is_bare = isinstance(appendix, dict) and appendix.get("caption") == ""
    return appendix | {"caption": None} if is_bare else appendix


# From each past version to the one after it. A version that was ever stored never leaves this table.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _upgrade_1}
