"""“Thêm các mục còn thiếu”: the usual main sections, in their order, beside what is written already."""

import pytest
from django.urls import reverse

from campaigns.enums import Topic as T
from campaigns.models import CampaignPlan
from campaigns.topics import STANDARD, topics_of
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts.models import DraftSection
from emulation_portal.documents.drafts.standard_sections import missing_topics, with_missing
from tests.factories import campaigns
from tests.scenarios.desk import Desk, Page

LAW = "Luật Thi đua, khen thưởng 06/2022/QH15, Điều 17"
ADD = "Thêm các mục còn thiếu"
ALL = [T.OBJECTIVES, T.CONTENT, T.CRITERIA, T.REWARDS, T.SCHEDULE, T.MEASURES]


@pytest.mark.parametrize(
    ("given", "order"),
    [
        ([], ALL),
        (ALL, [0, 1, 2, 3, 4, 5]),
        ([T.OBJECTIVES, None, None, T.MEASURES], [0, 1, 2, *ALL[1:5], 3]),
        ([T.REWARDS], [*ALL[:3], 0, T.SCHEDULE, T.MEASURES]),
        ([T.CONTENT_CRITERIA, None], [T.OBJECTIVES, 0, 1, T.REWARDS, T.SCHEDULE, T.MEASURES]),
        ([T.OTHER, None], [*ALL, 0, 1]),
        ([None, T.MEASURES, None, T.OTHER], [0, *ALL[:5], 1, 2, 3]),  # a part before all main sections stays there
        ([T.MEASURES, T.OBJECTIVES], [0, 1, *ALL[1:5]]),  # an order of its own is kept
    ],
)
def test_missing_sections_stand_where_they_usually_do(given: list[T | None], order: list[int | T]):
    assert with_missing(given, STANDARD, topics_of) == order


def test_section_on_content_and_criteria_stands_for_both():
    assert missing_topics([T.CONTENT_CRITERIA], STANDARD, topics_of) == [
        T.OBJECTIVES,
        T.REWARDS,
        T.SCHEDULE,
        T.MEASURES,
    ]


def page_of(desk: Desk, plan: CampaignPlan) -> Page:
    return desk.open(reverse("drafts:part", args=["ke-hoach", plan.pk, "sections"]))


@pytest.fixture
def plan(officer: Desk) -> CampaignPlan:
    """Return a draft with two main sections only, rows of every kind, and nothing else missing."""
    plan = campaigns.complete_draft()
    plan.sections.exclude(topic__in=[T.OBJECTIVES, T.REWARDS]).delete()
    DraftSection.objects.create(draft=plan, position=2, level=2, title="Mục đích", body="Thi đua.")
    return plan


pytestmark = pytest.mark.django_db


def test_one_press_saves_what_is_typed_and_adds_what_is_missing(officer: Desk, plan: CampaignPlan):
    page = page_of(officer, plan)
    assert page.says("Còn thiếu: “Nội dung thi đua”, “Tiêu chí, chỉ tiêu”, “Thời gian, tiến độ”, “Tổ chức thực hiện”.")

    landed = officer.press(page, ADD, **{"sections-0-body": "Chữ đang gõ."})

    assert (landed.status, landed.url) == (200, page.url)
    rows = DraftSection.objects.filter(draft=plan)
    assert [(row.position, row.level, row.topic, row.title, row.body) for row in rows] == [
        (1, 1, T.OBJECTIVES, "MỤC ĐÍCH, YÊU CẦU", "Chữ đang gõ."),
        (2, 2, T.OTHER, "Mục đích", "Thi đua."),
        (3, 1, T.CONTENT, "NỘI DUNG THI ĐUA", ""),
        (4, 1, T.CRITERIA, "TIÊU CHÍ, CHỈ TIÊU", ""),
        (5, 1, T.REWARDS, "KHEN THƯỞNG", "Khen thưởng khi tổng kết:"),
        (6, 1, T.SCHEDULE, "THỜI GIAN, TIẾN ĐỘ", ""),
        (7, 1, T.MEASURES, "TỔ CHỨC THỰC HIỆN", ""),
    ]
    assert Event.objects.filter(verb="plan.edited", data__part="sections").count() == 1
    assert ADD not in landed.buttons()


