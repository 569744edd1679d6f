"""Texts folded by PostgreSQL where no folded column is stored: the lines of one book, or an index of the expression."""

from typing import Any

from django.db.models import CharField, Func, TextField
from django.db.models.lookups import PatternLookup


class Folded(Func):
    """The text as `vietnamese.fold` gives it, made by PostgreSQL: lower case, no accents, đ as d."""

    template = "translate(regexp_replace(normalize(lower(%(expressions)s), NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd')"
    output_field = CharField()


class FoldedWords(Folded):
    """The words of a text alone: folded, with one space for whatever stands between them."""

    template = f"trim(regexp_replace({Folded.template}, '\\W+', ' ', 'g'))"


@CharField.register_lookup
@TextField.register_lookup
class HasPhrase(PatternLookup):
    """Whether a text has several words one behind the other; a space may be the end of a line, or any one mark."""

    lookup_name = "has_phrase"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"LIKE {rhs}"

    def process_rhs(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, params = super().process_rhs(compiler, connection)
        return sql, [str(param).replace(" ", "_") for param in params]


@CharField.register_lookup
@TextField.register_lookup
class HasWord(PatternLookup):
    """Whether a word of a text begins with the letters or digits: they stand first, or behind a space, the end of a line, or
    one of the marks that words stand behind.

    An index of trigrams finds one or two letters so, by the mark before them, and nowhere else.
    """

    lookup_name = "has_word"
    param_pattern = "%s"
    marks = (
        "",
        *["% ", "%\n", "%(", "%-", "%–", "%/", "%.", "%:", "%,", '%"', "%“", "%'", "%’"],
    )  # what LIKE sees before it

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Ask for each mark by itself: several conditions LIKE ANY cost an index all their combinations."""
        column, column_params = self.process_lhs(compiler, connection)
        _, (letters,) = self.process_rhs(compiler, connection)
        asked = " OR ".join(f"{column} LIKE %s" for _ in self.marks)
        return f"({asked})", tuple(param for mark in self.marks for param in (*column_params, f"{mark}{letters}%"))
