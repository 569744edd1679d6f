"""How nominations stand with the law: what was told, what the portal knows, and what else the nominee got. Many at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from awards.history.enums import ConductKind
from awards.history.facts import Key, known_of
from awards.history.models import ConductFact, PastAward
from awards.history.regulations import borne_in, period_of
from campaigns.enums import CampaignStatus
from campaigns.models import Campaign
from emulation_portal.core.dates import short_date
from emulation_portal.core.vietnamese import fold
from emulation_portal.law.eligibility import (
    CampaignAtHand,
    CaseFinding,
    Facts,
    Finding,
    Fulfilment,
    Judgement,
    Members,
    judge,
)
from emulation_portal.law.enums import AwardGround, AwardSubject, Confidence, Discipline, Worker
from emulation_portal.law.principles import Principle, principle_on

from .enums import DossierStatus
from .models import Nomination
from .models.dossier import WITH_UNIT
from .models.nomination import STANDING
from .regulations import GivenOrProposed, is_same_achievement, is_same_title, whole_years

_OF_A_COLLECTIVE = (AwardSubject.COLLECTIVE, AwardSubject.HOUSEHOLD)


@dataclass(frozen=True)
class Assessment:
    """What the conditions of the award and the principles of the law say of a nomination."""

    judgement: Judgement
    principles: tuple[Finding, ...] = ()

    @property
    def stops(self) -> bool:
        """Return whether it cannot be proposed: by rules that are certain, from facts that the portal has."""
        return self.judgement.stops or any(each.stops for each in self.principles)

    @property
    def best(self) -> CaseFinding | None:
        """Return the case that the nomination rests on: the one that is met, or is nearest to it."""
        order = [Fulfilment.MET, Fulfilment.UNKNOWN, Fulfilment.FAILED]
        cases = self.judgement.cases
        return min(cases, key=lambda case: (case.stops, order.index(case.standing), _missing(case)), default=None)

    @property
    def shown(self) -> list[Finding]:
        """Return what is said of the nearest case and of the principles."""
        return [*(self.best.findings if self.best else ()), *self.principles]

    @property
    def warns(self) -> bool:
        """Return whether something fails that does not stop it: a reason is asked for proposing it all the same."""
        return not self.stops and any(each.standing == Fulfilment.FAILED for each in self.shown)

    @property
    def verdict(self) -> tuple[str, str]:
        """Return how it stands as a whole, in words, and their tone."""
        if self.stops:
            return "Không đủ điều kiện", "danger"
        if self.warns:
            return "Có điều kiện không đạt", "warning"
        unknown = sum(each.standing == Fulfilment.UNKNOWN for each in self.shown)
        if unknown or not self.judgement.cases:
            return (f"Còn {unknown} điều kiện chưa rõ" if unknown else "Cổng chưa có tiêu chuẩn, cần hỏi"), "neutral"
        return "Đạt mọi điều kiện cổng kiểm tra được", "success"


def _missing(case: CaseFinding) -> int:
    return sum(each.standing != Fulfilment.MET for each in case.findings)


def as_plain(judged: Assessment, *, on: dt.date) -> dict[str, Any]:
    """Return what was found as plain data, with the day whose law it was."""
    best = judged.best
    return {
        "on": on.isoformat(),
        "ref": best.ref if best else "",
        "verdict": judged.verdict[0],
        "stops": judged.stops,
        "findings": [
            {"words": each.words, "standing": str(each.standing), "said": each.said, "source": each.source}
            for each in judged.shown
        ],
    }


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[tuple[str, str, str]]:
    """Return what stands otherwise now: the condition, how it stood, how it stands."""
    old, new = ({each["words"]: each for each in (said or {}).get("findings", [])} for said in (before, after))
    told = []
    for words in dict.fromkeys([*old, *new]):
        was, now = (_stood(found.get(words)) for found in (old, new))
        if was != now:
            told.append((words, was, now))
    return told


def _stood(found: Mapping[str, Any] | None) -> str:
    return str(Fulfilment(found["standing"]).label) if found else "Không xét"


def judge_all(nominations: Sequence[Nomination], *, on: dt.date, reader: Any) -> dict[int, Assessment]:
    """Return by key how nominations of one alliance and year stand; conduct is looked at as far as `reader` may know of it.

    The number of queries does not grow with theirs.
    """
    if not nominations:
        return {}
    first = nominations[0].dossier
    known = known_of([each.who for each in nominations], alliance_id=first.unit.root_id, year=first.year, reader=reader)
    others = _others(nominations)
    shares = _shares(nominations)
    held_back = _held_back(nominations, on=on, reader=reader)
    borne = _borne_in_units(nominations, reader=reader)
    found = {}
    for each in nominations:
        day = each.law_day(on=on)
        facts = _with_claim(
            known.facts_of(each.who, each.award),
            each,
            others[each.pk],
            shares.get(each.dossier.unit_id, {}),
            borne.get(each.dossier.unit_id) if each.who.is_whole_unit else None,
        )
        judgement = judge(each.award, facts, received_on=day)
        found[each.pk] = Assessment(judgement, tuple(_principles(each, others[each.pk], held_back, day)))
    return found


def _with_claim(
    facts: Facts,
    nomination: Nomination,
    others: Iterable[GivenOrProposed],
    shares: Mapping[str, tuple[int, int]],
    borne: Discipline | None,
) -> Facts:
    """Return the facts with what the unit told, what else is proposed, and the heaviest sanction that its people bore."""
    said, dossier = nomination.said, nomination.dossier
    members = None
    if nomination.subject in _OF_A_COLLECTIVE and (said.members is not None or borne is not None):
        members = Members(said.members or 0, said.holders, done=said.members_done, discipline=borne)
    initiatives = None
    if said.has_initiatives is not None:
        initiatives = tuple(each.fact for each in said.initiatives if each.is_recognised)
    return replace(
        facts,
        worker=Worker(nomination.worker) if nomination.worker else None,
        ratings=said.ratings,
        months_served=said.months_served,
        members=members,
        initiatives=initiatives,
        exceeds_targets=said.exceeds_targets,
        answers=said.answers,
        ground=AwardGround(dossier.ground),
        campaign=_at_hand(dossier.campaign, nomination) if dossier.campaign else None,
        proposed=frozenset(each.award for each in others if not each.is_given and each.year == dossier.year),
        shares=shares,
    )


def _at_hand(campaign: Campaign, nomination: Nomination) -> CampaignAtHand:
    years = whole_years(campaign.period_from, campaign.period_to)
    return CampaignAtHand(campaign.name, years=years, is_over=campaign.status == CampaignStatus.CLOSED)


# --- what else the nominee got, or is proposed for ---------------------------------------------------------------------


def _others(nominations: Sequence[Nomination]) -> dict[int, list[GivenOrProposed]]:
    """Return by nomination what its subject was given, and what it is proposed for beside it.

    What other units are still writing is theirs. Who is linked to nobody is known by unit and name, which may be another
    of that name.
    """
    people = {each.person_id for each in nominations if each.person_id}
    collectives = {each.collective_id for each in nominations if each.collective_id}
    units = {each.dossier.unit_id for each in nominations}
    whose = Q(person__in=people) | Q(collective__in=collectives)
    nameless = Q(person__isnull=True, subject=AwardSubject.PERSON)
    found: dict[Key, list[tuple[int | None, GivenOrProposed]]] = defaultdict(list)
    for row in PastAward.objects.standing().filter(whose | nameless & Q(unit__in=units)):
        since, until = period_of(row.year, row.achieved_from, row.achieved_to) or (None, None)
        words = f"{row.award_label}, {row.decision_number} ngày {short_date(row.decided_on)}"
        given = GivenOrProposed(
            row.award, row.ground, row.year, since, until, row.achievement, words, link=row.get_absolute_url()
        )
        found[_key(row, row.unit_id)].append((None, given))
    rows = Nomination.objects.filter(whose | nameless & Q(dossier__unit__in=units), status__in=STANDING)
    rows = rows.exclude(dossier__status=DossierStatus.WITHDRAWN)
    rows = rows.filter(Q(dossier__unit__in=units) | ~Q(dossier__status__in=WITH_UNIT))
    for each in rows.select_related("dossier__campaign", "dossier__unit").order_by("pk"):
        found[_key(each, each.dossier.unit_id)].append(
            (each.pk, as_proposed(each, is_own=each.dossier.unit_id in units))
        )
    return {
        each.pk: [
            other if each.is_known else replace(other, is_named_alike=True)
            for key, other in found.get(_key(each, each.dossier.unit_id), [])
            if key != each.pk
        ]
        for each in nominations
    }


def _key(row: Any, unit_id: int) -> Key:
    if row.person_id:
        return "person", row.person_id
    return ("collective", row.collective_id) if row.collective_id else ("name", unit_id, fold(row.name))


def as_proposed(nomination: Nomination, *, is_own: bool = True) -> GivenOrProposed:
    dossier = nomination.dossier
    where = f"{dossier.title[0].lower()}{dossier.title[1:]}" if is_own else "hồ sơ của đơn vị khác"
    return GivenOrProposed(
        nomination.award,
        dossier.ground,
        dossier.year,
        dossier.achieved_from,
        dossier.achieved_to,
        nomination.reason,
        f"{nomination.award_label}, đang đề nghị trong {where}",
        link=nomination.get_absolute_url(),
        is_given=False,
        campaign_id=dossier.campaign_id,
    )


def _principles(
    nomination: Nomination, others: Sequence[GivenOrProposed], held_back: Mapping[Key, str], day: dt.date
) -> Iterable[Finding]:
    """Yield what the principles of the law say, where they have something against the nomination."""
    mine = as_proposed(nomination)
    for other in others:
        if (rule := principle_on("title_once_a_year", day)) and is_same_title(mine, other):
            yield _against(rule, "Đã có", other)
        if rule := principle_on("once_per_achievement", day):
            same = is_same_achievement(mine, other)
            if same:
                yield _against(rule, "Cùng một thành tích", other)
            elif same is None:
                yield _doubtful(rule, f"Có thể cùng thành tích: {other.words}")
    rule = principle_on("one_state_award_a_year", day)
    if rule and mine.award in rule.awards and mine.ground not in rule.not_of:
        for other in others:
            if other.award in rule.awards and other.year == mine.year and other.ground not in rule.not_of:
                yield _doubtful(rule, f"Trong năm còn có: {other.words}")
    rule = principle_on("waits_for_settlement", day)
    if rule and (words := held_back.get(nomination.who.key)):
        yield _doubtful(rule, words)


def _against(rule: Principle, what: str, other: GivenOrProposed) -> Finding:
    """Return that the rule speaks against the nomination; where only the names are alike, that people must look."""
    if other.is_named_alike:
        return _doubtful(rule, f"{what}, nếu là cùng một người: {other.words}")
    stops = other.is_given and rule.confidence == Confidence.CONFIRMED
    return Finding(rule.words, Fulfilment.FAILED, f"{what}: {other.words}", rule.source, rule.confidence, stops=stops)


def _doubtful(rule: Principle, said: str) -> Finding:
    return Finding(rule.words, Fulfilment.UNKNOWN, said, rule.source, rule.confidence)


def _held_back(nominations: Sequence[Nomination], *, on: dt.date, reader: Any) -> dict[Key, str]:
    """Return of whom a fact of conduct keeps awards waiting on the day, in words."""
    people = {each.person_id for each in nominations if each.person_id}
    units = {each.dossier.unit_id for each in nominations if each.who.is_whole_unit}
    rows = ConductFact.objects.visible_to(reader).counting()
    found: dict[Key, str] = {}
    for row in rows.filter(Q(person__in=people) | Q(person__isnull=True, unit__in=units)):
        if row.holds_back(on=on):
            found["person" if row.person_id else "unit", row.person_id or row.unit_id] = (
                f"{row.words}, từ ngày {short_date(row.since)}"
            )
    return found


def _borne_in_units(nominations: Sequence[Nomination], *, reader: Any) -> dict[int, Discipline]:
    """Return by unit the heaviest sanction that one of its people bore in the year, as far as the reader may know."""
    units, year = {each.dossier.unit_id for each in nominations}, nominations[0].dossier.year
    rows = ConductFact.objects.visible_to(reader).counting().filter(unit__in=units, person__isnull=False)
    found: dict[int, Discipline] = {}
    for row in rows.filter(kind=ConductKind.DISCIPLINE):
        if borne_in(year, row.since, row.until):
            level, order = Discipline(row.level), list(Discipline).index
            found[row.unit_id] = max(found.get(row.unit_id, level), level, key=order)
    return found


def _shares(nominations: Sequence[Nomination]) -> dict[int, dict[str, tuple[int, int]]]:
    """Return by unit and award how many hold it in the year, given or proposed, and how many would get what is proposed here.

    Only shares of Lao động tiên tiến are asked, by Chiến sĩ thi đua cơ sở.
    """
    units, year = {each.dossier.unit_id for each in nominations}, nominations[0].dossier.year
    named: dict[tuple[int, str], set[object]] = defaultdict(set)
    proposed = Nomination.objects.filter(
        dossier__unit__in=units, dossier__year=year, award__in=_SHARED, status__in=STANDING
    )
    for unit, award, person, name in proposed.values_list("dossier__unit", "award", "person", "name"):
        named[unit, award].add(person or fold(name))
    given = PastAward.objects.standing().filter(unit__in=units, year=year, award__in=_SHARED)
    for unit, award, person, name in given.order_by().values_list("unit", "award", "person", "name"):
        named[unit, award].add(person or fold(name))
    holders, taking = _SHARED
    return {unit: {holders: (len(named[unit, holders]), len(named[unit, taking]))} for unit in units}


_SHARED = ("LDTT", "CSTDCS")
