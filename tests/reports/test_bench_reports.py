"""The small edition of `script/manage bench_reports`: each of its acts asks as much of many units as of few."""

import io

import pytest
from django.db import connections, transaction

from campaigns.reports.management.commands.bench_reports import Command
from campaigns.reports.management.years import ACTS, TYPED, fill_years, reported
from campaigns.reports.models import ReportValue
from emulation_portal.accounts.measuring import Browser, measure_in_turns
from emulation_portal.core.scratch import Scratch

FEW, MANY = 30, 45
MONTHS = ROUNDS = 2


def years_of(units):
    return fill_years(Scratch(connections["default"], "", ""), units, months=MONTHS)


def queries_among(units: int) -> dict[str, int]:
    """Return the number of queries of every act; nothing of the portal stays."""
    with transaction.atomic():
        years = years_of(units)
        found = {name: measure_in_turns(act, Browser(), [years], 1)[0].queries for name, act in ACTS.items()}
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_acts_ask_as_much_of_many_units_as_of_few(served):
    assert queries_among(MANY) == queries_among(FEW)


@pytest.mark.django_db
def test_command_prints_a_line_for_each_act(served):
    told = io.StringIO()
    years = years_of(FEW)

    missed = Command(stdout=told).compare([years], ROUNDS)

    lines = told.getvalue().splitlines()
    assert [line[:12].strip() for line in lines] == ["page", *ACTS]
    kept = ReportValue.objects.get(report=years.first.report, indicator__code=TYPED).value == years.typed
    assert (missed, kept, reported(years)) == (0, True, "60 reports with 550 figures")
