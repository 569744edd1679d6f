"""Beginning a công văn đôn đốc with what is known of who is late."""

import datetime as dt
from typing import Any

from django.db import transaction

from campaigns.enums import STOPPED
from emulation_portal.accounts.models import User
from emulation_portal.core.dates import short_date
from emulation_portal.core.errors import DomainError
from emulation_portal.documents.drafts.actions import edit_draft, open_draft
from emulation_portal.documents.drafts.enums import BEING_WRITTEN
from emulation_portal.documents.drafts.models import DraftRecipient, DraftTable
from emulation_portal.documents.enums import DocumentType
from emulation_portal.documents.models import Issuer
from units.enums import SigningForm
from units.models import SigningAuthority

from ..models import ReportPeriod, UrgingLetter
from ..policies import check_can_demand

MOST_ROWS = 400
HEAD = ["STT", "Đơn vị", "Hạn nộp"]


class NobodyLate(DomainError):
    """There is nobody to urge, or nobody who could."""


@transaction.atomic
def draft_urging(*, period_id: int, by: User, on: dt.date) -> Any:
    """Soạn công văn đôn đốc: a draft that addresses the units which have not reported, and lists them.

    While one of the period is on its way, that one is returned. Raises PermissionDenied, NobodyLate, PaperTooLarge.
    """
    periods = ReportPeriod.objects.select_for_update(of=("self",), no_key=True)
    period = periods.select_related("demand__campaign__organiser").get(pk=period_id)
    check_can_demand(by, period.demand)
    on_its_way = period.letters.filter(paper__status__in=BEING_WRITTEN).select_related("paper").last()
    if on_its_way is not None:
        return on_its_way.paper
    if period.demand.campaign.status in STOPPED:
        raise NobodyLate("Phong trào đã dừng hoặc đã thu hồi nên không đôn đốc báo cáo nữa.")
    late = list(period.reports.unsent(on=on, due_on=period.due_on).select_related("unit").order_by("unit__name", "pk"))
    issuer = Issuer.objects.filter(unit=period.demand.place).first()
    if not late:
        raise NobodyLate("Mọi đơn vị đã nộp báo cáo kỳ này nên không cần đôn đốc.")
    if issuer is None:
        raise NobodyLate("Chưa có thể thức văn bản của Liên minh. Hãy nhờ quản trị lập ở “Thể thức văn bản”.")
    campaign = period.demand.campaign
    summary = f"V/v đôn đốc nộp báo cáo {period.within}{_which(period)}"
    fields = {"issuer": issuer, "summary": summary, "signing": _signing(issuer, on=on)}
    draft = open_draft("report_urging", fields, {"campaign": campaign}, by=by)
    UrgingLetter.objects.get_or_create(paper=draft, defaults={"period": period, "unit_count": len(late)})
    if draft.preamble:
        return draft  # begun a moment ago

    def say(row: Any) -> None:
        row.preamble = (
            f"Thực hiện {campaign.name}, các đơn vị thành viên phải nộp báo cáo {period.within} (số liệu từ ngày "
            f"{short_date(period.period_from)} đến hết ngày {short_date(period.period_to)}) trước khi hết ngày "
            f"{short_date(period.due_on)}. Đến ngày {short_date(on)}, các đơn vị sau đây chưa nộp:"
        )
        row.closing = (
            "Đề nghị thủ trưởng các đơn vị chỉ đạo lập, xác nhận và nộp báo cáo trên Cổng Thi đua - Khen thưởng. Việc nộp "
            "báo cáo là căn cứ để bình xét thi đua."
        )
        row.is_public = False

    def list_them(row: Any) -> None:
        DraftTable.objects.create(draft=row, position=1, rows=[HEAD, *_rows(late)])

    def address_them(row: Any) -> None:
        row.addresses_everyone = False
        row.addressed_units.set([report.filer_id for report in late])
        DraftRecipient.objects.create(draft=row, position=1, text="Như trên")

    for part, change in (("general", say), ("tables", list_them), ("recipients", address_them)):
        draft = edit_draft(draft_id=draft.pk, revision=draft.revision, by=by, part=part, change=change)
    return draft


def _which(period: ReportPeriod) -> str:
    """Return what tells the period from another of its name, of which the campaign asks something else."""
    others = ReportPeriod.objects.filter(demand__campaign=period.demand.campaign_id, name=period.name)
    return f" ({period.demand.name})" if others.exclude(pk=period.pk).exists() else ""


def _rows(late: list[Any]) -> list[list[str]]:
    rows = [[str(at), report.unit.name, short_date(report.due_on)] for at, report in enumerate(late, start=1)]
    if len(rows) <= MOST_ROWS:
        return rows
    return [*rows[:MOST_ROWS], ["", f"… và {len(rows) - MOST_ROWS} đơn vị khác", ""]]


def _signing(issuer: Issuer, *, on: dt.date) -> SigningAuthority | None:
    """Return who signs by order of the head, as the letter is signed."""
    ways = SigningAuthority.objects.in_force(on=on).filter(
        unit=issuer.unit_id, form__in=[SigningForm.TL, SigningForm.TL_KT]
    )
    return next((each for each in ways.order_by("form", "pk") if each.covers(DocumentType.CV)), None)
