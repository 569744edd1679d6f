"""Who may number, revoke and read official papers, at the place of their issuer."""

from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import PermissionDenied

from emulation_portal.rights.enums import BLOCK_ROLES, BRANCH_ROLES, OFFICE_ROLES, UNIT_ROLES, Role
from emulation_portal.rights.held import rights_of

if TYPE_CHECKING:
    from units.models import Unit


class Placed(Protocol):
    """An issuer, its book, a line of it, or a paper: whose it is."""

    @property
    def place(self) -> "Unit": ...


class PlacedPaper(Placed, Protocol):
    """A paper, which knows whether a unit issued it."""

    @property
    def is_of_unit(self) -> bool: ...


def check_can_number(user: Any, thing: Placed) -> None:
    if not rights_of(user).may(Role.CLERK, at=thing.place):
        raise PermissionDenied("Chỉ văn thư được cấp số và ghi sổ văn bản đi.")


def check_can_replace(user: Any, paper: PlacedPaper) -> None:
    """Raise unless the user may end a paper by a new one, or a unit's by none: of that, the procedure of its subject has asked."""
    if not paper.is_of_unit:
        check_can_number(user, paper)


def check_can_number_somewhere(user: Any) -> None:
    """Raise unless the user keeps some book; of whose line, `check_can_number` asks."""
    if not rights_of(user).hold(Role.CLERK):
        raise PermissionDenied("Chỉ văn thư được cấp số và ghi sổ văn bản đi.")


def check_can_read_some_register(user: Any) -> None:
    """Raise unless the user works for a body that keeps a book; which books, `Register.visible_to` says."""
    if not rights_of(user).hold(*OFFICE_ROLES):
        raise PermissionDenied("Sổ đăng ký văn bản đi chỉ dành cho cơ quan Liên minh.")


def check_can_read_some_copies(user: Any) -> None:
    """Raise unless the user works for a body that drafts papers, or for a unit or block that signs some.

    Which copies, `LooseCopy.visible_to` says.
    """
    if not rights_of(user).hold(*OFFICE_ROLES, *UNIT_ROLES, *BRANCH_ROLES, *BLOCK_ROLES):
        raise PermissionDenied("PDF dự thảo, bản in sổ chỉ dành cho cơ quan Liên minh và người của đơn vị, khối.")


def check_can_revoke(user: Any, thing: Placed) -> None:
    """Raise unless the user may end a paper; of which kinds the Chief of Office may, their drafts' policies say."""
    if not rights_of(user).may(Role.LEADER, Role.CHIEF_OF_OFFICE, at=thing.place):
        raise PermissionDenied("Chỉ lãnh đạo Liên minh và Chánh Văn phòng được thu hồi văn bản.")


def check_can_set_up(user: Any, thing: Placed) -> None:
    if not rights_of(user).may(Role.ADMIN, at=thing.place):
        raise PermissionDenied("Chỉ quản trị hệ thống được sửa thể thức và dãy số của cơ quan ban hành.")


def check_can_set_up_somewhere(user: Any) -> None:
    """Raise unless the user administers some body; of which issuer, `check_can_set_up` asks."""
    if not rights_of(user).hold(Role.ADMIN):
        raise PermissionDenied("Chỉ quản trị hệ thống được sửa thể thức và dãy số của cơ quan ban hành.")
