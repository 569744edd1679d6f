"""What somebody looks for, word by word: in folded texts, as the number of a paper, as a day, a month or a year."""

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
from .folding import Folded, HasPhrase, HasWord
from .numbering import whole_number
from .parts import Findings, Found
from .short_names import Forms, forms_of, shortened, spellings
from .vietnamese import compatible, fold, squeeze

MAX_LOOKED_FOR = 200  # characters: a paper's whole citation is pasted
MAX_NUMBERS = 3  # words taken as numbers of papers: nobody asks for more at once
COUNTED_AT_MOST = 1_000  # beyond that nobody reads a list to its end

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63]")
_IN_WORDS = (  # a day or a month in words, and what only introduces a number
    (re.compile(r"\b(\d{1,2}) thang (\d{1,2}),? nam (\d{4})\b"), r"\1/\2/\3"),
    (re.compile(r"\bthang (\d{1,2})(?: nam |\s*/\s*)(\d{4})\b"), r"\1/\2"),
    (re.compile(r"\b(?:so|ngay|nam)\b\s*:?\s*(?=\d)"), " "),  # “số 644”, “ngày 26/11/2021”
    (re.compile(r"(?<=\d)\s*/\s*(?=\w)"), "/"),  # “644 / KH-LMHTX”
)
# What stays one word: a number with its symbol, a day, a span of years. All else is cut at every mark.
_WORD = re.compile(r"\d+(?:[./-][^\W_]+)*(?:[^\W\d_]+(?:[/-][^\W\d_]+)+)?|[^\W_]+")
_NUMBER = re.compile(r"(\d+)[/-]?((?:[^\W\d_]+[/-])+[^\W\d_]+)")  # 644/KH-LMHTX, and 644KH-LMHTX, 644-KH/LMHTX
_BETWEEN_PARTS = r"\W+((thang|nam)\W+)?"


class Numbered(NamedTuple):
    """The number of a paper as it was typed: 644, 04/KH. The symbol is folded, and may be its beginning alone."""

    number: int
    symbol: str

    @property
    def is_full(self) -> bool:
        """Return whether number and whole symbol stand there, as one cites a paper: 644/KH-LMHTX."""
        return "-" in self.symbol

    @property
    def year(self) -> int | None:
        """Return the year that stands in the place of the symbol: 644/2021."""
        return _year(self.symbol)


@dataclass(frozen=True)
class Word:
    """One word that is looked for, folded, and what else than a word it may be."""

    text: str
    number: Numbered | None = None
    year: int | None = None
    day: dt.date | None = None
    month: tuple[int, int] | None = None  # year and month

    @property
    def forms(self) -> Forms:
        """Return its spellings, short and full, each as the pieces that stand in a text."""
        return forms_of(self.text)


def words_of(text: str) -> list[Word]:
    """Return the words that are looked for, each once; names that have a short form as that."""
    folded = _DASHES.sub("-", fold(compatible(text.replace("\0", " "))))
    for pattern, plain in _IN_WORDS:
        folded = pattern.sub(plain, folded)
    found = dict.fromkeys(shortened([_plain(word) for word in _WORD.findall(folded)]))
    numbers = [word for word in found if _number(word)][:MAX_NUMBERS]
    return [
        Word(word, _number(word) if word in numbers else None, _year(word), _day(word), _month(word)) for word in found
    ]


def _plain(word: str) -> str:
    """Return a number with its symbol as papers print it, however slash and dash were typed; other words as they are."""
    cited = _NUMBER.fullmatch(word)
    return f"{cited[1]}/{cited[2].replace('/', '-')}" if cited else word


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


def _month(word: str) -> tuple[int, int] | None:
    month, _, year = word.partition("/")
    found = whole_number(month)
    return (year_found, found) if (year_found := _year(year)) and found and found <= 12 else None


def says(column: str, word: Word) -> Q:
    """Return the condition that a folded column has the word, in its short or its full form."""
    return reduce(operator.or_, (_has_all(column, pieces) for pieces in word.forms))


def _has_all(column: str, pieces: tuple[str, ...]) -> Q:
    return reduce(operator.and_, (_has(column, piece) for piece in pieces))