def test_added_sections_are_gaps_until_they_are_written_or_have_rows(officer: Desk, plan: CampaignPlan):
    officer.press(page_of(officer, plan), ADD)

    page = officer.open(plan.get_absolute_url())
    gaps = [
        " ".join(li.text_content().split()) for li in page.tree.xpath("//main//div[contains(@class,'alert-body')]//li")
    ]

    assert [gap.split(" Bổ sung")[0] for gap in gaps] == [
        "Mục “Nội dung thi đua” chưa có nội dung. Hãy viết nội dung của mục này.",
        "Mục “Tổ chức thực hiện” chưa có nội dung. Hãy viết nội dung của mục này.",
    ]
    plan.sections.filter(body="").update(body="Đã viết.")
    assert "Trình rà soát" in officer.open(plan.get_absolute_url()).buttons()


def test_page_of_another_tab_adds_what_it_shows_to_be_missing(officer: Desk, plan: CampaignPlan):
    page = page_of(officer, plan)
    officer.press(page, "Lưu")

    done = officer.press(page, ADD)

    assert (done.status, plan.sections.count()) == (200, 7)


def test_page_of_another_tab_adds_nothing_to_what_was_written_meanwhile(officer: Desk, plan: CampaignPlan):
    page, other = page_of(officer, plan), page_of(officer, plan)
    officer.press(page, "Lưu", **{"sections-0-title": "Mục đích"})

    late = officer.press(other, ADD)

    assert (late.status, plan.sections.count()) == (422, 3)


def test_second_press_adds_nothing_twice(officer: Desk, plan: CampaignPlan):
    url, data = officer.filled(page_of(officer, plan), ADD)

    answers = [officer.send(url, data).status for _ in range(2)]

    assert (answers, plan.sections.count()) == ([200, 422], 7)


def test_transcription_gets_no_section_that_its_paper_has_not(officer: Desk):
    paper = campaigns.transcription(on=today())
    paper.sections.exclude(topic=T.OBJECTIVES).delete()
    page = page_of(officer, paper)
    url, data = officer.filled(page, "Lưu")

    officer.send(url, {**data, "standard": ["1"]})

    assert ADD not in page.buttons()
    assert paper.sections.count() == 1


def test_missing_sections_of_a_plan_without_roman_numbers_stand_at_its_main_level(officer: Desk):
    plan = campaigns.complete_draft()
    plan.sections.exclude(topic=T.OBJECTIVES).delete()
    plan.sections.update(level=2)

    officer.press(page_of(officer, plan), ADD)

    assert [(row.level, row.topic) for row in plan.sections.all()] == [(2, topic) for topic in ALL]


def test_plan_without_roman_numbers_may_be_submitted_as_it_is(officer: Desk):
    plan = campaigns.complete_draft()
    plan.sections.update(level=2)

    page = officer.open(plan.get_absolute_url())

    assert "Trình rà soát" in page.buttons()
    assert not page.says("Còn thiếu trước khi trình")


def test_law_that_asks_for_all_that_is_missing_is_named_once() -> None:
    plan = campaigns.complete_draft()
    plan.sections.all().delete()
    plan.signing = None
    plan.save()

    page = Desk(campaigns.cast().officer).open(plan.get_absolute_url())
    box = page.tree.xpath("//*[contains(@class, 'alert-portal')][contains(., 'Còn thiếu trước khi trình')]")[0]
    words = " ".join(box.text_content().split())
    asked_by_law = [gap for gap in plan.kind_of.gaps(plan, today()) if gap.source == LAW]

    assert len(asked_by_law) > 1
    assert words.count(LAW) == 1
    assert all(gap.message in words for gap in asked_by_law)
    assert "Chưa chọn người ký." in words
