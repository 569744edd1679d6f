"""The tree: a unit is written down, changed, closed and reopened. Nothing is ever deleted."""

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any

from django.db import transaction
from django.urls import reverse

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving
from emulation_portal.rights.models import Appointment

from .. import policies, regulations
from ..enums import UnitKind
from ..models import BlockMembership, Position, SigningAuthority, Unit
from .locking import lock_unit


class UnitRefused(DomainError):
    """The tree would be wrong after this. `url`, `link`: where to mend it, when that is another page."""

    def __init__(self, message: str, *, url: str = "", link: str = "") -> None:
        super().__init__(message)
        self.url, self.link = url, link


UNIT_FIELDS = (
    "kind",
    "name",
    "short_name",
    "code",
    "parent",
    "commune",
    "address",
    "phone",
    "email",
    "joined_on",
)


@transaction.atomic
def save_unit(unit: Unit, *, by: User | None, read: Read | None = None) -> Unit:
    """Write a new unit down, or what changed of one; return it as it is saved.

    An alliance is founded by nobody on a page: the command `create_admin` does it, with its first administrator.
    Raises PermissionDenied, UnitRefused (wrong place), ChangedMeanwhile.
    """
    if unit._state.adding:
        return _write_down(unit, by=by)
    change = saving(unit, UNIT_FIELDS, read=read)
    if by:
        _check_may_move(change.before, change.after, by)
    check_tree(change.after)
    if change.after.parent_id != change.before.parent_id:
        _check_above_works(change.after)
    with _naming_taken_code(change.after.code):
        unit = change.write()
    unit.refresh_from_db(fields=["path", "office_path"])  # a trigger has moved it
    if change.told:
        record("unit.changed", unit, by=by, data={"changed": change.told})
    return unit


def _write_down(unit: Unit, *, by: User | None) -> Unit:
    if by and unit.parent is None:
        raise UnitRefused("Liên minh mới được lập bằng lệnh create_admin trên máy chủ. Hãy chọn đơn vị cấp trên.")
    if by and unit.parent:
        policies.check_can_manage_units(by, unit.parent)
    check_tree(unit)
    _check_above_works(unit)
    with _naming_taken_code(unit.code):
        unit.save()
    record("unit.created", unit, by=by, data={"code": unit.code, "kind": unit.kind})
    return unit


def _naming_taken_code(code: str) -> AbstractContextManager[None]:
    def taken() -> UnitRefused:
        return UnitRefused(f"Mã “{code}” vừa có đơn vị khác dùng. Hãy ghi mã khác.")

    return naming_what_is_taken({"unit_code_once_in_alliance": taken, "unit_alliance_code": taken})


def _check_may_move(before: Unit, unit: Unit, by: User) -> None:
    """Raise unless the user administers the unit, and it stays in its alliance."""
    policies.check_can_manage_units(by, before)
    if (before.kind == UnitKind.ALLIANCE) != (unit.kind == UnitKind.ALLIANCE):
        raise UnitRefused("Không đổi một đơn vị thành Liên minh, hay Liên minh thành đơn vị khác.")
    if unit.parent and unit.parent.root_id != before.root_id:
        raise UnitRefused(f"“{unit.parent}” thuộc Liên minh khác. Hãy chọn đơn vị cấp trên trong cùng Liên minh.")


def check_tree(unit: Unit) -> None:
    """Raise UnitRefused when following `parent` upwards comes back to the unit, or when a kind has no place there."""
    _check_kinds(unit)
    above, seen = unit.parent, set()
    while above is not None:
        if above.pk == unit.pk and unit.pk is not None:
            raise UnitRefused(f"“{unit.parent}” nằm dưới “{unit}”, nên không thể là đơn vị cấp trên của nó.")
        if above.pk in seen:
            raise UnitRefused(f"“{above}” đang nằm dưới chính nó. Hãy sửa đơn vị đó trước.")
        seen.add(above.pk)
        above = above.parent


def _check_kinds(unit: Unit) -> None:
    if unit.parent and unit.parent.kind not in regulations.parent_kinds(unit.kind):
        raise UnitRefused(wrong_parent(unit.kind, unit.parent))
    if unit._state.adding or not Unit.objects.filter(pk=unit.pk).exclude(kind=unit.kind).exists():
        return
    fitting = [kind for kind in UnitKind if unit.kind in regulations.parent_kinds(kind)]
    stray = unit.children.exclude(kind__in=fitting).first()
    if stray:
        raise UnitRefused(f"“{stray}” đang trực thuộc đơn vị này. {wrong_parent(stray.kind, unit)}")


