"""Lịch sử khen thưởng: the list, one award, the officer's form, and saying who is meant by a name."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.addresses import address
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column
from emulation_portal.core.versioned_forms import done
from emulation_portal.law.enums import AwardSubject
from emulation_portal.procedure.opening import next_of
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from units.models import Person
from units.views.common import import_urls, own_alliance_or_404

from .. import actions, policies
from ..forms import PastAwardFilters, PastAwardForm
from ..models import PastAward
from ..procedures import PAST_AWARD
from ..queries import candidates


class PastAwardList(ListPage):
    """All that was given, by name as Vietnamese lists are."""

    template_name, filters = "award_history/list.html", PastAwardFilters
    noun, caption = "lần khen thưởng", "Lịch sử khen thưởng"

    def check(self) -> None:
        policies.check_can_see_history(self.reader)

    def rows(self) -> QuerySet[PastAward]:
        return PastAward.objects.visible_to(self.reader)

    def complete(self, rows: QuerySet[PastAward]) -> QuerySet[PastAward]:
        return rows.select_related("unit", "person")

    def columns(self) -> list[Column]:
        return [
            Column("Cá nhân, tập thể", _who, names_row=True),
            Column("Danh hiệu, hình thức", _what),
            Column("Năm", lambda row: str(row.year or row.decided_on.year), "num"),
            Column("Quyết định", lambda row: noted(row.decision_number, row.decided_by)),
            Column("Ngày", lambda row: row.decided_on, "nowrap"),
        ]

    def sheet_columns(self) -> list[Column]:
        return [
            Column("Mã đơn vị", lambda row: row.unit.code),
            Column("Đơn vị", lambda row: row.unit.name),
            Column("Đối tượng", lambda row: str(AwardSubject(row.subject).label)),
            Column("Họ tên, tên tập thể", lambda row: row.name),
            Column("Chức vụ", lambda row: row.post),
            Column("Năm sinh", lambda row: row.birth_year),
            Column("Danh hiệu, hình thức", lambda row: row.award_label),
            Column("Loại hình", lambda row: row.get_ground_display()),
            Column("Năm được công nhận", lambda row: row.year),
            Column("Thành tích từ ngày", lambda row: row.achieved_from),
            Column("Đến hết ngày", lambda row: row.achieved_to),
            Column("Thành tích", lambda row: row.achievement),
            Column("Số quyết định", lambda row: row.decision_number),
            Column("Ngày quyết định", lambda row: row.decided_on),
            Column("Người, cơ quan quyết định", lambda row: row.decided_by),
            Column("Tình trạng", lambda row: row.get_status_display()),
        ]

    def nothing(self) -> Nothing:
        words = "Khen thưởng đã có của cá nhân, tập thể hiện ở đây khi được ghi vào cổng."
        if rights_of(self.reader).hold(Role.OFFICER):
            return Nothing("Chưa ghi lần khen thưởng nào", words, address("history:create"), "Ghi khen thưởng đã có")
        return Nothing("Chưa có lần khen thưởng nào", words)

    def extra(self) -> dict[str, Any]:
        may_keep = rights_of(self.reader).hold(Role.OFFICER)
        return {"may_keep": may_keep, **(import_urls("khen-thuong") if may_keep else {})}


def _who(row: PastAward) -> Any:
    post = f"{row.post}, " if row.post else ""
    where = "" if row.name == row.unit.name else f"{post}{row.unit.name}"
    return noted(link(row, row.name), where)


def _what(row: PastAward) -> Any:
    shown = "" if row.is_standing else status(row.get_status_display(), PAST_AWARD.state_of(row.status).tone)
    return noted(row.award_label, shown)


def _award(request: SignedInRequest, pk: int) -> PastAward:
    rows = PastAward.objects.visible_to(request.user).select_related(
        "unit", "person", "collective__unit", "recorded_by"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One award: what the decision said, whether it counts, and who is meant."""
    policies.check_can_see_history(request.user)
    award = _award(request, pk)
    may_keep = bool(allows(policies.check_can_keep, request.user, award))
    is_unlinked = award.is_of_person and award.person is None
    context = {
        "award": award,
        "tone": PAST_AWARD.state_of(award.status).tone,
        "next": next_of(award, request.user, now=timezone.now()) if may_keep else None,
        "may_keep": may_keep,
        "is_unlinked": is_unlinked,
        "candidates": list(candidates(award)) if may_keep and is_unlinked else [],
        "sees_person": _sees(request.user, award.person),
        "history": history_of(award) if may_keep else [],
    }
    return render(request, "award_history/award.html", context)


def _sees(user: Any, person: Person | None) -> bool:
    return person is not None and Person.objects.visible_to(user).filter(pk=person.pk).exists()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Write down an award of the alliance in which one is officer."""
    policies.check_can_keep_somewhere(request.user)
    alliance = own_alliance_or_404(request.user, Role.OFFICER)
    return _edit(request, PastAward(subject=AwardSubject.PERSON), alliance.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    policies.check_can_keep_somewhere(request.user)
    award = _award(request, pk)
    policies.check_can_keep(request.user, award)
    if not award.is_standing:
        messages.error(request, "Dòng này không còn giá trị nên không sửa được. Hãy khôi phục trước, nếu cần.")
        return redirect(award)
    return _edit(request, award, award.unit.root_id)


def _edit(request: SignedInRequest, award: PastAward, alliance_id: int) -> HttpResponse:
    is_new = award.pk is None
    cancel_url = address("history:list") if is_new else award.get_absolute_url()
    title = "Ghi khen thưởng đã có" if is_new else "Sửa khen thưởng đã có"
    trail = [("Lịch sử khen thưởng", address("history:list"))] if is_new else award.trail()
    form = PastAwardForm(request.POST or None, instance=award, alliance_id=alliance_id, cancel_url=cancel_url)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.save_award(form.instance, by=request.user, on=today(), read=form.read))
    ):
        messages.success(request, f"Đã lưu: {form.instance}.")
        return redirect(form.instance)
    lead = "Ghi đúng như trên quyết định; mỗi cá nhân, tập thể một lần ghi."
    context = {"form": form, "title": title, "trail": trail, "lead": lead}
    return render(request, "award_history/form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def link_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say who is meant by the name of the line, or nobody any more."""
    policies.check_can_keep_somewhere(request.user)
    award = _award(request, pk)
    policies.check_can_keep(request.user, award)
    person = whole_number(request.POST.get("person", "")) or None
    try:
        actions.link_person(award_id=award.pk, person_id=person, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã gắn với người này." if person else "Đã thôi gắn.")
    return redirect(award)
