"""What happens to a unit: it is renamed, moved, succeeded, closed, reopened."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html

from emulation_portal.core.changes import first_names
from emulation_portal.core.dates import ImpossibleDate, parse_date, short_date, today
from emulation_portal.core.forms import ReasonForm
from emulation_portal.rights.models import Appointment

from .. import actions, policies, regulations
from ..enums import SuccessionKind
from ..forms import CloseUnitForm, ReopenForm, StandingForm, SuccessionForm, UndoForm
from ..models import Position, Succession, Unit
from ..queries import appointments_in, coming_back, left_behind
from ..successions import successors_of
from .common import SignedInRequest, done


def _seen_unit(request: SignedInRequest, pk: int) -> Unit:
    return get_object_or_404(Unit.objects.visible_to(request.user).select_related("parent"), pk=pk)


@login_required
def unit_rename(request: SignedInRequest, pk: int) -> HttpResponse:
    """Đổi tên, chuyển trực thuộc từ một ngày."""
    unit = _seen_unit(request, pk)
    policies.check_can_change_standing(request.user, unit)
    name, back = unit.name, unit.get_absolute_url()
    form = StandingForm(
        request.POST or None, instance=unit, by=request.user, initial={"since": today()}, cancel_url=back
    )
    if request.method == "POST" and form.is_valid():
        since, basis = form.cleaned_data["since"], form.cleaned_data["basis"]
        if done(form, lambda: actions.change_standing(unit, since=since, basis=basis, by=request.user, read=form.read)):
            said = f"Từ ngày {since:%d/%m/%Y}: {unit.name}"
            if unit.name != name:
                messages.success(request, f"{said}. Văn bản những ngày trước giữ tên cũ.")
            else:
                messages.success(request, f"{said}, trực thuộc {unit.parent or unit}.")
            if hasattr(unit, "issuer"):
                words = 'Tên in ở đầu văn bản của cơ quan này ghi riêng: <a href="{}">sửa ở Cơ quan ban hành</a>.'
                messages.warning(request, format_html(words, reverse("documents:issuer", args=[unit.issuer.pk])))
            return redirect(unit)
    title = "Đổi tên, chuyển trực thuộc"
    return render(request, "units/form.html", {"form": form, "title": title, "about": name, "about_url": back})


@login_required
def unit_rename_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hủy lần đổi tên, chuyển trực thuộc gần nhất, which was written by mistake."""
    unit = _seen_unit(request, pk)
    policies.check_can_change_standing(request.user, unit)
    back = unit.get_absolute_url()
    last = unit.former_standings.last()
    shown = {"of": last.pk if last else 0}
    form = UndoForm(request.POST or None, initial=shown, button="Hủy lần đổi gần nhất", cancel_url=back)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.undo_standing(unit_id=pk, by=request.user, **form.cleaned_data))
    ):
        unit.refresh_from_db()
        messages.success(request, f"Đã hủy lần đổi gần nhất. Đơn vị lại là: {unit.name}.")
        return redirect(unit)
    stood = f", trực thuộc {last.parent}" if last and last.parent else ""
    lead = f"Trước ngày {short_date(last.effective_to)}: {last.name}{stood}." if last else ""
    context = {"form": form, "title": "Hủy lần đổi gần nhất", "lead": lead, "about": unit.name, "about_url": back}
    return render(request, "units/form.html", context)


