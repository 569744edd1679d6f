"""What units put on “Việc cần làm”: to administrators, the people who cannot come in yet."""

import datetime as dt
from typing import Any

from django.urls import reverse

from emulation_portal.core.numbering import grouped
from emulation_portal.core.work import NOTHING, AtHand, WorkItem, WorkList
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .queries import number_without_account


def people_without_account(user: Any, on: dt.date) -> WorkList:
    """Ask an administrator to print slips as long as somebody who serves in a unit has no account."""
    number = number_without_account(user, on=on) if rights_of(user).hold(Role.ADMIN) else 0
    if not number:
        return NOTHING
    item = WorkItem(
        title="In phiếu kích hoạt cho người chưa có tài khoản",
        why=f"{grouped(number)} người đang giữ chức vụ ở đơn vị chưa dùng được cổng.",
        url=f"{reverse('units:slips')}?account=none",
        button="Chọn đơn vị, in phiếu",
    )
    return AtHand([item])
