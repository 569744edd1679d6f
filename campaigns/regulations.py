"""What the law wants of a plan before its campaign is launched. Pure functions over dated rules."""

import datetime as dt
from collections.abc import Callable, Set
from dataclasses import dataclass, replace

from emulation_portal.core.vietnamese import within
from emulation_portal.documents.drafts.regulations import Gap, PaperFacts, gaps_of_body, gaps_of_head, gaps_of_signature
from emulation_portal.law.dated import rule_in_force

from .enums import CampaignStatus, Topic


@dataclass(frozen=True)
class PlanFacts:
    """What a plan holds, as far as the law asks; `paper` is what any paper has."""

    paper: PaperFacts
    has_period: bool
    topics: frozenset[str]  # of main sections
    topics_with_text: frozenset[str]
    topics_said: frozenset[str]  # of these, on which the section says more than what announces the plan's rows
    targets: int
    rewards: int
    milestones: int
    has_addressees: bool
    not_printed: tuple[Topic, ...] = ()  # of which there are rows that somebody chose not to print
    said_nowhere: tuple[Topic, ...] = ()  # of these, those on which the text has no words either


_DROP_IT = "Hãy trả lại (nếu đã trình) rồi bỏ dự thảo này"
_WHAT_TO_DO = {
    CampaignStatus.SUSPENDED: "Hãy chờ phong trào tiếp tục rồi làm bước này.",
    CampaignStatus.CLOSED: f"{_DROP_IT}; việc cần báo thêm thì soạn thông báo của phong trào.",
    CampaignStatus.REVOKED: f"{_DROP_IT}; nếu vẫn cần thì soạn lại cho phong trào khác.",
    CampaignStatus.DISCARDED: f"{_DROP_IT}; nếu vẫn cần thì soạn lại cho phong trào khác.",
}


def gaps_of_campaign(goes_on_in: Set[str], noun: str, *, name: str, status: str, has_plan: bool = True) -> list[Gap]:
    """Return why a paper that goes on in these states goes no way while its campaign stands where it does.

    Nothing is told of a campaign before its plan is issued: it is made known by its plan.
    """
    if status in goes_on_in and not has_plan:
        words = (
            f"Phong trào “{name}” chưa có kế hoạch được ban hành. Hãy ban hành kế hoạch trước, rồi trình {noun} này."
        )
        return [Gap("general", words)]
    if status in goes_on_in:
        return []
    state = CampaignStatus(status)
    return [
        Gap(
            "general",
            f"Phong trào “{name}” {within(state.label)}, nên {noun} này không trình, ban hành được. {_WHAT_TO_DO[state]}",
        )
    ]


@dataclass(frozen=True)
class Requirement:
    """One thing the law asks for, from one day on."""

    label: str
    part: str
    message: str
    is_met: Callable[[PlanFacts], bool]
    topic: Topic | None = None  # of the main section that it asks for

    def missing(self, facts: PlanFacts) -> str:
        """Return what to say: the section is not there, or it is there and nothing is written in it."""
        if self.topic is None or self.topic not in facts.topics:
            return self.message
        return f"Mục “{self.topic.label}” chưa có nội dung. Hãy viết nội dung của mục này."


@dataclass(frozen=True)
class LaunchRule:
    """Which text rules the launch of a campaign in a period [effective_from, effective_to)."""

    effective_from: dt.date
    effective_to: dt.date | None
    source: str
    requirements: tuple[Requirement, ...]


def _has_topic(topic: Topic) -> Callable[[PlanFacts], bool]:
    return lambda facts: topic in facts.topics_with_text


_OBJECTIVES = Requirement(
    "Mục đích, yêu cầu",
    "sections",
    "Chưa có mục “Mục đích, yêu cầu”. Hãy thêm một mục lớn về nội dung này.",
    _has_topic(Topic.OBJECTIVES),
    Topic.OBJECTIVES,
)
_CONTENT = Requirement(
    "Nội dung thi đua",
    "sections",
    "Chưa có mục “Nội dung thi đua”. Hãy thêm một mục lớn về nội dung này.",
    _has_topic(Topic.CONTENT),
    Topic.CONTENT,
)
_MEASURES = Requirement(
    "Giải pháp, tổ chức thực hiện",
    "sections",
    "Chưa có mục “Tổ chức thực hiện” (giải pháp). Hãy thêm một mục lớn về nội dung này.",
    _has_topic(Topic.MEASURES),
    Topic.MEASURES,
)
_TARGETS = Requirement(
    "Chỉ tiêu", "targets", "Chưa có chỉ tiêu nào. Hãy thêm ít nhất một chỉ tiêu.", lambda facts: facts.targets > 0
)
_CRITERIA = Requirement(
    "Tiêu chí, chỉ tiêu",
    "targets",
    "Chưa có tiêu chí, chỉ tiêu. Hãy thêm ít nhất một chỉ tiêu, hoặc một mục “Tiêu chí, chỉ tiêu”.",
    lambda facts: facts.targets > 0 or Topic.CRITERIA in facts.topics_with_text,
)
_PERIOD = Requirement(
    "Thời gian của phong trào",
    "general",
    "Chưa ghi thời gian của phong trào (từ ngày, đến ngày).",
    lambda facts: facts.has_period,
)
_SCOPE = Requirement(
    "Phạm vi, đối tượng", "recipients", "Chưa chọn đơn vị nào tham gia phong trào.", lambda facts: facts.has_addressees
)
_MILESTONES = Requirement(
    "Các mốc thời gian",
    "milestones",
    "Chưa có mốc thời gian. Hãy ghi ít nhất ngày phát động, hoặc viết ở mục “Thời gian, tiến độ”.",
    lambda facts: facts.milestones > 0 or Topic.SCHEDULE in facts.topics_said,
)
_REWARDS = Requirement(
    "Khen thưởng",
    "rewards",
    "Chưa ghi hình thức khen thưởng. Hãy thêm ít nhất một hình thức, hoặc viết ở mục “Khen thưởng”.",
    lambda facts: facts.rewards > 0 or Topic.REWARDS in facts.topics_said,
)

