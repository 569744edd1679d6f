"""Whether somebody meets what an award asks: each condition with what was looked at, and whether a failure stops.

Pure. Facts that the portal does not have are unknown and never guessed; what an unread or doubtful rule asks only warns.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import singledispatch

from django.db import models

from . import conditions as asks
from .catalogue import award_type, label_of
from .enums import AwardClass, AwardGround, AwardSubject, Confidence, Discipline, InitiativeKind, Rating, Scope, Worker
from .regimes import doubts_on, regime_on
from .standards import Standard, StandardCase, standards_of


class Fulfilment(models.TextChoices):
    """How somebody stands with a condition."""

    MET = "met", "Đạt"
    FAILED = "failed", "Không đạt"
    UNKNOWN = "unknown", "Chưa rõ"


@dataclass(frozen=True)
class Members:
    """A collective's people in the year: how many, how many hold what, and what is known of their work and discipline."""

    number: int
    holders: Mapping[str, int]  # by the code of the award
    done: int | None = None  # who were rated as having done their task
    discipline: Discipline | None = None  # the heaviest that anybody bears
    is_discipline_known: bool = False


@dataclass(frozen=True)
class Initiative:
    """Sáng kiến, đề tài: recognised so far, and whether it is applied."""

    kind: InitiativeKind
    scope: Scope
    is_applied: bool = False


@dataclass(frozen=True)
class CampaignAtHand:
    """The campaign in which the achievement was reached: how many years it lasts, and whether its tổng kết was held."""

    name: str
    launched_by: str = ""  # as the standards say it: “bộ, ngành, tỉnh”
    years: int = 0
    is_over: bool = False


@dataclass(frozen=True)
class Facts:
    """What the portal knows of a subject for the year of the achievement. None, or a year that is not there: unknown.

    `held`: the years for which awards were won and stand. `recorded`: by award, the years of which the alliance's
    decisions are written down, so that who is not among them did not get it. `proposed`: awards of the year that are
    proposed and not decided. `shares`: by award, how many hold it in the year, and how many would get this one.
    """

    year: int
    subject: AwardSubject
    worker: Worker | None = None
    ratings: Mapping[int, Rating] = field(default_factory=dict)
    months_served: int | None = None
    discipline: Discipline | None = None
    is_discipline_known: bool = False
    held: Mapping[str, frozenset[int]] = field(default_factory=dict)
    recorded: Mapping[str, frozenset[int]] = field(default_factory=dict)
    proposed: frozenset[str] = frozenset()
    members: Members | None = None
    initiatives: tuple[Initiative, ...] | None = None
    leads_block: bool | None = None
    exceeds_targets: bool | None = None
    campaign: CampaignAtHand | None = None
    ground: AwardGround | None = None
    answers: Mapping[str, bool] = field(default_factory=dict)
    shares: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    is_registered: bool | None = None


@dataclass(frozen=True)
class Finding:
    """One condition: what it asks, how the subject stands with it, what was looked at, and where it is written."""

    words: str
    standing: Fulfilment
    said: str
    source: str
    confidence: Confidence
    stops: bool = False  # it failed, its rule was read in full, and nothing is in doubt


@dataclass(frozen=True)
class CaseFinding:
    """One case of a standard with all its needs. `ref` is the point that a Tờ trình cites."""

    title: str
    ref: str
    findings: tuple[Finding, ...]

    @property
    def standing(self) -> Fulfilment:
        return all_of(each.standing for each in self.findings)

    @property
    def stops(self) -> bool:
        return any(each.stops for each in self.findings)


@dataclass(frozen=True)
class Judgement:
    """All cases of what an award asks of such a subject: one that is met is enough. `gaps`: what nobody has set or read."""

    award: str
    cases: tuple[CaseFinding, ...]
    gaps: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def standing(self) -> Fulfilment:
        if not self.cases:
            return Fulfilment.UNKNOWN
        found = any_of(each.standing for each in self.cases)
        return Fulfilment.UNKNOWN if found == Fulfilment.FAILED and self.gaps else found

    @property
    def stops(self) -> bool:
        """Return whether the award cannot be proposed: every case fails by a rule that is certain."""
        return bool(self.cases) and not self.gaps and all(each.stops for each in self.cases)


def all_of(standings: Iterable[Fulfilment]) -> Fulfilment:
    """Return how things stand where everything is asked."""
    found = set(standings)
    return next((each for each in (Fulfilment.FAILED, Fulfilment.UNKNOWN) if each in found), Fulfilment.MET)


def any_of(standings: Iterable[Fulfilment]) -> Fulfilment:
    """Return how things stand where one thing is enough."""
    found = set(standings)
    return next((each for each in (Fulfilment.MET, Fulfilment.UNKNOWN) if each in found), Fulfilment.FAILED)