def _has(column: str, piece: str) -> Q:
    """Return the condition that a column has the piece: a number whole, one or two letters where a word begins.

    Who looks for “An” does not mean every syllable with “an” in it, who looks for 20 not 2026; and an index of
    trigrams finds nothing shorter. Between the parts of a day or a number stands any mark.
    """
    if " " in piece:
        return Q(**{f"{column}__{HasPhrase.lookup_name}": piece})
    if piece[0].isdigit():
        return _has_letters(column, re.split(r"[./-]", piece)[0]) & Q(**{f"{column}__regex": _whole(piece)})
    return _has_letters(column, piece)


def _has_letters(column: str, letters: str) -> Q:
    """Return the condition that a column has the letters or digits, one or two of them where a word begins."""
    is_short = len(letters) <= 2 and letters.isalnum()
    return Q(**{f"{column}__{HasWord.lookup_name if is_short else 'contains'}": letters})


def _whole(number: str) -> str:
    parts = re.split(r"[./-]", number)
    begins = r"(^|\W)" if len(parts[0]) <= 2 else r"(^|\D)"
    ends = r"(\D|$)" if number[-1].isdigit() else ""
    return begins + _BETWEEN_PARTS.join(parts) + ends


def says_all(column: str, text: str) -> Q:
    """Return the condition that a folded column has every word of the text; of a text without words, nothing has."""
    return of_every_word(text, lambda word: says(column, word))


def of_every_word(text: str, condition: Callable[[Word], Q]) -> Q:
    """Return the condition on every word; or on the number alone, where a paper is cited with all that stands around.

    What stands around is of the sentence it was copied from: “Căn cứ Kế hoạch số 644/KH-LMHTX … của Liên minh …”.
    """
    words = words_of(text)
    if not words:
        return Q(pk__in=())
    every = reduce(operator.and_, map(condition, words))
    return reduce(operator.or_, (condition(word) for word in cited_in(words)), every) if len(words) > 1 else every


def cited_in(words: list[Word]) -> list[Word]:
    """Return those words that are the number of a paper with its whole symbol."""
    return [word for word in words if word.number and word.number.is_full]


def nearest_first(rows: QuerySet[Any], found: QuerySet[Any], text: str, many: int) -> list[Any]:
    """Return the first of the rows that were found: those so called, then whose name begins so, then the others.

    The rows have a `name`, an index of it folded, and a `search_text` that begins with it. They are asked step by step,
    and only when more were found than are shown: to sort all would cost more the more there are.
    """
    others = list(found[:many])
    spelled = spellings(fold(compatible(text.replace("\0", " "))))
    so_called, begun = others, []
    if len(others) == many:
        begins = reduce(operator.or_, (Q(search_text__startswith=each) for each in spelled))
        so_called = list(rows.alias(folded_name=Folded("name")).filter(folded_name__in=spelled)[:many])
        begun = list(rows.filter(begins).order_by("search_text")[:many]) if len(so_called) < many else []
    typed = set(squeeze(text).lower().split())
    so_called = [row for row in so_called if fold(row.name) in spelled]
    so_called.sort(key=lambda row: -len(typed & set(row.name.lower().split())))  # the same tones first
    begun = begun or [row for row in others if fold(row.name).startswith(tuple(spelled))]
    return list({row.pk: row for row in (*so_called, *begun, *others)}.values())[:many]


def first_of(
    rows: QuerySet[Any],
    limit: int,
    show: Callable[[Any], Found],
    *,
    first: Callable[[int], list[Any]] | None = None,
    list_name: str,
    **asked: str,
) -> Findings:
    """Return the first rows as they are shown; when there are more, how many, and the list in which all of them stand.

    `first` returns so many of the rows where their order is not that of the list.
    """
    shown = [show(row) for row in (first(limit + 1) if first else rows[: limit + 1])]
    if len(shown) <= limit:
        return Findings(shown, len(shown))
    total = rows.order_by().values("pk")[: COUNTED_AT_MOST + 1].count()
    return Findings(shown[:limit], total, f"{reverse(list_name)}?{urlencode(asked)}")