LAUNCH_RULES = (
    LaunchRule(
        dt.date(2017, 10, 1),
        dt.date(2024, 1, 1),
        "Nghị định 91/2017/NĐ-CP, Điều 4 khoản 2",
        (_PERIOD, _OBJECTIVES, _TARGETS, _CONTENT, _MEASURES, _MILESTONES, _REWARDS),
    ),
    LaunchRule(
        dt.date(2024, 1, 1),
        None,
        "Luật Thi đua, khen thưởng 06/2022/QH15, Điều 17",
        (_PERIOD, _OBJECTIVES, _SCOPE, _CONTENT, _CRITERIA, _MEASURES, _MILESTONES, _REWARDS),
    ),
)


def launch_rule(on: dt.date, *, about: str = "phát động phong trào") -> LaunchRule:
    """Return the rule in force on the day; `about` is what is asked of it, for the refusal. Raises BeforeFirstRule."""
    return rule_in_force(LAUNCH_RULES, on, about=about)


def shown_launch_rules(on: dt.date) -> list[tuple[str, str]]:
    """Return what is asked of a plan that launches a campaign on the day, each with its article. Raises BeforeFirstRule."""
    rule = launch_rule(on)
    return [(each.label, rule.source) for each in rule.requirements]


def _parted(topics: frozenset[str]) -> frozenset[str]:
    """Return the topics with a section on two of them counted for both."""
    both = {Topic.CONTENT, Topic.CRITERIA} if Topic.CONTENT_CRITERIA in topics else set()
    return topics | both


_SAID_NOWHERE = (
    "Văn bản chưa nói về “{}” mà các dòng đã ghi được chọn “Không in”. Hãy chọn in các dòng ấy ở phần “Thông tin chung”, "
    "hoặc viết nội dung của mục."
)


def launch_gaps(facts: PlanFacts, *, on: dt.date) -> list[Gap]:
    """Return what is still missing before the plan may go its way, in the order of the plan's parts."""
    rule = launch_rule(on)
    facts = replace(facts, topics=_parted(facts.topics), topics_with_text=_parted(facts.topics_with_text))
    gaps = gaps_of_head(facts.paper)
    gaps += [Gap(r.part, r.missing(facts), rule.source) for r in rule.requirements if not r.is_met(facts)]
    gaps += gaps_of_body(facts.paper)
    gaps += [
        Gap("sections", f"Đã có {what} nhưng chưa có mục “{topic.label}” để in. Hãy thêm mục này{more}.")
        for what, count, topic, more in (
            ("chỉ tiêu", facts.targets, Topic.CRITERIA, f", hoặc chọn “{Topic.CONTENT_CRITERIA.label}” ở mục nội dung"),
            ("hình thức khen thưởng", facts.rewards, Topic.REWARDS, ""),
            ("mốc thời gian", facts.milestones, Topic.SCHEDULE, ""),
        )
        if count and topic not in facts.topics | set(facts.not_printed)
    ]
    gaps += [Gap("general", _SAID_NOWHERE.format(topic.label)) for topic in facts.said_nowhere]
    return gaps + gaps_of_signature(facts.paper)


def guidance_gaps(criteria: int, *, has_text: bool = False, on: dt.date) -> list[Gap]:
    """Return what a guidance with so many criteria lacks: a campaign is judged by criteria told beforehand.

    They may be written as text, or as a table, in the section that is about them.

    Raises BeforeFirstRule. Source: what the launch rule of the day asks of a campaign.
    """
    rule = launch_rule(on, about="tiêu chí bình xét của phong trào")
    if criteria or has_text:
        return []
    return [Gap("criteria", "Chưa có tiêu chí bình xét nào. Hãy thêm ít nhất một tiêu chí.", rule.source)]
