"""What only a plan prints: its targets, rewards and milestones, at the end of the section on their topic."""

import datetime as dt
from collections.abc import Iterable

from emulation_portal.core.dates import short_date
from emulation_portal.documents.drafts.enums import RowsPlace
from emulation_portal.documents.drafts.papers import dashed
from emulation_portal.documents.drafts.queries import says_in_text, sections_on
from emulation_portal.documents.paper import Block

from .enums import QuotaMode, Topic
from .models import CampaignPlan, RewardSpec
from .named_targets import NamedTarget, named_targets

_LISTED = (Topic.CRITERIA, Topic.REWARDS, Topic.SCHEDULE)


LIST_OF: dict[str, str] = {  # topic → related name of its rows
    Topic.CRITERIA: "targets",
    Topic.CONTENT_CRITERIA: "targets",
    Topic.REWARDS: "rewards",
    Topic.SCHEDULE: "milestones",
}


def rows_in(plan: CampaignPlan, topic: str, place: RowsPlace) -> Iterable[Block]:
    """Return the plan's rows on a topic, each after a dash, when they are printed in this place of its section."""
    return all_rows_of(plan, topic) if place_of(plan, topic) == place else ()


def place_of(plan: CampaignPlan, topic: str) -> RowsPlace:
    """Return where the rows on a topic are printed: as was chosen, else where the section says nothing in words of its own.

    What only announces them, “Các chỉ tiêu chính:”, says nothing itself.
    """
    chosen = chosen_place(plan, topic)
    if topic == Topic.CONTENT_CRITERIA and sections_on(plan, Topic.CRITERIA):
        return RowsPlace.NONE  # they have a section of their own
    if chosen != RowsPlace.AUTO:
        return chosen
    if is_said_in_text(plan, topic):
        return RowsPlace.NONE
    return RowsPlace.LAST if topic == Topic.CONTENT_CRITERIA else RowsPlace.FIRST


def chosen_place(plan: CampaignPlan, topic: str) -> RowsPlace:
    """Return what was chosen for the rows on a topic; of a topic without rows, that nothing was."""
    rows = LIST_OF.get(topic)
    return RowsPlace(getattr(plan, f"{rows}_place")) if rows else RowsPlace.AUTO


def is_said_in_text(plan: CampaignPlan, topic: str) -> bool:
    """Whether the section says in its own words what the rows would say.

    One on contents and criteria together says criteria where it names targets: text on contents alone says none.
    """
    if topic == Topic.CONTENT_CRITERIA:
        return bool(targets_in_text(plan, topic))
    return says_in_text(plan, topic)


def targets_in_text(plan: CampaignPlan, topic: str) -> list[NamedTarget]:
    """Return the targets that the section on the topic names in its text and its tables."""
    sections = sections_on(plan, topic)
    keys = {section.pk for section in sections}
    tables = [table.rows for table in plan.tables.all() if table.section_id in keys]
    return named_targets([f"{section.title}\n{section.body}" for section in sections], tables)


def unprinted(plan: CampaignPlan) -> list[Topic]:
    """Return the topics of which the plan has rows that are not printed, since their section has a text of its own."""
    return [topic for topic in _without_place(plan) if chosen_place(plan, topic) == RowsPlace.AUTO]


def said_nowhere(plan: CampaignPlan) -> list[Topic]:
    """Return the topics of which the plan has rows that somebody chose not to print, and says nothing in words either."""
    also = {Topic.CRITERIA: Topic.CONTENT_CRITERIA}
    return [
        topic
        for topic in _without_place(plan)
        if not any(is_said_in_text(plan, each) for each in filter(None, (topic, also.get(topic))))
    ]


def not_printed(plan: CampaignPlan) -> list[Topic]:
    """Return the topics whose rows somebody chose not to print."""
    return [topic for topic in _LISTED if chosen_place(plan, topic) == RowsPlace.NONE]


def _without_place(plan: CampaignPlan) -> list[Topic]:
    return [topic for topic in _LISTED if place_of(plan, topic) == RowsPlace.NONE and list(all_rows_of(plan, topic))]


def all_rows_of(plan: CampaignPlan, topic: str) -> Iterable[Block]:
    """Return the plan's rows on a topic, printed or not."""
    if topic in (Topic.CRITERIA, Topic.CONTENT_CRITERIA):
        return dashed([_target_text(t.indicator, t.unit_scope, t.value, t.due_on) for t in plan.targets.all()])
    if topic == Topic.REWARDS:
        return dashed([_reward_text(reward) for reward in plan.rewards.all()])
    if topic == Topic.SCHEDULE:
        return dashed(
            [
                f"{m.get_kind_display()}{f' ({m.note})' if m.note else ''}: ngày {short_date(m.due_on)}"
                for m in plan.milestones.all()
            ]
        )
    return ()


def _target_text(indicator: str, scope: str, value: str, due_on: dt.date | None) -> str:
    due = f", hoàn thành trước ngày {short_date(due_on)}" if due_on else ""
    return f"{indicator}{f' ({scope})' if scope else ''}: {value}{due}"


def _reward_text(reward: RewardSpec) -> str:
    quota = {
        QuotaMode.NONE: "",
        QuotaMode.FIXED: f", số lượng {reward.quota}",
        QuotaMode.PERCENT: f", không quá {reward.quota}%",
    }[QuotaMode(reward.quota_mode)]
    standard = f"; tiêu chuẩn: {' '.join(reward.standard_text.split()).rstrip('.;')}" if reward.standard_text else ""
    last_day = reward.dossier_deadline_on
    deadline = f"; hạn nộp hồ sơ: hết ngày {short_date(last_day)}" if last_day else ""
    subject = reward.get_subject_kind_display().lower()
    return f"{reward.get_award_form_display()} cho {subject}{quota}{standard}{deadline}"