@login_required
def unit_reorganise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sáp nhập, hợp nhất, chia, tách, giải thể có đơn vị kế tục: typed, looked at once more, then written."""
    unit = _seen_unit(request, pk)
    back = unit.get_absolute_url()
    policies.check_can_manage_units(request.user, unit)
    if "confirmed" in request.POST and _is_written(unit, request.POST):  # a second press
        return _written_before(request, back)
    policies.check_can_reorganise(request.user, unit)
    form = SuccessionForm(
        request.POST or None, initial={"on": today()}, unit=unit, by=request.user, today=today(), cancel_url=back
    )
    context: dict[str, Any] = {"form": form, "unit": unit}
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        data = form.cleaned_data
        kind, heirs, old = SuccessionKind(data["kind"]), data["successors"], [unit, *data["partners"]]

        def act() -> None:
            actions.reorganise(
                kind=kind,
                unit_ids=[each.pk for each in old],
                successor_ids=[each.pk for each in heirs],
                on=data["on"],
                basis=data["basis"],
                takes_people=data["takes_people"],
                by=request.user,
            )

        if "confirmed" not in request.POST:
            if not done(form, lambda: _try(act)):
                return render(request, "units/succession.html", context)
            context |= {"effects": _effects(request, kind, old, heirs, data), "sent": _sent(request), "kind": kind}
            return render(request, "units/succession_check.html", context)
        try:
            is_done = done(form, act)
        except PermissionDenied:
            if _is_written(unit, request.POST):  # the first of two presses was faster
                return _written_before(request, back)
            raise
        if is_done:
            messages.success(request, _after_succession(kind, old, heirs, data["on"]))
            return redirect(heirs[0] if len(heirs) == 1 else unit)
    return render(request, "units/succession.html", context)


def _is_written(unit: Unit, sent: QueryDict) -> bool:
    """Whether just this was written already: of this form and day, all pairs."""
    old, heirs = {str(unit.pk), *sent.getlist("partners")}, set(sent.getlist("successors"))
    try:
        on = parse_date(sent.get("on", ""))
    except (ImpossibleDate, ValueError):
        return False
    rows = Succession.objects.valid().filter(
        kind=sent.get("kind", ""), effective_on=on, successor__root_id=unit.root_id
    )
    written = {(str(a), str(b)) for a, b in rows.values_list("predecessor", "successor")}
    return bool(heirs) and {(a, b) for a in old for b in heirs} <= written


def _written_before(request: HttpRequest, back: str) -> HttpResponse:
    messages.info(request, "Việc này đã được ghi.")
    return redirect(back)


def _try(act: Callable[[], None]) -> None:
    """Act and take it back: what would be refused is refused before it is looked at."""
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what the form sent, for the page that asks once more."""
    asked = ("kind", "partners", "successors", "on", "basis", "takes_people")
    return [(name, value) for name in asked for value in request.POST.getlist(name)]


def _effects(
    request: SignedInRequest, kind: SuccessionKind, old: list[Unit], heirs: list[Unit], data: dict[str, Any]
) -> list[str]:
    """Say with names and numbers what will be otherwise from the day."""
    rule, on = regulations.SUCCESSION_RULES[kind], data["on"]
    names = ", ".join(unit.name for unit in heirs)
    told = []
    for unit in old:
        told += _ending(request, unit, names, on=on, data=data, one=len(heirs) == 1) if rule.ends else []
        told += [] if rule.ends else [f"{unit.name} vẫn hoạt động; người và vai trò giữ nguyên."]
    whose = ", ".join(unit.name for unit in old)
    told.append(f"{names} kế tục {whose}: thấy và tiếp nhận được văn bản đã gửi đích danh {whose}.")
    told.append("Văn bản, hồ sơ, lịch sử cũ giữ nguyên tên cũ.")
    return told


def _ending(
    request: SignedInRequest, unit: Unit, names: str, *, on: dt.date, data: dict[str, Any], one: bool
) -> list[str]:
    """Say what ends with a unit, and where its people and the units below it go."""
    serving = Position.objects.filter(unit=unit, effective_from__lt=on).exclude(effective_to__lte=on)
    named = list(dict.fromkeys(serving.order_by("-is_head", "pk").values_list("person__full_name", flat=True)))
    people = ", ".join(first_names(named, len(named), "người"))
    roles = [row for row in appointments_in(unit, seen_by=request.user, on=on) if row.effective_from < on]
    blocks = [row.block.name for row in unit.block_memberships.in_force(on=on).select_related("block")]
    below = unit.children.working(on=on).count()
    goes = f"sang {names}, giữ chức vụ cũ, không là người đứng đầu" if data["takes_people"] else "thôi giữ chức vụ"
    return [
        f"{unit.name} thôi hoạt động.",
        *([f"{people} {goes}."] if people else []),
        *([f"Thôi vai trò trên cổng ở {unit.name}: {'; '.join(_held(row) for row in roles)}."] if roles else []),
        *(f"{unit.name} ra khỏi {block}." for block in blocks),
        *([f"{below} đơn vị trực thuộc {unit.name} chuyển sang {names}."] if below and one else []),
    ]


def _held(row: Appointment) -> str:
    return f"{row.user.full_name} ({row.words.lower()}{f', {row.block}' if row.block else ''})"


def _after_succession(kind: SuccessionKind, old: list[Unit], heirs: list[Unit], on: dt.date) -> str:
    whose, names = (", ".join(unit.name for unit in units) for units in (old, heirs))
    return f"Đã ghi {kind.noun}: {names} kế tục {whose} từ ngày {on:%d/%m/%Y}. Hãy xem lại người và vai trò ở đơn vị kế tục."