def judge(award: str, facts: Facts, *, received_on: dt.date) -> Judgement:
    """Return how the subject stands with the award by the law of the day on which the dossier is received.

    Whether titles rest on registration is asked of the regime in which the year ended. Raises BeforeFirstRule, KeyError.
    """
    doubts = tuple(doubts_on(received_on))
    standards = [each for each in standards_of(award, received_on) if facts.subject in each.subjects]
    cases = [
        _judged(standard, case, award, facts, received_on, is_sure=not doubts)
        for standard in standards
        for case in standard.case
        if facts.worker is None or case.worker in (None, facts.worker)
    ]
    gaps = tuple(each.gap for each in standards if each.gap)
    return Judgement(award, tuple(cases), gaps, doubts)


def _judged(
    standard: Standard, case: StandardCase, award: str, facts: Facts, received_on: dt.date, *, is_sure: bool
) -> CaseFinding:
    found = [*_registration(award, facts)]
    for need in case.needs:
        standing, said = _meets(need, facts, received_on)
        confidence = need.confidence or case.confidence or standard.confidence
        found.append((need.words(), standing, said, need.source or case.ref, confidence))
    findings = [
        Finding(*each, stops=is_sure and each[1] == Fulfilment.FAILED and each[4] == Confidence.CONFIRMED)
        for each in found
    ]
    return CaseFinding(case.title, case.ref, tuple(findings))


_Found = tuple[str, Fulfilment, str, str, Confidence]


def _registration(award: str, facts: Facts) -> list[_Found]:
    """Return what the regime in which the year ended asks of titles; forms of commendation rest on no registration."""
    regime = regime_on(dt.date(facts.year, 12, 31))
    if award_type(award).kind != AwardClass.TITLE or not regime.titles_rest_on_registration:
        return []
    said = {True: "Có trong đăng ký thi đua của năm", False: "Không có trong đăng ký thi đua của năm", None: _NOTHING}
    standing = _known(facts.is_registered)
    words = f"Đã đăng ký thi đua năm {facts.year}"
    return [(words, standing, said[facts.is_registered], regime.registration_source, Confidence.CONFIRMED)]


_NOTHING = "Cổng chưa có thông tin"


def _known(answer: bool | None) -> Fulfilment:
    return Fulfilment.UNKNOWN if answer is None else Fulfilment.MET if answer else Fulfilment.FAILED


def _years(years: Iterable[int]) -> str:
    return ", ".join(str(year) for year in sorted(years)) or "không có năm nào"


