"""The clock moves campaigns; one that cannot be moved holds up no other, and is not hidden."""

import datetime as dt

import pytest
from django.db import connection

from campaigns.actions import turn_phases
from campaigns.actions.steering import NotTurned
from campaigns.enums import CampaignStatus
from campaigns.models import Campaign
from tests.factories.campaigns import DAY, registered

pytestmark = pytest.mark.django_db


def hold_fast(campaign: Campaign) -> None:
    """Have the database refuse every change of the campaign's row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION hold_fast() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'held fast'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER a_hold_fast BEFORE UPDATE ON campaigns_campaign FOR EACH ROW"
            f" WHEN (OLD.id = {campaign.pk}) EXECUTE FUNCTION hold_fast()"
        )


def test_campaign_that_cannot_be_moved_holds_up_no_other_and_is_said() -> None:
    stuck, other = (registered(number=number).campaign for number in (641, 642))
    Campaign.objects.update(status=CampaignStatus.RUNNING, dossiers_from=DAY, dossiers_to=DAY + dt.timedelta(days=9))
    hold_fast(stuck)

    with pytest.raises(NotTurned, match=rf"\[{stuck.pk}\]"):
        turn_phases(on=DAY)

    stands = dict(Campaign.objects.values_list("pk", "status"))
    assert stands == {stuck.pk: CampaignStatus.RUNNING, other.pk: CampaignStatus.COLLECTING}
