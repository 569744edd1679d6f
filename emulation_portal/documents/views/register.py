"""Sổ đăng ký văn bản đi on the screen: the book, one line of it, a number made void."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation_portal.audit.actions import record
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.permissions import allows
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .. import policies, queries
from ..actions import prepare_copy, void_number
from ..actions.bookkeeping import edit_line
from ..actions.numbering import given_here
from ..books import register_book
from ..enums import DocumentStatus
from ..forms import LineForm, PrintForm, RegisterFilterForm, VoidForm
from ..models import Issuer, Register, RegisterEntry
from ..rendering.register_book import check_length
from ..serving import ascii_name

PAGE_SIZE = 20


@login_required
@require_safe
def book(request: HttpRequest) -> HttpResponse:
    policies.check_can_read_some_register(request.user)
    register, form = _chosen(request)
    context: dict[str, Any] = {
        "form": form,
        "register": register,
        "may_set_up": rights_of(request.user).hold(Role.ADMIN),
    }
    if register:
        text = form.data.get("q", "")
        totals = queries.totals_of(register)
        lines = Paginator(queries.lines_of(register, text), PAGE_SIZE)
        if not text:
            lines.count = totals["lines"]  # counted already
        page = lines.get_page(request.GET.get("page"))
        context |= {"page": page, "text": text, "totals": totals, "print_form": PrintForm()}
    return render(request, "documents_pages/register.html", context)


def _chosen(request: HttpRequest) -> tuple[Register | None, RegisterFilterForm]:
    """Return the book asked for, else the newest of the first issuer, and the filters that show which it is."""
    issuers = list(Issuer.objects.visible_to(request.user).select_related("unit"))
    registers = list(Register.objects.filter(issuer__in=issuers))
    form = RegisterFilterForm(request.GET, issuers=issuers, registers=registers, this_year=today().year)
    form.is_valid()
    asked = form.cleaned_data
    issuer = next((each for each in issuers if each.pk == asked.get("issuer")), issuers[0] if issuers else None)
    own = [each for each in registers if issuer and each.issuer_id == issuer.pk]
    year = asked.get("year") or max((each.year for each in own), default=today().year)
    in_year = [each for each in own if each.year == year]
    series = asked.get("series") if "series" in request.GET else min((each.series for each in in_year), default="")
    register = next((each for each in in_year if each.series == series), None)
    if register and issuer:
        register.issuer = issuer
    shown = {"year": year, "issuer": issuer and issuer.pk, "series": series, "q": asked.get("q", "")}
    return register, RegisterFilterForm(shown, issuers=issuers, registers=registers, this_year=today().year)


@login_required
@require_POST
def print_book(request: HttpRequest, pk: int) -> HttpResponse:
    """Xuất PDF: ask for the book, or a range of it, as it stands now; the same state asked for twice is one file."""
    policies.check_can_read_some_register(request.user)
    register = get_object_or_404(Register.objects.visible_to(request.user).select_related("issuer__unit"), pk=pk)
    form = PrintForm(request.POST)
    if not form.is_valid():
        return _not_printed(request, register, form.error_text())
    book = register_book(register, printed_on=today(), span=form.span())
    if not book.rows:
        return _not_printed(request, register, "Sổ không có dòng nào trong khoảng số này. Hãy ghi khoảng số khác.")
    try:
        check_length(book)
    except DomainError as error:
        return _not_printed(request, register, str(error))
    with transaction.atomic():
        copy, _ = prepare_copy(
            book.to_json(),
            template="register",
            file_name=_print_name(register, book.span),
            issuer=register.issuer,
            subject=register,
            subject_url=_address(register),
            by=request.user,  # type: ignore[arg-type]
        )
        record("register.exported", register, by=request.user, data={"copy": copy.pk})  # type: ignore[arg-type]
    return redirect("documents:copy", pk=copy.pk)


def _not_printed(request: HttpRequest, register: Register, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect(_address(register))


def _print_name(register: Register, span: tuple[int, int] | None) -> str:
    """Return so-van-ban-di-2026-LMHTX.pdf; of a part of the book also its first number."""
    series = f"-{register.series}" if register.series else ""
    part = f"-tu-so-{span[0]}" if span else ""
    return f"so-van-ban-di-{register.year}-{ascii_name(register.issuer.symbol + series)}{part}.pdf"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of the book; the clerk writes the columns that are the clerk's."""
    policies.check_can_read_some_register(request.user)
    line = _line(request, pk)
    may_edit = allows(policies.check_can_number, request.user, line)
    if request.method == "POST":
        policies.check_can_number(request.user, line)
    form = LineForm(request.POST or None, instance=line, cancel_url=_address(line.register))
    if request.method == "POST" and form.is_valid():
        try:
            edit_line(entry_id=line.pk, columns=form.columns(), by=request.user, today=today())  # type: ignore[arg-type]
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã ghi sổ dòng {line.printed_number}.")
            return redirect("documents:entry", pk=line.pk)
    if line.voided_at:  # what was typed while it became void is shown to be copied
        form.helper.without_buttons()
    if form.errors:
        line = _line(request, pk)  # the form has written its wrong values on the other one
    papers = list(line.documents.order_by("-pk"))
    effects = queries.effects_on(papers)
    context = {
        "entry": line,
        "register_url": _address(line.register),
        "form": form if may_edit and (form.is_bound or not line.voided_at) else None,
        "may_edit": may_edit,
        "papers": papers,
        "effects": effects,
        "is_revoked": bool(papers) and papers[0].is_revoked,
        "in_force": any(paper.is_in_force for paper in papers),
        "may_void": may_edit and not line.voided_at,
        "history": history_of(line),
    }
    return render(request, "documents_pages/entry.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Hủy số, after the reason and a typed word."""
    policies.check_can_number_somewhere(request.user)  # before looking: who may not is not told which lines there are
    line = _line(request, pk)
    policies.check_can_number(request.user, line)
    in_force = line.documents.filter(status=DocumentStatus.ISSUED).first()
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            void_number(entry_id=line.pk, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã hủy số {line.printed_number}. Dòng vẫn nằm trong sổ, kèm lý do.")
            return redirect("documents:entry", pk=line.pk)
    effects = [
        f"Số {line.printed_number} ngày {line.issued_on:%d/%m/%Y} được gạch trong sổ, kèm lý do bạn ghi.",
        "Số này không cấp cho văn bản nào khác nữa."
        if given_here(line.register, line)
        else "Chỉ văn bản thật sự mang số này mới được ghi số này lần nữa.",
    ]
    return render(
        request, "documents_pages/void.html", {"entry": line, "form": form, "effects": effects, "in_force": in_force}
    )


def _line(request: HttpRequest, pk: int) -> RegisterEntry:
    lines = RegisterEntry.objects.visible_to(request.user).select_related("register__issuer__unit")
    return get_object_or_404(lines, pk=pk)


def _address(register: Register) -> str:
    query = f"year={register.year}&issuer={register.issuer_id}&series={register.series}"
    return f"{reverse('documents:register')}?{query}"
