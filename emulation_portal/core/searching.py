"""What somebody looks for, word by word: in folded texts, as the number of a paper, as a day or a year."""

import datetime as dt
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from .dates import FIRST_YEAR, LAST_YEAR, ImpossibleDate, parse_date
from .numbering import whole_number
from .parts import Findings, Found
from .vietnamese import fold

MAX_LOOKED_FOR = 100  # characters
MAX_NUMBERS = 3  # words taken as numbers of papers: nobody asks for more at once
COUNTED_AT_MOST = 1_000  # beyond that nobody reads a list to its end

_DASHES = str.maketrans("‐‑–—\0", "---- ")  # and NUL, which no column can hold
_INTRODUCING = re.compile(r"\b(?:so|ngay)\b\s*:?\s*(?=\d)")  # “số 644”, “ngày 26/11/2021”
_SLASH = re.compile(r"(?<=\d)\s*/\s*(?=\w)")  # “644 / KH-LMHTX”
_MARKS = "\"'“”‘’«».,;:!?()[]-/"
_BEFORE_A_WORD = (" ", "\n", "“", '"', "(")


class Numbered(NamedTuple):
    """The number of a paper as it was typed: 644, 04/KH. The symbol is folded, and may be its beginning alone."""

    number: int
    symbol: str


@dataclass(frozen=True)
class Word:
    """One word that is looked for, folded, and what else than a word it may be."""

    text: str
    number: Numbered | None = None
    year: int | None = None
    day: dt.date | None = None


def words_of(text: str) -> list[Word]:
    """Return the words that are looked for, each once, without the marks around them."""
    folded = _SLASH.sub("/", _INTRODUCING.sub(" ", fold(text).translate(_DASHES)))
    found = dict.fromkeys(filter(None, (word.strip(_MARKS) for word in folded.split())))
    numbers = [word for word in found if _number(word)][:MAX_NUMBERS]
    return [Word(word, _number(word) if word in numbers else None, _year(word), _day(word)) for word in found]


def _number(word: str) -> Numbered | None:
    number, _, symbol = word.partition("/")
    found = whole_number(number)
    return None if found is None else Numbered(found, symbol)


def _year(word: str) -> int | None:
    year = whole_number(word) if len(word) == 4 else None
    return year if year and FIRST_YEAR <= year <= LAST_YEAR else None


def _day(word: str) -> dt.date | None:
    try:
        return parse_date(word)
    except ImpossibleDate:
        return None


def says(column: str, word: Word) -> Q:
    """Return the condition that a folded column has the word; one of one or two letters, where a word begins.

    Who looks for “An” does not mean every syllable with “an” in it; and an index of trigrams finds nothing shorter.
    """
    if len(word.text) > 2:
        return Q(**{f"{column}__contains": word.text})
    begun = (Q(**{f"{column}__contains": f"{before}{word.text}"}) for before in _BEFORE_A_WORD)
    return reduce(operator.or_, begun, Q(**{f"{column}__startswith": word.text}))


def says_all(column: str, text: str) -> Q:
    """Return the condition that a folded column has every word of the text; of a text without words, nothing has."""
    return of_every_word(text, lambda word: says(column, word))


def of_every_word(text: str, condition: Callable[[Word], Q]) -> Q:
    words = words_of(text)
    return reduce(operator.and_, map(condition, words)) if words else Q(pk__in=())


def first_of(
    rows: QuerySet[Any], limit: int, show: Callable[[Any], Found], *, list_name: str, **asked: str
) -> Findings:
    """Return the first rows as they are shown; when there are more, how many, and the list in which all of them stand."""
    shown = [show(row) for row in rows[: limit + 1]]
    if len(shown) <= limit:
        return Findings(shown, len(shown))
    total = rows.order_by().values("pk")[: COUNTED_AT_MOST + 1].count()
    return Findings(shown[:limit], total, f"{reverse(list_name)}?{urlencode(asked)}")
