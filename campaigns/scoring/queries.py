"""Reads that span models: the criteria of a sheet, how far a khối is, who stands where, who leads the khối."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from emulation_portal.audit.models import Event
from units.models import EmulationBlock

from .enums import BANDS, COUNTED_REPORTS, CardStatus, CrossStatus, GroupKind, Scorer, ScoringStatus
from .models import (
    BlockConference,
    BlockScoring,
    CriterionGroup,
    CriterionScore,
    CrossCheck,
    ScoreCard,
    ScoreCriterion,
    ScoreSheet,
)
from .proposals import bands_of
from .regulations import Contender, CriterionFacts, GroupFacts, GroupPoints, TotalPoints, total_of


def groups_of(sheet: ScoreSheet) -> list[CriterionGroup]:
    """Return the groups of a sheet in order with their criteria, indicators and bands."""
    return list(sheet.groups.prefetch_related("criteria__indicator", "criteria__bands"))


def criteria_of(sheet: ScoreSheet) -> list[ScoreCriterion]:
    return [each for group in groups_of(sheet) for each in group.criteria.all()]


def facts_of_groups(groups: Iterable[CriterionGroup]) -> list[GroupFacts]:
    """Return what is asked of the weights of a sheet."""
    return [
        GroupFacts(
            group.name,
            GroupKind(group.kind),
            group.most_points,
            [
                CriterionFacts(
                    each.name,
                    each.most_points,
                    bands_of(each) if each.kind in BANDS else (),
                    each.kind in COUNTED_REPORTS,
                )
                for each in group.criteria.all()
            ],
        )
        for group in groups
    ]


_SCORED = ~Q(cards__status=CardStatus.EXCUSED)
_PROGRESS = {
    "units": Count("cards", filter=_SCORED, distinct=True),
    "sent": Count("cards", filter=Q(cards__status__in=[CardStatus.SENT, CardStatus.APPRAISED]), distinct=True),
    "crossed": Count("cards", filter=_SCORED & Q(cards__cross__status=CrossStatus.SENT), distinct=True),
    "appraised": Count("cards", filter=Q(cards__status=CardStatus.APPRAISED), distinct=True),
}


def with_progress(rows: Any) -> Any:
    """Tell of each scoring how many units it has, and how many have sent, were cross-scored, were appraised."""
    return rows.annotate(**_PROGRESS)


@dataclass(frozen=True)
class CardScores:
    """The criteria of a card, and what was given so far by criterion and scorer."""

    groups: Sequence[CriterionGroup]
    given: Mapping[tuple[int, str], CriterionScore]

    @property
    def criteria(self) -> list[ScoreCriterion]:
        return [each for group in self.groups for each in group.criteria.all()]

    def missing(self, scorer: Scorer) -> list[ScoreCriterion]:
        """Return the criteria that wait for points of the scorer. What is extra or taken off, units may leave empty."""
        given_by = (each for each in self.criteria if each.is_given_by(scorer))
        asked = (each for each in given_by if scorer == Scorer.APPRAISED or each.group.kind == GroupKind.BASE)
        scored = {key for (key, whose), row in self.given.items() if whose == scorer and row.points is not None}
        return [each for each in asked if each.pk not in scored]

    def unexplained(self, scorer: Scorer) -> list[ScoreCriterion]:
        """Return the criteria where the scorer gives other points than the unit gave itself, and does not say why."""
        return [each for each in self.criteria if self._is_unexplained(each, scorer)]

    def _is_unexplained(self, criterion: ScoreCriterion, scorer: Scorer) -> bool:
        row, own = self.given.get((criterion.pk, scorer)), self.given.get((criterion.pk, Scorer.SELF))
        if row is None or row.points is None or row.note or criterion.is_for_appraiser:
            return False
        own_points = own.points if own else None
        if own_points is None and criterion.group.kind != GroupKind.BASE and not row.points:
            return False  # nothing extra was asked for, and nothing is given
        return row.points != own_points

    def waits_for(self, scorer: Scorer) -> bool:
        """Return whether the scorer has something left to write."""
        return bool(self.missing(scorer) or (scorer != Scorer.SELF and self.unexplained(scorer)))


def scores_of(card: ScoreCard) -> CardScores:
    """Return what a card says, in a constant number of queries."""
    given = {(each.criterion_id, each.scorer): each for each in card.scores.all()}
    return CardScores(groups_of(card.scoring.sheet), given)


def totals_of(scoring: BlockScoring, scorer: Scorer) -> Mapping[int, TotalPoints]:
    """Return what each card has by the points of this scorer, by the card's key: two queries, however many units."""
    sheet = scoring.sheet
    groups = {group.pk: group for group in sheet.groups.all()}
    summed = (
        CriterionScore.objects.filter(card__scoring=scoring, scorer=scorer, points__isnull=False)
        .order_by()
        .values_list("card", "criterion__group")
        .annotate(Sum("points"))
    )
    of: dict[int, list[GroupPoints]] = {}
    for card, group, points in summed:
        found = groups[group]
        of.setdefault(card, []).append(GroupPoints(GroupKind(found.kind), found.most_points, points))
    return {card: _total(sheet, parts) for card, parts in of.items()}


