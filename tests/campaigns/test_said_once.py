"""Nothing twice: what a section says in words of its own is not printed again from the plan's rows."""

import pytest

from campaigns.enums import Topic
from campaigns.kinds.plan import PlanKind
from campaigns.models import CampaignPlan
from emulation_portal.documents.drafts.models import DraftTable
from emulation_portal.documents.drafts.papers import draft_paper
from tests.factories import campaigns

pytestmark = pytest.mark.django_db
ROW = "Số hợp tác xã mới"


def plan_with(body: str) -> CampaignPlan:
    plan = campaigns.complete_draft()
    plan.targets.all().delete()
    plan.targets.create(position=1, indicator=ROW, value="30")
    plan.sections.filter(topic=Topic.CRITERIA).update(body=body)
    return CampaignPlan.objects.get(pk=plan.pk)


def printed(plan: CampaignPlan) -> str:
    return " ".join(str(block) for block in draft_paper(plan).body)


@pytest.mark.parametrize("body", ["", "Các chỉ tiêu chính:"])
def test_rows_are_printed_where_the_section_only_announces_them(body: str) -> None:
    plan = plan_with(body)

    assert printed(plan).count(ROW) == 1
    assert [remark.part for remark in PlanKind().remarks(plan) if "không in thêm" in remark.message] == []


def test_section_with_text_of_its_own_is_printed_alone_and_that_is_told() -> None:
    plan = plan_with("Mỗi đơn vị phấn đấu có ba sáng kiến.")

    assert ROW not in printed(plan)
    assert [remark.part for remark in PlanKind().remarks(plan) if "không in thêm" in remark.message] == ["targets"]


def test_table_is_text_of_its_own() -> None:
    plan = plan_with("")
    section = plan.sections.get(topic=Topic.CRITERIA)
    DraftTable.objects.create(draft=plan, section=section, rows=[["Chỉ tiêu"], ["ba sáng kiến"]])

    assert ROW not in printed(CampaignPlan.objects.get(pk=plan.pk))
