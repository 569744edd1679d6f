"""Hồ sơ khen thưởng: the list, one dossier, what it is for, and the meeting that proposed it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.reports.policies import READING_OFFICE, WRITERS, check_can_let_sign_alone
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.addresses import address
from emulation_portal.core.dates import today
from emulation_portal.core.forms import wrong_boxes
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column
from emulation_portal.core.versioned_forms import done
from emulation_portal.files.queries import files_of
from emulation_portal.law.enums import AwardGround
from emulation_portal.law.processing import processing_on
from emulation_portal.law.working_days import after_working_days
from emulation_portal.procedure.opening import Link, last_move, next_of, stepper
from emulation_portal.rights.held import rights_of

from .. import actions, policies
from ..content import changes_of
from ..enums import DossierStatus, NominationStatus
from ..forms import DossierFilters, DossierForm, MeetingForm
from ..judging import judge_all
from ..models import Nomination, NominationDossier
from ..order import in_ceremonial_order
from ..papersof import papers_of
from ..procedures import DOSSIER, NOMINATION
from ..queries import age_of, first_to_appraise, last_request, nominations_of, with_numbers
from .common import dossier_of

_OF_THE_UNIT = ("sent_to_head", "sent", "handed_back", "withdrawn", "reopened")  # steps that the office never takes
_WITHIN_THE_UNIT = ("dossier.handed_back",)  # what a head writes to who drafted is nobody else's
_WHY_BACK = {
    "dossier.returned": "Liên minh yêu cầu bổ sung",
    "dossier.handed_back": "Đưa về soạn tiếp",
    "dossier.withdrawn": "Đã rút hồ sơ",
}


class DossierList(ListPage):
    """Those of one's unit; for the office its queue."""

    template_name, filters = "nominations/list.html", DossierFilters
    noun, caption = "hồ sơ", "Hồ sơ khen thưởng"

    def check(self) -> None:
        policies.check_can_see_dossiers(self.reader)

    def rows(self) -> QuerySet[NominationDossier]:
        found = NominationDossier.objects.visible_to(self.reader)
        if rights_of(self.reader).hold(*WRITERS):
            return found.order_by("-year", "-pk")
        # The desk of the office: what waits comes first, and of that what has waited longest.
        return found.alias(turn=_TURN).order_by("turn", "sent_at", "pk")

    def complete(self, rows: QuerySet[NominationDossier]) -> QuerySet[NominationDossier]:
        return with_numbers(rows.select_related("unit", "campaign"))

    def columns(self) -> list[Column]:
        return [
            Column("Hồ sơ", lambda row: noted(link(row, row.title), row.unit.name), names_row=True),
            Column("Đề nghị", lambda row: str(row.proposed), "num"),
            Column("Gửi ngày", lambda row: timezone.localdate(row.sent_at) if row.sent_at else None, "nowrap"),
            Column("Ngày làm việc đã chờ", _age, "num"),
            Column("Trạng thái", _state),
        ]

    def sheet_columns(self) -> list[Column]:
        return [
            Column("Đơn vị", lambda row: row.unit.name),
            Column("Mã đơn vị", lambda row: row.unit.code),
            Column("Hồ sơ", lambda row: row.title),
            Column("Số đề nghị", lambda row: row.proposed),
            Column("Gửi ngày", lambda row: timezone.localdate(row.sent_at) if row.sent_at else None),
            Column("Tiếp nhận ngày", lambda row: row.received_on),
            Column("Trạng thái", lambda row: row.get_status_display()),
        ]

    def nothing(self) -> Nothing:
        if rights_of(self.reader).hold(*WRITERS):
            words = "Lập hồ sơ khi đơn vị đề nghị khen thưởng cá nhân, tập thể."
            return Nothing("Đơn vị chưa có hồ sơ khen thưởng", words, address("nominations:create"), "Lập hồ sơ")
        return Nothing("Chưa có hồ sơ khen thưởng", "Hồ sơ hiện ở đây khi đơn vị gửi.")

    def extra(self) -> dict[str, Any]:
        rights = rights_of(self.reader)
        return {"may_propose": rights.hold(*WRITERS), "is_office": rights.hold(*READING_OFFICE)}


