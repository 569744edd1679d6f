"""Doorways for Celery: who has not registered is reminded."""

from typing import Any

from emulation_portal.core.dates import today
from emulation_portal.core.routines import routine

from .telling import remind


@routine("registration.remind", "Nhắc đơn vị đăng ký thi đua")
def remind_of_registrations_task(**_ignored: Any) -> None:
    remind(on=today())
