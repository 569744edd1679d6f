"""The book on the screen: its ten columns, its filters, the clerk's columns, void numbers, the printed book."""

import datetime as dt
import io
import json
import unicodedata

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from emulation_portal.audit.models import Event
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.folding import Folded
from emulation_portal.core.vietnamese import fold
from emulation_portal.documents.actions import void_number
from emulation_portal.documents.actions.bookkeeping import ClerkColumns, edit_line
from emulation_portal.documents.books import register_book
from emulation_portal.documents.copies import copy_template
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.models import LooseCopy, Register, RegisterEntry
from emulation_portal.documents.queries import lines_of
from emulation_portal.documents.rendering.register_book import BookOutdated
from emulation_portal.jobs.models import Job
from emulation_portal.rights.enums import Role
from tests.factories.documents import clerk, council_issuer, issued_document, issuer, revoke, transcribed_document
from tests.factories.pages import read_on, send
from tests.factories.people import user_with_role

from .pdfreader import read

pytestmark = pytest.mark.django_db

BOOK = "/so-van-ban-di/"
COLUMNS = [
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
]


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(clerk())
    return client


def _text(client: Client, **query: object) -> str:
    response = client.get(BOOK, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.UNIT_EDITOR, Role.COUNCIL_MEMBER, Role.TELLER])
def test_register_is_for_the_office(client: Client, role: Role) -> None:
    line = issued_document().entry

    assert client.get(BOOK).status_code == 302
    client.force_login(user_with_role(role))
    for address in (BOOK, reverse("documents:entry", args=[line.pk]), reverse("documents:void", args=[line.pk])):
        assert client.get(address).status_code == 403
    assert client.post(reverse("documents:register-pdf", args=[line.register_id])).status_code == 403


def test_register_has_ten_columns_and_marks(office: Client) -> None:
    issued_document(summary=("Phát động thi đua",))
    transcribed_document(number=1, on=dt.date(2025, 5, 5), summary=("Kế hoạch cũ",))

    now = _text(office, year=2026)
    before = _text(office, year=2025)

    assert [now.index(f">{title}</th>") for title in COLUMNS] == sorted(
        now.index(f">{title}</th>") for title in COLUMNS
    )
    assert "phát động thi đua" in now
    assert "Kế hoạch cũ" not in now
    assert "Bản nhập lại" not in now
    assert "Bản nhập lại" in before


def test_title_goes_on_after_the_kind_in_a_small_letter_wherever_it_is_read(office: Client) -> None:
    document = issued_document(summary=("Về việc lập hồ sơ",))
    line = document.entry
    pages = [document.get_absolute_url(), document.check_path(), reverse("documents:entry", args=[line.pk])]

    assert all("Kế hoạch về việc lập hồ sơ" in office.get(page).content.decode() for page in pages)
    assert f'Kế hoạch <a href="{document.get_absolute_url()}">về việc lập hồ sơ</a>' in _text(office, year=2026)
    assert [row.title for row in register_book(line.register).rows] == ["Kế hoạch về việc lập hồ sơ"]


def test_register_shows_void_numbers_struck_with_their_reason(office: Client) -> None:
    document = issued_document()
    revoke(document_id=document.pk, reason="Sai", by=user_with_role(Role.LEADER))
    void_number(entry_id=document.entry_id, reason="Cấp nhầm <số>", by=clerk())

    page = _text(office)

    assert "<s>01/KH-LMHTX</s>" in page
    assert "Đã hủy số: Cấp nhầm &lt;số&gt;" in page
    assert "1 số đã hủy" in page


@pytest.mark.parametrize(
    "query",
    [
        "phong trao",
        "PHONG TRÀO",
        unicodedata.normalize("NFD", "phong trào"),
        "đặc biệt trào",
        "644",
        "644/kh",
        "644KH-LMHTX",
        "#644",
        "644 kế hoạch",
        "KH-LMHTX trào",
        "644 – phong trào",
        "TĐKT 2021–2025",
        "ngày {on.day} tháng {on.month} năm {on.year} đặc biệt",
        "644/{on.year}",
        "Căn cứ Kế hoạch số 644/KH-LMHTX ngày 26/11/2021 của Thường trực",
        "mau",
    ],
)
def test_register_search_without_accents(query: str) -> None:
    wanted = transcribed_document(number=644, summary=("Phong trào thi đua đặc biệt, khen thưởng 2021-2025",)).entry
    transcribed_document(number=645, summary=("Tổng kết năm",), signatures=())

    assert list(lines_of(wanted.register, query.format(on=wanted.issued_on))) == [wanted]


