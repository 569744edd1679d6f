"""What units have reported in the sample: the Covid-19 campaign from 2021 on, closed, and this year's in full swing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.sample.staging import Cast
from emulation_portal.accounts.actions import create_account
from emulation_portal.accounts.models import User
from emulation_portal.procedure.moving import lock, move
from emulation_portal.rights.enums import Role
from units.actions import appoint
from units.models import Person, Position, Unit
from units.sample import JOINED_ON, SampleUnits

from ..actions import (
    TypedRow,
    add_periods,
    choose_indicators,
    excuse_report,
    expect,
    return_report,
    save_demand,
    send_to_head,
    submit_report,
    take_all,
    write_lines,
    write_text,
    write_values,
)
from ..enums import DueRule, PeriodKind, ReportPart, ReportStatus
from ..models import Demand, DonationLine, Indicator, IndicatorTarget, ReportPeriod, UnitReport
from ..regulations import regular_periods
from .catalogue import load_catalogue

COVID = ("CV_TIEN", "CV_HANG", "CV_QUA", "CV_NGAY", "CV_NG", "CV_TIEM_1", "CV_TIEM_2", "CV_MO_HINH", "CV_KHOI_PHUC")
YEARLY = ("TV_HTX", "TV_HTX_MOI", "LD_HTX", "DOANH_THU", "NOP_NS", "TN_BQ", "OCOP", "LOP_TH", "SANG_KIEN", "TIN_BAI")
REPORTING_THEN, REPORTING_NOW = 4, 10  # members that reported in 2021, and that report now


@dataclass(frozen=True)
class UnitDesk:
    """Who writes and who confirms in one unit."""

    unit: Unit
    editor: User
    head: User


def is_there() -> bool:
    return Demand.objects.exists()


def load_reports(on: dt.date, so_far: dict[type, Any]) -> None:
    """Load the catalogue, and what units reported in 2021 and this year, relative to the day."""
    units, cast = so_far[SampleUnits], so_far[Cast]
    catalogue = load_catalogue(units.alliance)
    desks = [_desk(units, number) for number in range(REPORTING_NOW)]
    _load_covid(cast, catalogue, desks[:REPORTING_THEN])
    _prepare_five_years(cast, catalogue)
    _load_year(cast, catalogue, desks, on=on)


# --- people who report ----------------------------------------------------------------------------------------------------


def _desk(units: SampleUnits, number: int) -> UnitDesk:
    unit, users = units.members[number], units.users
    if number == 0:
        return UnitDesk(unit, users["canbo.dongtrieu"], users["giamdoc.dongtrieu"])
    if number == 1:
        return UnitDesk(unit, users["canbo.vandon"], users["giamdoc.vandon"])
    head, editor = Position.objects.filter(unit=unit).order_by("-is_head", "pk").select_related("person")[:2]
    return UnitDesk(unit, _account(editor.person, unit, Role.UNIT_EDITOR), _account(head.person, unit, Role.UNIT_HEAD))


def _account(person: Person, unit: Unit, role: Role) -> User:
    name = f"{'giamdoc' if role == Role.UNIT_HEAD else 'canbo'}.{unit.code.lower()}"
    user = create_account(username=name, full_name=person.full_name, by=None)
    Person.objects.filter(pk=person.pk).update(user=user)
    appoint(user=user, unit=unit, role=role, since=JOINED_ON, by=None)
    return user


# --- what is asked --------------------------------------------------------------------------------------------------------


def _demand(
    campaign: Campaign,
    name: str,
    codes: Sequence[str],
    catalogue: dict[str, Indicator],
    cast: Cast,
    parts: list[ReportPart],
) -> Demand:
    demand = save_demand(
        Demand(campaign=campaign, name=name, parts=[str(part.value) for part in parts]),
        blocks=[],
        units=[],
        by=cast.officer,
    )
    rows = [(catalogue[code], True, False) for code in codes]
    choose_indicators(demand_id=demand.pk, chosen=rows, by=cast.officer)
    return demand


def _ask(demand: Demand, *, since: dt.date, on: dt.date) -> None:
    """Ask the units as if that had been done when the first period began."""
    Demand.objects.filter(pk=demand.pk).update(asked_on=since)
    demand.asked_on = since
    for period in demand.periods.filter(period_from__lte=on):
        expect(period, on=min(period.period_to, on))


# --- 2021, closed ---------------------------------------------------------------------------------------------------------


def _load_covid(cast: Cast, catalogue: dict[str, Indicator], desks: Sequence[UnitDesk]) -> None:
    campaign = Campaign.objects.filter(name__icontains="Covid-19").order_by("pk").first()
    if campaign is None:
        return
    demand = _demand(campaign, "Báo cáo tháng phòng, chống dịch", COVID, catalogue, cast, [])
    months = regular_periods(
        PeriodKind.MONTH,
        first=dt.date(2021, 12, 1),
        last=dt.date(2022, 1, 31),
        days_after=5,
        rule=DueRule.NEXT,
    )
    add_periods(demand_id=demand.pk, periods=months, rule=DueRule.NEXT, by=cast.officer)
    for number, period in enumerate(demand.periods.all()):
        _expect_then(demand, period, desks)
        for at, desk in enumerate(desks):
            report = UnitReport.objects.get(period=period, unit=desk.unit)
            days = 3 if (number, at) == (1, 2) else -at % 4
            _report(report, desk, catalogue, factor=number + at + 1, at=_noon(period.due_on + dt.timedelta(days=days)))
        take_all(period=period, event="received", by=cast.officer)
        _verify_all(period, cast)
        take_all(period=period, event="locked", by=cast.officer)


def _expect_then(demand: Demand, period: ReportPeriod, desks: Sequence[UnitDesk]) -> None:
    """Let only the units that reported then owe what was asked then: the others were not members yet."""
    Demand.objects.filter(pk=demand.pk).update(asked_on=dt.date(2021, 11, 26))
    UnitReport.objects.bulk_create(
        UnitReport(period=period, unit=desk.unit, filer=desk.unit, due_on=period.due_on) for desk in desks
    )


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(10, 30)))


@transaction.atomic
def _verify_all(period: ReportPeriod, cast: Cast) -> None:
    for report in (
        period.reports.filter(status=ReportStatus.RECEIVED).select_related("filer").select_for_update(of=("self",))
    ):
        move(report, "verified", by=cast.officer)


# --- the five-year plan, which is still a draft ---------------------------------------------------------------------------

FIVE_YEARS = (
    "HTX_TONG",
    "HTX_MOI",
    "HTX_GT",
    "HTX_NGUNG",
    "HTX_HD",
    "TV_HTX",
    "DOANH_THU",
    "HTX_KHA_TOT",
    "HTX_LK",
    "OCOP",
    "PT_PHAT_DONG",
    "DV_DANG_KY",
    "DIEN_HINH",
    "SANG_KIEN",
    "GIAY_KHEN",
    "KHEN_LD",
    "KHEN_NU",
)


def _prepare_five_years(cast: Cast, catalogue: dict[str, Indicator]) -> None:
    """What the five-year plan will ask each year is ready, and asked when the plan is issued."""
    campaign = Campaign.objects.filter(period_from=dt.date(2021, 1, 1), period_to=dt.date(2025, 12, 31)).first()
    if campaign is None:
        return
    demand = _demand(campaign, "Báo cáo năm của đơn vị", FIVE_YEARS, catalogue, cast, list(ReportPart))
    years = regular_periods(
        PeriodKind.YEAR, first=dt.date(2021, 1, 1), last=dt.date(2025, 12, 31), days_after=-16, rule=DueRule.BEFORE
    )
    add_periods(demand_id=demand.pk, periods=years, rule=DueRule.BEFORE, by=cast.officer)


# --- this year ------------------------------------------------------------------------------------------------------------


def _load_year(cast: Cast, catalogue: dict[str, Indicator], desks: Sequence[UnitDesk], *, on: dt.date) -> None:
    campaign = Campaign.objects.filter(period_from=dt.date(on.year, 1, 1), kind="regular").order_by("pk").last()
    if campaign is None:
        return
    demand = _demand(
        campaign,
        "Báo cáo tháng của đơn vị thành viên",
        YEARLY,
        catalogue,
        cast,
        [ReportPart.RESULTS, ReportPart.PROPOSALS],
    )
    first = max(dt.date(on.year, 1, 1), _months_before(on, 2))
    months = regular_periods(
        PeriodKind.MONTH, first=first, last=dt.date(on.year, 12, 31), days_after=5, rule=DueRule.NEXT
    )
    add_periods(demand_id=demand.pk, periods=months, rule=DueRule.NEXT, by=cast.officer)
    for code, value in (("DOANH_THU", 6_000), ("TV_HTX_MOI", 12), ("SANG_KIEN", 2)):
        IndicatorTarget.objects.create(demand=demand, indicator=catalogue[code], year=on.year, value=Decimal(value))
    _ask(demand, since=first, on=on)
    over = [period for period in demand.periods.all() if period.period_to < on]
    for number, period in enumerate(over):
        is_last = period == over[-1]
        _load_month(period, desks, catalogue, cast, number=number, is_last=is_last, on=on)
    _load_running(demand, desks, catalogue, on=on)


def _months_before(day: dt.date, months: int) -> dt.date:
    total = day.year * 12 + day.month - 1 - months
    return dt.date(total // 12, total % 12 + 1, 1)


def _load_month(
    period: ReportPeriod,
    desks: Sequence[UnitDesk],
    catalogue: dict[str, Indicator],
    cast: Cast,
    *,
    number: int,
    is_last: bool,
    on: dt.date,
) -> None:
    """A month that is over: all but the last are verified; of the last, some are late, one is returned, one excused."""
    reporting = desks[2:-2] if is_last else desks[:-1]
    for at, desk in enumerate(reporting):
        report = UnitReport.objects.filter(period=period, unit=desk.unit).first()
        if report is None:
            continue
        came = min(period.due_on + dt.timedelta(days=2 if at % 6 == 5 else -(at % 5)), on)
        _report(report, desk, catalogue, factor=number + at + 1, at=_noon(max(came, period.period_to)))
    if not is_last:
        take_all(period=period, event="received", by=cast.officer)
        _verify_all(period, cast)
        return
    excused = UnitReport.objects.filter(period=period, unit=desks[-1].unit).first()
    if excused is not None:
        excuse_report(report_id=excused.pk, by=cast.officer, reason="Đơn vị khắc phục hậu quả bão (mẫu).")
    half = list(UnitReport.objects.filter(period=period, status=ReportStatus.SUBMITTED).order_by("pk")[:3])
    for report in half:
        _receive(report, cast)
    _return_one(period, desks[1], catalogue, cast, on=on)
    _send_one(period, desks[0], catalogue)


@transaction.atomic
def _receive(report: UnitReport, cast: Cast) -> None:
    move(lock(UnitReport, report.pk), "received", by=cast.officer)


def _return_one(
    period: ReportPeriod, desk: UnitDesk, catalogue: dict[str, Indicator], cast: Cast, *, on: dt.date
) -> None:
    """Vân Đồn has its report back, with what is to be corrected at the figure."""
    report = UnitReport.objects.filter(period=period, unit=desk.unit).first()
    if report is None:
        return
    _report(report, desk, catalogue, factor=2, at=_noon(min(period.due_on, on)))
    _receive(report, cast)
    return_report(
        report_id=report.pk,
        by=cast.officer,
        reason="Số liệu doanh thu chưa có căn cứ. Đề nghị kiểm tra, bổ sung và nộp lại.",
        parts={"DOANH_THU": "Hãy ghi văn bản nguồn, hoặc giải trình vì sao doanh thu không tăng."},
        due_on=on + dt.timedelta(days=3),
    )


def _send_one(period: ReportPeriod, desk: UnitDesk, catalogue: dict[str, Indicator]) -> None:
    """Đông Triều's report is written and waits for its head."""
    report = UnitReport.objects.filter(period=period, unit=desk.unit).first()
    if report is not None:
        _fill(report, desk, catalogue, factor=3, at=_noon(period.period_to + dt.timedelta(days=1)))
        send_to_head(report_id=report.pk, by=desk.editor)


