"""Search without accents where no folded column is stored: for the lines of one book, never for a whole table."""

from django.db.models import CharField, Func


class Folded(Func):
    """The text as `vietnamese.fold` gives it, made by PostgreSQL: lower case, no accents, đ as d."""

    template = "translate(regexp_replace(normalize(lower(%(expressions)s), NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd')"
    output_field = CharField()
