"""Giao ước thi đua: the list, the page of one, its text and its last day to sign."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.reports.policies import READING_OFFICE
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.changes import first_names
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.forms import placed, wrong_boxes
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted, number, status
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column
from emulation_portal.core.versioned_forms import done
from emulation_portal.documents.paper import Paper
from emulation_portal.documents.queries import paper_of
from emulation_portal.files.queries import files_of
from emulation_portal.procedure.opening import Link, next_of, stepper
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .. import actions, policies
from ..content import lines_of_past_years, said_in
from ..forms import BeginPledgeForm, DueDayForm, PledgeFilters, PledgeForm
from ..models import Pledge, PledgeParty
from ..papers import pledge_paper, signed_paper
from ..procedures import PLEDGE
from ..queries import (
    blocks_to_write_for,
    blocks_without,
    former_of,
    last_recall,
    parties_of,
    signed_so,
    units_headed_by,
    with_counts,
    with_signatures,
)
from ..regulations import year_offered

BLANK_ROWS, MORE_ROWS = 1, 3
MOST_NAMED = 200


class PledgeList(ListPage):
    """Giao ước thi đua by year and khối, with how many have signed."""

    template_name, filters = "pledges/list.html", PledgeFilters
    noun, caption = "giao ước", "Giao ước thi đua"

    def check(self) -> None:
        policies.check_can_see_pledges(self.reader)

    def rows(self) -> QuerySet[Pledge]:
        return Pledge.objects.visible_to(self.reader).order_by("-year", "block__name", "pk")

    def complete(self, rows: Any) -> Any:
        return with_counts(rows.select_related("block"))

    def columns(self) -> Sequence[Column]:
        return [
            Column("Giao ước", lambda row: noted(link(row, row.block.name), f"năm {row.year}"), names_row=True),
            Column("Trạng thái", lambda row: status(row.get_status_display(), PLEDGE.state_of(row.status).tone)),
            Column("Phải ký", lambda row: _number(row, row.parties_count, ""), css="num"),
            Column("Đã ký", lambda row: _number(row, row.signed_count, "signed"), css="num"),
            Column("Chưa ký", lambda row: _number(row, row.parties_count - row.signed_count, "unsigned"), css="num"),
            Column("Hạn ký", lambda row: row.due_on),
        ]

    def sheet_columns(self) -> Sequence[Column]:
        return [
            Column("Khối, cụm", lambda row: row.block.name),
            Column("Năm", lambda row: row.year),
            Column("Trạng thái", lambda row: str(row.get_status_display())),
            Column("Phải ký", lambda row: row.parties_count),
            Column("Đã ký", lambda row: row.signed_count),
            Column("Chưa ký", lambda row: row.parties_count - row.signed_count),
            Column("Hạn ký", lambda row: row.due_on),
        ]

    def nothing(self) -> Nothing:
        return Nothing(
            "Chưa có giao ước thi đua nào",
            "Khi Khối trưởng hoặc Liên minh mở ký giao ước của khối, giao ước ấy hiện ở đây.",
        )

    def extra(self) -> dict[str, Any]:
        may_write = rights_of(self.reader).hold(Role.OFFICER, Role.CLUSTER_LEAD)
        year = year_offered(today())
        without = blocks_without(year, blocks_to_write_for(self.reader), on=today()) if may_write else []
        return {"may_write": may_write, "year": year, "without": [block.name for block in without]}


def _number(pledge: Any, many: int, state: str) -> SafeString | str:
    """Return a count as a link to the list of what it counts."""
    if not many:
        return number(0)
    asked = f"?{urlencode({'state': state})}" if state else ""
    return link(f"{reverse('pledges:parties', args=[pledge.pk])}{asked}", number(many))


def pledge_seen(request: SignedInRequest, pk: int) -> Pledge:
    policies.check_can_see_pledges(request.user)
    rows = Pledge.objects.visible_to(request.user).select_related("block__alliance")
    return get_object_or_404(rows, pk=pk)


def pledge_to_write(request: SignedInRequest, pk: int) -> Pledge:
    pledge = pledge_seen(request, pk)
    policies.check_can_write(request.user, pledge)
    return pledge


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Lập giao ước of a khối for a year."""
    policies.check_can_write_somewhere(request.user)
    blocks = blocks_to_write_for(request.user)
    list_url, first = reverse("pledges:list"), _first(blocks, year_offered(today()))
    form = BeginPledgeForm(request.POST or None, blocks=blocks, cancel_url=list_url, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            pledge = actions.begin_pledge(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã lập giao ước với nội dung soạn sẵn. Hãy sửa lại cho khối rồi mở ký.")
            return redirect("pledges:write", pk=pledge.pk)
    context = {"form": form, "title": "Lập giao ước thi đua", "crumbs": [("Giao ước thi đua", list_url)]}
    return render(request, "pledges/form.html", context, status=422 if form.errors else 200)


def _first(blocks: QuerySet[Any], year: int) -> dict[str, Any]:
    only = list(blocks[:2])
    return {"year": year, "block": only[0].pk if len(only) == 1 else None}


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One giao ước: its text as a page, who has signed and who has not, its steps, papers and history."""
    pledge = pledge_seen(request, pk)
    on = today()
    may_read = bool(allows(policies.check_can_read_text, request.user, pledge))
    may_write = bool(allows(policies.check_can_write, request.user, pledge))
    is_office = rights_of(request.user).may(*READING_OFFICE, at=pledge.place)
    parties = parties_of(pledge)
    unsigned = list(parties.filter(signed_so("unsigned")).order_by("name", "pk").values_list("name", flat=True))
    many = parties.count()
    document = paper_of(pledge)
    context = {
        "pledge": pledge,
        "tone": PLEDGE.state_of(pledge.status).tone,
        "steps": stepper(pledge),
        "next": _next(request, pledge, may_write=may_write),
        "hint": pledge.why_not_concluded(on=on) if may_write and pledge.is_signed_now else "",
        "paper": _paper(pledge) if may_read and document is None else None,
        "document": document if may_read else None,
        "parties": many,
        "signed": many - len(unsigned),
        "unsigned": unsigned[:MOST_NAMED],
        "parties_url": reverse("pledges:parties", args=[pk]),
        "is_over": pledge.is_signed_now and pledge.due_on < on,
        "version": pledge.last_version(),
        "own": _own(request, pledge),
        "may_write": may_write,
        "may_print": may_read and pledge.is_signed_now,
        "paste_text": paste_text(pledge, unsigned) if may_write or is_office else "",
        "scans": files_of(pledge).select_related("sent_by"),
        "recalled": last_recall(pledge),
        "history": history_of(pledge),
    }
    return render(request, "pledges/pledge.html", context)


def _paper(pledge: Pledge) -> Paper:
    if pledge.is_signed_now:
        return signed_paper(pledge, is_final=False)
    return pledge_paper(pledge, said_in(pledge), (), version=None)


def _own(request: SignedInRequest, pledge: Pledge) -> list[Any]:
    """Return the parties for which the user signs, each with its signature."""
    own = PledgeParty.objects.standing().filter(pledge=pledge, unit__in=units_headed_by(request.user))
    return with_signatures(own.order_by("name", "pk"))


def _next(request: SignedInRequest, pledge: Pledge, *, may_write: bool) -> Any:
    links: list[Link] = []
    if may_write and pledge.is_being_written:
        links.append(Link("Sửa nội dung", reverse("pledges:write", args=[pledge.pk]), icon="edit"))
    if may_write and pledge.is_signed_now:
        links.append(Link("Lưu bản ký giấy", reverse("pledges:scan", args=[pledge.pk]), icon="upload"))
    if may_write and (pledge.is_being_written or pledge.is_signed_now):
        links.append(Link("Sửa hạn ký", reverse("pledges:due-day", args=[pledge.pk]), "link"))
    return next_of(pledge, request.user, now=timezone.now(), leave_out=() if may_write else _OF_WRITERS, links=links)


_OF_WRITERS = tuple(step.event for step in PLEDGE.steps)  # whoever signs is not told why these are not theirs


def paste_text(pledge: Pledge, unsigned: Sequence[str]) -> str:
    """Return who has not signed as text for a Zalo group; "" when everybody has, or nobody is to."""
    if not pledge.is_signed_now or not unsigned:
        return ""
    head = (
        f"Giao ước thi đua năm {pledge.year}, {pledge.block}: hạn ký hết ngày {short_date(pledge.due_on)}. "
        f"Còn {number(len(unsigned))} đơn vị chưa ký:"
    )
    rest = len(unsigned) - MOST_NAMED
    more = [f"… và {number(rest)} đơn vị khác"] if rest > 0 else []
    names = [f"- {name}" for name in unsigned[:MOST_NAMED]]
    return "\n".join([head, *names, *more, "Đề nghị thủ trưởng đơn vị ký trên Cổng Thi đua - Khen thưởng."])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text of a giao ước and its targets, saved together."""
    pledge = pledge_to_write(request, pk)
    if not pledge.is_being_written:
        messages.warning(
            request, f"Giao ước đang ở trạng thái “{pledge.get_status_display()}” nên không sửa nội dung được."
        )
        return redirect(pledge)
    form = PledgeForm(request.POST or None, said_in(pledge), extra=MORE_ROWS if "more" in request.GET else BLANK_ROWS)
    told, seen = "", pledge.revision
    if form.is_bound:
        seen = whole_number(request.POST.get("seen", "")) or 0
    if form.is_bound and form.is_valid():
        try:
            actions.write_pledge(pledge_id=pk, said=form.said(), seen=seen, by=request.user)
        except DomainError as error:
            told, seen = str(error), Pledge.objects.values_list("revision", flat=True).get(pk=pk)
        else:
            messages.success(request, "Đã lưu giao ước.")
            again = f"{reverse('pledges:write', args=[pk])}?more=1"
            return redirect(again if "more" in request.POST else pledge.get_absolute_url())
    elif form.is_bound:
        told = wrong_boxes([("", form.text), *placed("Chỉ tiêu", form.targets)])
    former = former_of(pledge)
    old_lines = lines_of_past_years(said_in(pledge), former.year, pledge.year) if former else []
    context = {
        "pledge": pledge,
        "form": form,
        "told": told,
        "seen": seen,
        "recalled": last_recall(pledge),
        "former": former,
        "old_lines": first_names(old_lines, len(old_lines), "dòng"),
    }
    return render(request, "pledges/write.html", context, status=422 if told else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def due_day(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sửa hạn ký."""
    pledge = pledge_to_write(request, pk)
    crumbs = pledge.trail()
    form = DueDayForm(request.POST or None, instance=pledge, cancel_url=pledge.get_absolute_url())
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.save_due_day(form.instance, by=request.user, on=today(), read=form.read))
    ):
        messages.success(request, "Đã lưu hạn ký.")
        return redirect(pledge)
    context = {"form": form, "title": "Sửa hạn ký", "crumbs": crumbs}
    return render(request, "pledges/form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def print_copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the copy that is signed by hand."""
    pledge = pledge_seen(request, pk)
    policies.check_can_read_text(request.user, pledge)
    try:
        copy = actions.print_to_sign(pledge_id=pk, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(pledge)
    return redirect("documents:copy", copy.pk)
