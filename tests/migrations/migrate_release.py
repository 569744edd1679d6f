"""Run by test_release in a process of its own: load what the previous release left, migrate it, look around, tell."""

import datetime as dt
import gzip
import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, connection, transaction  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from emulation_portal.accounts.models import User  # noqa: E402
from emulation_portal.documents.drafts.actions import issue_draft  # noqa: E402
from tests.migrations.reading_pages import log_rows, of_the_office, pages  # noqa: E402

HERE = Path(__file__).parent
TRIGGERS = """
SELECT c.relname, t.tgname, t.tgenabled, p.proname FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal ORDER BY 1, 2
"""
# What nobody may do, by what forbids it: {table and trigger: statement}.
FORBIDDEN = {
    "audit_event append_only": "UPDATE audit_event SET verb = 'plan.edited' WHERE id = 1",
    "audit_event append_only (gone)": "DELETE FROM audit_event WHERE id = 1",
    "audit_event no_truncate": "TRUNCATE audit_event",
    "documents_document frozen": "UPDATE documents_document SET payload = '{}' WHERE id = 1",
    "documents_document frozen (number)": "UPDATE documents_document SET number = 7 WHERE id = 1",
    "documents_document never_deleted": "DELETE FROM documents_document WHERE id = 1",
    "documents_documentfile append_only": "UPDATE documents_documentfile SET sha256 = 'a' WHERE id = 1",
    "documents_documentfile append_only (gone)": "DELETE FROM documents_documentfile WHERE id = 1",
    "documents_register never_deleted": "DELETE FROM documents_register WHERE id = 1",
    "documents_registerentry never_taken_out": "DELETE FROM documents_registerentry WHERE id = 1",
    "jobs_job state_moves": "UPDATE jobs_job SET state = 'queued', finished_at = NULL WHERE state = 'done'",
    "drafts_draft never_deleted": "DELETE FROM drafts_draft WHERE id = 13",
    "drafts_draft status_moves": "UPDATE drafts_draft SET status = 'draft' WHERE status = 'approved'",
    "campaigns_campaign status_moves": "UPDATE campaigns_campaign SET status = 'running' WHERE status = 'closed'",
}


def load() -> None:
    """Make the tables of the previous release with its sample, and rows of kinds that the sample has none of."""
    with gzip.open(HERE / "release-1.sql.gz", "rt", encoding="utf-8") as dump, connection.cursor() as cursor:
        cursor.execute(dump.read())
        cursor.execute((HERE / "beside_the_sample.sql").read_text("utf-8"))


def tables() -> dict[str, dict[str, dict[str, str | None]]]:
    """Return every row of every table as {table: {key: {column: its text}}}."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {name: _rows(cursor, name) for name in names if name != "cache"}


def _rows(cursor, table: str) -> dict[str, dict[str, str | None]]:
    columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]
    key = columns.index(connection.introspection.get_primary_key_column(cursor, table))
    texts = ", ".join(f'"{name}"::text' for name in columns)
    cursor.execute(f"SELECT {texts} FROM {table}")
    return {row[key]: dict(zip(columns, row, strict=True)) for row in cursor.fetchall()}


def triggers() -> list[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        return [list(row) for row in cursor.fetchall()]


def refusals() -> dict[str, str]:
    """Return what the database answers to what nobody may do: the trigger function that raised, or "done"."""
    return {name: _answer(statement) for name, statement in FORBIDDEN.items()}


def _answer(statement: str) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
            return "done" if cursor.rowcount else "no such row"
    except DatabaseError as error:
        return error.__cause__.diag.context or str(error)


def sequences_behind() -> list[str]:
    """Return the tables whose next key is taken already."""
    behind = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for sequence in connection.introspection.get_sequences(cursor, table):
                cursor.execute(f"SELECT nextval('{sequence['name']}') <= max({sequence['column']}) FROM {table}")
                behind += [table] * bool(cursor.fetchone()[0])
    return behind


def next_paper() -> list:
    """Issue the plan that waits for its number, look at the book, and take it all back."""
    on, clerk = dt.date(2026, 11, 27), User.objects.get(username="vanthu")
    with transaction.atomic(), connection.cursor() as cursor:
        draft = issue_draft(draft_id=9, by=clerk, issued_on=on, today=on)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
        return [draft.status, draft.document.pk, draft.document.printed_number]


load()
told = {"before": tables(), "triggers_before": triggers()}
call_command("migrate", verbosity=0)
told |= {"after": tables(), "triggers_after": triggers(), "refusals": refusals()}
setup_test_environment()
told |= {
    "pages": pages(),
    "office": of_the_office(),
    "log": log_rows(),
    "next_paper": next_paper(),
    "behind": sequences_behind(),
}
json.dump(told, sys.stdout, default=str)
