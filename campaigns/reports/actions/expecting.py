"""Which reports are owed: a row of every unit for every period that has begun, kept right while units come and go."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from campaigns.procedures import PLAN
from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.jobs.actions import enqueue
from emulation_portal.procedure.following import Taken
from emulation_portal.procedure.moving import lock, move, moving
from units.models import Unit
from units.successions import heirs_of

from ..enums import NEVER_SUBMITTED, ReportStatus
from ..models import Demand, ReportPeriod, UnitReport
from ..policies import check_can_demand, check_can_excuse
from ..queries import units_owing
from ..regulations import owes

AT_ONCE = 2_000


class NothingAsked(DomainError):
    """The demand names no figures and no words, or no period."""


class WrongDeadline(DomainError):
    """The new deadline is none."""


@transaction.atomic
def ask_units(*, demand_id: int, by: User, on: dt.date) -> int:
    """Yêu cầu báo cáo: from today on units owe what the demand asks for; return how many reports are owed already.

    Periods whose deadline is over are asked of nobody. Raises PermissionDenied, NothingAsked. Twice is harmless.
    """
    demand: Demand = lock(Demand, demand_id)
    check_can_demand(by, demand)
    if not demand.rows.exists() and not demand.parts:
        raise NothingAsked("Chưa chọn chỉ tiêu hay phần nội dung nào. Hãy chọn ít nhất một mục để đơn vị báo cáo.")
    if not demand.periods.exists():
        raise NothingAsked("Chưa có kỳ báo cáo nào. Hãy lập các kỳ báo cáo trước.")
    _note_asked(demand, by=by, on=on)
    return expect_of(demand, on=on)


def _note_asked(demand: Demand, *, by: Any, on: dt.date) -> bool:
    """Write down that units are asked from this day on; return whether they were not yet."""
    if demand.is_asked:
        return False
    demand.asked_on = on
    demand.save(update_fields=["asked_on"])
    record("demand.asked", demand, by=by)
    return True


def ask_with_the_plan(taken: Taken) -> None:
    """Ask the units, in the transaction by which the plan of a campaign is issued, for all that is ready to be asked.

    Whoever owes a report is written down by a job: there may be tens of thousands.
    """
    if taken.procedure is not PLAN or taken.step.event != "issued":
        return
    ready = Demand.objects.filter(campaign=taken.obj.campaign_id, asked_on__isnull=True, periods__isnull=False)
    for demand in ready.distinct().select_related("campaign__organiser"):
        if (demand.parts or demand.rows.exists()) and _note_asked(demand, by=taken.by, on=today()):
            enqueue(
                "reports.expect_of",
                key=f"reports.expect_of:{demand.pk}",
                args={"demand_id": demand.pk},
                label=f"Lập báo cáo phải nộp: {demand}",
                by=taken.by,
                subject=demand,
                subject_url=demand.get_absolute_url(),
                at=demand.place,
            )


def expect_of(demand: Demand, *, on: dt.date) -> int:
    """Write down what units owe by a demand that was asked; return how many reports are new."""
    if demand.asked_on is None:
        return 0
    return sum(expect(period, on=on) for period in demand.periods.filter(_asked(demand.asked_on), period_from__lte=on))


def _asked(asked_on: dt.date) -> Q:
    return Q(due_on__gte=asked_on)


def expect_all(*, on: dt.date) -> int:
    """Write down what is owed by now, of all demands; return how many reports are new. Each period stands for itself."""
    periods = ReportPeriod.objects.filter(period_from__lte=on, due_on__gte=F("demand__asked_on"))
    return sum(expect(period, on=on) for period in periods.select_related("demand__campaign__organiser"))


@transaction.atomic
def expect(period: ReportPeriod, *, on: dt.date) -> int:
    """Write down who owes a report of the period, let off who owes none any more; return how many are new.

    After the deadline nobody new is asked. Twice is harmless, at once too.
    """
    new = 0
    if on <= period.due_on:
        have = UnitReport.objects.filter(period=period).values("unit")
        units = units_owing(period).exclude(pk__in=have).values_list("pk", flat=True)
        for keys in _portions(list(units)):
            rows = [UnitReport(period=period, unit_id=key, filer_id=key, due_on=period.due_on) for key in keys]
            new += len(UnitReport.objects.bulk_create(rows, ignore_conflicts=True))
    _let_off(period)
    _hand_over(period, on=on)
    return new


def _portions(keys: list[int]) -> Iterable[list[int]]:
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))


def _let_off(period: ReportPeriod) -> None:
    """Exempt whoever owes nothing any more, and ask again whoever owes after all, as when a closing is taken back."""
    reports = UnitReport.objects.filter(period=period).select_related("unit")
    ended = Q(unit__closed_on__lte=period.period_to)
    for report in reports.filter(ended, status__in=NEVER_SUBMITTED).select_for_update(of=("self",)):
        _, why = owes(
            joined_on=None,
            closed_on=report.unit.closed_on,
            period_from=period.period_from,
            period_to=period.period_to,
        )
        report.exempt_reason, report.has_ceased = why, True
        report.save(update_fields=["exempt_reason", "has_ceased"])
        move(report, "ceased", by=None)
    back = reports.filter(status=ReportStatus.EXEMPT, has_ceased=True).exclude(ended)
    for report in back.select_for_update(of=("self",)):
        with moving(report, "resumed", by=None):
            report.exempt_reason, report.has_ceased = "", False


def _hand_over(period: ReportPeriod, *, on: dt.date) -> None:
    """Let who succeeds a unit file what that unit still owed when it ended; give it back when it works on after all."""
    waiting = UnitReport.objects.filter(period=period, status__in=[*NEVER_SUBMITTED, ReportStatus.RETURNED])
    gone = waiting.filter(filer__closed_on__lte=on).select_related("filer", "unit")
    for report in gone.select_for_update(of=("self",)):
        heirs = heirs_of([report.unit_id], on=on, issued_on=period.period_to).filter(successor__closed_on__isnull=True)
        heir = heirs.select_related("successor").order_by("successor").first()
        if heir is not None:
            _file_by(report, heir.successor)
    back = waiting.exclude(filer=F("unit")).filter(Q(unit__closed_on__isnull=True) | Q(unit__closed_on__gt=on))
    for report in back.select_related("unit").select_for_update(of=("self",)):
        _file_by(report, report.unit)


def _file_by(report: UnitReport, unit: Unit) -> None:
    report.filer = unit
    report.save(update_fields=["filer"])
    record("report.handed_over", report, by=None, data={"filer": str(unit)})


@transaction.atomic
def extend_deadline(*, report_id: int, due_on: dt.date, reason: str, by: User) -> UnitReport:
    """Gia hạn: give one unit until another day; why stands in the log. Raises PermissionDenied, WrongDeadline."""
    report: UnitReport = lock(UnitReport, report_id)
    check_can_excuse(by, report)
    if report.status == ReportStatus.EXEMPT or report.submitted_on is not None:
        raise WrongDeadline("Báo cáo này đã nộp hoặc được miễn nên không gia hạn được.")
    if due_on <= report.period.due_on:
        raise WrongDeadline(f"Ngày gia hạn phải sau hạn chung {report.period.due_on:%d/%m/%Y}.")
    if not reason.strip():
        raise WrongDeadline("Hãy ghi lý do gia hạn.")
    before = report.due_on
    report.due_on, report.is_extended = due_on, True
    report.save(update_fields=["due_on", "is_extended"])
    record("report.extended", report, by=by, reason=reason, data={"changed": {"due_on": [str(before), str(due_on)]}})
    return report
