"""Who is to sign a giao ước: the board of units, one that is added, one that is taken off."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import lines, link, noted, status
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column
from units.models import Unit

from .. import actions, policies
from ..forms import PartyFilters, TakeOffForm
from ..models import Pledge, PledgeParty
from ..queries import Fate, fates_of, parties_of, units_to_add, with_signatures
from .pledges import pledge_seen, pledge_to_write


class PartyList(ListPage):
    """The units that are to sign: who has, how and when; who has not, and who cannot any more."""

    template_name, filters = "pledges/parties.html", PartyFilters
    noun, caption = "đơn vị", "Đơn vị ký giao ước"

    @cached_property
    def pledge(self) -> Pledge:
        return pledge_seen(cast(SignedInRequest, self.request), self.kwargs["pk"])

    @cached_property
    def may_write(self) -> bool:
        return bool(allows(policies.check_can_write, self.reader, self.pledge)) and self.pledge.is_signed_now

    def check(self) -> None:
        policies.check_can_see_pledges(self.reader)

    def table_words(self) -> str:
        return f"{self.pledge}: từng đơn vị"

    def rows(self) -> QuerySet[PledgeParty]:
        return parties_of(self.pledge).order_by("name", "pk")

    def complete(self, rows: Any) -> list[Any]:
        found = with_signatures(rows)
        fates = {} if self.pledge.is_concluded else fates_of(self.pledge, found, on=today())
        for party in found:
            party.fate = fates.get(party.pk)
        return found

    def columns(self) -> Sequence[Column]:
        shown = [
            Column("Đơn vị", _named, names_row=True),
            Column("Tình trạng", _standing),
            Column(
                "Người ký",
                lambda row: noted(row.signature.signer_name, row.signature.signer_title) if row.signature else "",
            ),
            Column("Ngày ký", lambda row: row.signature.signed_on if row.signature else None),
        ]
        return [*shown, Column("Việc làm được", self._acts, is_quiet=True)] if self.may_write else shown

    def sheet_columns(self) -> Sequence[Column]:
        return [
            Column("Đơn vị", lambda row: row.name),
            Column("Mã đơn vị", lambda row: row.unit.code),
            Column("Tình trạng", lambda row: str(row.signature.get_way_display()) if row.signature else "Chưa ký"),
            Column("Người ký", lambda row: row.signature.signer_name if row.signature else ""),
            Column("Chức vụ", lambda row: row.signature.signer_title if row.signature else ""),
            Column("Ngày ký", lambda row: row.signature.signed_on if row.signature else None),
            Column("Ghi chú", lambda row: row.fate.words if row.fate else ""),
        ]

    def _acts(self, row: Any) -> Any:
        acts = []
        if row.fate:
            acts.append(link(reverse("pledges:take-off", args=[row.pk]), "Đưa khỏi danh sách"))
        if row.signature and row.signature.is_on_paper:
            acts.append(link(reverse("pledges:withdraw", args=[row.signature.pk]), "Rút chữ ký giấy"))
        return lines(acts)

    def nothing(self) -> Nothing:
        return Nothing("Chưa có đơn vị nào", "Danh sách ký được lập khi mở ký, gồm các đơn vị đang trong khối.")

    def extra(self) -> dict[str, Any]:
        addable = list(units_to_add(self.pledge, on=today())) if self.may_write else []
        removed = self.pledge.parties.filter(removed_on__isnull=False).order_by("removed_on", "pk")
        return {"pledge": self.pledge, "addable": addable, "removed": list(removed)}


def _named(row: Any) -> Any:
    return noted(row.name, row.fate.words if row.fate else "")


def _standing(row: Any) -> Any:
    signature = row.signature
    if signature is None:
        return status("Chưa ký", "warning")
    told = status(signature.get_way_display(), "success")
    return lines([told, link(signature.scan.get_absolute_url(), "Bản quét")]) if signature.scan else told


@login_required
@require_POST
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Đưa một đơn vị của khối vào danh sách ký."""
    pledge = pledge_to_write(request, pk)
    members = pledge.members(on=today())
    unit = get_object_or_404(members, pk=whole_number(request.POST.get("unit", "")) or 0)
    try:
        actions.add_party(pledge_id=pk, unit=unit, by=request.user, on=today())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã đưa {unit} vào danh sách ký. Đơn vị nhận được tin báo.")
    return redirect("pledges:parties", pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Đưa một đơn vị khỏi danh sách ký."""
    policies.check_can_see_pledges(request.user)
    rows = PledgeParty.objects.visible_to(request.user).select_related("pledge__block__alliance", "unit")
    party = get_object_or_404(rows, pk=pk)
    policies.check_can_write(request.user, party.pledge)
    back = reverse("pledges:parties", args=[party.pledge_id])
    fate = fates_of(party.pledge, [party], on=today()).get(party.pk)
    form = TakeOffForm(request.POST or None, heirs=_heirs(party, fate), cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_off(party_id=pk, by=request.user, on=today(), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã đưa {party} khỏi danh sách ký.")
            return redirect(back)
    context = {
        "form": form,
        "title": f"Đưa {party} khỏi danh sách ký",
        "lead": fate.words if fate else "",
        "crumbs": party.pledge.trail(),
    }
    return render(request, "pledges/form.html", context, status=422 if form.errors else 200)


def _heirs(party: PledgeParty, fate: Fate | None) -> QuerySet[Unit]:
    """Return the successors of a party that compete in the khối and are no party yet."""
    return units_to_add(party.pledge, on=today()).filter(pk__in=[unit.pk for unit in (fate.heirs if fate else ())])
