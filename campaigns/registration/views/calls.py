"""Calls to register: the list of them, one with who has answered, and the officer's form."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.reports.policies import WRITERS
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.lists import ListPage, Nothing
from emulation_portal.core.markup import day, lines, link, status
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column
from emulation_portal.core.versioned_forms import done
from emulation_portal.law.enums import AwardSubject
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of
from units.models import Unit
from units.views.common import own_alliance_or_404

from .. import actions, policies
from ..content import labels
from ..enums import STATES, CallStanding, RegistrationStatus
from ..forms import CalledFilters, CallForm
from ..models import Registration, RegistrationCall
from ..queries import counts_of, numbers_of_titles, units_called
from ..regulations import standing

_TONES = {
    CallStanding.NOT_DUE: "neutral",
    CallStanding.MISSING: "danger",
    CallStanding.IN_TIME: "success",
    CallStanding.LATE: "warning",
}


class CallList(ListPage):
    """Đăng ký thi đua: the years, the last first."""

    template_name = "registration_of_units/list.html"
    noun, caption = "đợt đăng ký", "Đợt đăng ký thi đua"

    def check(self) -> None:
        policies.check_can_see_calls(self.reader)

    def rows(self) -> QuerySet[RegistrationCall]:
        return RegistrationCall.objects.visible_to(self.reader).order_by("-year", "pk")

    def columns(self) -> list[Column]:
        return [
            Column("Năm", lambda row: link(row, f"Năm {row.year}"), names_row=True),
            Column("Nhận từ ngày", lambda row: row.opens_on),
            Column("Hạn gửi", lambda row: row.due_on),
            Column("Sửa đến hết ngày", lambda row: row.changes_until),
            Column("Tình trạng", lambda row: _state(row)),
        ]

    def sheet_columns(self) -> list[Column]:
        return [Column("Năm", lambda row: row.year), *self.columns()[1:4]]

    def nothing(self) -> Nothing:
        return Nothing(
            "Chưa có đợt đăng ký nào", "Khi Liên minh mở đợt đăng ký thi đua của một năm, đợt ấy hiện ở đây."
        )

    def extra(self) -> dict[str, Any]:
        return {"may_call": rights_of(self.reader).hold(Role.OFFICER)}


def _state(call: RegistrationCall) -> Any:
    on = today()
    if on < call.opens_on:
        return status("Chưa mở", "neutral")
    if on <= call.due_on:
        return status("Đang nhận đăng ký", "success")
    return status("Đang nhận sửa", "info") if on <= call.changes_until else status("Đã hết hạn", "neutral")


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One call: for the office how many units have answered, for units their own registration."""
    policies.check_can_see_calls(request.user)
    call = get_object_or_404(RegistrationCall.objects.visible_to(request.user).select_related("alliance"), pk=pk)
    on, rights = today(), rights_of(request.user)
    is_office = bool(allows(policies.check_can_see_units, request.user, call))
    counts = counts_of(call, on=on) if is_office else {}
    mine = units_called(call).filter(rights.reach("", *WRITERS)).order_by("name", "pk")
    own = {each.unit_id: each for each in _own(call, mine)}
    context = {
        "call": call,
        "state": _state(call),
        "is_office": is_office,
        "counts": [(label, value, counts[value]) for value, label in STATES if counts.get(value)] if is_office else [],
        "called": counts.get("called", 0),
        "titles": _titles(call) if is_office else [],
        "may_edit": bool(allows(policies.check_can_call, request.user, call)),
        "is_open": call.opens_on <= on <= call.changes_until,
        "is_over": call.changes_until < on,
        "units": [(unit, own.get(unit.pk)) for unit in mine],
        "history": history_of(call) if is_office else [],
    }
    return render(request, "registration_of_units/call.html", context)


def _titles(call: RegistrationCall) -> list[tuple[str, str, int]]:
    """Return for each title that was registered for its words, the query of their list and how many."""
    names, subjects = labels(), dict(AwardSubject.choices)
    return [
        (f"{names[title]} ({subjects[subject].lower()})", urlencode({"title": title, "subject": subject}), number)
        for subject, title, number in numbers_of_titles(call)
    ]


