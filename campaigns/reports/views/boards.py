"""“Đã nộp chưa?”: how reports come in, by campaign, period and block; each number opens its list."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from campaigns.models import Campaign
from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.dates import short_date, today
from emulation_portal.core.errors import DomainError
from emulation_portal.core.markup import link, noted, number
from emulation_portal.core.numbering import whole_number
from emulation_portal.core.permissions import allows
from emulation_portal.core.tables import Column, Table
from emulation_portal.rights.models import Appointment
from units.models import EmulationBlock

from .. import actions, policies
from ..forms.filters import NO_BLOCK
from ..models import Demand, ReportPeriod, UnitReport
from ..queries import Counts, counts_by, counts_of, with_block
from ..totals.columns import SHORT
from ..totals.selection import Selection
from ..totals.sums import sums_of

MOST_NAMED = 200


@dataclass(frozen=True)
class BoardLine:
    """One line of a board: what it is of, its counts, and the filters of the list behind each number."""

    words: Any
    counts: Counts
    where: dict[str, Any]
    is_total: bool = False


def _number(line: BoardLine, name: str, state: str) -> SafeString | str:
    """Return a count as a link to the list of what it counts."""
    count = getattr(line.counts, name)
    if not count:
        return number(0)
    return link(f"{reverse('reports:list')}?{urlencode({**line.where, 'state': state})}", number(count))


def columns_of(first: str) -> Sequence[Column]:
    """Return the columns of a board."""
    return (
        Column(first, lambda line: line.words, names_row=True),
        Column("Phải nộp", lambda line: _number(line, "expected", "phai"), css="num"),
        Column("Đã nộp", lambda line: _number(line, "received", "den"), css="num"),
        Column("Đúng hạn", lambda line: _number(line, "on_time", "dung-han"), css="num"),
        Column("Nộp muộn", lambda line: _number(line, "late", "muon"), css="num"),
        Column("Quá hạn", lambda line: _number(line, "missing", "chua"), css="num"),
        Column("Chưa đến hạn", lambda line: _number(line, "to_come", "sap"), css="num"),
        Column("Miễn", lambda line: _number(line, "excused", "mien"), css="num"),
    )


@login_required
@require_safe
def board(request: SignedInRequest) -> HttpResponse:
    """One campaign: a table for each of its demands, a line for each period that has begun."""
    policies.check_can_see_board(request.user)
    asked = Demand.objects.worked_with_by(request.user).filter(asked_on__isnull=False)
    campaigns = list(Campaign.objects.filter(demands__in=asked).distinct().order_by("-period_from", "-pk"))
    chosen = _chosen(campaigns, request.GET.get("campaign", ""))
    demands = list(asked.filter(campaign=chosen).order_by("pk")) if chosen else []
    context = {"campaigns": campaigns, "campaign": chosen, "tables": _tables_of(demands)}
    return render(request, "reports/board.html", context)


def _chosen(campaigns: list[Campaign], asked: str) -> Campaign | None:
    key = whole_number(asked)
    return next((each for each in campaigns if each.pk == key), campaigns[0] if campaigns else None)


def _tables_of(demands: Sequence[Demand]) -> list[Table]:
    """Return a table for each demand, with two queries however many there are."""
    on, periods = today(), defaultdict[int, list[ReportPeriod]](list)
    begun = ReportPeriod.objects.filter(demand__in=demands, period_from__lte=on)
    for period in begun.order_by("-period_to", "-pk"):
        periods[period.demand_id].append(period)
    counted = counts_by(UnitReport.objects.filter(period__demand__in=demands), "period", on=on)
    return [_table_of_demand(demand, periods[demand.pk], counted) for demand in demands]


def _table_of_demand(
    demand: Demand, periods: Sequence[ReportPeriod], counted: Mapping[tuple[Any, ...], Counts]
) -> Table:
    rows = [
        BoardLine(
            noted(link(period, period.name), f"hạn {short_date(period.due_on)}"),
            counted.get((period.pk,), Counts()),
            {"period": period.pk},
        )
        for period in periods
    ]
    return Table(demand.name, columns_of("Kỳ"), rows, None)


@login_required
@require_safe
def period(request: SignedInRequest, pk: int) -> HttpResponse:
    """One period: by block, how reports came in day by day, who is missing, and what may be done with all at once."""
    policies.check_can_see_board(request.user)
    chosen = _period(request, pk)
    on = today()
    reports = chosen.reports.all()
    counts = counts_of(reports, on=on)
    missing = reports.unsent(on=on, due_on=chosen.due_on).select_related("unit").order_by("unit__name", "pk")
    may = bool(allows(policies.check_can_demand, request.user, chosen.demand))
    added = sums_of(Selection(chosen.demand, (chosen,)), chosen.demand.rows.select_related("indicator"))
    context = {
        "period": chosen,
        "counts": counts,
        "by_block": _table_of_blocks(chosen, counts, on),
        "days": _days_of_coming(chosen, counts.expected, on),
        "totals": Table("Cộng số liệu đã kiểm tra", SHORT, added, None),
        "totals_url": f"{reverse('reports:totals', args=[chosen.demand_id])}?tu={chosen.pk}&den={chosen.pk}",
        "letters": list(chosen.letters.select_related("paper__document")),
        "without_people": missing.exclude(filer__in=_with_people(on)).count() if may else 0,
        "paste_text": paste_text(chosen, [report.unit.name for report in missing[:MOST_NAMED]], counts, on=on),
        "may_receive": may,
        "list_url": f"{reverse('reports:list')}?{urlencode({'period': chosen.pk})}",
    }
    return render(request, "reports/period.html", context)


def _with_people(on: dt.date) -> Any:
    """Return the units of which somebody can write a report here."""
    return Appointment.objects.in_force(on=on).filter(role__in=policies.WRITERS).order_by().values("unit")


def _period(request: SignedInRequest, pk: int) -> ReportPeriod:
    periods = ReportPeriod.objects.worked_with_by(request.user).select_related("demand__campaign__organiser")
    return get_object_or_404(periods, pk=pk)


def _table_of_blocks(chosen: ReportPeriod, total: Counts, on: dt.date) -> Table:
    """A line for each khối, as units stood in it on the last day of the period, and one for who stood in none."""
    counted = counts_by(with_block(chosen.reports.all()), "block", on=on)
    names = dict(EmulationBlock.objects.filter(alliance=chosen.demand.place.root_id).values_list("pk", "name"))
    rows = [
        BoardLine(
            names[key] if key else "Không thuộc khối nào",
            counts,
            {"period": chosen.pk, "block": key or NO_BLOCK},
        )
        for (key,), counts in sorted(counted.items(), key=lambda each: (each[0][0] is None, names.get(each[0][0], "")))
    ]
    rows.append(BoardLine("Tất cả", total, {"period": chosen.pk}, is_total=True))
    return Table(
        f"{chosen.name}: theo khối",
        columns_of("Khối"),
        rows,
        None,
        row_css=lambda line: "is-total" if line.is_total else "",
    )


def paste_text(chosen: ReportPeriod, names: Sequence[str], counts: Counts, *, on: dt.date) -> str:
    """Return who has not reported as text for a Zalo group; "" when everybody has."""
    is_over = chosen.due_on < on
    number_missing = counts.missing if is_over else counts.missing + counts.to_come
    if not number_missing:
        return ""
    over = "Đã quá hạn, còn" if is_over else "Còn"
    head = (
        f"Báo cáo {chosen.within}, {chosen.demand.campaign.name}: hạn nộp hết ngày {short_date(chosen.due_on)}. "
        f"{over} {number(number_missing)} đơn vị chưa nộp:"
    )
    rest = number_missing - len(names)
    more = [f"… và {number(rest)} đơn vị khác"] if rest > 0 else []
    return "\n".join([head, *(f"- {name}" for name in names), *more, "Đề nghị nộp trên Cổng Thi đua - Khen thưởng."])


@dataclass(frozen=True)
class Day:
    """How many reports had come by the end of a day; `height` of a bar in percent of all that are expected."""

    on: dt.date
    came: int
    total: int
    height: int
    is_due: bool
    label: str = ""

    @property
    def top(self) -> int:
        """Return where the bar begins, from above."""
        return 100 - self.height

    @property
    def words(self) -> str:
        return f"{short_date(self.on)}: thêm {self.came}, tổng {self.total}"


MOST_DAYS = 45


def _days_of_coming(chosen: ReportPeriod, expected: int, on: dt.date) -> list[Day]:
    """Return the days from the opening until today, or until the last report came, each with what had come by then."""
    days = chosen.reports.submitted().order_by().values_list("submitted_on").annotate(Count("pk"))
    came: Counter[dt.date] = Counter(dict(days))
    if not came or not expected:
        return []
    first = min(*came, chosen.opens_on)
    last = max(*came, min(on, chosen.due_on))
    first = max(first, last - dt.timedelta(days=MOST_DAYS - 1))
    total = sum(number for each, number in came.items() if each < first)
    found = []
    for at in range((last - first).days + 1):
        each = first + dt.timedelta(days=at)
        total += came[each]
        label = f"{each:%d/%m}" if each in (first, last, chosen.due_on) else ""
        found.append(Day(each, came[each], total, round(100 * total / expected), each == chosen.due_on, label))
    return found


@login_required
@require_POST
def receive_all(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tiếp nhận all that came, or chốt all that is verified, in one press."""
    policies.check_can_demand_somewhere(request.user)
    chosen = _period(request, pk)
    policies.check_can_demand(request.user, chosen.demand)
    event = "locked" if "lock" in request.POST else "received"
    many, is_done = actions.take_all(period=chosen, event=event, by=request.user)
    said = {
        "locked": (f"chốt số liệu của {number(many)} báo cáo", "Không có báo cáo nào chờ chốt."),
        "received": (f"tiếp nhận {number(many)} báo cáo", "Không có báo cáo mới nào chờ tiếp nhận."),
    }
    what, none = said[event]
    how = "Đã" if is_done else "Cổng đang"
    messages.success(request, f"{how} {what}." if many else none)
    return redirect(chosen)


@login_required
@require_POST
def urge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Soạn công văn đôn đốc to those that have not reported: a draft on the way of every paper."""
    policies.check_can_demand_somewhere(request.user)
    chosen = _period(request, pk)
    policies.check_can_demand(request.user, chosen.demand)
    try:
        draft = actions.draft_urging(period_id=pk, by=request.user, on=today())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(chosen)
    messages.success(request, "Đã soạn sẵn công văn đôn đốc. Hãy đọc lại rồi trình Chánh Văn phòng.")
    return redirect(draft)
