"""A portal in which the khối of one alliance have scored their units for years, and what is done in it while it is measured."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from campaigns.scoring.actions import WrittenCriterion, WrittenGroup, open_scoring, save_group, save_score_sheet
from campaigns.scoring.enums import CardStatus, CriterionKind, GroupKind, Scorer
from campaigns.scoring.models import BlockScoring, CriterionScore, ScoreCard, ScoreSheet
from campaigns.scoring.queries import criteria_of
from emulation_portal.accounts.measuring import Browser, Portal
from emulation_portal.accounts.models import User
from emulation_portal.core.addresses import address
from emulation_portal.core.crowds import CrowdSize, Visit, insert, move_in_bulk
from emulation_portal.core.dates import today
from emulation_portal.core.scratch import Scratch
from emulation_portal.procedure.acting import carry_out
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from units.crowd import CrowdAlliance, fill_units

_GROUPS = (
    ("Nhiệm vụ chính trị", GroupKind.BASE, (("Sản xuất, kinh doanh", 40), ("Phát triển thành viên", 20))),
    ("Phong trào thi đua", GroupKind.BASE, (("Tổ chức phong trào", 40),)),
    ("Điểm thưởng", GroupKind.BONUS, (("Sáng kiến", 5),)),
    ("Điểm trừ", GroupKind.DEDUCTION, (("Vi phạm", 10),)),
)
_GRADES = [["Xuất sắc", "90"], ["Tốt", "80"], ["Khá", "65"], ["Trung bình", "50"]]
# What the portal wrote down of each khối, asked of the tables without its own sums: points and ranks of every card.
RECOUNT = """
SELECT count(*) FROM scoring_scorecard c JOIN (
    SELECT id, total, rank() OVER (PARTITION BY scoring_id ORDER BY total DESC) AS place FROM (
        SELECT s.id, s.scoring_id,
            SUM(p.points) FILTER (WHERE g.kind = 'base') + LEAST(SUM(p.points) FILTER (WHERE g.kind = 'bonus'), 5)
            - LEAST(SUM(p.points) FILTER (WHERE g.kind = 'deduction'), 10) AS total
        FROM scoring_scorecard s JOIN scoring_criterionscore p ON p.card_id = s.id AND p.scorer = 'appraised'
        JOIN scoring_scorecriterion t ON t.id = p.criterion_id JOIN scoring_criteriongroup g ON g.id = t.group_id
        GROUP BY s.id, s.scoring_id
    ) AS added
) AS counted ON counted.id = c.id
WHERE c.rank IS NOT NULL AND (c.total_points, c.rank) IS DISTINCT FROM (counted.total, counted.place)
"""


@dataclass
class ScoredYears:
    """A portal full of score cards: some khối that wait to be settled, and one that is."""

    portal: Portal
    units: int
    officer: User
    waiting: Iterator[BlockScoring]
    visits: dict[str, Visit] = field(default_factory=dict)


def fill_scored_years(scratch: Scratch, units: int, *, years: int) -> ScoredYears:
    """Fill an empty portal with khối of twenty that scored year by year; of the last year all points are there and no rank."""
    crowd = fill_units(CrowdSize(units)).first
    crowd.unit.refresh_from_db()
    officer = crowd.officers[Role.OFFICER]
    scorings: list[BlockScoring] = []
    for year in range(today().year - years + 1, today().year + 1):
        scorings = _scored(crowd, _sheet(crowd, year, by=officer), by=officer)
        for scoring in scorings if year < today().year else scorings[:1]:
            carry_out(scoring, "settled", by=officer, on=today())
    settled, card = scorings[0], scorings[0].cards.order_by("pk")[0]
    pages = (
        Visit("khối list", address("scoring:list"), Role.OFFICER),
        Visit("ranking", settled.get_absolute_url(), Role.OFFICER),
        Visit("card", card.get_absolute_url(), Role.OFFICER),
    )
    filled = ScoredYears(Portal(scratch, {}), units, officer, iter(scorings[1:]))
    filled.visits = {each.name: each for each in pages}
    return filled


def _sheet(crowd: CrowdAlliance, year: int, *, by: User) -> ScoreSheet:
    sheet = ScoreSheet(
        alliance=crowd.unit,
        year=year,
        name=f"Bảng điểm năm {year}",
        scale=Decimal(100),
        issued_by="Chủ tịch Liên minh",
        decision="Quyết định số 22/QĐ-LMHTX",
        decided_on=dt.date(year, 1, 11),
        grades=_GRADES,
    )
    save_score_sheet(sheet, by=by)
    for name, kind, criteria in _GROUPS:
        written = [WrittenCriterion(what, Decimal(most), CriterionKind.JUDGED) for what, most in criteria]
        save_group(
            sheet, WrittenGroup(name, kind, sum((each.most_points for each in written), Decimal()), written), by=by
        )
    return carry_out(sheet, "issued", by=by, on=today())


def _scored(crowd: CrowdAlliance, sheet: ScoreSheet, *, by: User) -> list[BlockScoring]:
    """Return the scorings of all khối for the year of the sheet, with all points, as the database lets them be."""
    days = {"counts_from": dt.date(sheet.year, 1, 1), "counts_to": dt.date(sheet.year, 12, 31)}
    due = {"self_due_on": today(), "cross_due_on": today()}
    scorings = [
        open_scoring(BlockScoring(block=block, sheet=sheet, flags=1, merits=2, **days, **due), by=by, on=today())
        for block in crowd.blocks
    ]
    cards = list(ScoreCard.objects.filter(scoring__in=scorings).order_by("pk"))
    people = _people_of(cards)
    _give(sheet, cards, Scorer.SELF, by=by)
    for card in cards:
        card.sent_at = timezone.now()
        card.drafted_by_id, card.confirmed_by_id = people[card.unit_id]
    ScoreCard.objects.bulk_update(cards, ["sent_at", "drafted_by", "confirmed_by"], batch_size=1_000)
    move_in_bulk(cards, [CardStatus.AWAITING_HEAD, CardStatus.SENT])
    _give(sheet, cards, Scorer.APPRAISED, by=by)
    ScoreCard.objects.filter(scoring__in=scorings).update(appraised_by=by)
    move_in_bulk(cards, [CardStatus.APPRAISED])
    return scorings


def _people_of(cards: list[ScoreCard]) -> dict[int, tuple[int, int]]:
    """Return who writes and who heads, by unit."""
    held = Appointment.objects.filter(unit__in={card.unit_id for card in cards})
    by_role = [
        dict(held.filter(role=role).values_list("unit_id", "user_id")) for role in (Role.UNIT_EDITOR, Role.UNIT_HEAD)
    ]
    return {unit: (by_role[0][unit], by_role[1][unit]) for unit in by_role[0]}


def _give(sheet: ScoreSheet, cards: list[ScoreCard], scorer: Scorer, *, by: User) -> None:
    """Give points that differ from unit to unit, some of them alike."""
    now = timezone.now()
    insert(
        CriterionScore(
            card=card,
            criterion=each,
            scorer=scorer,
            points=_points(each.most_points, at),
            changed_at=now,
            changed_by=by,
        )
        for at, card in enumerate(cards)
        for each in criteria_of(sheet)
    )


def _points(most: Decimal, at: int) -> Decimal:
    return most * (70 + at * 7 % 31) / 100 if most > 10 else Decimal(at % 3)


Act = Callable[[Browser, ScoredYears], tuple[float, float]]


def open_page(name: str) -> Act:
    """Return the act of opening a page of the office."""

    def act(browser: Browser, filled: ScoredYears) -> tuple[float, float]:
        return browser.open(filled.portal, filled.visits[name])[1:]

    return act


def settle_next(browser: Browser, filled: ScoredYears) -> tuple[float, float]:
    """Add up and rank the next khối."""
    scoring = next(filled.waiting, None)
    if scoring is None:
        raise CommandError("There are fewer khối to settle than rounds: measure more units, or fewer rounds.")
    clock, processor = time.perf_counter(), time.process_time()
    carry_out(scoring, "settled", by=filled.officer, on=today())
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


ACTS: dict[str, Act] = {
    "khối list": open_page("khối list"),
    "ranking": open_page("ranking"),
    "card": open_page("card"),
    "settle": settle_next,
}


def told_wrongly(filled: ScoredYears) -> int:
    """Return how many cards have another total or rank than SQL of its own finds."""
    filled.portal.scratch.use()
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        (found,) = cursor.fetchone()
    return int(found)


def scored(filled: ScoredYears) -> str:
    """Say how many cards and points there are."""
    filled.portal.scratch.use()
    return f"{ScoreCard.objects.count()} cards with {CriterionScore.objects.count()} points, {ranked(filled)} ranked"


def ranked(filled: ScoredYears) -> int:
    filled.portal.scratch.use()
    return ScoreCard.objects.filter(rank__isnull=False).count()