def _load_running(demand: Demand, desks: Sequence[UnitDesk], catalogue: dict[str, Indicator], *, on: dt.date) -> None:
    """The month that runs: Đông Triều has begun to write."""
    report = UnitReport.objects.filter(
        period__demand=demand, period__period_from__lte=on, period__period_to__gte=on, unit=desks[0].unit
    ).first()
    if report is not None:
        for code, value in (("TV_HTX", "128"), ("TV_HTX_MOI", "2"), ("DOANH_THU", "540,5")):
            typed = TypedRow(catalogue[code], {"value": value}, seen=0)
            write_values(report_id=report.pk, typed=[typed], by=desks[0].editor, now=_noon(on))


# --- one report -----------------------------------------------------------------------------------------------------------

_WORDS = {
    ReportPart.RESULTS: "Đơn vị đã phổ biến kế hoạch thi đua tới toàn thể thành viên, tổ chức sản xuất đúng tiến độ (số liệu mẫu).",
    ReportPart.PROPOSALS: "Đề nghị Liên minh hỗ trợ kết nối tiêu thụ sản phẩm vụ tới.",
}


def _report(
    report: UnitReport, desk: UnitDesk, catalogue: dict[str, Indicator], *, factor: int, at: dt.datetime
) -> None:
    _fill(report, desk, catalogue, factor=factor, at=at)
    send_to_head(report_id=report.pk, by=desk.editor)
    submit_report(report_id=report.pk, by=desk.head, now=at)