@login_required
def succession_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hủy ghi nhận kế tục."""
    seen = Unit.objects.visible_to(request.user)
    rows = Succession.objects.valid().filter(successor__in=seen, predecessor__in=seen)
    row = get_object_or_404(rows.select_related("predecessor", "successor"), pk=pk)
    policies.check_can_manage_units(request.user, row.successor)
    back = row.successor.get_absolute_url()
    form = ReasonForm(request.POST or None, button="Hủy ghi nhận", cancel_url=back)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: actions.cancel_succession(succession_id=pk, reason=reason, by=request.user)):
            messages.success(request, f"Đã hủy: {row.successor} không kế tục {row.predecessor}.")
            return redirect(back)
    context = {"form": form, "title": "Hủy ghi nhận kế tục", "about": row.successor.name, "about_url": back}
    lead = f"{row.get_kind_display()}: {row.successor} kế tục {row.predecessor} từ ngày {short_date(row.effective_on)}."
    return render(request, "units/form.html", {**context, "lead": lead})


@login_required
def unit_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Cho đơn vị thôi hoạt động: shows what ends with it, and asks why. It can be reopened."""
    unit = _seen_unit(request, pk)
    policies.check_can_close_unit(request.user, unit)
    form = CloseUnitForm(
        request.POST or None, initial={"on": today()}, today=today(), cancel_url=unit.get_absolute_url()
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: actions.close_unit(unit_id=pk, on=data["on"], reason=data["reason"], by=request.user)):
            when = "sẽ" if data["on"] > today() else "đã"
            messages.success(request, f"{unit.name} {when} thôi hoạt động từ ngày {data['on']:%d/%m/%Y}.")
            return redirect(unit)
    on = today()
    serving = Position.objects.in_force(on=on).filter(unit=unit).count()
    roles = len(appointments_in(unit, seen_by=request.user, on=on))
    ends = f"{roles} vai trò trên cổng chấm dứt; người giữ không vào được số liệu của đơn vị nữa."
    effects = [
        f"{unit.name} không còn trong danh sách đơn vị đang hoạt động.",
        *([f"{serving} người thôi chức vụ tại đơn vị."] if serving else []),
        *([ends] if roles else []),
        "Hồ sơ, văn bản, lịch sử của đơn vị vẫn giữ nguyên. Có thể mở lại sau; nếu là ghi nhầm thì người, vai trò trở lại như trước.",
    ]
    return render(request, "units/close.html", {"form": form, "unit": unit, "effects": effects})


@login_required
def unit_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mở lại đơn vị."""
    unit = _seen_unit(request, pk)
    policies.check_can_reopen_unit(request.user, unit)
    planned = unit.closed_on if unit.closed_on and unit.closed_on > today() else None
    title = "Hủy thôi hoạt động" if planned else "Mở lại đơn vị"
    back = unit.get_absolute_url()
    form = ReopenForm(request.POST or None, is_planned=bool(planned), button=title, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        reason, is_mistake = form.cleaned_data["reason"], form.cleaned_data.get("how") != ReopenForm.AGAIN
        if done(form, lambda: actions.reopen_unit(unit_id=pk, reason=reason, is_mistake=is_mistake, by=request.user)):
            messages.success(request, _after_reopening(unit.name, is_mistake=is_mistake))
            if is_mistake and (left := left_behind(unit)):
                words = (
                    f"{left} mục đã đổi từ đó đến nay nên không trở lại: hãy xem lại người, vai trò, khối của đơn vị."
                )
                messages.warning(request, words)
            return redirect(unit)
    succeeded = ", ".join(row.successor.name for row in successors_of(unit) if row.ends_predecessor)
    told = [f"{succeeded} không kế tục {unit.name} nữa."] if succeeded else []
    comes_back = coming_back(unit)
    told += [f"Nếu là ghi nhầm, trở lại như trước: {'; '.join(comes_back)}."] if comes_back else []
    lead = " ".join(told)
    context = {"form": form, "title": title, "lead": lead, "about": unit.name, "about_url": back}
    return render(request, "units/form.html", context)


def _after_reopening(name: str, *, is_mistake: bool) -> str:
    if is_mistake:
        return f"{name} hoạt động như trước: những gì ghi thôi hoạt động đã chấm dứt nay trở lại."
    return f"{name} đã hoạt động lại từ hôm nay. Hãy ghi lại người giữ chức vụ và giao vai trò."
