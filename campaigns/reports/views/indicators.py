"""The catalogue of indicators."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import link, noted
from emulation_portal.core.tables import Column
from emulation_portal.core.versioned_forms import done
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from units.views.common import own_alliance_or_404

from .. import actions, policies
from ..forms import IndicatorFilters, IndicatorForm
from ..models import Indicator


class IndicatorList(ListPage):
    template_name, filters = "reports/indicators.html", IndicatorFilters
    noun, caption = "chỉ tiêu", "Danh mục chỉ tiêu"

    def check(self) -> None:
        policies.check_can_see_catalogue(self.reader)

    def rows(self) -> QuerySet[Indicator]:
        return Indicator.objects.visible_to(self.reader).order_by("group", "pk")

    def columns(self) -> list[Column]:
        return [
            Column("Mã", lambda row: link(row, row.code), css="nowrap"),
            Column("Chỉ tiêu", lambda row: noted(row.name, "" if row.is_offered else "Không còn dùng"), names_row=True),
            Column("Đơn vị tính", lambda row: row.unit_words),
            Column("Kiểu", lambda row: row.get_value_type_display()),
            Column("Cách cộng", lambda row: row.get_nature_display()),
        ]

    def nothing(self) -> Nothing:
        return Nothing("Chưa có chỉ tiêu nào", "Lập danh mục chỉ tiêu một lần, rồi chọn cho từng phong trào.")

    def extra(self) -> dict[str, Any]:
        return {"can_keep": rights_of(self.reader).hold(Role.OFFICER)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Put an indicator into the catalogue of the alliance in which one is officer."""
    policies.check_can_keep_some_catalogue(request.user)
    alliance = own_alliance_or_404(request.user, Role.OFFICER)
    policies.check_can_keep_catalogue(request.user, alliance)
    return _edit(request, Indicator(alliance=alliance))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    policies.check_can_keep_some_catalogue(request.user)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user).select_related("alliance"), pk=pk)
    policies.check_can_keep_catalogue(request.user, indicator.place)
    return _edit(request, indicator)


def _edit(request: SignedInRequest, indicator: Indicator) -> HttpResponse:
    form = IndicatorForm(request.POST or None, instance=indicator, cancel_url=reverse("reports:indicators"))
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.save_indicator(form.instance, by=request.user, read=form.read))
    ):
        messages.success(request, f"Đã lưu chỉ tiêu “{form.instance.name}”.")
        return redirect("reports:indicators")
    title = "Sửa chỉ tiêu" if indicator.pk else "Thêm chỉ tiêu"
    return render(request, "reports/indicator.html", {"form": form, "title": title}, status=422 if form.errors else 200)
