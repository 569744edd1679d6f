"""The database keeps the book as it keeps the papers: each rule with what it lets through and what it refuses, by SQL."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from emulation_portal.documents.actions import void_number
from emulation_portal.documents.models import Document, Register
from tests.factories.documents import (
    DAY,
    clerk,
    council_issuer,
    issued_document,
    issuer,
    revoke,
    transcribed_document,
    with_file,
)
from tests.factories.people import user_with_role

pytestmark = pytest.mark.django_db

FROZEN = "Cannot update rows from documents_registerentry"
LINE = "line_says_what_its_paper_says"
BOOK = "last_number_is_that_of_the_lines"


def run(sql: str, *values: object) -> int:
    """Carry out the statement and commit, as far as the database's checks are concerned; return the rows touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        touched = cursor.rowcount
        connection.check_constraints()
    return touched


def refused(words: str, sql: str, *values: object, error: type[Exception] = IntegrityError) -> None:
    with pytest.raises(error, match=words):
        run(sql, *values)


# --- lines of what the portal issued ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "number = 9",
        "document_type = 'QĐ'",
        "symbol = 'KH-X'",
        "issued_on = '2026-03-01'",
        "summary = 'Khác'",
        "signer_name = 'Khác'",
        "kind = 'transcribed'",
    ],
)
def test_line_of_an_issued_paper_keeps_what_the_paper_says(change: str) -> None:
    line = issued_document().entry

    refused(FROZEN, f"UPDATE documents_registerentry SET {change} WHERE id = %s", line.pk, error=DatabaseError)


def test_line_of_an_issued_paper_stays_in_its_book() -> None:
    line = issued_document().entry
    other = Register.objects.create(issuer=council_issuer(), series="", year=2026)

    refused(
        FROZEN,
        "UPDATE documents_registerentry SET register_id = %s WHERE id = %s",
        other.pk,
        line.pk,
        error=DatabaseError,
    )


def test_clerks_columns_of_an_issued_line_are_written() -> None:
    line = issued_document().entry
    columns = "copies = 3, note = 'Gửi hỏa tốc', archive_holder = 'VT', received_by = 'A', forwarded_on = '2026-03-04'"

    assert run(f"UPDATE documents_registerentry SET {columns} WHERE id = %s", line.pk) == 1


# --- lines of transcriptions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "number = 9",
        "document_type = 'QĐ'",
        "symbol = 'KH-X'",
        "issued_on = '2026-03-01'",
        "summary = 'Khác'",
        "signer_name = 'Khác'",
        "kind = 'issued'",
    ],
)
def test_line_of_a_transcription_is_not_changed_without_its_paper(change: str) -> None:
    line = transcribed_document(number=10).entry
    book = "UPDATE documents_register SET last_number = 9;" if "number" in change else ""

    refused(LINE, f"{book} UPDATE documents_registerentry SET {change} WHERE id = %s", line.pk)


def test_line_and_corrected_transcription_change_together() -> None:
    wrong = transcribed_document(number=10, on=DAY, summary=("Sai",))
    right = transcribed_document(number=10, on=DAY + dt.timedelta(days=1), summary=("Đúng",), supersedes=wrong)
    connection.check_constraints()

    assert (right.entry_id, right.entry.summary, right.entry.issued_on) == (wrong.entry_id, "Đúng", right.issued_on)


def test_corrected_transcription_that_leaves_its_line_behind_is_refused() -> None:
    wrong = transcribed_document(number=10, summary=("Sai",))
    transcribed_document(number=10, summary=("Đúng",), supersedes=wrong)

    refused(LINE, "UPDATE documents_registerentry SET summary = 'Sai' WHERE id = %s", wrong.entry_id)


def test_paper_that_its_line_does_not_know_is_refused() -> None:
    """A paper put into the table beside the actions, under a line that says something else."""
    paper = transcribed_document(number=10)
    Document.objects.filter(pk=paper.pk).update(status="superseded", ended_on=DAY)
    copied = Document.objects.get(pk=paper.pk)
    copied.pk, copied.status, copied.ended_on, copied.check_code = None, "issued", None, "0" * 12
    copied.summary = "Khác"

    copied.save()
    with pytest.raises(IntegrityError, match=LINE), transaction.atomic():
        connection.check_constraints()
    transaction.set_rollback(True)


def test_void_line_answers_for_no_paper() -> None:
    wrong = transcribed_document(number=464)
    transcribed_document(number=644, supersedes=wrong)
    connection.check_constraints()

    assert run("UPDATE documents_registerentry SET summary = 'Gõ nhầm' WHERE number = 464") == 1


