"""Writing a planned table of units: in bulk, the upper units first, with an event of each."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import Happened, record_many
from emulation_portal.core.bulk import update_rows
from emulation_portal.spreadsheets.intake import Sent

from ..imports.unit_plan import UnitChange, UnitPlan
from ..models import Unit
from ..models.organisation import SEARCHED, searched_words
from .locking import lock_alliance

AT_ONCE = 2_000


def lock_named_units(sent: Sent, alliance: Unit) -> None:
    """Wait for others at the alliance, then lock what the table speaks of and what may stand above it: whoever saves one of them waits."""
    lock_alliance(alliance.pk)
    codes = [row.says["code"] for row in sent.rows if "code" in row.says]
    above = [row.says["parent"] for row in sent.rows if "parent" in row.says]
    rows = Unit.objects.filter(root_id=alliance.pk, code__in={alliance.code, *codes, *above}).order_by("pk")
    for _ in rows.select_for_update(no_key=True).values_list("pk").iterator():
        pass


def write_units(plan: UnitPlan, alliance: Unit, *, by: User, on: dt.date) -> None:
    """Write what the plan says. Raises IntegrityError when somebody took a code meanwhile."""
    keys = {code: above.pk for code, above in plan.above.items()}
    used = set(plan.parents.values())
    for part in _by_level(plan, keys):
        made = Unit.objects.bulk_create([_unit(plan, keys, code) for code in part])
        keys |= {unit.code: unit.pk for unit in made if unit.code in used}
        paths = dict(Unit.objects.filter(pk__in=[unit.pk for unit in made]).order_by().values_list("pk", "path"))
        told = (Happened(u.pk, u.name, u.pk, paths[u.pk], {"code": u.code, "kind": u.kind}) for u in made)
        record_many("unit.created", Unit, told, by=by)
    update_rows(Unit, ((change.unit.pk, _columns(change, keys)) for change in plan.changes))
    record_many("unit.changed", Unit, (_told(plan, change) for change in plan.changes), by=by)


def _by_level(plan: UnitPlan, keys: dict[str, int]) -> Iterator[list[str]]:
    """Yield the codes of new units in parts, none before the unit under which it stands."""
    waiting = list(plan.creates)
    while waiting:
        ready = [code for code in waiting if plan.parents[code] in keys]
        if not ready:
            raise ValueError(f"new units without a place to stand: {waiting[:5]}")
        for at in range(0, len(ready), AT_ONCE):
            yield ready[at : at + AT_ONCE]
        done = set(ready)
        waiting = [code for code in waiting if code not in done]


def _unit(plan: UnitPlan, keys: dict[str, int], code: str) -> Unit:
    says: dict[str, Any] = {name: value for name, value in plan.creates[code].items() if name != "parent"}
    if "joined_on" in says:
        says["joined_on"] = dt.date.fromisoformat(says["joined_on"])
    unit = Unit(**says, parent_id=keys[plan.parents[code]])
    unit.search_text = searched_words(says)
    return unit


def _columns(change: UnitChange, keys: dict[str, int]) -> dict[str, Any]:
    columns: dict[str, Any] = dict(change.values)
    if "parent" in columns:
        columns["parent_id"] = keys[columns.pop("parent")]
    if "joined_on" in columns:
        columns["joined_on"] = columns["joined_on"] or None
    if set(SEARCHED) & set(columns):
        columns["search_text"] = searched_words(change.unit._asdict() | change.values)
    return columns


def _told(plan: UnitPlan, change: UnitChange) -> Happened:
    unit = change.unit
    changed = {name: [unit.says(name), after] for name, after in change.values.items() if name != "parent"}
    if parent := change.values.get("parent"):
        changed["parent"] = [change.stood_under, plan.names[parent]]
    return Happened(unit.pk, change.values.get("name", unit.name), unit.pk, unit.path, {"changed": changed})
