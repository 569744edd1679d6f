"""Kỷ luật, vụ việc chưa kết luận: the list, one fact, the officer's form."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.addresses import address
from emulation_portal.core.dates import today
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted, status
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column
from emulation_portal.core.versioned_forms import done
from emulation_portal.procedure.opening import next_of
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from units.views.common import own_alliance_or_404

from .. import actions, policies
from ..forms import ConductFilters, ConductForm
from ..models import ConductFact
from ..procedures import CONDUCT


class ConductList(ListPage):
    """What stands against people and units, the last first."""

    template_name, filters = "award_history/conduct_list.html", ConductFilters
    noun, caption = "kỷ luật, vụ việc", "Kỷ luật, vụ việc chưa kết luận"
    is_exported = False  # nobody needs it beside the portal

    def check(self) -> None:
        policies.check_can_see_conduct(self.reader)

    def rows(self) -> QuerySet[ConductFact]:
        return ConductFact.objects.visible_to(self.reader).order_by("-since", "-pk")

    def complete(self, rows: QuerySet[ConductFact]) -> QuerySet[ConductFact]:
        return rows.select_related("unit", "person")

    def columns(self) -> list[Column]:
        return [
            Column("Người, đơn vị", _who, names_row=True),
            Column("Việc", lambda row: noted(row.words, row.paper)),
            Column("Từ ngày", lambda row: row.since, "nowrap"),
            Column("Đến trước ngày", lambda row: row.until, "nowrap"),
            Column("Tình trạng", lambda row: status(row.get_status_display(), CONDUCT.state_of(row.status).tone)),
        ]

    def nothing(self) -> Nothing:
        return Nothing("Không có kỷ luật, vụ việc nào được ghi", "Việc được ghi ở đây giữ lại việc xét khen thưởng.")

    def extra(self) -> dict[str, Any]:
        return {"may_keep": rights_of(self.reader).hold(Role.OFFICER)}


def _who(row: ConductFact) -> Any:
    return noted(link(row, row.about), row.unit.name if row.person else "")


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One fact: what, since when, until when, and whether awards wait for it today."""
    policies.check_can_see_conduct(request.user)
    rows = ConductFact.objects.visible_to(request.user).select_related("unit", "person")
    fact = get_object_or_404(rows, pk=pk)
    may_keep = bool(allows(policies.check_can_keep, request.user, fact))
    context = {
        "fact": fact,
        "tone": CONDUCT.state_of(fact.status).tone,
        "holds_back": fact.holds_back(on=today()),
        "next": next_of(fact, request.user, now=timezone.now()) if may_keep else None,
        "history": history_of(fact) if may_keep else [],
    }
    return render(request, "award_history/conduct.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Write down what stands against somebody of the alliance in which one is officer."""
    policies.check_can_keep_somewhere(request.user)
    alliance = own_alliance_or_404(request.user, Role.OFFICER)
    list_url = address("history:conduct")
    form = ConductForm(request.POST or None, instance=ConductFact(), alliance_id=alliance.pk, cancel_url=list_url)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.save_conduct(form.instance, by=request.user, on=today()))
    ):
        messages.success(request, "Đã ghi.")
        return redirect(form.instance)
    context = {
        "form": form,
        "title": "Ghi kỷ luật, vụ việc",
        "trail": [("Kỷ luật, vụ việc", list_url)],
        "lead": "Chỉ thường trực Hội đồng, lãnh đạo, kiểm tra và thủ trưởng của đơn vị xem được.",
    }
    return render(request, "award_history/form.html", context, status=422 if form.errors else 200)
