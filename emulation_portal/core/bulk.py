"""Many rows changed by one statement, each to its own values: `bulk_update` writes a CASE that grows with their square."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import Jsonb

AT_ONCE = 2_000


def update_rows(model: type[models.Model], rows: Iterable[tuple[int, Mapping[str, Any]]]) -> int:
    """Write these columns, by their names in the database, into the rows of these keys; return how many were written.

    Only what is named is written, so that triggers on other columns stay still.
    """
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for pk, values in rows:
        groups.setdefault(tuple(sorted(values)), []).append({"id": pk, **values})
    written = 0
    for columns, group in groups.items():
        waiting = iter(group)
        while part := list(islice(waiting, AT_ONCE)):
            written += _update(model, columns, part)
    return written


def _update(model: type[models.Model], columns: tuple[str, ...], rows: list[dict[str, Any]]) -> int:
    name, types = connection.ops.quote_name, {f.column: f.db_type(connection) for f in model._meta.concrete_fields}
    sets = ", ".join(f"{name(column)} = given.{name(column)}" for column in columns)
    shape = ", ".join(f"{name(column)} {types[column]}" for column in ("id", *columns))
    table = name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {sets} FROM jsonb_to_recordset(%s) AS given({shape}) WHERE {table}.id = given.id",
            [Jsonb(rows, dumps=LettersEncoder().encode)],
        )
        return int(cursor.rowcount)


class LettersEncoder(DjangoJSONEncoder):
    """JSON with its letters as they are: an escaped ế takes six bytes, and long columns are held while they are written."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})
