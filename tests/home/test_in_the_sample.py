"""In the sample, loaded once: everybody finds something worth doing, and nobody has a real name."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.db.models import Q
from django.test import Client

from emulation_portal.accounts.models import User
from emulation_portal.accounts.personas import PERSONAS
from emulation_portal.core.dates import today
from emulation_portal.documents.models import Document
from emulation_portal.home.sample import load_sample
from tests.factories.pages import shown
from units.models import Person

pytestmark = [pytest.mark.repeats, pytest.mark.django_db, pytest.mark.usefixtures("_sample")]

GIVEN_NAMES = {"Mẫu", "Thử", "Nháp", "Họa", "Dụ", "Điểm", "Định", "Theo", "Nghiệm"}


@pytest.fixture(scope="module")
def _sample(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_sample(on=today())
        yield
        transaction.set_rollback(True)


def own_items(client: Client, username: str) -> list:
    client.force_login(User.objects.get(username=username))
    return client.get("/").context["items"]


def test_every_persona_finds_something_to_do():
    idle = []
    for persona in PERSONAS:
        client = Client()
        client.force_login(User.objects.get(username=persona.username))
        page = client.get("/")
        offers = [*page.context["items"], *shown(page)["plans"]]
        if page.status_code != 200 or not offers:
            idle.append(persona.username)

    assert idle == []


def test_those_who_act_find_a_button_of_their_own():
    actors = {"chuyenvien", "chanhvanphong", "chutich", "phochutich", "vanthu", "giamdoc.dongtrieu", "canbo.dongtrieu"}
    without = set()
    for username in actors:
        client = Client()
        client.force_login(User.objects.get(username=username))
        if not client.get("/").context["items"]:
            without.add(username)

    assert without == set()


def test_nobodys_real_name_is_in_the_sample():
    assert set(Person.objects.values_list("given_name", flat=True)) <= GIVEN_NAMES
    strangers = [user.full_name for user in User.objects.all() if user.given_name not in GIVEN_NAMES]
    assert strangers == []
    signers = Document.objects.exclude(signer_name="").values_list("signer_name", flat=True)
    assert {name.split()[-1] for name in signers} <= GIVEN_NAMES
    assert not Person.objects.filter(~Q(birth_date=None)).exists()
    assert not User.objects.exclude(email="").exclude(email__endswith=".example").exists()  # a domain of nobody


def test_council_member_reads_the_newest_plan(client: Client) -> None:
    (item,) = own_items(client, "uyvien")

    assert re.fullmatch(r"Đọc kế hoạch mới số \d\d/KH-LMHTX", item.title)
    assert item.why.startswith("Hợp tác xã chuyển đổi số, mở rộng thị trường. Ban hành ngày ")
    assert client.head(item.url).status_code == 200
    assert own_items(client, "uyvien") == [item]
    assert client.get(item.url).status_code == 200
    assert own_items(client, "uyvien") == []  # opened, it is read


def test_accountant_reads_the_rewards_of_a_plan_in_force(client: Client) -> None:
    items = own_items(client, "ketoan")
    plans = [client.get(item.url).context["draft"] for item in items]

    assert len(items) == 2
    assert all(f": {plan.rewards.count()} mức" in item.why for item, plan in zip(items, plans, strict=True))
    assert all(plan.rewards.count() > 0 and plan.campaign.period_to >= today() for plan in plans)
    assert own_items(client, "ketoan") == []


@pytest.mark.parametrize("username", ["uyvien", "ketoan", "kiemtra", "quantri"])
def test_those_outside_the_procedure_find_a_button_too(client: Client, username: str) -> None:
    assert own_items(client, username)


def test_first_plan_is_opened_as_its_officer_by_one_button(client: Client, settings) -> None:
    settings.SAMPLE_PERSONAS = True
    page = client.get("/")
    draft = next(plan for plan in shown(page)["first_plans"] if plan.document is None)

    text = re.search(r'<form class="[^"]*first-plan".*?</form>', page.content.decode(), re.DOTALL).group()
    sent = dict(re.findall(r'name="(username|next)" value="([^"]+)"', text))
    answer = client.post(re.search(r'action="([^"]+)"', text).group(1), sent)

    assert answer.url == draft.get_absolute_url()
    assert client.get(answer.url).status_code == 200
