"""Whether two units told of one donation: answered by the officer, counted by the answer."""

import datetime as dt

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.errors import DomainError
from emulation_portal.procedure.moving import lock

from ..enums import COUNTED
from ..models import Demand, DonationLine, DonationMatch
from ..policies import check_can_demand


class NotAlike(DomainError):
    """The lines are not there any more, or are not those of two units."""


@transaction.atomic
def answer_likeness(
    *, demand_id: int, lines: tuple[int, int], counted: int | None, by: User, now: dt.datetime
) -> DonationMatch:
    """Say that two lines are one donation, of which `counted` counts; or with None, that they are two.

    An earlier answer is written over, and both stay in the log. Raises PermissionDenied, NotAlike.
    """
    demand: Demand = lock(Demand, demand_id)
    check_can_demand(by, demand)
    told = DonationLine.objects.filter(
        pk__in=lines, report__period__demand=demand, report__status__in=COUNTED
    ).select_related("report__unit", "value")
    found = list(told.order_by("pk"))
    if len(found) != 2 or found[0].report.unit_id == found[1].report.unit_id:
        raise NotAlike("Hai khoản này không còn như lúc bạn xem: đơn vị đã sửa báo cáo. Hãy tải lại trang.")
    if counted is not None and counted not in lines:
        raise NotAlike("Hãy chọn khoản được tính trong hai khoản đang xem.")
    match, _ = DonationMatch.objects.update_or_create(
        first=found[0],
        second=found[1],
        defaults={
            "is_same": counted is not None,
            "counted_id": counted,
            "answered_by": by,
            "answered_at": now,
        },
    )
    told_of = [f"{line.report.unit}: {line.item}, {line.receiver}" for line in found]
    verb = "demand.donations_are_one" if counted is not None else "demand.donations_are_two"
    record(verb, demand, by=by, data={"lines": told_of})
    return match
