"""Every list page costs the same number of queries with one row and with thirty."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.enums import DraftStatus as P
from emulation_portal.jobs.actions import enqueue
from tests.factories import campaigns
from tests.factories.people import (
    AppointmentFactory,
    BlockMembershipFactory,
    PersonFactory,
    PositionFactory,
    UnitFactory,
)

from .desk import Desk

pytestmark = pytest.mark.django_db


def add_plans(count: int) -> None:
    for _ in range(count):
        for state in (P.DEPT_REVIEW, P.ISSUED):
            campaigns.plan_in(state, on=today())


def add_units(count: int) -> None:
    for _ in range(count):
        unit = UnitFactory()
        BlockMembershipFactory(unit=unit)
        person = PersonFactory(user=AppointmentFactory(unit=unit).user)
        PositionFactory(unit=unit, person=person)


@transaction.atomic
def add_jobs(count: int) -> None:
    for at in range(count):
        enqueue(
            "documents.render",
            key=f"tests:{at}:{count}",
            args={"document_id": 0},
            label="Việc mẫu",
            by=campaigns.cast().officer,
        )


# the page, who reads it, what is added, its queries: one literal number each
LISTS = {
    "campaigns": ("campaigns:list", "officer", add_plans, 8),
    "campaigns, by anybody": ("campaigns:list", "public", add_plans, 6),
    "home of the Chief of Office": ("home:home", "chief", add_plans, 11),
    "home of a passer-by": ("home:home", "public", add_plans, 2),
    "register": ("documents:register", "clerk", add_plans, 11),
    "jobs": ("jobs:list", "officer", add_jobs, 7),
    "units": ("units:list", "officer", add_units, 8),
    "people": ("units:people", "chief", add_units, 9),
    "blocks": ("units:blocks", "officer", add_units, 7),
}


@pytest.mark.parametrize(("name", "who", "add", "queries"), LISTS.values(), ids=LISTS)
def test_list_page_costs_the_same_with_one_row_and_with_thirty(office, name, who, add, queries):
    costs = []
    for count in (1, 29):
        add(count)
        desk: Desk = getattr(office, who)
        desk.open(reverse(name))
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert desk.client.get(reverse(name)).status_code == 200
        costs.append(len([q for q in context if "usersession" not in q["sql"] and "SAVEPOINT" not in q["sql"]]))

    assert costs == [queries, queries]
