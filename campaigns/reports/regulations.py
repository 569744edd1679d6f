"""What the figures and deadlines of reports follow from: pure functions, each told its day.

Sources: DOMAIN 3.7 and 3.8, chế độ báo cáo; TT 02/2023/TT-BNV for the statistical year; Bộ luật Dân sự 2015 Điều 147, 148
for when a term that is counted in days ends.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from emulation_portal.core.dates import last_of_month
from emulation_portal.law.working_days import is_working_day

from .enums import AT_THE_END, DueRule, Nature, PeriodKind

REMIND_BEFORE = (7, 3, 1)  # days
REMIND_AFTER = (1, 3, 7)


@dataclass(frozen=True)
class Figure:
    """One value of one period of one unit. A share has numerator and denominator, and no value of its own."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        return self.value is None and self.numerator is None and self.denominator is None


NO_FIGURE = Figure()
_ONE_PLACE = Decimal("0.1")


def share_of(figure: Figure, *, in_percent: bool, places: int) -> Decimal | None:
    """Return numerator by denominator, as a percentage or as a mean; None while one is missing or nothing is divided by."""
    if figure.numerator is None or not figure.denominator:
        return None
    share = figure.numerator * (100 if in_percent else 1) / figure.denominator
    return share.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def over_time(nature: Nature, figures: Sequence[Figure]) -> Figure:
    """Return what figures of one unit, oldest first, make together: flows add, of stocks and levels the last counts.

    Source: DOMAIN 3.8; scenario 30: dư nợ of 36.000 and 30.000 is 30.000. Of shares numerators and denominators are
    added. Nothing reported at all is no figure, and is never 0.
    """
    said = [figure for figure in figures if not figure.is_empty]
    if not said:
        return NO_FIGURE
    if nature in AT_THE_END or nature == Nature.NONE:
        return said[-1]
    return _added(said)


def over_units(nature: Nature, figures: Iterable[Figure]) -> Figure:
    """Return what figures of several units make together: stocks and flows add; shares from numerators and denominators."""
    said = [figure for figure in figures if not figure.is_empty]
    return _added(said) if said and nature != Nature.NONE else NO_FIGURE


def _added(figures: Sequence[Figure]) -> Figure:
    def total(values: Iterable[Decimal | None]) -> Decimal | None:
        there = [value for value in values if value is not None]
        return sum(there, Decimal(0)) if there else None

    return Figure(
        total(figure.value for figure in figures),
        total(figure.numerator for figure in figures),
        total(figure.denominator for figure in figures),
    )


def in_percent_of(value: Decimal | None, base: Decimal | None) -> Decimal | None:
    """Return the value in percent of a plan or of the same period a year before, to one place.

    None without either, of 0 and of losses, which no percentage tells. What falls short is never rounded up to 100.
    """
    if value is None or base is None or base <= 0 or value < 0:
        return None
    found = (value * 100 / base).quantize(_ONE_PLACE, ROUND_HALF_UP)
    return min(found, 100 - _ONE_PLACE) if value < base else found


def percent_of_plan(value: Decimal | None, plan: Decimal | None, *, less_is_better: bool) -> Decimal | None:
    """Return how much of its plan was done, in percent; None too where the plan is a level not to be passed."""
    return None if less_is_better else in_percent_of(value, plan)


def reaches(value: Decimal | None, plan: Decimal | None, *, less_is_better: bool) -> bool | None:
    """Return whether the plan is reached, or where less is better not passed; None while either is not known."""
    if value is None or plan is None:
        return None
    return value <= plan if less_is_better else value >= plan


def change_in_percent(value: Decimal, before: Decimal) -> Decimal | None:
    """Return by how many percent it grew (above 0) or fell since, to one place; None after 0 and with losses."""
    if before <= 0 or value < 0:
        return None
    return ((value - before) * 100 / before).quantize(_ONE_PLACE, ROUND_HALF_UP)


# --- deadlines ----------------------------------------------------------------------------------------------------------


def due_day(day: dt.date, rule: DueRule) -> dt.date:
    """Return the deadline by the rule for days off. It ends when that day ends in Việt Nam.

    Source: Bộ luật Dân sự 2015 Điều 148 khoản 5: a last day that is off moves to the working day after it.
    """
    if rule == DueRule.AS_IT_IS:
        return day
    step = dt.timedelta(days=1 if rule == DueRule.NEXT else -1)
    while not is_working_day(day):
        day += step
    return day


