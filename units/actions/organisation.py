"""The tree: a unit is written down, and what is said of it put right. Nothing is ever deleted."""

from contextlib import AbstractContextManager

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving

from .. import policies, regulations
from ..enums import UnitKind
from ..models import Unit
from .locking import lock_alliance, lock_unit


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
    lock_alliance(unit.root_id)
    change = saving(unit, UNIT_FIELDS, read=read)
    if by:
        check_may_move(change.before, change.after, by)
    check_tree(change.after)
    if change.after.parent_id != change.before.parent_id:
        check_above_works(change.after)
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
    check_above_works(unit)
    with _naming_taken_code(unit.code):
        unit.save()
    record("unit.created", unit, by=by, data={"code": unit.code, "kind": unit.kind})
    return unit


def _naming_taken_code(code: str) -> AbstractContextManager[None]:
    def taken() -> UnitRefused:
        return UnitRefused(f"Mã “{code}” vừa có đơn vị khác dùng. Hãy ghi mã khác.")

    return naming_what_is_taken({"unit_code_once_in_alliance": taken, "unit_alliance_code": taken})


def check_may_move(before: Unit, unit: Unit, by: User) -> None:
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


def check_above_works(unit: Unit) -> None:
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
