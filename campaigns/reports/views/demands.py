"""What a campaign asks of units: set up by the officer, then asked."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.enums import MilestoneKind
from campaigns.models import Campaign, Milestone
from campaigns.queries import milestones_in, plans_in_force
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.audit.queries import history_of
from emulation_portal.core.dates import today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.forms import ReasonForm
from emulation_portal.core.markup import day, lines, link, noted, number
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column, Table
from emulation_portal.core.versioned_forms import done

from .. import actions, policies
from ..enums import DueRule, IndicatorGroup, PeriodKind
from ..forms import DemandForm, IndicatorTargetForm, PeriodForm, RegularPeriodsForm
from ..models import Demand, Indicator, IndicatorTarget, ReportPeriod
from ..quantities import written
from ..queries import units_owing
from ..regulations import ProposedPeriod, due_day, regular_periods

_KINDS = {
    MilestoneKind.REPORT: PeriodKind.AD_HOC,
    MilestoneKind.MIDTERM_REVIEW: PeriodKind.MIDTERM,
    MilestoneKind.FINAL_REVIEW: PeriodKind.FINAL,
}


@login_required
@require_safe
def of_campaign(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the campaign asks for, and of whom."""
    policies.check_can_see_board(request.user)
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("organiser"), pk=pk)
    policies.check_can_see_demands(request.user, campaign)
    demands = (
        Demand.objects.worked_with_by(request.user).filter(campaign=campaign).select_related("campaign__organiser")
    )
    columns = (
        Column("Yêu cầu", lambda row: link(row, row.name), names_row=True),
        Column("Ai phải báo cáo", lambda row: row.get_owing_display()),
        Column("Yêu cầu từ ngày", lambda row: row.asked_on or "Chưa gửi đơn vị"),
    )
    probe = Demand(campaign=campaign)
    context = {
        "campaign": campaign,
        "table": Table("Yêu cầu báo cáo của phong trào", columns, list(demands)),
        "may_demand": bool(allows(policies.check_can_demand, request.user, probe)),
        "board_url": f"{reverse('reports:board')}?campaign={campaign.pk}",
    }
    return render(request, "reports/of_campaign.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest, pk: int) -> HttpResponse:
    policies.check_can_demand_somewhere(request.user)
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("organiser"), pk=pk)
    demand = Demand(campaign=campaign)
    policies.check_can_demand(request.user, demand)
    return _edit(request, demand, reverse("reports:of-campaign", args=[pk]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    demand = _own(request, pk)
    return _edit(request, demand, demand.get_absolute_url())


def _edit(request: SignedInRequest, demand: Demand, cancel_url: str) -> HttpResponse:
    form = DemandForm(request.POST or None, instance=demand, cancel_url=cancel_url)

    def save() -> None:
        chosen = {name: form.cleaned_data[name] for name in ("blocks", "units")}
        actions.save_demand(form.instance, by=request.user, read=form.read, **chosen)

    if request.method == "POST" and form.is_valid() and done(form, save):
        messages.success(request, "Đã lưu yêu cầu báo cáo.")
        return redirect(form.instance)
    title = "Sửa yêu cầu báo cáo" if demand.pk else "Đặt yêu cầu báo cáo"
    return _form_page(request, form, title, demand)


def _form_page(request: SignedInRequest, form: Any, title: str, demand: Demand, **more: Any) -> HttpResponse:
    trail = demand.trail() if demand.pk else demand.campaign.trail()
    context = {"form": form, "title": title, "trail": trail, "demand": demand, **more}
    return render(request, "reports/demand_form.html", context, status=422 if form.errors else 200)


def _own(request: SignedInRequest, pk: int) -> Demand:
    """Return the demand for who may change it. Raises PermissionDenied, to who may change none whatever the key."""
    policies.check_can_demand_somewhere(request.user)
    demand = _demand(request, pk)
    policies.check_can_demand(request.user, demand)
    return demand


def _demand(request: SignedInRequest, pk: int) -> Demand:
    demands = Demand.objects.worked_with_by(request.user).select_related("campaign__organiser")
    return get_object_or_404(demands, pk=pk)


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One demand: its figures, periods, targets, and the button that asks the units."""
    policies.check_can_see_board(request.user)
    demand = _demand(request, pk)
    rows = list(demand.rows.select_related("indicator"))
    periods = list(demand.periods.all())
    may = allows(policies.check_can_demand, request.user, demand)
    context = {
        "demand": demand,
        "indicators": Table("Chỉ tiêu", _INDICATORS, rows),
        "periods": Table("Kỳ báo cáo", _periods(bool(may)), periods, None),
        "targets": Table("Mục tiêu", _TARGETS, list(demand.targets.select_related("indicator", "unit", "block"))),
        "has_begun": any(each.period_from <= today() for each in periods),
        "next_period": (coming := _next_period(periods)),
        "owing": units_owing(coming).count() if coming else 0,
        "owing_now": units_owing(ReportPeriod(demand=demand, period_from=today(), period_to=today())).count(),
        "may": may,
        "lacks": _lacks(demand, rows, periods),
        "history": history_of(demand),
    }
    return render(request, "reports/demand.html", context)


def _next_period(periods: list[ReportPeriod]) -> ReportPeriod | None:
    """Return the first period of which units may still owe a report."""
    return next((each for each in sorted(periods, key=lambda one: one.due_on) if each.due_on >= today()), None)


def _lacks(demand: Demand, rows: list[Any], periods: list[Any]) -> list[tuple[str, str]]:
    """Return what is missing before units can be asked: in words, and where it is put right."""
    found = []
    if not rows and not demand.parts:
        found.append(("Chọn chỉ tiêu hoặc phần nội dung.", reverse("reports:choose", args=[demand.pk])))
    if not periods:
        found.append(("Lập các kỳ báo cáo.", reverse("reports:regular-periods", args=[demand.pk])))
    return found


_INDICATORS = (
    Column("Chỉ tiêu", lambda row: noted(row.indicator.name, row.indicator.unit_words), names_row=True),
    Column("Cách cộng", lambda row: row.indicator.get_nature_display()),
    Column("Bắt buộc", lambda row: "Có" if row.is_required else "Không"),
    Column("Ước cả năm", lambda row: "Có" if row.wants_estimate else "Không"),
)
_TARGETS = (
    Column("Chỉ tiêu", lambda row: row.indicator.name, names_row=True),
    Column("Năm", lambda row: str(row.year)),
    Column("Của", lambda row: row.unit or row.block or row.get_scope_display()),
    Column("Mức phấn đấu", lambda row: f"{written(row.value)} {row.indicator.unit_words}", css="num"),
)


def _periods(may: bool) -> tuple[Column, ...]:
    shown = (
        Column("Kỳ", lambda row: link(row, row.name) if row.period_from <= today() else row.name, names_row=True),
        Column("Số liệu", lambda row: lines((day(row.period_from), day(row.period_to)))),
        Column("Mở từ", lambda row: row.opens_on),
        Column("Hạn nộp", lambda row: row.due_on),
    )
    edit_link = Column("Sửa", lambda row: link(reverse("reports:edit-period", args=[row.pk]), "Sửa"), is_quiet=True)
    return (*shown, edit_link) if may else shown


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose the figures that are asked for, each with whether it is required and wants an estimate."""
    demand = _own(request, pk)
    catalogue = Indicator.objects.filter(alliance=demand.place.root_id)
    chosen = {row.indicator_id: row for row in demand.rows.all()}
    offered = [each for each in catalogue if each.is_offered or each.pk in chosen]
    told = ""
    if request.method == "POST":
        rows = [
            (each, f"required-{each.pk}" in request.POST, f"estimate-{each.pk}" in request.POST)
            for each in offered
            if f"chosen-{each.pk}" in request.POST
        ]
        try:
            actions.choose_indicators(demand_id=pk, chosen=rows, by=request.user)
        except DomainError as error:
            told = str(error)
        else:
            messages.success(request, f"Đã chọn {number(len(rows))} chỉ tiêu.")
            return redirect(demand)
    groups = [(group.label, [each for each in offered if each.group == group]) for group in IndicatorGroup]
    context = {
        "demand": demand,
        "groups": groups,
        "chosen": chosen,
        "optional": {key for key, row in chosen.items() if not row.is_required},
        "estimated": {key for key, row in chosen.items() if row.wants_estimate},
        "told": told,
    }
    return render(request, "reports/choose.html", context, status=422 if told else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def regular(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lập các kỳ: months, quarters, halves or years at once; and those that the plan's milestones propose."""
    demand = _own(request, pk)
    campaign = demand.campaign
    proposed = _proposed(demand)
    if request.method == "POST" and "milestones" in request.POST:
        new = actions.add_periods(demand_id=pk, periods=proposed, rule=DueRule.NEXT, by=request.user)
        messages.success(request, f"Đã thêm {number(new)} kỳ theo mốc của kế hoạch.")
        return redirect(demand)
    initial = {"first": campaign.period_from, "last": campaign.period_to}
    form = RegularPeriodsForm(request.POST or None, initial=initial, cancel_url=demand.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        rule = DueRule(data["rule"])
        periods = regular_periods(
            form.kind_chosen,
            first=data["first"],
            last=data["last"],
            days_after=data["days_after"],
            rule=rule,
            year_starts_in=demand.year_starts_in,
        )
        new = actions.add_periods(demand_id=pk, periods=periods, rule=rule, by=request.user)
        messages.success(request, f"Đã lập {number(new)} kỳ báo cáo.")
        return redirect(demand)
    return _form_page(request, form, "Lập các kỳ báo cáo", demand, proposed=proposed)


def _proposed(demand: Demand) -> list[ProposedPeriod]:
    """Return the periods that the milestones of the plan in force name: from the campaign's beginning to ten days before."""
    known = set(demand.periods.values_list("name", flat=True))
    begins = demand.campaign.period_from
    rows = [row for row in milestones_in(plans_in_force(demand.campaign)) if row.kind in _KINDS]
    found = [_of_milestone(row, begins) for row in rows]
    return [each for each in found if each.name not in known]


def _of_milestone(row: Milestone, begins: dt.date | None) -> ProposedPeriod:
    due_on = due_day(row.due_on, DueRule.NEXT)
    ends = row.due_on - dt.timedelta(days=10)
    first = min(begins or dt.date(row.due_on.year, 1, 1), ends)
    label = f"{row.get_kind_display()} {row.due_on:%m/%Y}"
    return ProposedPeriod(_KINDS[MilestoneKind(row.kind)], label, first, ends, ends, due_on)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_period(request: SignedInRequest, pk: int) -> HttpResponse:
    demand = _own(request, pk)
    return _edit_period(request, ReportPeriod(demand=demand, kind=PeriodKind.AD_HOC), demand)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_period(request: SignedInRequest, pk: int) -> HttpResponse:
    policies.check_can_demand_somewhere(request.user)
    periods = ReportPeriod.objects.worked_with_by(request.user).select_related("demand__campaign__organiser")
    period = get_object_or_404(periods, pk=pk)
    policies.check_can_demand(request.user, period.demand)
    return _edit_period(request, period, period.demand)


def _edit_period(request: SignedInRequest, period: ReportPeriod, demand: Demand) -> HttpResponse:
    form = PeriodForm(request.POST or None, instance=period, cancel_url=demand.get_absolute_url())
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.save_period(form.instance, by=request.user, read=form.read))
    ):
        messages.success(request, "Đã lưu kỳ báo cáo.")
        return redirect(demand)
    return _form_page(request, form, "Sửa kỳ báo cáo" if period.pk else "Thêm kỳ báo cáo", demand)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_target(request: SignedInRequest, pk: int) -> HttpResponse:
    """Đặt mục tiêu: of each unit, of one, of a block, of all; or take one back."""
    demand = _own(request, pk)
    if request.method == "POST" and "drop" in request.POST:
        target = whole_number(request.POST["drop"]) or 0
        if actions.drop_target(target_id=target, demand_id=pk, by=request.user):
            messages.success(request, "Đã bỏ mục tiêu.")
        return redirect(request.path)
    row = IndicatorTarget(demand=demand, year=today().year)
    form = IndicatorTargetForm(request.POST or None, instance=row, cancel_url=demand.get_absolute_url())
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: actions.save_target(form.instance, by=request.user))
    ):
        messages.success(request, "Đã lưu mục tiêu.")
        return redirect(request.path)
    targets = list(demand.targets.select_related("indicator", "unit", "block"))
    return _form_page(request, form, "Đặt mục tiêu", demand, targets=targets)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cease(request: SignedInRequest, pk: int) -> HttpResponse:
    """Thôi yêu cầu: from today on no new reports are owed by the demand."""
    demand = _own(request, pk)
    form = ReasonForm(
        request.POST or None,
        button="Thôi yêu cầu báo cáo",
        cancel_url=demand.get_absolute_url(),
        hint="Kỳ kết thúc từ hôm nay trở đi không đơn vị nào phải báo cáo nữa. Báo cáo đã nộp vẫn giữ nguyên.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.cease_to_ask(demand_id=pk, reason=form.cleaned_data["reason"], by=request.user, on=today())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Đã thôi yêu cầu. Báo cáo đã nộp vẫn giữ nguyên.")
        return redirect(demand)
    return _form_page(request, form, "Thôi yêu cầu báo cáo", demand)


@login_required
@require_POST
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """Gửi yêu cầu: from now on units owe their reports."""
    demand = _own(request, pk)
    try:
        new = actions.ask_units(demand_id=pk, by=request.user, on=today())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        later = "Báo cáo của kỳ sau được lập khi kỳ bắt đầu."
        now = f"{number(new)} báo cáo phải nộp ngay." if new else "Chưa có báo cáo nào phải nộp ngay."
        messages.success(request, f"Đã gửi yêu cầu tới đơn vị. {now} {later}")
    return redirect(demand)
