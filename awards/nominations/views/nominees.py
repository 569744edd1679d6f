"""Đề nghị: added to a dossier, written with the conditions beside what one types, looked at by who appraises."""

import datetime as dt
from itertools import chain
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.history.queries import latest_of
from campaigns.reports.views.common import session_over
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.forms import placed, wrong_boxes
from emulation_portal.core.permissions import allows
from emulation_portal.files.queries import files_of
from emulation_portal.procedure.opening import Link, last_move, next_of

from .. import actions, policies
from ..boxes import seen_of, value_of
from ..figures import figures_of
from ..forms import ClaimForm, NomineesForm, initiative_rows
from ..judging import Assessment, as_plain, differences, judge_all
from ..models import Nomination
from ..procedures import NOMINATION
from ..queries import neighbours, people_of_unit
from .common import dossier_of, nomination_of, shown

_OF_THE_UNIT = ("completed", "withdrawn", "restored")  # steps that the office never takes
_OF_THE_OFFICE = ("found_eligible", "found_ineligible", "returned", "held", "resumed", "appraised_again")
_WHY = {
    "nomination.returned": "Liên minh yêu cầu bổ sung",
    "nomination.held": "Tạm dừng xét",
    "nomination.found_ineligible": "Không đủ điều kiện",
    "nomination.withdrawn": "Đơn vị đã rút",
}
BLANK_ROWS = 2


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose people and collectives for one award."""
    dossier = dossier_of(request.user, pk)
    policies.check_can_write(request.user, dossier)
    if not dossier.is_open:
        messages.warning(request, f"Hồ sơ đang ở trạng thái “{dossier.get_status_display()}” nên không thêm được.")
        return redirect(dossier)
    posts = people_of_unit(dossier.unit, on=today())
    form = NomineesForm(request.POST or None, dossier=dossier, posts=posts, cancel_url=dossier.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_nominees(
                dossier_id=pk, award=form.cleaned_data["award"], nominees=form.nominees(), by=request.user
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã thêm {len(added)} đề nghị.")
            only = reverse("nominations:write", args=[added[0].pk]) if len(added) == 1 else None
            return redirect(only or dossier)
    context = {
        "form": form,
        "title": "Thêm đề nghị",
        "trail": dossier.trail(),
        "lead": "Mỗi lần một danh hiệu, hình thức; chọn được nhiều cá nhân, tập thể.",
    }
    return render(request, "nominations/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask whether one is to go from a dossier that is being written, and take it out."""
    nomination = nomination_of(request.user, pk)
    policies.check_can_write_nomination(request.user, nomination)
    if request.method != "POST":
        return render(request, "nominations/drop.html", {"nomination": nomination})
    try:
        name = actions.drop_nominee(nomination_id=pk, by=request.user, on=today())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã bỏ {name} khỏi hồ sơ.")
    return redirect(nomination.dossier)


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One nomination: what is told, how it stands with each condition, what was found."""
    nomination, on = nomination_of(request.user, pk), today()
    is_unit = bool(allows(policies.check_can_write_nomination, request.user, nomination))
    may_read = bool(allows(policies.check_can_read_nomination, request.user, nomination))
    hidden = _hidden_from(request.user, nomination)
    judged = judge_all([nomination], on=on, reader=request.user)[nomination.pk]
    said, event = nomination.said, last_move(nomination)
    before, after = (None, None) if is_unit else neighbours(nomination, request.user)
    why = event if event and event.reason and event.verb in _WHY and event.verb not in hidden else None
    context = {
        "nomination": nomination,
        "dossier": nomination.dossier,
        "is_unit": is_unit,
        "may_read": may_read,
        "may_write": is_unit and nomination.is_open,
        "tone": NOMINATION.state_of(nomination.status).tone,
        "next": _next(request, nomination, is_unit=is_unit),
        "judged": shown(judged),
        "law_day": nomination.law_day(on=on),
        "differences": _differences(nomination, judged, on=on) if may_read and not is_unit else [],
        "report": [
            (each.title, words)
            for each in nomination.report_form.sections
            if (words := said.report.get(each.key, "")) or each.is_asked
        ],
        "initiatives": said.initiatives,
        "files": files_of(nomination).select_related("sent_by"),
        "awards": list(latest_of(request.user, **_whose(nomination))[:20]),
        "returned": why,
        "returned_title": _WHY[why.verb] if why else "",
        "before": before,
        "after": after,
        "history": history_of(nomination, without_reasons_of=hidden),
    }
    return render(request, "nominations/nomination.html", context)


def _hidden_from(user: Any, nomination: Nomination) -> tuple[str, ...]:
    """Return the steps whose reasons are not the reader's: what keeps an award waiting, in its unit the head alone reads."""
    is_unit = bool(allows(policies.check_can_write_nomination, user, nomination))
    is_head = bool(allows(policies.check_can_withdraw_nomination, user, nomination))
    return ("nomination.held", "nomination.resumed") if is_unit and not is_head else ()


def _differences(nomination: Nomination, judged: Assessment, *, on: dt.date) -> list[tuple[str, str, str]]:
    """Return what stood otherwise when it was sent, and what stands otherwise since its receipt. For the office alone."""
    sent, received = nomination.judged_when_sent, nomination.judged_when_received
    since = differences(received, as_plain(judged, on=on)) if received else []
    return [*(differences(sent, received) if received else []), *since]


def _whose(nomination: Nomination) -> dict[str, Any]:
    if nomination.person_id:
        return {"person": nomination.person_id}
    return {"collective": nomination.collective_id} if nomination.collective_id else {"pk": None}


