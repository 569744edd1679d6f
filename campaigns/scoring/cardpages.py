"""What the pages of one card show: each criterion with the points of those who score, and what the portal proposes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from campaigns.reports.quantities import written
from emulation_portal.core.vietnamese import capitalised, fold

from .enums import CardStatus, GroupKind, Scorer
from .models import CriterionGroup, CriterionScore, ScoreCard, ScoreCriterion
from .proposals import Proposal, proposals_of
from .queries import CardScores, base_asked_of_units, total_from
from .regulations import TotalPoints


def points_words(points: Decimal | None) -> str:
    """Return points as they are read; "" for none, so that 0 stays 0."""
    return "" if points is None else written(points)


@dataclass(frozen=True)
class GivenPoints:
    """What one of those who score gave for a criterion."""

    scorer: Scorer
    points: Decimal | None = None
    note: str = ""

    @property
    def words(self) -> str:
        return points_words(self.points)


@dataclass
class CriterionRow:
    """One criterion on a page. `mine` is what the writer of the page sees in the boxes."""

    criterion: ScoreCriterion
    given: Sequence[GivenPoints]
    proposal: Proposal | None
    seen: int = 0
    points: str = ""  # in the box
    note: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    meanwhile: str = ""
    is_asked: bool = True  # of the writer of the page

    @property
    def most(self) -> str:
        return written(self.criterion.most_points)

    @property
    def proposed(self) -> str:
        return points_words(self.proposal.points) if self.proposal else ""

    @property
    def notes(self) -> list[GivenPoints]:
        return [each for each in self.given if each.note]


def group_words(group: CriterionGroup) -> str:
    """Return “Điểm chuẩn, tối đa 50 điểm”; of a group that is called by its kind the second half."""
    most = f"tối đa {points_words(group.most_points)} điểm"
    kind = str(GroupKind(group.kind).label)
    return capitalised(most) if fold(group.name) == fold(kind) else f"{kind}, {most}"


@dataclass
class GroupRows:
    group: CriterionGroup
    rows: list[CriterionRow]

    @property
    def words(self) -> str:
        return group_words(self.group)


@dataclass
class CardPage:
    """A card with all its criteria, and what each of those who score gives in all."""

    card: ScoreCard
    groups: list[GroupRows]
    scorers: Sequence[Scorer]
    totals: Mapping[Scorer, TotalPoints]
    writer: Scorer | None = None

    @property
    def totals_shown(self) -> list[tuple[str, str]]:
        said = {each.scorer for row in self.rows for each in row.given if each.points is not None}
        return [
            (str(scorer.label), self._total_words(scorer) if scorer in said else "chưa có điểm")
            for scorer in self.scorers
        ]

    def _total_words(self, scorer: Scorer) -> str:
        """Return “60”, and “60 trên 95 điểm chuẩn” of who is not asked for all of the base."""
        total = points_words(self.totals[scorer].total)
        of = None if scorer == Scorer.APPRAISED else base_asked_of_units(row.criterion for row in self.rows)
        return total if of is None else f"{total} trên {points_words(of)} điểm chuẩn"

    @property
    def rows(self) -> list[CriterionRow]:
        return [row for group in self.groups for row in group.rows]


def read_card(
    card: ScoreCard, scores: CardScores, *, scorers: Sequence[Scorer], on: dt.date, writer: Scorer | None = None
) -> CardPage:
    """Return the page of a card with the points of these; what is proposed costs a few queries, however many criteria.

    Of a card that was appraised, what was proposed then is shown.
    """
    groups, given = scores.groups, scores.given
    proposed = _proposed(card, groups, on=on)
    shown = [
        GroupRows(group, [_row(each, given, scorers, proposed, writer) for each in group.criteria.all()])
        for group in groups
    ]
    totals = {scorer: _total(card, groups, given, scorer) for scorer in scorers}
    return CardPage(card, shown, scorers, totals, writer)


def _proposed(card: ScoreCard, groups: Sequence[CriterionGroup], *, on: dt.date) -> Mapping[int, Proposal]:
    if card.status == CardStatus.APPRAISED:
        return {
            int(key): Proposal(None if points is None else Decimal(points), words)
            for key, (points, words) in card.proposals.items()
        }
    criteria = [each for group in groups for each in group.criteria.all()]
    found = proposals_of(card.scoring, criteria, [card.unit_id], on=on)
    return {criterion: each for (_, criterion), each in found.items()}


def _row(
    criterion: ScoreCriterion,
    given: Mapping[tuple[int, str], CriterionScore],
    scorers: Sequence[Scorer],
    proposed: Mapping[int, Proposal],
    writer: Scorer | None,
) -> CriterionRow:
    own = given.get((criterion.pk, writer)) if writer else None
    shown = []
    for scorer in scorers:
        said = given.get((criterion.pk, scorer))
        shown.append(GivenPoints(scorer, said.points, said.note) if said else GivenPoints(scorer))
    row = CriterionRow(criterion, shown, proposed.get(criterion.pk))
    row.is_asked = writer is None or criterion.is_given_by(writer)
    if own is not None:
        row.seen, row.points, row.note = own.revision, points_words(own.points), own.note
    return row


def _total(
    card: ScoreCard,
    groups: Sequence[CriterionGroup],
    given: Mapping[tuple[int, str], CriterionScore],
    scorer: Scorer,
) -> TotalPoints:
    points = []
    for group in groups:
        for criterion in group.criteria.all():
            row = given.get((criterion.pk, scorer))
            points.append((group, row.points if row else None))
    return total_from(card.scoring.sheet, points)