@pytest.mark.parametrize("query", ["%", "_", "\\", "' OR 1=1 --", "999999999999999999999", "²", "x" * 200])
def test_register_search_takes_anything(office: Client, query: str) -> None:
    issued_document()

    assert "Không có văn bản nào khớp" in _text(office, q=query)


@pytest.mark.parametrize(
    "query",
    [
        {"year": "abc"},
        {"year": "1"},
        {"issuer": "9999"},
        {"series": "<b>"},
        {"page": "-5"},
        {"page": "99"},
        {"q": "a\x00b"},
    ],
)
def test_register_takes_wrong_filters(office: Client, query: dict) -> None:
    issued_document()

    assert office.get(BOOK, query).status_code == 200


def test_register_folds_as_the_portal_does() -> None:
    texts = ["Đường ĐÌNH Ứng Hòa – Hoà", "ế ộ ữ ỵ Ạ", "TỔNG kết 2026 (lần 2)"]
    register = issued_document(summary=(texts[0],)).entry.register
    for text in texts[1:]:
        issued_document(summary=(text,))

    folded = register.entries.order_by("number").values_list(Folded("summary"), flat=True)

    assert [text.replace("–", "-") for text in folded] == [fold(text).replace("–", "-") for text in texts]


def test_register_has_twenty_lines_a_page_newest_first(office: Client) -> None:
    for _ in range(23):
        issued_document()

    first, second = _text(office), _text(office, page=2)

    assert (first.count('<th scope="row"'), second.count('<th scope="row"')) == (20, 3)
    assert "23/KH-LMHTX" in first
    assert "Có <b>23</b> văn bản" in first
    assert "03/KH-LMHTX" in second


def test_register_costs_the_same_with_1_and_30_lines(office: Client) -> None:
    issued_document()
    office.get(BOOK)
    with CaptureQueriesContext(connection) as one:
        office.get(BOOK)
    for _ in range(29):
        issued_document()

    with CaptureQueriesContext(connection) as thirty:
        office.get(BOOK)

    assert len(thirty) == len(one)


def test_register_of_the_council_and_of_a_type_stand_apart(office: Client) -> None:
    issuer(series_scope="per_type")
    issued_document(summary=("Của loại kế hoạch",))
    issued_document(document_type=DocumentType.QD, summary=("Của loại quyết định",))
    council = council_issuer()
    issued_document(of=council, summary=("Của Hội đồng",))

    plans = _text(office, series="KH")
    decisions = _text(office, series="QĐ")
    councils = _text(office, issuer=council.pk, series="")

    assert ("Của loại kế hoạch" in plans, "Của loại quyết định" in plans) == (True, False)
    assert ("Của loại kế hoạch" in decisions, "Của loại quyết định" in decisions) == (False, True)
    assert "01/KH-HĐTĐKT" in councils
    assert "Của loại" not in councils


def test_empty_register_teaches(office: Client) -> None:
    assert "Sổ chưa có văn bản nào" in _text(office)


def test_kept_copy_stands_in_its_own_column_on_screen_and_on_paper(office: Client) -> None:
    line = issued_document().entry
    transcribed_document(number=644, on=dt.date(2025, 3, 2), recipients=("Các đơn vị thành viên",))

    page = _text(office)
    printed = register_book(line.register).rows[0]

    assert '<td class="on-wide" data-label="Đơn vị, người nhận bản lưu">VT, VP</td>' in page
    assert (printed.recipients, printed.keeper) == ("Các đơn vị thành viên", "VT, VP")
    assert "Lưu: VT" not in page
    assert RegisterEntry.objects.get(number=644).archive_holder == ""


# --- the clerk's columns ----------------------------------------------------------------------------------------------


def _columns(**changes: object) -> dict:
    return {
        "archive_holder": "Lưu: VT",
        "copies": "12",
        "forwarded_on": "3/3/26",
        "received_by": "Bưu điện",
        "note": "Gửi hỏa tốc",
    } | changes


