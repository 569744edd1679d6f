"""A paper that came back: why is read where it is edited, and editing comes before sending it again."""

import pytest
from django.urls import reverse

from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.models import Draft
from emulation_portal.documents.drafts.parts import parts_of
from tests.factories import campaigns
from tests.scenarios.desk import Desk, Page

pytestmark = pytest.mark.django_db


def part_page(plan: Draft, part: str) -> Page:
    return Desk(campaigns.cast().officer).open(reverse("drafts:part", args=["ke-hoach", plan.pk, part]))


@pytest.mark.parametrize("status", [DraftStatus.RETURNED, DraftStatus.DRAFT])
def test_reason_of_a_return_stands_on_every_page_where_it_is_edited(status: DraftStatus) -> None:
    plan = campaigns.plan_in(status)
    told = f"“{campaigns.REASON}” {campaigns.cast().chief.full_name}"

    shown = {part: part_page(plan, part).says(told) for part in parts_of(plan)}

    assert shown == dict.fromkeys(parts_of(plan), status == DraftStatus.RETURNED)
