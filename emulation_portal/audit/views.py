"""Nhật ký: what was done in the portal, by whom and when. Reading it is itself written down."""

import csv
import datetime as dt
import io
import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted
from emulation_portal.core.numbering import grouped, whole_number
from emulation_portal.core.tables import Column

from . import policies
from .actions import record
from .forms import LogFilterForm
from .models import Event, Seal
from .queries import SEARCHED, LogFilter, filtered, kind_of, log_page, status_words
from .subjects import url_of
from .verbs import words_on

EXPORT_LIMIT = 10_000
READ_AT_ONCE = 500  # events of an export that are held together
NARROWER = "Hãy chọn khoảng ngày hẹp hơn rồi xuất từng phần."
_BEGINS_A_FORMULA = re.compile("([,;\t\r\n][ \u00a0]*)(?=[=+@＝＋－＠-])")
# The same question asked again within this time is one reading: a page reloaded is not read twice.
SAME_READING = dt.timedelta(minutes=10)


@method_decorator(never_cache, name="dispatch")
class Log(ListPage):
    """Nhật ký, newest first. It grows for ever: a page begins after the last event of the one before, not at a number."""

    template_name, caption, is_numbered = "audit/log.html", "Nhật ký", False
    is_exported = False  # in its own way, which is itself written down
    hint = "Hãy thử khoảng ngày rộng hơn, hoặc chỉ gõ một phần tên, không cần dấu."

    @cached_property
    def chosen(self) -> Any:
        return LogFilterForm(self.request.GET)

    def check(self) -> None:
        policies.check_can_read_log(self.reader)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        wanted, before = self.chosen.wanted(), _older_than(request)
        _record_reading(request, wanted)  # of every page: who goes straight to an older one reads, too
        page = log_page(wanted, reader=self.reader, before=before)
        context = self.context(page.events, 1, len(page.events), None)
        return render(
            request, self.template_name, {**context, "page": page, "before": before, "seal": Seal.objects.newest()}
        )

    def columns(self) -> list[Column]:
        return [
            Column("Lúc", lambda event: event.at),
            Column("Người làm", lambda event: event.actor_name, "nowrap"),
            Column("Việc", _what),
            Column("Đối tượng", _what_it_was_about),
        ]

    def nothing(self) -> Nothing:
        words = "Khi có người soạn, trình, duyệt, cấp số hay sửa tài khoản, việc đó sẽ hiện ở đây."
        return Nothing("Nhật ký chưa có gì", words)


def _what(event: Event) -> SafeString | str:
    reason = f"Lý do: {Truncator(event.reason).chars(300)}" if event.reason else ""
    return noted(noted(words_on(event.verb, event.part), status_words(event)), reason)


def _what_it_was_about(event: Event) -> SafeString | str:
    name, url = Truncator(event.object_name).chars(160), url_of(event.object_type, event.object_id)
    return noted(link(url, name) if url else name, kind_of(event))


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
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Lúc", "Người làm", "Việc", "Loại", "Đối tượng", "Trạng thái", "Lý do"])
    rows, is_cut = 0, False
    for event in found[: EXPORT_LIMIT + 1].iterator(chunk_size=READ_AT_ONCE):
        if is_cut := rows == EXPORT_LIMIT:
            break
        writer.writerow([harmless(cell) for cell in _cells(event)])
        rows += 1
    counts = {"rows": rows, "is_cut": is_cut or is_searched_in_part}
    record("audit.exported", request.user, by=request.user, data=wanted.as_data() | counts)  # type: ignore[arg-type]
    if is_cut:
        writer.writerow([f"CHƯA HẾT: tệp này chỉ có {grouped(EXPORT_LIMIT)} việc mới nhất. {NARROWER}"])
    if is_searched_in_part:
        writer.writerow([f"CHƯA HẾT: tên đối tượng chỉ được tìm trong {grouped(SEARCHED)} việc gần nhất. {NARROWER}"])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"nhat-ky-{timezone.localdate():%Y-%m-%d}{'-chua-het' if counts['is_cut'] else ''}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(event: Event) -> list[str]:
    return [
        f"{timezone.localtime(event.at):%d/%m/%Y %H:%M:%S}",
        event.actor_name,
        words_on(event.verb, event.part),
        kind_of(event),
        event.object_name,
        status_words(event),
        event.reason,
    ]


def harmless(cell: str) -> str:
    """Return the cell so that a spreadsheet reads it as text: `=1+1` and its full-width kin are not calculated.

    Nor is what stands behind a mark at which a spreadsheet of another language parts cells.
    """
    guarded = f"'{cell}" if cell.lstrip(" \u00a0")[:1] in tuple("=+-@\t\r＝＋－＠") and cell.strip() else cell
    return _BEGINS_A_FORMULA.sub(r"\1'", guarded)


def _older_than(request: HttpRequest) -> int | None:
    return whole_number(request.GET.get("before", ""))


def _record_reading(request: HttpRequest, wanted: LogFilter) -> None:
    user: Any = request.user
    last = Event.objects.filter(actor_id=user.pk, verb="audit.read").order_by("-id").first()
    is_same = last and last.data == wanted.as_data() and last.at > timezone.now() - SAME_READING
    if not is_same:
        record("audit.read", user, by=user, data=wanted.as_data())
