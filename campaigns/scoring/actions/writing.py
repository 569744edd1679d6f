"""Points as they are given, kept criterion by criterion, and never over what somebody else wrote meanwhile."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from campaigns.reports.actions import SaidMeanwhile
from campaigns.reports.typed import TypedWrong
from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError

from ..enums import CrossStatus, GroupKind, Scorer
from ..models import CriterionScore, CrossCheck, ScoreCard, ScoreCriterion
from ..policies import check_can_appraise, check_can_cross, check_can_read_card, check_can_write_card
from ..proposals import proposals_of
from ..queries import criteria_of
from ..regulations import NOTHING
from ..typed import read_points


class NotTheirTurn(DomainError):
    """The card does not lie with who wants to write points, or the criterion is the appraiser's."""


class NoSuchCriterion(DomainError):
    def __init__(self) -> None:
        super().__init__("Tiêu chí này không có trong bảng điểm đang dùng. Hãy tải lại trang.")


@dataclass(frozen=True)
class SentPoints:
    """What was sent for one criterion, and the revision that the page showed."""

    criterion: ScoreCriterion
    points: str
    note: str
    seen: int


@dataclass
class KeptPoints:
    """What came of a page: wrong fields by criterion, and rows that others wrote meanwhile."""

    errors: dict[int, Mapping[str, str]] = field(default_factory=dict)
    meanwhile: dict[int, SaidMeanwhile] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not self.errors and not self.meanwhile


def card_to_write(card_id: int, scorer: Scorer, *, by: User) -> ScoreCard:
    """Return the locked card whose points the scorer may write now.

    Raises ScoreCard.DoesNotExist, PermissionDenied, NotTheirTurn.
    """
    _hold_scoring(card_id)
    rows = ScoreCard.objects.select_for_update(of=("self",)).select_related(
        "scoring__sheet", "scoring__block", "unit__sole_sign_off", "cross__unit"
    )
    card = rows.get(pk=card_id)
    if scorer == Scorer.CROSS and hasattr(card, "cross"):
        card.cross.refresh_from_db(fields=["status"])  # it may have been sent while this waited for the card
    check_may_write(by, card, scorer)
    if not card.scoring.is_open:
        raise NotTheirTurn("Khối đã chốt điểm nên không ghi điểm được nữa. Hãy tải lại trang.")
    if not lies_with(card, scorer):
        raise NotTheirTurn(
            f"Phiếu điểm đang ở trạng thái “{card.get_status_display()}” nên không ghi điểm được. Hãy tải lại trang."
        )
    return card


