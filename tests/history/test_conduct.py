"""What stands against somebody: written down, seen by few, holding awards back until it ends."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.history.actions import WrongConduct
from awards.history.facts import facts_of_person
from awards.history.models import ConductFact
from awards.history.regulations import borne_in, holds_back
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.law.enums import Discipline
from emulation_portal.procedure.acting import carry_out
from emulation_portal.rights.enums import Role
from tests.factories import history as make
from tests.factories.campaigns import cast
from tests.factories.people import (
    PersonFactory,
    PositionFactory,
    UnitFactory,
    alliance,
    second_alliance,
    user_with_role,
)
from tests.factories.reports import people_of_unit
from tests.scenarios.desk import Desk
from units.models import Person, Unit

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "until", "on", "holds"),
    [
        (FIRST, None, FIRST, True),
        (FIRST, None, FIRST - DAY, False),
        (FIRST, LAST, LAST - DAY, True),
        (FIRST, LAST, LAST, False),  # the first day without it
    ],
)
def test_it_holds_back_from_its_first_day_to_the_day_before_its_end(since, until, on, holds: bool) -> None:
    assert holds_back(since, until, on=on) is holds


@pytest.mark.parametrize(
    ("since", "until", "borne"),
    [
        (LAST, None, True),
        (LAST + DAY, None, False),
        (FIRST - DAY, FIRST, False),
        (FIRST - DAY, FIRST + DAY, True),
    ],
)
def test_sanction_is_borne_in_a_year_of_which_it_touches_a_day(since, until, borne: bool) -> None:
    assert borne_in(2025, since, until) is borne


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(name="Hợp tác xã Mẫu Một")


@pytest.fixture
def person(unit: Unit) -> Person:
    return PositionFactory(unit=unit, person=PersonFactory(full_name="Nguyễn Văn Việc", alliance=alliance())).person


@pytest.mark.django_db
def test_officer_writes_it_down_and_ends_it(unit: Unit, person: Person) -> None:
    desk = Desk(cast().officer)
    form = desk.open(reverse("history:create-conduct"))
    typed = {"unit": str(unit.pk), "person": str(person.pk), "kind": "discipline", "since": "01/03/2025"}

    refused = desk.press(form, "Lưu", **typed)
    page = desk.press(refused, "Lưu", level="reprimand", paper="QĐ số 5")
    fact = ConductFact.objects.get()
    early = desk.press(desk.follow(page, "Ghi kết thúc"), "Ghi kết thúc", until="01/03/2025", outcome="Hết hạn.")
    page = desk.press(early, "Ghi kết thúc", until="01/03/2026")
    fact.refresh_from_db()

    assert refused.says("Hãy chọn hình thức kỷ luật.")
    assert early.says("Ngày kết thúc phải sau ngày bắt đầu.")
    assert (fact.words, fact.status, fact.until) == ("Kỷ luật khiển trách", "ended", dt.date(2026, 3, 1))
    assert not fact.holds_back(on=dt.date(2026, 3, 1))
    assert page.says("Hết hạn.")
    told = [f"{event.object_name} {event.reason}" for event in Event.objects.filter(verb__startswith="conduct")]
    assert len(told) == 2
    assert not any(word in each for each in told for word in ("Việc số 0", "khiển trách", "Nguyễn Văn Việc", "Hết hạn"))
    assert desk.open(f"{reverse('history:conduct')}?q=van+viec").says("Nguyễn Văn Việc")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("says", "told"),
    [
        ({"kind": "inspection", "level": "warning"}, "Chỉ chọn khi loại là kỷ luật."),
        ({"since": f"{today() + DAY:%d/%m/%Y}"}, "Ngày bắt đầu ở sau hôm nay."),
        ({"until": "01/03/2025"}, "Ngày này phải sau ngày bắt đầu."),
        ({"kind": ""}, "Hãy chọn một mục."),
    ],
)
def test_nonsense_is_told(unit: Unit, says: dict[str, str], told: str) -> None:
    desk = Desk(cast().officer)
    typed = {"unit": str(unit.pk), "kind": "press", "since": "01/03/2025"} | says

    page = desk.press(desk.open(reverse("history:create-conduct")), "Lưu", **typed)

    assert (page.status, page.says(told)) == (422, True), page.main
    assert not ConductFact.objects.exists()


@pytest.mark.django_db
def test_those_who_need_it_see_it_and_nobody_else(unit: Unit) -> None:
    fact, (editor, head) = make.conduct(unit), people_of_unit(unit)
    theirs = second_alliance()
    seeing = [head, *(user_with_role(role) for role in (Role.OFFICER, Role.LEADER, Role.CHIEF_OF_OFFICE, Role.AUDITOR))]
    blind = [editor, *(user_with_role(role) for role in (Role.CLERK, Role.ADMIN, Role.COUNCIL_MEMBER, Role.UNIT_HEAD))]

    for user in seeing:
        assert list(ConductFact.objects.visible_to(user)) == [fact]
    for user in (*blind, theirs.users["officer"], theirs.users["leader"]):
        assert not ConductFact.objects.visible_to(user).exists()
    assert Desk(editor).open(reverse("history:conduct")).status == 403


@pytest.mark.django_db
def test_sanction_is_a_fact_of_the_year_and_a_mistake_is_none(unit: Unit, person: Person) -> None:
    says = {"person": person, "kind": "discipline"}
    make.conduct(unit, **says, level="reprimand", since=dt.date(2025, 3, 1))
    heavier = make.conduct(unit, **says, level="warning", since=dt.date(2025, 5, 1))

    assert facts_of_person(person, award="LDTT", year=2025, reader=cast().officer).discipline == Discipline.WARNING
    carry_out(heavier, "dropped", by=cast().officer, on=today(), reason="Nhầm người.")
    assert facts_of_person(person, award="LDTT", year=2025, reader=cast().officer).discipline == Discipline.REPRIMAND
    assert facts_of_person(person, award="LDTT", year=2024, reader=cast().officer).discipline is None


@pytest.mark.django_db
def test_database_refuses_what_does_not_hold_together(unit: Unit) -> None:
    fact = make.conduct(unit)
    rows = ConductFact.objects.filter(pk=fact.pk)

    for wrong in ({"level": "warning"}, {"kind": "discipline"}, {"until": fact.since}, {"kind": "rumour"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(WrongConduct):
        make.conduct(unit, person=PersonFactory(alliance=second_alliance().unit))


@pytest.mark.django_db
def test_writer_of_a_unit_does_not_learn_of_a_sanction_from_the_conditions() -> None:
    unit = UnitFactory()
    person = PersonFactory()
    make.conduct(unit, kind="discipline", level="warning", person=person, since=dt.date(2025, 3, 1))
    editor, head = people_of_unit(unit)

    assert facts_of_person(person, award="LDTT", year=2025, reader=editor).discipline is None
    assert facts_of_person(person, award="LDTT", year=2025, reader=head).discipline == Discipline.WARNING
