"""What is issued stays: transcriptions correct each other, nothing is rewritten, nothing is deleted."""

import datetime as dt

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from emulation_portal.audit.models import Event
from emulation_portal.documents.actions import void_number
from emulation_portal.documents.models import Document, DocumentFile, FrozenForEver, Issuer, Register, RegisterEntry
from emulation_portal.documents.paper import Paper
from emulation_portal.documents.regulations import WrongNumber
from emulation_portal.procedure.errors import InvalidMove, ReasonMissing
from emulation_portal.rights.enums import Role
from tests.factories.documents import DAY, clerk, issued_document, issuer, revoke, transcribed_document, with_file
from tests.factories.people import user_with_role

pytestmark = pytest.mark.django_db


# --- transcriptions ---------------------------------------------------------------------------------------------------


def test_corrected_transcription_supersedes_under_the_same_number() -> None:
    first = transcribed_document(number=644, on=dt.date(2021, 11, 26), summary=("Bản đánh máy sai",))
    second = transcribed_document(number=644, on=dt.date(2021, 11, 26), summary=("Bản đã sửa",), supersedes=first)

    first.refresh_from_db()
    assert (first.status, second.status, second.supersedes) == ("superseded", "issued", first)
    assert first.entry_id == second.entry_id
    assert Document.objects.count() == 2
    assert RegisterEntry.objects.count() == 1
    assert first.check_code != second.check_code


def test_mistyped_number_stays_in_the_book_as_void() -> None:
    wrong = transcribed_document(number=464, on=dt.date(2021, 11, 26))
    right = transcribed_document(number=644, on=dt.date(2021, 11, 26), supersedes=wrong)

    void = RegisterEntry.objects.get(number=464)
    assert void.voided_at is not None
    assert void.void_reason == "Nhập sai số; đã nhập lại thành 644/KH-LMHTX."
    assert right.entry.number == 644
    assert Event.objects.get(verb="register.number_voided").object_id == str(void.pk)
    assert list(RegisterEntry.objects.order_by("number").values_list("number", flat=True)) == [464, 644]


def test_transcription_is_superseded_once() -> None:
    first = transcribed_document(number=644)
    transcribed_document(number=644, supersedes=first)

    with pytest.raises(InvalidMove):
        transcribed_document(number=644, supersedes=first)


def test_transcription_bears_its_mark_and_an_issued_paper_does_not() -> None:
    transcription = Paper.from_json(transcribed_document(number=644).payload)
    issued = Paper.from_json(issued_document(on=DAY).payload)

    assert (transcription.is_transcription, transcription.is_draft) == (True, False)
    assert (issued.is_transcription, issued.is_draft) == (False, False)
    assert issued.number == 645
    assert issued.check is not None


def test_qr_can_be_switched_off_and_the_code_still_answers() -> None:
    issuer(prints_qr=False)
    document = issued_document()

    assert Paper.from_json(document.payload).check is None
    assert len(document.check_code) == 12


# --- revoke and void --------------------------------------------------------------------------------------------------


def test_revoke_needs_a_reason_and_keeps_paper_and_number() -> None:
    document, leader = issued_document(), user_with_role(Role.LEADER)

    with pytest.raises(ReasonMissing):
        revoke(document_id=document.pk, reason="  ", by=leader)
    revoke(document_id=document.pk, reason="Trái thẩm quyền", by=leader)
    with pytest.raises(InvalidMove):
        revoke(document_id=document.pk, reason="Lần nữa", by=leader)

    document.refresh_from_db()
    assert (document.status, document.status_reason, document.entry.voided_at) == ("revoked", "Trái thẩm quyền", None)


def test_number_is_voided_once() -> None:
    document = issued_document()
    revoke(document_id=document.pk, reason="Sai", by=user_with_role(Role.LEADER))
    void_number(entry_id=document.entry_id, reason="Cấp nhầm", by=clerk())

    with pytest.raises(WrongNumber, match="đã được hủy trước đó"):
        void_number(entry_id=document.entry_id, reason="Lần nữa", by=clerk())


