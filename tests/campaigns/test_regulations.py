"""What the law wants before a campaign is launched, article by article.

Sources: NĐ 91/2017/NĐ-CP Điều 4 khoản 2 (to 31/12/2023); Luật Thi đua, khen thưởng 06/2022/QH15 Điều 17 (from 01/01/2024).
"""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest

from campaigns.enums import Topic
from campaigns.regulations import LAUNCH_RULES, PlanFacts, launch_gaps, launch_rule
from emulation_portal.documents.drafts.regulations import PaperFacts

DECREE_91 = "Nghị định 91/2017/NĐ-CP, Điều 4 khoản 2"
LAW_2022 = "Luật Thi đua, khen thưởng 06/2022/QH15, Điều 17"
FIRST_DAY_OF_DECREE_91 = dt.date(2017, 10, 1)
LAST_DAY_OF_DECREE_91 = dt.date(2023, 12, 31)
FIRST_DAY_OF_LAW_2022 = dt.date(2024, 1, 1)

TOPICS = frozenset({Topic.OBJECTIVES, Topic.CONTENT, Topic.CRITERIA, Topic.REWARDS, Topic.SCHEDULE, Topic.MEASURES})
PAPER = PaperFacts(
    noun="kế hoạch", summary="Về phong trào thi đua", bases=1, sections=6, empty_sections=(), has_signer=True
)
WHOLE = PlanFacts(
    paper=PAPER,
    has_period=True,
    topics=TOPICS,
    topics_with_text=TOPICS,
    topics_said=frozenset(),
    targets=1,
    rewards=1,
    milestones=1,
    has_addressees=True,
)


def without(topic: Topic) -> PlanFacts:
    return replace(WHOLE, topics=TOPICS - {topic}, topics_with_text=TOPICS - {topic})


# What is taken away; the part of the plan that has to be completed; whom the decree and the law ask for it.
ASKED = {
    "time": (replace(WHOLE, has_period=False), "general", {DECREE_91, LAW_2022}),
    "purpose and requirements": (without(Topic.OBJECTIVES), "sections", {DECREE_91, LAW_2022}),
    "content": (without(Topic.CONTENT), "sections", {DECREE_91, LAW_2022}),
    "measures": (without(Topic.MEASURES), "sections", {DECREE_91, LAW_2022}),
    "milestones": (replace(WHOLE, milestones=0), "milestones", {DECREE_91, LAW_2022}),
    "rewards": (replace(WHOLE, rewards=0), "rewards", {DECREE_91, LAW_2022}),
    "targets, where criteria are written": (replace(WHOLE, targets=0), "targets", {DECREE_91}),
    "criteria and targets": (replace(without(Topic.CRITERIA), targets=0), "targets", {DECREE_91, LAW_2022}),
    "scope": (replace(WHOLE, has_addressees=False), "recipients", {LAW_2022}),
}


@pytest.mark.parametrize(("on", "source"), [(LAST_DAY_OF_DECREE_91, DECREE_91), (FIRST_DAY_OF_LAW_2022, LAW_2022)])
@pytest.mark.parametrize("name", ASKED)
def test_each_thing_the_law_asks_for_is_missed_by_name(name: str, on: dt.date, source: str) -> None:
    facts, part, asked_by = ASKED[name]

    gaps = [(gap.part, gap.source) for gap in launch_gaps(facts, on=on)]

    assert gaps == ([(part, source)] if source in asked_by else [])


@pytest.mark.parametrize("on", [FIRST_DAY_OF_DECREE_91, LAST_DAY_OF_DECREE_91, FIRST_DAY_OF_LAW_2022])
def test_a_whole_plan_lacks_nothing_under_any_law(on: dt.date) -> None:
    assert launch_gaps(WHOLE, on=on) == []


@pytest.mark.parametrize("on", [FIRST_DAY_OF_DECREE_91, FIRST_DAY_OF_LAW_2022])
def test_one_section_on_content_and_criteria_counts_for_both(on: dt.date) -> None:
    topics = TOPICS - {Topic.CONTENT, Topic.CRITERIA} | {Topic.CONTENT_CRITERIA}

    assert launch_gaps(replace(WHOLE, topics=topics, topics_with_text=topics), on=on) == []


def test_a_section_without_text_does_not_count() -> None:
    facts = replace(WHOLE, topics_with_text=TOPICS - {Topic.OBJECTIVES}, paper=replace(PAPER, empty_sections=("I.",)))

    messages = [gap.message for gap in launch_gaps(facts, on=FIRST_DAY_OF_LAW_2022)]

    assert [message.split(" chưa")[0] for message in messages[1:]] == ["Mục I."]
    assert "Mục đích, yêu cầu" in messages[0]


@pytest.mark.parametrize(
    ("facts", "part"),
    [
        (replace(WHOLE, paper=replace(PAPER, summary="  ")), "general"),
        (replace(WHOLE, paper=replace(PAPER, bases=0)), "bases"),
        (replace(WHOLE, paper=replace(PAPER, has_signer=False)), "recipients"),
    ],
)
def test_what_the_paper_itself_needs_is_asked_for_too(facts: PlanFacts, part: str) -> None:
    assert [gap.part for gap in launch_gaps(facts, on=FIRST_DAY_OF_LAW_2022)] == [part]


@pytest.mark.parametrize("on", [rule.effective_from for rule in LAUNCH_RULES])
def test_rewards_and_milestones_may_be_written_as_text(on: dt.date) -> None:
    facts = replace(WHOLE, rewards=0, milestones=0)

    assert [gap.part for gap in launch_gaps(facts, on=on)] == ["milestones", "rewards"]
    assert launch_gaps(replace(facts, topics_said=frozenset({Topic.REWARDS, Topic.SCHEDULE})), on=on) == []


def test_every_gap_says_what_to_do() -> None:
    paper = replace(PAPER, summary="", bases=0, sections=0, empty_sections=("I.",), has_signer=False)
    nothing = PlanFacts(paper, False, frozenset(), frozenset(), frozenset(), 0, 0, 0, False)

    messages = [gap.message for gap in launch_gaps(nothing, on=FIRST_DAY_OF_LAW_2022)]

    assert len(messages) == len(set(messages)) == 12
    assert all(message.startswith(("Chưa", "Mục")) and message.endswith(".") for message in messages)


def test_days_of_the_rules_meet_without_hole_or_overlap() -> None:
    for rule, following in pairwise(LAUNCH_RULES):
        assert rule.effective_to == following.effective_from
    assert LAUNCH_RULES[-1].effective_to is None


def test_no_rule_is_made_up_for_the_days_before_the_first() -> None:
    with pytest.raises(match="30/09/2017"):
        launch_rule(FIRST_DAY_OF_DECREE_91 - dt.timedelta(days=1))
