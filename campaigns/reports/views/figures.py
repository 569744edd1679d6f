"""The pages of figures: kept field by field while one types, or all of a page by its button."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.numbering import whole_number
from emulation_portal.files.models import StoredFile

from .. import actions
from ..asked import Form, read_around, read_form
from ..enums import IndicatorGroup
from ..formpages import shown_row
from ..models import DemandedIndicator, ReportText, UnitReport
from ..typed import FIELDS, as_typed, fields_of, read_words
from .common import closed, kept_or_told, report_for, report_to_write, session_over
from .frame import frame, next_url


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: SignedInRequest, pk: int, group: str) -> HttpResponse:
    """One page of figures. Without scripts the button at its end keeps all of it that can be kept."""
    report = report_to_write(request.user, pk)
    if not report.is_open:
        return closed(request, report)
    form = read_form(report)
    if group not in {each.value for each in form.groups}:
        raise Http404
    if request.method != "POST":
        return render(request, "reports/figures.html", _figures_context(form, group))
    typed = [_typed_row(request.POST, row.demanded) for row in form.rows_of(group)]
    try:
        kept = actions.write_values(report_id=pk, typed=typed, by=request.user, now=timezone.now())
    except actions.NotOpen as error:
        messages.warning(request, str(error))
        return redirect(report)
    if kept.is_whole:
        messages.success(request, "Đã lưu.")
        return redirect(next_url(read_form(report_for(request.user, pk)), group, request.POST))
    raw = {row.indicator.code: row.raw for row in typed}
    told = {code: str(error) for code, error in kept.meanwhile.items()}
    fresh = read_form(report_for(request.user, pk))
    context = _figures_context(fresh, group, typed=raw, errors=kept.errors, meanwhile=told)
    return render(request, "reports/figures.html", context, status=422)


def _typed_row(data: Any, demanded: DemandedIndicator) -> actions.TypedRow:
    """Return what was sent of one indicator; a box that was not on the page, or not touched there, says nothing."""
    indicator = demanded.indicator
    asked = [name for name in fields_of(indicator) if name != "year_estimate" or demanded.wants_estimate]
    names = {name: f"{indicator.code}__{name}" for name in asked}
    raw = {name: data[key] for name, key in names.items() if key in data and not _is_untouched(data, key)}
    return actions.TypedRow(indicator, raw, seen=whole_number(data.get(f"{indicator.code}__seen", "")) or 0)


def _is_untouched(data: Any, key: str) -> bool:
    """Return whether a box says what its page showed at first: then what others wrote there meanwhile stays."""
    was = data.get(f"{key}__was")
    return was is not None and _lines(was) == _lines(data[key])


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _figures_context(
    form: Form,
    group: str,
    *,
    typed: Mapping[str, Mapping[str, str]] | None = None,
    errors: Mapping[str, Mapping[str, str]] | None = None,
    meanwhile: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    counts = _evidence_counts(form.report)
    rows = [
        shown_row(
            form,
            row,
            typed=(typed or {}).get(row.indicator.code),
            errors=(errors or {}).get(row.indicator.code),
            meanwhile=(meanwhile or {}).get(row.indicator.code, ""),
            files=counts.get(row.value.pk, 0) if row.value else 0,
        )
        for row in form.rows_of(group)
    ]
    return {
        **frame(form, here=group),
        "rows": rows,
        "title": f"Số liệu: {IndicatorGroup(group).label}",
        "wrong": sum(bool(row.meanwhile) or any(each.error for each in row.fields) for row in rows),
    }


def _evidence_counts(report: UnitReport) -> Mapping[int, int]:
    keys = [str(key) for key in report.values.values_list("pk", flat=True)]
    found: dict[int, int] = defaultdict(int)
    rows = StoredFile.objects.filter(subject_type="reports.reportvalue", subject_id__in=keys)
    for key in rows.values_list("subject_id", flat=True):
        found[int(key)] += 1
    return found


@require_POST
def field(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep what was typed beside one indicator, or in one part, while one types. Answers in JSON, whatever happens."""
    if not request.user.is_authenticated:
        return session_over()
    try:
        return kept_or_told(lambda: _keep(request, pk), _stands)
    except PermissionDenied as error:
        if not UnitReport.objects.visible_to(request.user).filter(pk=pk).exists():
            return _unseen()
        return JsonResponse({"told": str(error)}, status=403)
    except UnitReport.DoesNotExist:
        return _unseen()


def _keep(request: Any, pk: int) -> JsonResponse:
    if part := request.POST.get("part", ""):
        return _keep_text(request, pk, part)
    return _keep_value(request, pk, request.POST.get("code", ""))


def _unseen() -> JsonResponse:
    """Answer the same of a report that is not there and of one that one knows nothing of."""
    return JsonResponse({"told": "Không mở được báo cáo này. Hãy tải lại trang."}, status=404)


def _stands(row: Any) -> dict[str, Any]:
    if isinstance(row, ReportText):
        return {"seen": row.revision, "stands": {"body": row.body}}
    said = {name: as_typed(row.indicator, getattr(row, name)) for name in fields_of(row.indicator)}
    return {"seen": row.revision, "stands": said}


def _keep_value(request: Any, pk: int, code: str) -> JsonResponse:
    raw = {name: request.POST[name] for name in FIELDS if name in request.POST}
    seen = whole_number(request.POST.get("seen", "")) or 0
    typed = actions.type_value(report_id=pk, code=code, raw=raw, seen=seen, by=request.user, now=timezone.now())
    form = read_around(typed.report, typed.demanded, typed.values, code)
    shown = shown_row(form, next(each for each in form.rows if each.indicator.code == code))
    return JsonResponse(
        {
            "kept_at": f"{timezone.localtime():%H:%M}",
            **_stands(typed.value),
            "beside": shown.beside,
            "remarks": {
                each.indicator.code: [remark.words for remark in form.remarks_at(each.indicator.code)]
                if each.is_said
                else []
                for each in form.rows
                if form.looked_at is None or each.indicator.code in form.looked_at
            },
        }
    )


def _keep_text(request: Any, pk: int, part: str) -> JsonResponse:
    body = read_words(request.POST.get("body", ""))
    seen = whole_number(request.POST.get("seen", "")) or 0
    text = actions.type_text(report_id=pk, part=part, body=body, seen=seen, by=request.user, now=timezone.now())
    return JsonResponse({"kept_at": f"{timezone.localtime():%H:%M}", **_stands(text)})
