"""What the units' reports are in the portal."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.panels import CampaignPanel
from emulation_portal.core.declarations import declare
from emulation_portal.core.parts import (
    Crowd,
    HelpPage,
    LogWords,
    RailItem,
    Sample,
    Shortcut,
    Subject,
    Verb,
    Visits,
    Work,
)
from emulation_portal.documents.drafts.binding import paper_kinds
from emulation_portal.documents.readers import Readable
from emulation_portal.files.owners import FileOwner
from emulation_portal.notifications.enums import Mails
from emulation_portal.notifications.registry import MessageKind
from emulation_portal.procedure.following import Follower
from emulation_portal.procedure.registry import AsksWith, Takes, Taking
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from . import actions, work
from .crowd import fill_reports, visits
from .forms import ReturnReportForm, SubmitForm
from .kinds import UrgingLetterKind
from .models import Demand, ReportText, ReportValue, ReportVersion, UnitReport
from .policies import READING_OFFICE, WRITERS
from .procedures import REPORT
from .sample.loading import is_there, load_reports
from .telling import BACK, REMINDER, tell_unit

_PLACES = ("/bao-cao/", "/ky-bao-cao/", "/yeu-cau-bao-cao/", "/chi-tieu/")


def _return(taking: Taking, event: str) -> UnitReport:
    answers = taking.answers
    return actions.return_report(
        report_id=taking.pk,
        by=taking.by,
        reason=taking.reason,
        parts=answers.get("parts"),
        due_on=answers.get("due_on"),
        event=event,
        read=taking.read,
    )


def _own_list(user: Any) -> tuple[str, str] | None:
    """Return the list of their reports for who writes some; the office goes by the board."""
    is_office = rights_of(user).hold(*READING_OFFICE)
    return None if is_office else ("Báo cáo", reverse("reports:list"))


def of_campaign(request: HttpRequest, campaign: Campaign) -> dict[str, Any] | None:
    """Show the office what the campaign asks for, and units their own reports of it."""
    rights = rights_of(request.user)
    if rights.may(*READING_OFFICE, at=campaign.place):
        return {"demands": list(Demand.objects.filter(campaign=campaign)), "campaign": campaign, "is_office": True}
    if not rights.hold(*WRITERS):
        return None
    own = UnitReport.objects.visible_to(request.user).filter(period__demand__campaign=campaign)
    reports = list(own.select_related("period", "unit")[:12])
    return {"reports": reports, "is_office": False} if reports else None


def _read_values(user: Any) -> Any:
    return ReportValue.objects.filter(report__in=_read_by(user))


def _read_texts(user: Any) -> Any:
    return ReportText.objects.filter(report__in=_read_by(user))


def _read_versions(user: Any) -> Any:
    return ReportVersion.objects.filter(report__in=_read_by(user))


def _read_by(user: Any) -> Any:
    """Return the reports whose content the user reads: their unit's, and of the alliance's what was submitted."""
    rights = rights_of(user)
    own = rights.reach("filer", *WRITERS) | rights.reach("unit", *WRITERS)
    seen = UnitReport.objects.visible_to(user)
    return (seen.filter(own) | seen.filter(submitted_at__isnull=False)).order_by().values("pk")


declare(
    RailItem(
        "Báo cáo",
        "reports:board",
        "check",
        25,
        roles=frozenset({*READING_OFFICE, *WRITERS}),
        own=_own_list,
        covers=_PLACES,
    ),
    Shortcut("Danh mục chỉ tiêu", Role.OFFICER, "reports:indicators", order=75),
    Work(work.reports_to_write, 32),
    Work(work.reports_to_look_at, 30),
    CampaignPanel("reports/_of_campaign.html", of_campaign),
    REPORT,
    *paper_kinds(UrgingLetterKind()),
    Takes(REPORT, "sent_to_head", lambda t: actions.send_to_head(report_id=t.pk, by=t.by, read=t.read)),
    Takes(
        REPORT,
        "submitted",
        lambda t: actions.submit_report(
            report_id=t.pk,
            by=t.by,
            now=timezone.now(),
            reason=t.reason,
            own_number=t.answers.get("own_number"),
            read=t.read,
        ),
    ),
    Takes(
        REPORT, "withdrawn", lambda t: actions.withdraw_report(report_id=t.pk, by=t.by, reason=t.reason, read=t.read)
    ),
    Takes(REPORT, "returned", lambda t: _return(t, "returned")),
    Takes(REPORT, "unlocked", lambda t: _return(t, "unlocked")),
    Takes(REPORT, "excused", lambda t: actions.excuse_report(report_id=t.pk, by=t.by, reason=t.reason, read=t.read)),
    Takes(REPORT, "demanded", lambda t: actions.demand_report(report_id=t.pk, by=t.by, reason=t.reason, read=t.read)),
    AsksWith(REPORT, "submitted", SubmitForm),
    AsksWith(REPORT, "returned", ReturnReportForm),
    AsksWith(REPORT, "unlocked", ReturnReportForm),
    Subject("reports.unitreport", "Báo cáo của đơn vị", lambda pk: reverse("reports:report", args=[pk])),
    Subject("reports.demand", "Yêu cầu báo cáo", lambda pk: reverse("reports:demand", args=[pk])),
    Subject("reports.reportperiod", "Kỳ báo cáo", lambda pk: reverse("reports:period", args=[pk])),
    Subject("reports.indicator", "Chỉ tiêu", lambda pk: reverse("reports:indicator", args=[pk])),
    LogWords(
        {
            "unit.sole_sign_off_allowed": Verb("Cho một người vừa soạn vừa xác nhận báo cáo", "warning"),
            "unit.sole_sign_off_ended": Verb("Lại cần hai người cho báo cáo"),
            "report.handed_over": Verb("Chuyển cho đơn vị kế tục nộp"),
            "report.extended": Verb("Gia hạn nộp", "warning"),
            "report.file_added": Verb("Đính kèm tệp minh chứng"),
            "report.filled_from_file": Verb("Nhập số liệu từ Excel"),
            "report.file_removed": Verb("Gỡ tệp minh chứng", "warning"),
            "demand.created": Verb("Đặt yêu cầu báo cáo"),
            "demand.changed": Verb("Sửa yêu cầu báo cáo"),
            "demand.indicators_chosen": Verb("Chọn chỉ tiêu phải báo cáo"),
            "demand.periods_added": Verb("Lập kỳ báo cáo"),
            "demand.target_set": Verb("Đặt mục tiêu"),
            "demand.target_dropped": Verb("Bỏ mục tiêu", "warning"),
            "demand.donations_are_one": Verb("Tính hai khoản báo trùng một lần"),
            "demand.donations_are_two": Verb("Ghi nhận hai khoản ủng hộ khác nhau"),
            "demand.ended": Verb("Thôi yêu cầu báo cáo", "warning"),
            "demand.asked": Verb("Yêu cầu đơn vị báo cáo", "success"),
            "period.changed": Verb("Sửa kỳ báo cáo"),
            "indicator.created": Verb("Thêm chỉ tiêu"),
            "indicator.changed": Verb("Sửa chỉ tiêu"),
        }
    ),
    HelpPage(
        "bao-cao-cua-don-vi",
        "Báo cáo của đơn vị",
        "Ghi số liệu, trình thủ trưởng, nộp, bổ sung khi bị trả lại.",
        ("/bao-cao/",),
        frozenset(WRITERS),
        order=85,
    ),
    HelpPage(
        "theo-doi-bao-cao",
        "Yêu cầu và theo dõi báo cáo",
        "Đặt yêu cầu, xem ai chưa nộp, tiếp nhận, trả lại, chốt số liệu.",
        _PLACES,
        frozenset(READING_OFFICE),
        order=15,
    ),
    Sample(load_reports, is_there),
    Crowd(fill_reports),
    Visits(visits),
    Readable("reports.unitreport", _read_by),
    Follower(actions.ask_with_the_plan),
    Follower(tell_unit),
    MessageKind(BACK, "Báo cáo trả về đơn vị", Mails.AT_ONCE),
    MessageKind(REMINDER, "Nhắc nộp báo cáo", Mails.AT_ONCE),
    FileOwner("reports.reportvalue", _read_values),
    FileOwner("reports.reporttext", _read_texts),
    FileOwner("reports.reportversion", _read_versions),
)
