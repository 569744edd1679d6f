"""From the writer to the head, from the head to the alliance, and back."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from emulation_portal.accounts.models import User
from emulation_portal.audit.models import Event
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.actions import UnitOrder, issue_of_unit, withdraw_of_unit
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.queries import facts_of, paper_of
from emulation_portal.procedure.moving import lock, moving

from ..asked import Form, read_form
from ..checks import ReportRemark
from ..models import ReportVersion, UnitReport
from ..papers import report_paper
from ..snapshots import snapshot

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no two that look alike in print
CODE_LENGTH = 8


class ReportIncomplete(DomainError):
    """Something stands against sending the report; `remarks` say what and where."""

    def __init__(self, remarks: list[ReportRemark]) -> None:
        super().__init__(f"Còn {len(remarks)} chỗ phải bổ sung trước khi gửi. Hãy mở “Xem lại trước khi gửi” để xem.")
        self.remarks = remarks


class NotOpenYet(DomainError):
    """The period takes reports only from a day to come."""


def _complete_form(report: UnitReport) -> Form:
    """Return what the report says. Raises ReportIncomplete."""
    form = read_form(report)
    blocking = [remark for remark in form.remarks if remark.blocks]
    if blocking:
        raise ReportIncomplete(blocking)
    return form


@transaction.atomic
def send_to_head(*, report_id: int, by: User, read: int | None = None) -> UnitReport:
    """Trình thủ trưởng. Raises PermissionDenied, InvalidMove, ReportIncomplete, ReadAnotherText."""
    report: UnitReport = lock(UnitReport, report_id, read)
    with moving(report, "sent_to_head", by=by):
        _complete_form(report)
        report.drafted_by, report.confirmed_by = by, None
    return report


@transaction.atomic
def submit_report(
    *,
    report_id: int,
    by: User,
    now: dt.datetime,
    reason: str = "",
    own_number: int | None = None,
    read: int | None = None,
) -> UnitReport:
    """Xác nhận và nộp: freeze what the report says as its next version, with a receipt, and as the unit's paper.

    When it came first is what counts for late. `own_number` is what the paper has in the unit's own book, if it keeps
    one; a former paper of the report ends by it. Raises PermissionDenied, InvalidMove, ReportIncomplete, ReadAnotherText,
    and what `issue_of_unit` raises.
    """
    report: UnitReport = lock(UnitReport, report_id, read)
    _check_is_open(report, on=timezone.localdate(now))
    code = new_receipt_code()
    with moving(report, "submitted", by=by, reason=reason, data={"receipt": code}):
        form = _complete_form(report)
        report.confirmed_by, report.is_signed_alone = by, report.drafted_by_id == by.pk
        report.receipt_code, report.returned_parts, report.return_due_on = code, {}, None
        report.own_number = own_number
        if report.submitted_at is None:
            report.submitted_at, report.submitted_on = now, timezone.localdate(now)
    content = snapshot(report, form.rows, form.texts)
    ReportVersion.objects.create(
        report=report,
        number=report.versions.count() + 1,
        content=content,
        receipt_code=code,
        submitted_at=now,
        submitted_by=by,
    )
    _issue_paper(report, content, by=by, on=timezone.localdate(now))
    return report


def _check_is_open(report: UnitReport, *, on: dt.date) -> None:
    if not report.period.is_open(on=on):
        raise NotOpenYet(
            f"Kỳ này nhận báo cáo từ ngày {short_date(report.period.opens_on)}. Cứ ghi dần, đến ngày ấy hãy xác nhận và nộp."
        )


def _issue_paper(report: UnitReport, content: dict[str, Any], *, by: User, on: dt.date) -> None:
    former = paper_of(report)
    issued_on = max(on, former.issued_on) if former else on
    order = UnitOrder(
        unit=report.filer,
        document_type=DocumentType.BC,
        paper=report_paper(report.period, report.unit, content, facts_of(report.filer, on=on, signed_by=by), on=on),
        issued_on=issued_on,
        subject=report,
        number=report.own_number,
    )
    issue_of_unit(order, by=by, today=issued_on, supersedes=former)


def new_receipt_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


@transaction.atomic
def withdraw_report(*, report_id: int, by: User, reason: str, read: int | None = None) -> UnitReport:
    """Rút lại before anybody received it. What was submitted once only has then not come: late is counted anew.

    Its paper is withdrawn with it, and its version: nobody vouches for what was taken back. What the office had asked for
    when it sent the report back is asked for again.

    Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText.
    """
    report: UnitReport = lock(UnitReport, report_id, read)
    with moving(report, "withdrawn", by=by, reason=reason):
        report.confirmed_by, report.receipt_code = None, ""
        if returned := _last_returned(report):
            due_on = returned.data.get("due_on")
            report.returned_parts = returned.data.get("parts", {})
            report.return_due_on = dt.date.fromisoformat(due_on) if due_on else None
        else:
            report.submitted_at, report.submitted_on = None, None
    report.versions.filter(pk=report.versions.latest("number").pk).update(withdrawn_at=timezone.now())
    paper = paper_of(report)
    if paper is not None:
        withdraw_of_unit(paper, by=by, on=timezone.localdate(), reason=reason)
    return report


def _last_returned(report: UnitReport) -> Event | None:
    """Return how the office sent an earlier version back: then it had come, and what is written now answers that."""
    told = Event.objects.filter(object_type=report._meta.label_lower, object_id=str(report.pk))
    return told.filter(verb__in=["report.returned", "report.unlocked"]).order_by("-id").first()


@transaction.atomic
def return_report(
    *,
    report_id: int,
    by: User,
    reason: str,
    parts: Mapping[str, str] | None = None,
    due_on: dt.date | None = None,
    event: str = "returned",
    read: int | None = None,
) -> UnitReport:
    """Trả lại bổ sung: why, at which fields, and until when.

    Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText.
    """
    report: UnitReport = lock(UnitReport, report_id, read)
    told = {code: words for code, words in (parts or {}).items() if words}
    asked = {"parts": told, "due_on": due_on.isoformat() if due_on else None}
    with moving(report, event, by=by, reason=reason, data={name: each for name, each in asked.items() if each}):
        report.returned_parts, report.return_due_on = told, due_on
    return report


@transaction.atomic
def excuse_report(*, report_id: int, by: User, reason: str, read: int | None = None) -> UnitReport:
    """Miễn báo cáo kỳ này. Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText."""
    report: UnitReport = lock(UnitReport, report_id, read)
    with moving(report, "excused", by=by, reason=reason):
        report.exempt_reason = " ".join(reason.split())[:300]
    return report


@transaction.atomic
def demand_report(*, report_id: int, by: User, reason: str, read: int | None = None) -> UnitReport:
    """Yêu cầu báo cáo lại, after all. Raises PermissionDenied, InvalidMove, ReasonMissing, ReadAnotherText."""
    report: UnitReport = lock(UnitReport, report_id, read)
    with moving(report, "demanded", by=by, reason=reason):
        report.exempt_reason = ""
    return report
