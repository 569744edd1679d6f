"""A khối's scoring: opened with a card for each unit, directed, settled with ranks, opened again."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving
from emulation_portal.procedure.moving import lock, moving
from units.models import Unit

from ..enums import CardStatus, CrossStatus, Scorer, ScoringStatus
from ..models import BlockConference, BlockScoring, CrossCheck, LeaderEndorsement, ScoreCard
from ..policies import check_can_confer, check_can_run
from ..queries import contenders_of, totals_of
from ..regulations import grade_of, ranks_of, tied

QUOTAS = ("flags", "merits")
DAYS = ("counts_from", "counts_to", "self_due_on", "cross_due_on")
SCORING_SAYS = (*DAYS, *QUOTAS)


class ScoringRefused(DomainError):
    """The scoring cannot be opened, changed or settled so; the message says why."""


TAKEN = {
    "block_scoring_once_a_year": lambda: ScoringRefused("Khối này đã mở chấm điểm của năm. Hãy mở việc chấm đã có."),
    "block_scoring_by_issued_sheet": lambda: ScoringRefused(
        "Bảng điểm chưa áp dụng hoặc đã thôi áp dụng. Hãy chọn bảng đang áp dụng."
    ),
    "score_card_once_in_a_year": lambda: ScoringRefused(
        "Khối khác vừa đưa đơn vị vào chấm điểm của năm. Hãy tải lại trang để xem đơn vị đang được chấm ở khối nào."
    ),
}


@transaction.atomic
def open_scorings(scorings: Sequence[BlockScoring], *, by: User, on: dt.date) -> None:
    """Open several, all or none. Raises as `open_scoring` does."""
    for scoring in scorings:
        open_scoring(scoring, by=by, on=on)


@transaction.atomic
def open_scoring(scoring: BlockScoring, *, by: User, on: dt.date) -> BlockScoring:
    """Mở chấm điểm: every unit of the khối on the day gets a card, each cross-scored by the next one, the last by the first.

    Raises PermissionDenied, ScoringRefused (fewer than two units; one of the year is open; the sheet is not in use).
    """
    check_can_run(by, scoring)
    scoring.year = scoring.sheet.year
    _check_year(scoring)
    if scoring.sheet.alliance_id != scoring.block.alliance_id:
        raise ScoringRefused("Bảng điểm không phải của Liên minh lập khối này.")
    units = list(Unit.objects.competing_in(scoring.block, on=on).order_by("name", "pk"))
    if len(units) < 2:
        raise ScoringRefused(
            f"{scoring.block} chưa có từ hai đơn vị trở lên nên không chấm điểm được. Hãy đưa đơn vị vào khối trước."
        )
    check_scored_nowhere_else(scoring, units)
    with naming_what_is_taken(TAKEN):
        scoring.save()
        cards = ScoreCard.objects.bulk_create(
            ScoreCard(scoring=scoring, unit=unit, owner_since=timezone.now()) for unit in units
        )
    CrossCheck.objects.bulk_create(
        CrossCheck(card=card, unit=units[at - 1])
        for at, card in enumerate(cards)  # in a ring
    )
    record("block_scoring.opened", scoring, by=by, data={"units": len(units)})
    return scoring


def _check_year(scoring: BlockScoring) -> None:
    if scoring.counts_to.year != scoring.year:
        raise ScoringRefused(f"Bảng điểm là của năm {scoring.year}. Hãy ghi ngày cuối trong năm ấy.")


def check_scored_nowhere_else(scoring: BlockScoring, units: Sequence[Unit]) -> None:
    """Raise ScoringRefused for a unit that another khối scores for the year: it moved from one to the other."""
    others = ScoreCard.objects.filter(
        unit__in=units, scoring__year=scoring.year, scoring__block__kind=scoring.block.kind
    ).exclude(scoring__block=scoring.block)
    for card in others.exclude(status=CardStatus.EXCUSED).select_related("unit", "scoring__block"):
        raise ScoringRefused(
            f"{card.unit} đã có phiếu điểm năm {scoring.year} ở {card.scoring.block}. Hãy chọn “Không chấm đơn vị này” ở "
            "khối ấy trước."
        )


@transaction.atomic
def change_scoring(scoring: BlockScoring, *, by: User, read: Read | None = None) -> BlockScoring:
    """Write what changed of days and quotas; once the points are settled, of quotas: the ranking rests on the days.

    Raises PermissionDenied, ScoringRefused (concluded; days of what is settled; another year), ChangedMeanwhile.
    """
    check_can_run(by, scoring)
    stored = BlockScoring.objects.select_for_update(of=("self",)).get(pk=scoring.pk)
    if stored.status == ScoringStatus.CONCLUDED:
        raise ScoringRefused("Khối đã bình xét xong nên không sửa được.")
    if stored.is_settled and any(getattr(stored, name) != getattr(scoring, name) for name in DAYS):
        raise ScoringRefused(
            "Khối đã chốt điểm nên chỉ sửa được số được suy tôn. Muốn sửa ngày, hãy mở lại để thẩm định."
        )
    _check_year(scoring)
    change = saving(scoring, SCORING_SAYS, read=read)
    scoring = change.write()
    if change.told:
        record("block_scoring.changed", scoring, by=by, data={"changed": change.told})
        count_change(scoring)
    return scoring


def count_change(scoring: BlockScoring) -> None:
    """Let no step be taken from a page on which what was just written does not stand."""
    BlockScoring.objects.filter(pk=scoring.pk).update(revision=F("revision") + 1)


@transaction.atomic
def add_unit(*, scoring_id: int, unit: Unit, by: User, on: dt.date) -> ScoreCard:
    """Let a unit be scored that joined the khối after the scoring began; nobody cross-scores it until somebody is named.

    Raises PermissionDenied, ScoringRefused.
    """
    scoring = _open(scoring_id, by=by)
    if not Unit.objects.competing_in(scoring.block, on=on).filter(pk=unit.pk).exists():
        raise ScoringRefused(f"{unit} không ở trong {scoring.block}. Hãy chọn đơn vị khác.")
    check_scored_nowhere_else(scoring, [unit])
    with naming_what_is_taken(TAKEN):
        card, is_new = ScoreCard.objects.get_or_create(
            scoring=scoring, unit=unit, defaults={"owner_since": timezone.now()}
        )
    if is_new:
        record("block_scoring.unit_added", scoring, by=by, at=unit, data={"unit": unit.name})
    return card


@transaction.atomic
def name_crossers(chosen: Mapping[int, Unit | None], *, by: User, seen: Mapping[int, int | None] | None = None) -> None:
    """Name who cross-scores which card, all or none; `seen` are the keys of the units that the page showed.

    Raises as `name_crosser` does, and ScoringRefused when somebody else named another one meanwhile.
    """
    for card_id, unit in chosen.items():
        if seen is not None:
            _check_crosser_is(card_id, seen.get(card_id))
        name_crosser(card_id=card_id, unit=unit, by=by)


def _check_crosser_is(card_id: int, unit_id: int | None) -> None:
    cross = CrossCheck.objects.filter(card=card_id).select_related("unit", "card__unit").first()
    if (cross.unit_id if cross else None) != unit_id:
        now = cross.unit if cross else "không đơn vị nào"
        raise ScoringRefused(
            f"Người khác vừa phân công {now} chấm chéo, sau khi bạn mở trang. Hãy mở lại trang rồi phân công lại."
        )


@transaction.atomic
def name_crosser(*, card_id: int, unit: Unit | None, by: User) -> None:
    """Let another unit of the khối cross-score a card; None: nobody does. What was given so far is dropped.

    Raises PermissionDenied, ScoringRefused (the scoring is settled; the check was sent; the unit is not of the khối).
    """
    card = ScoreCard.objects.select_related("scoring__block", "unit").get(pk=card_id)
    scoring = _open(card.scoring_id, by=by)
    former = CrossCheck.objects.select_for_update(of=("self",)).filter(card=card).first()
    if (former.unit_id if former else None) == (unit.pk if unit else None):
        return
    if former is not None and former.status == CrossStatus.SENT:
        raise ScoringRefused(f"{former.unit} đã gửi điểm chấm chéo cho {card.unit}. Hãy trả lại trước khi đổi.")
    if unit is not None and not scoring.cards.filter(unit=unit).exclude(pk=card.pk).exists():
        raise ScoringRefused(f"{unit} không ở trong khối này, hoặc chính là đơn vị được chấm.")
    if former is not None:
        card.scores.filter(scorer=Scorer.CROSS).delete()
        former.delete()
    if unit is not None:
        CrossCheck.objects.create(card=card, unit=unit)
    data = {"by": unit.name if unit else ""}
    record("score_card.crosser_named", card, by=by, data=data)


def _open(scoring_id: int, *, by: User) -> BlockScoring:
    """Return the locked scoring while it is open. Raises PermissionDenied, ScoringRefused."""
    scoring: BlockScoring = lock(BlockScoring, scoring_id)
    check_can_run(by, scoring)
    if not scoring.is_open:
        raise ScoringRefused("Khối đã chốt điểm. Hãy mở lại để thẩm định trước.")
    return scoring


@transaction.atomic
def settle_scoring(*, scoring_id: int, by: User, on: dt.date, read: int | None = None) -> BlockScoring:
    """Chốt điểm: write down what each unit has, its rank among those that are scored, and its grade.

    Raises PermissionDenied, InvalidMove, ScoringRefused (somebody is not appraised yet; nobody is scored), ReadAnotherText.
    """
    scoring: BlockScoring = lock(BlockScoring, scoring_id, read)
    with moving(scoring, "settled", by=by):
        cards = list(scoring.cards.select_for_update(of=("self",)).select_related("unit").order_by("pk"))
        _check_all_appraised(cards)
        _rank(scoring, [card for card in cards if card.status == CardStatus.APPRAISED], on=on)
        scoring.settled_on = on
    return scoring


def _check_all_appraised(cards: Sequence[ScoreCard]) -> None:
    waiting = [card for card in cards if card.status not in (CardStatus.APPRAISED, CardStatus.EXCUSED)]
    if waiting:
        names = ", ".join(str(card.unit) for card in waiting[:5])
        more = f" và {len(waiting) - 5} đơn vị khác" if len(waiting) > 5 else ""
        raise ScoringRefused(
            f"Còn {len(waiting)} đơn vị chưa thẩm định: {names}{more}. Hãy thẩm định, hoặc chọn “Không chấm đơn vị này”."
        )
    if not any(card.status == CardStatus.APPRAISED for card in cards):
        raise ScoringRefused("Chưa có đơn vị nào được thẩm định.")


def _rank(scoring: BlockScoring, cards: Sequence[ScoreCard], *, on: dt.date) -> None:
    totals, ranks = totals_of(scoring, Scorer.APPRAISED), ranks_of(contenders_of(scoring), on=on)
    grades = scoring.sheet.grade_borders
    for card in cards:
        total = totals[card.pk]
        card.base_points, card.bonus_points, card.deducted_points = total.base, total.bonus, total.deduction
        card.total_points, card.rank = total.total, ranks[card.pk]
        card.grade = grade_of(total.total, scoring.sheet.scale, grades)
    ScoreCard.objects.bulk_update(cards, RANKING)


RANKING = ("base_points", "bonus_points", "deducted_points", "total_points", "rank", "grade")


@transaction.atomic
def reopen_scoring(*, scoring_id: int, by: User, reason: str, read: int | None = None) -> BlockScoring:
    """Mở lại để thẩm định: the ranking is taken back. Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText."""
    scoring: BlockScoring = lock(BlockScoring, scoring_id, read)
    with moving(scoring, "reopened", by=by, reason=reason):
        none: dict[str, object] = dict.fromkeys((*RANKING, "tie_votes"))
        scoring.cards.update(**{**none, "grade": ""})
        LeaderEndorsement.objects.filter(conference__scoring=scoring).delete()  # they rest on the ranking
        BlockConference.objects.filter(scoring=scoring).update(is_of_former_ranking=True)
    return scoring


@transaction.atomic
def break_tie(*, card_id: int, votes: int | None, by: User, on: dt.date) -> ScoreCard:
    """Keep how many voted for a unit against those with the same points, and rank the khối anew.

    Raises PermissionDenied, ScoringRefused (not settled, or concluded).
    """
    scoring: BlockScoring = lock(BlockScoring, ScoreCard.objects.values_list("scoring", flat=True).get(pk=card_id))
    check_can_confer(by, scoring)
    if not scoring.is_settled:
        raise ScoringRefused("Chỉ ghi phiếu xếp thứ tự sau khi chốt điểm và trước khi kết thúc bình xét.")
    cards = list(scoring.cards.select_for_update(of=("self",)).filter(status=CardStatus.APPRAISED))
    card = next((each for each in cards if each.pk == card_id), None)
    if card is None:
        raise ScoringRefused("Đơn vị này không được chấm nên không có phiếu xếp thứ tự.")
    if card.tie_votes == votes:
        return card
    if card.pk not in tied(contenders_of(scoring), on=scoring.settled_on or on):
        raise ScoringRefused(f"{card.unit} không bằng điểm với đơn vị nào nên không cần ghi phiếu.")
    card.tie_votes = votes
    card.save(update_fields=["tie_votes"])
    record("score_card.tie_voted", card, by=by, data={"votes": votes})
    count_change(scoring)
    _rank(scoring, cards, on=scoring.settled_on or on)
    return card