@singledispatch
def _meets(need: asks.Condition, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    """Return how the subject stands with one condition, and what was looked at."""
    raise NotImplementedError(type(need))


@_meets.register
def _(need: asks.Rated, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    wanted = range(facts.year - need.years + 1, facts.year + 1)
    ratings = {year: facts.ratings.get(year) for year in wanted}
    said = "; ".join(f"{year}: {rating.label.lower() if rating else 'chưa rõ'}" for year, rating in ratings.items())
    return all_of(_known(_reaches(rating, need.at_least)) for rating in ratings.values()), said


def _reaches(rating: Rating | None, at_least: Rating) -> bool | None:
    order = list(Rating)
    return None if rating is None else order.index(rating) >= order.index(at_least)


@_meets.register
def _(need: asks.Served, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    if facts.months_served is None:
        return Fulfilment.UNKNOWN, _NOTHING
    return _known(facts.months_served >= need.months), f"Đã công tác {facts.months_served} tháng trong năm"


@_meets.register
def _(need: asks.Undisciplined, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    return _clean_of(need.level, facts.discipline, is_known=facts.is_discipline_known)


@_meets.register
def _(need: asks.MembersUndisciplined, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    if facts.members is None:
        return Fulfilment.UNKNOWN, _NOTHING
    return _clean_of(need.level, facts.members.discipline, is_known=facts.members.is_discipline_known)


def _clean_of(level: Discipline, borne: Discipline | None, *, is_known: bool) -> tuple[Fulfilment, str]:
    order = list(Discipline)
    if borne is not None and order.index(borne) >= order.index(level):
        return Fulfilment.FAILED, f"Có kỷ luật {borne.label.lower()}"
    return (Fulfilment.MET, "Không có kỷ luật") if is_known else (Fulfilment.UNKNOWN, _NOTHING)


@_meets.register
def _(need: asks.MembersDone, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    members = facts.members
    if members is None or members.done is None:
        return Fulfilment.UNKNOWN, _NOTHING
    return _known(members.done == members.number), f"{members.done}/{members.number} người hoàn thành nhiệm vụ"


@_meets.register
def _(need: asks.MembersHold, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    members = facts.members
    if members is None or need.award not in members.holders or not members.number:
        return Fulfilment.UNKNOWN, _NOTHING
    holders, number = members.holders[need.award], members.number
    said = f"{holders}/{number} người đạt {label_of(need.award)}"
    if need.number:
        return _known(holders >= need.number), said
    if need.more_than_percent:
        return _known(holders * 100 > need.more_than_percent * number), said
    return _known(holders * 100 >= need.at_least_percent * number), said


@_meets.register
def _(need: asks.MeetsStandard, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    found = judge(need.award, facts, received_on=received_on)
    open_ends = [each for case in found.cases for each in case.findings if each.standing != Fulfilment.MET]
    said = "; ".join(dict.fromkeys(f"{each.words}: {each.standing.label.lower()}" for each in open_ends))
    return found.standing, said if found.standing != Fulfilment.MET else f"Đạt tiêu chuẩn {label_of(need.award)}"


def _held(facts: Facts, award: str, years: Iterable[int]) -> dict[int, bool | None]:
    """Return of each year whether the award was won for it; None where nobody can know from the portal."""
    won, recorded = facts.held.get(award, frozenset()), facts.recorded.get(award, frozenset())
    return {year: True if year in won else False if year in recorded else None for year in years}


def _said_of(held: Mapping[int, bool | None], facts: Facts, award: str) -> str:
    words = {True: "đạt", False: "không đạt", None: "chưa rõ"}
    said = {year: words[answer] for year, answer in held.items()}
    if award in facts.proposed and held.get(facts.year) is not True:
        said[facts.year] = "đang đề nghị"
    return "; ".join(f"{year}: {word}" for year, word in sorted(said.items()))


@_meets.register
def _(need: asks.HeldInARow, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    held = _held(facts, need.award, range(facts.year - need.years + 1, facts.year + 1))
    if need.award in facts.proposed and not held[facts.year]:
        held[facts.year] = None
    return all_of(_known(answer) for answer in held.values()), _said_of(held, facts, need.award)


@_meets.register
def _(need: asks.HeldBefore, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    since = facts.year - need.years_after
    before = {year for year in facts.held.get(need.award, frozenset()) if year <= since}
    rated, said = _meets(asks.Rated(at_least=need.at_least, years=need.years_after), facts, received_on)
    said = f"{label_of(need.award)}: {_years(before)}; {said}"
    if before:
        return rated, said
    is_recorded = bool(facts.recorded.get(need.award))
    return (Fulfilment.FAILED if is_recorded else Fulfilment.UNKNOWN), said


@_meets.register
def _(need: asks.HeldTimes, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    held = _held(facts, need.award, range(facts.year - need.years + 1, facts.year + 1))
    won = [year for year, answer in held.items() if answer]
    if len(won) >= need.times:
        return Fulfilment.MET, f"Đạt các năm {_years(won)}"
    standing = Fulfilment.UNKNOWN if None in held.values() else Fulfilment.FAILED
    return standing, _said_of(held, facts, need.award)


@_meets.register
def _(need: asks.HasInitiative, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    if facts.initiatives is None:
        return Fulfilment.UNKNOWN, _NOTHING
    order = list(Scope)
    found = [
        each
        for each in facts.initiatives
        if each.kind == need.kind
        and order.index(each.scope) >= order.index(need.scope)
        and (each.is_applied or not need.is_applied)
    ]
    return _known(len(found) >= need.number), f"Có {len(found)} {need.kind.label.lower()} như vậy"


@_meets.register
def _(need: asks.WithinShare, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    if need.award not in facts.shares:
        return Fulfilment.UNKNOWN, _NOTHING
    holders, given = facts.shares[need.award]
    most = holders * need.percent // 100
    return _known(given <= most), f"{given} người được đề nghị; {need.percent}% của {holders} là nhiều nhất {most}"


@_meets.register
def _(need: asks.LeadsBlock, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    said = {True: "Dẫn đầu khối theo bảng xếp hạng", False: "Không dẫn đầu khối", None: _NOTHING}
    return _known(facts.leads_block), said[facts.leads_block]


@_meets.register
def _(need: asks.ExceedsTargets, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    said = {True: "Vượt các chỉ tiêu", False: "Có chỉ tiêu không vượt", None: _NOTHING}
    return _known(facts.exceeds_targets), said[facts.exceeds_targets]


@_meets.register
def _(need: asks.InCampaign, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    campaign = facts.campaign
    if campaign is None:
        other = facts.ground not in (None, AwardGround.CAMPAIGN)
        return (Fulfilment.FAILED, "Đề nghị không theo phong trào nào") if other else (Fulfilment.UNKNOWN, _NOTHING)
    if campaign.years < need.years:
        return Fulfilment.FAILED, f"{campaign.name} dài {campaign.years} năm"
    if need.is_over and not campaign.is_over:
        return Fulfilment.FAILED, f"{campaign.name} chưa tổng kết"
    standing = Fulfilment.MET if campaign.launched_by == need.launched_by else Fulfilment.UNKNOWN
    launched = f", do {campaign.launched_by} phát động" if campaign.launched_by else ", chưa rõ ai phát động"
    return standing, f"{campaign.name}{launched}"


@_meets.register
def _(need: asks.OfGround, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    if facts.ground is None:
        return Fulfilment.UNKNOWN, _NOTHING
    return _known(facts.ground == need.ground), f"Đề nghị theo loại hình {facts.ground.label.lower()}"


@_meets.register
def _(need: asks.Judged, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    answer = facts.answers.get(need.key)
    said = {True: "Người xét ghi: đạt", False: "Người xét ghi: không đạt", None: "Do người xét"}
    return _known(answer), said[answer]


@_meets.register
def _(need: asks.AnyOf, facts: Facts, received_on: dt.date) -> tuple[Fulfilment, str]:
    found = [_meets(each, facts, received_on) for each in need.of]
    return any_of(standing for standing, _ in found), "; ".join(dict.fromkeys(said for _, said in found))
