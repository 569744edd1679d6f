"""Which tables can be sent as Excel files: each app declares its own, in its `portal.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from emulation_portal.core.declarations import declared, derived
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from emulation_portal.spreadsheets.columns import SheetKind
from emulation_portal.spreadsheets.intake import Sent

if TYPE_CHECKING:
    from ..models import Unit


@dataclass(frozen=True, kw_only=True)
class Importer:
    """How a table of one kind is called, and how it is read, planned, locked and written; and who may send it.

    `plan` returns an `ImportPlan`; nothing is locked then. `lock` waits for whoever is at what the table speaks of.
    `write` does what was planned, and raises IntegrityError where somebody took something meanwhile.
    """

    kind: str  # in the address
    label: str  # “Nhập đơn vị từ Excel”
    list_title: str
    list_name: str  # the address of the list that it fills
    sheet: SheetKind
    roles: tuple[Role, ...]
    refusal: str  # what others are told
    plan: Callable[[Sent, "Unit"], Any]
    write: Callable[..., None]
    lock: Callable[[Sent, "Unit"], None] | None = None  # None: of two who write one line the database lets one through
    current: Callable[["Unit"], Iterable[list[Any]]] | None = (
        None  # the rows that are known, to be mended and sent back
    )
    note_on_changes: str = ""

    @property
    def gives_current(self) -> bool:
        return self.current is not None

    def check_somewhere(self, user: Any) -> None:
        """Raise PermissionDenied unless the user may send such a table for some alliance."""
        if not rights_of(user).hold(*self.roles):
            raise PermissionDenied(self.refusal)

    def check(self, user: Any, alliance: "Unit") -> None:
        """Raise PermissionDenied unless the user may send such a table for the alliance."""
        self.check_somewhere(user)
        if not rights_of(user).may(*self.roles, at=alliance):
            raise PermissionDenied("Việc này thuộc Liên minh khác.")


@derived
def importers() -> dict[str, Importer]:
    """Return all kinds of tables, by their place in the address."""
    return {each.kind: each for each in declared(Importer)}


def kept_for(user: Any) -> Q:
    """Return the condition on tables that were sent: those of a kind and an alliance for which the user may send some."""
    found = Q(pk__in=())
    for each in importers().values():
        found |= Q(kind=each.kind) & rights_of(user).reach("alliance", *each.roles)
    return found