def _fill(report: UnitReport, desk: UnitDesk, catalogue: dict[str, Indicator], *, factor: int, at: dt.datetime) -> None:
    demand = report.period.demand
    rows = [row.indicator for row in demand.rows.select_related("indicator")]
    typed = [TypedRow(each, _said(each, factor), seen=0) for each in rows if not each.is_itemised]
    write_values(report_id=report.pk, typed=typed, by=desk.editor, now=at)
    for indicator in rows:
        if indicator.is_itemised:
            _give(report, indicator, desk, factor=factor, at=at)
    for part in demand.parts_in_order:
        write_text(report_id=report.pk, part=part, body=_WORDS[part], seen=0, by=desk.editor, now=at)


_FIGURES = {
    "TV_HTX": lambda n: str(120 + n),
    "LD_HTX": lambda n: str(40 + n),
    "DOANH_THU": lambda n: f"{500 + 4 * n}",
    "NOP_NS": lambda n: f"{10 + n}",
    "CV_TIEN": lambda n: f"{n}.500.000",
    "CV_KHOI_PHUC": lambda n: "1",
}
_SHARES = {
    "TN_BQ": lambda n: (f"{(40 + n) * 8}", str(40 + n)),
    "CV_TIEM_1": lambda n: (str(100 + n), str(120 + n)),
    "CV_TIEM_2": lambda n: (str(80 + n), str(120 + n)),
}


