"""Setting up an issuer: header variants, the sample, and numbering that does not change in mid-year."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.documents import actions
from emulation_portal.documents.actions.setup import NumberingFixed, save_issuer
from emulation_portal.documents.models import Issuer
from emulation_portal.rights.enums import Role
from tests.factories.documents import clerk, council_issuer, issued_document, issuer, order, transcribed_document
from tests.factories.pages import send
from tests.factories.people import UnitFactory, user_with_role
from tests.waiting import PATIENCE, until_somebody_waits_for_a_lock
from units.enums import UnitKind


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(user_with_role(Role.ADMIN))
    return client


def _address() -> str:
    return reverse("documents:issuer", args=[issuer().pk])


def _fields(**changes: object) -> dict:
    return {
        "superior": "alliance",
        "superior_lines": "",
        "name_lines": "Liên minh Hợp tác xã\ntỉnh Quảng Ninh",
        "full_name": "Liên minh Hợp tác xã tỉnh Quảng Ninh",
        "place_name": "Quảng Ninh",
        "symbol": "LMHTX",
        "head_title": "Chủ tịch",
        "archive_line": "Lưu: VT, VP",
        "series_scope": "common",
        "numbering_mode": "portal",
        "prints_qr": "on",
    } | changes


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_settings_are_for_the_administrator(client: Client, role: Role) -> None:
    address = _address()
    client.force_login(user_with_role(role))

    assert [
        client.get("/co-quan-ban-hanh/").status_code,
        client.get(address).status_code,
        client.post(address, _fields()).status_code,
    ] == [403] * 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("superior", "typed", "stored"),
    [
        ("alliance", "bỏ qua", "Liên minh Hợp tác xã Việt Nam"),
        ("other", "Ủy ban nhân dân\ntỉnh Quảng Ninh", "Ủy ban nhân dân\ntỉnh Quảng Ninh"),
        ("none", "bỏ qua", ""),
        ("other", "  Tỉnh ủy \r\n\r\n Quảng Ninh", "Tỉnh ủy\nQuảng Ninh"),
    ],
)
def test_header_variants(admin: Client, superior: str, typed: str, stored: str) -> None:
    response = send(admin, _address(), _fields(superior=superior, superior_lines=typed))

    assert response.status_code == 302
    assert issuer().superior_lines == stored
    shown = admin.get(_address()).content.decode()
    assert f'value="{superior}" class="form-check-input" required id=' in shown or "checked" in shown


@pytest.mark.django_db
def test_first_issuer_is_made_here(admin: Client) -> None:
    council = UnitFactory(kind=UnitKind.COUNCIL)
    UnitFactory(name="Hợp tác xã không ban hành văn bản")

    page = admin.get("/co-quan-ban-hanh/them/").content.decode()
    response = admin.post("/co-quan-ban-hanh/them/", _fields(unit=council.pk, symbol="HĐTĐKT", superior="none"))
    again = admin.post("/co-quan-ban-hanh/them/", _fields(unit=council.pk))

    made = Issuer.objects.get(unit=council)
    assert "Hợp tác xã không ban hành" not in page
    assert response["Location"] == reverse("documents:issuer", args=[made.pk])
    assert (made.symbol, made.superior_lines) == ("HĐTĐKT", "")
    assert again.status_code == 200
    assert Event.objects.filter(verb="issuer.created").count() == 1


@pytest.mark.django_db
def test_change_is_logged_with_before_and_after(admin: Client) -> None:
    send(admin, _address(), _fields(place_name="Hạ Long"))
    send(admin, _address(), _fields(place_name="Hạ Long"))

    assert Event.objects.get(verb="issuer.changed").data == {"changed": {"place_name": ["Quảng Ninh", "Hạ Long"]}}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"symbol": "LM HTX"}, "viết liền"),
        ({"symbol": "KH/LMHTX"}, "viết liền"),
        ({"name_lines": ""}, "field-error"),
        ({"superior": "other", "superior_lines": " "}, "Hãy ghi tên cơ quan chủ quản"),
        ({"name_lines": "a\nb\nc\nd\ne"}, "không quá 4 dòng"),
        ({"name_lines": "x" * 81}, "không quá 4 dòng"),
        ({"series_scope": "khac"}, "field-error"),
        ({"place_name": "Hạ\x07Long"}, "ký tự điều khiển"),
    ],
)
def test_wrong_settings_are_told_and_not_saved(admin: Client, change: dict, words: str) -> None:
    before = Issuer.objects.filter(pk=issuer().pk).values().get()

    page = send(admin, _address(), _fields(**change)).content.decode()

    assert words in page
    assert Issuer.objects.filter(pk=issuer().pk).values().get() == before


@pytest.mark.django_db
def test_sample_follows_what_is_typed_without_saving(admin: Client) -> None:
    piece = admin.post(
        _address(),
        _fields(place_name="Hạ Long", superior="none"),
        headers={"hx-request": "true", "hx-target": "header-sample"},
    ).content.decode()
    page = admin.post(_address(), _fields(name_lines="<b>Tên</b> khác", preview="1")).content.decode()

    assert piece.lstrip().startswith('<div id="header-sample"')
    assert "Hạ Long, ngày" in piece
    assert "LIÊN MINH HỢP TÁC XÃ VIỆT NAM" not in piece
    assert "LIÊN MINH HỢP TÁC XÃ<br>TỈNH QUẢNG NINH" in piece
    assert "&lt;B&gt;TÊN&lt;/B&gt; KHÁC" in page
    assert issuer().place_name == "Quảng Ninh"
    assert not Event.objects.filter(verb="issuer.changed").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"series_scope": "per_type"}, {"numbering_mode": "book"}])
def test_numbering_changes_while_the_years_book_is_empty(admin: Client, change: dict) -> None:
    transcribed_document(number=644, on=today().replace(year=today().year - 1))

    send(admin, _address(), _fields(**change))

    for name, value in change.items():
        assert getattr(issuer(), name) == value


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"series_scope": "per_type"}, {"numbering_mode": "book"}])
def test_numbering_does_not_change_once_a_number_is_given(admin: Client, change: dict) -> None:
    issued_document(on=today())

    page = send(admin, _address(), _fields(place_name="Hạ Long", **change)).content.decode()

    assert f"Năm {today().year} đã có 1 số trong sổ" in page
    assert f"vào đầu năm {today().year + 1}" in page
    assert (issuer().series_scope, issuer().numbering_mode, issuer().place_name) == ("common", "portal", "Quảng Ninh")


@pytest.mark.django_db
def test_header_changes_in_mid_year_and_issued_papers_keep_theirs(admin: Client) -> None:
    document = issued_document(on=today())
    payload = document.payload

    response = send(admin, _address(), _fields(name_lines="Liên minh HTX tỉnh"))

    document.refresh_from_db()
    assert response.status_code == 302
    assert document.payload == payload


@pytest.mark.django_db
def test_numbers_of_another_issuer_lock_nothing(admin: Client) -> None:
    issued_document(on=today(), of=council_issuer())

    send(admin, _address(), _fields(series_scope="per_type"))

    assert issuer().series_scope == "per_type"


@pytest.mark.django_db(transaction=True)
def test_change_waits_for_a_number_being_given() -> None:
    """The first number of the year is given but not committed yet: the change waits for it, then is refused."""
    of, by, admin = issuer(), clerk(), user_with_role(Role.ADMIN)
    wanted = order(on=today())
    is_given, answers = threading.Event(), []

    def give() -> None:
        with transaction.atomic():
            actions.issue(wanted, by=by, today=today())
            is_given.set()
            until_somebody_waits_for_a_lock()
        connection.close()

    thread = threading.Thread(target=give)
    thread.start()
    assert is_given.wait(PATIENCE)
    of.series_scope = "per_type"
    try:
        save_issuer(of, by=admin, this_year=today().year)
    except NumberingFixed as error:
        answers.append(str(error))
    thread.join()

    assert len(answers) == 1
    assert issuer().series_scope == "common"


@pytest.mark.django_db
def test_sample_breaks_a_long_name_where_papers_break_it(admin: Client) -> None:
    fields = _fields(name_lines="Liên minh Hợp tác xã tỉnh Quảng Ninh", preview="1")

    page = admin.post(_address(), fields).content.decode()

    assert '<span class="sheet-org">LIÊN MINH HỢP TÁC XÃ<br>TỈNH QUẢNG NINH</span>' in page
