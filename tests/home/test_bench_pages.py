"""The small edition of `script/manage bench_pages`: every page it opens asks as much of many units as of few."""

import pytest
from django.db import connections, transaction

from emulation_portal.accounts.measuring import Browser, Costs, Portal, counted_queries
from emulation_portal.core.crowds import LIST_LIMIT, CrowdSize, Visit
from emulation_portal.core.scratch import Scratch
from emulation_portal.home.crowd import fill_crowd
from emulation_portal.home.management.commands.bench_pages import goals

FEW, MANY = 50, 150


def queries_among(units: int) -> dict[str, int]:
    """Return the number of queries of every page, opened for the second time; nothing of the crowd stays."""
    with transaction.atomic():
        visits = {visit.name: visit for visit in fill_crowd(CrowdSize(units))}
        portal, browser = Portal(Scratch(connections["default"], "", ""), visits), Browser()
        found = {}
        for name, visit in visits.items():
            browser.open(portal, visit)
            with counted_queries(portal) as queries:
                browser.open(portal, visit)
            found[name] = len(queries)
        transaction.set_rollback(True)
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_pages_ask_as_much_of_many_units_as_of_few(served):
    assert queries_among(MANY) == queries_among(FEW)


def costs(*, wall: float = 10.0, cpu: float = 10.0, queries: int = 7, kilobytes: int = 20) -> Costs:
    return Costs([wall] * 20, [cpu] * 20, [1.0] * 20, queries, b"x" * 1000 * kilobytes)


@pytest.mark.parametrize(
    ("many", "missed"),
    [
        (costs(), []),
        (costs(queries=8), ["queries"]),
        (costs(wall=15.1), ["p95 ≤ 1.5 ×"]),
        (costs(kilobytes=150), ["150 KB"]),
        (costs(cpu=12.1), ["CPU ≤ 12 ×"]),
    ],
)
def test_goal_is_missed_by_what_is_above_it(many, missed):
    visit = Visit("list", "/", limit=LIST_LIMIT)

    assert [words for words, is_met in goals(visit, costs(), many) if not is_met] == missed
