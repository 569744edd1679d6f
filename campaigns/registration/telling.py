"""Who is told of registrations: the unit, of one that comes back to it."""

from campaigns.reports.policies import WRITERS
from emulation_portal.core.dates import today
from emulation_portal.notifications.actions import Told, tell
from emulation_portal.procedure.following import Taken
from emulation_portal.rights.holders import people_of

from .models import Registration
from .procedures import REGISTRATION

BACK = "registration.came_back"
_BACK = {"returned": "Đăng ký thi đua bị trả lại để sửa", "handed_back": "Thủ trưởng đưa đăng ký về soạn tiếp"}


def tell_unit(taken: Taken) -> None:
    """Tell the people of the unit that their registration is to be written anew, in the transaction of the step."""
    if taken.procedure is not REGISTRATION or taken.by is None or taken.step.event not in _BACK:
        return
    registration: Registration = taken.obj
    told = Told(
        kind=BACK,
        key=f"registration:{registration.pk}:{taken.event_id}",
        subject=f"{_what(taken)}: năm {registration.call.year}, {registration.unit}",
        text=f"{registration}.\n\nLý do: {taken.reason}",
        url=registration.get_absolute_url(),
        at=registration.unit,
    )
    tell(told, people_of([registration.unit_id], on=today(), roles=WRITERS), by=taken.by)


def _what(taken: Taken) -> str:
    """Return what happened, in words; who wrote a registration may take it back from its head."""
    is_own = taken.step.event == "handed_back" and taken.obj.drafted_by_id == taken.by.pk
    return "Người soạn đưa đăng ký về soạn tiếp" if is_own else _BACK[taken.step.event]