def _total(sheet: ScoreSheet, parts: Iterable[GroupPoints]) -> TotalPoints:
    return total_of(parts, scale=sheet.scale, stays_within_scale=sheet.stays_within_scale)


def total_from(sheet: ScoreSheet, points: Iterable[tuple[CriterionGroup, Decimal | None]]) -> TotalPoints:
    """Return the total of one card from points that are at hand, each with its group."""
    of: dict[int, tuple[CriterionGroup, Decimal]] = {}
    for group, given in points:
        of[group.pk] = group, of.get(group.pk, (group, Decimal(0)))[1] + (given or Decimal(0))
    return _total(sheet, [GroupPoints(GroupKind(group.kind), group.most_points, sum_) for group, sum_ in of.values()])


def base_asked_of_units(criteria: Iterable[ScoreCriterion]) -> Decimal | None:
    """Return how many points of the base units are asked for; None where it is all, for no one but the appraiser gives some."""
    base = [each for each in criteria if each.group.kind == GroupKind.BASE]
    asked = [each.most_points for each in base if not each.is_for_appraiser]
    return sum(asked, Decimal(0)) if len(asked) < len(base) else None


def contenders_of(scoring: BlockScoring) -> list[Contender]:
    """Return the units of a khối as the ranking sees them, by the points of the appraisal."""
    totals = totals_of(scoring, Scorer.APPRAISED)
    scored = scoring.cards.filter(status=CardStatus.APPRAISED)
    cards = scored.values_list("pk", "is_mostly_women", "tie_votes")
    rows = [(key, totals[key].total, women, votes) for key, women, votes in cards if key in totals]
    waiting = {(total, women) for _, total, women, votes in rows if votes is None}  # of equals not all have votes yet
    return [
        Contender(key, total, women, 0 if (total, women) in waiting else votes or 0)
        for key, total, women, votes in rows
    ]


def crossed_by(user_units: Any) -> QuerySet[CrossCheck]:
    """Return the cross checks that units are to do now: of cards that wait for appraisal, in a khối that still scores."""
    ready = Q(card__scoring__status=ScoringStatus.OPEN, card__status=CardStatus.SENT, status=CrossStatus.DRAFT)
    return CrossCheck.objects.filter(ready & user_units)


def officers_of(block: EmulationBlock, *, on: dt.date) -> BlockConference | None:
    """Return the conference that says which units lead the khối on the day: the last whose term has begun."""
    held = BlockConference.objects.filter(
        scoring__block=block, scoring__status=ScoringStatus.CONCLUDED, takes_office_on__lte=on
    )
    return held.select_related("next_lead", "next_deputy").order_by("-takes_office_on", "-pk").first()


def reasons_of_excused(cards: Iterable[ScoreCard]) -> dict[int, str]:
    """Return why each of these cards is not scored, by its key, in one query: what was written last."""
    keys = [str(card.pk) for card in cards]
    events = Event.objects.filter(verb="score_card.excused", object_type="scoring.scorecard", object_id__in=keys)
    return {int(key): reason.strip(" .;") for key, reason in events.order_by("id").values_list("object_id", "reason")}