_TURN = Case(
    *(
        When(status=status, then=Value(at))
        for at, status in enumerate((DossierStatus.SUBMITTED, DossierStatus.RECEIVED))
    ),
    default=Value(2),
    output_field=IntegerField(),
)


def _age(row: NominationDossier) -> str:
    age = age_of(row, on=today()) if row.status in (DossierStatus.SUBMITTED, DossierStatus.RECEIVED) else None
    return "" if age is None else str(age)


def _state(row: NominationDossier) -> Any:
    return status(row.get_status_display(), DOSSIER.state_of(row.status).tone)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Begin a dossier of one's unit."""
    policies.check_can_propose_somewhere(request.user)
    on = today()
    return _edit(request, NominationDossier(ground=AwardGround.MERIT, year=on.year if on.month > 1 else on.year - 1))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    dossier = dossier_of(request.user, pk)
    policies.check_can_write(request.user, dossier)
    if not dossier.is_open:
        return _closed(request, dossier)
    return _edit(request, dossier)


def _edit(request: SignedInRequest, dossier: NominationDossier) -> HttpResponse:
    is_new = dossier.pk is None
    cancel_url = address("nominations:list") if is_new else dossier.get_absolute_url()
    form = DossierForm(request.POST or None, instance=dossier, user=request.user, cancel_url=cancel_url)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.begin_dossier(form.instance, by=request.user, on=today(), read=form.read))
    ):
        messages.success(request, "Đã lập hồ sơ. Hãy thêm đề nghị." if is_new else "Đã lưu hồ sơ.")
        return redirect(form.instance)
    context = {
        "form": form,
        "title": "Lập hồ sơ khen thưởng" if is_new else "Sửa thông tin hồ sơ",
        "trail": [("Hồ sơ khen thưởng", address("nominations:list"))] if is_new else dossier.trail(),
        "lead": "Một hồ sơ gồm những cá nhân, tập thể mà đơn vị đề nghị cùng một lần.",
    }
    return render(request, "nominations/form.html", context, status=422 if form.errors else 200)


