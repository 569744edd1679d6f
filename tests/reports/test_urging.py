"""Công văn đôn đốc: from the period to the paper, on the common way."""

import datetime as dt

import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied

from campaigns.models import Campaign
from campaigns.reports import actions
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.drafts.papers import draft_paper
from tests.factories import reports as make
from tests.factories.campaigns import cast
from tests.factories.documents import issuer
from tests.factories.people import UnitFactory

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 4, 8)


def late_period(number):
    demand = make.demand()
    month = make.month(demand)
    units = [UnitFactory(name=f"Hợp tác xã Chậm {at}") for at in range(number)]
    make.asked(demand)
    return month, units


def test_letter_names_and_addresses_those_that_have_not_reported():
    issuer()
    month, units = late_period(3)
    make.submitted(month.reports.get(unit=units[0]))

    draft = actions.draft_urging(period_id=month.pk, by=cast().officer, on=ON)

    paper = draft_paper(draft)
    assert (paper.type, paper.type_name, paper.summary) == ("CV", "", ("V/v đôn đốc nộp báo cáo tháng 3/2026",))
    assert paper.symbol == "LMHTX-VP"
    assert paper.addressees == ("Hợp tác xã Chậm 1", "Hợp tác xã Chậm 2")
    (table,) = [block for block in paper.body if hasattr(block, "rows")]
    assert table.rows == (("1", "Hợp tác xã Chậm 1", "05/04/2026"), ("2", "Hợp tác xã Chậm 2", "05/04/2026"))
    assert set(draft.addressed_units.all()) == set(units[1:])
    assert not draft.is_public


def test_a_second_press_is_the_same_letter_and_many_units_stand_in_the_table_alone():
    issuer()
    month, _ = late_period(7)

    first, second = (actions.draft_urging(period_id=month.pk, by=cast().officer, on=ON) for _ in range(2))

    assert first.pk == second.pk
    assert draft_paper(first).addressees == ("Các đơn vị có tên trong danh sách dưới đây",)
    assert first.tables.count() == 1


def test_nobody_is_urged_when_all_have_reported_and_by_nobody_but_the_officer():
    issuer()
    month, units = late_period(1)
    _, head = make.people_of_unit(units[0])

    with pytest.raises(PermissionDenied):
        actions.draft_urging(period_id=month.pk, by=head, on=ON)
    make.submitted(month.reports.get())
    with pytest.raises(actions.urging.NobodyLate):
        actions.draft_urging(period_id=month.pk, by=cast().officer, on=ON)


@pytest.mark.parametrize("stopped", ["suspended", "revoked"])
def test_nobody_is_urged_for_a_campaign_that_was_stopped(stopped):
    issuer()
    month, _ = late_period(1)
    campaign = month.demand.campaign
    with pgtrigger.ignore("campaigns.Campaign:status_moves"):
        Campaign.objects.filter(pk=campaign.pk).update(status=stopped)

    with pytest.raises(DomainError, match="đã dừng"):
        actions.draft_urging(period_id=month.pk, by=cast().officer, on=ON)
