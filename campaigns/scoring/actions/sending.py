"""A card from the unit to the office, a cross check from the other unit, and the appraisal."""

import datetime as dt

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.errors import DomainError
from emulation_portal.procedure.moving import lock, move, moving

from ..enums import CrossStatus, Scorer
from ..models import CrossCheck, ScoreCard, ScoreCriterion
from ..proposals import proposals_of
from ..queries import CardScores, criteria_of, scores_of
from .running import TAKEN, check_scored_nowhere_else

_NAMED = 3


class NotScored(DomainError):
    """Points, or the reason for a difference, are missing; the message names the criteria."""


def what_waits(scores: CardScores, scorer: Scorer) -> str:
    """Return what the scorer has left to write, in a sentence; "" when nothing."""
    if waiting := scores.missing(scorer):
        return f"Còn {len(waiting)} tiêu chí chưa có điểm: {_names(waiting)}. Không có thì ghi 0."
    if scorer != Scorer.SELF and (silent := scores.unexplained(scorer)):
        return (
            f"Còn {len(silent)} tiêu chí có điểm khác điểm tự chấm mà chưa ghi lý do: {_names(silent)}. Hãy ghi lý do."
        )
    return ""


def _check_is_whole(card: ScoreCard, scorer: Scorer) -> None:
    if waits := what_waits(scores_of(card), scorer):
        raise NotScored(waits)


def _names(criteria: list[ScoreCriterion]) -> str:
    named = "; ".join(f"“{each.name}”" for each in criteria[:_NAMED])
    return f"{named} …" if len(criteria) > _NAMED else named


@transaction.atomic
def send_card_to_head(*, card_id: int, by: User, read: int | None = None) -> ScoreCard:
    """Trình thủ trưởng. Raises PermissionDenied, InvalidMove, NotScored, ReadAnotherText."""
    card: ScoreCard = lock(ScoreCard, card_id, read)
    with moving(card, "sent_to_head", by=by):
        _check_is_whole(card, Scorer.SELF)
        card.drafted_by, card.confirmed_by, card.is_signed_alone = by, None, False
    return card


@transaction.atomic
def send_card(*, card_id: int, by: User, now: dt.datetime, reason: str = "", read: int | None = None) -> ScoreCard:
    """Xác nhận và gửi. Raises PermissionDenied, InvalidMove, NotScored, ReadAnotherText."""
    card: ScoreCard = lock(ScoreCard, card_id, read)
    with moving(card, "sent", by=by, reason=reason, data=_said(card, Scorer.SELF)):
        _check_is_whole(card, Scorer.SELF)
        card.confirmed_by, card.is_signed_alone = by, card.drafted_by_id == by.pk
        card.sent_at = now
    return card


def _said(card: ScoreCard, scorer: Scorer) -> dict[str, object]:
    """Return the points as the log keeps them: what is written later changes the rows."""
    rows = card.scores.filter(scorer=scorer).select_related("criterion")
    return {"points": {each.criterion.name: None if each.points is None else str(each.points) for each in rows}}


@transaction.atomic
def return_card(*, card_id: int, by: User, reason: str, read: int | None = None) -> ScoreCard:
    """Trả lại để chấm lại; what another unit gave for it goes back too, for it rests on the points that change.

    Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText.
    """
    card: ScoreCard = lock(ScoreCard, card_id, read)
    if card.is_to_appraise:
        _return_cross(card, by=by, reason=reason)
    with moving(card, "returned", by=by, reason=reason):
        card.sent_at = None
    return card


def _return_cross(card: ScoreCard, *, by: User, reason: str) -> None:
    cross = CrossCheck.objects.select_for_update(of=("self",)).filter(card=card).first()
    if cross is not None and cross.status == CrossStatus.SENT:
        move(cross, "returned", by=by, reason=reason)


@transaction.atomic
def include_card(*, card_id: int, by: User, reason: str, read: int | None = None) -> ScoreCard:
    """Chấm đơn vị này: the unit that was left out is scored after all, and writes its card anew.

    What another unit gave for it goes back, as when a card is returned. Raises PermissionDenied, InvalidMove, ReasonMissing,
    ScoringRefused (another khối scores it for the year), ReadAnotherText.
    """
    card: ScoreCard = lock(ScoreCard, card_id, read)
    check_scored_nowhere_else(card.scoring, [card.unit])
    _return_cross(card, by=by, reason=reason)
    with naming_what_is_taken(TAKEN), moving(card, "included", by=by, reason=reason):
        card.sent_at = None
    return card


@transaction.atomic
def appraise_card(*, card_id: int, by: User, on: dt.date, read: int | None = None) -> ScoreCard:
    """Chốt điểm thẩm định, and keep what the portal proposed as it was then.

    Raises PermissionDenied, InvalidMove, NotScored (points or a reason are missing), ReadAnotherText.
    """
    card: ScoreCard = lock(ScoreCard, card_id, read)
    with moving(card, "appraised", by=by, data=_said(card, Scorer.APPRAISED)):
        _check_is_whole(card, Scorer.APPRAISED)
        proposed = proposals_of(card.scoring, criteria_of(card.scoring.sheet), [card.unit_id], on=on)
        card.appraised_by = by
        card.proposals = {
            str(criterion): [None if each.points is None else str(each.points), each.words]
            for (_, criterion), each in proposed.items()
        }
    return card


@transaction.atomic
def send_cross(*, cross_id: int, by: User, reason: str = "", read: int | None = None) -> CrossCheck:
    """Gửi điểm chấm chéo. Raises PermissionDenied, InvalidMove, NotScored, ReadAnotherText."""
    card_id = CrossCheck.objects.values_list("card", flat=True).get(pk=cross_id)
    lock(ScoreCard, card_id)  # so that it does not go back meanwhile
    cross: CrossCheck = lock(CrossCheck, cross_id, read)
    with moving(cross, "sent", by=by, reason=reason, data=_said(cross.card, Scorer.CROSS)):
        _check_is_whole(cross.card, Scorer.CROSS)
        cross.sent_by = by
    return cross
