"""Nothing twice: what a section says in words of its own is not printed again from the plan's rows."""

import pytest
from django.urls import reverse

from campaigns import papers
from campaigns.enums import Topic
from campaigns.kinds.plan import PlanKind
from campaigns.models import CampaignPlan
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.enums import RowsPlace
from emulation_portal.documents.drafts.models import DraftSection, DraftTable
from emulation_portal.documents.drafts.papers import draft_paper
from emulation_portal.documents.paper import PaperTable
from tests.factories import campaigns
from tests.scenarios.desk import Desk

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


# --- where rows are printed -------------------------------------------------------------------------------------------


def placed(place: RowsPlace, *, body: str = "Mỗi đơn vị phấn đấu có ba sáng kiến.") -> CampaignPlan:
    """A plan whose section on criteria has a part of its own below it, and a place chosen for its rows."""
    plan = plan_with(body)
    main = plan.sections.get(topic=Topic.CRITERIA)
    later = plan.sections.filter(position__gt=main.position)
    for row in later.order_by("-position"):
        row.position += 1
        row.save()
    DraftSection.objects.create(draft=plan, position=main.position + 1, level=main.level + 1, title="MỤC CON")
    CampaignPlan.objects.filter(pk=plan.pk).update(targets_place=place)
    return CampaignPlan.objects.get(pk=plan.pk)


@pytest.mark.parametrize(
    ("place", "order"),
    [
        (RowsPlace.FIRST, ["ba sáng kiến", ROW, "MỤC CON"]),
        (RowsPlace.LAST, ["ba sáng kiến", "MỤC CON", ROW]),
        (RowsPlace.NONE, ["ba sáng kiến", "MỤC CON"]),
        (RowsPlace.AUTO, ["ba sáng kiến", "MỤC CON"]),
    ],
)
def test_rows_are_printed_where_one_chooses(place: RowsPlace, order: list[str]) -> None:
    text = printed(placed(place))

    assert sorted(order, key=text.index) == order
    assert (ROW in text) == (ROW in order)


@pytest.mark.parametrize(("place", "told"), [(RowsPlace.AUTO, ["targets"]), (RowsPlace.NONE, []), (RowsPlace.LAST, [])])
def test_what_was_chosen_is_no_surprise(place: RowsPlace, told: list[str]) -> None:
    remarks = PlanKind().remarks(placed(place))

    assert [remark.part for remark in remarks if "không in thêm" in remark.message] == told


def test_rows_by_themselves_stand_before_the_parts_of_their_section() -> None:
    plan = campaigns.complete_draft()
    plan.rewards.all().delete()
    plan.rewards.create(position=1, award_form="GK", subject_kind="collective")
    main = plan.sections.get(topic=Topic.REWARDS)
    main.body = "Hình thức khen thưởng:"
    main.save()

    assert [str(each.text) for each in papers.rows_in(plan, Topic.REWARDS, RowsPlace.FIRST)]
    assert not list(papers.rows_in(plan, Topic.REWARDS, RowsPlace.LAST))


def test_plan_that_says_in_no_way_what_the_law_asks_goes_nowhere() -> None:
    plan = plan_with("")
    CampaignPlan.objects.filter(pk=plan.pk).update(targets_place=RowsPlace.NONE)
    hidden = CampaignPlan.objects.get(pk=plan.pk)

    messages = [gap.message for gap in PlanKind().gaps(hidden, today())]

    assert [message for message in messages if "được chọn “Không in”" in message]


def test_place_is_chosen_on_the_page_and_kept() -> None:
    plan = plan_with("Mỗi đơn vị phấn đấu có ba sáng kiến.")
    officer = Desk(campaigns.cast().officer)

    page = officer.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "general"]))
    officer.press(page, "Lưu", targets_place="last")

    saved = CampaignPlan.objects.get(pk=plan.pk)
    assert (saved.targets_place, saved.rewards_place) == ("last", "auto")
    assert ROW in printed(saved)


# --- titles of tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("titles", "captions"),
    [
        (["Phân công", "Kinh phí"], ["Bảng 1. Phân công", "Bảng 2. Kinh phí"]),
        (["Phân công", "", "Kinh phí"], ["Bảng 1. Phân công", "", "Bảng 2. Kinh phí"]),
        (["Phân công"], ["Phân công"]),
        (["Phân công", "Biểu số 2. Kinh phí"], ["Phân công", "Biểu số 2. Kinh phí"]),
        (["Bảng điểm", "Kinh phí"], ["Bảng 1. Bảng điểm", "Bảng 2. Kinh phí"]),
    ],
)
def test_titles_of_several_tables_are_numbered(titles: list[str], captions: list[str]) -> None:
    plan = plan_with("Như sau.")
    for at, title in enumerate(titles, start=1):
        DraftTable.objects.create(draft=plan, position=at, title=title, rows=[["Việc"], ["A"]])

    body = draft_paper(CampaignPlan.objects.get(pk=plan.pk)).body

    assert [block.title for block in body if isinstance(block, PaperTable)] == captions


# --- a part whose title names the topic -------------------------------------------------------------------------------


def with_part(title: str, body: str) -> CampaignPlan:
    """A plan without a main section on time: it is a part of another section."""
    plan = campaigns.complete_draft()
    plan.milestones.all().delete()
    plan.sections.filter(topic=Topic.SCHEDULE).delete()
    last = plan.sections.order_by("position").last()
    DraftSection.objects.create(draft=plan, position=last.position + 1, level=last.level + 1, title=title, body=body)
    return CampaignPlan.objects.get(pk=plan.pk)


def gaps_about(plan: CampaignPlan, word: str) -> list[str]:
    return [gap.message for gap in PlanKind().gaps(plan, today()) if word in gap.message]


def test_part_that_is_named_for_a_topic_says_it():
    assert gaps_about(with_part("Thời gian tổ chức", "Phát động ngày 15/01/2027."), "thời gian") == []
    assert gaps_about(with_part("Việc khác", "Phát động ngày 15/01/2027."), "thời gian") != []


def test_rows_go_to_the_part_that_is_named_for_their_topic():
    plan = with_part("Thời gian tổ chức", "Các mốc:")
    plan.milestones.create(kind="launch", due_on=today())
    plan = CampaignPlan.objects.get(pk=plan.pk)

    text = printed(plan)
    assert gaps_about(plan, "mục lớn") == []
    assert text.index("Thời gian tổ chức") < text.index("Phát động: ngày")


def test_section_on_contents_and_criteria_that_names_targets_is_printed_alone():
    plan = plan_with("- 100% đơn vị đăng ký thi đua;")
    plan.sections.filter(topic=Topic.CRITERIA).update(topic=Topic.CONTENT_CRITERIA)
    named = CampaignPlan.objects.get(pk=plan.pk)
    proposed = PlanKind().proposed_rows(named, "targets")
    is_printed = ROW in printed(named)
    plan.sections.filter(topic=Topic.CONTENT_CRITERIA).update(body="Thi đua lập thành tích.")

    assert (is_printed, [row["value"] for row in proposed]) == (False, ["100%"])
    assert ROW in printed(CampaignPlan.objects.get(pk=plan.pk))
