"""Rows of before are carried over: the day a paper ended comes out of the log, what ended it out of the papers."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from emulation_portal.audit.models import Event
from tests.factories.people import alliance

BEFORE = ("documents", "0003_void_line_beside_valid_one")
AFTER = ("documents", "0005_frozen_book")
# 18:30 in UTC is half past one on the next day in Quảng Ninh.
ENDED_AT = dt.datetime(2026, 3, 5, 18, 30, tzinfo=dt.UTC)


@pytest.fixture
def before(transactional_db: None) -> Iterator[object]:
    """Return the models of before, in a database of before; afterwards it is of today again."""
    executor = MigrationExecutor(connection)
    executor.migrate([BEFORE])
    yield executor.loader.project_state([BEFORE]).apps
    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


def _world(apps: object, monkeypatch: pytest.MonkeyPatch) -> None:
    issuers, books = (apps.get_model("documents", name).objects for name in ("Issuer", "Register"))
    issuer = issuers.create(unit_id=alliance().pk, name_lines="LM", full_name="LM", symbol="LM")
    book = books.create(issuer=issuer, series="", year=2026, last_number=4)
    old = _paper(apps, book, 1, status="superseded", kind="transcribed")
    _paper(apps, book, 1, entry=old.entry, kind="transcribed", supersedes=old)
    revoked = _paper(apps, book, 2, status="revoked", status_reason="Trùng nội dung.")
    _paper(apps, book, 3, status="revoked", status_reason="Không có trong nhật ký.")
    _paper(apps, book, 4)
    with monkeypatch.context() as clock:
        clock.setattr("django.utils.timezone.now", lambda: ENDED_AT)
        for verb, paper in (("superseded", old), ("revoked", revoked)):
            label = "documents.document"
            Event.objects.create(verb=f"document.{verb}", object_type=label, object_id=str(paper.pk), object_name="x")


def _paper(apps: object, book: object, number: int, entry: object = None, **fields: object) -> object:
    said = {"document_type": "KH", "number": number, "symbol": "KH-LM", "issued_on": "2026-03-02", "summary": "Việc"}
    kind = fields.get("kind", "issued")
    entries = apps.get_model("documents", "RegisterEntry").objects
    entry = entry or entries.create(register=book, kind=kind, **said)
    return apps.get_model("documents", "Document").objects.create(
        entry=entry,
        issuer=book.issuer,
        check_code=f"{number}{fields.get('supersedes') is None}",
        payload={},
        subject_type="units.unit",
        subject_id=1,
        **said,
        **fields,
    )


def _rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_days_and_effects_come_out_of_log_and_papers(before: object, monkeypatch: pytest.MonkeyPatch) -> None:
    _world(before, monkeypatch)
    untouched = "SELECT id, number, status, payload::text, status_reason, frozen_at FROM documents_document ORDER BY id"
    papers, events = _rows(untouched), _rows("SELECT * FROM audit_event ORDER BY id")
    one, two, three, four, five = (row[0] for row in papers)
    frozen_on = dt.datetime.now(dt.timezone(dt.timedelta(hours=7))).date()

    MigrationExecutor(connection).migrate([AFTER])

    assert _rows(untouched) == papers
    assert _rows("SELECT * FROM audit_event ORDER BY id") == events
    night = dt.date(2026, 3, 6)
    assert _rows("SELECT id, ended_on FROM documents_document ORDER BY id") == [
        (one, night),
        (two, None),
        (three, night),
        (four, frozen_on),
        (five, None),
    ]
    assert _rows(
        "SELECT kind, on_id, by_id, by_number_symbol, effective_on, reason, recorded_by_id FROM documents_papereffect "
        "ORDER BY on_id"
    ) == [
        ("corrects", one, two, "", night, "", None),
        ("revokes", three, None, "", night, "Trùng nội dung.", None),
        ("revokes", four, None, "", frozen_on, "Không có trong nhật ký.", None),
    ]


@pytest.mark.django_db(transaction=True)
def test_way_back_is_open_and_leads_here_again(before: object, monkeypatch: pytest.MonkeyPatch) -> None:
    _world(before, monkeypatch)

    MigrationExecutor(connection).migrate([AFTER])
    MigrationExecutor(connection).migrate([BEFORE])
    MigrationExecutor(connection).migrate([AFTER])

    assert _rows("SELECT count(*) FROM documents_papereffect") == [(3,)]
