"""Queries put together once: what they are built of never changes, and building takes longer than what PostgreSQL does."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import BooleanField, Expression, F, Func, QuerySet


class Given(Expression):
    """The place of a value that is known only when the query is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


def is_one_of(column: str, given: str) -> Func:
    """Return the condition that the column is one of the values of a list, however long."""
    return _any(column, "=", given)


def begins_with_one_of(column: str, given: str) -> Func:
    """Return the condition that the column is like one of the patterns of a list."""
    return _any(column, "LIKE", given)


def _any(column: str, operator: str, given: str) -> Func:
    template, joiner = "%(expressions)s)", f" {operator} ANY("
    return Func(F(column), Given(given), template=template, arg_joiner=joiner, output_field=BooleanField())


class _Asked(Expression):
    """A query as it is put in a condition: `pk__in`."""

    def __init__(self, sql: str, params: list[Any]) -> None:
        super().__init__()
        self.sql, self.params = sql, params

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return f"({self.sql})", self.params


def statement(build: Callable[[], QuerySet[Any]]) -> Callable[..., tuple[str, list[Any]]]:
    """Return what gives the query and its parameters, called with a value for each name that is `Given` in it, or more."""

    @cache
    def built() -> tuple[str, tuple[Any, ...]]:
        return build().query.sql_with_params()

    def asked(**given: Any) -> tuple[str, list[Any]]:
        sql, params = built()
        return sql, [given[each.name] if isinstance(each, Given) else each for each in params]

    return asked


def prepared(build: Callable[[], QuerySet[Any]]) -> Callable[..., Expression]:
    """Return what stands in a condition for the query, called as a `statement`: `pk__in=_readable(by=user.pk)`.

    What is given may be `Given` again, where the condition stands in a query that is prepared itself.
    """
    asked = statement(lambda: build().order_by())
    return lambda **given: _Asked(*asked(**given))