def _next(request: SignedInRequest, nomination: Nomination, *, is_unit: bool) -> Any:
    links: list[Link] = []
    if is_unit and nomination.is_open:
        links.append(Link("Soạn đề nghị", reverse("nominations:write", args=[nomination.pk]), "primary"))
        links.append(Link("Tệp minh chứng", reverse("nominations:evidence", args=[nomination.pk])))
    leave_out = _OF_THE_OFFICE if is_unit else _OF_THE_UNIT
    return next_of(nomination, request.user, now=timezone.now(), leave_out=leave_out, links=links)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is told of one nominee, with the conditions beside it. Without scripts the button at the end keeps all of it."""
    nomination = nomination_of(request.user, pk)
    policies.check_can_write_nomination(request.user, nomination)
    if not nomination.is_open:
        messages.warning(
            request,
            f"Đề nghị đang ở trạng thái “{nomination.get_status_display()}” nên không sửa được. Đây là bản đang có.",
        )
        return redirect(nomination)
    form, told = ClaimForm(request.POST if request.method == "POST" else None, nomination=nomination), ""
    if request.method == "POST":
        is_right = form.is_valid()
        seen = {name: request.POST.get(f"seen_{name}", "") for name in form.fields}
        try:
            actions.write_nomination(nomination_id=pk, said=form.said(), seen=seen, by=request.user)
        except actions.NominationChanged as error:
            named = ", ".join(str(form.fields[box].label) for box in error.boxes)
            told = f"{error} Ô: {named}. Chữ bạn gõ vẫn còn ở dưới; bấm Lưu lần nữa thì chữ của bạn thay bản vừa lưu."
        except DomainError as error:
            told = str(error)
        else:
            if is_right:
                messages.success(request, "Đã lưu đề nghị.")
                return redirect(request.path if "stay" in request.POST else nomination)
            told = format_html("{} Các ô khác đã lưu.", wrong_boxes([("", form)]))
    fresh = nomination_of(request.user, pk)
    judged = judge_all([fresh], on=today(), reader=request.user)[pk]
    context = {
        "nomination": fresh,
        "dossier": fresh.dossier,
        "form": form.as_seen(fresh),
        "told": told,
        "judged": shown(judged),
        "field_url": reverse("nominations:field", args=[pk]),
        "figures": "\n".join(f"- {each.sentence}." for each in figures_of(fresh.dossier)),
    }
    return render(request, "nominations/write.html", context, status=422 if told else 200)


@require_POST
def field(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep what was typed into one box while one types, and judge the nominee. Answers in JSON, whatever happens."""
    if not request.user.is_authenticated:
        return session_over()
    rows = Nomination.objects.visible_to(request.user).select_related(
        "dossier__unit", "dossier__campaign", "person", "collective"
    )
    nomination, box = rows.filter(pk=pk).first(), request.POST.get("part", "")
    if nomination is None:
        return JsonResponse({"told": "Không mở được đề nghị này. Hãy tải lại trang."}, status=404)
    may_write = allows(policies.check_can_write_nomination, request.user, nomination)
    if not may_write:
        return JsonResponse({"told": may_write.reason}, status=403)
    form = ClaimForm(request.POST, nomination=nomination)
    if box not in form.fields:
        return JsonResponse({"told": "Ô này không còn được hỏi. Hãy tải lại trang."}, status=422)
    form.is_valid()
    if box in form.errors:
        return JsonResponse({"errors": {box: form.errors[box][0]}}, status=422)
    seen = {box: request.POST.get("seen", "")}
    try:
        kept = actions.write_nomination(
            nomination_id=pk, said={box: form.cleaned_data[box]}, seen=seen, by=request.user
        )
    except actions.NominationChanged as error:
        stands = ClaimForm(nomination=error.stands)
        return JsonResponse({"told": str(error), "words": stands.shown(box), **_stands(error.stands, box)}, status=409)
    except DomainError as error:
        return JsonResponse({"told": str(error)}, status=422)
    judged = judge_all([kept], on=today(), reader=request.user)[kept.pk]
    said = {
        "kept_at": f"{timezone.localtime():%H:%M}",
        "verdict": judged.verdict[0],
        "panel": render_to_string("nominations/_judged.html", {"judged": shown(judged)}, request=request),
    }
    return JsonResponse(said | _stands(kept, box))


def _stands(nomination: Nomination, box: str) -> dict[str, Any]:
    value = value_of(nomination, box)
    return {"seen": seen_of(nomination, box), "stands": {box: "" if value is None else str(value)}}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiatives(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sáng kiến, đề tài of one nominee, saved together."""
    nomination = nomination_of(request.user, pk)
    policies.check_can_write_nomination(request.user, nomination)
    if not nomination.is_open:
        messages.warning(request, "Đề nghị không còn ở bước soạn nên không sửa được. Đây là bản đang có.")
        return redirect(nomination)
    said, told, seen = nomination.said, "", actions.initiatives_seen(nomination)
    rows = initiative_rows(request.POST or None, said.initiatives, extra=BLANK_ROWS)
    if request.method == "POST" and rows.is_valid():
        try:
            actions.save_initiatives(
                nomination_id=pk,
                initiatives=rows.said(),
                has_none="none" in request.POST,
                seen=request.POST.get("seen", ""),
                by=request.user,
            )
        except DomainError as error:
            told = str(error)
        else:
            messages.success(request, "Đã lưu sáng kiến, đề tài.")
            return redirect(request.path if "more" in request.POST else reverse("nominations:write", args=[pk]))
    elif request.method == "POST":
        told = wrong_boxes(chain(placed("Sáng kiến, đề tài", rows)))
        seen = request.POST.get("seen", "")
    context = {
        "nomination": nomination,
        "rows": rows,
        "told": told,
        "seen": seen,
        "has_none": said.has_initiatives is False,
    }
    return render(request, "nominations/initiatives.html", context, status=422 if told else 200)
