"""Years of reports of every unit, for measuring: rows that the database makes of the units it has."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.urls import reverse

from campaigns.crowd import CrowdCampaigns
from campaigns.models import Campaign
from emulation_portal.accounts.models import User
from emulation_portal.core.crowds import (
    PAGE_LIMIT,
    CrowdSize,
    Visit,
    first_middle_last,
    insert,
    insert_from,
    visits_of_list,
)
from emulation_portal.core.dates import last_of_month, today
from emulation_portal.rights.enums import Role
from units.crowd import CrowdAlliance, CrowdUnits
from units.enums import MEMBER_KINDS

from .enums import NEVER_SUBMITTED, DueRule, PeriodKind
from .enums import ReportStatus as S
from .models import Demand, DemandedIndicator, ReportPeriod, ReportValue, ReportVersion, UnitReport
from .queries import form_rows, texts_of
from .regulations import regular_periods
from .sample.catalogue import load_catalogue
from .snapshots import snapshot

MONTHS = 3  # of a crowd
DAYS_AFTER = 5
ASKED = (
    *("THT_MOI", "LHHTX_TONG", "TV_HTX_MOI", "VON_DL", "NOP_NS", "HTX_KHA_TOT", "LOP_TH", "HV_TH", "DU_NO"),
    "DV_DANG_KY",
)
# Of the last period, unit by unit; the first unit's report lies with it and can be sent.
COMING = (
    *(S.DRAFT, S.SUBMITTED, S.NOT_STARTED, S.DRAFT, S.RECEIVED),
    *(S.VERIFIED, S.RETURNED, S.DRAFT, S.LOCKED, S.AWAITING_HEAD),
)
PAST = (*[S.LOCKED] * 17, S.VERIFIED, S.NOT_STARTED, S.EXEMPT)

_UNITS = """
FROM (SELECT at, unit_id, stands.status, stands.status <> ALL(%s) AS came FROM (
    SELECT id AS unit_id, row_number() OVER (ORDER BY id) - 1 AS at FROM units_unit
    WHERE root_id = %s AND kind = ANY(%s)) numbered
CROSS JOIN LATERAL (SELECT (%s::text[])[1 + at %% %s] AS status) stands) owed
"""
_FIGURES = """
FROM reports_unitreport report
JOIN reports_demandedindicator asked ON asked.demand_id = %s
JOIN reports_indicator indicator ON indicator.id = asked.indicator_id
CROSS JOIN LATERAL (
    SELECT (report.unit_id * 7 + asked.position * 13 + report.period_id * 3) %% 40 AS number,
           indicator.nature IN ('share', 'level') AS is_share) said
