"""Demands, periods and reports, as tests need them, brought to any station by the real actions."""

import datetime as dt
import itertools

from django.db import transaction

from campaigns.models import Campaign
from campaigns.reports import actions
from campaigns.reports.enums import DueRule, IndicatorGroup, Nature, Owing, PeriodKind, ReportStatus, ValueType
from campaigns.reports.models import Demand, DemandedIndicator, DonationLine, Indicator, ReportPeriod, UnitReport
from emulation_portal.accounts.models import User
from emulation_portal.procedure.moving import lock, move
from emulation_portal.rights.enums import Role
from units.enums import UnitKind
from units.models import Unit

from .campaigns import cast, new_campaign
from .people import AppointmentFactory, UnitFactory, account, alliance

NOW = dt.datetime(2026, 4, 1, 3, 0, tzinfo=dt.UTC)  # ten o'clock in Việt Nam
TODAY = dt.date(2026, 4, 1)
_numbers = itertools.count(1)


def indicator(code: str = "", **fields) -> Indicator:
    """Return an indicator of the alliance: a flow that is counted, unless told otherwise."""
    number = next(_numbers)
    fields.setdefault("name", f"Chỉ tiêu mẫu {number}")
    fields.setdefault("alliance", alliance())
    fields.setdefault("group", IndicatorGroup.CAMPAIGN)
    return Indicator.objects.create(code=code or f"CT_{number}", **fields)


def share(code: str = "", **fields) -> Indicator:
    fields.setdefault("numerator_name", "Số người đã tiêm")
    fields.setdefault("denominator_name", "Tổng số người")
    return indicator(code, value_type=ValueType.PERCENT, nature=Nature.SHARE, places=1, **fields)


def demand(*indicators: Indicator, campaign: Campaign | None = None, parts: tuple[str, ...] = (), **fields) -> Demand:
    """Return what a saved campaign asks of all members of the alliance."""
    if campaign is None:
        campaign = new_campaign()
        campaign.save()
    made = Demand.objects.create(campaign=campaign, name=f"Báo cáo mẫu {next(_numbers)}", parts=list(parts), **fields)
    for position, each in enumerate(indicators or (indicator(),)):
        DemandedIndicator.objects.create(demand=made, indicator=each, position=position)
    return made


