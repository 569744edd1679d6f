"""“Việc cần làm”: each role finds something true to do; the frame says who one is, and names things one way."""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pgtrigger
import pytest
from django.test import Client
from django.urls import reverse

from emulation_portal.accounts.models import User
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.rights.enums import Role
from tests.factories.people import PersonFactory, PositionFactory, UnitFactory, UserFactory, alliance, user_with_role
from units.models import Person

pytestmark = pytest.mark.django_db


def enter(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


# --- something to do --------------------------------------------------------------------------------------------------


def test_auditor_reads_the_log_of_the_week_with_its_count(client: Client) -> None:
    auditor = user_with_role(Role.AUDITOR)
    for days in (0, 6, 7):
        at = dt.datetime.combine(today() - dt.timedelta(days=days), dt.time(12), dt.UTC)
        event = Event.objects.create(
            verb="unit.created", object_type="units.unit", object_id="1", object_name="HTX", place=alliance().path
        )
        with pgtrigger.ignore("audit.Event:append_only"):
            Event.objects.filter(pk=event.pk).update(at=at)

    (item,) = enter(client, auditor).get("/").context["items"]
    asked = parse_qs(urlsplit(item.url).query)

    assert item.why.startswith("2 việc đã ghi từ ")
    assert asked == {
        "since": [f"{today() - dt.timedelta(days=6):%d/%m/%Y}"],
        "until": [f"{today():%d/%m/%Y}"],
    }
    assert client.get(item.url).status_code == 200
    assert client.get("/").context["items"] == []  # read, for a week


def test_auditor_of_a_quiet_week_is_sent_nowhere(client: Client) -> None:
    assert enter(client, user_with_role(Role.AUDITOR)).get("/").context["items"] == []


def test_administrator_prints_slips_while_somebody_has_no_account(client: Client) -> None:
    admin = user_with_role(Role.ADMIN)
    twice = PositionFactory().person
    PositionFactory(person=twice)
    PositionFactory(person__user=UserFactory())
    PositionFactory(effective_to=today())
    PositionFactory(unit=UnitFactory(closed_on=today(), closed_reason="giải thể"), effective_to=today())
    PositionFactory(unit=alliance())

    (item,) = enter(client, admin).get("/").context["items"]
    assert item.why == "1 người đang giữ chức vụ ở đơn vị chưa dùng được cổng."
    assert item.url == f"{reverse('units:slips')}?account=none"

    Person.objects.filter(pk=twice.pk).update(user=UserFactory())
    assert client.get("/").context["items"] == []


# --- who one is -------------------------------------------------------------------------------------------------------


def role_in_header(client: Client) -> str:
    found = re.search(r'<span class="menu-role">([^<]*)</span>', client.get("/").content.decode())
    return found.group(1) if found else ""


def test_header_says_the_title_in_force_before_the_role(client: Client) -> None:
    leader = user_with_role(Role.LEADER)
    person = PersonFactory(user=leader)
    enter(client, leader)
    assert role_in_header(client) == "Lãnh đạo Liên minh"

    PositionFactory(person=person, unit=alliance(), title="Phó Chủ tịch", effective_to=today())
    assert role_in_header(client) == "Lãnh đạo Liên minh"

    PositionFactory(person=person, unit=alliance(), title="Ủy viên Ban Thường vụ")
    PositionFactory(person=person, unit=alliance(), title="Chủ tịch", is_head=True)
    assert role_in_header(client) == "Chủ tịch"


def test_title_without_a_role_is_not_shown(client: Client) -> None:
    user = UserFactory()
    PositionFactory(person=PersonFactory(user=user), title="Giám đốc")

    assert role_in_header(enter(client, user)) == ""


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT_EDITOR, Role.COUNCIL_MEMBER])
def test_menu_leads_to_the_page_of_oneself(client: Client, role: Role) -> None:
    user = user_with_role(role)
    enter(client, user)
    assert "Hồ sơ của tôi" not in client.get("/").content.decode()

    person = PersonFactory(user=user)

    assert f'<a href="{person.get_absolute_url()}">' in client.get("/").content.decode()
    assert client.get(person.get_absolute_url()).status_code == 200


# --- one name each ----------------------------------------------------------------------------------------------------


def test_each_entry_of_the_menu_has_the_name_of_its_page(client: Client) -> None:
    enter(client, user_with_role(Role.ADMIN))
    rail = client.get("/").context["rail"]

    wrong = {}
    for item in rail:
        page = client.get(item.url).content.decode()
        title = re.search(r"<h1>(.*?)</h1>", page).group(1)
        if title != item.label:
            wrong[item.label] = title

    assert wrong == {}


def test_no_line_of_a_help_card_begins_with_a_dash(client: Client) -> None:
    for page in (reverse("home:help"), reverse("home:help-page", args=["hoi-dong"])):
        text = client.get(page).content.decode()

        assert '<span class="nowrap">Thi đua -</span> Khen thưởng</a>' in text
