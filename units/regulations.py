"""What the law says of signatures, of who may work and who stands under whom; the office's practice of roles. Pure functions."""

import datetime as dt
import re
from typing import NamedTuple

from emulation_portal.core.vietnamese import ascii_slug, fold, split_name, upper
from emulation_portal.rights.enums import BRANCH_ROLES, COUNCIL_ROLES, UNIT_ROLES, Role

from .enums import MEMBER_KINDS, SigningForm, SuccessionKind, UnitKind

_OFFICE = (Role.OFFICER, Role.CLERK, Role.CHIEF_OF_OFFICE, Role.ACCOUNTANT, Role.AUDITOR)


def roles_for(kind: str) -> tuple[Role, ...]:
    """Return the roles that people can hold in a unit of this kind: a cooperative has no clerk of the alliance."""
    if kind == UnitKind.ALLIANCE:
        return (Role.LEADER, *_OFFICE, Role.ADMIN)
    if kind == UnitKind.COUNCIL:
        return COUNCIL_ROLES
    if kind == UnitKind.DEPARTMENT:
        return (*_OFFICE, *BRANCH_ROLES, *UNIT_ROLES)
    if kind == UnitKind.AFFILIATED_UNIT:
        return (*BRANCH_ROLES, *UNIT_ROLES)
    return UNIT_ROLES


def parent_kinds(kind: str) -> tuple[UnitKind, ...]:
    """Return what a unit of this kind may stand under: members join the alliance, and a cooperative also a union.

    A cooperative has no unit of the alliance under it.
    Source: Luật Hợp tác xã 17/2023/QH15 Điều 4 (liên hiệp hợp tác xã), in force since 01/07/2024.
    """
    if kind == UnitKind.ALLIANCE:
        return ()
    if kind == UnitKind.DEPARTMENT:
        return (UnitKind.ALLIANCE, UnitKind.DEPARTMENT, UnitKind.AFFILIATED_UNIT)
    if kind == UnitKind.COOPERATIVE:
        return (UnitKind.ALLIANCE, UnitKind.COOPERATIVE_UNION)
    return (UnitKind.ALLIANCE,)


class SuccessionRule(NamedTuple):
    """What one form of tổ chức lại asks for."""

    ends: bool  # whether whoever is succeeded works no more
    is_joint: bool  # whether several units may be succeeded by one at once
    partners: int  # how many must be succeeded together with the first
    fewest: int  # of those that succeed
    most: int


_MANY = 20  # more at once is a slip of the hand

# Source: Luật Hợp tác xã 17/2023/QH15, chương về tổ chức lại (Điều 95: sáp nhập), in force since 01/07/2024. That others
# than cooperatives are reorganised in the same forms is the office's practice.
SUCCESSION_RULES = {
    SuccessionKind.MERGER: SuccessionRule(ends=True, is_joint=True, partners=0, fewest=1, most=1),
    SuccessionKind.CONSOLIDATION: SuccessionRule(ends=True, is_joint=True, partners=1, fewest=1, most=1),
    SuccessionKind.DIVISION: SuccessionRule(ends=True, is_joint=False, partners=0, fewest=2, most=_MANY),
    SuccessionKind.SEPARATION: SuccessionRule(ends=False, is_joint=False, partners=0, fewest=1, most=_MANY),
    SuccessionKind.DISSOLUTION: SuccessionRule(ends=True, is_joint=False, partners=0, fewest=1, most=_MANY),
}
_BODIES = (UnitKind.DEPARTMENT, UnitKind.AFFILIATED_UNIT)


def may_succeed(kind: SuccessionKind, old: str, new: str) -> bool:
    """Return whether a unit of one kind may take over from one of another: members among their own kind.

    On dissolution any member may be handed the tasks of another. Departments and affiliated units take over from each
    other; the alliance and its council are founded by others and do not merge here.
    Source: Luật Hợp tác xã 17/2023/QH15 Điều 95 khoản 1 (“cùng loại hình”), of cooperatives and their unions; of others
    the office's practice.
    """
    if old in MEMBER_KINDS and new in MEMBER_KINDS:
        return kind == SuccessionKind.DISSOLUTION or old == new
    return old in _BODIES and new in _BODIES