def _check_above_works(unit: Unit) -> None:
    """Lock the unit above, and raise UnitRefused when it closes before this one does: it may have closed meanwhile."""
    above = lock_unit(unit.parent_id) if unit.parent_id else None
    if above is None or above.closed_on is None or (unit.closed_on is not None and unit.closed_on <= above.closed_on):
        return
    raise UnitRefused(
        f"“{above}” thôi hoạt động từ ngày {short_date(above.closed_on)} nên không có đơn vị nào hoạt động dưới đó. "
        f"Hãy mở lại “{above}” trước, hoặc chuyển “{unit}” sang đơn vị cấp trên khác.",
        url=above.get_absolute_url(),
        link=f"Mở {above}",
    )


def wrong_parent(kind: str, parent: Unit) -> str:
    """Return why a unit of this kind does not stand under that one, and what it may stand under."""
    allowed = [each.label.lower() for each in regulations.parent_kinds(kind)]
    way_out = f"Hãy chọn {' hoặc '.join(allowed)}." if allowed else "Hãy để trống ô “Trực thuộc”."
    return f"{UnitKind(kind).label} không trực thuộc {UnitKind(parent.kind).label.lower()}. {way_out}"


@transaction.atomic
def close_unit(*, unit_id: int, on: dt.date, reason: str, by: User) -> Unit:
    """Thôi hoạt động: from this day the unit counts no more, and whoever served there serves no more.

    Raises PermissionDenied, UnitRefused (no reason; units below work on beyond the day; somebody begins on or after the day).
    """
    unit = lock_unit(unit_id)
    policies.check_can_close_unit(by, unit)
    if unit.kind == UnitKind.ALLIANCE:
        raise UnitRefused(
            "Không thể cho Liên minh thôi hoạt động trên cổng: mọi văn bản và tài khoản thuộc về Liên minh."
        )
    if not reason.strip():
        raise UnitRefused("Hãy ghi lý do, ví dụ: giải thể theo Quyết định số …, sáp nhập vào ….")
    if below := unit.children.working(on=on).count():
        raise UnitRefused(
            f"Còn {below} đơn vị trực thuộc hoạt động đến sau ngày {short_date(on)}. "
            "Hãy chuyển hoặc cho thôi các đơn vị đó trước, hoặc chọn ngày muộn hơn."
        )
    ended = {}
    for model in (Appointment, Position, BlockMembership, SigningAuthority):
        open_rows = model._base_manager.filter(unit=unit).exclude(effective_to__lte=on)
        late = open_rows.filter(effective_from__gte=on).first()
        if late:
            same = late.effective_from == on
            raise UnitRefused(
                f"“{late}” bắt đầu từ ngày {short_date(late.effective_from)}, "
                f"{'đúng vào' if same else 'sau'} ngày thôi hoạt động. "
                "Hãy hủy mục đó hoặc chọn ngày muộn hơn.",
                **_where_it_stands(late),
            )
        ended[model._meta.model_name] = open_rows.update(effective_to=on)
    unit.closed_on, unit.closed_reason = on, reason.strip()
    unit.save(update_fields=["closed_on", "closed_reason"])
    record("unit.closed", unit, by=by, reason=reason, data={"on": on.isoformat(), "ended": ended})
    return unit


def _where_it_stands(row: Any) -> dict[str, str]:
    """Return address and name of the page on which a row can be cancelled."""
    if isinstance(row, SigningAuthority):
        return {"url": reverse("units:signing", args=[row.unit_id]), "link": "Mở thẩm quyền ký"}
    if isinstance(row, BlockMembership) or getattr(row, "block_id", None):
        return {"url": reverse("units:block", args=[row.block_id]), "link": f"Mở {row.block}"}
    person = row.person if isinstance(row, Position) else getattr(row.user, "person", None)
    return {"url": person.get_absolute_url(), "link": f"Mở trang của {person}"} if person else {}


@transaction.atomic
def reopen_unit(*, unit_id: int, reason: str, by: User) -> Unit:
    """Mở lại: the unit counts again; people and roles are given anew.

    Raises PermissionDenied, UnitRefused (no reason; the unit above is closed, or will be).
    """
    unit = lock_unit(unit_id)
    policies.check_can_reopen_unit(by, unit)
    if not reason.strip():
        raise UnitRefused("Hãy ghi lý do mở lại đơn vị.")
    unit.closed_on, unit.closed_reason = None, ""
    _check_above_works(unit)
    unit.save(update_fields=["closed_on", "closed_reason"])
    record("unit.reopened", unit, by=by, reason=reason)
    return unit
