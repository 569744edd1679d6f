"""Who signs for whom, and how it reads. Source: NĐ 30/2020/NĐ-CP Điều 13; Phụ lục I, II.7."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from emulation_portal.documents.enums import DocumentType
from emulation_portal.rights.enums import Role
from tests.factories.people import PositionFactory, SigningAuthorityFactory, UnitFactory, alliance, user_with_role
from units import actions
from units.enums import PAPER_NAMES, SigningForm
from units.models import SigningAuthority
from units.queries import signing_on
from units.regulations import signature_lines

DAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        (SigningForm.HEAD, ["PHÓ CHỦ TỊCH"]),
        (SigningForm.TM, ["TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH"]),
        (SigningForm.KT, ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        (SigningForm.TM_KT, ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        (SigningForm.Q, ["Q. CHỦ TỊCH"]),
        (SigningForm.TL, ["TL. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        (SigningForm.TUQ, ["TUQ. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    ],
)
def test_lines_of_each_form(form: SigningForm, lines: list[str]) -> None:
    assert signature_lines(form, body_name="Ban Thường vụ", head_title="Chủ tịch", own_title="Phó Chủ tịch") == lines


@pytest.mark.django_db
def test_authority_holds_on_its_days_and_for_its_papers() -> None:
    row = SigningAuthorityFactory(
        form=SigningForm.TL, document_types="GM, TB", effective_from=DAY, effective_to=dt.date(2026, 4, 1)
    )

    def signs(kind: str, day: dt.date) -> bool:
        return row in [each for each in signing_on(row.unit, on=day) if each.covers(kind)]

    assert [signs("GM", day) for day in (dt.date(2026, 3, 1), DAY, dt.date(2026, 3, 31), dt.date(2026, 4, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert (signs("TB", DAY), signs("QĐ", DAY), signs("G", DAY)) == (True, False, False)


@pytest.mark.django_db
def test_authority_ends_and_papers_before_stay() -> None:
    admin, row = user_with_role(Role.ADMIN), SigningAuthorityFactory()

    actions.end_signing(authority_id=row.pk, on=DAY, by=admin)

    assert (signing_on(row.unit, on=dt.date(2026, 3, 1)), signing_on(row.unit, on=DAY)) == ([row], [])


@pytest.mark.django_db
def test_screen_shows_the_signature_on_the_day_asked_for(client: Client) -> None:
    body = alliance()
    SigningAuthorityFactory(
        unit=body, form=SigningForm.TM_KT, body_name="Ban Thường vụ", own_title="Phó Chủ tịch", effective_from=DAY
    )
    client.force_login(user_with_role(Role.OFFICER))
    url = reverse("units:signing", args=[body.pk])

    before = client.get(url, {"day": "1/3/2026"}).content.decode()
    since = client.get(url, {"day": "02/03/26"}).content.decode()
    wrong = client.get(url, {"day": "31/02/2026"}).content.decode()

    assert "TM. BAN THƯỜNG VỤ" not in before
    assert "Sắp có hiệu lực" in before
    assert all(line in since for line in ("TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
    assert "Không có ngày 31/02/2026" in wrong


@pytest.mark.django_db
def test_form_says_at_the_field_what_the_law_wants(client: Client) -> None:
    body = alliance()
    signer = PositionFactory(unit=body).person
    client.force_login(user_with_role(Role.ADMIN))
    url = reverse("units:signing-add", args=[body.pk])
    fields = {
        "person": signer.pk,
        "head_title": "Chủ tịch",
        "own_title": "Chánh Văn phòng",
        "effective_from": "02/03/2026",
    }

    tm = client.post(url, {**fields, "form": "tm"}).context["form"]
    tuq = client.post(url, {**fields, "form": "tuq"}).context["form"]
    kt = client.post(url, {**fields, "form": "kt", "body_name": "Ban Thường vụ"}).context["form"]
    done = client.post(url, {**fields, "form": "tl", "document_types": "GM, TB"})

    assert (set(tm.errors), set(tuq.errors), set(kt.errors)) == (
        {"body_name"},
        {"basis", "effective_to"},
        {"body_name"},
    )
    assert (done.status_code, SigningAuthority.objects.get().form) == (302, "tl")


@pytest.mark.django_db
def test_members_have_no_signing_page(client: Client) -> None:
    client.force_login(user_with_role(Role.ADMIN))

    assert client.get(reverse("units:signing", args=[UnitFactory().pk])).status_code == 404


@pytest.mark.django_db
def test_papers_of_a_limited_authority_are_named_and_not_abbreviated(client: Client) -> None:
    authority = SigningAuthorityFactory(unit=alliance(), document_types="GM, TB, XYZ")
    client.force_login(user_with_role(Role.OFFICER))

    page = client.get(reverse("units:signing", args=[authority.unit_id])).content.decode()

    assert "Chỉ ký: giấy mời, thông báo, XYZ" in page


def test_names_of_papers_are_those_of_the_documents() -> None:
    assert {code: name.capitalize() for code, name in PAPER_NAMES.items()} == dict(DocumentType.choices)
