"""What the portal knows of somebody for the conditions of an award, and who may look it up."""

import datetime as dt

import pytest
from django.urls import reverse

from awards.history.facts import facts_of_person, facts_of_unit
from campaigns.registration.content import Registered, RegisteredOne
from emulation_portal.rights.enums import Role
from tests.factories import history as make
from tests.factories import registrations, scoring
from tests.factories.campaigns import cast
from tests.factories.people import PersonFactory, PositionFactory, UnitFactory, alliance, user_with_role
from tests.factories.reports import people_of_unit
from tests.scenarios.desk import Desk
from units.models import Person, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(name="Hợp tác xã Mẫu Một")


@pytest.fixture
def person(unit: Unit) -> Person:
    return PositionFactory(unit=unit, person=PersonFactory(full_name="Nguyễn Thị Khen", alliance=alliance())).person


def win(person: Person, unit: Unit, *years: int, award: str = "CSTDCS") -> None:
    for year in years:
        day = dt.date(year, 12, 20)
        make.past_award(unit, person=person, award=award, year=year, decided_on=day)


def test_years_that_were_won_and_years_of_which_decisions_are_written_down(unit: Unit, person: Person) -> None:
    win(person, unit, 2022, 2024)
    make.past_award(UnitFactory(), name="Người Khác", award="CSTDCS", year=2023)
    make.cancelled(make.past_award(unit, person=person, award="LDTT", year=2023))
    make.past_award(unit, person=person, award="BKT", year=None, decided_on=dt.date(2021, 5, 1))

    facts = facts_of_person(person, award="CSTDT", year=2024, reader=cast().officer)

    assert facts.held == {"CSTDCS": {2022, 2024}, "BKT": {2021}}
    assert facts.recorded == {"CSTDCS": {2022, 2023, 2024}}


def test_somebody_of_the_same_name_has_nothing_of_it(unit: Unit, person: Person) -> None:
    make.past_award(unit)

    assert facts_of_person(person, award="LDTT", year=2023, reader=cast().officer).held == {}


@pytest.mark.parametrize(("title", "is_registered"), [("LDTT", True), ("CSTDCS", False)])
def test_registration_is_what_was_sent_for_the_year(
    unit: Unit, person: Person, title: str, is_registered: bool
) -> None:
    call, people = registrations.call(2026), people_of_unit(unit)
    said = Registered((), (RegisteredOne(person.full_name, ("LDTT",)),), ())
    registrations.carried(registrations.written(call, unit, people[0], said), "sent", people=people)

    assert facts_of_person(person, award=title, year=2026, reader=cast().officer).is_registered is is_registered
    assert facts_of_person(person, award=title, year=2025, reader=cast().officer).is_registered is None


def test_unit_that_is_first_of_its_khoi_leads_it() -> None:
    row = scoring.settled()
    ranks = {card.unit: card.rank for card in row.cards.all()}

    leads = {unit: facts_of_unit(unit, award="COT", year=row.year, reader=cast().officer).leads_block for unit in ranks}

    assert leads == {unit: rank == 1 for unit, rank in ranks.items()}
    assert facts_of_unit(UnitFactory(), award="COT", year=row.year, reader=cast().officer).leads_block is None


def test_whole_unit_has_what_it_got_itself_and_not_what_its_team_got(unit: Unit) -> None:
    says = {"subject": "collective", "award": "TTLDTT"}
    make.past_award(unit, name=unit.name, year=2022, **says)
    make.past_award(unit, name="Tổ 1", year=2023, **says)

    assert facts_of_unit(unit, award="TTLDXS", year=2023, reader=cast().officer).held == {"TTLDTT": {2022}}


def test_page_tells_each_condition_with_what_was_looked_at(unit: Unit, person: Person) -> None:
    win(person, unit, 2021, 2022)
    make.past_award(UnitFactory(), name="Người Khác", award="CSTDCS", year=2023, decided_on=dt.date(2023, 12, 20))
    desk = Desk(cast().officer)

    page = desk.follow(desk.open(person.get_absolute_url()), "Xem điều kiện xét")
    page = desk.open(f"{page.url}?danh_hieu=CSTDT&nam=2023")

    assert page.says("2021: đạt; 2022: đạt; 2023: không đạt"), page.main
    assert page.says("Không đủ điều kiện")
    assert page.says("Điều 22 Luật Thi đua, khen thưởng 2003")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("danh_hieu=BAY&nam=2023", "BAY"),
        ("danh_hieu=CSTDT&nam=xx", "Hãy ghi năm bằng bốn chữ số"),
        ("danh_hieu=CSTDT&nam=1990", "2018"),
        ("danh_hieu=TTLDXS&nam=2023", "TTLDXS"),
    ],
)
def test_nonsense_is_told(unit: Unit, person: Person, asked: str, told: str) -> None:
    page = Desk(cast().officer).open(f"{reverse('history:person', args=[person.pk])}?{asked}")

    assert page.status == 200
    assert page.says(told), page.main
    assert not page.tree.xpath("//main//table")


def test_unit_looks_its_own_people_up_and_nobody_elses(unit: Unit, person: Person) -> None:
    editor = people_of_unit(unit)[0]
    stranger = PositionFactory(unit=UnitFactory(), person=PersonFactory(alliance=alliance())).person
    desk = Desk(editor)

    answers = {
        one: desk.open(reverse(f"history:{name}", args=[one.pk])).status
        for name, one in (("person", person), ("person", stranger), ("unit", unit), ("unit", UnitFactory()))
    }

    assert list(answers.values()) == [200, 404, 200, 404]
    assert Desk(user_with_role(Role.ACCOUNTANT)).open(reverse("history:person", args=[person.pk])).status == 403
