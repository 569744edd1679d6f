"""Bảng điểm: the list, one with its groups, the officer's forms."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.cleaning import clean_pasted
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.forms import placed, wrong_boxes
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.numbering import grouped
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column
from emulation_portal.core.versioned_forms import done
from emulation_portal.procedure.opening import next_of, stepper
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from units.views.common import own_alliance_or_404

from .. import actions, policies
from ..cardpages import group_words, points_words
from ..enums import BANDS, GroupKind
from ..forms import MOST_CRITERIA, CopySheetForm, GroupForm, ScoreSheetForm, criteria_formset
from ..forms.fields import bands_text
from ..models import ScoreSheet
from ..pasted import pasted_criteria
from ..procedures import SHEET
from ..proposals import bands_of
from ..queries import groups_of

BLANK_ROWS, FIRST_BLANK_ROWS = 1, 3


MOST_PASTED = 20_000  # characters


class SheetList(ListPage):
    """Bảng điểm of the alliance, the last year first."""

    template_name = "scoring/sheets.html"
    noun, caption = "bảng điểm", "Bảng điểm"

    def check(self) -> None:
        policies.check_can_see_sheets(self.reader)

    def rows(self) -> QuerySet[ScoreSheet]:
        return ScoreSheet.objects.visible_to(self.reader).order_by("-year", "pk")

    def columns(self) -> list[Column]:
        return [
            Column("Bảng điểm", lambda row: noted(link(row, row.name), row.decision), names_row=True),
            Column("Năm", lambda row: str(row.year), css="num"),
            Column("Thang điểm", lambda row: points_words(row.scale), css="num"),
            Column("Tình trạng", lambda row: status(row.get_status_display(), SHEET.state_of(row.status).tone)),
        ]

    def nothing(self) -> Nothing:
        return Nothing("Chưa có bảng điểm nào", "Soạn bảng điểm của năm rồi đưa vào áp dụng để các khối chấm.")

    def extra(self) -> dict[str, Any]:
        return {"may_keep": rights_of(self.reader).hold(Role.OFFICER)}


def _sheet(request: SignedInRequest, pk: int) -> ScoreSheet:
    policies.check_can_see_scorings(request.user)
    rows = ScoreSheet.objects.visible_to(request.user).select_related("alliance", "demand__campaign")
    return get_object_or_404(rows, pk=pk)


def _sheet_to_keep(request: SignedInRequest, pk: int) -> ScoreSheet:
    policies.check_can_score_somewhere(request.user)
    sheet = _sheet(request, pk)
    policies.check_can_keep_sheet(request.user, sheet)
    return sheet


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One sheet: its groups and criteria, what hinders its use, the steps."""
    sheet = _sheet(request, pk)
    groups = groups_of(sheet)
    may_keep = bool(allows(policies.check_can_keep_sheet, request.user, sheet))
    gaps = actions.gaps_of(sheet) if sheet.is_draft else []
    context = {
        "sheet": sheet,
        "tone": SHEET.state_of(sheet.status).tone,
        "steps": stepper(sheet),
        "next": next_of(sheet, request.user, now=timezone.now(), leave_out=("issued",) if gaps else ()),
        "scale": points_words(sheet.scale),
        "groups": [(group, group_words(group), [_shown(each) for each in group.criteria.all()]) for group in groups],
        "gaps": gaps,
        "may_keep": may_keep,
        "may_write": may_keep and sheet.is_draft,
        "history": history_of(sheet) if may_keep else [],
    }
    return render(request, "scoring/sheet.html", context)


