from typing import Any

from emulation_portal.core.dates import today
from emulation_portal.core.routines import routine

from .actions import turn_phases


@routine("campaigns.turn_phases", "Chuyển giai đoạn phong trào theo ngày")
def turn_phases_task(**_ignored: Any) -> None:
    turn_phases(on=today())