def test_clerk_writes_own_columns(office: Client) -> None:
    line = issued_document().entry

    response = send(office, reverse("documents:entry", args=[line.pk]), _columns())

    line.refresh_from_db()
    assert response.status_code == 302
    assert (line.copies, line.forwarded_on, line.received_by, line.note, line.archive_holder) == (
        12,
        dt.date(2026, 3, 3),
        "Bưu điện",
        "Gửi hỏa tốc",
        "Lưu: VT",
    )
    event = Event.objects.get(verb="register.line_edited")
    assert event.data["changed"]["copies"] == [None, 12]
    assert event.data["changed"]["forwarded_on"] == [None, "2026-03-03"]


def test_saving_the_same_again_logs_nothing(office: Client) -> None:
    line = issued_document().entry
    for _ in range(2):
        send(office, reverse("documents:entry", args=[line.pk]), _columns())

    assert Event.objects.filter(verb="register.line_edited").count() == 1


def test_columns_of_the_paper_cannot_be_posted(office: Client) -> None:
    line = issued_document().entry
    summary = line.summary

    send(
        office,
        reverse("documents:entry", args=[line.pk]),
        _columns(number="99", summary="Khác", issued_on="1/1/2020", kind="transcribed"),
    )

    line.refresh_from_db()
    assert (line.number, line.summary, line.kind) == (1, summary, "issued")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"copies": "0"}, "Số lượng bản từ 1"),
        ({"copies": "-3"}, "Số lượng bản từ 1"),
        ({"copies": "100000"}, "Số lượng bản từ 1"),
        ({"copies": "mười"}, "field-error"),
        ({"forwarded_on": "31/02/2026"}, "Không có ngày 31/02/2026"),
        ({"forwarded_on": "1/3/2026"}, "Ngày chuyển phải từ ngày văn bản (02/03/2026)"),
        ({"forwarded_on": "1/1/2100"}, "đến hôm nay"),
        ({"received_by": "x" * 121}, "field-error"),
        ({"note": "a\x07b"}, "ký tự điều khiển"),
    ],
)
def test_wrong_columns_are_told_and_nothing_is_saved(office: Client, change: dict, words: str) -> None:
    line = issued_document().entry

    page = send(office, reverse("documents:entry", args=[line.pk]), _columns(**change)).content.decode()

    line.refresh_from_db()
    assert words in page
    assert (line.copies, line.forwarded_on, line.note) == (None, None, "")
    assert not Event.objects.filter(verb="register.line_edited").exists()


def test_only_the_clerk_writes(client: Client) -> None:
    line = issued_document().entry
    client.force_login(user_with_role(Role.OFFICER))

    page = client.get(reverse("documents:entry", args=[line.pk])).content.decode()
    answer = client.post(reverse("documents:entry", args=[line.pk]), _columns())

    assert ">Lưu</button>" not in page
    assert "Chỉ văn thư được cấp số và ghi sổ" in page
    assert answer.status_code == 403


def test_what_was_typed_into_a_line_that_became_void_meanwhile_stays_with_the_reason(office: Client) -> None:
    line = issued_document().entry
    url = reverse("documents:entry", args=[line.pk])
    read = read_on(office.get(url))
    revoke(document_id=line.documents.get().pk, reason="Sai", by=user_with_role(Role.LEADER))
    void_number(entry_id=line.pk, reason="Cấp nhầm", by=clerk())

    page = office.post(url, _columns(note="Ghi chú đã gõ", read=read)).content.decode()

    assert "Ghi chú đã gõ" in page
    assert "đã hủy nên dòng này không sửa được nữa" in page
    assert ">Lưu</button>" not in page


def test_void_line_is_not_written_any_more(office: Client) -> None:
    line = issued_document().entry
    revoke(document_id=line.documents.get().pk, reason="Sai", by=user_with_role(Role.LEADER))
    void_number(entry_id=line.pk, reason="Cấp nhầm", by=clerk())

    with pytest.raises(Exception, match="đã hủy"):
        edit_line(entry_id=line.pk, columns=ClerkColumns("", 1, None, "", ""), by=clerk(), today=today())


def test_line_of_a_paper_in_force_says_why_it_cannot_be_voided(office: Client) -> None:
    line = issued_document().entry

    page = office.get(reverse("documents:entry", args=[line.pk])).content.decode()

    assert "lãnh đạo cần thu hồi trước" in page
    assert reverse("documents:void", args=[line.pk]) not in page