# --- the database refuses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"payload": {"schema": 1}},
        {"number": 2},
        {"symbol": "QĐ-LMHTX"},
        {"issued_on": dt.date(2020, 1, 1)},
        {"check_code": "0" * 12},
        {"frozen_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_issued_paper_cannot_be_rewritten(change: dict) -> None:
    document = issued_document()

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_issued_paper_cannot_be_deleted() -> None:
    document = issued_document()

    with pytest.raises(FrozenForEver):
        document.delete()
    with pytest.raises(FrozenForEver):
        Document.objects.all().delete()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM documents_document")


@pytest.mark.parametrize(
    "sql", ["UPDATE documents_documentfile SET sha256 = repeat('0', 64)", "DELETE FROM documents_documentfile"]
)
def test_stored_file_is_for_ever(sql: str, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    with_file(issued_document())

    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_number_stands_once_in_a_book() -> None:
    document = issued_document()
    line = {"number": 2, "document_type": "KH", "symbol": "KH-LMHTX", "issued_on": DAY, "summary": "Khác"}
    RegisterEntry.objects.create(register=document.entry.register, **line)
    Register.objects.update(last_number=2)

    _refused("entry_number_once", lambda: RegisterEntry.objects.create(register=document.entry.register, **line))


def test_lines_of_the_book_are_sound() -> None:
    line = transcribed_document(number=1).entry
    lines = RegisterEntry.objects.filter(pk=line.pk)
    now = dt.datetime(2026, 3, 3, tzinfo=dt.UTC)

    _refused("entry_voided_with_reason", lambda: lines.update(voided_at=now, void_reason=""))
    _refused("entry_voided_with_reason", lambda: lines.update(voided_at=None, void_reason="Cấp nhầm"))
    assert lines.update(voided_at=now, void_reason="Cấp nhầm") == 1
    _refused("entry_number_from_one", lambda: lines.update(number=0))
    _refused("entry_type_known", lambda: lines.update(document_type="XX"))


def test_books_and_issuers_are_sound() -> None:
    of = issuer()
    Register.objects.create(issuer=of, series="", year=2026)

    _refused("register_once", lambda: Register.objects.create(issuer=of, series="", year=2026))
    _refused("register_year_range", lambda: Register.objects.create(issuer=of, series="", year=1989))
    _refused("register_year_range", lambda: Register.objects.create(issuer=of, series="", year=2201))
    assert Issuer.objects.update(series_scope="per_type", numbering_mode="book") == 1
    _refused("issuer_scope_known", lambda: Issuer.objects.update(series_scope="x"))
    _refused("issuer_mode_known", lambda: Issuer.objects.update(numbering_mode="x"))


def test_one_valid_paper_per_number(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    first = transcribed_document(number=644)
    transcribed_document(number=644, supersedes=first)

    with pgtrigger.ignore("documents.Document:status_moves", "documents.Document:end_stays"):
        _refused(
            "document_one_valid_per_number",
            lambda: Document.objects.filter(pk=first.pk).update(status="issued", ended_on=None),
        )
        _refused("document_status_known", lambda: Document.objects.filter(pk=first.pk).update(status="lost"))


def test_files_are_sound() -> None:
    document = issued_document()
    sound = {"document": document, "storage_name": "a", "sha256": "a" * 64, "size_bytes": 1, "pages": 1}

    _refused("file_sha256_shape", lambda: DocumentFile.objects.create(**sound | {"sha256": "A" * 64}))
    _refused("file_not_empty", lambda: DocumentFile.objects.create(**sound | {"size_bytes": 0}))
    _refused("file_not_empty", lambda: DocumentFile.objects.create(**sound | {"pages": 0}))
    DocumentFile.objects.create(**sound)
    _refused("document_id", lambda: DocumentFile.objects.create(**sound))


def _refused(constraint: str, change) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        change()
