"""Vietnamese text: one spelling of each letter, folding for search, names, upper case."""

import re
import unicodedata
from typing import Literal, NamedTuple

# Vietnamese puts two marks on a letter (ế); text of any language is “stream-safe” with up to 30 (UAX #15, D3). To sort
# what is piled up beyond costs Python and PostgreSQL the square of their number: 64,000 marks held a worker for 15 s.
MAX_MARKS = 30


def _marks(first: int, last: int) -> str:
    """Return all that stands above or below another letter; a few have no class, but fall apart into such."""
    combining = unicodedata.combining
    return "".join(
        letter
        for letter in map(chr, range(first, last + 1))
        if combining(letter)
        or (unicodedata.decomposition(letter) and combining(unicodedata.normalize("NFD", letter)[0]))
    )


_MARKS, _RARE_MARKS = _marks(0x300, 0xFFFF), _marks(0x10000, 0x1FFFF)  # the planes above hold none
_PILED = re.compile(f"([{_MARKS}{_RARE_MARKS}]{{{MAX_MARKS}}})[{_MARKS}{_RARE_MARKS}]+")
# A search for single rare letters is forty times slower than one for a range, so that one is asked first. It begins
# with a letter, not with a repetition: only then does it leap over what is none.
_PERHAPS = f"[{_MARKS}{_RARE_MARKS[0]}-{_RARE_MARKS[-1]}]"
_PERHAPS_PILED = re.compile(f"{_PERHAPS}{_PERHAPS}{{{MAX_MARKS}}}")


def has_piled_marks(text: str) -> bool:
    """Return whether more marks stand on one letter than any writing has; the normalisers throw those above away."""
    return bool(_PERHAPS_PILED.search(text) and _PILED.search(text))


def _normalised(form: Literal["NFC", "NFD"], text: str) -> str:
    """Return the text in that form, in time that grows with its length: bounded here, for whoever calls."""
    bounded = _PILED.sub(r"\1", text) if _PERHAPS_PILED.search(text) else text
    return unicodedata.normalize(form, bounded)


def nfc(text: str) -> str:
    """Return the text with each letter in its one-code-point form. macOS, Word and PDF deliver NFD."""
    return _normalised("NFC", text)


def nfd(text: str) -> str:
    """Return the text with each letter taken apart into its base and its marks."""
    return _normalised("NFD", text)


def squeeze(text: str) -> str:
    """Return NFC text on one line, without doubled or outer white space."""
    return " ".join(nfc(text).split())


# Old fonts and readers of PDF give the Icelandic Ð for Đ, and ƣ, which looks alike, for ư.
_LOOKALIKES = str.maketrans("đðƣ", "ddu")


def fold(text: str) -> str:
    """Return the text as search sees it: lower case, no accents, đ as d, single spaces, nothing invisible.

    Folding also makes the two spellings of tone places equal (hòa, hoà). NFD alone would keep đ, which has no
    decomposition.
    """
    bare = nfd(text.lower())
    letters = "".join(c for c in bare if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join(letters.translate(_LOOKALIKES).split())


def compatible(text: str) -> str:
    """Return the text with each sign of another width or form as the common one: ／ as /, ２ as 2."""
    bounded = _PILED.sub(r"\1", text) if _PERHAPS_PILED.search(text) else text
    return unicodedata.normalize("NFKC", bounded)


def upper(text: str) -> str:
    """Return the text in capitals, NFC, as printed papers need it (never by CSS, so that it can be read back)."""
    return nfc(text).upper()


def usual_name(name: str) -> str:
    """Return a person's name as names are usually written, each word with its capital: “nguyễn văn ĐỨC” as Nguyễn Văn Đức.

    Words that are written so already stay as they are: H’Bia, K'Sor.
    """
    words = (word[:1].upper() + word[1:].lower() if _is_oddly_written(word) else word for word in name.split())
    return " ".join(words)


def _is_oddly_written(word: str) -> bool:
    return word[:1].islower() or (len(word) > 1 and word.isupper() and word.isalpha())


def capitalised(text: str) -> str:
    """Return the text beginning with a capital, as a sentence does; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def within(label: str) -> str:
    """Return a label of the portal's own as it stands within a sentence: titles in it keep their capitals."""
    return label[:1].lower() + label[1:]


def first_words(text: str, limit: int = 80) -> str:
    """Return the text on one line, no longer than that, cut behind a word and marked with “…” where it is."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return f"{line[:limit].rsplit(' ', 1)[0][: limit - 1]}…"


# What a trích yếu begins with when it is no name: Về việc, Triển khai, Tổ chức, Sửa đổi, Thay thế, Bình xét …
_OPENINGS = frozenset(
    {"về", "triển", "tổ", "sửa", "thay", "phát", "hưởng", "hướng", "thực", "tăng", "kiểm", "sơ", "tổng", "khen", "tặng"}
    | {"phê", "quy", "đẩy", "nâng", "bình"}
)


def uncapitalised(text: str) -> str:
    """Return a trích yếu as it goes on after the name of its paper: one that begins with a proper name stays as it is."""
    first, second = [*text.split(maxsplit=2), "", ""][:2]
    begins = first.lower() in _OPENINGS and first[1:].islower()
    is_place = first == "Bình" and second[:1].isupper()  # Bình Liêu, Bình Dương
    return text[:1].lower() + text[1:] if begins and not is_place else text


def titled(kind: str, summary: str) -> str:
    """Return tên loại and trích yếu on one line, as they are read: Kế hoạch triển khai phong trào …"""
    return f"{kind} {uncapitalised(' '.join(summary.split()))}"


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
