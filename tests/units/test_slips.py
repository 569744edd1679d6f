"""A printed slip stays good: reloading its page makes no new code."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse

from emulation_portal.accounts import codes
from emulation_portal.accounts.actions import activate
from emulation_portal.accounts.models import Activation
from emulation_portal.audit.models import Event
from emulation_portal.rights.enums import Role
from tests.factories.people import PASSWORD, PositionFactory, UserFactory, user_with_role
from units.models import Person
from units.views import fresh_slips
from units.views.slips import qr_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(user_with_role(Role.ADMIN))
    return client


def codes_on(response) -> list[str]:
    return re.findall(r'slip-code">([A-Z0-9-]{14})<', response.content.decode())


def issue(admin: Client, person: Person):
    return admin.post(reverse("units:account-slip", args=[person.pk]), follow=True)


def age_what_is_kept(client: Client, *, seconds: int) -> None:
    """Put the sealed slips of the session back as if they had been sealed earlier."""
    session, box = client.session, codes._box()
    session[fresh_slips._KEY] = {
        path: box.encrypt_at_time(box.decrypt(sealed), box.extract_timestamp(sealed) - seconds).decode()
        for path, sealed in session[fresh_slips._KEY].items()
    }
    session.save()


def test_f5_on_a_slip_shows_the_same_code_and_issues_nothing(admin: Client) -> None:
    person = PositionFactory(person__user=UserFactory()).person

    first = issue(admin, person)
    again = admin.get(first.redirect_chain[-1][0])

    assert len(codes_on(first)) == 1
    assert codes_on(again) == codes_on(first)
    assert Event.objects.filter(verb="user.slip_issued").count() == 1
    assert Activation.objects.get().cancelled_at is None


def test_f5_on_many_slips_shows_the_same_codes_and_issues_nothing(admin: Client) -> None:
    rows = [PositionFactory(title="Kế toán") for _ in range(3)]
    posted = {"person": [f"{row.person_id}-{row.unit_id}" for row in rows], "role": "unit_editor"}

    first = admin.post(reverse("units:slips-print"), posted, follow=True)
    again = admin.get(reverse("units:slips-print"))

    assert len(set(codes_on(first))) == 3
    assert codes_on(again) == codes_on(first)
    assert Event.objects.filter(verb="user.slip_issued").count() == 3


def test_slips_of_two_persons_do_not_mix(admin: Client) -> None:
    one, two = (PositionFactory(person__user=UserFactory()).person for _ in range(2))

    pages = {person: issue(admin, person) for person in (one, two)}

    for person, page in pages.items():
        assert codes_on(admin.get(reverse("units:account-slip", args=[person.pk]))) == codes_on(page)


def test_slip_is_shown_for_ten_minutes_only(admin: Client) -> None:
    person = PositionFactory(person__user=UserFactory()).person
    issue(admin, person)

    address = reverse("units:account-slip", args=[person.pk])

    age_what_is_kept(admin, seconds=9 * 60)
    in_time = admin.get(address)
    age_what_is_kept(admin, seconds=2 * 60)
    late = admin.get(address, follow=True)

    assert len(codes_on(in_time)) == 1

    assert late.redirect_chain[-1][0] == person.get_absolute_url()
    assert codes_on(late) == []
    assert "Phiếu đã in vẫn dùng được" in late.content.decode()


def test_another_administrator_does_not_see_the_code(admin: Client) -> None:
    person = PositionFactory(person__user=UserFactory()).person
    issue(admin, person)
    other = Client()
    other.force_login(user_with_role(Role.ADMIN))

    page = other.get(reverse("units:account-slip", args=[person.pk]), follow=True)

    assert codes_on(page) == []


def test_code_used_meanwhile_is_not_shown_as_if_it_were_good(admin: Client) -> None:
    person = PositionFactory(person__user=UserFactory()).person
    page = issue(admin, person)
    activation = Activation.objects.get()
    activate(activation_id=activation.pk, password=PASSWORD, at=activation.created_at)

    again = admin.get(page.redirect_chain[-1][0])

    assert codes_on(again) == []
    assert "Mã vừa được dùng" in again.content.decode()


def test_code_stands_nowhere_in_the_database(admin: Client) -> None:
    person = PositionFactory(person__user=UserFactory()).person
    (code,) = codes_on(issue(admin, person))

    kept = [str(session.get_decoded()) for session in Session.objects.all()]

    assert any("fresh_slips" in row for row in kept)
    assert [row for row in kept if code in row or code.replace("-", "") in row] == []


def test_what_is_sealed_opens_again_for_a_while_and_only_whole() -> None:
    sealed = codes.seal({"code": "ABCD-EFGH-JKLM"})

    assert "ABCD" not in sealed
    assert codes.unseal(sealed, max_age=60) == {"code": "ABCD-EFGH-JKLM"}
    for wrong in (sealed[:-3], sealed[:20] + "AAAA" + sealed[24:], "", TimestampSigner().sign("x")):
        assert codes.unseal(wrong, max_age=60) is None
    assert codes.unseal(sealed, max_age=-1) is None


def test_qr_of_a_slip_opens_the_page_and_tells_no_code(admin: Client, settings) -> None:
    settings.PUBLIC_URL = "https://thidua.example.vn"
    person = PositionFactory(person__user=UserFactory()).person
    page = issue(admin, person)
    address = "https://thidua.example.vn" + reverse("accounts_activate")

    (drawn,) = re.findall(r'(?s)<svg[^>]*class="slip-qr".*?</svg>', page.content.decode())

    assert drawn == qr_of(address)
    assert drawn != qr_of(address + "?code=" + codes_on(page)[0])
    assert "style=" not in drawn
