"""What registrations put on “Việc cần làm”: those that one's unit has not sent. What waits for its head, the procedure tells."""

import datetime as dt
from typing import Any

from django.db.models import Q

from campaigns.reports.policies import WRITERS
from emulation_portal.core.work import NOTHING, OfRows, WorkItem, WorkList
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .enums import RegistrationStatus
from .models import Registration, RegistrationCall
from .queries import calls_to_begin


def calls_to_answer(user: Any, on: dt.date) -> WorkList:
    """Return the open calls to which the user's unit has not begun to answer."""
    if not rights_of(user).hold(*WRITERS):
        return NOTHING
    return OfRows(calls_to_begin(user, on=on), lambda call: _begin(call, on))


def registrations_to_write(user: Any, on: dt.date) -> WorkList:
    """Return the registrations that lie with the user's unit to be written."""
    rights = rights_of(user)
    if not rights.hold(*WRITERS):
        return NOTHING
    open_ones = rights.reach("unit", *WRITERS) & Q(status=RegistrationStatus.DRAFT)
    # The procedure tells heads of members; a department has one of another name.
    to_confirm = rights.reach("unit", Role.DEPT_HEAD) & Q(status=RegistrationStatus.AWAITING_HEAD)
    taken = Q(call__changes_until__gte=on) | Q(returned_on__isnull=False)
    mine = Registration.objects.filter(open_ones | to_confirm, taken)
    rows = mine.select_related("call", "unit").order_by("call__due_on", "pk")
    return OfRows(rows, lambda row: _write(row, on))


def _begin(call: RegistrationCall, on: dt.date) -> WorkItem:
    return WorkItem(
        title=f"Đăng ký thi đua năm {call.year}",
        why="Đăng ký danh hiệu và chỉ tiêu thi đua của đơn vị.",
        url=call.get_absolute_url(),
        button="Xem đợt đăng ký",
        due_on=call.due_on,
        is_late=call.due_on < on,
    )


def _write(registration: Registration, on: dt.date) -> WorkItem:
    call = registration.call
    is_again, is_returned = registration.sent_on is not None, registration.returned_on is not None
    title = "Sửa và gửi lại" if is_again else "Soạn tiếp"
    if registration.status == RegistrationStatus.AWAITING_HEAD:
        title = "Xác nhận và gửi"
    return WorkItem(
        title=f"{title} đăng ký thi đua năm {call.year}",
        why=str(registration.unit),
        url=registration.get_absolute_url(),
        button="Mở đăng ký",
        due_on=None if is_returned else call.changes_until if is_again else call.due_on,
        is_late=not is_again and call.due_on < on,
    )
