"""What the units' reports added up to at one instant, as plain data that no later report changes."""

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec
from django.utils import timezone
from msgspec.structs import replace

from campaigns.reports.quantities import written
from campaigns.reports.regulations import change_in_percent, reaches
from emulation_portal.core.dates import written_date

SCHEMA = 1
NO_FIGURE = "chưa có số liệu"
NO_PLAN = "chưa có kế hoạch"
NO_YEAR_AGO = "chưa có số liệu cùng kỳ"
UNCHANGED = "không đổi"
NOT_COMPARED = "không tính được tỷ lệ"
# In the cells of a table, where words would not fit; what they stand for is said below it.
CELL_OF_NO_FIGURE, CELL_OF_NO_PLAN = "…", "–"


class _Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of the figures. Numbers are decimals as text; None is what nobody knows, and never 0."""


class Counted(_Told, frozen=True):
    """How reports came in: owed are on time, late, not come or not due yet; `counted` are those whose figures add up."""

    owed: int = 0
    counted: int = 0
    received: int = 0
    on_time: int = 0
    late: int = 0
    not_come: int = 0
    to_come: int = 0
    excused: int = 0


class Measured(_Told, frozen=True, kw_only=True):
    """What one indicator came to: of all together, or of one khối."""

    value: str | None = None
    plan: str | None = None
    of_plan: str | None = None
    told: int = 0
    owed: int = 0


class FigureTold(Measured, frozen=True, kw_only=True):
    """One indicator over all units. `measure` is in what it is counted: %, HTX, triệu đồng, đơn vị."""

    code: str
    name: str
    group: str
    measure: str = ""
    year_ago: str | None = None
    of_year_ago: str | None = None
    estimate: str | None = None  # ước cả năm, of who told one
    estimated: int = 0  # reports that told one
    doubled: str | None = None  # what was taken off because two units told of it
    less_is_better: bool = False  # the plan is a level not to be passed

    @property
    def reaches_plan(self) -> bool | None:
        """Return whether the plan is reached, or where less is better not passed; None while either is not known."""
        value, plan = (None if number is None else Decimal(number) for number in (self.value, self.plan))
        return reaches(value, plan, less_is_better=self.less_is_better)

    @property
    def is_done_in_percent(self) -> bool:
        """Return whether it has a plan of which one does some percent: not a level not to be passed."""
        return self.plan is not None and not self.less_is_better

    @property
    def full_name(self) -> str:
        """Return its name with what it is counted in: Lãi (triệu đồng)."""
        return f"{self.name} ({self.measure})" if self.measure else self.name

    def measured(self, number: str | None) -> str:
        """Return a number of this indicator with its unit: 1.250 HTX, 85,2%; "" for none."""
        if number is None:
            return ""
        if not self.measure:
            return in_words(number)
        return f"{in_words(number)}{'' if self.measure == '%' else ' '}{self.measure}"

    def change(self) -> str:
        """Return how it stands to the year before, in words: tăng 12 HTX, giảm 3 điểm phần trăm; "" while not known."""
        if self.value is None or self.year_ago is None:
            return ""
        more = Decimal(self.value) - Decimal(self.year_ago)
        if not more:
            return UNCHANGED
        amount = f"{more.copy_abs():f}"
        told = f"{in_words(amount)} điểm phần trăm" if self.measure == "%" else self.measured(amount)
        return f"{_way(more)} {told}"

    def change_in_percent(self) -> str:
        """Return the same in percent: tăng 7,4%; "" where no percentage tells it, as of losses and percentages."""
        if self.value is None or self.year_ago is None or self.measure == "%":
            return ""
        percent = change_in_percent(Decimal(self.value), Decimal(self.year_ago))
        if percent is None:
            return ""
        return f"{_way(percent)} {written(abs(percent))}%" if percent else UNCHANGED


def _way(change: Decimal) -> str:
    return "tăng" if change > 0 else "giảm"


class BlockTold(_Told, frozen=True):
    """A khối with what each indicator came to in it, by code."""

    name: str
    figures: dict[str, Measured]


class UnitTold(_Told, frozen=True):
    """A unit with what it said, in words, by the codes of the indicators of which it said anything."""

    name: str
    code: str
    block: str
    said: dict[str, str]


class LateTold(_Told, frozen=True):
    """A report that came late, or is due and has not come: `came_on` is None. `days` late."""

    unit: str
    code: str
    period: str
    due_on: dt.date
    came_on: dt.date | None
    days: int


class Snapshot(_Told, frozen=True, kw_only=True):
    """All of it, as it was at `taken_at`."""

    taken_at: dt.datetime
    periods: str  # in the middle of a sentence: tháng 9/2026 đến tháng 10/2026
    year: int
    is_estimated: bool
    counts: Counted
    figures: tuple[FigureTold, ...]
    blocks: tuple[BlockTold, ...] = ()
    units: tuple[UnitTold, ...] = ()
    late: tuple[LateTold, ...] = ()

    @property
    def reached(self) -> list[FigureTold]:
        """Return the figures that have reached or surpassed what was planned."""
        return [each for each in self.figures if each.reaches_plan and not each.less_is_better]

    @property
    def behind(self) -> list[FigureTold]:
        return [each for each in self.figures if each.reaches_plan is False and not each.less_is_better]

    @property
    def within(self) -> list[FigureTold]:
        """Return the figures that have not passed the level that they are not to pass; in a year that goes on they still may."""
        return [each for each in self.figures if each.reaches_plan and each.less_is_better]

    @property
    def beyond(self) -> list[FigureTold]:
        return [each for each in self.figures if each.reaches_plan is False and each.less_is_better]

    @property
    def moment(self) -> str:
        """Return when it was taken, as a paper says it: 15 giờ 30 phút, ngày 27 tháng 11 năm 2026."""
        at = timezone.localtime(self.taken_at)
        return f"{at:%H} giờ {at:%M} phút, {written_date(at.date())}"

    def figure(self, code: str) -> FigureTold | None:
        return next((each for each in self.figures if each.code == code), None)

    def shortened(self) -> "Snapshot":
        """Return the figures of all together alone."""
        return replace(self, blocks=(), units=(), late=())

    def to_json(self) -> dict[str, Any]:
        return {"schema": SCHEMA, **msgspec.to_builtins(self)}


def snapshot_from(data: dict[str, Any]) -> Snapshot | None:
    """Read what `to_json` wrote; None for a paper without figures. Raises ValueError for another schema or shape."""
    if not data:
        return None
    told = dict(data)
    if told.pop("schema", None) != SCHEMA:
        raise ValueError(f"figures of schema {data.get('schema')!r} cannot be read here")
    return msgspec.convert(told, Snapshot)


def in_words(number: str) -> str:
    """Return a decimal as it is written in Vietnamese: 1.250,5."""
    return written(Decimal(number))


def percent_in_words(number: str | None) -> str:
    return "" if number is None else f"{in_words(number)}%"