def _shown(criterion: Any) -> dict[str, Any]:
    how = [str(criterion.get_kind_display())]
    if criterion.indicator_id:
        how.append(f"chỉ tiêu: {criterion.indicator.name}")
    if criterion.kind in BANDS:
        how.append(bands_text(bands_of(criterion)))
    if criterion.points_each is not None:
        taken = "trừ dần từ điểm tối đa, mỗi báo cáo " if criterion.group.kind == GroupKind.BASE else ""
        how.append(f"{taken}{points_words(criterion.points_each)} điểm")
    if criterion.is_for_appraiser:
        how.append("Chỉ người thẩm định chấm")
    return {"criterion": criterion, "most": points_words(criterion.most_points), "how": ". ".join(how)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Soạn bảng điểm in the alliance in which one is officer."""
    policies.check_can_score_somewhere(request.user)
    alliance = own_alliance_or_404(request.user, Role.OFFICER)
    return _edit(request, ScoreSheet(alliance=alliance, year=today().year))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit(request, _sheet_to_keep(request, pk))


def _edit(request: SignedInRequest, sheet: ScoreSheet) -> HttpResponse:
    is_new = sheet._state.adding
    if not is_new and not sheet.is_draft:
        messages.warning(request, "Bảng điểm đã áp dụng nên không sửa được. Hãy soạn bảng mới từ bảng này.")
        return redirect(sheet)
    cancel_url = reverse("scoring:sheets") if is_new else sheet.get_absolute_url()
    form = ScoreSheetForm(request.POST or None, instance=sheet, cancel_url=cancel_url)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.save_score_sheet(form.instance, by=request.user, read=form.read))
    ):
        messages.success(request, "Đã lưu bảng điểm.")
        return redirect(form.instance)
    title = "Soạn bảng điểm" if is_new else "Sửa thông tin bảng điểm"
    context = {"form": form, "title": title, "trail": [] if is_new else sheet.trail()}
    return render(request, "scoring/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """Soạn bảng mới từ bảng này."""
    sheet = _sheet_to_keep(request, pk)
    initial = {"year": sheet.year + 1, "name": sheet.name.replace(str(sheet.year), str(sheet.year + 1))}
    form = CopySheetForm(request.POST or None, initial=initial, cancel_url=sheet.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.copy_sheet(sheet, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã soạn bảng mới; hãy ghi văn bản ban hành và báo cáo lấy số liệu.")
            return redirect(new)
    context = {"form": form, "title": "Soạn bảng mới từ bảng này", "trail": sheet.trail()}
    return render(request, "scoring/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: SignedInRequest, pk: int, group_pk: int | None = None) -> HttpResponse:
    """A group with its criteria, saved together."""
    sheet = _sheet_to_keep(request, pk)
    stands = get_object_or_404(sheet.groups, pk=group_pk) if group_pk else None
    if not sheet.is_draft:
        messages.warning(request, "Bảng điểm đã áp dụng nên không sửa được.")
        return redirect(sheet)
    form = GroupForm(request.POST or None, initial=GroupForm.initial_of(stands))
    is_short = stands is not None and "more" not in request.GET
    rows = criteria_formset(
        request.POST or None, stands, alliance=sheet.alliance, extra=BLANK_ROWS if is_short else FIRST_BLANK_ROWS
    )
    told, pasted, offered = "", request.POST.get("pasted", ""), 0
    if "paste" in request.POST:
        form = GroupForm(
            initial={name: request.POST.get(name, "") for name in form.fields}
        )  # nothing is wrong of it yet
        told, pasted, offered = _offer_pasted(rows, pasted, request.POST.get("name", ""))
    elif pasted.strip():
        form.is_valid()
        told = "Còn tiêu chí dán chưa vào các dòng. Hãy bấm “Thêm vào các dòng”, hoặc xóa chữ trong ô dán."
    elif request.method == "POST":
        is_valid = [form.is_valid(), rows.is_valid()]
        told = "" if all(is_valid) else wrong_boxes([("", form), *placed("Tiêu chí", rows)])
        if not told:
            try:
                kept = actions.save_group(
                    sheet,
                    form.written(rows.said()),
                    by=request.user,
                    group_id=group_pk,
                    seen=request.POST.get("seen", ""),
                )
            except DomainError as error:
                told = str(error)
            else:
                messages.success(request, "Đã lưu nhóm.")
                again = reverse("scoring:group", args=[pk, kept.pk]) + "?more=1"
                return redirect(again if "more" in request.POST else sheet.get_absolute_url())
    context = {
        "sheet": sheet,
        "group": stands,
        "form": form,
        "rows": rows,
        "told": told,
        "pasted": pasted,
        "offered": offered,
        "most_pasted": MOST_PASTED,
        "seen": request.POST.get("seen") or (actions.digest_of(stands) if stands else ""),
    }
    return render(request, "scoring/group.html", context, status=422 if told else 200)


def _offer_pasted(rows: Any, pasted: str, group_name: str) -> tuple[str, str, int]:
    """Put pasted criteria into free rows, to be looked over. Returns why not, what stays in the box then, and how many."""
    if len(pasted) > MOST_PASTED:
        return f"Dán nhiều nhất {grouped(MOST_PASTED)} ký tự một lần. Hãy dán làm nhiều lần.", pasted[:MOST_PASTED], 0
    found = pasted_criteria(clean_pasted(pasted), group=group_name)
    if not found:
        return "Chưa đọc được tiêu chí nào. Hãy dán mỗi dòng một tiêu chí, kèm điểm tối đa.", pasted, 0
    rows.propose([{"name": each.name, "most_points": each.points, "guidance": each.guidance} for each in found])
    if len(rows.forms) < len(found) or not any(form["name"].value() == found[-1].name for form in rows.forms):
        return f"Mỗi nhóm nhiều nhất {MOST_CRITERIA} tiêu chí nên chưa thêm hết. Hãy bỏ bớt dòng.", pasted, 0
    return "", "", len(found)


@login_required
@require_POST
def drop(request: SignedInRequest, pk: int, group_pk: int) -> HttpResponse:
    """Bỏ một nhóm."""
    sheet = _sheet_to_keep(request, pk)
    stands = get_object_or_404(sheet.groups.select_related("sheet__alliance"), pk=group_pk)
    try:
        actions.drop_group(stands, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã bỏ nhóm “{stands.name}”.")
    return redirect(sheet)
