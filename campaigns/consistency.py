"""Dates of a plan that contradict each other. No law forbids them, so they are told and hinder nothing."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from emulation_portal.core.dates import short_date
from emulation_portal.documents.drafts.regulations import Remark

from .enums import MilestoneKind


@dataclass(frozen=True)
class DateFacts:
    """The days that a plan names. Deadlines are given with the name of what they belong to."""

    period_from: dt.date | None = None
    period_to: dt.date | None = None
    dossiers_from: dt.date | None = None
    dossiers_to: dt.date | None = None
    milestones: tuple[tuple[MilestoneKind, dt.date], ...] = ()
    targets: tuple[tuple[str, dt.date], ...] = ()
    rewards: tuple[tuple[str, dt.date], ...] = ()

    @property
    def launched_on(self) -> dt.date | None:
        return min((day for kind, day in self.milestones if kind == MilestoneKind.LAUNCH), default=None)


def contradictions(facts: DateFacts) -> list[Remark]:
    """Return what does not fit, in the order of the plan's parts."""
    return [*_window(facts), *_targets(facts), *_rewards(facts), *_milestones(facts)]


def _window(facts: DateFacts) -> Iterator[Remark]:
    first, last, launch = facts.dossiers_from, facts.dossiers_to, facts.launched_on
    if first is None or last is None:
        return
    if launch and last < launch:
        yield Remark(
            "general", f"Hết hạn nhận hồ sơ ngày {short_date(last)}, trước ngày phát động {short_date(launch)}."
        )
    if _is_outside(facts, first) or _is_outside(facts, last):
        yield Remark(
            "general",
            f"Thời gian nhận hồ sơ ({_span(first, last)}) nằm ngoài thời gian của phong trào ({_period(facts)}).",
        )


def _targets(facts: DateFacts) -> Iterator[Remark]:
    launch = facts.launched_on
    for name, day in facts.targets:
        if launch and day <= launch:
            message = f"Chỉ tiêu “{name}” phải hoàn thành trước ngày {short_date(day)}"
            yield Remark("targets", f"{message}, mà ngày phát động là {short_date(launch)}.")


def _rewards(facts: DateFacts) -> Iterator[Remark]:
    launch, first, last = facts.launched_on, facts.dossiers_from, facts.dossiers_to
    for name, day in facts.rewards:
        deadline = f"Hạn nộp hồ sơ {short_date(day)} của “{name}”"
        if launch and day < launch:
            yield Remark("rewards", f"{deadline} sớm hơn ngày phát động {short_date(launch)}.")
        if first and last and not first <= day <= last:
            yield Remark("rewards", f"{deadline} nằm ngoài thời gian nhận hồ sơ ({_span(first, last)}).")


def _milestones(facts: DateFacts) -> Iterator[Remark]:
    """A campaign is often summed up when it is over, so only that milestone may come after the period."""
    launch = facts.launched_on
    for kind, day in facts.milestones:
        what = f"Mốc “{kind.label}” ngày {short_date(day)}"
        if launch and day < launch:
            yield Remark("milestones", f"{what} đứng trước ngày phát động {short_date(launch)}.")
        is_after_it = facts.period_to is not None and day > facts.period_to
        if _is_outside(facts, day) and not (kind == MilestoneKind.FINAL_REVIEW and is_after_it):
            yield Remark("milestones", f"{what} nằm ngoài thời gian của phong trào ({_period(facts)}).")


def _is_outside(facts: DateFacts, day: dt.date) -> bool:
    return bool((facts.period_from and day < facts.period_from) or (facts.period_to and day > facts.period_to))


def _span(first: dt.date, last: dt.date) -> str:
    return f"{short_date(first)} - {short_date(last)}"


def _period(facts: DateFacts) -> str:
    if facts.period_from and facts.period_to:
        return _span(facts.period_from, facts.period_to)
    starts = f"từ {short_date(facts.period_from)}" if facts.period_from else ""
    return starts or (f"đến {short_date(facts.period_to)}" if facts.period_to else "")
