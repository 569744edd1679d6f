"""Who is told of scoring: units when their khối begins and ends it, and of a card that comes back."""

from campaigns.reports.policies import WRITERS
from emulation_portal.core.dates import today
from emulation_portal.notifications.actions import Told, tell
from emulation_portal.procedure.following import Taken
from emulation_portal.rights.holders import people_of

from .enums import CardStatus
from .procedures import CARD, CROSS, SCORING

BACK, RANKED = "scoring.came_back", "scoring.settled"
_CARDS = {
    "returned": "Phiếu tự chấm bị trả lại",
    "handed_back": "Thủ trưởng đưa phiếu tự chấm về chấm tiếp",
    "excused": "Đơn vị không được chấm điểm thi đua",
    "included": "Đơn vị lại được chấm điểm thi đua",
}


def tell_of_scoring(taken: Taken) -> None:
    """Tell the people concerned, in the transaction of the step."""
    if taken.by is None:
        return
    if taken.procedure is CARD and taken.step.event in _CARDS:
        card = taken.obj
        _tell(BACK, taken, f"{_CARDS[taken.step.event]}: năm {card.scoring.year}, {card.unit}", [card.unit_id])
    elif taken.procedure is CROSS and taken.step.event == "returned":
        cross = taken.obj
        _tell(BACK, taken, f"Điểm chấm chéo bị trả lại: {cross.card.unit}", [cross.unit_id])
    elif taken.procedure is SCORING and taken.step.event == "settled":
        scoring = taken.obj
        units = scoring.cards.filter(status=CardStatus.APPRAISED).values_list("unit", flat=True)
        _tell(RANKED, taken, f"Đã chốt điểm thi đua năm {scoring.year}: {scoring.block}", list(units))


def _tell(kind: str, taken: Taken, subject: str, units: list[int]) -> None:
    reason = f"\n\nLý do: {taken.reason}" if taken.reason else ""
    told = Told(
        kind=kind,
        key=f"scoring:{taken.obj._meta.model_name}:{taken.obj.pk}:{taken.event_id}",
        subject=subject,
        text=f"{taken.obj}.{reason}",
        url=taken.obj.get_absolute_url(),
        at=taken.obj.place,
    )
    tell(told, people_of(units, on=today(), roles=WRITERS), by=taken.by)
