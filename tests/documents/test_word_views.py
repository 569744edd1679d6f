"""“Tải Word”: who is given a Word copy, under which name, and where its button stands."""

import io
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as WordDocument

from emulation_portal.audit.models import Event
from emulation_portal.documents.models import Document, LooseCopy
from emulation_portal.documents.paper import Paper
from emulation_portal.documents.serving import WORD_TYPE, word_response
from emulation_portal.documents.storage import store
from emulation_portal.documents.word import word_copy
from emulation_portal.rights.enums import Role
from tests.factories.documents import issued_document
from tests.factories.people import user_with_role

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 noi dung mau"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def word_url(document: Document) -> str:
    return reverse("documents:word", args=[document.pk])


def test_issued_paper_is_given_as_it_was_frozen(client: Client) -> None:
    document = issued_document()

    response = client.get(word_url(document))
    content = response.getvalue()

    assert content == word_copy(Paper.from_json(document.payload))
    assert response["Content-Type"] == WORD_TYPE
    assert response["Content-Disposition"] == 'attachment; filename="01-KH-LMHTX.docx"'
    assert response["Cache-Control"] == "public, max-age=600"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert any(
        "Số: 01/KH-LMHTX" in c.text for t in WordDocument(io.BytesIO(content)).tables for c in t.rows[1].cells[:1]
    )


def test_paper_not_public_is_kept_by_no_cache_between(client: Client) -> None:
    document = issued_document(is_public=False)
    stranger = client.get(word_url(document))
    client.force_login(user_with_role(Role.LEADER))

    response = client.get(word_url(document))

    assert (stranger.status_code, response.status_code) == (404, 200)
    assert response["Cache-Control"] == "private, no-cache"


def test_head_is_answered_and_nothing_is_logged(client: Client) -> None:
    document = issued_document()
    before = Event.objects.count()

    response = client.head(word_url(document))
    refused = client.post(word_url(document))

    assert (response.status_code, b"".join(response.streaming_content), refused.status_code) == (200, b"", 405)
    assert response["Content-Disposition"].startswith("attachment")
    assert Event.objects.count() == before  # as for the PDF


def test_who_asks_too_often_is_put_off(client: Client, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"word": "2/m/ip"}
    document = issued_document()

    assert [client.get(word_url(document)).status_code for _ in range(3)] == [200, 200, 429]


def test_name_with_vietnamese_letters_is_told_in_utf_8() -> None:
    response = word_response(b"x", file_name="kế hoạch.docx", is_public=False)

    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('kế hoạch.docx')}"


def test_button_stands_beside_that_of_the_pdf(client: Client) -> None:
    document = issued_document()
    waiting = client.get(document.get_absolute_url()).content.decode()
    ready = issued_document(file=PDF)

    page = client.get(ready.get_absolute_url()).content.decode()

    assert word_url(document) not in waiting
    assert f'href="{word_url(ready)}"' in page
    assert page.index("Mở PDF") < page.index("Tải Word")


def loose_copy(document: Document, template: str, payload: dict) -> LooseCopy:
    return LooseCopy.objects.create(
        digest=template,
        template=template,
        payload=payload,
        file_name="du-thao-ke-hoach-1.pdf",
        issuer=document.issuer,
        subject_type="drafts.draft",
        subject_id=1,
        storage_name=store("copies", PDF)[0],
    )


def test_draft_copy_has_a_word_copy_beside_it_and_a_book_has_none(client: Client) -> None:
    document = issued_document()
    draft = loose_copy(document, "paper", document.payload | {"is_draft": True, "number": None})
    book = loose_copy(document, "register", {"year": 2026})
    client.force_login(user_with_role(Role.OFFICER))

    pages = [client.get(reverse("documents:copy", args=[each.pk])).content.decode() for each in (draft, book)]
    word, none = (client.get(reverse("documents:copy-word", args=[each.pk])) for each in (draft, book))

    assert ["Tải Word" in page for page in pages] == [True, False]
    assert (word.status_code, none.status_code) == (200, 404)
    assert word["Content-Disposition"] == 'attachment; filename="du-thao-ke-hoach-1.docx"'
    assert word["Cache-Control"] == "private, no-cache"
    content = WordDocument(io.BytesIO(word.getvalue()))
    assert any("DỰ THẢO" in cell.text for row in content.tables[0].rows for cell in row.cells)
