"""Numbers: one order in a year, none doubled, none skipped, whatever happens at once or goes wrong."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today as portal_today
from emulation_portal.documents import actions
from emulation_portal.documents.actions import issuing
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.models import Document, Issuer, Register, RegisterEntry
from emulation_portal.documents.paper_limits import PaperTooLarge
from emulation_portal.documents.regulations import WrongDate, WrongNumber
from emulation_portal.jobs.models import Job
from tests.factories.documents import DAY, clerk, council_issuer, issued_document, issuer, order, transcribed_document
from tests.waiting import PATIENCE

TODAY = dt.date(2026, 12, 31)
THREADS = 50


def _numbers(register: Register | None = None) -> list[int]:
    entries = RegisterEntry.objects.all() if register is None else register.entries.all()
    return list(entries.order_by("number").values_list("number", flat=True))


def _issue(wanted: actions.Order, by: User) -> Document:
    with transaction.atomic():
        return actions.issue(wanted, by=by, today=TODAY)


# --- many at once -----------------------------------------------------------------------------------------------------


def _all_at_once(work: Callable[[int], None]) -> list[Exception | None]:
    """Run work(0) … work(49), each in a thread and connection of its own, let loose together."""
    gate = threading.Barrier(THREADS)

    def one(n: int) -> Exception | None:
        try:
            connection.ensure_connection()
            gate.wait(PATIENCE)
            work(n)
        except Exception as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def _issue_fifty(by: User) -> list[Exception | None]:
    wanted = [order() for _ in range(THREADS)]
    return _all_at_once(lambda n: _issue(wanted[n], by) and None)


@pytest.mark.django_db(transaction=True)
def test_fifty_threads_get_fifty_consecutive_numbers() -> None:
    errors = _issue_fifty(clerk())

    assert errors == [None] * THREADS
    assert _numbers() == list(range(1, THREADS + 1))
    assert Register.objects.get().last_number == THREADS
    assert sorted(Document.objects.values_list("number", flat=True)) == list(range(1, THREADS + 1))
    assert Job.objects.filter(kind="documents.render").count() == THREADS


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_numbers_collide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same fifty, the same assertion's subject, only the row lock taken away. It must go wrong."""

    def lock_nothing(of: Issuer, document_type: str, year: int) -> Register:
        return Register.objects.get_or_create(issuer=of, series=of.series_of(document_type, year=year), year=year)[0]

    by = clerk()
    Register.objects.create(issuer=issuer(), series="", year=DAY.year)
    monkeypatch.setattr(issuing, "lock_register", lock_nothing)

    errors = _issue_fifty(by)

    assert any(isinstance(error, IntegrityError) for error in errors)  # the constraint behind the lock caught doubles
    assert len(_numbers()) < THREADS


@pytest.mark.django_db(transaction=True)
def test_failures_after_the_number_use_none() -> None:
    """Every third of the fifty fails after it was given a number: those that succeed stay consecutive."""
    by, wanted = clerk(), [order() for _ in range(THREADS)]

    def work(n: int) -> None:
        with transaction.atomic():
            actions.issue(wanted[n], by=by, today=TODAY)
            if n % 3 == 0:
                raise RuntimeError("the power went out")

    errors = _all_at_once(work)

    failed = [error for error in errors if error]
    assert len(failed) == 17
    assert all(isinstance(error, RuntimeError) for error in failed)
    assert _numbers() == list(range(1, THREADS - 17 + 1))
    assert Register.objects.get().last_number == THREADS - 17


@pytest.mark.django_db(transaction=True)
def test_typed_number_is_taken_once_by_fifty_at_once() -> None:
    by = clerk()
    wanted = [order(number=644, of=issuer(numbering_mode="book")) for _ in range(THREADS)]

    errors = _all_at_once(lambda n: _issue(wanted[n], by) and None)

    assert errors.count(None) == 1
    assert {type(error) for error in errors if error} == {WrongNumber}  # told in words, not by the constraint
    assert _numbers() == [644]


# --- one after the other ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wanted",
    [
        lambda: order(on=TODAY + dt.timedelta(days=1)),
        lambda: order(summary=("x" * 5000,)),
        lambda: order(number=7),
    ],
)
def test_refused_issue_leaves_nothing(wanted: Callable[[], actions.Order]) -> None:
    by, asked = clerk(), wanted()

    with pytest.raises((WrongDate, WrongNumber, PaperTooLarge)):
        _issue(asked, by)

    assert (RegisterEntry.objects.count(), Document.objects.count(), Job.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "printed"), [(1, "01/KH-LMHTX"), (9, "09/KH-LMHTX"), (10, "10/KH-LMHTX"), (644, "644/KH-LMHTX")]
)
def test_numbers_below_ten_have_a_leading_zero(number: int, printed: str) -> None:
    document = transcribed_document(number=number)

    assert (document.printed_number, document.entry.printed_number) == (printed, printed)


