"""Queries put together once: what they are built of never changes, and building takes longer than what PostgreSQL does."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db.models import BooleanField, Expression, F, Func, Model, QuerySet

_M = TypeVar("_M", bound=Model)


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
        return sql, _filled(params, given)

    return asked


def _filled(params: tuple[Any, ...], given: dict[str, Any]) -> list[Any]:
    return [given[each.name] if isinstance(each, Given) else each for each in params]


class _Built(NamedTuple):
    """What a compiler knows once it put a query together: the text, and which column is which field."""

    sql: str
    params: tuple[Any, ...]
    found: dict[str, Any]


class _Query:
    """A query that was put together before, with the values that it is asked with: all that reading its rows needs."""

    def __init__(self, query: Any, built: _Built, given: dict[str, Any]) -> None:
        self._query, self._built, self._given = query, built, given

    def get_compiler(self, using: str) -> Any:
        compiler = self._query.get_compiler(using)
        vars(compiler).update(self._built.found, as_sql=self._as_sql)
        return compiler

    def _as_sql(self, *args: Any, **options: Any) -> tuple[str, list[Any]]:
        return self._built.sql, _filled(self._built.params, self._given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


_FOUND = ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")


def prepared_rows(build: Callable[[], QuerySet[_M]]) -> Callable[..., list[_M]]:
    """Return what reads the rows of the query as objects, called as a `statement`; those of `select_related` with them.

    Of a query that locks its rows see to it that it is asked in a transaction: only the first time it is looked at.
    """

    @cache
    def built() -> tuple[QuerySet[_M], _Built]:
        queryset = build()
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        return queryset, _Built(sql, tuple(params), {name: getattr(compiler, name) for name in _FOUND})

    def asked(**given: Any) -> list[_M]:
        queryset, parts = built()
        query: Any = _Query(queryset.query, parts, given)
        return list(QuerySet(queryset.model, query=query))

    return asked


def prepared(build: Callable[[], QuerySet[Any]]) -> Callable[..., Expression]:
    """Return what stands in a condition for the query, called as a `statement`: `pk__in=_readable(by=user.pk)`.

    What is given may be `Given` again, where the condition stands in a query that is prepared itself.
    """
    asked = statement(lambda: build().order_by())
    return lambda **given: _Asked(*asked(**given))
