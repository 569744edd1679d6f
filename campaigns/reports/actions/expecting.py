"""Which reports are owed: a row of every unit for every period that has begun, kept right while units come and go."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Q

from campaigns.enums import CampaignStatus
from campaigns.procedures import PLAN, TRANSCRIBED_PLAN
from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.errors import DomainError
from emulation_portal.jobs.actions import enqueue
from emulation_portal.procedure.following import Taken
from emulation_portal.procedure.moving import lock, move, moving
from units.models import Unit
from units.successions import heirs_of

from ..enums import NEVER_SUBMITTED, ReportStatus
from ..models import Demand, ReportPeriod, UnitReport
from ..policies import check_can_demand, check_can_excuse
from ..queries import units_asked, units_owing
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
    if not demand.periods.filter(due_on__gte=on).exists():
        raise NothingAsked("Mọi kỳ đã quá hạn nộp nên sẽ không đơn vị nào phải báo cáo. Hãy thêm kỳ mới hoặc lùi hạn.")
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
    """Ask the units for all that is ready, in the transaction by which the campaign's plan is issued or written into the book.

    Whoever owes a report is written down by a job: there may be tens of thousands.
    """
    if (taken.procedure, taken.step.event) not in ((PLAN, "issued"), (TRANSCRIBED_PLAN, "transcribed")):
        return
    ready = Demand.objects.filter(campaign=taken.obj.campaign_id, asked_on__isnull=True, periods__isnull=False)
    for demand in ready.distinct().select_related("campaign__organiser"):
        if (demand.parts or demand.rows.exists()) and _note_asked(demand, by=taken.by, on=today()):
            expect_later(demand, by=taken.by)


@transaction.atomic
def cease_to_ask(*, demand_id: int, reason: str, by: User, on: dt.date) -> Demand:
    """Thôi yêu cầu: periods that end from today on are asked of nobody any more; what came stays.

    Raises PermissionDenied, NothingAsked (it is not asked, or no more).
    """
    demand: Demand = lock(Demand, demand_id)
    check_can_demand(by, demand)
    if not demand.is_asked or demand.ended_on is not None:
        raise NothingAsked("Yêu cầu này chưa gửi đơn vị, hoặc đã thôi.")
    demand.ended_on = on
    demand.save(update_fields=["ended_on"])
    record("demand.ended", demand, by=by, reason=reason)
    expect_later(demand, by=by)
    return demand


def expect_later(demand: Demand, *, by: Any) -> None:
    """Let a job write down anew who owes what: there may be tens of thousands. In the transaction of what changed it."""
    if demand.asked_on is None:
        return
    enqueue(
        "reports.expect_of",
        key=f"reports.expect_of:{demand.pk}:{uuid4().hex}",
        args={"demand_id": demand.pk},
        label=f"Lập báo cáo phải nộp: {demand}",
        by=by,
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
    periods = periods.exclude(demand__campaign__status=CampaignStatus.SUSPENDED)
    return sum(expect(period, on=on) for period in periods.select_related("demand__campaign__organiser"))


@transaction.atomic
def expect(period: ReportPeriod, *, on: dt.date) -> int:
    """Write down who owes a report of the period, let off who owes none any more; return how many are new.

    After the deadline nobody new is asked. Twice is harmless, at once too.
    """
    periods = ReportPeriod.objects.select_for_update(of=("self",), no_key=True)
    period = periods.select_related("demand__campaign__organiser").get(pk=period.pk)
    new = 0
    if on <= period.due_on and not _why_none_owes(period):
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
    why_none = _why_none_owes(period)
    asked = units_asked(period.demand, on=period.period_to)
    free = Q() if why_none else Q(unit__closed_on__lte=period.period_to) | ~Q(unit__in=asked.values("pk"))
    waiting = reports.filter(free, status__in=NEVER_SUBMITTED, submitted_on__isnull=True)
    for report in waiting.select_for_update(of=("self",)):
        report.exempt_reason, report.has_ceased = why_none or _why_it_owes_none(report, period), True
        report.save(update_fields=["exempt_reason", "has_ceased"])
        move(report, "ceased", by=None)
    if why_none:
        return
    back = reports.filter(status=ReportStatus.EXEMPT, has_ceased=True).exclude(free)
    for report in back.select_for_update(of=("self",)):
        with moving(report, "resumed", by=None):
            report.exempt_reason, report.has_ceased = "", False


def _why_none_owes(period: ReportPeriod) -> str:
    """Return why nobody owes a report of the period any more; "" while units do."""
    demand = period.demand
    if demand.campaign.status in (CampaignStatus.REVOKED, CampaignStatus.DISCARDED):
        return "Phong trào đã được thu hồi."
    if demand.ended_on is not None and period.period_to >= demand.ended_on:
        return f"Liên minh thôi yêu cầu báo cáo này từ ngày {short_date(demand.ended_on)}."
    return ""


def _why_it_owes_none(report: UnitReport, period: ReportPeriod) -> str:
    closed_on = report.unit.closed_on
    is_owed, why = owes(joined_on=None, closed_on=closed_on, period_from=period.period_from, period_to=period.period_to)
    return "Đơn vị không còn trong diện phải báo cáo của yêu cầu này." if is_owed else why


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
    if report.due_on == due_on:
        return report
    before = report.due_on
    report.due_on, report.is_extended = due_on, True
    report.save(update_fields=["due_on", "is_extended"])
    record("report.extended", report, by=by, reason=reason, data={"changed": {"due_on": [str(before), str(due_on)]}})
    return report