@pytest.mark.django_db
def test_year_turns_at_vietnamese_midnight(time_machine_at: Callable[[str], None]) -> None:
    """16:59 in UTC on 31/12 is 23:59 in Quảng Ninh: still the old book. One minute later the new year begins at 01."""
    by = clerk()
    issued_document(on=dt.date(2026, 12, 30))

    time_machine_at("2026-12-31T16:59:59+00:00")
    before = portal_today()
    last = _issue(order(on=before), by)
    time_machine_at("2026-12-31T17:00:00+00:00")
    after = portal_today()
    with transaction.atomic():
        first = actions.issue(order(on=after), by=by, today=after)

    assert (before, after) == (dt.date(2026, 12, 31), dt.date(2027, 1, 1))
    assert (last.number, last.entry.register.year) == (2, 2026)
    assert (first.number, first.entry.register.year) == (1, 2027)


@pytest.fixture
def time_machine_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the clock that the portal's `today()` reads."""
    return lambda text: monkeypatch.setattr("django.utils.timezone.now", lambda: dt.datetime.fromisoformat(text))


@pytest.mark.django_db
def test_two_years_count_apart_at_midnight() -> None:
    """A paper of the old year issued after the new one has begun still gets the old year's next number."""
    assert issued_document(on=dt.date(2026, 12, 31)).number == 1
    assert issued_document(on=dt.date(2027, 1, 1)).number == 1
    assert issued_document(on=dt.date(2026, 12, 31)).number == 2
    assert issued_document(on=dt.date(2027, 1, 1)).number == 2


@pytest.mark.django_db
def test_common_series_counts_all_types_together() -> None:
    numbers = [
        issued_document(document_type=kind).printed_number
        for kind in (DocumentType.KH, DocumentType.QD, DocumentType.CV)
    ]

    assert numbers == ["01/KH-LMHTX", "02/QĐ-LMHTX", "03/LMHTX"]


@pytest.mark.django_db
def test_series_per_type_count_apart() -> None:
    issuer(series_scope="per_type")

    numbers = [
        issued_document(document_type=kind).printed_number
        for kind in (DocumentType.KH, DocumentType.QD, DocumentType.KH)
    ]

    assert numbers == ["01/KH-LMHTX", "01/QĐ-LMHTX", "02/KH-LMHTX"]


@pytest.mark.django_db
def test_council_has_its_own_series() -> None:
    issued_document()

    assert issued_document(of=council_issuer(), document_type=DocumentType.QD).printed_number == "01/QĐ-HĐTĐKT"


@pytest.mark.django_db
def test_portal_gives_no_day_before_the_last_one() -> None:
    issued_document(on=dt.date(2026, 3, 5))

    with pytest.raises(WrongDate, match="Số 01 đã ghi ngày 05/03/2026"):
        issued_document(on=dt.date(2026, 3, 4))
    assert _numbers() == [1]


# --- a book kept elsewhere --------------------------------------------------------------------------------------------


@pytest.fixture
def book() -> Issuer:
    return issuer(numbering_mode="book")


@pytest.mark.django_db
def test_book_asks_for_the_number(book: Issuer) -> None:
    with pytest.raises(WrongNumber, match="Hãy ghi số văn bản lấy từ sổ"):
        issued_document()


@pytest.mark.django_db
def test_book_takes_numbers_with_gaps_between(book: Issuer) -> None:
    for number, day in ((12, 1), (30, 5), (20, 3)):
        issued_document(number=number, on=dt.date(2026, 3, day))

    assert _numbers() == [12, 20, 30]
    assert Register.objects.get().last_number == 30


@pytest.mark.django_db
def test_book_refuses_a_number_twice_and_names_the_paper(book: Issuer) -> None:
    issued_document(number=12, summary=("Kế hoạch đã có",))

    with pytest.raises(WrongNumber, match="12/KH-LMHTX đã có trong sổ năm 2026: Kế hoạch đã có"):
        issued_document(number=12)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, -1, -644])
def test_book_refuses_numbers_below_one(book: Issuer, number: int) -> None:
    with pytest.raises(WrongNumber, match="từ 1 trở lên"):
        issued_document(number=number)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [2**31, 10**12])
def test_number_that_no_book_has_is_told_in_words(book: Issuer, number: int) -> None:
    with pytest.raises(WrongNumber):
        issued_document(number=number)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "on", "words"),
    [
        (21, dt.date(2026, 3, 9), "Số 20 đã ghi ngày 10/03/2026"),
        (19, dt.date(2026, 3, 11), "Số 20 đã ghi ngày 10/03/2026"),
    ],
)
def test_book_keeps_numbers_and_days_in_one_order(book: Issuer, number: int, on: dt.date, words: str) -> None:
    issued_document(number=20, on=dt.date(2026, 3, 10))

    with pytest.raises(WrongDate, match=words):
        issued_document(number=number, on=on)


@pytest.mark.django_db
def test_book_takes_neighbours_of_the_same_day(book: Issuer) -> None:
    for number in (20, 21, 19):
        issued_document(number=number, on=dt.date(2026, 3, 10))

    assert _numbers() == [19, 20, 21]


@pytest.mark.django_db
def test_portal_goes_on_after_what_was_transcribed() -> None:
    """A portal that begins in mid-year takes in the papers of the year, and counts on after the last."""
    transcribed_document(number=100, on=dt.date(2026, 2, 1))

    assert issued_document(on=dt.date(2026, 3, 2)).number == 101
    with pytest.raises(WrongNumber, match="nhảy số"):
        transcribed_document(number=200, on=dt.date(2026, 3, 2))
