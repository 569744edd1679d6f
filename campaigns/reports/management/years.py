"""A portal in which the units of one alliance have reported for years, and what is done in it while it is measured."""

import datetime as dt
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from campaigns.enums import CampaignStatus
from campaigns.models import Campaign
from campaigns.reports.actions import send_to_head, submit_report
from campaigns.reports.crowd import COMING, PAST, demand_months, figures_url, freeze_in_bulk, report_in_bulk
from campaigns.reports.enums import ReportStatus
from campaigns.reports.models import ReportPeriod, ReportValue, UnitReport
from emulation_portal.accounts.measuring import Browser, Portal, logged_in
from emulation_portal.accounts.models import User
from emulation_portal.core.crowds import CrowdSize, Visit, insert, move_in_bulk
from emulation_portal.core.dates import today
from emulation_portal.core.scratch import Scratch
from emulation_portal.rights.enums import Role
from emulation_portal.rights.models import Appointment
from units.crowd import fill_units

TYPED = "LOP_TH"
BESIDE_A_YEAR = 13  # months whose figures stand beside those of one: the year before with the month itself
HALF_A_YEAR = 6  # months that are added up
ALL_SAY_FIGURES = 1_000  # units that say figures of every month


class Writer(NamedTuple):
    """A unit's report that is written to its end, and who sends it and who confirms it."""

    report: int
    editor: int
    head: int


@dataclass
class Years:
    """A portal full of reports: the month that is just coming in, and what waits to be sent."""

    portal: Portal
    units: int
    last: ReportPeriod
    first: Writer
    waiting: Iterator[Writer]
    session: str = ""
    typed: int = 1_000
    seen: int = 1
    visits: dict[str, Visit] = field(default_factory=dict)


def fill_years(scratch: Scratch, units: int, *, months: int) -> Years:
    """Fill an empty portal with reports of all units, month by month; the last is at every station.

    Of more than a thousand units, a thousand say figures of every month, and all of them those of the last 13.
    """
    crowd = fill_units(CrowdSize(units)).first
    crowd.unit.refresh_from_db()
    starts = today() - dt.timedelta(days=31 * months)
    words = "Phong trào thi đua phát triển hợp tác xã"
    campaigns = insert([Campaign(name=words, organiser=crowd.unit, period_from=starts, period_to=today())])
    move_in_bulk(campaigns, [CampaignStatus.RUNNING])
    demand = demand_months(campaigns[0], crowd, months=months)
    periods = list(demand.periods.order_by("period_to").select_related("demand__campaign__organiser"))
    for at, period in enumerate(periods, start=1):
        is_near = at > months - BESIDE_A_YEAR
        report_in_bulk(period, PAST if at < months else COMING, with_figures=None if is_near else ALL_SAY_FIGURES)
        if is_near:
            freeze_in_bulk(period, by=crowd.officers[Role.OFFICER])
    writers = writers_of(periods[-1])
    first = next(writers)
    pages = (
        Visit("board", reverse("reports:board"), Role.OFFICER),
        Visit("period page", periods[-1].get_absolute_url(), Role.OFFICER),
        Visit("totals", totals_url(periods), Role.OFFICER),
        Visit("by block", totals_url(periods, TYPED), Role.OFFICER),
    )
    years = Years(Portal(scratch, {}), units, periods[-1], first, writers, visits={each.name: each for each in pages})
    years.session = logged_in(User.objects.get(pk=first.editor))
    return years


def writers_of(period: ReportPeriod) -> Iterator[Writer]:
    """Yield the reports that can be sent, of units whose people may log in."""
    held = Appointment.objects.in_force(on=today()).filter(user__is_active=True)
    people = {
        role: dict(held.filter(role=role).values_list("unit_id", "user_id"))
        for role in (Role.UNIT_EDITOR, Role.UNIT_HEAD)
    }
    drafts = UnitReport.objects.filter(period=period, status=ReportStatus.DRAFT).order_by("unit_id")
    for report, unit in list(drafts.values_list("pk", "unit_id")):
        if unit in people[Role.UNIT_EDITOR] and unit in people[Role.UNIT_HEAD]:
            yield Writer(report, people[Role.UNIT_EDITOR][unit], people[Role.UNIT_HEAD][unit])


Act = Callable[[Browser, Years], tuple[float, float]]


def open_page(name: str) -> Act:
    """Return the act of opening a page of the office."""

    def act(browser: Browser, years: Years) -> tuple[float, float]:
        return browser.open(years.portal, years.visits[name])[1:]

    return act


def totals_url(periods: Sequence[ReportPeriod], *code: str) -> str:
    """Return the page of what half a year adds up to, as verified: of all figures, or of one by khối."""
    name, last = "reports:total" if code else "reports:totals", periods[-2]
    first = periods[max(0, len(periods) - 1 - HALF_A_YEAR)]
    return f"{reverse(name, args=[last.demand_id, *code])}?tu={first.pk}&den={last.pk}"


def open_form(browser: Browser, years: Years) -> tuple[float, float]:
    """Open the page of figures, as the unit's writer."""
    answered = browser.ask(years.session, figures_url(UnitReport(pk=years.first.report)))
    _check(answered.status, "figures")
    return answered.wall, answered.cpu


def type_figure(browser: Browser, years: Years) -> tuple[float, float]:
    """Type another figure into one field, as the unit's writer."""
    years.typed += 1
    said = {"code": TYPED, "value": str(years.typed), "seen": str(years.seen)}
    answered = browser.ask(years.session, reverse("reports:field", args=[years.first.report]), said)
    _check(answered.status, "autosave")
    years.seen = json.loads(answered.content)["seen"]
    return answered.wall, answered.cpu


def send_next(browser: Browser, years: Years) -> tuple[float, float]:
    """Send the next report to its head, and let the head submit it."""
    writer = next(years.waiting, None)
    if writer is None:
        raise CommandError("There are fewer reports to send than rounds: measure more units, or fewer rounds.")
    editor, head = User.objects.get(pk=writer.editor), User.objects.get(pk=writer.head)
    clock, processor = time.perf_counter(), time.process_time()
    send_to_head(report_id=writer.report, by=editor)
    submit_report(report_id=writer.report, by=head, now=timezone.now())
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def _check(status: str, what: str) -> None:
    if status != "200 OK":
        raise CommandError(f"{what} was answered with {status}")


ACTS: dict[str, Act] = {
    "board": open_page("board"),
    "period page": open_page("period page"),
    "totals": open_page("totals"),
    "by block": open_page("by block"),
    "form": open_form,
    "autosave": type_figure,
    "submit": send_next,
}


def reported(years: Years) -> str:
    """Say how many reports and figures there are."""
    years.portal.scratch.use()
    return f"{UnitReport.objects.count()} reports with {ReportValue.objects.count()} figures"
