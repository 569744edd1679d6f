"""A unit works no more, and works again."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.dates import short_date, today

from .. import policies
from ..enums import UnitKind
from ..models import BlockMembership, Closing, Position, SigningAuthority, Succession, Unit
from .inheriting import cancel_endings
from .locking import lock_with_alliance
from .organisation import UnitRefused, check_above_works
from .standing import keep_standing, last_change_of
from .taking_back import HELD, end_held, take_back


@transaction.atomic
def close_unit(*, unit_id: int, on: dt.date, reason: str, by: User) -> Unit:
    """Thôi hoạt động: from this day the unit counts no more, and whoever served there serves no more.

    Raises PermissionDenied, and what `close_locked` raises.
    """
    unit = lock_with_alliance([unit_id])[unit_id]
    policies.check_can_close_unit(by, unit)
    close_locked(unit, on=on, reason=reason, by=by)
    return unit


def close_locked(unit: Unit, *, on: dt.date, reason: str, by: User | None) -> None:
    """Close a unit that the caller has locked.

    Raises UnitRefused (no reason; it was renamed or moved after the day; units below work on beyond the day; somebody
    begins on or after the day).
    """
    if unit.kind == UnitKind.ALLIANCE:
        raise UnitRefused(
            "Không thể cho Liên minh thôi hoạt động trên cổng: mọi văn bản và tài khoản thuộc về Liên minh."
        )
    if not reason.strip():
        raise UnitRefused("Hãy ghi lý do, ví dụ: giải thể theo Quyết định số …, sáp nhập vào ….")
    last = last_change_of(unit)
    if last is not None and on <= last:
        raise UnitRefused(
            f"“{unit}” được đổi tên, chuyển trực thuộc hoặc mở lại từ ngày {short_date(last)}. "
            "Hãy chọn ngày thôi hoạt động sau ngày đó."
        )
    takes = Succession.objects.valid().filter(Q(successor=unit) | Q(predecessor=unit), effective_on__gt=on)
    if later := takes.select_related("predecessor", "successor").first():
        raise UnitRefused(
            f"“{later.successor}” kế tục “{later.predecessor}” từ ngày {short_date(later.effective_on)}, sau ngày thôi hoạt "
            "động. Hãy hủy việc ấy trước hoặc chọn ngày muộn hơn."
        )
    if below := unit.children.working(on=on).count():
        raise UnitRefused(
            f"Còn {below} đơn vị trực thuộc hoạt động đến sau ngày {short_date(on)}. "
            "Hãy chuyển hoặc cho thôi các đơn vị đó trước, hoặc chọn ngày muộn hơn."
        )
    ended: dict[str, list[list[Any]]] = {}
    for model in HELD:
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
        ended[str(model._meta.model_name)] = end_held(open_rows, on=on)
    unit.closed_on, unit.closed_reason = on, reason.strip()
    unit.save(update_fields=["closed_on", "closed_reason"])
    Closing.objects.create(unit=unit, ended=ended)
    counts = {name: len(rows) for name, rows in ended.items()}
    record("unit.closed", unit, by=by, reason=reason, data={"on": on.isoformat(), "ended": counts})


def _where_it_stands(row: Any) -> dict[str, str]:
    """Return address and name of the page on which a row can be cancelled."""
    if isinstance(row, SigningAuthority):
        return {"url": reverse("units:signing", args=[row.unit_id]), "link": "Mở thẩm quyền ký"}
    if isinstance(row, BlockMembership) or getattr(row, "block_id", None):
        return {"url": reverse("units:block", args=[row.block_id]), "link": f"Mở {row.block}"}
    person = row.person if isinstance(row, Position) else getattr(row.user, "person", None)
    return {"url": person.get_absolute_url(), "link": f"Mở trang của {person}"} if person else {}


@transaction.atomic
def reopen_unit(*, unit_id: int, reason: str, by: User, is_mistake: bool = False) -> Unit:
    """Mở lại: the unit counts again. Who took over by its end has its tasks no more.

    It works again from today, and people and roles are given anew; or, when it was closed by mistake, or the day of it
    has not come, it never closed: who served there, its roles, block and units below are as they were.

    Raises PermissionDenied, UnitRefused (no reason; the unit above is closed, or will be).
    """
    unit = lock_with_alliance([unit_id])[unit_id]
    policies.check_can_reopen_unit(by, unit)
    if not reason.strip():
        raise UnitRefused("Hãy ghi lý do mở lại đơn vị.")
    closed_on, why, unit.closed_on, unit.closed_reason = unit.closed_on, unit.closed_reason, None, ""
    check_above_works(unit)
    is_mistake = is_mistake or (closed_on is not None and closed_on > today())
    if closed_on and closed_on < today() and not is_mistake:  # the days between are those when it did not work
        keep_standing(unit, until=closed_on, basis=why)
        keep_standing(unit, until=today(), basis=reason, is_closed=True)
    unit.save(update_fields=["closed_on", "closed_reason"])
    heirs = cancel_endings(unit)
    for heir in heirs:
        data_of_heir = {"predecessor": unit.name, "kind": "reopened"}
        record("unit.succession_cancelled", heir, by=by, reason=reason, data=data_of_heir)
    data: dict[str, Any] = {"heirs": [heir.name for heir in heirs]} if heirs else {}
    if closed_on and is_mistake:
        data["taken_back"] = take_back(unit, closed_on=closed_on, by=by)
    Closing.objects.filter(unit=unit).delete()
    record("unit.reopened", unit, by=by, reason=reason, data=data or None)
    return unit
