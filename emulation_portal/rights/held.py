"""What a user may do today, and where: roles at units and blocks, read from appointments in force, nowhere else.

A place is a unit (anything with a key and a path) or a block. Ask `rights_of(user).may(Role.CLERK, at=issuer.unit)`
about one thing and `rights_of(user).reach("issuer__unit", Role.CLERK)` about many. `hold()` asks for no place: it is
for menus and for pages that show nothing yet.
"""

import operator
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol

from django.apps import apps
from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery

from emulation_portal.core.dates import today
from emulation_portal.core.prepared import Given, begins_with_one_of, is_one_of, statement

from .enums import BLOCK_ROLES, BRANCH_ROLES, OFFICE_ROLES, Role, words_of
from .periods import in_force_on


class Place(Protocol):
    """A unit, or what stands for one: its key, and the keys of all above it and its own as `/1/5/23/`."""

    @property
    def pk(self) -> Any: ...

    @property
    def path(self) -> Any: ...


@dataclass(frozen=True)
class PathPlace:
    """The place of a row that keeps a path, as jobs and the log do: the unit as it stood then."""

    path: str

    @property
    def pk(self) -> int | None:
        last = self.path.strip("/").rpartition("/")[2]
        return int(last) if last else None


@dataclass(frozen=True)
class Right:
    """One role held today. `office_path` is the path of the body for which people of the unit work."""

    role: Role
    unit_id: int
    path: str
    office_path: str
    block_id: int | None = None
    appointment_id: int = 0
    stand_in: str = ""

    @property
    def words(self) -> str:
        return words_of(self.role, self.stand_in)

    @property
    def reach(self) -> str:
        """Return the path below which the right holds, the end included; empty for one that holds at a single place."""
        if self.role in OFFICE_ROLES:
            return self.office_path
        return self.path if self.role in BRANCH_ROLES else ""

    def holds_at(self, place: Place) -> bool:
        if self.role in BLOCK_ROLES:
            return False
        return place.path.startswith(self.reach) if self.reach else place.pk == self.unit_id


@dataclass(frozen=True)
class Rights:
    """All rights of one user on one day. None: nothing."""

    held: tuple[Right, ...] = ()
    title: str = ""  # of the position, the head's first: “Chủ tịch”
    institution: str = ""  # the name of the alliance of the first appointment
    person_id: int | None = None  # whose page in the register of people is the user's own

    def may(self, *roles: Role, at: Place) -> bool:
        """Return whether one of the roles is held where it counts for the place."""
        return any(right.role in roles and right.holds_at(at) for right in self.held)

    def hold(self, *roles: Role) -> bool:
        """Return whether one of the roles is held anywhere; whether any is, when none is named."""
        return any(not roles or right.role in roles for right in self.held)

    @property
    def place(self) -> str:
        """Return the path of the unit of the first appointment, where what one does is written down; "" for none."""
        return self.held[0].path if self.held else ""

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(right.role for right in self.held)

    def unit_ids(self, *roles: Role) -> frozenset[int]:
        """Return the units at which one of the roles, or any, is held. A block that one leads is no such unit."""
        rights = (right for right in self.held if right.role not in BLOCK_ROLES)
        return frozenset(right.unit_id for right in rights if not roles or right.role in roles)

    def block_ids(self) -> frozenset[int]:
        """Return the blocks that the user leads."""
        return frozenset(right.block_id for right in self.held if right.block_id is not None)

    def roots(self) -> frozenset[int]:
        """Return the keys of the alliances in which any right is held."""
        return frozenset(int(right.path.split("/")[1]) for right in self.held)

    def whole_alliances(self, *roles: Role) -> frozenset[int]:
        """Return the keys of the alliances that one of the roles reaches as a whole."""
        paths = (right.reach.strip("/") for right in self.held if right.role in roles)
        return frozenset(int(path) for path in paths if path and "/" not in path)

    def reach(self, unit: str, *roles: Role) -> Q:
        """Return the condition that the unit behind this lookup (“issuer__unit”, "" for units) is within the roles' reach."""
        prefix = f"{unit}__" if unit else ""
        rights = [right for right in self.held if right.role in roles and right.role not in BLOCK_ROLES]
        paths = _shortest(right.reach for right in rights if right.reach)
        units = {right.unit_id for right in rights if not right.reach}
        found = [Q(**{f"{prefix}path__startswith": path}) for path in paths if path.count("/") > 2]
        if whole := sorted(self.whole_alliances(*roles)):  # by an index that finds all units of an alliance in order
            found.append(Q(**{f"{prefix}root_id": whole[0]} if whole[1:] == [] else {f"{prefix}root_id__in": whole}))
        if units:
            found.append(Q(**{f"{prefix}pk__in": sorted(units)}))
        return reduce(operator.or_, found) if found else Q(pk__in=())

    def reach_given(self, *roles: Role) -> dict[str, list[Any]]:
        """Return what a prepared query with the condition `within_given` is given, for the reach of the roles."""
        rights = [right for right in self.held if right.role in roles and right.role not in BLOCK_ROLES]
        paths = [f"{path}%" for path in _shortest(right.reach for right in rights if right.reach)]
        return {"paths": paths, "places": sorted({right.unit_id for right in rights if not right.reach})}

    def reach_of_path(self, column: str, *roles: Role) -> Q:
        """Return the condition that a column which holds a path, as the log's does, lies within the roles' reach."""
        rights = [right for right in self.held if right.role in roles and right.role not in BLOCK_ROLES]
        found = [Q(**{f"{column}__startswith": path}) for path in _shortest(r.reach for r in rights if r.reach)]
        single = sorted({right.path for right in rights if not right.reach})
        if single:
            found.append(Q(**{f"{column}__in": single}))
        return reduce(operator.or_, found) if found else Q(pk__in=())


