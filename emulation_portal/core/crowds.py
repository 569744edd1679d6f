"""Many rows of everything, and which pages to open among them: what `bench_pages` asks the apps for."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, models

# Of the issue: the processor time of a page, in pages of one query behind the same middleware and login.
LIST_LIMIT, PAGE_LIMIT = 12.0, 8.0
ROWS = 20
FIRST, BATCH = 200, 5_000

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class CrowdSize:
    """How big a portal is filled. Every app has its rows in proportion to the units."""

    units: int

    @property
    def neighbours(self) -> int:
        """Return how many units a second alliance has."""
        return 30 + self.units // 100


def insert(rows: Iterable[M]) -> list[M]:
    """Insert rows of one model in bulk.

    The database counts the table after the first of them and after the last: what its triggers look up in it would
    otherwise be planned for the empty table that was there before, and take minutes.
    """
    found = list(rows)
    for part in (found[:FIRST], found[FIRST:]):
        if part:
            model = type(part[0])
            model._default_manager.bulk_create(part, batch_size=BATCH)
            _count(model)
    return found


def insert_from(model: type[models.Model], columns: Mapping[str, str], source: str, given: Sequence[Any] = ()) -> None:
    """Insert a row of the model for each row of an SQL source, such as `FROM … WHERE …`, without any of them being read.

    `columns` says fields by their names in SQL; every other field is as that of a new object.
    """
    new = model()
    fields = [field for field in model._meta.concrete_fields if field.name in columns or not field.primary_key]
    plain = [field for field in fields if field.name not in columns]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    said = ", ".join(columns.get(field.name, "%s") for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    as_new = [field.get_db_prep_save(getattr(new, field.attname), connection) for field in plain]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {said} {source}", [*as_new, *given])
    _count(model)


def _count(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def move_in_bulk(rows: Iterable[models.Model], stations: Iterable[str]) -> None:
    """Move rows of one model from station to station, as far as the guard in the database lets them be moved."""
    found = list(rows)
    for status in stations:
        type(found[0])._default_manager.filter(pk__in=[row.pk for row in found]).update(status=status)


@dataclass(frozen=True)
class Visit:
    """A page to be opened: by the first who holds the role, or by a passer-by, and what it may cost at most."""

    name: str
    url: str
    by: str = ""
    limit: float | None = None


def visits_of_list(
    name: str,
    url: str,
    *,
    by: str = "",
    pages: Iterable[str],
    finds: str = "",
    misses: str = "",
    limit: float = LIST_LIMIT,
) -> Iterator[Visit]:
    """Yield a list's pages by their queries, the first, a middle and the last one, and a search with and without hits."""
    asked = [*zip(("first", "middle", "last"), pages, strict=True)]
    asked += [(words, query) for words, query in (("found", finds), ("not found", misses)) if query]
    for which, query in asked:
        yield Visit(f"{name}: {which}", f"{url}?{query}" if query else url, by, limit)


def first_middle_last(rows: int, size: int = ROWS) -> tuple[str, str, str]:
    """Return the queries of three pages of a list that has so many rows."""
    last = max(math.ceil(rows / size), 1)
    return "", f"page={max(last // 2, 1)}", f"page={last}"
