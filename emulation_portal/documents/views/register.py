"""Sổ đăng ký văn bản đi on the screen: the book, one line of it, a number made void."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.actions import record
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, status
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column
from emulation_portal.core.versions import ChangedMeanwhile
from emulation_portal.core.vietnamese import uncapitalised
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


@dataclass(frozen=True)
class Chosen:
    """The book that was asked for, the form that shows which it is, and what is looked for in it."""

    form: RegisterFilterForm
    register: Register | None
    text: str

    @property
    def qs(self) -> QuerySet[RegisterEntry]:
        return queries.lines_of(self.register, self.text) if self.register else RegisterEntry.objects.none()

    @property
    def is_filtered(self) -> bool:
        return bool(self.text)


class Book(ListPage):
    """Sổ đăng ký văn bản đi of a year: newest first, void lines in their place."""

    template_name, noun, is_numbered = "documents_pages/register.html", "văn bản", False
    css = "register-table"
    hint = (
        "Ở đây chỉ tìm trong sổ đang mở. Hãy chọn sổ năm khác, hoặc gõ số vào ô tìm ở đầu trang để tìm mọi năm; trích yếu "
        "không cần gõ dấu."
    )

    @cached_property
    def chosen(self) -> Any:
        return _chosen(self.request)

    def check(self) -> None:
        policies.check_can_read_some_register(self.reader)

    def table_words(self) -> str:
        register = self.chosen.register
        return f"Sổ đăng ký văn bản đi năm {register.year}" if register else "Sổ đăng ký văn bản đi"

    def complete(self, rows: QuerySet[RegisterEntry]) -> QuerySet[RegisterEntry]:
        return queries.with_papers(rows)

    def columns(self) -> list[Column]:
        return LINE

    def after_export(self, rows: int) -> None:
        if register := self.chosen.register:
            reader: Any = self.reader
            record("register.exported", register, by=reader, data={"file": "xlsx", "rows": rows, "q": self.chosen.text})

    def row_css(self, row: RegisterEntry) -> str:
        return "is-void" if row.voided_at else ""

    def narrowing(self) -> int:
        """The book that is shown is chosen, not narrowed."""
        return int(self.chosen.is_filtered)

    def nothing(self) -> Nothing:
        words = (
            "Khi văn thư cấp số cho một kế hoạch, hoặc nhập lại văn bản đã ban hành, dòng của văn bản tự vào sổ này."
        )
        return Nothing("Sổ chưa có văn bản nào", words)

    def extra(self) -> dict[str, Any]:
        register = self.chosen.register
        return {
            "register": register,
            "text": self.chosen.text,
            "totals": queries.totals_of(register) if register else {},
            "print_form": PrintForm(),
            "may_set_up": rights_of(self.reader).hold(Role.ADMIN),
        }


def _number(line: RegisterEntry) -> SafeString | str:
    shown = format_html("<s>{}</s>" if line.voided_at else "{}", line.printed_number)
    number = link(reverse("documents:entry", args=[line.pk]), shown)
    if line.voided_at:
        return format_html("{}<br>{}", number, status("Đã hủy số", "danger"))
    return format_html("{}<br>{}", number, status("Bản nhập lại", "info")) if line.is_transcription else number


def _title(line: Any) -> SafeString | str:
    kind, paper = line.get_document_type_display(), next(iter(line.papers), None)
    if paper is None:
        return str(line.title)
    revoked = format_html(" {}", status("Đã thu hồi", "danger")) if paper.is_revoked else ""
    told = format_html_join("", '<span class="row-note">{}</span>', ((effect.told,) for effect in paper.told_effects))
    return format_html("{} {}{}{}", kind, link(paper, uncapitalised(line.summary)), revoked, told)


def _recipients(line: RegisterEntry) -> SafeString:
    return format_html('<span class="clamped" title="{0}">{0}</span>', line.recipients)


# The columns of Phụ lục IV, NĐ 30/2020/NĐ-CP.
LINE = [
    Column(
        "Số, ký hiệu văn bản",
        _number,
        "col-number",
        names_row=True,
        width="w-number",
        export=lambda line: line.printed_number,
    ),
    Column("Ngày tháng văn bản", lambda line: line.issued_on, width="w-day"),
    Column("Tên loại và trích yếu nội dung", _title, width="w-title"),
    Column("Người ký", lambda line: line.signer_name, width="w-signer"),
    Column("Nơi nhận văn bản", _recipients, "on-wide", width="w-sent"),
    Column("Đơn vị, người nhận bản lưu", lambda line: line.archive_holder, "on-wide", width="w-keeper"),
    Column("Số lượng bản", lambda line: line.copies, "num", nothing="", width="w-copies"),
    Column("Ngày chuyển", lambda line: line.forwarded_on, nothing="", width="w-day"),
    Column("Ký nhận", lambda line: line.received_by, nothing="", width="w-received"),
    Column(
        "Ghi chú",
        lambda line: f"Đã hủy số: {line.void_reason}" if line.voided_at else line.note,
        nothing="",
        width="w-note",
    ),
]


def _chosen(request: HttpRequest) -> Chosen:
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
    filled = RegisterFilterForm(shown, issuers=issuers, registers=registers, this_year=today().year)
    return Chosen(filled, register, str(filled.data.get("q", "")))


@login_required
@require_POST
def print_book(request: SignedInRequest, pk: int) -> HttpResponse:
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
            by=request.user,
        )
        record("register.exported", register, by=request.user, data={"copy": copy.pk})
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
def entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """One line of the book; the clerk writes the columns that are the clerk's."""
    policies.check_can_read_some_register(request.user)
    line = _line(request, pk)
    may_edit = allows(policies.check_can_number, request.user, line)
    if request.method == "POST":
        policies.check_can_number(request.user, line)
    form = LineForm(request.POST or None, instance=line, cancel_url=_address(line.register))
    if request.method == "POST" and form.is_valid():
        try:
            edit_line(
                entry_id=line.pk,
                columns=form.columns(),
                by=request.user,
                today=today(),
                read=form.read,
            )
        except ChangedMeanwhile as error:
            form.show_changed(error)
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
def void(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hủy số, after the reason and a typed word."""
    policies.check_can_number_somewhere(request.user)  # before looking: who may not is not told which lines there are
    line = _line(request, pk)
    policies.check_can_number(request.user, line)
    in_force = line.documents.filter(status=DocumentStatus.ISSUED).first()
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            void_number(entry_id=line.pk, reason=form.cleaned_data["reason"], by=request.user)
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
