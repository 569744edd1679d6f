"""The form of a report: pages of figures and words, kept field by field, and looked at once more before they are sent."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.errors import DomainError
from emulation_portal.core.numbering import whole_number
from emulation_portal.files.actions import receive_file
from emulation_portal.files.enums import EVIDENCE
from emulation_portal.files.models import StoredFile
from emulation_portal.files.queries import files_of

from .. import actions
from ..actions.evidence import add_evidence, evidence_holder, remove_evidence
from ..asked import Form, read_around, read_form
from ..checks import ReportRemark
from ..enums import IndicatorGroup, ReportPart
from ..formpages import figure_url, pages_of, part_url, shown_row
from ..forms import EvidenceForm, donation_lines
from ..models import DemandedIndicator, DonationLine, Indicator, ReportText, UnitReport
from ..procedures import REPORT
from ..queries import last_return
from ..reading import read_draft
from ..typed import FIELDS, TypedWrong, as_typed, fields_of, read_words
from .common import closed, report_for, report_to_write

BLANK_LINES = 3


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
        return redirect(_next_url(read_form(report_for(request.user, pk)), group, request.POST))
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
        **_frame(form, here=group),
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


def _frame(form: Form, *, here: str) -> dict[str, Any]:
    """Return what stands around every page of the form."""
    pages = pages_of(form)
    slugs = [page.slug for page in pages]
    at = slugs.index(here.replace("_", "-")) if here.replace("_", "-") in slugs else -1
    return {
        "report": form.report,
        "pages": pages,
        "here": here.replace("_", "-"),
        "next_page": pages[at + 1] if 0 <= at < len(pages) - 1 else None,
        "field_url": reverse("reports:field", args=[form.report.pk]),
        "review_url": reverse("reports:review", args=[form.report.pk]),
    }


def _next_url(form: Form, here: str, data: Any) -> str:
    """Return where the button that was pressed leads: the next page, the look before sending, or this page again."""
    frame = _frame(form, here=here)
    if "next" in data:
        page = frame["next_page"]
        return str(page.url if page else frame["review_url"])
    return str(next(page.url for page in frame["pages"] if page.slug == frame["here"]))


@require_POST
def field(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep what was typed beside one indicator, or in one part, while one types. Answers in JSON, whatever happens."""
    if not request.user.is_authenticated:
        return JsonResponse({"told": "Phiên làm việc đã hết. Hãy đăng nhập lại."}, status=401)
    try:
        if part := request.POST.get("part", ""):
            return _keep_text(request, pk, part)
        return _keep_value(request, pk, request.POST.get("code", ""))
    except actions.SaidMeanwhile as error:
        return JsonResponse({"told": str(error), **_stands(error.stands)}, status=409)
    except TypedWrong as error:
        return JsonResponse({"errors": error.errors}, status=422)
    except DomainError as error:
        return JsonResponse({"told": str(error)}, status=422)
    except PermissionDenied as error:
        if not UnitReport.objects.visible_to(request.user).filter(pk=pk).exists():
            return _unseen()
        return JsonResponse({"told": str(error)}, status=403)
    except UnitReport.DoesNotExist:
        return _unseen()


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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: SignedInRequest, pk: int) -> HttpResponse:
    """The parts in words."""
    report = report_to_write(request.user, pk)
    if not report.is_open:
        return closed(request, report)
    form = read_form(report)
    if not form.parts:
        raise Http404
    told: dict[str, str] = {}
    if request.method == "POST":
        told = _keep_words(request, form)
        form = read_form(report_for(request.user, pk))
        if not told:
            messages.success(request, "Đã lưu.")
            return redirect(_next_url(form, "noi-dung", request.POST))
    shown = [
        {
            "part": part,
            "body": request.POST.get(part.value, "") if part.value in told else _body(form, part),
            "stands": _body(form, part) if part.value in told else "",
            "seen": form.texts[part.value].revision if part.value in form.texts else 0,
            "told": told.get(part.value, ""),
            "returned": report.returned_parts.get(part.value, ""),
            "remarks": form.remarks_at(part.value),
        }
        for part in form.parts
    ]
    context = {**_frame(form, here="noi-dung"), "parts": shown, "title": "Phần viết bằng lời", "wrong": len(told)}
    return render(request, "reports/words.html", context, status=422 if told else 200)


def _body(form: Form, part: ReportPart) -> str:
    return form.texts[part.value].body if part.value in form.texts else ""


