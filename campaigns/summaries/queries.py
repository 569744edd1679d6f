"""Reading what the reports add up to, and where a draft says what."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Collate
from django.utils import timezone

from campaigns.reports.enums import AT_THE_END, Dimension, Nature, ReportStatus, ValueType
from campaigns.reports.models import Indicator, ReportPeriod, UnitReport
from campaigns.reports.quantities import written
from campaigns.reports.queries import counts_of, one_number
from campaigns.reports.regulations import Figure, over_time
from campaigns.reports.totals.selection import Selection, told_apart
from campaigns.reports.totals.sums import Total, all_named_totals, totals_of
from emulation_portal.documents.drafts.numbering import section_places
from units.models import EmulationBlock
from units.models.organisation import NAME_COLLATION

from .figures import BlockTold, Counted, FigureTold, LateTold, Measured, Snapshot, UnitTold
from .models import SummaryReport

_Said = tuple[Figure, bool | None]


def periods_between(first: ReportPeriod, last: ReportPeriod) -> tuple[ReportPeriod, ...]:
    """Return both, and the periods of their demand and kind between them, the oldest first."""
    between = Q(kind=last.kind, period_to__gte=first.period_to, period_to__lte=last.period_to)
    inside = ReportPeriod.objects.filter(between | Q(pk__in=[first.pk, last.pk]), demand=last.demand_id)
    return tuple(inside.select_related("demand__campaign__organiser").order_by("period_to", "pk"))


def selection_of(report: SummaryReport) -> Selection:
    """Return what the report adds up. Raises ValueError for one that was entered from paper."""
    if report.demand is None or report.first is None or report.last is None:
        raise ValueError(f"{report} adds nothing up")
    return Selection(report.demand, periods_between(report.first, report.last))


def hold(selection: Selection) -> None:
    """Let no report of the selection that is there begin or cease to count until the transaction ends."""
    reports = UnitReport.objects.filter(period__in=selection.periods).order_by("pk")
    list(reports.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))


def snapshot_of(selection: Selection, *, at: dt.datetime, is_whole: bool = True) -> Snapshot:
    """Return what the counted reports come to now. Without khối, units and names when it need not be whole."""
    on = timezone.localdate(at)
    indicators = [row.indicator for row in selection.demand.rows.select_related("indicator") if row.indicator.is_added]
    return Snapshot(
        taken_at=at,
        periods=selection.words,
        year=selection.year,
        is_estimated=selection.last.is_estimated,
        counts=_counted(selection, on=on),
        figures=tuple(map(_figure, totals_of(selection, selection.demand.rows.select_related("indicator")))),
        blocks=_blocks(selection, indicators) if is_whole else (),
        units=_units(selection, indicators) if is_whole else (),
        late=tuple(_late(selection, on=on)) if is_whole else (),
    )


def _counted(selection: Selection, *, on: dt.date) -> Counted:
    counts = counts_of(UnitReport.objects.filter(period__in=selection.periods), on=on)
    return Counted(
        owed=counts.expected,
        counted=counts.verified,
        received=counts.received,
        on_time=counts.on_time,
        late=counts.late,
        not_come=counts.missing,
        to_come=counts.to_come,
        excused=counts.excused,
    )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _figure(total: Total) -> FigureTold:
    indicator = total.indicator
    return FigureTold(
        code=indicator.code,
        name=indicator.name,
        group=indicator.group,
        measure="đơn vị" if indicator.value_type == ValueType.YES_NO else indicator.unit_words,
        year_ago=_text(total.shown_year_ago),
        of_year_ago=_text(total.of_year_ago),
        estimate=_text(total.estimate),
        estimated=total.estimated,
        doubled=_text(total.doubled) if total.doubled else None,
        less_is_better=indicator.less_is_better,
        **_measured(total),
    )


def _measured(total: Total) -> dict[str, Any]:
    return {
        "value": _text(total.shown),
        "plan": _text(total.plan),
        "of_plan": _text(total.of_plan),
        "told": total.told,
        "owed": total.owed,
    }


def _blocks(selection: Selection, indicators: list[Indicator]) -> tuple[BlockTold, ...]:
    codes = {each.pk: each.code for each in indicators}
    found = all_named_totals(selection, indicators, Dimension.BLOCK)
    return tuple(
        BlockTold(name, {codes[key]: Measured(**_measured(total)) for key, total in totals.items()})
        for name, totals in found
    )


# --- unit by unit ---------------------------------------------------------------------------------------------------------


def _units(selection: Selection, indicators: list[Indicator]) -> tuple[UnitTold, ...]:
    """Return who owes a report of the periods, in the order of khối and names, with what each said."""
    owed = told_apart(selection.reports(), Dimension.BLOCK, selection)
    rows = owed.order_by(Collate("unit__name", NAME_COLLATION), "unit_id").values_list(
        "unit_id", "unit__name", "unit__code", "key"
    )
    blocks = EmulationBlock.objects.filter(alliance=selection.demand.place.root_id).order_by("name", "pk")
    names = dict(blocks.values_list("pk", "name"))
    places = {name: place for place, name in enumerate(names.values())}
    said = _said_by_unit(selection, indicators)
    units = {key: UnitTold(name, code, names.get(block, ""), said.get(key, {})) for key, name, code, block in rows}
    return tuple(sorted(units.values(), key=lambda unit: places.get(unit.block, len(places))))


def _said_by_unit(selection: Selection, indicators: list[Indicator]) -> dict[int, dict[str, str]]:
    """Return by unit what it said of each indicator in reports that count: of what stands at the end the last period alone."""
    asked = selection.values().filter(indicator__in=indicators).annotate(ends=F("report__period__period_to"))
    found: dict[int, dict[int, list[_Said]]] = defaultdict(lambda: defaultdict(list))
    natures = {each.pk: each.nature for each in indicators}
    for unit, indicator, period, flag, *numbers in asked.order_by("ends", "report__period_id").values_list(
        "report__unit_id", "indicator_id", "report__period_id", "flag", "value", "numerator", "denominator"
    ):
        if natures[indicator] not in AT_THE_END or period == selection.last.pk:
            found[unit][indicator].append((Figure(*numbers), flag))
    return {
        unit: {each.code: words for each in indicators if (words := _in_words(each, of.get(each.pk, [])))}
        for unit, of in found.items()
    }


def _in_words(indicator: Indicator, said: list[_Said]) -> str:
    if indicator.value_type == ValueType.YES_NO:
        flags = [flag for _, flag in said if flag is not None]
        if len(flags) > 1:
            return f"{sum(flags)}/{len(flags)} kỳ có"
        return ("Có" if flags[0] else "Không") if flags else ""
    number = one_number(indicator, over_time(Nature(indicator.nature), [figure for figure, _ in said]))
    return "" if number is None else written(number)


def _late(selection: Selection, *, on: dt.date) -> Iterator[LateTold]:
    """Yield what came late and what is due and has not come, by period and name."""
    rows = UnitReport.objects.filter(period__in=selection.periods).exclude(status=ReportStatus.EXEMPT)
    rows = rows.exclude(submitted_on__lte=F("due_on")).exclude(submitted_on__isnull=True, due_on__gte=on)
    for row in rows.select_related("unit", "period").order_by(
        "period__period_to", Collate("unit__name", NAME_COLLATION), "pk"
    ):
        unit = row.unit
        yield LateTold(unit.name, unit.code, row.period.name, row.due_on, row.submitted_on, row.days_late(on=on))


# --- the draft ------------------------------------------------------------------------------------------------------------


def texts_of(report: SummaryReport) -> Iterator[tuple[str, str, str]]:
    """Yield all that somebody wrote: the part that it stands in, what its place is called, and the text."""
    for name in ("summary", "lead_in", "preamble", "closing"):
        yield "general", _NAMES[name], getattr(report, name)
    yield "general", "Kính gửi", report.addressed_to
    for at, basis in enumerate(report.bases.all(), 1):
        yield "bases", f"Căn cứ {at}", basis.text
    sections = list(report.sections.all())
    places = section_places((section.level for section in sections), report.numbering_style)
    for section, place in zip(sections, places, strict=True):
        yield from (("sections", f"Mục {place}", text) for text in (section.title, section.body))
    for table in report.tables.all():
        yield from (("tables", f"Bảng “{table}”", text) for text in (table.title, *_cells(table.rows)))
    for annex in report.annexes.all():
        yield from (("annexes", f"Phụ lục “{annex}”", text) for text in (annex.title, annex.body))
    for piece in report.pieces.all():
        yield "pieces", f"Tên của “{piece.get_kind_display()}”", piece.title


_NAMES = {"summary": "Trích yếu", "lead_in": "Lời mở đầu", "preamble": "Lời dẫn", "closing": "Lời kết"}


def _cells(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    return (cell for row in rows for cell in row)