def days_late(submitted_on: dt.date | None, due_on: dt.date, *, today: dt.date) -> int:
    """Return by how many days a report is late: as it came, or as it stands today while it has not come; 0 in time."""
    return max(0, ((submitted_on or today) - due_on).days)


def owes(
    *, joined_on: dt.date | None, closed_on: dt.date | None, period_from: dt.date, period_to: dt.date
) -> tuple[bool, str]:
    """Return whether a unit owes a report of a period, and if not, why.

    Who had stopped by the last day owes none: who succeeds it tells of both. Who joined when more than half of the
    period was over owes its first report for the next one. Source: the office's practice, a default.
    """
    if closed_on is not None and closed_on <= period_to:
        return False, f"Đơn vị thôi hoạt động từ ngày {closed_on:%d/%m/%Y}."
    if joined_on is not None and joined_on > _middle(period_from, period_to):
        return False, f"Đơn vị gia nhập ngày {joined_on:%d/%m/%Y}, khi đã quá nửa kỳ báo cáo."
    return True, ""


def _middle(first: dt.date, last: dt.date) -> dt.date:
    return first + (last - first) / 2


# --- periods ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ProposedPeriod:
    """A period that is reported of, as it is proposed: its days, both counted, and when its report opens and is due."""

    kind: PeriodKind
    name: str
    period_from: dt.date
    period_to: dt.date
    opens_on: dt.date
    due_on: dt.date


_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def regular_periods(
    kind: PeriodKind, *, first: dt.date, last: dt.date, days_after: int, rule: DueRule, year_starts_in: int = 1
) -> list[ProposedPeriod]:
    """Return the months, quarters, halves or years of a campaign, each due so many days after it ends (before, if negative).

    They are parts of reporting years that start in this month; the first and the last are cut where the campaign begins and
    ends. Reports open on the last day of their period, or as many days before the deadline as one is early.
    """
    months = _MONTHS[kind]
    since = (first.month - year_starts_in) % months  # months since the part of the year began
    begin = _months_later(first.replace(day=1), -since)
    found = []
    while begin <= last:
        end = last_of_month(_months_later(begin, months - 1))
        starts, ends = max(begin, first), min(end, last)
        due_on = max(due_day(ends + dt.timedelta(days=days_after), rule), starts)  # a cut one may end before it is due
        opens_on = max(min(ends, due_on - dt.timedelta(days=10)), starts)
        found.append(ProposedPeriod(kind, _name_of(kind, begin, year_starts_in), starts, ends, opens_on, due_on))
        begin = end + dt.timedelta(days=1)
    return found


def _months_later(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    return dt.date(day.year + years, month + 1, 1)


def _name_of(kind: PeriodKind, begin: dt.date, year_starts_in: int) -> str:
    year, part = reporting_year(begin, year_starts_in).year, (begin.month - year_starts_in) % 12
    if kind == PeriodKind.MONTH:
        return f"Tháng {begin.month:02d}/{begin.year}" if begin.month < 3 else f"Tháng {begin.month}/{begin.year}"
    if kind == PeriodKind.QUARTER:
        return f"Quý {_ROMAN[part // 3 + 1]}/{year}"
    if kind == PeriodKind.HALF_YEAR:
        return f"06 tháng {'đầu' if part == 0 else 'cuối'} năm {year}"
    return f"Năm {year}"


@dataclass(frozen=True)
class ReportingYear:
    """Năm báo cáo: named by the year in which it ends. Source: TT 02/2023/TT-BNV; a statistical year may run 01/12–30/11."""

    year: int
    first_day: dt.date


def reporting_year(day: dt.date, starts_in: int) -> ReportingYear:
    """Return the reporting year that holds the day, when years start in this month (1 to 12)."""
    begins = day.year if day.month >= starts_in else day.year - 1
    return ReportingYear(begins if starts_in == 1 else begins + 1, dt.date(begins, starts_in, 1))


def year_before(day: dt.date) -> dt.date:
    """Return the same day of the year before; the last of February stays the last."""
    if day == last_of_month(day):
        return last_of_month(day.replace(year=day.year - 1, day=1))
    return day.replace(year=day.year - 1)


# --- reminders ----------------------------------------------------------------------------------------------------------


def due_days_reminded(on: dt.date) -> list[dt.date]:
    """Return the deadlines of which units are reminded on a day: 7, 3 and 1 days before them and after them."""
    return [on + dt.timedelta(days=left) for left in (*REMIND_BEFORE, *(-late for late in REMIND_AFTER))]
