"""What scoring puts on “Việc cần làm”: cards to score, cards of others to cross-score, khối to appraise, to settle, to confer on."""

import datetime as dt
from typing import Any

from django.db.models import Count, F, Q

from campaigns.reports.policies import WRITERS
from emulation_portal.core.work import NOTHING, OfRows, WorkItem, WorkList
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .enums import CardStatus, ScoringStatus
from .models import BlockScoring, CrossCheck, ScoreCard
from .queries import crossed_by


def cards_to_score(user: Any, on: dt.date) -> WorkList:
    """Return the cards that lie with the user's unit."""
    rights = rights_of(user)
    if not rights.hold(*WRITERS):
        return NOTHING
    mine = rights.reach("unit", *WRITERS) & Q(status=CardStatus.DRAFT)
    # The procedure tells heads of members; a department has one of another name.
    to_confirm = rights.reach("unit", Role.DEPT_HEAD) & Q(status=CardStatus.AWAITING_HEAD)
    rows = ScoreCard.objects.filter(mine | to_confirm, scoring__status=ScoringStatus.OPEN)
    return OfRows(
        rows.select_related("scoring__block", "unit").order_by("scoring__self_due_on", "pk"), lambda row: _card(row, on)
    )


def _card(card: ScoreCard, on: dt.date) -> WorkItem:
    due_on = card.scoring.self_due_on
    title = "Tự chấm điểm" if card.is_draft else "Xác nhận phiếu tự chấm"
    return WorkItem(
        title=f"{title} thi đua năm {card.scoring.year}",
        why=f"{card.unit}, {card.scoring.block}",
        url=card.get_absolute_url(),
        button="Mở phiếu điểm",
        due_on=due_on,
        is_late=due_on < on,
    )


def cards_to_cross(user: Any, on: dt.date) -> WorkList:
    """Return the cards of other units that the user's unit is to cross-score: those that were sent."""
    rights = rights_of(user)
    if not rights.hold(*WRITERS):
        return NOTHING
    rows = crossed_by(rights.reach("unit", *WRITERS))
    rows = rows.select_related("card__scoring__block", "card__unit", "unit")
    return OfRows(rows.order_by("card__scoring__cross_due_on", "pk"), lambda row: _cross(row, on))


def _cross(cross: CrossCheck, on: dt.date) -> WorkItem:
    due_on = cross.due_on()
    return WorkItem(
        title=f"Chấm chéo cho {cross.card.unit}",
        why=f"{cross.unit} được phân công, {cross.card.scoring.block} năm {cross.card.scoring.year}",
        url=cross.get_absolute_url(),
        button="Chấm chéo",
        due_on=due_on,
        is_late=due_on < on,
    )


def scorings_to_appraise(user: Any, on: dt.date) -> WorkList:
    """Return the khối of which cards wait for the officer, or all are done and the points are to be settled."""
    rights = rights_of(user)
    if not rights.hold(Role.OFFICER):
        return NOTHING
    sent, done = Q(cards__status=CardStatus.SENT), Q(cards__status__in=[CardStatus.APPRAISED, CardStatus.EXCUSED])
    rows = BlockScoring.objects.filter(rights.reach("block__alliance", Role.OFFICER), status=ScoringStatus.OPEN)
    scored = Count("cards", filter=Q(cards__status=CardStatus.APPRAISED))
    rows = rows.annotate(
        waiting=Count("cards", filter=sent), done=Count("cards", filter=done), units=Count("cards"), scored=scored
    ).filter(Q(waiting__gt=0) | Q(done=F("units"), scored__gt=0))
    return OfRows(rows.select_related("block").order_by("cross_due_on", "pk"), _appraise)


def _appraise(scoring: Any) -> WorkItem:
    is_done = not scoring.waiting
    return WorkItem(
        title=f"Chốt điểm {scoring.block}" if is_done else f"Thẩm định {scoring.waiting} phiếu điểm, {scoring.block}",
        why=f"Chấm điểm thi đua năm {scoring.year}",
        url=scoring.get_absolute_url(),
        button="Mở bảng điểm của khối",
    )


def conferences_to_hold(user: Any, on: dt.date) -> WorkList:
    """Return the khối that one leads, or directs, whose points are settled and which have not met."""
    rights = rights_of(user)
    if not rights.hold(Role.OFFICER, Role.CLUSTER_LEAD):
        return NOTHING
    own = Q(block__in=rights.block_ids()) | rights.reach("block__alliance", Role.OFFICER)
    rows = BlockScoring.objects.filter(own, status=ScoringStatus.SETTLED).select_related("block")
    return OfRows(rows.order_by("settled_on", "pk"), _confer)


def _confer(scoring: BlockScoring) -> WorkItem:
    return WorkItem(
        title=f"Hội nghị bình xét {scoring.block} năm {scoring.year}",
        why="Đã chốt điểm; ghi kết quả suy tôn rồi kết thúc bình xét.",
        url=scoring.get_absolute_url(),
        button="Ghi hội nghị",
    )
