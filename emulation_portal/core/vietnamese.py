"""Vietnamese text: one spelling of each letter, folding for search, names, upper case."""

import re
import unicodedata
from typing import NamedTuple

_SPACES = re.compile(r"[^\S\n]+")


def nfc(text: str) -> str:
    """Return the text with each letter in its one-code-point form. macOS, Word and PDF deliver NFD."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """Return NFC text on one line, without doubled or outer white space."""
    return " ".join(nfc(text).split())


def fold(text: str) -> str:
    """Return the text as search sees it: lower case, no accents, đ as d, single spaces.

    Folding also makes the two spellings of tone places equal (hòa, hoà). NFD alone would keep đ, which has no
    decomposition.
    """
    bare = unicodedata.normalize("NFD", text.lower())
    letters = "".join(c for c in bare if not unicodedata.combining(c)).replace("đ", "d")
    return " ".join(letters.split())


def upper(text: str) -> str:
    """Return the text in capitals, NFC, as printed papers need it (never by CSS, so that it can be read back)."""
    return nfc(text).upper()


def capitalised(text: str) -> str:
    """Return the text beginning with a capital, as a sentence does; the rest stays as it is."""
    return text[:1].upper() + text[1:]


# What a trích yếu begins with when it is no name: Về việc, Triển khai, Tổ chức, Sửa đổi, Thay thế …
_OPENINGS = frozenset(
    {"về", "triển", "tổ", "sửa", "thay", "phát", "hưởng", "hướng", "thực", "tăng", "kiểm", "sơ", "tổng", "khen", "tặng"}
    | {"phê", "quy", "đẩy", "nâng"}
)


def uncapitalised(text: str) -> str:
    """Return a trích yếu as it goes on after the name of its paper: one that begins with a proper name stays as it is."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return text[:1].lower() + text[1:] if first.lower() in _OPENINGS and first[1:].islower() else text


def ascii_slug(text: str, limit: int = 60) -> str:
    """Return a name for files and identifiers: lower-case ASCII letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:limit].strip("-")


class NameParts(NamedTuple):
    family: str
    middle: str
    given: str


def split_name(full_name: str) -> NameParts:
    """Split họ, đệm, tên: the given name is the last word. Users may correct what this guesses."""
    words = squeeze(full_name).split(" ")
    if len(words) == 1:
        return NameParts("", "", words[0])
    return NameParts(words[0], " ".join(words[1:-1]), words[-1])
