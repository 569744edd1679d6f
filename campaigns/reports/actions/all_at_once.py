"""One step taken with all reports of a period that stand before it: at once while they are few, else in the background."""

from typing import Any
from uuid import uuid4

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.jobs.actions import enqueue
from emulation_portal.procedure.moving import move

from ..enums import ReportStatus
from ..models import ReportPeriod, UnitReport
from ..policies import check_can_demand

MOST_AT_ONCE = 300
STEPS = {"received": ReportStatus.SUBMITTED, "locked": ReportStatus.VERIFIED}  # and where the reports stand before it


@transaction.atomic
def take_all(*, period: ReportPeriod, event: str, by: User) -> tuple[int, bool]:
    """Receive all that came, or lock all that is verified; return how many, and whether it is done already.

    Raises PermissionDenied.
    """
    check_can_demand(by, period.demand)
    waiting = UnitReport.objects.filter(period=period, status=STEPS[event]).count()
    if waiting <= MOST_AT_ONCE:
        return move_all(period=period, event=event, by=by), True
    enqueue(
        "reports.move_all",
        key=f"reports.move_all:{uuid4().hex}",
        args={"period_id": period.pk, "event": event, "by": by.pk},
        label=f"{'Tiếp nhận' if event == 'received' else 'Chốt'} báo cáo {period.within}",
        by=by,
        subject=period,
        subject_url=period.get_absolute_url(),
        at=period.place,
    )
    return waiting, False


def move_all(*, period: ReportPeriod, event: str, by: User) -> int:
    """Take the step with each of them, in the transaction of the caller; return how many. Raises PermissionDenied."""
    reports: Any = UnitReport.objects.filter(period=period, status=STEPS[event]).order_by("pk")
    moved = 0
    for report in reports.select_related("filer").select_for_update(of=("self",)):
        move(report, event, by=by)
        moved += 1
    return moved
