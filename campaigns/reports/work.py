"""What reports put on “Việc cần làm”: those that one's unit has to write, and those that lie with the office, by period."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q

from emulation_portal.core.dates import short_date
from emulation_portal.core.work import NOTHING, OfRows, WorkItem, WorkList
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .enums import OPEN_TO_WRITING, ReportStatus
from .models import ReportPeriod, UnitReport
from .policies import WRITERS


def reports_to_write(user: Any, on: dt.date) -> WorkList:
    """Return the reports that lie with the user's unit and may be written by now, the most pressing first."""
    rights = rights_of(user)
    if not rights.hold(*WRITERS):
        return NOTHING
    open_ones = rights.reach("filer", *WRITERS) & Q(status__in=OPEN_TO_WRITING)
    open_ones &= Q(period__opens_on__lte=on) | Q(status=ReportStatus.RETURNED)
    # The procedure tells heads of members; a department has one of another name.
    to_confirm = rights.reach("filer", Role.DEPT_HEAD) & Q(status=ReportStatus.AWAITING_HEAD)
    mine = UnitReport.objects.filter(open_ones | to_confirm)
    return OfRows(
        mine.select_related("period__demand__campaign", "unit").order_by("due_on", "pk"), lambda row: _write(row, on)
    )


def _write(report: UnitReport, on: dt.date) -> WorkItem:
    titles = {
        ReportStatus.RETURNED: "Bổ sung báo cáo bị trả lại",
        ReportStatus.DRAFT: "Soạn tiếp báo cáo",
        ReportStatus.AWAITING_HEAD: "Xác nhận và nộp báo cáo",
    }
    due_on = report.return_due_on if report.status == ReportStatus.RETURNED else report.due_on
    title = titles.get(ReportStatus(report.status), "Lập báo cáo")
    return WorkItem(
        title=f"{title} {report.period.within}",
        why=f"{report.period.demand.campaign.name}. {report.unit}",
        url=report.get_absolute_url(),
        button="Mở báo cáo",
        due_on=due_on,
        is_late=due_on is not None and due_on < on,
    )


def reports_to_look_at(user: Any, on: dt.date) -> WorkList:
    """Return the periods of which reports wait for the standing office, each as one thing to do."""
    rights = rights_of(user)
    if not rights.hold(Role.OFFICER):
        return NOTHING
    new, open_ones = Q(reports__status=ReportStatus.SUBMITTED), Q(reports__status=ReportStatus.RECEIVED)
    periods = ReportPeriod.objects.filter(rights.reach("demand__campaign__organiser", Role.OFFICER))
    # What waits is joined and counted, and not the millions of reports of years that are done with.
    waiting = periods.filter(new | open_ones).annotate(
        new=Count("reports", filter=new), read=Count("reports", filter=open_ones)
    )
    waiting = waiting.select_related("demand__campaign")
    return OfRows(waiting.order_by("due_on", "pk"), _look_at)


def _look_at(period: Any) -> WorkItem:
    parts = [f"{period.new} báo cáo chờ tiếp nhận"] if period.new else []
    parts += [f"{period.read} báo cáo chờ kiểm tra số liệu"] if period.read else []
    return WorkItem(
        title=f"Tiếp nhận, kiểm tra báo cáo {period.within}",
        why=f"{period.demand.campaign.name}: {', '.join(parts)}. Hạn nộp {short_date(period.due_on)}.",
        url=period.get_absolute_url(),
        button="Mở kỳ báo cáo",
    )