WHERE report.period_id = %s AND report.status <> ALL(%s) AND report.unit_id <= %s
"""
_SUBMITTED = "FROM reports_unitreport report WHERE report.period_id = %s AND report.submitted_at IS NOT NULL"
_NOTHING_SAID = """'{"values": {}, "texts": {}, "order": []}'::jsonb"""


@dataclass(frozen=True)
class CrowdReports:
    """What the units of the first alliance were asked for, and the reports whose pages are opened."""

    last: ReportPeriod
    written: UnitReport  # lies with the unit of the first writer
    came: UnitReport
    reports: int


def fill_reports(size: CrowdSize, so_far: dict[type, Any]) -> CrowdReports:
    """Fill the last months of one campaign with reports of all units, those of the last one at every station."""
    units: CrowdAlliance = so_far[CrowdUnits].first
    campaign = so_far[CrowdCampaigns].issued.campaign
    demand = demand_months(campaign, units, months=MONTHS)
    periods = list(demand.periods.order_by("period_to"))
    for period in periods[:-1]:
        report_in_bulk(period, PAST)
    report_in_bulk(periods[-1], COMING)
    last = UnitReport.objects.filter(period=periods[-1]).select_related("period__demand", "unit", "filer")
    written, came = last.order_by("unit_id")[:2]
    _say_as_submitted(came, by=units.officers[Role.OFFICER])
    return CrowdReports(periods[-1], written, came, size.units * MONTHS)


def demand_months(campaign: Campaign, units: CrowdAlliance, *, months: int) -> Demand:
    """Ask all members for ten figures, month by month; the last month asked for is the last one that is over."""
    catalogue = load_catalogue(units.unit)
    last = today().replace(day=1) - dt.timedelta(days=1)
    years, month = divmod(last.month - months, 12)
    first = dt.date(last.year + years, month + 1, 1)
    demand = Demand.objects.create(campaign=campaign, name="Báo cáo tháng", asked_on=first)
    insert(DemandedIndicator(demand=demand, indicator=catalogue[code], position=at) for at, code in enumerate(ASKED))
    proposed = regular_periods(
        PeriodKind.MONTH, first=first, last=last_of_month(last), days_after=DAYS_AFTER, rule=DueRule.NEXT
    )
    insert(
        ReportPeriod(
            demand=demand,
            kind=each.kind,
            name=each.name,
            period_from=each.period_from,
            period_to=each.period_to,
            opens_on=each.opens_on,
            due_on=each.due_on,
        )
        for each in proposed
    )
    return demand


def report_in_bulk(period: ReportPeriod, stations: Sequence[str], *, with_figures: int | None = None) -> None:
    """Let every unit report of a period, station after station in the order of units, each as the way there leaves it.

    `with_figures`: only so many units say figures; None: all do. Millions of rows are written where they end: the guards
    that make every report begin at the start, and be written only while it is open, are passed over.
    """
    due_on = f"'{period.due_on:%Y-%m-%d}'::date"
    came = f"LEAST({due_on} + (at %% 7)::int - 5, CURRENT_DATE)"
    with pgtrigger.ignore("reports.UnitReport:begins_at_start", "reports.ReportValue:written_while_open"):
        insert_from(
            UnitReport,
            {
                "period": str(period.pk),
                "unit": "unit_id",
                "filer": "unit_id",
                "status": "status",
                "due_on": due_on,
                "exempt_reason": f"CASE status WHEN '{S.EXEMPT}' THEN 'Đơn vị tạm nghỉ' ELSE '' END",
                "submitted_on": f"CASE WHEN came THEN {came} END",
                "submitted_at": f"CASE WHEN came THEN {came} + interval '9 hours' END",
            },
            _UNITS,
            [
                [*sorted(NEVER_SUBMITTED), S.EXEMPT],
                period.demand.place.pk,
                list(MEMBER_KINDS),
                list(stations),
                len(stations),
            ],
        )
        _say_figures(period, with_figures)


def _say_figures(period: ReportPeriod, units: int | None) -> None:
    if units == 0:
        return
    reports = UnitReport.objects.filter(period=period).order_by("unit_id").values_list("unit", flat=True)
    last = reports[units - 1 : units].first() if units is not None and units < reports.count() else reports.last()
    insert_from(
        ReportValue,
        {
            "report": "report.id",
            "indicator": "indicator.id",
            "value": "CASE WHEN NOT is_share THEN 20 + number END",
            "numerator": "CASE WHEN is_share THEN number END",
            "denominator": "CASE WHEN is_share THEN 40 END",
            "revision": "1",
            "changed_at": "now()",
        },
        _FIGURES,
        [period.demand_id, period.pk, [S.NOT_STARTED, S.EXEMPT], last],
    )


def freeze_in_bulk(period: ReportPeriod, *, by: User) -> None:
    """Keep a version of every report of a period that came, with a receipt, and with no word in it."""
    insert_from(
        ReportVersion,
        {
            "report": "report.id",
            "number": "1",
            "content": _NOTHING_SAID,
            "receipt_code": "lpad(to_hex(report.id), 12, '0')",
            "submitted_at": "report.submitted_at",
            "submitted_by": str(by.pk),
        },
        _SUBMITTED,
        [period.pk],
    )


def _say_as_submitted(report: UnitReport, *, by: User) -> None:
    assert report.submitted_at is not None  # it came
    ReportVersion.objects.create(
        report=report,
        number=1,
        content=snapshot(report, form_rows(report), texts_of(report)),
        receipt_code="MAU2MAU2",
        submitted_at=report.submitted_at,
        submitted_by=by,
    )


def visits(crowds: dict[type, Any]) -> Iterable[Visit]:
    """Yield the pages of reports: of the office, and of the first unit's writer."""
    crowd: CrowdReports = crowds[CrowdReports]
    office, writer = Role.OFFICER, Role.UNIT_EDITOR
    yield Visit("reports: board", reverse("reports:board"), office)
    yield Visit("reports: period", crowd.last.get_absolute_url(), office)
    url = reverse("reports:list")
    yield from visits_of_list(
        "reports, office", url, by=office, pages=first_middle_last(crowd.reports), finds="q=suoi+ngoc", misses="q=xyz"
    )
    yield Visit("reports, unit", url, writer)
    yield Visit("report, office", crowd.came.get_absolute_url(), office, PAGE_LIMIT)
    yield Visit("report, writer", crowd.written.get_absolute_url(), writer, PAGE_LIMIT)
    yield Visit("report: figures", figures_url(crowd.written), writer, PAGE_LIMIT)
    yield Visit("indicators", reverse("reports:indicators"), office)


def figures_url(report: UnitReport) -> str:
    """Return the page of most of a report's figures."""
    return reverse("reports:figures", args=[report.pk, "development"])
