"""Doorways for Celery: who has not signed is reminded."""

from typing import Any

from emulation_portal.core.dates import today
from emulation_portal.core.routines import routine

from .telling import remind


@routine("pledges.remind", "Nhắc đơn vị ký giao ước thi đua")
def remind_of_pledges_task(**_ignored: Any) -> None:
    remind(on=today())
