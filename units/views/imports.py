"""Nhập từ Excel: the template, the file that is sent, its preview, and writing it all at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from emulation_portal.core.errors import DomainError
from emulation_portal.core.markup import lines, status
from emulation_portal.core.numbering import grouped
from emulation_portal.core.sheets import XLSX
from emulation_portal.core.tables import Column, Table
from emulation_portal.core.vietnamese import ascii_slug
from emulation_portal.rights.held import rights_of

from .. import actions, policies
from ..forms import SheetForm
from ..imports.planning import NEW
from ..imports.registry import Importer, importers
from ..imports.templates import template_of
from ..models import SheetImport, Unit
from .common import SignedInRequest, own_alliance_or_404

ROWS_ON_A_PAGE, WAITING_SHOWN = 20, 20


def _importer(user: Any, kind: str) -> Importer:
    """Return how tables of the kind are sent, if the user may send some."""
    _check_sends_some(user)
    if kind not in importers():
        raise Http404
    importer = importers()[kind]
    importer.check_somewhere(user)
    return importer


def _check_sends_some(user: Any) -> None:
    """Raise unless the user may send tables of some kind."""
    if not rights_of(user).hold(*(role for each in importers().values() for role in each.roles)):
        raise PermissionDenied(policies.ONLY_ADMIN)


def _alliance(user: Any, importer: Importer) -> Unit:
    """Return the alliance for which the user sends tables of the kind."""
    return own_alliance_or_404(user, *importer.roles)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request: SignedInRequest, kind: str) -> HttpResponse:
    """Gửi tệp: it is read and shown; nothing is written yet."""
    importer = _importer(request.user, kind)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        file, alliance = form.cleaned_data["file"], _alliance(request.user, importer)
        try:
            return redirect(actions.receive_table(kind, file.name, file, alliance=alliance, by=request.user))
        except DomainError as error:
            form.add_error("file", str(error))
    waiting = SheetImport.objects.visible_to(request.user).narrow().filter(kind=kind, done_at=None).order_by("-pk")
    context = {
        "form": form,
        "importer": importer,
        "back_url": reverse(importer.list_name),
        "waiting": Paginator(waiting, WAITING_SHOWN).get_page(request.GET.get("page")),
    }
    return render(request, "units/import.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def import_template(request: SignedInRequest, kind: str) -> FileResponse:
    """Tải Excel mẫu: empty, with an example and a guide."""
    return _file(_importer(request.user, kind), "mau")


@login_required
@require_safe
def import_current(request: SignedInRequest, kind: str) -> FileResponse:
    """Tải dữ liệu hiện có: the same table filled, to be changed and sent back."""
    importer = _importer(request.user, kind)
    if importer.current is None:
        raise Http404
    return _file(importer, f"{timezone.localdate():%Y-%m-%d}", importer.current(_alliance(request.user, importer)))


def _file(importer: Importer, name: str, rows: Any = ()) -> FileResponse:
    file = template_of(importer.sheet, rows)
    return FileResponse(
        file, as_attachment=True, filename=f"nhap-{ascii_slug(importer.label)}-{name}.xlsx", content_type=XLSX
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Xem trước: what would be created and changed, or what is wrong; its button writes all of it."""
    _check_sends_some(request.user)
    kept = get_object_or_404(SheetImport.objects.visible_to(request.user).narrow(), pk=pk)
    told: list[str] = []
    if request.method == "POST":
        try:
            return _done(request, kept)
        except actions.ImportOutdated as error:
            messages.error(request, str(error))
            told = error.told
            kept = SheetImport.objects.narrow().get(pk=pk)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(kept)
    page, shown = _page(request, kept)
    context = {
        "table_sent": kept,
        "importer": kept.importer,
        "back_url": reverse(kept.importer.list_name),
        "import_url": reverse("units:import", args=[kept.kind]),
        "page": page,
        "rows": _problems(shown) if kept.problem_count else _steps(shown),
        "told": told,
    }
    return render(request, "units/import_preview.html", context, status=409 if told else 200)


def _done(request: SignedInRequest, kept: SheetImport) -> HttpResponse:
    if "discard" in request.POST:
        actions.discard_table(import_id=kept.pk, by=request.user)
        messages.success(request, f"Đã bỏ tệp {kept.file_name}. Chưa ghi gì từ tệp này.")
        return redirect("units:import", kept.kind)
    actions.apply_import(import_id=kept.pk, by=request.user, at=timezone.now())
    counts = f"thêm {grouped(kept.created_count)}, sửa {grouped(kept.changed_count)}"
    messages.success(request, f"Đã ghi từ tệp {kept.file_name}: {counts}.")
    return redirect(kept.importer.list_name)


def _page(request: SignedInRequest, kept: SheetImport) -> tuple[Page, list[list[Any]]]:
    """Return the page that is asked for, and its part of what is kept."""
    column, number = ("problems", kept.problem_count) if kept.problem_count else ("steps", kept.to_write)
    page = Paginator(range(number), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    first = max(page.start_index() - 1, 0)
    part: Any = SheetImport.objects.with_page_of(column, first, page.end_index()).get(pk=kept.pk)
    return page, part.shown or []


def _problems(shown: list[list[Any]]) -> Table:
    columns = [
        Column("Ô", lambda row: row[0], "nowrap", names_row=True),
        Column("Lỗi và cách sửa", lambda row: row[1]),
    ]
    return Table("Các ô chưa đúng", columns, shown, None)


def _steps(shown: list[list[Any]]) -> Table:
    columns = [
        Column("Dòng", lambda row: row[0], "num"),
        Column("Việc", lambda row: status("Thêm mới", "success") if row[1] == NEW else status("Sửa", "info"), "nowrap"),
        Column("Tên", lambda row: row[2], names_row=True),
        Column("Nội dung", _contents),
    ]
    return Table("Những gì sẽ ghi", columns, shown, None)


def _contents(row: list[Any]) -> SafeString | str:
    changes = [f"{heading}: {before or 'trống'} → {after or 'trống'}" for heading, before, after in row[4]]
    return lines([*([row[3]] if row[3] else []), *changes])
