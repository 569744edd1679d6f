"""What only a plan prints: its targets, rewards and milestones, at the end of the section on their topic."""

import datetime as dt
from collections.abc import Iterable

from emulation_portal.core.dates import short_date
from emulation_portal.documents.drafts.papers import dashed
from emulation_portal.documents.drafts.queries import says_in_text
from emulation_portal.documents.paper import Block

from .enums import QuotaMode, Topic
from .models import CampaignPlan, RewardSpec

_LISTED = (Topic.CRITERIA, Topic.REWARDS, Topic.SCHEDULE)


def rows_of(plan: CampaignPlan, topic: str) -> Iterable[Block]:
    """Return the plan's rows on a topic, each after a dash; none where the section says it in words of its own.

    What only announces them, “Các chỉ tiêu chính:”, says nothing itself.
    """
    return () if is_said_in_text(plan, topic) else all_rows_of(plan, topic)


def is_said_in_text(plan: CampaignPlan, topic: str) -> bool:
    """Whether the section says in its own words what the rows would say; text on contents says no criteria."""
    return topic != Topic.CONTENT_CRITERIA and says_in_text(plan, topic)


def unprinted(plan: CampaignPlan) -> list[str]:
    """Return the topics of which the plan has rows that are not printed, since their section has a text of its own."""
    return [topic for topic in _LISTED if is_said_in_text(plan, topic) and list(all_rows_of(plan, topic))]


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