def _hold_scoring(card_id: int) -> None:
    """Let the khối not be settled while points are written. Who settles locks it before its cards, so this does too;
    those who write do not wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM scoring_blockscoring WHERE id = (SELECT scoring_id FROM scoring_scorecard WHERE id = %s)"
            " FOR SHARE",
            [card_id],
        )


def check_may_write(user: User, card: ScoreCard, scorer: Scorer) -> None:
    """Raise PermissionDenied unless the user is one of those who score the card so."""
    if scorer == Scorer.SELF:
        check_can_write_card(user, card)
    elif scorer == Scorer.CROSS and hasattr(card, "cross"):
        check_can_cross(user, card.cross)
        check_can_read_card(user, card)
    else:
        check_can_appraise(user, card)


def lies_with(card: ScoreCard, scorer: Scorer) -> bool:
    """Return whether points of this scorer may be written where the card is."""
    if scorer == Scorer.SELF:
        return card.is_draft
    if scorer == Scorer.APPRAISED:
        return card.is_to_appraise
    return hasattr(card, "cross") and card.cross.status == CrossStatus.DRAFT and card.is_to_appraise


@transaction.atomic
def type_points(
    *, card_id: int, scorer: Scorer, criterion_id: int, points: str, note: str, seen: int, by: User, now: dt.datetime
) -> CriterionScore:
    """Keep what was typed beside one criterion. The same once more changes nothing.

    Raises ScoreCard.DoesNotExist, PermissionDenied, NotTheirTurn, NoSuchCriterion, TypedWrong, SaidMeanwhile.
    """
    card = card_to_write(card_id, scorer, by=by)
    criterion = (
        ScoreCriterion.objects.filter(group__sheet=card.scoring.sheet_id, pk=criterion_id)
        .select_related("group")
        .first()
    )
    if criterion is None:
        raise NoSuchCriterion
    stored = _stored(card, scorer, [criterion]).get(criterion.pk)
    kept = _put(card, scorer, SentPoints(criterion, points, note, seen), stored, by=by, now=now)
    _count_change(card)
    return kept


@transaction.atomic
def write_points(*, card_id: int, scorer: Scorer, sent: Sequence[SentPoints], by: User, now: dt.datetime) -> KeptPoints:
    """Keep all of a page that can be kept. Raises ScoreCard.DoesNotExist, PermissionDenied, NotTheirTurn."""
    card = card_to_write(card_id, scorer, by=by)
    kept, stored = KeptPoints(), _stored(card, scorer, [each.criterion for each in sent])
    for each in sent:
        try:
            _put(card, scorer, each, stored.get(each.criterion.pk), by=by, now=now)
        except TypedWrong as error:
            kept.errors[each.criterion.pk] = error.errors
        except SaidMeanwhile as error:
            kept.meanwhile[each.criterion.pk] = error
    _count_change(card)
    return kept


def _stored(card: ScoreCard, scorer: Scorer, criteria: Sequence[ScoreCriterion]) -> dict[int, CriterionScore]:
    rows = card.scores.filter(scorer=scorer, criterion__in=criteria).select_related("changed_by")
    return {row.criterion_id: row for row in rows}


def _put(
    card: ScoreCard, scorer: Scorer, sent: SentPoints, stored: CriterionScore | None, *, by: User, now: dt.datetime
) -> CriterionScore:
    if not sent.criterion.is_given_by(scorer):
        raise NotTheirTurn(f"Tiêu chí “{sent.criterion}” do người thẩm định chấm. Hãy tải lại trang.")
    typed = read_points(sent.criterion, sent.points, sent.note)
    if stored is not None and (stored.points, stored.note) == (typed.points, typed.note):
        return stored
    if (stored.revision if stored else 0) != sent.seen:
        if stored is None:  # it was there when the page was read, and is taken off since
            sent = SentPoints(sent.criterion, sent.points, sent.note, 0)
        else:
            raise SaidMeanwhile(stored)
    row = stored or CriterionScore(card=card, criterion=sent.criterion, scorer=scorer, revision=0)
    row.points, row.note, row.revision = typed.points, typed.note, row.revision + 1
    row.changed_at, row.changed_by = now, by
    row.save()
    return row


def _count_change(card: ScoreCard) -> None:
    """Let no step be taken from a page on which what was just written does not stand."""
    if hasattr(card, "cross"):
        CrossCheck.objects.filter(pk=card.cross.pk).update(revision=F("revision") + 1)
    card.revision += 1
    card.save(update_fields=["revision"])


@transaction.atomic
def fill_points(*, card_id: int, scorer: Scorer, by: User, now: dt.datetime) -> int:
    """Give every criterion without points what the portal proposes; in the appraisal else what the unit gave itself.

    What is typed already stays. Returns how many were filled. Raises as `write_points` does.
    """
    card = card_to_write(card_id, scorer, by=by)
    criteria = criteria_of(card.scoring.sheet)
    proposed = proposals_of(card.scoring, criteria, [card.unit_id], on=timezone.localdate(now))
    given = {(each.criterion_id, each.scorer): each for each in card.scores.all()}
    filled = 0
    for criterion in criteria:
        stored = given.get((criterion.pk, scorer))
        if not criterion.is_given_by(scorer) or (stored is not None and stored.points is not None):
            continue
        proposal = proposed.get((card.unit_id, criterion.pk))
        points = proposal.points if proposal else None
        own = given.get((criterion.pk, Scorer.SELF))
        if points is None and scorer == Scorer.APPRAISED:
            points = own.points if own else None
            if points is None and proposal is None and criterion.group.kind != GroupKind.BASE:
                points = NOTHING  # nothing extra was claimed
        if points is None:
            continue
        row = stored or CriterionScore(card=card, criterion=criterion, scorer=scorer, revision=0)
        row.points, row.revision = points, row.revision + 1
        row.changed_at, row.changed_by = now, by
        row.save()
        filled += 1
    _count_change(card)
    return filled


@transaction.atomic
def tell_women(*, card_id: int, scorer: Scorer, is_mostly_women: bool, by: User) -> None:
    """Keep whether the unit is mostly of women, which counts between equals: its own word, or that of who appraises.

    Raises as `write_points` does.
    """
    card = card_to_write(card_id, scorer, by=by)
    if card.is_mostly_women != is_mostly_women:
        card.is_mostly_women = is_mostly_women
        card.save(update_fields=["is_mostly_women"])
        record("score_card.women_told", card, by=by, data={"is_mostly_women": is_mostly_women})
        _count_change(card)
