"""What a table of awards would do: which lines are new, which stand there already, and who may be meant."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import Happened, record_many
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.vietnamese import fold, squeeze
from emulation_portal.law.catalogue import label_of
from emulation_portal.law.enums import AwardSubject
from emulation_portal.spreadsheets.intake import Sent, SheetRow
from units.imports.planning import NEW, ImportPlan, PlannedRow, refuse
from units.models import Person, Unit

from ..actions.keeping import collective_of
from ..enums import HistorySource, HistoryStatus
from ..models import PastAward

Key = tuple[int, str, int | None, str, str, dt.date]  # unit, name, birth year, award, decision, day: an award once
WRITTEN_AT_ONCE = 1_000
_TEXTS = ("post", "achievement", "decision_number", "decided_by")


@dataclass
class AwardPlan(ImportPlan):
    """`awards`: what is written, not yet saved, by the line that says it."""

    awards: dict[int, PastAward] = field(default_factory=dict)


def plan_awards(sent: Sent, alliance: Unit) -> AwardPlan:
    """Return what the table would do; nothing is locked."""
    return _Planner(sent, alliance).plan


class _Planner:
    def __init__(self, sent: Sent, alliance: Unit) -> None:
        self.sent, self.plan, self.alliance, self.on = sent, AwardPlan(), alliance, today()
        said = [row.says for row in sent.rows]
        codes = {each["unit"] for each in said if "unit" in each}
        units = Unit.objects.filter(root_id=alliance.pk, code__in=codes)
        self.units = {unit.code: unit for unit in units}
        keys = {int(each["person"]) for each in said if "person" in each}
        self.people = {each.pk: each for each in Person.objects.filter(alliance=alliance, pk__in=keys)}
        self.known = self._known({each["decision_number"] for each in said if "decision_number" in each})
        self.so_called = self._so_called({fold(each["name"]) for each in said if "name" in each})
        self.seen: dict[Key, int] = {}
        for row in sent.rows:
            self._plan_row(row)
        self.plan.problems = [*sent.problems, *self.plan.problems]

    def _known(self, numbers: set[str]) -> set[Key]:
        """Return what is written down of these decisions."""
        rows = PastAward.objects.filter(unit__root_id=self.alliance.pk, decision_number__in=numbers)
        fields = ("unit_id", "name", "birth_year", "award", "decision_number", "decided_on")
        return set(rows.exclude(status=HistoryStatus.MISTAKEN).order_by().values_list(*fields))

    def _so_called(self, names: set[str]) -> dict[str, int]:
        """Return how many people of the alliance have these names."""
        found: dict[str, int] = defaultdict(int)
        for name in Person.objects.filter(alliance=self.alliance, search_text__in=names).values_list("search_text"):
            found[name[0]] += 1
        return found

    def refuse(self, row: SheetRow, name: str, message: str) -> None:
        refuse(self.plan, self.sent, row, name, message)

    def _plan_row(self, row: SheetRow) -> None:
        problems = len(self.plan.problems)
        for name, words in _MISSING.items():
            if name not in row.says:
                self.refuse(row, name, words)
        if row.bad or len(self.plan.problems) > problems:
            return
        unit = self.units.get(row.says["unit"])
        if unit is None:
            self.refuse(
                row, "unit", f"Không có đơn vị nào mã {row.says['unit']}. Hãy xem lại mã, hoặc thêm đơn vị trước."
            )
            return
        award = self._award(row, unit)
        self._check(row, award)
        if len(self.plan.problems) == problems:
            self._take(row, award)

    def _award(self, row: SheetRow, unit: Unit) -> PastAward:
        says = row.says
        days = {name: _day(says.get(name)) for name in ("achieved_from", "achieved_to")}
        numbers = {name: int(says[name]) for name in ("birth_year", "year") if name in says}
        texts = {name: says.get(name, "") for name in _TEXTS}
        chosen = {name: says[name] for name in ("subject", "award", "ground") if name in says}
        named = {"unit": unit, "name": squeeze(says["name"]), "decided_on": dt.date.fromisoformat(says["decided_on"])}
        return PastAward(**named, **days, **numbers, **texts, **chosen)

    def _check(self, row: SheetRow, award: PastAward) -> None:
        for column, words in award.faults(on=self.on):
            self.refuse(row, column, words)
        if "person" in row.says:
            self._check_person(row, award)

    def _check_person(self, row: SheetRow, award: PastAward) -> None:
        person = self.people.get(int(row.says["person"]))
        if not award.is_of_person:
            self.refuse(row, "person", "Tập thể, hộ gia đình thì để trống ô này.")
        elif person is None:
            self.refuse(row, "person", f"Không có người nào mã {row.says['person']}. Hãy để trống nếu chưa rõ.")
        elif fold(person.full_name) != fold(award.name):
            self.refuse(row, "person", f"Người mã này là {person.full_name}. Hãy xem lại mã, hoặc để trống.")
        elif award.birth_year and person.birth_date and person.birth_date.year != award.birth_year:
            self.refuse(row, "birth_year", f"Người mã này sinh năm {person.birth_date.year}. Hãy xem lại mã, năm sinh.")
        else:
            award.person = person

    def _take(self, row: SheetRow, award: PastAward) -> None:
        key: Key = (
            *(award.unit.pk, award.name, award.birth_year, award.award, award.decision_number, award.decided_on),
        )
        if (first := self.seen.setdefault(key, row.number)) != row.number:
            words = f"Giống dòng {first}. Hãy bỏ bớt một dòng; hai người trùng tên thì ghi năm sinh."
            self.refuse(row, "name", words)
        elif key in self.known:
            self.plan.same += 1
        else:
            self.plan.awards[row.number] = award
            self.plan.steps.append(PlannedRow(row.number, NEW, award.name, self._note(award), []))

    def _note(self, award: PastAward) -> str:
        """Return what is written, and whom it may be of: whoever has the name is told, and linked by hand."""
        year = f" năm {award.year}" if award.year else ""
        said = f"{label_of(award.award)}{year}, {award.decision_number} ngày {short_date(award.decided_on)}"
        if not award.is_of_person:
            return said
        if award.person is not None:
            return f"{said}. Gắn với {award.person}, mã {award.person.pk}"
        many = self.so_called.get(fold(award.name), 0)
        return f"{said}. Có {many} người cùng họ tên trên cổng, gắn sau khi ghi" if many else said


_MISSING = {
    "unit": "Thiếu mã đơn vị. Hãy ghi mã của nơi lập thành tích.",
    "subject": "Thiếu đối tượng. Hãy ghi Cá nhân, Tập thể hoặc Hộ gia đình.",
    "name": "Thiếu họ tên hoặc tên tập thể. Hãy ghi như trên quyết định, hoặc xóa cả dòng.",
    "award": "Thiếu danh hiệu, hình thức khen thưởng. Hãy chọn một mục.",
    "decision_number": "Thiếu số quyết định. Hãy ghi số và ký hiệu.",
    "decided_on": "Thiếu ngày quyết định. Hãy ghi ngày/tháng/năm.",
    "decided_by": "Thiếu người, cơ quan quyết định.",
}


def _day(said: str | None) -> dt.date | None:
    return dt.date.fromisoformat(said) if said else None


def write_awards(plan: AwardPlan, alliance: Unit, *, by: User, on: dt.date) -> None:
    """Write what the plan says, with an event of each line. Raises IntegrityError when somebody wrote one meanwhile."""
    rows = list(plan.awards.items())
    teams: dict[tuple[int, str, str], Any] = {}
    for start in range(0, len(rows), WRITTEN_AT_ONCE):
        part = [_ready(number, award, teams, by) for number, award in rows[start : start + WRITTEN_AT_ONCE]]
        with transaction.atomic():
            made = PastAward.objects.bulk_create(part)
        told = (Happened(row.pk, str(row), row.unit.pk, row.unit.path, {"line": row.source_note}) for row in made)
        record_many("past_award.written", PastAward, told, by=by)


def _ready(number: int, award: PastAward, teams: dict[tuple[int, str, str], Any], by: User) -> PastAward:
    award.recorded_by, award.source, award.source_note = by, HistorySource.SHEET, f"dòng {number}"
    if award.subject != AwardSubject.PERSON:
        key = (award.unit.pk, award.subject, fold(award.name))
        award.collective = teams.get(key) or collective_of(award.unit, award.name, award.subject)
        teams[key] = award.collective
    award.split_name()
    return award