def _closed(request: SignedInRequest, dossier: NominationDossier) -> HttpResponse:
    messages.warning(
        request, f"Hồ sơ đang ở trạng thái “{dossier.get_status_display()}” nên không sửa được. Đây là bản đang có."
    )
    return redirect(dossier)


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One dossier: who is proposed and how each stands, its meeting, its papers, what may be done."""
    dossier, on = dossier_of(request.user, pk), today()
    is_unit = bool(allows(policies.check_can_write, request.user, dossier))
    may_read = bool(allows(policies.check_can_read_content, request.user, dossier))
    nominations = nominations_of(dossier) if may_read else []
    judged = judge_all(nominations, on=on, reader=request.user)
    waits = actions.what_waits(dossier, nominations, judged) if is_unit and dossier.is_open else []
    hidden = () if is_unit else _WITHIN_THE_UNIT
    versions = list(dossier.versions.select_related("sent_by"))
    context = {
        "dossier": dossier,
        "tone": DOSSIER.state_of(dossier.status).tone,
        "steps": stepper(dossier),
        "next": _next(request, dossier, waits, is_unit=is_unit),
        "is_unit": is_unit,
        "may_write": is_unit and dossier.is_open,
        "may_read": may_read,
        "rows": [_row(each, judged[each.pk], is_unit=is_unit) for each in in_ceremonial_order(nominations)],
        "waits": waits if nominations else [],
        "papers": papers_of(dossier, nominations) if may_read or versions else [],
        "versions": _with_changes(versions),
        "files": files_of(dossier).select_related("sent_by") if may_read else [],
        "due": _due(dossier),
        "age": age_of(dossier, on=on),
        **_why_back(dossier, hidden),
        "asked": _still_asked(dossier) if is_unit else None,
        "history": history_of(dossier, without_reasons_of=hidden),
    }
    return render(request, "nominations/dossier.html", context)


def _row(nomination: Nomination, judged: Any, *, is_unit: bool) -> dict[str, Any]:
    """Return one line of the dossier; of what the unit is mending alone the office sees that it is."""
    may_read = is_unit or nomination.status != NominationStatus.RETURNED
    post = f", {nomination.post}" if nomination.post else ""
    return {
        "nomination": nomination,
        "what": f"{post}: {nomination.award_label}",
        "verdict": judged.verdict if may_read else None,
        "reason": nomination.reason if may_read else "",
        "tone": NOMINATION.state_of(nomination.status).tone,
        "is_sent": nomination.status != NominationStatus.DRAFT,
    }


def _next(request: SignedInRequest, dossier: NominationDossier, waits: list[str], *, is_unit: bool) -> Any:
    links: list[Link] = []
    leave_out: tuple[str, ...] = () if is_unit else _OF_THE_UNIT
    if not is_unit and allows(policies.check_can_receive, request.user, dossier):
        waiting = first_to_appraise(dossier)
        if waiting is not None:
            links.append(Link("Thẩm định từng đề nghị", waiting.get_absolute_url(), "primary"))
    if is_unit and dossier.is_open:
        links.append(
            Link("Thêm đề nghị", reverse("nominations:add", args=[dossier.pk]), "primary" if waits else "secondary")
        )
        if not dossier.is_simplified:
            links.append(Link("Biên bản bình xét", reverse("nominations:meeting", args=[dossier.pk])))
        links.append(Link("Tệp minh chứng", reverse("nominations:dossier-evidence", args=[dossier.pk])))
        links.append(Link("Sửa thông tin hồ sơ", reverse("nominations:edit", args=[dossier.pk]), "link"))
        leave_out = (*leave_out, "sent_to_head") if waits else leave_out
    if dossier.status == DossierStatus.AWAITING_HEAD and allows(check_can_let_sign_alone, request.user, dossier.unit):
        links.append(Link("Đơn vị ít người?", reverse("reports:sign-alone", args=[dossier.unit_id]), "link"))
    return next_of(dossier, request.user, now=timezone.now(), leave_out=leave_out, links=links)


def _due(dossier: NominationDossier) -> tuple[Any, str]:
    """Return the last day for appraising what was received, and by what; the gap in words where nothing says it."""
    if dossier.received_on is None or dossier.status != DossierStatus.RECEIVED:
        return None, ""
    rule = processing_on(dossier.received_on)
    if rule.days is None:
        return None, rule.gap
    return after_working_days(dossier.received_on, rule.days), rule.source


def _why_back(dossier: NominationDossier, hidden: tuple[str, ...]) -> dict[str, Any]:
    """Return why the dossier lies where it lies, with its heading; nothing where that is not the reader's to know."""
    event = last_move(dossier)
    if event is None or event.verb not in _WHY_BACK or event.verb in hidden:
        return {}
    return {"returned": event, "returned_title": _WHY_BACK[event.verb]}


def _still_asked(dossier: NominationDossier) -> Any:
    """Return what the alliance asked for, while the unit works on it and something else happened since."""
    if not dossier.lies_with_unit or dossier.status == DossierStatus.RETURNED or dossier.first_sent_at is None:
        return None
    return last_request(dossier)


def _with_changes(versions: list[Any]) -> list[tuple[Any, list[str]]]:
    """Return each sending with what it says otherwise than the one before."""
    former = [None, *versions]
    return [
        (each, changes_of(before.content, each.content) if before else [])
        for before, each in zip(former, versions, strict=False)
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Biên bản bình xét: who met, and how many agreed to whom."""
    dossier = dossier_of(request.user, pk)
    policies.check_can_write(request.user, dossier)
    if not dossier.is_open:
        return _closed(request, dossier)
    nominations = in_ceremonial_order(nominations_of(dossier))
    form = MeetingForm(request.POST or None, instance=dossier, nominations=nominations)
    seen = request.POST.get("seen_votes", "") or actions.votes_seen(dossier)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form, lambda: actions.save_meeting(form.instance, form.votes(), by=request.user, read=form.read, seen=seen)
        )
    ):
        messages.success(request, "Đã lưu biên bản bình xét.")
        return redirect(dossier)
    context = {"dossier": dossier, "form": form, "seen": seen, "told": wrong_boxes([("", form)]) if form.errors else ""}
    return render(request, "nominations/meeting.html", context, status=422 if form.errors else 200)