def _keep_words(request: SignedInRequest, form: Form) -> dict[str, str]:
    """Keep the parts that can be kept; return what is to be said at the others."""
    told = {}
    for part in form.parts:
        if part.value not in request.POST:
            continue
        seen = whole_number(request.POST.get(f"{part.value}__seen", "")) or 0
        try:
            actions.write_text(
                report_id=form.report.pk,
                part=part,
                body=read_words(request.POST[part.value]),
                seen=seen,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            told[part.value] = str(error)
    return told


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """The lines of a list: what was given, to whom, worth how much."""
    report = report_to_write(request.user, pk)
    if not report.is_open:
        return closed(request, report)
    form = read_form(report)
    row = next((row for row in form.rows if row.indicator.code == code and row.indicator.is_itemised), None)
    if row is None:
        raise Http404
    stored = list(row.value.lines.all()) if row.value else []
    # What is sent is read by itself: it may be of a page that is older than what is stored.
    formset = donation_lines(request.POST or None, [] if request.method == "POST" else stored, extra=BLANK_LINES)
    told = ""
    if request.method == "POST" and formset.is_valid():
        seen = whole_number(request.POST.get("seen", "")) or 0
        try:
            actions.write_lines(
                report_id=pk,
                indicator=row.indicator,
                lines=_lines_of(formset),
                seen=seen,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            told = str(error)
        else:
            messages.success(request, f"Đã lưu danh sách “{row.indicator.name}”.")
            again = "more" in request.POST
            target = reverse("reports:lines", args=[pk, code]) if again else figure_url(report, row.indicator)
            return redirect(target)
    context = {
        **_frame(form, here=row.indicator.group),
        "row": row,
        "formset": formset,
        "told": told,
        "seen": row.value.revision if row.value else 0,
        "back_url": figure_url(report, row.indicator),
        "title": row.indicator.name,
    }
    return render(request, "reports/lines.html", context, status=422 if told or formset.is_bound else 200)


def _lines_of(formset: Any) -> list[DonationLine]:
    kept = [each for each in formset.forms if each.has_changed() and not each.cleaned_data.get("DELETE")]
    names = [*formset.forms[0].Meta.fields] if formset.forms else []
    return [DonationLine(**{name: each.cleaned_data[name] for name in names}) for each in kept]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """The files behind one figure or one part."""
    report = report_to_write(request.user, pk)
    if not report.is_open:
        return closed(request, report)
    name = _name_of(report, code)
    form = EvidenceForm(request.POST or None, request.FILES or None) if request.FILES else EvidenceForm()
    holder = evidence_holder(report, code)
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                gone = remove_evidence(report_id=pk, code=code, key=_key(request.POST["remove"]), by=request.user)
                messages.success(request, f"Đã gỡ tệp “{gone}”." if gone else "Tệp đã được gỡ trước đó.")
                return redirect(request.path)
            if request.FILES and form.is_valid():
                sent = form.cleaned_data["file"]
                file = receive_file(sent.name, sent, allowed=EVIDENCE, by=request.user)
                add_evidence(report_id=pk, code=code, file=file, by=request.user, now=timezone.now())
                messages.success(request, f"Đã đính kèm “{file.name}”.")
                return redirect(request.path)
            if not request.FILES:
                form.add_error("file", "Hãy chọn tệp.") if form.is_bound else messages.error(request, "Hãy chọn tệp.")
        except DomainError as error:
            messages.error(request, str(error))
    back = (
        reverse("reports:words", args=[pk])
        if code in ReportPart.values
        else figure_url(report, _indicator(report, code))
    )
    context = {
        **_frame(read_form(report), here=""),
        "form": form,
        "files": files_of(holder).select_related("sent_by") if holder else [],
        "title": f"Tệp minh chứng: {name}",
        "back_url": back,
    }
    return render(request, "reports/evidence.html", context)


def _indicator(report: UnitReport, code: str) -> Indicator:
    return get_object_or_404(Indicator, pk__in=report.period.demand.rows.values("indicator"), code=code)


def _name_of(report: UnitReport, code: str) -> str:
    if code in report.period.demand.parts:
        return str(ReportPart(code).label)
    return _indicator(report, code).name


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Xem lại trước khi gửi: the whole report to read, what still stands against sending it, and the button."""
    report = report_to_write(request.user, pk)
    if not report.is_open:
        return redirect(report)
    form = read_form(report)
    context = {
        **_frame(form, here="xem-lai"),
        "read": read_draft(report, form, report.versions.standing().last()),
        "returned": last_return(report),
        "title": "Xem lại trước khi gửi",
        "blocking": [_where(form, remark) for remark in form.remarks if remark.blocks],
        "send_url": reverse("procedure:step", args=[REPORT.slug, pk, "trinh-thu-truong"]),
    }
    return render(request, "reports/review.html", context)


def _where(form: Form, remark: ReportRemark) -> tuple[str, str, str]:
    """Return what a remark is about: its name, where it is mended, and the words."""
    row = next((row for row in form.rows if row.indicator.code == remark.code), None)
    if row is not None:
        return row.indicator.name, figure_url(form.report, row.indicator), remark.words
    return (
        str(ReportPart(remark.code).label),
        part_url(form.report, remark.code),
        remark.words,
    )