def within_given(unit: str) -> Q:
    """Return the condition of `Rights.reach` for a prepared query, which is given what `reach_given` returns."""
    path, key = (f"{unit}__path", unit) if unit else ("path", "pk")
    return Q(begins_with_one_of(path, "paths")) | Q(is_one_of(key, "places"))


def _shortest(paths: Iterable[str]) -> list[str]:
    """Return the paths without those that lie below another of them."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not any(path.startswith(above) for above in kept):
            kept.append(path)
    return kept


NONE = Rights()


def rights_of(user: Any) -> Rights:
    """Return what the user may today; read once for each request's user object. Nobody signed in: nothing."""
    if not user.is_authenticated or not user.is_active:
        return NONE
    known: Rights | None = getattr(user, "_rights", None)
    if known is None:
        known = user._rights = _read(user)
    return known


def place_of(obj: Any, *, at: Place | None, by: Any) -> Place | None:
    """Return where what is done to an object happens: as told, else the object's own place, else where the actor serves.

    An object tells its place as a unit or as a path.
    """
    if at is not None:
        return at
    own: Place | str | None = getattr(obj, "place", None)
    if own is not None and not isinstance(own, str):
        return own
    path = own or (rights_of(by).place if by is not None else "")
    return PathPlace(path) if path else None


_POSITION = "user__person__positions__"  # of units, which stand above: named, not imported
_ROLE = ("pk", "role", "stand_in", "unit_id", "unit__path", "unit__office_path", "block_id")
_POST = ("title", "is_head", "since", "until", "institution", "person")


def _read(user: Any) -> Rights:
    """Read appointments and, beside each, the holder's positions: one query for what every page asks."""
    on = today()
    with connection.cursor() as cursor:
        cursor.execute(*_appointments(user=user.pk, on=on))
        rows = [dict(zip((*_ROLE, *_POST), row, strict=True)) for row in cursor.fetchall()]
    held = {row["pk"]: _right(row) for row in rows}
    posts = [row for row in rows if row["since"] and row["since"] <= on and not (row["until"] and row["until"] <= on)]
    first = min(posts, key=lambda row: (not row["is_head"], row["since"]), default=None)
    title = first["title"] if first else ""
    return Rights(tuple(held.values()), title, rows[0]["institution"], rows[0]["person"]) if rows else NONE


@statement
def _appointments() -> Any:
    alliances = apps.get_model("units.Unit").objects.filter(pk=OuterRef("unit__root_id"))
    rows = apps.get_model("rights.Appointment").objects.filter(in_force_on(Given("on")), user=Given("user"))
    rows = rows.order_by("effective_from", "pk").annotate(
        title=F(f"{_POSITION}title"),
        is_head=F(f"{_POSITION}is_head"),
        since=F(f"{_POSITION}effective_from"),
        until=F(f"{_POSITION}effective_to"),
        institution=Subquery(alliances.values("name")),
        person=F("user__person__pk"),
    )
    return rows.values_list(*_ROLE, *_POST)


def _right(row: dict[str, Any]) -> Right:
    return Right(
        role=Role(row["role"]),
        unit_id=row["unit_id"],
        path=row["unit__path"],
        office_path=row["unit__office_path"],
        block_id=row["block_id"],
        appointment_id=row["pk"],
        stand_in=row["stand_in"],
    )
