"""Who is told of a step: those who have the thing now, and, when it comes back, those at once whose work it was."""

from typing import Any

from emulation_portal.core.dates import short_date
from emulation_portal.core.vietnamese import capitalised
from emulation_portal.procedure.following import Taken
from emulation_portal.procedure.opening import due_on
from emulation_portal.rights.held import place_of
from emulation_portal.rights.holders import holders_of

from .actions import Told, settle, tell

CAME, CAME_BACK = "notifications.came", "notifications.came_back"


def tell_next(taken: Taken) -> None:
    """Tell the people for whom a thing waits from now on that it does; for the others it waits no more.

    What the portal moves by itself is told to nobody.
    """
    state = taken.procedure.state_of(taken.obj.status)
    before = taken.procedure.state_of(taken.came_from).owner
    about = f"{taken.procedure.code}:{taken.obj.pk}"
    if before is not None and before != state.owner:
        settle(about)
    if taken.by is None or state.owner is None or state.is_pooled or before == state.owner:
        return
    place = place_of(taken.obj, at=None, by=None)
    if place is None:
        return
    is_back = bool(taken.reason) and taken.step.asks_reason
    due = due_on(state, getattr(taken.obj, "owner_since", None))
    words = [f"{taken.by.full_name}: {capitalised(taken.step.said.label)}."]
    words += [f"Lý do: {taken.reason}"] if is_back else []
    words += [f"Hạn xử lý: {short_date(due)}."] if due else []
    told = Told(
        kind=CAME_BACK if is_back else CAME,
        key=f"{about}:{taken.obj.status}:{_since(taken.obj)}",
        about=about,
        subject=f"{state.task or capitalised(taken.step.label)}: {taken.obj}",
        text="\n\n".join(words),
        url=taken.obj.get_absolute_url(),
        at=place,
    )
    tell(told, _whose(taken, holders_of(state.owner, at=place), is_back=is_back), by=taken.by)


def _whose(taken: Taken, holders: list[Any], *, is_back: bool) -> list[Any]:
    """Return whom it concerns: of those who may take it up, when it comes back, those who wrote it."""
    hands = getattr(taken.obj, "hands", None)
    own = {user.pk for user in hands.all()} if is_back and hands is not None else set()
    return [user for user in holders if user.pk in own] or holders


def _since(obj: Any) -> str:
    since = getattr(obj, "owner_since", None)
    return f"{since:%Y%m%d%H%M%S%f}" if since else ""