def _own(call: RegistrationCall, units: QuerySet[Unit]) -> QuerySet[Registration]:
    keys = [unit.pk for unit in units]
    return Registration.objects.filter(call=call, unit__in=keys).select_related("unit")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Open a call in the alliance in which one is officer."""
    policies.check_can_call_somewhere(request.user)
    alliance = own_alliance_or_404(request.user, Role.OFFICER)
    return _edit(request, RegistrationCall(alliance=alliance))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    policies.check_can_call_somewhere(request.user)
    call = get_object_or_404(RegistrationCall.objects.visible_to(request.user).select_related("alliance"), pk=pk)
    return _edit(request, call)


def _edit(request: SignedInRequest, call: RegistrationCall) -> HttpResponse:
    policies.check_can_call(request.user, call)
    cancel_url = call.get_absolute_url() if call.pk else reverse("registration:list")
    form = CallForm(request.POST or None, instance=call, cancel_url=cancel_url)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.save_call(form.instance, by=request.user, read=form.read))
    ):
        messages.success(request, "Đã lưu đợt đăng ký.")
        return redirect(form.instance)
    title = f"Sửa đợt đăng ký năm {call.year}" if call.pk else "Mở đợt đăng ký thi đua"
    context = {"form": form, "title": title, "cancel_url": cancel_url}
    return render(request, "registration_of_units/call_form.html", context, status=422 if form.errors else 200)


class ListOfCall(ListPage):
    """A list of the office of one call."""

    @cached_property
    def call(self) -> RegistrationCall:
        calls = RegistrationCall.objects.visible_to(self.reader).select_related("alliance")
        return get_object_or_404(calls, pk=self.kwargs["pk"])

    def check(self) -> None:
        policies.check_can_see_units_somewhere(self.reader)
        policies.check_can_see_units(self.reader, self.call)

    def extra(self) -> dict[str, Any]:
        return {"call": self.call}


class CalledUnits(ListOfCall):
    """Who is to register: who has, in time or late, and who has not."""

    template_name, filters = "registration_of_units/units.html", CalledFilters
    noun, caption = "đơn vị", "Đơn vị phải đăng ký"

    def table_words(self) -> str:
        return f"{self.call}: từng đơn vị"

    def rows(self) -> QuerySet[Unit]:
        return units_called(self.call).order_by("name", "pk")

    def complete(self, rows: Any) -> list[Unit]:
        found = list(rows)
        rows = Registration.objects.filter(call=self.call, unit__in=found).select_related("call")
        own = {each.unit_id: each for each in rows}
        for unit in found:
            unit.registration = own.get(unit.pk)
        return found

    def columns(self) -> list[Column]:
        return [
            Column("Đơn vị", _unit, names_row=True),
            Column("Gửi ngày", lambda row: day(row.registration.sent_on) if _sent(row) else ""),
            Column("Tình trạng", lambda row: _standing(self.call, row)),
        ]

    def sheet_columns(self) -> list[Column]:
        return [
            Column("Đơn vị", lambda row: row.name),
            Column("Mã đơn vị", lambda row: row.code),
            Column("Gửi ngày", lambda row: row.registration.sent_on if row.registration else None),
            Column("Tình trạng", lambda row: str(_stands(self.call, row).label)),
            Column(
                "Có đăng ký danh hiệu", lambda row: "Có" if row.registration and row.registration.has_titles else ""
            ),
            Column("Làm căn cứ xét danh hiệu", lambda row: BASIS[_may_rest(row)]),
        ]


def _sent(unit: Any) -> bool:
    return unit.registration is not None and unit.registration.sent_on is not None


def _unit(unit: Any) -> Any:
    return link(unit.registration, unit.name) if unit.registration else unit.name


# Whether titles may rest on a registration, in words; "" where they need not.
BASIS = {True: "Được", False: "Không làm căn cứ được", None: ""}


def _may_rest(unit: Any) -> bool | None:
    return unit.registration.titles_may_rest_on_it if unit.registration else None


def _stands(call: RegistrationCall, unit: Any) -> CallStanding:
    return standing(unit.registration.sent_on if unit.registration else None, call.due_on, on=today())


def _standing(call: RegistrationCall, unit: Any) -> Any:
    stands = _stands(call, unit)
    shown = [status(str(stands.label), _TONES[stands])]
    registration = unit.registration
    if _sent(unit) and not registration.has_titles:
        shown.append(status("Không có danh hiệu", "warning"))
    elif _may_rest(unit) is False:
        shown.append(status(BASIS[False], "warning"))
    if registration is not None and registration.returned_on is not None:
        shown.append(status("Trả lại, chưa gửi lại", "warning"))
    elif registration is not None and registration.status != RegistrationStatus.SENT:
        shown.append(status(registration.get_status_display(), "info"))
    return lines(shown)
