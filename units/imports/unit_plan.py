"""What a table of units would create and change in an alliance."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from emulation_portal.core.dates import short_date
from emulation_portal.core.vietnamese import fold
from emulation_portal.spreadsheets.columns import CLEAR
from emulation_portal.spreadsheets.intake import Sent, SheetRow

from .. import regulations
from ..enums import UnitKind
from ..models import Unit
from .planning import CHANGE, NEW, ImportPlan, PlannedRow, refuse
from .unit_sheet import UNIT_SHEET

FIELDS = tuple(column.name for column in UNIT_SHEET.columns)
_HEADINGS = {column.name: column.heading for column in UNIT_SHEET.columns}
_ASKED_AT_ONCE = 5_000
_HELD_ONCE = 10_000


class KnownUnit(NamedTuple):
    """A unit as it stands."""

    pk: int
    path: str
    kind: str
    parent_id: int
    closed_on: dt.date | None
    code: str
    name: str
    short_name: str
    commune: str
    address: str
    phone: str
    email: str
    joined_on: dt.date | None
    former_names: str

    def says(self, name: str) -> str:
        """Return what a field says, as the cell of a sheet does."""
        value = getattr(self, name)
        return value.isoformat() if isinstance(value, dt.date) else str(value or "")


class Above(NamedTuple):
    """A unit under which others may stand."""

    pk: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    closed_on: dt.date | None


class UnitChange(NamedTuple):
    unit: KnownUnit
    values: dict[str, str]  # {field: what it says from now on}; of `parent` the code
    stood_under: str  # the name of the unit above


@dataclass
class UnitPlan(ImportPlan):
    """`creates`: what the rows say, by the code; `parents`: under which code each of the rows stands."""

    creates: dict[str, dict[str, str]] = field(default_factory=dict)
    changes: list[UnitChange] = field(default_factory=list)
    parents: dict[str, str] = field(default_factory=dict)
    above: dict[str, Above] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of those above, by their codes, as they will be called


def known_units(alliance_id: int, codes: Iterable[str]) -> dict[str, KnownUnit]:
    """Return the units of the alliance that have one of these codes."""
    wanted = sorted(codes)
    found: dict[str, KnownUnit] = {}
    held: dict[Any, Any] = {}  # what many say, places above all, is held once
    for at in range(0, len(wanted), _ASKED_AT_ONCE):
        rows = Unit.objects.filter(root_id=alliance_id, code__in=wanted[at : at + _ASKED_AT_ONCE]).order_by()
        for row in rows.values_list(*KnownUnit._fields).iterator():
            if len(held) < _HELD_ONCE:
                held.update((value, value) for value in row[2:])
            found[row[5]] = KnownUnit(*row[:2], *(held.get(value, value) for value in row[2:]))
    return found


def plan_units(sent: Sent, alliance: Unit) -> UnitPlan:
    """Return what the table would do. Nothing is locked; asked once more under the lock, it tells what would be done then."""
    return _UnitPlanner(sent, alliance).plan


class _UnitPlanner:
    """Plans a table: which rows are new, what each says, where each stands."""

    def __init__(self, sent: Sent, alliance: Unit) -> None:
        self.sent, self.alliance, self.plan = sent, alliance, UnitPlan()
        self.rows = self._by_code()
        self.known = known_units(alliance.pk, self.rows)
        self._read_above()
        for code, row in self.rows.items():
            self._place(code, row)
        for code, row in self.rows.items():
            self._look_upwards(code, row)
        self._look_at_those_below()
        for code, row in self.rows.items():
            self._plan_row(code, row)
        self.plan.names = {code: self.name_of(code) for code in set(self.plan.parents.values())}
        self.plan.problems = [*sent.problems, *self.plan.problems]

    def refuse(self, row: SheetRow, name: str, message: str) -> None:
        refuse(self.plan, self.sent, row, name, message)

    def _by_code(self) -> dict[str, SheetRow]:
        rows: dict[str, SheetRow] = {}
        for row in self.sent.rows:
            code = row.says.get("code")
            if code is None:
                self.refuse(row, "code", "Thiếu mã đơn vị. Hãy ghi mã, hoặc xóa cả dòng.")
            elif first := rows.get(code):
                self.refuse(row, "code", f"Mã {code} đã có ở dòng {first.number}. Hãy bỏ bớt một dòng hoặc sửa mã.")
            else:
                rows[code] = row
        return rows

    def _read_above(self) -> None:
        rows = Unit.objects.filter(root_id=self.alliance.pk, kind__in=regulations.PARENTS)
        self.plan.above = {row[1]: Above(*row) for row in rows.order_by().values_list(*Above._fields)}
        self.by_key = {each.pk: each for each in self.plan.above.values()}
        named = Counter(fold(each.name) for each in self.plan.above.values())
        self.by_name = {fold(each.name): each.code for each in self.plan.above.values() if named[fold(each.name)] == 1}

    def kind_of(self, code: str) -> str | None:
        row, known, above = self.rows.get(code), self.known.get(code), self.plan.above.get(code)
        said = row.says.get("kind") if row else None
        return said or (known.kind if known else above.kind if above else None)

    def name_of(self, code: str) -> str:
        row, known, above = self.rows.get(code), self.known.get(code), self.plan.above.get(code)
        said = row.says.get("name") if row else None
        return said or (known.name if known else above.name if above else code)

    def _place(self, code: str, row: SheetRow) -> None:
        """Find under which code the row stands."""
        said, known = row.says.get("parent"), self.known.get(code)
        if said is None:
            stands = self.by_key.get(known.parent_id) if known else None
            self.plan.parents[code] = stands.code if stands else self.alliance.code
            return
        wanted = regulations.as_code(said) or said
        if wanted in self.plan.above or wanted in self.rows:
            self.plan.parents[code] = wanted
        elif fold(said) in self.by_name:
            self.plan.parents[code] = self.by_name[fold(said)]
        else:
            words = "Hãy ghi mã của Liên minh, liên hiệp hợp tác xã, phòng ban hoặc đơn vị trực thuộc đã có trên cổng hay trong tệp."
            self.refuse(row, "parent", f"Không có đơn vị cấp trên nào mã hoặc tên “{said[:60]}”. {words}")

    def _look_upwards(self, code: str, row: SheetRow) -> None:
        """Refuse what cannot stand where it would."""
        known, parent = self.known.get(code), self.plan.parents.get(code)
        kind, above = self.kind_of(code), self.kind_of(parent) if parent else None
        if known and known.kind == UnitKind.ALLIANCE:
            self.refuse(
                row, "code", "Đây là mã của Liên minh; hãy sửa Liên minh ở trang của Liên minh, và xóa dòng này."
            )
            return
        if kind and above and above not in regulations.parent_kinds(kind):
            at = "parent" if "parent" in row.says else "kind"
            allowed = " hoặc ".join(each.label.lower() for each in regulations.parent_kinds(kind))
            label = UnitKind(above).label.lower()
            self.refuse(row, at, f"{UnitKind(kind).label} không trực thuộc {label}. Hãy chọn {allowed}.")
            return
        moves = parent is not None and (known is None or self._stands_under(known) != parent)
        stands = self.plan.above.get(parent) if parent else None
        if moves and stands and stands.closed_on and not (known and known.closed_on):
            day = short_date(stands.closed_on)
            self.refuse(
                row,
                "parent",
                f"“{stands.name}” thôi hoạt động từ ngày {day}. Hãy chọn đơn vị cấp trên khác, hoặc mở lại trước.",
            )
        if moves and parent and self._comes_back(code):
            self.refuse(row, "parent", f"“{self.name_of(parent)}” nằm dưới đơn vị này. Hãy chọn đơn vị cấp trên khác.")

    def _stands_under(self, known: KnownUnit) -> str:
        above = self.by_key.get(known.parent_id)
        return above.code if above else ""

    def _comes_back(self, code: str) -> bool:
        seen, at = {code}, self.plan.parents.get(code)
        while at is not None and at not in seen:
            seen.add(at)
            above = self.plan.above.get(at)
            stands = self.by_key.get(above.parent_id) if above and above.parent_id else None
            at = self.plan.parents.get(at) or (stands.code if stands else None)
        return at is not None

    def _look_at_those_below(self) -> None:
        """Refuse another kind for a unit under which stands what could not stand there then."""
        turned = {
            known.pk: code
            for code, known in self.known.items()
            if self.rows[code].says.get("kind", known.kind) != known.kind
        }
        below = (
            Unit.objects.filter(parent_id__in=turned).order_by("pk").values_list("parent_id", "code", "kind", "name")
        )
        for parent_id, code, kind, name in below:
            above = turned[parent_id]
            stays = self.plan.parents.get(code, above) == above
            planned = UnitKind(self.kind_of(code) or kind)
            if stays and self.kind_of(above) not in regulations.parent_kinds(planned):
                words = (
                    f"“{name}” đang trực thuộc đơn vị này nên không đổi loại như vậy được. Hãy chuyển đơn vị ấy trước."
                )
                self.refuse(self.rows[above], "kind", words)

    def _plan_row(self, code: str, row: SheetRow) -> None:
        known = self.known.get(code)
        if known is None:
            self._create(code, row)
        elif known.kind != UnitKind.ALLIANCE:
            self._change(known, row)

    def _create(self, code: str, row: SheetRow) -> None:
        if regulations.as_code(code) is None:
            self.refuse(
                row,
                "code",
                f"“{code}” không dùng làm mã được. Hãy ghi chữ không dấu, chữ số và gạch nối, ví dụ HTX-001.",
            )
        for name, words in (("name", "tên đơn vị"), ("kind", "loại đơn vị")):
            if name not in row.says:
                self.refuse(row, name, f"Đơn vị mới mã {code} thiếu {words}. Hãy ghi thêm, hoặc kiểm tra lại mã.")
        says = row.says
        if CLEAR in says.values():
            says = {name: value for name, value in says.items() if value != CLEAR}
        self.plan.creates[code] = says
        kind, parent = says.get("kind"), self.plan.parents.get(code)
        facts = [UnitKind(kind).label if kind else "", says.get("commune", ""), self.name_of(parent) if parent else ""]
        facts += [says.get(name, "") for name in ("short_name", "address", "phone", "email")]
        facts += [f"gia nhập {self._shown('joined_on', says['joined_on'])}"] if says.get("joined_on") else []
        title = f"{code} – {says.get('name', '')}"
        self.plan.steps.append(PlannedRow(row.number, NEW, title, " · ".join(filter(None, facts)), []))

    def _change(self, known: KnownUnit, row: SheetRow) -> None:
        values: dict[str, str] = {}
        told: list[tuple[str, str, str]] = []
        for name, said in row.says.items():
            if name == "code":
                continue
            before, after = self._before(known, name), "" if said == CLEAR else said
            if name == "parent":
                after = self.plan.parents.get(known.code, before)
            if before == after:
                continue
            values[name] = after
            told.append((_HEADINGS[name], self._shown(name, before), self._shown(name, after)))
        if not told:
            self.plan.same += 1
            return
        self.plan.changes.append(UnitChange(known, values, self.name_of(self._stands_under(known))))
        self.plan.steps.append(PlannedRow(row.number, CHANGE, f"{known.code} – {known.name}", "", told))

    def _before(self, known: KnownUnit, name: str) -> str:
        return self._stands_under(known) if name == "parent" else known.says(name)

    def _shown(self, name: str, value: str) -> str:
        if not value:
            return ""
        if name == "kind":
            return UnitKind(value).label
        if name == "parent":
            return self.name_of(value)
        return short_date(dt.date.fromisoformat(value)) if name == "joined_on" else value
