"""The sheet of an issued paper is drawn once: who comes later costs one read, and decodes no payload."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from emulation_portal.documents import desk
from emulation_portal.documents.desk import desk_of, desk_version
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.models import Document
from emulation_portal.documents.paper import Paper
from emulation_portal.documents.rendering import qr
from emulation_portal.documents.templatetags.papers import paper_sheet
from tests.factories import campaigns
from tests.factories.documents import issued_document, paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of what is done anew: papers read from their payload, QR codes drawn."""
    done: list[str] = []
    read, draw = Paper.from_json.__func__, qr.svg
    monkeypatch.setattr(Paper, "from_json", classmethod(lambda cls, data: done.append("read") or read(cls, data)))
    monkeypatch.setattr(qr, "svg", lambda url: done.append("drawn") or draw(url))
    return done


def test_second_passer_by_costs_no_reading_and_no_drawing(client: Client, work: list[str]) -> None:
    plan = campaigns.plan_in(DraftStatus.ISSUED)
    work.clear()

    first = client.get(plan.get_absolute_url()).content.decode()
    done_first = list(work)
    with CaptureQueriesContext(connection) as queries:
        second = client.get(plan.get_absolute_url()).content.decode()

    assert done_first == ["read", "drawn"]
    assert work == done_first
    assert first.partition('<div class="desk">')[2] == second.partition('<div class="desk">')[2]
    asked = [query["sql"] for query in queries]
    assert [sql for sql in asked if '"documents_document"."payload"' in sql] == []
    assert len([sql for sql in asked if 'FROM "cache"' in sql]) == 1


def test_kept_sheet_is_read_by_one_query() -> None:
    document = issued_document()
    drawn = desk_of(document)
    known = Document.objects.defer("payload").get(pk=document.pk)

    with CaptureQueriesContext(connection) as queries:
        kept = desk_of(known)

    assert kept == drawn
    assert len(queries) == 1


def test_each_paper_has_a_sheet_of_its_own() -> None:
    one, other = issued_document(summary=("Việc một",)), issued_document(summary=("Việc hai",))

    sheets = [str(desk_of(document)) for document in (one, other, one)]

    assert sheets[0] == sheets[2]
    assert ["Việc một" in sheet for sheet in sheets] == [True, False, True]


def test_another_look_is_drawn_anew(monkeypatch: pytest.MonkeyPatch, work: list[str]) -> None:
    document = issued_document()
    desk_of(document)
    monkeypatch.setattr(desk, "desk_version", lambda: "another")

    desk_of(document)

    assert work.count("read") == 2


def test_version_stays_while_nothing_that_draws_is_changed(tmp_path, settings) -> None:
    before = desk_version()
    desk_version.cache_clear()
    again = desk_version()
    settings.BASE_DIR = tmp_path
    desk_version.cache_clear()
    without_templates = desk_version()
    desk_version.cache_clear()

    assert before == again != without_templates


def test_draft_is_never_kept() -> None:
    first = paper_sheet(paper=paper(summary=("Trước khi sửa",)))
    second = paper_sheet(paper=paper(summary=("Sau khi sửa",)))

    assert "Trước khi sửa" in first
    assert "Sau khi sửa" in second
    with pytest.raises(ValueError, match="needs a paper"):
        paper_sheet()
