"""The small edition of `script/manage bench_scoring`: a line for each act, and ranks that SQL of its own finds too."""

import io

import pytest
from django.db import connections

from campaigns.scoring.management.commands.bench_scoring import Command
from campaigns.scoring.management.years import ACTS, fill_scored_years, told_wrongly
from campaigns.scoring.models import ScoreCard
from emulation_portal.core.scratch import Scratch

UNITS, ROUNDS = 44, 2  # two units in each khối


@pytest.mark.django_db
def test_command_prints_a_line_for_each_act_and_counts_again(served):
    told = io.StringIO()
    filled = fill_scored_years(Scratch(connections["default"], "", ""), UNITS, years=1)

    missed = Command(stdout=told).compare([filled], ROUNDS)

    lines = told.getvalue().splitlines()
    assert [line[:10].strip() for line in lines[:-1]] == ["act", *ACTS]
    assert lines[-1].startswith("44 units: 0 of 14 ranked cards")
    assert missed == 0
    card = ScoreCard.objects.filter(rank=1).first()
    ScoreCard.objects.filter(pk=card.pk).update(total_points=card.total_points + 1)
    assert told_wrongly(filled) == 1
