"""What is said of an issued paper when somebody looks for it: its words, number, type, day and year."""

import operator
from functools import cache, reduce

from django.db.models import Q

from emulation_portal.core.searching import Numbered, Word, cited_in, of_every_word, says, words_of
from emulation_portal.core.vietnamese import fold

from .enums import DocumentType


def saying(text: str, at: str = "") -> Q:
    """Return the condition that an issued paper is found by every word; `at` leads to the paper: `document__`.

    A word stands in the symbol or in the trích yếu, or it is the number (644, 04/KH), the type, the day or the year.
    """
    return of_every_word(text, lambda word: _said(word, at))


def _said(word: Word, at: str) -> Q:
    return says(f"{at}search_text", word) | bears(word, at) | _of_type_or_day(word, at)


def said_in_the_book(text: str) -> Q:
    """Return the condition that a line of a book is found by every word, as a paper is; a `folded_symbol` stands by."""
    return of_every_word(text, _on_the_line)


def _on_the_line(word: Word) -> Q:
    found = says("search_text", word) | _of_type_or_day(word, "")
    if word.number is None:
        return found | says("folded_symbol", word)
    of_symbol = Q(folded_symbol__startswith=word.number.symbol)
    if word.number.year:
        of_symbol |= Q(issued_on__year=word.number.year)
    return found | Q(number=word.number.number) & of_symbol


def _of_type_or_day(word: Word, at: str) -> Q:
    found = Q(**{f"{at}document_type__in": _types_called(word.text)})
    if word.year:
        found |= Q(**{f"{at}issued_on__year": word.year})
    if word.day:
        found |= Q(**{f"{at}issued_on": word.day})
    if word.month:
        year, month = word.month
        found |= Q(**{f"{at}issued_on__year": year, f"{at}issued_on__month": month})
    return found


def bearing(text: str, at: str = "") -> Q | None:
    """Return the condition that a paper bears a number of the text, with its symbol as far as that is typed.

    A number with its whole symbol is meant before any other. None when the text names no number.
    """
    words = words_of(text)
    numbered = [bears(word, at) for word in cited_in(words) or words if word.number]
    return reduce(operator.or_, numbered) if numbered else None


def of_a_day_in(text: str, at: str = "") -> Q:
    """Return the condition that a paper is of a day that stands in the text."""
    return Q(**{f"{at}issued_on__in": [word.day for word in words_of(text) if word.day]})


def bears(word: Word, at: str = "") -> Q:
    """Return the condition that a paper bears the number that the word may be."""
    if word.number is None:
        return Q(pk__in=())
    return Q(**{f"{at}number": word.number.number}) & _of_symbol(word.number, at)


def _of_symbol(typed: Numbered, at: str) -> Q:
    """Return the condition on the symbol, with which the folded text begins; of 644/2021 on the year."""
    if not typed.symbol:
        return Q()
    of_symbol = Q(**{f"{at}search_text__startswith": typed.symbol})
    return of_symbol | Q(**{f"{at}issued_on__year": typed.year}) if typed.year else of_symbol


@cache
def _names_of_types() -> dict[str, frozenset[str]]:
    return {kind.value: frozenset([fold(kind.value), *fold(kind.label).split()]) for kind in DocumentType}


def _types_called(word: str) -> list[str]:
    return [value for value, names in _names_of_types().items() if word in names]
