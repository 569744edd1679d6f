"""The sample loads on any day, and once."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from campaigns.enums import CampaignStatus
from campaigns.models import Campaign, CampaignPlan
from emulation_portal.accounts.models import User
from emulation_portal.audit.models import Event
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.models import Document, RegisterEntry
from emulation_portal.home.sample import load_sample
from emulation_portal.jobs.models import Job
from units.models import Person, Unit

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

DAYS = [dt.date(2026, 1, 1), dt.date(2028, 2, 29), dt.date(2026, 12, 31)]  # today: test_in_the_sample.py


def counts() -> list[int]:
    models = (Unit, Person, User, Campaign, CampaignPlan, Document, RegisterEntry, Job, Event)
    return [model.objects.count() for model in models]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_sample_loads_on_any_day_and_only_once(day):
    assert load_sample(on=day) is True
    first = counts()

    assert load_sample(on=day) is False
    assert counts() == first
    missing = set(DraftStatus) - set(CampaignPlan.objects.values_list("status", flat=True))
    assert missing <= {DraftStatus.SUPERSEDED, DraftStatus.DISCARDED}
    assert Campaign.objects.filter(status__in=[CampaignStatus.RUNNING, CampaignStatus.COLLECTING]).exists()
    assert not RegisterEntry.objects.filter(issued_on__gt=day).exists()
    for year in set(RegisterEntry.objects.values_list("register__year", flat=True)):
        lines = RegisterEntry.objects.filter(register__year=year).order_by("register", "number")
        assert list(lines) == sorted(lines, key=lambda line: (line.register_id, line.issued_on, line.number))


def test_command_refuses_where_nobody_asked_for_a_sample(settings):
    settings.SAMPLE_PERSONAS = False

    with pytest.raises(CommandError, match="SAMPLE_PERSONAS"):
        call_command("load_sample")


def test_command_says_what_it_did(capsys, settings):
    settings.SAMPLE_PERSONAS = True
    call_command("load_sample", on="29/02/2028")
    call_command("load_sample")

    assert capsys.readouterr().out.splitlines() == [
        "Sample data loaded.",
        "Data are there already; nothing loaded.",
    ]