# Whatever may have a unit under it.
PARENTS = tuple(kind for kind in UnitKind if any(kind in parent_kinds(below) for below in UnitKind))

WORKING_AGE = 15


def is_of_working_age(born_on: dt.date, *, on: dt.date) -> bool:
    """Source: Bộ luật Lao động 45/2019/QH14 Điều 3 khoản 1 (from full 15 years), in force since 01/01/2021."""
    return (born_on.year + WORKING_AGE, born_on.month, born_on.day) <= (on.year, on.month, on.day)


_CODE = re.compile(r"[A-Z0-9]+(?:[-./][A-Z0-9]+)*")
_DASHES = re.compile("[\\s\u2010-\u2015\u2212-]+")


def as_code(text: str) -> str | None:
    """Return a unit's code as it is written down, `HTX 001` and `htx–001` as HTX-001; None when it is none."""
    code = _DASHES.sub("-", text.upper().strip())
    return code if _CODE.fullmatch(code) else None


_PHONE = re.compile(r"[0-9 .()+-]+")


def is_phone(text: str) -> bool:
    """Return whether this can be dialled: 0203 3825 123, (0203) 3.825.123, +84 912 345 678; several, parted by ; or ,"""
    numbers = re.split("[;,]", text)
    return all(_PHONE.fullmatch(each) and 8 <= sum(map(str.isdigit, each)) <= 15 for each in numbers)


# How titles of heads begin; a deputy's begins with “Phó”.
_HEADS = ("giam doc", "tong giam doc", "chu tich", "thu truong", "truong ", "to truong")


def suggest_role(kind: str, title: str, *, is_head: bool) -> Role:
    """Return the role that whoever holds this position most likely gets: the head of a cooperative signs off for it."""
    if kind in (UnitKind.DEPARTMENT, UnitKind.ALLIANCE) and fold(title).startswith("chanh van phong"):
        return Role.CHIEF_OF_OFFICE
    is_head = is_head or fold(title).startswith(_HEADS)
    heads = {
        UnitKind.ALLIANCE: Role.LEADER,
        UnitKind.COUNCIL: Role.COUNCIL_CHAIR,
        UnitKind.DEPARTMENT: Role.DEPT_HEAD,
    }
    others = {
        UnitKind.ALLIANCE: Role.OFFICER,
        UnitKind.COUNCIL: Role.COUNCIL_MEMBER,
        UnitKind.DEPARTMENT: Role.OFFICER,
    }
    if is_head:
        return heads.get(UnitKind(kind), Role.UNIT_HEAD)
    return others.get(UnitKind(kind), Role.UNIT_EDITOR)


def suggest_username(full_name: str, unit_code: str) -> str:
    """Return a name that can be typed on any keyboard: Nguyễn Thị Mẫu of HTX-001 is `maunt.htx001`."""
    family, middle, given = split_name(full_name)
    initials = "".join(ascii_slug(word)[:1] for word in f"{family} {middle}".split())
    return f"{ascii_slug(given).replace('-', '')}{initials}.{ascii_slug(unit_code).replace('-', '')}"


def signature_lines(form: str, *, body_name: str, head_title: str, own_title: str, middle_title: str = "") -> list[str]:
    """Return the lines of ô 7a in capitals, top to bottom: ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"].

    A deputy of who signs TL. signs KT. below it: `middle_title` is the post of the former.
    Source: NĐ 30/2020/NĐ-CP Điều 13; Phụ lục I, II.7.
    """
    lines = {
        SigningForm.HEAD: [own_title],
        SigningForm.TM: [f"TM. {body_name}", own_title],
        SigningForm.KT: [f"KT. {head_title}", own_title],
        SigningForm.TM_KT: [f"TM. {body_name}", f"KT. {head_title}", own_title],
        SigningForm.Q: [f"Q. {head_title}"],
        SigningForm.TL: [f"TL. {head_title}", own_title],
        SigningForm.TL_KT: [f"TL. {head_title}", f"KT. {middle_title}", own_title],
        SigningForm.TUQ: [f"TUQ. {head_title}", own_title],
    }[SigningForm(form)]
    return [upper(line) for line in lines]
