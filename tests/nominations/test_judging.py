"""How nominations stand with the law: what the unit told, what the portal knows, what else the nominee got."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.nominations.actions import NewNominee
from awards.nominations.claim import ClaimedInitiative
from awards.nominations.figures import figures_of
from awards.nominations.judging import Assessment, differences, judge_all
from awards.nominations.models import Nomination
from awards.nominations.queries import nominations_of
from awards.nominations.regulations import GivenOrProposed, is_same_achievement, is_same_title, overlaps
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.law.eligibility import Fulfilment
from emulation_portal.law.enums import AwardSubject, InitiativeKind, Rating, Scope
from emulation_portal.procedure.acting import carry_out
from tests.factories import history, reports
from tests.factories import nominations as make
from tests.factories.campaigns import cast
from tests.factories.people import PersonFactory, PositionFactory, UnitFactory
from tests.factories.reports import people_of_unit, reporting_unit
from units.models import Person, Unit

pytestmark = pytest.mark.django_db
PERSON, COLLECTIVE = AwardSubject.PERSON, AwardSubject.COLLECTIVE


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(name="Hợp tác xã Mẫu Một")


@pytest.fixture
def person(unit: Unit) -> Person:
    return PositionFactory(unit=unit).person


def judged(nomination: Nomination, on: dt.date, reader: Any = None) -> Assessment:
    nomination = Nomination.objects.select_related("dossier__unit", "dossier__campaign", "collective").get(
        pk=nomination.pk
    )
    return judge_all([nomination], on=on, reader=reader or cast().officer)[nomination.pk]


def one(unit: Unit, award: str, *, year: int, person: Person | None = None, **facts: Any) -> Nomination:
    row = make.dossier(unit, year=year)
    name = person.full_name if person else "Nguyễn Thị Đề Cử"
    (nomination,) = make.nominated(row, NewNominee(PERSON, name, "Tổ trưởng", person), award=award)
    common = {"answers": {"abides": True, "learns": True}}
    return make.told(nomination, **common | {"ratings": {year: Rating.EXCELLENT}} | facts)


def words(found: Assessment, standing: Fulfilment) -> list[str]:
    return [each.words for each in found.shown if each.standing == standing]


# --- worked scenarios of DOMAIN 7 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "received", "stops"), [(2021, dt.date(2021, 12, 20), True), (2025, dt.date(2025, 12, 20), False)]
)
def test_26_excellent_work_alone_is_no_initiative_before_2024(
    unit: Unit, year: int, received: dt.date, stops: bool
) -> None:
    nomination = one(unit, "CSTDCS", year=year, has_initiatives=False)

    assert judged(nomination, received).stops is stops


@pytest.mark.parametrize(("holders", "given", "met"), [(13, 1, True), (13, 2, False), (47, 7, True), (47, 8, False)])
def test_8_share_of_advanced_workers_is_rounded_down(unit: Unit, holders: int, given: int, met: bool) -> None:
    row = make.dossier(unit, year=2021)
    named = [NewNominee(PERSON, f"Nguyễn Thị Người {at}", "Tổ viên") for at in range(holders)]
    make.nominated(row, *named, award="LDTT")
    proposed = make.nominated(row, *named[:given], award="CSTDCS")

    found = judged(proposed[0], dt.date(2021, 12, 20))
    share = next(each for each in found.shown if "15%" in each.words)

    assert share.standing == (Fulfilment.MET if met else Fulfilment.FAILED)


@pytest.mark.parametrize(
    ("months", "year", "received", "standing"),
    [
        (9, 2021, dt.date(2021, 12, 20), Fulfilment.FAILED),
        (10, 2021, dt.date(2021, 12, 20), Fulfilment.MET),
        (9, 2025, dt.date(2025, 12, 20), Fulfilment.MET),
        (5, 2025, dt.date(2025, 12, 20), Fulfilment.FAILED),
    ],
)
def test_12_months_of_who_was_recruited_in_the_year(unit, months, year, received, standing) -> None:
    found = judged(one(unit, "LDTT", year=year, months_served=months), received)

    assert next(each.standing for each in found.shown if "thời gian công tác" in each.words) == standing


def test_22_one_achievement_is_honoured_once(unit: Unit, person: Person) -> None:
    deed = "Ủng hộ 200 triệu đồng và 5 tấn gạo."
    given = {"award": "GK", "year": None, "ground": "exceptional", "achievement": deed}
    days = {"achieved_from": dt.date(2025, 3, 1), "achieved_to": dt.date(2025, 3, 2)}
    history.past_award(unit, name=person.full_name, person=person, decided_on=dt.date(2025, 4, 1), **given, **days)
    row = make.dossier(unit, year=2025, ground="exceptional", is_simplified=True, **days)
    (nomination,) = make.nominated(row, NewNominee(PERSON, person.full_name, "Tổ trưởng", person))
    nomination.reason = deed
    nomination.save(update_fields=["reason"])

    found = judged(nomination, dt.date(2025, 6, 1))
    assert found.stops
    assert any("12/QĐ-LMHTX" in each.said for each in found.principles)

    row.achieved_from, row.achieved_to = dt.date(2025, 5, 1), dt.date(2025, 5, 1)
    row.save(update_fields=["achieved_from", "achieved_to"])
    assert judged(nomination, dt.date(2025, 6, 1)).principles == ()


def test_11_a_gap_in_the_years_is_a_gap(unit: Unit, person: Person) -> None:
    for year in (2019, 2020, 2022):
        history.past_award(
            unit,
            name=person.full_name,
            person=person,
            award="CSTDCS",
            year=year,
            decided_on=dt.date(year, 12, 20),
            decision_number=f"{year}/QĐ",
        )
    history.past_award(unit, name="Trần Văn Khác", award="CSTDCS", year=2021, decided_on=dt.date(2021, 12, 20))

    found = judged(one(unit, "CSTDT", year=2022, person=person), dt.date(2022, 12, 20))
    run = next(each for each in found.shown if "liên tục" in each.words and "3 năm" in each.words)

    assert run.standing == Fulfilment.FAILED
    assert "2021: không đạt" in run.said


def test_23_an_open_matter_holds_the_award_back_and_only_who_may_know_is_told(unit: Unit, person: Person) -> None:
    history.conduct(unit, person=person, since=dt.date(2025, 9, 1))
    nomination = one(unit, "LDTT", year=2025, person=person)
    editor, head = people_of_unit(unit)

    seen = {who: words(judged(nomination, dt.date(2025, 12, 1), who), Fulfilment.UNKNOWN) for who in (editor, head)}

    assert not any("Chưa xét khen thưởng" in each for each in seen[editor])
    assert any("Chưa xét khen thưởng" in each for each in seen[head])


def test_24_what_lacks_its_minutes_is_not_whole_and_is_told_so(unit: Unit) -> None:
    row = make.dossier(unit)
    for each in make.nominated(row):
        make.told(each)

    with pytest.raises(DomainError, match="Biên bản bình xét chưa đủ"):
        carry_out(row, "sent_to_head", by=people_of_unit(unit)[0], on=today())


# --- beside the scenarios ----------------------------------------------------------------------------------------------


def test_title_that_was_won_for_the_year_is_not_proposed_again(unit: Unit, person: Person) -> None:
    history.past_award(unit, name=person.full_name, person=person, year=2025, decided_on=dt.date(2025, 12, 1))

    found = judged(one(unit, "LDTT", year=2025, person=person), dt.date(2025, 12, 20))

    assert [each.standing for each in found.principles] == [Fulfilment.FAILED]


def test_initiative_counts_by_its_decision(unit: Unit) -> None:
    claimed = ClaimedInitiative(InitiativeKind.INITIATIVE, "Máy sấy lúa", Scope.UNIT, "5/QĐ", dt.date(2021, 6, 1))
    bare = ClaimedInitiative(InitiativeKind.INITIATIVE, "Máy sấy lúa", Scope.UNIT)
    nomination = one(unit, "CSTDCS", year=2021)

    for initiative, standing in ((claimed, Fulfilment.MET), (bare, Fulfilment.FAILED)):
        nomination.refresh_from_db()
        make.initiatives(nomination, initiative)
        found = judged(nomination, dt.date(2021, 12, 20))
        assert next(each.standing for each in found.shown if "sáng kiến" in each.words) == standing


def test_many_are_judged_in_as_many_queries_as_one(unit: Unit) -> None:
    row = make.dossier(unit, year=2025)
    people = [PersonFactory() for _ in range(12)]
    make.nominated(row, *(NewNominee(PERSON, each.full_name, "Tổ viên", each) for each in people), award="LDTT")
    reader = cast().officer
    found = nominations_of(row)
    judge_all(found[:1], on=today(), reader=reader)

    counts = []
    for some in (found[:2], found):
        with CaptureQueriesContext(connection) as queries:
            judge_all(some, on=today(), reader=reader)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_receipt_freezes_how_it_stood_by_the_law_of_the_day(unit: Unit) -> None:
    row = make.received(make.whole(unit))
    nomination = row.nominations.get()

    assert nomination.judged_when_received["on"] == today().isoformat()
    assert nomination.standard_ref == nomination.judged_when_received["ref"] != ""
    assert differences(nomination.judged_when_sent, nomination.judged_when_received) == []


GIVEN = GivenOrProposed("GK", "campaign", None, dt.date(2021, 1, 1), dt.date(2021, 6, 30), "Ủng hộ 5 tấn gạo", "")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({}, True),
        ({"achievement": "UNG HO 5 TAN GAO"}, True),
        ({"achievement": "Việc khác"}, None),
        ({"ground": "exceptional"}, False),
        ({"since": dt.date(2021, 7, 1), "until": dt.date(2021, 8, 1)}, False),
        ({"since": None, "until": None, "achievement": "x"}, None),
        ({"award": "LDTT"}, False),
    ],
)
def test_whether_two_are_for_one_achievement(other: dict[str, Any], same: bool | None) -> None:
    assert is_same_achievement(GIVEN, replace(GIVEN, **other)) is same
    assert is_same_achievement(replace(GIVEN, **other), GIVEN) is same


def test_days_are_shared_where_one_begins_as_the_other_ends() -> None:
    later = replace(GIVEN, since=GIVEN.until, until=dt.date(2021, 12, 31))
    assert overlaps(GIVEN, later) is True
    assert overlaps(GIVEN, replace(later, since=dt.date(2021, 7, 1))) is False
    assert is_same_title(replace(GIVEN, award="LDTT", year=2021), replace(GIVEN, award="LDTT", year=2021))
    assert not is_same_title(GIVEN, GIVEN)


# --- figures that were looked at ---------------------------------------------------------------------------------------


def test_figures_that_were_looked_at_are_offered_with_their_source() -> None:
    unit, people = reporting_unit(), people_of_unit(reporting_unit())
    of = reports.demand(owing="units")
    of.units.add(unit)
    period = reports.month(of)
    dossier = make.dossier(unit, year=period.period_to.year)
    assert figures_of(dossier) == []

    brought = reports.brought(reports.report(of, unit), "verified", people=people)
    (figure, *_) = figures_of(dossier)

    assert figure.last == brought.period
    assert brought.period.within in figure.sentence
    dossier.achieved_to = brought.period.period_to - dt.timedelta(days=1)
    assert figures_of(dossier) == []
