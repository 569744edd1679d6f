"""The small edition of `script/manage bench_nominations`: a line for each page, and queries that do not grow."""

import io

import pytest
from django.db import connections

from awards.nominations.management.commands.bench_nominations import Command
from awards.nominations.management.honoured import fill_honoured, honoured
from emulation_portal.core.scratch import Scratch


@pytest.mark.django_db
def test_command_prints_a_line_for_each_page(served) -> None:
    told = io.StringIO()
    filled = fill_honoured(Scratch(connections["default"], "", ""), 200)

    missed = Command(stdout=told).compare([filled], 2)

    lines = told.getvalue().splitlines()
    assert [line[:10].strip() for line in lines] == ["act", *filled.visits]
    assert missed == 0
    assert "600 awards, 10 dossiers with 59 nominations" in honoured(filled)
