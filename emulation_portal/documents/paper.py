"""One official paper as plain data: what is frozen at issue and printed once. It knows no campaign and no award.

Every text is NFC and free of control characters from the moment a Paper exists. In body texts `*…*` is italic,
`**…**` bold and `\\*` a star; everything else is printed as it stands.
"""

import dataclasses
import datetime as dt
import types
import typing
from dataclasses import dataclass
from typing import Any, ClassVar

from emulation_portal.core.vietnamese import nfc

SCHEMA = 1

# Control characters, and those that reorder or hide text: a paper must read as it looks.
_UNWANTED = dict.fromkeys([*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0)]) | dict.fromkeys(
    [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFFFE, 0xFFFF]
)


def clean(text: str) -> str:
    """Return the text in NFC without the characters that no printed paper can show."""
    return nfc("".join(c for c in text.translate(_UNWANTED) if not "\ud800" <= c <= "\udfff"))


class Part:
    """A piece of a paper. Its texts are cleaned when it is made, so an unclean paper cannot exist."""

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, clean(value))
            elif isinstance(value, list | tuple):
                object.__setattr__(self, field.name, _clean_all(value))


def _clean_all(values: list | tuple) -> tuple:
    return tuple(
        clean(value) if isinstance(value, str) else _clean_all(value) if isinstance(value, list | tuple) else value
        for value in values
    )


@dataclass(frozen=True)
class Header(Part):
    """Ô số 2: chủ quản and issuer, each as the lines an office writes. Capitals are made when printed."""

    issuer: tuple[str, ...]
    superior: tuple[str, ...] = ()


@dataclass(frozen=True)
class Basis(Part):
    """Căn cứ. A closing `;` (the last: `.`) is printed where the text has no punctuation of its own."""

    kind: ClassVar[str] = "basis"
    text: str


@dataclass(frozen=True)
class Paragraph(Part):
    """Running text, with its number when it has one: `1.1.`, `a)`, `-`."""

    kind: ClassVar[str] = "paragraph"
    text: str
    label: str = ""


@dataclass(frozen=True)
class Heading(Part):
    """A title on its own line. Level 1 is printed in capitals (mục I), 2 bold (khoản 1), 3 and 4 upright (1.1 or a)."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    label: str = ""


@dataclass(frozen=True)
class Article(Part):
    """Điều: `Điều 1.` and its title bold, its text upright on the same line."""

    kind: ClassVar[str] = "article"
    number: int
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Centred(Part):
    """A bold centred line such as `Phần I` or `Chương II`."""

    kind: ClassVar[str] = "centred"
    text: str


@dataclass(frozen=True)
class Column(Part):
    """A column of a table. Widths are shares of the text width; align is left, center or right."""

    title: str
    width: int = 1
    align: str = "left"


@dataclass(frozen=True)
class Table(Part):
    kind: ClassVar[str] = "table"
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ItemList(Part):
    """Items each printed after a dash."""

    kind: ClassVar[str] = "list"
    items: tuple[str, ...]


Block = Basis | Paragraph | Heading | Article | Centred | Table | ItemList
_BLOCKS: dict[str, type] = {block.kind: block for block in typing.get_args(Block)}


@dataclass(frozen=True)
class Signature(Part):
    """Ô số 7: lines such as `TM. HỘI ĐỒNG`, `CHỦ TỊCH`; a council also shows the post above the name."""

    lines: tuple[str, ...]
    name: str = ""
    post_above_name: str = ""


@dataclass(frozen=True)
class Appendix(Part):
    """Phụ lục, numbered apart. The caption is the line `(Kèm theo …)`; Roman numerals come by themselves."""

    title: str
    caption: str
    body: tuple[Block, ...]
    is_landscape: bool = False


@dataclass(frozen=True)
class Check(Part):
    """What the QR in the bottom margin leads to."""

    code: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Paper(Part):
    """An official paper of NĐ 30/2020/NĐ-CP.

    `kind` is the code of Phụ lục III (KH, QĐ, TTr …; CV for công văn), `type_name` what is printed (`KẾ HOẠCH`, empty
    for công văn). A number of None and a day of None are printed as blanks. `recipients` are bare names; dashes and
    closing marks are printed. Two signatures make the two columns of a biên bản, left one first.
    `has_end_mark` prints `./.` after the last word; false for a text known to be incomplete.
    """

    kind: str
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

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data with the schema's version."""
        return {"schema": SCHEMA, **_dump(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Paper":
        """Read what `to_json` wrote. Raises ValueError for another schema, an unknown key or a wrong type."""
        data = dict(data)
        if data.pop("schema", None) != SCHEMA:
            raise ValueError(f"not a paper of schema {SCHEMA}")
        return _load(cls, data)


def _dump(value: Any) -> Any:
    if isinstance(value, Part):
        kind = {"kind": value.kind} if isinstance(value, Block) else {}
        return kind | {f.name: _dump(getattr(value, f.name)) for f in dataclasses.fields(value)}  # type: ignore[arg-type]
    if isinstance(value, tuple):
        return [_dump(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _load(expected: Any, data: Any) -> Any:
    """Make what the annotation `expected` says from JSON data; nothing is guessed."""
    if expected == Block:
        kinds = dict(data) if isinstance(data, dict) else {}
        expected, data = _BLOCKS.get(kinds.pop("kind", None)), kinds
    if isinstance(expected, type) and issubclass(expected, Part) and isinstance(data, dict):
        hints = typing.get_type_hints(expected)
        names = {field.name for field in dataclasses.fields(expected)}  # type: ignore[arg-type]
        if unknown := data.keys() - names:
            raise ValueError(f"{expected.__name__} has no {', '.join(sorted(unknown))}")
        try:
            return expected(**{name: _load(hints[name], value) for name, value in data.items()})
        except TypeError as error:
            raise ValueError(str(error)) from error
    if isinstance(expected, types.UnionType):
        real = next(option for option in expected.__args__ if option is not type(None))
        return None if data is None else _load(real, data)
    if typing.get_origin(expected) is tuple and isinstance(data, list):
        return tuple(_load(typing.get_args(expected)[0], item) for item in data)
    if expected is dt.date and isinstance(data, str):
        return dt.date.fromisoformat(data)
    if expected in (str, int, bool) and type(data) is expected:
        return data
    raise ValueError(f"{data!r:.60} is not {expected}")
