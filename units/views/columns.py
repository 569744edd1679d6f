"""The columns of the tables on the pages of units, people and blocks."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from emulation_portal.core.dates import short_date
from emulation_portal.core.markup import day, link, noted, status
from emulation_portal.core.tables import Column

from ..models import Unit
from ..queries import account_state
from ..standing import Standing


def period(row: Any) -> SafeString:
    """Return “từ 01/01/2026 đến trước 01/01/2027” of anything that holds for a time."""
    since = format_html('<span class="nowrap">từ {}</span>', day(row.effective_from))
    if not row.effective_to:
        return since
    return format_html('{} <span class="nowrap">đến trước {}</span>', since, day(row.effective_to))


def account(person: Any, *, with_note: bool) -> SafeString | str:
    state = account_state(person)
    return noted(status(state.label, state.tone), state.note if with_note else "")


def holder(row: Any) -> SafeString | str:
    """Return who holds a role, with the way to their page where there is one."""
    person = getattr(row.user, "person", None)
    return link(person, row.user.full_name) if person else str(row.user.full_name)


def _titles_in(person: Any, unit: Unit) -> str:
    held = [row for row in person.present_positions if row.unit_id == unit.pk]
    return ", ".join(f"{row.title} (đứng đầu)" if row.is_head else row.title for row in held)


def _lasts(row: Any, on: dt.date) -> bool:
    return not row.effective_to or row.effective_to > on


def _to(name: str, row: Any, words: str) -> SafeString:
    return link(reverse(name, args=[row.pk]), words)


def acts_on_role(row: Any, on: dt.date) -> SafeString | str:
    """Return what may be done with a role: handed over, and cancelled before its second day or ended after."""
    if not _lasts(row, on):
        return format_html("{}", " ")
    gone = ("units:appointment-cancel", "Hủy") if row.effective_from >= on else ("units:appointment-end", "Thôi giao")
    return format_html("{} · {}", _to("units:hand-over", row, "Bàn giao"), _to(gone[0], row, gone[1]))


def people_of(unit: Unit, *, with_account: bool) -> list[Column]:
    columns = [
        Column("Họ và tên", lambda person: link(person, person.full_name), names_row=True),
        Column("Chức vụ", lambda person: _titles_in(person, unit)),
    ]
    if with_account:
        columns.append(Column("Tài khoản", lambda person: account(person, with_note=True)))
    return columns


ROLES_AT_UNIT = [
    Column("Người giữ", holder, names_row=True),
    Column("Vai trò", lambda row: noted(row.words, row.block)),
    Column("Thời gian", period),
]


def positions_of_person(on: dt.date, *, can_manage: bool) -> list[Column]:
    columns = [
        Column("Chức vụ", lambda row: row.title, names_row=True),
        Column("Đơn vị", lambda row: link(row.unit)),
        Column("Thời gian", period),
    ]
    if can_manage:
        end = Column(
            "Việc làm được",
            lambda row: _to("units:position-end", row, "Thôi giữ") if _lasts(row, on) else "",
            "nowrap",
            is_quiet=True,
            nothing="",
        )
        columns.append(end)
    return columns


def roles_of_person(on: dt.date, *, can_manage: bool) -> list[Column]:
    columns = [
        Column("Vai trò", lambda row: noted(row.words, f"Theo {row.basis}" if row.basis else ""), names_row=True),
        Column("Tại", lambda row: noted(row.block, f"Thay mặt {row.unit}") if row.block else str(row.unit)),
        Column("Thời gian", period),
    ]
    if can_manage:
        columns.append(Column("Việc làm được", lambda row: acts_on_role(row, on), "nowrap", is_quiet=True))
    return columns


def leads_of_block(on: dt.date, *, can_manage: bool) -> list[Column]:
    columns = [
        Column("Người", holder, names_row=True),
        Column("Thay mặt đơn vị", lambda row: link(row.unit)),
        Column("Thời gian", period),
    ]
    if can_manage:
        columns.append(Column("Việc làm được", lambda row: acts_on_role(row, on), "nowrap", is_quiet=True))
    return columns


def members_of_block(*, can_manage: bool) -> list[Column]:
    columns = [
        Column("Đơn vị", _member, names_row=True),
        Column("Xã, phường", lambda row: row.unit.commune),
        Column("Thời gian", period),
    ]
    if can_manage:
        columns.append(Column("Việc làm được", lambda row: _to("units:block-leave", row, "Đưa ra"), is_quiet=True))
    return columns


def _span(row: Standing) -> str:
    since = f"từ {short_date(row.effective_from)}" if row.effective_from else ""
    until = f"đến trước {short_date(row.effective_to)}" if row.effective_to else ""
    return " ".join(filter(None, (since, until))) or "từ trước"


def _called(row: Standing) -> SafeString | str:
    return noted(row.name, " · ".join(filter(None, (row.short_name, "" if row.is_working else "Thôi hoạt động"))))


COURSE = [
    Column("Tên", _called, names_row=True),
    Column("Thời gian", _span),
    Column("Trực thuộc", lambda row: row.parent),
    Column("Căn cứ", lambda row: row.basis),
]


def former_members() -> list[Column]:
    return [
        Column("Đơn vị", lambda row: named_then(row.unit, row.name_then), names_row=True),
        Column("Xã, phường", lambda row: row.unit.commune),
        Column("Thời gian", period),
    ]


def named_then(unit: Unit, name_then: str) -> SafeString | str:
    """Return a unit by the name that it had then, with how it is called now."""
    return noted(link(unit, name_then), f"Nay là {unit.name}" if unit.name != name_then else "")


def _member(row: Any) -> SafeString:
    return format_html("{} {}", link(row.unit), status("Khối trưởng", "info") if row.is_lead else "")