# --- void -------------------------------------------------------------------------------------------------------------


def _revoked_line() -> RegisterEntry:
    document = issued_document()
    revoke(document_id=document.pk, reason="Sai", by=user_with_role(Role.LEADER))
    return document.entry


def test_void_asks_for_reason_and_word(office: Client) -> None:
    line = _revoked_line()
    address = reverse("documents:void", args=[line.pk])

    no_word = office.post(address, {"reason": "Cấp nhầm", "word": "vâng"}).content.decode()
    no_reason = office.post(address, {"reason": "  ", "word": "HỦY SỐ"}).content.decode()
    done = office.post(address, {"reason": "Cấp nhầm", "word": "huy so"})

    line.refresh_from_db()
    assert "Hãy gõ đúng “HỦY SỐ”" in no_word
    assert "Hãy ghi lý do hủy số" in no_reason
    assert done.status_code == 302
    assert (line.void_reason, bool(line.voided_at)) == ("Cấp nhầm", True)


def test_number_of_a_paper_in_force_cannot_be_voided(office: Client) -> None:
    line = issued_document().entry
    address = reverse("documents:void", args=[line.pk])

    page = office.get(address).content.decode()
    posted = office.post(address, {"reason": "Cấp nhầm", "word": "HỦY SỐ"}).content.decode()

    line.refresh_from_db()
    assert "Chưa hủy được số này" in page
    assert "Chưa hủy được số này" in posted
    assert line.voided_at is None


def test_printed_book_and_line_say_that_a_paper_was_revoked(office: Client) -> None:
    document = issued_document()
    issued_document()
    before = register_book(document.entry.register)
    revoke(document_id=document.pk, reason="Sai căn cứ", by=user_with_role(Role.LEADER))

    assert register_book(document.entry.register) != before  # or the book of before would be handed out again
    rows = register_book(document.entry.register).rows

    day = short_date(today())
    by = f"văn bản số 12/QĐ-UBND ngày {day} của Ủy ban nhân dân tỉnh"
    assert [row.note for row in rows] == [f"Đã thu hồi ngày {day} theo {by}.", ""]
    assert "Đã thu hồi" in office.get(reverse("documents:entry", args=[document.entry_id])).content.decode()


def test_void_number_is_never_given_again() -> None:
    line = _revoked_line()
    void_number(entry_id=line.pk, reason="Cấp nhầm", by=clerk())

    assert issued_document().number == 2


# --- the printed book -------------------------------------------------------------------------------------------------


def test_same_state_is_printed_once_and_a_changed_one_anew(office: Client) -> None:
    line = issued_document().entry
    address = reverse("documents:register-pdf", args=[line.register_id])
    first, again = office.post(address), office.post(address)
    edit_line(entry_id=line.pk, columns=ClerkColumns("", 3, None, "", ""), by=clerk(), today=today())

    changed = office.post(address)

    assert first["Location"] == again["Location"]
    assert changed["Location"] != first["Location"]
    assert LooseCopy.objects.count() == 2
    assert Job.objects.filter(kind="documents.render_copy").count() == 2
    assert LooseCopy.objects.first().file_name == "so-van-ban-di-2026-LMHTX.pdf"
    assert Event.objects.filter(verb="register.exported").count() == 3


def test_book_as_excel_is_written_down_with_what_was_looked_for(office: Client) -> None:
    line = issued_document().entry
    issued_document(summary="Về việc khác hẳn")

    office.get(reverse("documents:register"))
    answer = office.get(f"{reverse('documents:register')}?q={line.number}&xuat=xlsx")

    book = load_workbook(io.BytesIO(answer.getvalue()))["Danh sách"]
    assert [cell.value for cell in book["A"]] == ["Số, ký hiệu văn bản", line.printed_number]
    assert [cell.value.date() for cell in book["B"][1:]] == [line.issued_on]
    event = Event.objects.get(verb="register.exported")
    assert (event.object_id, event.data) == (
        str(line.register_id),
        {"file": "xlsx", "rows": 1, "q": str(line.number)},
    )


def test_printing_is_not_asked_for_by_a_link(office: Client) -> None:
    line = issued_document().entry

    assert office.get(reverse("documents:register-pdf", args=[line.register_id])).status_code == 405


