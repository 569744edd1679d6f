"""Doorways for Celery: what is owed by now is written down, what is kept no longer goes."""

from typing import Any

from emulation_portal.accounts.models import User
from emulation_portal.core.dates import today
from emulation_portal.core.retention import kept_from
from emulation_portal.core.routines import routine
from emulation_portal.jobs.registry import Args, Handler, handler

from .actions import expect_all, expect_of, move_all
from .models import Demand, ReportPeriod, ReportSheet
from .telling import remind


@routine("reports.expect", "Lập báo cáo phải nộp theo kỳ")
def expect_reports_task(**_ignored: Any) -> None:
    expect_all(on=today())


@routine("reports.remind", "Nhắc đơn vị nộp báo cáo")
def remind_task(**_ignored: Any) -> None:
    remind(on=today())


@handler("reports.expect_of")
class ExpectReports(Handler):
    """Write down what units owe by a demand that was just asked: there may be tens of thousands."""

    def effect(self, args: Args, result: Any) -> dict[str, Any] | None:
        demand = Demand.objects.select_related("campaign__organiser").get(pk=args["demand_id"])
        return {"new": expect_of(demand, on=today())}


@handler("reports.move_all")
class MoveAll(Handler):
    """Take one step with all reports of a period that stand before it, for who pressed."""

    def effect(self, args: Args, result: Any) -> dict[str, Any] | None:
        period = ReportPeriod.objects.select_related("demand__campaign__organiser").get(pk=args["period_id"])
        by = User.objects.get(pk=args["by"])
        return {"moved": move_all(period=period, event=args["event"], by=by)}


@routine("reports.purge_sheets", "Xóa tệp Excel của báo cáo đã quá hạn lưu")
def purge_sheets(**_ignored: Any) -> None:
    if since := kept_from("reports.sheets", today()):
        ReportSheet.objects.filter(created_at__lt=since).delete()