def month(of: Demand, number: int = 3, year: int = 2026, **fields) -> ReportPeriod:
    """Return a month, reported of by the 5th of the next."""
    begin = dt.date(year, number, 1)
    after = dt.date(year + number // 12, number % 12 + 1, 1)
    fields.setdefault("due_on", after.replace(day=5))
    fields.setdefault("opens_on", after - dt.timedelta(days=5))
    return ReportPeriod.objects.create(
        demand=of,
        kind=PeriodKind.MONTH,
        name=f"Tháng {number}/{year}",
        period_from=begin,
        period_to=after - dt.timedelta(days=1),
        due_rule=DueRule.AS_IT_IS,
        **fields,
    )


def asked(of: Demand, *, on: dt.date = TODAY) -> Demand:
    """Ask the units, as if that had been done when its first period began."""
    first = of.periods.order_by("period_from").first()
    of.asked_on = first.period_from if first else on
    of.save(update_fields=["asked_on"])
    actions.expect_of(of, on=on)
    return of


def people_of_unit(unit: Unit) -> tuple[User, User]:
    """Return who writes and who heads a unit."""
    editor, head = account(), account()
    AppointmentFactory(user=editor, unit=unit, role=Role.UNIT_EDITOR)
    AppointmentFactory(user=head, unit=unit, role=Role.UNIT_HEAD)
    return editor, head


def report(of: Demand | None = None, unit: Unit | None = None, **period) -> UnitReport:
    """Return what a unit owes, not begun."""
    unit = unit or UnitFactory()
    of = of or demand()
    found = of.periods.first() or month(of, **period)
    asked(of)
    return UnitReport.objects.get(period=found, unit=unit)


def write(report: UnitReport, by: User, now: dt.datetime = NOW, **said: str) -> None:
    """Type figures by the codes of their indicators."""
    for row in report.period.demand.rows.select_related("indicator"):
        if row.indicator.code in said:
            value = report.values.filter(indicator=row.indicator).first()
            typed = actions.TypedRow(
                row.indicator, {"value": said[row.indicator.code]}, seen=value.revision if value else 0
            )
            actions.type_value(
                report_id=report.pk, code=typed.indicator.code, raw=typed.raw, seen=typed.seen, by=by, now=now
            )
    report.refresh_from_db()


def filled(report: UnitReport, by: User, value: str = "5") -> UnitReport:
    """Type the same figure everywhere."""
    codes = report.period.demand.rows.values_list("indicator__code", flat=True)
    write(report, by, **dict.fromkeys(codes, value))
    return report


def submitted(report: UnitReport, *, people: tuple[User, User] | None = None, now: dt.datetime = NOW) -> UnitReport:
    """Let a unit's people fill the report in, confirm and send it."""
    editor, head = people or people_of_unit(report.filer)
    filled(report, editor)
    actions.send_to_head(report_id=report.pk, by=editor)
    return actions.submit_report(report_id=report.pk, by=head, now=now)


def _when_open(report: UnitReport, now: dt.datetime) -> dt.datetime:
    """Return the time, or the first at which the period takes reports."""
    opens = dt.datetime.combine(report.period.opens_on, dt.time(3), dt.UTC)
    return max(now, opens)


def received(report: UnitReport, **how) -> UnitReport:
    done = submitted(report, **how)
    return move_on(done, "received")


def verified(report: UnitReport, **how) -> UnitReport:
    return move_on(received(report, **how), "verified")


def verified_gift(report: UnitReport, indicator: Indicator, **fields) -> UnitReport:
    """Return a report that tells of one line of a list, and was looked at."""
    editor, head = people_of_unit(report.filer)
    line = DonationLine(
        **{"item": "Gạo", "value_vnd": 5_000_000, "receiver": "Quỹ", "given_on": dt.date(2026, 3, 9), **fields}
    )
    actions.write_lines(report_id=report.pk, indicator=indicator, lines=[line], seen=0, by=editor, now=NOW)
    actions.send_to_head(report_id=report.pk, by=editor)
    return move_on(move_on(actions.submit_report(report_id=report.pk, by=head, now=NOW), "received"), "verified")


def move_on(report: UnitReport, event: str, by: User | None = None, reason: str = "") -> UnitReport:
    """Take a step that changes nothing but the state, as the officer."""
    with transaction.atomic():
        locked = lock(UnitReport, report.pk)
        move(locked, event, by=by or cast().officer, reason=reason)
    return locked


_ON_THE_WAY = ("sent_to_head", "submitted", "received", "verified", "locked")


def brought(report: UnitReport, status: str, *, people: tuple[User, User], now: dt.datetime = NOW) -> UnitReport:
    """Bring what a unit owes, not begun, to this state, by the hands of its people and of the cast."""
    editor, head = people
    if status == ReportStatus.EXEMPT:
        return actions.excuse_report(report_id=report.pk, by=cast().officer, reason="Mưa lũ.")
    if status == ReportStatus.NOT_STARTED:
        return report
    filled(report, editor)
    for part in report.period.demand.parts_in_order:
        actions.write_text(report_id=report.pk, part=part, body="Đã làm.", seen=0, by=editor, now=now)
    for event in _way_to(ReportStatus(status)):
        if event == "sent_to_head":
            actions.send_to_head(report_id=report.pk, by=editor)
        elif event == "submitted":
            actions.submit_report(report_id=report.pk, by=head, now=_when_open(report, now))
        else:
            move_on(report, event, reason="Số liệu lệch." if event == "returned" else "")
    return UnitReport.objects.get(pk=report.pk)


def _way_to(status: ReportStatus) -> tuple[str, ...]:
    stops = (ReportStatus.DRAFT, ReportStatus.AWAITING_HEAD, ReportStatus.SUBMITTED, ReportStatus.RECEIVED)
    stops += (ReportStatus.VERIFIED, ReportStatus.LOCKED)
    if status == ReportStatus.RETURNED:
        return (*_ON_THE_WAY[:2], "returned")
    return _ON_THE_WAY[: stops.index(status)]


def reporting_unit() -> Unit:
    """Return a department that reports, made on first call: people of every role that a unit has may serve there."""
    found = Unit.objects.filter(code="P-BAO-CAO").first()
    return found or UnitFactory(kind=UnitKind.DEPARTMENT, code="P-BAO-CAO", name="Phòng Báo cáo")


def in_state(status: str) -> UnitReport:
    """Return a report of the department that reports in this state, by the hands of people of its own."""
    of = demand(owing=Owing.UNITS)
    of.units.add(reporting_unit())
    return brought(report(of, reporting_unit()), status, people=people_of_unit(reporting_unit()))