def test_payload_of_a_print_follows_every_printed_column() -> None:
    line = issued_document().entry
    register = Register.objects.select_related("issuer").get()
    seen = {json.dumps(register_book(register).to_json())}
    for change in (
        {"copies": 2},
        {"forwarded_on": dt.date(2026, 3, 4)},
        {"received_by": "A"},
        {"note": "B"},
        {"archive_holder": "C"},
        {"voided_at": dt.datetime(2026, 3, 4, tzinfo=dt.UTC), "void_reason": "D"},
    ):
        RegisterEntry.objects.filter(pk=line.pk).update(**change)
        seen.add(json.dumps(register_book(register).to_json()))

    assert len(seen) == 7


def _print(office: Client, line: RegisterEntry, **span: object) -> LooseCopy | str:
    """Ask for a print; return its copy, or what the portal said instead."""
    answer = office.post(reverse("documents:register-pdf", args=[line.register_id]), span, follow=True)
    copy = LooseCopy.objects.order_by("-pk").first()
    if copy and answer.redirect_chain[-1][0] == reverse("documents:copy", args=[copy.pk]):
        return copy
    return " ".join(str(message) for message in answer.context["messages"])


def test_print_says_what_the_book_said_at_the_click(office: Client) -> None:
    """A line written between the click and the worker's turn stands in the next print, not in this one."""
    line = issued_document(summary=("Việc đầu",)).entry
    copy = _print(office, line)
    edit_line(entry_id=line.pk, columns=ClerkColumns("", 3, None, "", "Sau khi bấm"), by=clerk(), today=today())
    issued_document(summary=("Việc sau",))

    with CaptureQueriesContext(connection) as queries:
        printed = read(copy_template(copy.template).print_payload(copy.payload).pdf)

    assert len(queries) == 0
    assert "Việc đầu" in printed.text()
    assert "Sau khi bấm" not in printed.text()
    assert "Việc sau" not in printed.text()


@pytest.mark.parametrize(
    ("span", "numbers", "title"),
    [
        ({"first": "2", "last": "4"}, [2, 3, 4], "Từ số 02 đến số 04"),
        ({"first": "4"}, [4, 5], "Từ số 04 đến số 05"),
        ({"last": "2"}, [1, 2], "Từ số 01 đến số 02"),
        ({}, [1, 2, 3, 4, 5], ""),
    ],
)
def test_book_is_printed_by_a_range_of_numbers(office: Client, span: dict, numbers: list[int], title: str) -> None:
    lines = [issued_document().entry for _ in range(5)]

    copy = _print(office, lines[0], **span)

    printed = read(copy_template("register").print_payload(copy.payload).pdf)
    assert [row["number"] for row in copy.payload["rows"]] == [f"{number:02d}/KH-LMHTX" for number in numbers]
    assert (title in printed.text()) if title else ("Từ số" not in printed.text())
    assert ("-tu-so-" in copy.file_name) == bool(title)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ({"first": "4", "last": "2"}, "từ số nhỏ đến số lớn"),
        ({"first": "x"}, "chỉ gồm chữ số"),
        ({"first": "0"}, "1"),
        ({"first": "7", "last": "9"}, "không có dòng nào trong khoảng số này"),
    ],
)
def test_wrong_range_is_told_and_nothing_is_printed(office: Client, span: dict, words: str) -> None:
    line = issued_document().entry

    assert words in _print(office, line, **span)
    assert LooseCopy.objects.count() == 0


def test_book_too_long_is_refused_at_the_click_with_what_to_do(office: Client, monkeypatch) -> None:
    monkeypatch.setattr("emulation_portal.documents.rendering.register_book.MAX_ROWS", 2)
    lines = [issued_document().entry for _ in range(3)]

    refused = _print(office, lines[0])
    page = _text(office)

    assert "in theo từng khoảng số: ghi “từ số … đến số …” bên cạnh nút “Xuất PDF”" in refused
    assert ">Từ số</label>" in page
    assert ">đến số</label>" in page
    assert len(_print(office, lines[0], first="1", last="2").payload["rows"]) == 2


def test_print_asked_of_an_older_portal_says_to_ask_again() -> None:
    with pytest.raises(BookOutdated, match="Hãy bấm “Xuất PDF” lại"):
        copy_template("register").print_payload({"register_id": 1, "printed_on": "2026-01-01", "state": "x"})
    with pytest.raises(ValueError, match="no copies are printed by the name"):
        copy_template("certificate")
