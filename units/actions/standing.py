"""Đổi tên, chuyển trực thuộc: from a day a unit is called otherwise, or stands under another; how it stood is kept."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.versions import Read, Saving, saving
from emulation_portal.core.vietnamese import squeeze

from .. import policies
from ..models import FormerStanding, Unit
from .locking import lock_alliance
from .organisation import UnitRefused, check_above_works, check_may_move, check_tree

STANDING_FIELDS = ("name", "short_name", "parent")


@transaction.atomic
def change_standing(unit: Unit, *, since: dt.date, basis: str, by: User | None, read: Read | None = None) -> Unit:
    """Let a unit be called so, and stand there, from this day; return it as it is saved.

    Papers of the days before go on naming it as it was called then. The day is not after today: what stands in a unit is
    how it stands now. Raises PermissionDenied, UnitRefused (closed; nothing changes; no basis; a day to come, or not
    after the last change; wrong place), ChangedMeanwhile.
    """
    lock_alliance(unit.root_id)
    change = saving(unit, STANDING_FIELDS, read=read)
    if by:
        policies.check_can_change_standing(by, change.before)
        check_may_move(change.before, change.after, by)
    if change.before.is_closed:
        raise UnitRefused(
            f"“{change.before}” đã thôi hoặc sắp thôi hoạt động nên không đổi tên, chuyển trực thuộc được."
        )
    if not change.names:
        raise UnitRefused("Tên và đơn vị cấp trên vẫn như cũ. Hãy ghi tên mới hoặc chọn đơn vị cấp trên mới.")
    if not basis.strip():
        raise UnitRefused("Hãy ghi văn bản làm căn cứ, ví dụ: Giấy chứng nhận đăng ký thay đổi lần 2 ngày ….")
    return _change(change, since=since, basis=basis, by=by)


def stand_under(unit: Unit, above: Unit, *, since: dt.date, basis: str, by: User | None) -> Unit:
    """Let a unit stand below another from this day, because the one above it is succeeded.

    One that has a closing day moves too. Raises UnitRefused (a day to come, or not after its last change; wrong place).
    """
    unit.parent = above
    return _change(saving(unit, ("parent",), read=None), since=since, basis=basis, by=by)


def _change(change: Saving[Unit], *, since: dt.date, basis: str, by: User | None) -> Unit:
    check_day(change.before, since)
    check_tree(change.after)
    if change.after.parent_id != change.before.parent_id:
        check_above_works(change.after)
    keep_standing(change.before, until=since, basis=basis, changed=change.names)
    return _write(change, "unit.standing_changed", by=by, since=since, reason=basis)


def check_day(unit: Unit, day: dt.date) -> None:
    """Raise UnitRefused unless a unit may have stood otherwise until this day."""
    if day > today():
        raise UnitRefused(f"Ngày {short_date(day)} chưa đến. Hãy ghi việc này từ ngày đó trở đi.")
    if unit.joined_on is not None and day <= unit.joined_on:
        raise UnitRefused(
            f"“{unit}” gia nhập từ ngày {short_date(unit.joined_on)}. Hãy ghi ngày sau đó; ghi nhầm tên thì dùng “Sửa thông tin”."
        )
    last = last_change_of(unit)
    if last is not None and day <= last:
        raise UnitRefused(
            f"“{unit}” đã có lần đổi tên, chuyển trực thuộc hoặc mở lại từ ngày {short_date(last)}. "
            "Hãy ghi ngày sau đó, hoặc hủy lần đổi ấy trước."
        )


def last_change_of(unit: Unit) -> dt.date | None:
    """Return since when the unit stands as it does; None: as long as it is known."""
    last = unit.former_standings.last()
    return last.effective_to if last else None


def keep_standing(
    unit: Unit, *, until: dt.date, basis: str, is_closed: bool = False, changed: Sequence[str] = ()
) -> None:
    """Write down that the unit stood as it does until the day before this one."""
    FormerStanding.objects.create(
        unit=unit,
        name=unit.name,
        short_name=unit.short_name,
        parent_id=unit.parent_id,
        is_closed=is_closed,
        effective_from=last_change_of(unit),
        effective_to=until,
        basis=squeeze(basis)[:250],
        changed=list(changed),
    )


def stand_back(unit: Unit, *, above: Unit, since: dt.date, by: User | None) -> bool:
    """Let a unit stand below another again, if it left it on this day and was not changed since; return whether it does."""
    last = unit.former_standings.last()
    if last is None or last.effective_to != since or last.parent_id != above.pk or last.is_closed:
        return False
    change = saving(unit, (), read=None)
    change.take("parent", above.pk)
    last.delete()
    _write(change, "unit.standing_undone", by=by, since=since, reason=last.basis)
    return True


@transaction.atomic
def undo_standing(*, unit_id: int, of: int, reason: str, by: User) -> Unit:
    """Hủy lần đổi gần nhất, which was written by mistake: what it changed, and no more, is as before.

    `of` is the key of the FormerStanding that was seen as the last one. Raises PermissionDenied (closed too), UnitRefused
    (no reason, nothing to undo, another change since, the unit above is closed).
    """
    unit = Unit.objects.get(pk=unit_id)
    lock_alliance(unit.root_id)
    change = saving(unit, (), read=None)
    policies.check_can_change_standing(by, change.before)
    if not reason.strip():
        raise UnitRefused("Hãy ghi lý do hủy.")
    last = unit.former_standings.last()
    if last is None or last.is_closed:
        raise UnitRefused("Không có lần đổi tên, chuyển trực thuộc nào để hủy.")
    if last.pk != of:
        raise UnitRefused("Lần đổi gần nhất đã khác lúc bạn mở trang. Hãy mở lại trang của đơn vị để xem.")
    for name, value in (("name", last.name), ("short_name", last.short_name), ("parent", last.parent_id)):
        if {name, f"{name}_id"} & set(last.changed):
            change.take(name, value)
    check_tree(change.after)
    if change.after.parent_id != change.before.parent_id:
        check_above_works(change.after)
    since = last.effective_to
    last.delete()
    return _write(change, "unit.standing_undone", by=by, since=since, reason=reason)


def _write(change: Saving[Unit], verb: str, *, by: User | None, since: dt.date, reason: str) -> Unit:
    told, unit = dict(change.told), change.after
    before = dict.fromkeys(unit.former_standings.order_by("effective_to").values_list("name", flat=True))
    change.take("former_names", "; ".join(name for name in before if name != unit.name))
    unit = change.write()
    unit.refresh_from_db(fields=["path", "office_path"])  # a trigger has moved it
    record(verb, unit, by=by, reason=reason, data={"changed": told, "since": since.isoformat()})
    return unit