@pytest.mark.parametrize(
    "change",
    ["voided_at = NULL, void_reason = ''", "void_reason = 'Khác'", "voided_at = voided_at - interval '1 day'"],
)
def test_number_that_is_void_stays_void_for_the_reason_given(change: str) -> None:
    wrong = transcribed_document(number=464)
    transcribed_document(number=644, supersedes=wrong)
    connection.check_constraints()

    refused(FROZEN, f"UPDATE documents_registerentry SET {change} WHERE number = 464", error=DatabaseError)
    assert run("UPDATE documents_registerentry SET note = 'Gõ nhầm' WHERE number = 464") == 1


# --- the last number --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("last", [0, 2, 4, 99])
def test_last_number_is_neither_below_the_greatest_valid_line_nor_beyond_the_last(last: int) -> None:
    for _ in range(3):
        issued_document()

    refused(BOOK, "UPDATE documents_register SET last_number = %s", last)
    assert run("UPDATE documents_register SET last_number = 3") == 1


def test_line_beyond_the_last_number_is_refused() -> None:
    register = issued_document().entry.register
    columns = "register_id, number, document_type, symbol, issued_on, summary, signer_name, recipients, archive_holder"
    line = (
        f"INSERT INTO documents_registerentry ({columns}, received_by, note, kind, void_reason) "
        "VALUES (%s, %s, 'KH', 'KH-X', %s, 'x', '', '', '', '', '', 'issued', '')"
    )

    refused(BOOK, line, register.pk, 2, DAY)
    assert run(f"UPDATE documents_register SET last_number = 2; {line}", register.pk, 2, DAY) == 1


def _void_last(numbers: list[int]) -> None:
    """Issue these numbers and make the last one void."""
    is_book = issuer().numbering_mode == "book"
    last = [issued_document(number=number if is_book else None) for number in numbers][-1]
    revoke(document_id=last.pk, reason="Sai", by=user_with_role("leader"))
    void_number(entry_id=last.entry_id, reason="Sai", by=clerk())


def test_portal_never_goes_back_behind_a_number_that_it_gave() -> None:
    _void_last([1, 2, 3])

    assert Register.objects.get().last_number == 3
    refused(BOOK, "UPDATE documents_register SET last_number = 2")


def test_book_kept_elsewhere_goes_back_to_its_last_valid_number() -> None:
    issuer(numbering_mode="book")

    _void_last([10, 20, 1100])
    connection.check_constraints()

    assert Register.objects.get().last_number == 20
    assert run("UPDATE documents_register SET last_number = 1100") == 1  # the void line is in the book
    refused(BOOK, "UPDATE documents_register SET last_number = 19")


def test_old_book_kept_elsewhere_goes_on_after_the_portal_took_over() -> None:
    """Its void line of 1100 was never given by the portal, whatever numbers it gives since."""
    issuer(numbering_mode="book")
    _void_last([10, 1100])
    connection.check_constraints()
    issuer(numbering_mode="portal")

    assert issued_document().number == 11
    connection.check_constraints()


@pytest.mark.parametrize("change", ["issuer_id = {council}", "series = 'KH'", "year = 2025"])
def test_book_stays_that_of_its_issuer_series_and_year(change: str) -> None:
    issued_document()
    sql = change.format(council=council_issuer().pk)

    refused("Cannot update rows from documents_register", f"UPDATE documents_register SET {sql}", error=DatabaseError)


# --- whole tables -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["document", "documentfile", "register", "registerentry", "issuer", "papereffect"])
def test_no_table_of_papers_is_emptied(table: str, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    with_file(issued_document())
    connection.check_constraints()  # or the table would be busy with them

    refused("never truncated", f"TRUNCATE documents_{table} CASCADE", error=DatabaseError)


def test_copies_may_be_emptied() -> None:
    run("TRUNCATE documents_loosecopy")


# --- the day a paper ended --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    ["status = 'revoked'", "ended_on = '2026-03-05'", "status = 'superseded', ended_on = NULL"],
)
def test_paper_in_force_has_no_last_day_and_every_other_one_has(change: str) -> None:
    document = issued_document()

    refused("document_ended_on_a_day", f"UPDATE documents_document SET {change} WHERE id = %s", document.pk)
    both = "UPDATE documents_document SET status = 'revoked', ended_on = '2026-03-05' WHERE id = %s"
    assert run(both, document.pk) == 1
