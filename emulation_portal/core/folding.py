"""Texts folded by PostgreSQL where no folded column is stored: the lines of one book, or an index of the expression."""

from django.db.models import CharField, Func


class Folded(Func):
    """The text as `vietnamese.fold` gives it, made by PostgreSQL: lower case, no accents, đ as d."""

    template = "translate(regexp_replace(normalize(lower(%(expressions)s), NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd')"
    output_field = CharField()


class FoldedWords(Folded):
    """The words of a text alone: folded, with one space for whatever stands between them."""

    template = f"trim(regexp_replace({Folded.template}, '\\W+', ' ', 'g'))"
