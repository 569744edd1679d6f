"""The book after mistakes: void lines hold up nothing, a transcription is corrected in its line, a year keeps its series."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from emulation_portal.audit.models import Event
from emulation_portal.documents.actions import void_number
from emulation_portal.documents.enums import DocumentType, NumberingMode, SeriesScope
from emulation_portal.documents.models import Document, Register, RegisterEntry
from emulation_portal.documents.paper import Paper
from emulation_portal.documents.queries import versions_of
from emulation_portal.documents.regulations import WrongDate, WrongNumber
from tests.factories.documents import clerk, council_issuer, issued_document, issuer, transcribed_document

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 2)


def test_void_number_does_not_hold_up_the_rest_of_the_year() -> None:
    issuer(numbering_mode=NumberingMode.BOOK)
    issued_document(number=10, on=MARCH)
    mistyped = issued_document(number=1100, on=MARCH + dt.timedelta(days=1))
    Document.objects.filter(pk=mistyped.pk).update(status="revoked", ended_on=MARCH)
    void_number(entry_id=mistyped.entry_id, reason="Gõ nhầm số.", by=clerk())

    following = issued_document(number=11, on=MARCH + dt.timedelta(days=2))

    assert following.printed_number == "11/KH-LMHTX"


def test_transcription_with_a_wrong_day_and_symbol_is_corrected_in_its_own_line() -> None:
    wrong = transcribed_document(number=644, on=dt.date(2021, 11, 25), summary=("Bản đánh máy sai",))
    right = transcribed_document(number=644, on=dt.date(2021, 11, 26), supersedes=wrong)

    entry = RegisterEntry.objects.get()
    assert (entry.printed_number, entry.issued_on, entry.voided_at) == ("644/KH-LMHTX", dt.date(2021, 11, 26), None)
    assert right.entry == entry
    told = Event.objects.get(verb="register.line_corrected")
    assert told.data["issued_on"] == ["2021-11-25", "2021-11-26"]


def test_corrected_day_must_still_fit_between_the_neighbours() -> None:
    transcribed_document(number=640, on=dt.date(2021, 11, 20))
    wrong = transcribed_document(number=644, on=dt.date(2021, 11, 26))

    with pytest.raises(WrongDate, match="640"), transaction.atomic():
        transcribed_document(number=644, on=dt.date(2021, 11, 19), supersedes=wrong)


def test_book_goes_on_after_the_corrected_number_and_not_after_the_mistyped_one() -> None:
    wrong = transcribed_document(number=6440, on=MARCH)
    transcribed_document(number=644, on=MARCH, supersedes=wrong)

    assert issued_document(on=MARCH).printed_number == "645/KH-LMHTX"


def test_book_begins_at_one_once_a_mistyped_transcription_is_voided_by_hand() -> None:
    wrong = transcribed_document(number=6440, on=MARCH)
    Document.objects.filter(pk=wrong.pk).update(status="revoked", ended_on=MARCH)
    void_number(entry_id=wrong.entry_id, reason="Gõ nhầm số.", by=clerk())

    assert issued_document(on=MARCH).printed_number == "01/KH-LMHTX"


def test_a_number_typed_wrong_is_free_for_the_paper_that_bears_it() -> None:
    wrong = transcribed_document(number=646, on=MARCH)
    transcribed_document(number=644, on=MARCH, supersedes=wrong)

    true_owner = transcribed_document(number=646, on=MARCH, summary=("Kế hoạch mang số 646 thật",))

    lines = RegisterEntry.objects.filter(number=646)
    assert [bool(line.voided_at) for line in lines] == [True, False]
    assert true_owner.printed_number == "646/KH-LMHTX"
    with pytest.raises(WrongNumber, match="Kế hoạch mang số 646 thật"), transaction.atomic():
        transcribed_document(number=646, on=MARCH)


def test_a_number_that_the_portal_gave_is_never_taken_again() -> None:
    given = issued_document(on=MARCH)
    Document.objects.filter(pk=given.pk).update(status="revoked", ended_on=MARCH)
    void_number(entry_id=given.entry_id, reason="In hỏng.", by=clerk())

    with pytest.raises(WrongNumber, match="đã có trong sổ"), transaction.atomic():
        transcribed_document(number=1, on=MARCH)
    assert issued_document(on=MARCH).number == 2


def test_book_kept_elsewhere_goes_on_after_the_greatest_valid_number() -> None:
    office = issuer(numbering_mode=NumberingMode.BOOK)
    issued_document(number=643, on=MARCH)
    mistyped = issued_document(number=6440, on=MARCH)
    Document.objects.filter(pk=mistyped.pk).update(status="revoked", ended_on=MARCH)

    void_number(entry_id=mistyped.entry_id, reason="Gõ thừa số không.", by=clerk())

    assert office.expected_number(DocumentType.KH, year=2026) == 644


def test_a_transcription_of_the_wrong_office_is_corrected_and_each_page_leads_to_the_other(client: Client) -> None:
    wrong = transcribed_document(number=644, on=dt.date(2021, 11, 26), of=council_issuer())
    right = transcribed_document(number=644, on=dt.date(2021, 11, 26), supersedes=wrong)
    client.force_login(clerk())

    assert client.get(right.get_absolute_url()).status_code == 200
    assert right.check_path() in client.get(wrong.check_path()).content.decode()
    assert versions_of(right) == versions_of(wrong) == [wrong, right]


def test_first_number_of_a_year_decides_its_series_whatever_the_setting_says_later() -> None:
    office = issuer()
    issued_document(on=dt.date(2025, 12, 30))
    office.series_scope = SeriesScope.PER_TYPE
    office.save()

    late = issued_document(on=dt.date(2025, 12, 31))
    new_year = issued_document(on=dt.date(2026, 1, 2))

    assert (late.printed_number, late.entry.register.series) == ("02/KH-LMHTX", "")
    assert (new_year.printed_number, new_year.entry.register.series) == ("01/KH-LMHTX", DocumentType.KH)


def test_paper_issued_here_always_ends_as_the_decree_wants_and_a_transcription_as_its_file_does() -> None:
    issued = Paper.from_json(issued_document(has_end_mark=False).payload)
    transcribed = Paper.from_json(transcribed_document(number=1, on=dt.date(2021, 1, 4), has_end_mark=False).payload)

    assert (issued.has_end_mark, transcribed.has_end_mark) == (True, False)


@pytest.mark.parametrize("model", [Register, RegisterEntry])
def test_line_and_book_are_never_deleted(model: type) -> None:
    issued_document()
    Register.objects.update(last_number=9)
    RegisterEntry.objects.create(
        register=Register.objects.get(), number=9, document_type="KH", symbol="KH-X", issued_on=MARCH, summary="Dòng lẻ"
    )

    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        model.objects.filter(**({"number": 9} if model is RegisterEntry else {}))._raw_delete("default")


@pytest.mark.parametrize("change", [{"summary": "Khác"}, {"signer_name": "Khác"}, {"kind": "transcribed"}])
def test_what_an_issued_paper_says_is_frozen_by_the_database(change: dict) -> None:
    document = issued_document()

    with pytest.raises(DatabaseError, match=r"Cannot update|read-only|frozen"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_check_page_names_the_issuer_as_it_was_on_the_day() -> None:
    document = issued_document(author="Liên minh Hợp tác xã tỉnh Quảng Ninh")
    office = issuer()
    office.full_name = "Tên mới sau này"
    office.save()

    assert Document.objects.get(pk=document.pk).issuer_name == "Liên minh Hợp tác xã tỉnh Quảng Ninh"
