from typing import Any

from celery import shared_task

from emulation_portal.core.dates import today

from .actions import turn_phases


@shared_task(name="campaigns.turn_phases")
def turn_phases_task(**_ignored: Any) -> None:
    turn_phases(on=today())
