"""Cơ quan ban hành: header, series and way of numbering, set by the administrator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted
from emulation_portal.core.tables import Column
from emulation_portal.core.versions import ChangedMeanwhile
from emulation_portal.core.vietnamese import upper
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from units.enums import UnitKind
from units.models import Unit

from .. import policies
from ..actions.setup import create_issuer, numbers_given, save_issuer
from ..enums import DocumentType
from ..forms import IssuerForm, NewIssuerForm
from ..models import Issuer
from ..paper import Header, Paper
from ..rendering.html import paper_context


class IssuerList(ListPage):
    template_name, noun, caption = "documents_pages/issuers.html", "cơ quan", "Cơ quan ban hành"

    def check(self) -> None:
        policies.check_can_set_up_somewhere(self.reader)

    def rows(self) -> QuerySet[Issuer]:
        return Issuer.objects.visible_to(self.reader).order_by("pk")

    def complete(self, rows: QuerySet[Issuer]) -> QuerySet[Issuer]:
        return rows.select_related("unit")

    def columns(self) -> list[Column]:
        return [
            Column("Cơ quan", _named, names_row=True),
            Column("Ký hiệu", lambda issuer: issuer.symbol),
            Column("Dãy số", lambda issuer: issuer.get_series_scope_display()),
            Column("Cách cấp số", lambda issuer: issuer.get_numbering_mode_display()),
        ]

    def nothing(self) -> Nothing:
        words = "Thêm Liên minh làm cơ quan ban hành để văn bản có đầu đề, ký hiệu và dãy số."
        return Nothing("Chưa có cơ quan ban hành nào", words)


def _named(issuer: Issuer) -> SafeString | str:
    return noted(link(reverse("documents:issuer", args=[issuer.pk]), issuer.full_name), issuer.unit.get_kind_display())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    policies.check_can_set_up_somewhere(request.user)
    form = NewIssuerForm(request.POST or None, bodies=_bodies(request))
    if request.method == "POST" and form.is_valid():
        issuer = create_issuer(form.save(commit=False), by=request.user)
        messages.success(request, f"Đã lập cơ quan ban hành {issuer}. Hãy xem hình mẫu đầu văn bản ở cuối trang.")
        return redirect("documents:issuer", pk=issuer.pk)
    return render(request, "documents_pages/issuer_new.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    policies.check_can_set_up_somewhere(request.user)
    issuer = _issuer(request, pk)
    policies.check_can_set_up(request.user, issuer)
    is_preview = request.headers.get("HX-Request") == "true" or "preview" in request.POST
    form = IssuerForm(request.POST or None, instance=issuer, is_trial=is_preview)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and not is_preview:
        try:
            save_issuer(issuer, by=request.user, this_year=today().year, read=form.read)
        except ChangedMeanwhile as error:
            form.show_changed(error)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, "Đã lưu. Văn bản ban hành từ nay dùng thể thức mới; văn bản đã ban hành giữ nguyên."
            )
            return redirect("documents:issuer", pk=issuer.pk)
    sample = issuer if is_valid or request.method != "POST" else _issuer(request, pk)
    context = {
        "form": form,
        "issuer": _issuer(request, pk),
        "sample": _sample(sample),
        "given": numbers_given(issuer, today().year),
        "year": today().year,
        "history": history_of(issuer),
    }
    is_piece = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "header-sample"
    return render(
        request, "documents_pages/_header_sample.html" if is_piece else "documents_pages/issuer.html", context
    )


def _issuer(request: HttpRequest, pk: int) -> Issuer:
    return get_object_or_404(Issuer.objects.visible_to(request.user).select_related("unit"), pk=pk)


def _bodies(request: HttpRequest) -> QuerySet[Unit]:
    """Return the bodies that the user may let issue papers: the alliance, or its council, none of which does yet."""
    mine = rights_of(request.user).reach("", Role.ADMIN)
    return Unit.objects.open().filter(mine, kind__in=[UnitKind.ALLIANCE, UnitKind.COUNCIL], issuer=None)


def _sample(issuer: Issuer) -> dict[str, object]:
    """Return what the on-screen sheet shows of the header, in the lines in which it will be printed."""
    superior, name = (tuple(text.splitlines()) for text in (issuer.superior_lines, issuer.name_lines))
    paper = Paper(
        type="KH",
        type_name="Kế hoạch",
        header=Header(issuer=name, superior=superior),
        place=issuer.place_name,
        symbol=issuer.symbol_of(DocumentType.KH),
        issued_on=today(),
        summary=(),
        body=(),
    )
    printed = paper_context(paper)
    return {
        "superior": _lines(printed["superior"]),
        "name": _lines(printed["issuer"]),
        "symbol": paper.symbol,
        "place_date": printed["place"],
        "archive_line": issuer.archive_line,
        "head_title": upper(issuer.head_title),
    }


def _lines(lines: list[str]) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))
