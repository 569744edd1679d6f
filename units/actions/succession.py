"""Tổ chức lại: units merge, split, are dissolved, and others take over what they did."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.vietnamese import squeeze
from emulation_portal.notifications.actions import Told, tell
from emulation_portal.rights.holders import people_of

from .. import policies, regulations
from ..enums import SuccessionKind
from ..letters import REORGANISED
from ..models import Closing, Person, Succession, Unit
from .closing import close_locked
from .inheriting import write_inheritance
from .locking import lock_with_alliance
from .organisation import UnitRefused
from .people import start_position
from .standing import stand_under


@transaction.atomic
def reorganise(
    *,
    kind: SuccessionKind,
    unit_ids: Collection[int],
    successor_ids: Collection[int],
    on: dt.date,
    basis: str,
    by: User | None,
    takes_people: bool = False,
) -> list[Succession]:
    """Let units take over from others on this day: who is succeeded works no more, unless the form of it lets them.

    Units below them move to the one that succeeds, and people too when `takes_people`: to the same title, not as its
    head, and without a role. All or nothing. Raises PermissionDenied, UnitRefused (too few or too many, of another kind or
    alliance, closed, standing below the one that ends, not there on the day, no basis), and what closing raises.
    Source: Luật Hợp tác xã 17/2023/QH15 Điều 95 (sáp nhập).
    """
    rule = regulations.SUCCESSION_RULES[kind]
    found = lock_with_alliance([*unit_ids, *successor_ids])
    # What stands lowest ends first, so that nothing works below what has ended.
    old = sorted((found[pk] for pk in set(unit_ids)), key=lambda unit: (-len(unit.path), unit.pk))
    new = [found[pk] for pk in sorted(set(successor_ids))]
    if by:
        for unit in found.values():
            policies.check_can_reorganise(by, unit)
    _check(kind, rule, old, new, on=on, basis=basis, takes_people=takes_people)
    told = _told(kind, new, basis)
    concerned = list(people_of([unit.pk for unit in found.values()], on=today()))  # before any of it ends
    for unit in old:
        if rule.ends:
            _end(unit, new, leaving=old, on=on, told=told, takes_people=takes_people, by=by)
    pairs = [(each, other) for each in old for other in new]
    rows = [
        Succession.objects.create(kind=kind, predecessor=a, successor=b, effective_on=on, basis=squeeze(basis)[:250])
        for a, b in pairs
    ]
    write_inheritance(old[0].root_id)
    for row in rows:
        data = {"kind": kind, "predecessor": row.predecessor.name, "on": on.isoformat()}
        record("unit.succeeded", row.successor, by=by, reason=basis, data=data)
        if not rule.ends:  # of who ends, the end is told
            handed = {"kind": kind, "successor": row.successor.name, "on": on.isoformat()}
            record("unit.handed_on", row.predecessor, by=by, reason=basis, data=handed)
    said = f"{kind.words[:1].lower()}{kind.words[1:]} {', '.join(unit.name for unit in new)}"
    text = f"Từ ngày {short_date(on)}: {', '.join(unit.name for unit in old)} {said}.\n\nCăn cứ: {squeeze(basis)}"
    subject = f"{old[0]} {said}" if len(old) == 1 else f"{len(old)} đơn vị {said}"
    tell(
        Told(kind=REORGANISED, key=f"succession:{rows[0].pk}", subject=subject, text=text, at=new[0]), concerned, by=by
    )
    return rows


def _end(
    unit: Unit,
    new: list[Unit],
    *,
    leaving: Collection[Unit],
    on: dt.date,
    told: str,
    takes_people: bool,
    by: User | None,
) -> None:
    """Close a unit that is succeeded, with people and units below gone to the one that succeeds; keep what was done."""
    people = _serving(unit, on) if takes_people else []
    basis = f"{unit}: {told[:1].lower()}{told[1:]}"
    moved = _move_below(unit, new[0], leaving=leaving, on=on, basis=basis, by=by) if len(new) == 1 else []
    close_locked(unit, on=on, reason=told, by=by)
    begun = _move_people(people, new[0], on=on, by=by)
    Closing.objects.filter(unit=unit).update(begun=begun, moved=moved)


def _check(
    kind: SuccessionKind,
    rule: regulations.SuccessionRule,
    old: list[Unit],
    new: list[Unit],
    *,
    on: dt.date,
    basis: str,
    takes_people: bool,
) -> None:
    if not basis.strip():
        raise UnitRefused("Hãy ghi văn bản làm căn cứ, ví dụ: Nghị quyết Đại hội thành viên ngày ….")
    if not rule.is_joint and len(old) > 1:
        raise UnitRefused(f"Mỗi lần {kind.noun} chỉ ghi cho một đơn vị.")
    if len(old) < rule.partners + 1:
        raise UnitRefused("Hợp nhất phải có từ hai đơn vị trở lên. Hãy chọn thêm đơn vị cùng hợp nhất.")
    if both := {unit.pk for unit in old} & {unit.pk for unit in new}:
        same = next(unit for unit in old if unit.pk in both)
        raise UnitRefused(f"“{same}” không thể kế tục chính mình. Hãy chọn đơn vị khác.")
    if not rule.fewest <= len(new) <= rule.most:
        raise UnitRefused(_wrong_number(rule))
    if takes_people and not (rule.ends and len(new) == 1):
        raise UnitRefused("Chỉ chuyển người khi đơn vị thôi hoạt động và có đúng một đơn vị kế tục.")
    for unit in (*old, *new):
        _check_day(unit, on, is_new=unit in new)
    for a in old:
        for b in new:
            _check_pair(kind, a, b, ends=rule.ends)


def _check_day(unit: Unit, on: dt.date, *, is_new: bool) -> None:
    """Raise UnitRefused unless the unit was there on the day, and had by then what it took over from others."""
    joined = unit.joined_on
    if joined is not None and (on < joined or (on == joined and not is_new)):
        raise UnitRefused(f"“{unit}” gia nhập từ ngày {short_date(joined)}. Hãy ghi ngày sau đó.")
    latest = unit.succeeded.valid().order_by("effective_on").last()
    if not is_new and latest is not None and on < latest.effective_on:
        raise UnitRefused(
            f"“{unit}” kế tục “{latest.predecessor}” từ ngày {short_date(latest.effective_on)}. Hãy ghi từ ngày đó trở đi."
        )


def _check_pair(kind: SuccessionKind, old: Unit, new: Unit, *, ends: bool) -> None:
    if old.root_id != new.root_id:
        raise UnitRefused(f"“{new}” thuộc Liên minh khác.")
    if not regulations.may_succeed(kind, old.kind, new.kind):
        raise UnitRefused(
            f"“{new}” ({new.get_kind_display().lower()}) không kế tục được “{old}” ({old.get_kind_display().lower()}) "
            "theo cách này. Hãy chọn đơn vị cùng loại."
        )
    for closed in (unit for unit in (old, new) if unit.closed_on):
        raise UnitRefused(f"“{closed}” đã thôi hoặc sắp thôi hoạt động. Hãy chọn đơn vị khác.")
    if ends and new.path.startswith(old.path):
        raise UnitRefused(f"“{new}” trực thuộc “{old}”. Hãy chuyển “{new}” sang đơn vị cấp trên khác trước.")
    if Succession.objects.valid().filter(predecessor=old, successor=new, kind=kind).exists():
        raise UnitRefused(f"Đã ghi “{new}” kế tục “{old}” theo cách này.")


def _wrong_number(rule: regulations.SuccessionRule) -> str:
    if rule.most == 1:
        return "Hãy chọn đúng một đơn vị kế tục."
    return f"Hãy chọn từ {rule.fewest} đến {rule.most} đơn vị kế tục."


def _told(kind: SuccessionKind, new: Iterable[Unit], basis: str) -> str:
    """Return why a unit works no more, as its page says: “Sáp nhập vào Hợp tác xã B. Căn cứ: …”."""
    names = ", ".join(unit.name for unit in new)
    return f"{kind.words} {names}. Căn cứ: {squeeze(basis)}"


class _Post(NamedTuple):
    person: Person
    title: str
    until: dt.date | None


def _serving(unit: Unit, on: dt.date) -> list[_Post]:
    """Return the posts held in a unit on the last day before this one and beyond, before closing ends them."""
    rows = unit.positions.filter(effective_from__lt=on).exclude(effective_to__lte=on)
    return [_Post(row.person, row.title, row.effective_to) for row in rows.select_related("person")]


def _move_people(posts: list[_Post], heir: Unit, *, on: dt.date, by: User | None) -> list[list[Any]]:
    """Let people begin in a unit; return the posts that are new, each with its end."""
    begun = []
    for post in posts:
        if post.person.alliance_id != heir.root_id:
            continue  # a guest of another alliance, whose people are not ours to place
        held = post.person.positions.filter(unit=heir, title=post.title).exclude(effective_to__lte=on).first()
        if held is not None and held.effective_from == on:  # of another that merges too: each keeps that it brought it
            begun.append([held.pk, held.effective_to and held.effective_to.isoformat()])
        elif held is None:
            row = start_position(person=post.person, unit=heir, title=post.title, since=on, until=post.until, by=by)
            begun.append([row.pk, post.until and post.until.isoformat()])
    return begun


def _move_below(
    unit: Unit, heir: Unit, *, leaving: Collection[Unit], on: dt.date, basis: str, by: User | None
) -> list[int]:
    """Let what stands below a unit stand below who succeeds it, and return it; what ends too ends where it stands.

    Of a day to come nothing can be moved yet, nor where its kind has no place: closing refuses then.
    """
    if on > today():
        return []
    rows = unit.children.working(on=on).exclude(pk__in=[each.pk for each in leaving])
    fitting = [below for below in rows if heir.kind in regulations.parent_kinds(below.kind)]
    for below in fitting:
        stand_under(below, heir, since=on, basis=basis, by=by)
    return [below.pk for below in fitting]


@transaction.atomic
def cancel_succession(*, succession_id: int, reason: str, by: User) -> Succession:
    """Hủy ghi nhận kế tục that was written by mistake, of a unit that works on; who closed by it is reopened instead.

    Raises PermissionDenied, UnitRefused (no reason, cancelled already, the unit is closed by it).
    """
    row = Succession.objects.get(pk=succession_id)
    found = lock_with_alliance([row.predecessor_id, row.successor_id])
    for unit in found.values():
        policies.check_can_manage_units(by, unit)
    row = Succession.objects.select_related("predecessor", "successor").get(pk=succession_id)
    if row.cancelled_at:
        raise UnitRefused("Việc kế tục này đã được hủy.")
    if not reason.strip():
        raise UnitRefused("Hãy ghi lý do hủy.")
    if row.ends_predecessor and row.predecessor.closed_on:
        raise UnitRefused(
            f"“{row.predecessor}” thôi hoạt động từ ngày {short_date(row.predecessor.closed_on)} vì việc này. "
            "Hãy dùng “Mở lại đơn vị” ở trang của đơn vị đó, chọn “Ghi nhầm”.",
            url=row.predecessor.get_absolute_url(),
            link=f"Mở {row.predecessor}",
        )
    row.cancel()
    write_inheritance(row.successor.root_id)
    data = {"kind": row.kind, "predecessor": row.predecessor.name, "successor": row.successor.name}
    for unit in (row.successor, row.predecessor):
        record("unit.succession_cancelled", unit, by=by, reason=reason, data=data)
    return row