def _said(indicator: Indicator, factor: int) -> dict[str, str]:
    said: dict[str, str] = {}
    if indicator.wants_source:
        said["source_paper"] = f"{factor:02d}/BC (mẫu)"
    if indicator.is_share:
        numerator, denominator = _SHARES[indicator.code](factor)
        return {**said, "numerator": numerator, "denominator": denominator}
    if not indicator.is_number:
        return {**said, "flag": "co" if factor % 2 else "khong"}
    figure = _FIGURES.get(indicator.code, lambda n: str(n % 4))
    return {**said, "value": figure(factor)}


def _give(report: UnitReport, indicator: Indicator, desk: UnitDesk, *, factor: int, at: dt.datetime) -> None:
    lines = [
        DonationLine(
            item="Gạo",
            quantity=Decimal(factor) / 2,
            measure="tấn",
            value_vnd=factor * 6_000_000,
            receiver="Ủy ban MTTQ xã (mẫu)",
            given_on=report.period.period_from + dt.timedelta(days=9),
            receipt=f"PN-{factor:02d}",
        ),
        DonationLine(
            item="Khẩu trang y tế",
            quantity=Decimal(200 * factor),
            measure="chiếc",
            value_vnd=factor * 300_000,
            receiver="Chốt kiểm soát (mẫu)",
        ),
    ]
    write_lines(report_id=report.pk, indicator=indicator, lines=lines, seen=0, by=desk.editor, now=at)
