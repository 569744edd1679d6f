"""Numbers in words of the office: Roman numerals, Vietnamese letters, a leading zero, groups of three digits."""

import re
from decimal import Decimal

# The letters of điểm follow the Vietnamese alphabet: no f, j, w, z; đ after d. NĐ 30/2020, Phụ lục I, II.6.
LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
]


def roman(number: int) -> str:
    """Return 1 as I, 4 as IV. Raises ValueError below 1."""
    if number < 1:
        raise ValueError(f"no Roman numeral for {number}")
    parts = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)


def letter(number: int) -> str:
    """Return 1 as a, 5 as đ. Raises ValueError past the alphabet's 23 letters."""
    if not 1 <= number <= len(LETTERS):
        raise ValueError(f"điểm {number} has no letter")
    return LETTERS[number - 1]


MOST_DIGITS = 18  # every number of as many fits into the database's widest column


def whole_number(text: object, *, digits: int = MOST_DIGITS) -> int | None:
    """Return the number that a text from outside writes in digits alone; None for anything else, and for more digits.

    Python refuses to read thousands of digits, the database a key of more than nineteen: both would be a crash.
    """
    found = str(text)
    return int(found) if found.isascii() and found.isdigit() and len(found) <= digits else None


def two_digits(number: int) -> str:
    """Return the number with a leading zero below 10: 05, 644. Source: NĐ 30/2020, Phụ lục I, II.3."""
    return f"{number:02d}"


def names_number(text: str, number: int, symbol: str) -> bool:
    """Return whether a text names the paper of this number and symbol: 1/KH-LMHTX as 01/KH – LMHTX, not as 101/KH-LMHTX.

    No digit stands before it, and the symbol does not go on: 01/KH-LMHTX is not named by 01/KH-LMHTX-VP.
    """
    signs = r"\s*[-\u2010-\u2014]\s*".join(re.escape(part) for part in symbol.split("-"))
    whole = rf"(?<!\d)0*{number}\s*/\s*{signs}(?!\w|[-/\u2010-\u2014]\w)"
    return re.search(whole, text, re.IGNORECASE) is not None


def grouped(number: int) -> str:
    """Return 1234567 as 1.234.567."""
    return f"{number:,}".replace(",", ".")


def decimal_comma(value: Decimal) -> str:
    """Return the number as it is written in Vietnamese, without zeros that say nothing: 60, 2,5."""
    return f"{value.normalize():f}".replace(".", ",")
