"""What the decree says of signatures, and the office's practice of roles. Pure functions."""

from emulation_portal.accounts.enums import Role
from emulation_portal.core.vietnamese import ascii_slug, fold, split_name, upper

from .enums import SigningForm, UnitKind

_OFFICE = (Role.OFFICER, Role.CLERK, Role.DEPT_HEAD, Role.ACCOUNTANT, Role.AUDITOR)
_UNIT = (Role.UNIT_EDITOR, Role.UNIT_HEAD, Role.CLUSTER_LEAD)
_COUNCIL = (Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY, Role.TELLER)


def roles_for(kind: str) -> tuple[Role, ...]:
    """Return the roles that people can hold in a unit of this kind: a cooperative has no clerk of the alliance."""
    if kind == UnitKind.ALLIANCE:
        return (Role.LEADER, *_OFFICE, Role.ADMIN)
    if kind == UnitKind.COUNCIL:
        return _COUNCIL
    if kind == UnitKind.DEPARTMENT:
        return (*_OFFICE, *_UNIT)
    return _UNIT


# How titles of heads begin; a deputy's begins with “Phó”.
_HEADS = ("giam doc", "tong giam doc", "chu tich", "thu truong", "chanh van phong", "truong ", "to truong")


def suggest_role(kind: str, title: str, *, is_head: bool) -> Role:
    """Return the role that whoever holds this position most likely gets: the head of a cooperative signs off for it."""
    is_head = is_head or fold(title).startswith(_HEADS)
    heads = {
        UnitKind.ALLIANCE: Role.LEADER, UnitKind.COUNCIL: Role.COUNCIL_CHAIR, UnitKind.DEPARTMENT: Role.DEPT_HEAD,
    }  # fmt: skip
    others = {
        UnitKind.ALLIANCE: Role.OFFICER, UnitKind.COUNCIL: Role.COUNCIL_MEMBER, UnitKind.DEPARTMENT: Role.OFFICER,
    }  # fmt: skip
    if is_head:
        return heads.get(UnitKind(kind), Role.UNIT_HEAD)
    return others.get(UnitKind(kind), Role.UNIT_EDITOR)


def suggest_username(full_name: str, unit_code: str) -> str:
    """Return a name that can be typed on any keyboard: Nguyễn Thị Mẫu of HTX-001 is `maunt.htx001`."""
    family, middle, given = split_name(full_name)
    initials = "".join(ascii_slug(word)[:1] for word in f"{family} {middle}".split())
    return f"{ascii_slug(given).replace('-', '')}{initials}.{ascii_slug(unit_code).replace('-', '')}"


def signature_lines(form: str, *, body_name: str, head_title: str, own_title: str) -> list[str]:
    """Return the lines of ô 7a in capitals, top to bottom: ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"].

    Source: NĐ 30/2020/NĐ-CP Điều 13; Phụ lục I, II.7.
    """
    lines = {
        SigningForm.HEAD: [own_title],
        SigningForm.TM: [f"TM. {body_name}", own_title],
        SigningForm.KT: [f"KT. {head_title}", own_title],
        SigningForm.TM_KT: [f"TM. {body_name}", f"KT. {head_title}", own_title],
        SigningForm.Q: [f"Q. {head_title}"],
        SigningForm.TL: [f"TL. {head_title}", own_title],
        SigningForm.TUQ: [f"TUQ. {head_title}", own_title],
    }[SigningForm(form)]
    return [upper(line) for line in lines]
