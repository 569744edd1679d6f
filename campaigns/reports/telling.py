"""Who is told of reports: units of what comes back to them, and of what they have not sent as its deadline comes and goes."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date, today
from emulation_portal.notifications.actions import Told, tell, tell_each
from emulation_portal.procedure.following import Taken
from emulation_portal.rights.holders import people_of, posts_of

from .enums import ReportStatus
from .models import UnitReport
from .policies import WRITERS
from .procedures import REPORT
from .regulations import due_days_reminded

BACK, REMINDER = "reports.came_back", "reports.reminder"
_BACK = {
    "returned": "Báo cáo bị trả lại để bổ sung",
    "unlocked": "Số liệu đã chốt được mở lại để sửa",
    "excused": "Được miễn báo cáo",
    "demanded": "Phải báo cáo lại",
    "handed_back": "Thủ trưởng đưa báo cáo về soạn tiếp",
}
AT_ONCE = 500


def tell_unit(taken: Taken) -> None:
    """Tell the people of the unit what befell their report, in the transaction of the step."""
    if taken.procedure is not REPORT or taken.by is None or taken.step.event not in _BACK:
        return
    report: UnitReport = taken.obj
    until = f"\n\nNộp lại trước khi hết ngày {short_date(report.return_due_on)}." if report.return_due_on else ""
    told = Told(
        kind=BACK,
        key=f"report:{report.pk}:{taken.event_id}",
        subject=f"{_what(taken)}: {report.period.within}, {report.unit}",
        text=f"{report}, {report.period.demand.campaign}.\n\nLý do: {taken.reason}{until}",
        url=report.get_absolute_url(),
        at=report.filer,
    )
    tell(told, people_of([report.filer_id], on=today(), roles=WRITERS), by=taken.by)


def _what(taken: Taken) -> str:
    """Return what happened, in words; who wrote a report may take it back from its head."""
    is_own = taken.step.event == "handed_back" and taken.obj.drafted_by_id == taken.by.pk
    return "Người soạn đưa báo cáo về soạn tiếp" if is_own else _BACK[taken.step.event]


def remind(*, on: dt.date) -> int:
    """Nhắc nộp: tell the people of units whose report is due in 7, 3 or 1 days, or was so many days ago; return how many.

    Twice on a day is once.
    """
    days = due_days_reminded(on)
    sent_back = Q(status=ReportStatus.RETURNED, return_due_on__in=days)
    waiting = UnitReport.objects.owed().going_on().filter(Q(submitted_on__isnull=True, due_on__in=days) | sent_back)
    told = 0
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(keys), AT_ONCE):
        told += _remind(keys[at : at + AT_ONCE], on=on)
    return told


@transaction.atomic
def _remind(keys: list[int], *, on: dt.date) -> int:
    still = Q(submitted_on__isnull=True) | Q(status=ReportStatus.RETURNED)
    reports = UnitReport.objects.owed().filter(still, pk__in=keys)
    found = {report.pk: report for report in reports.select_related("period__demand__campaign", "unit", "filer")}
    people: dict[int, list[User]] = {}
    for row in posts_of({report.filer_id for report in found.values()}, on=on, roles=WRITERS):
        people.setdefault(row.unit_id, []).append(row.user)
    wanted = [
        (_reminder(report, on=on), user)
        for report in found.values()
        for user in {user.pk: user for user in people.get(report.filer_id, [])}.values()
    ]
    return len(tell_each(wanted, by=None))


def _reminder(report: UnitReport, *, on: dt.date) -> Told:
    is_back = report.status == ReportStatus.RETURNED
    due_on = (report.return_due_on or report.due_on) if is_back else report.due_on
    left = (due_on - on).days
    when = f"còn {left} ngày" if left > 0 else f"đã quá hạn {-left} ngày"
    what, act = ("bị trả lại, chưa nộp lại", "nộp lại") if is_back else ("chưa nộp", "nộp")
    return Told(
        kind=REMINDER,
        key=f"{REMINDER}:{report.pk}:{on:%Y-%m-%d}",
        subject=f"Nhắc {act} báo cáo {report.period.within}: {when}",
        text=(
            f"{report} {what}, {when}: hạn {act} hết ngày {short_date(due_on)}.\n\n"
            f"Phong trào: {report.period.demand.campaign.name}."
        ),
        about=f"report:{report.pk}",
        url=report.get_absolute_url(),
        at=report.filer,
    )
