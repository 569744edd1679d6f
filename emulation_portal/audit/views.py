"""Nhật ký: what was done in the portal, by whom and when. Reading it is itself written down."""

import csv
import datetime as dt
import io
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from emulation_portal.core.numbering import grouped, whole_number

from . import policies
from .actions import record
from .forms import LogFilterForm
from .models import Event
from .queries import SEARCHED, LogFilter, filtered, kind_of, log_page, status_words
from .subjects import url_of
from .verbs import verb_of

EXPORT_LIMIT = 10_000
NARROWER = "Hãy chọn khoảng ngày hẹp hơn rồi xuất từng phần."
# The same question asked again within this time is one reading: a page reloaded is not read twice.
SAME_READING = dt.timedelta(minutes=10)


@login_required
@never_cache
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    policies.check_can_read_log(request.user)
    form = LogFilterForm(request.GET)
    wanted = form.wanted()
    before = _older_than(request)
    _record_reading(request, wanted)  # of every page: who goes straight to an older one reads, too
    page = log_page(wanted, reader=request.user, before=before)
    rows = [_row(event) for event in page.events]
    context = {"form": form, "rows": rows, "page": page, "before": before, "is_filtered": bool(wanted.as_data())}
    return render(request, "audit/log.html", context)


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Write the events of the same filters as CSV for Excel: with a byte order mark, formulas made harmless.

    What was not understood would export more than was asked for, so nothing is. A cut export says so in its last line.
    """
    policies.check_can_read_log(request.user)
    form = LogFilterForm(request.GET)
    if not form.is_valid():
        messages.error(request, "Chưa xuất gì: bộ lọc có ô chưa đúng. Hãy sửa ô được đánh dấu rồi xuất lại.")
        return redirect(f"{reverse('audit:list')}?{request.GET.urlencode()}")
    wanted = form.wanted()
    found, is_searched_in_part = filtered(wanted, reader=request.user)
    events = list(found[: EXPORT_LIMIT + 1])
    is_cut = len(events) > EXPORT_LIMIT
    events = events[:EXPORT_LIMIT]
    counts = {"rows": len(events), "is_cut": is_cut or is_searched_in_part}
    record("audit.exported", request.user, by=request.user, data=wanted.as_data() | counts)  # type: ignore[arg-type]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Lúc", "Người làm", "Việc", "Loại", "Đối tượng", "Trạng thái", "Lý do"])
    for event in events:
        at = f"{timezone.localtime(event.at):%d/%m/%Y %H:%M:%S}"
        cells = [
            at,
            event.actor_name,
            verb_of(event.verb).label,
            kind_of(event),
            event.object_name,
            status_words(event),
        ]
        writer.writerow([harmless(cell) for cell in (*cells, event.reason)])
    if is_cut:
        writer.writerow([f"CHƯA HẾT: tệp này chỉ có {grouped(EXPORT_LIMIT)} việc mới nhất. {NARROWER}"])
    if is_searched_in_part:
        writer.writerow([f"CHƯA HẾT: tên đối tượng chỉ được tìm trong {grouped(SEARCHED)} việc gần nhất. {NARROWER}"])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"nhat-ky-{timezone.localdate():%Y-%m-%d}{'-chua-het' if counts['is_cut'] else ''}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def harmless(cell: str) -> str:
    """Return the cell so that a spreadsheet reads it as text: `=1+1` and its full-width kin are not calculated."""
    return f"'{cell}" if cell.lstrip(" \u00a0")[:1] in tuple("=+-@\t\r＝＋－＠") and cell.strip() else cell


def _older_than(request: HttpRequest) -> int | None:
    return whole_number(request.GET.get("truoc", ""))


def _record_reading(request: HttpRequest, wanted: LogFilter) -> None:
    user: Any = request.user
    last = Event.objects.filter(actor_id=user.pk, verb="audit.read").order_by("-id").first()
    is_same = last and last.data == wanted.as_data() and last.at > timezone.now() - SAME_READING
    if not is_same:
        record("audit.read", user, by=user, data=wanted.as_data())


def _row(event: Event) -> dict[str, Any]:
    verb = verb_of(event.verb)
    return {
        "event": event,
        "what": verb.label,
        "tone": verb.tone,
        "kind": kind_of(event),
        "status": status_words(event),
        "url": url_of(event.object_type, event.object_id),
    }
