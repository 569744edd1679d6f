"""Every page that lists rows costs the same number of queries with one row and with half a dozen."""

import inspect
import io
import re
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, get_resolver, resolve, reverse
from openpyxl import load_workbook

from awards.history.models import PastAward
from awards.nominations.models import Nomination, NominationDossier
from campaigns.models import Campaign, RewardSpec, Target
from campaigns.pledges.actions import add_party
from campaigns.pledges.models import Pledge
from campaigns.registration.models import RegistrationCall
from campaigns.reports.enums import ReportStatus as R
from campaigns.reports.enums import ValueType
from campaigns.reports.models import (
    Demand,
    DemandedIndicator,
    Indicator,
    IndicatorTarget,
    ReportPeriod,
    ReportSheet,
    UnitReport,
)
from campaigns.scoring.models import BlockScoring
from campaigns.summaries.models import SummaryReport
from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.audit.models import Event
from emulation_portal.core import lists
from emulation_portal.core.dates import today
from emulation_portal.core.sheets import XLSX
from emulation_portal.documents.drafts.enums import DraftStatus as P
from emulation_portal.documents.drafts.models import PaperImport
from emulation_portal.documents.models import Issuer
from emulation_portal.documents.received.actions import record_received
from emulation_portal.documents.received.models import ReceivedPaper
from emulation_portal.jobs.actions import enqueue
from emulation_portal.notifications.actions import Told, tell_each
from emulation_portal.notifications.steps import CAME_BACK
from emulation_portal.procedure.acting import carry_out
from emulation_portal.rights.enums import Role
from tests.core.test_lists import list_pages
from tests.factories import (
    campaigns,
    documents,
    history,
    nominations,
    pledges,
    registrations,
    reports,
    scoring,
    sheets,
    summaries,
)
from tests.factories.many import copies, more_plans
from tests.factories.people import (
    LONG_AGO,
    AppointmentFactory,
    BlockFactory,
    BlockMembershipFactory,
    PersonFactory,
    PositionFactory,
    SigningAuthorityFactory,
    UnitFactory,
    UserFactory,
    alliance,
    user_with_role,
)
from units.models import EmulationBlock, Person, Unit

from .desk import Desk

pytestmark = [pytest.mark.repeats, pytest.mark.django_db]


# --- rows -------------------------------------------------------------------------------------------------------------


def add_plans(count: int) -> None:
    """The first two go their way through all hands; the others are copies of them."""
    for state in (P.DEPT_REVIEW, P.ISSUED):
        one = campaigns.CampaignPlan.objects.filter(status=state).first() or campaigns.plan_in(state, on=today())
        if count > 1:
            more_plans(one, count)


def add_files(count: int) -> None:
    PaperImport.objects.bulk_create(
        PaperImport(
            kind="plan",
            file_name=f"ke-hoach-{at}.md",
            sha256="0" * 64,
            source_text="",
            parsed={},
            created_by=campaigns.cast().officer,
        )
        for at in range(count)
    )


@transaction.atomic
def add_jobs(count: int) -> None:
    for at in range(count):
        enqueue(
            "documents.render",
            key=f"tests:{at}:{count}",
            args={"document_id": 0},
            label="Việc mẫu",
            by=campaigns.cast().officer,
        )


def add_units(count: int) -> None:
    for _ in range(count):
        unit = UnitFactory()
        BlockMembershipFactory(unit=unit)
        person = PersonFactory(user=AppointmentFactory(unit=unit).user)
        PositionFactory(unit=unit, person=person)
        UnitFactory(kind="department")


def add_units_of_plan(count: int) -> Any:
    add_units(count)
    add_plans(1)
    return campaigns.CampaignPlan.objects.filter(status=P.ISSUED).first()


def add_issuers(count: int) -> None:
    Issuer.objects.bulk_create(
        Issuer(unit=UnitFactory(kind="department"), name_lines="Phòng", full_name="Phòng", symbol=f"P{at}{count}")
        for at in range(count)
    )


def add_events(count: int) -> None:
    if not Event.objects.exists():
        record("unit.changed", UnitFactory(), by=UserFactory())
    copies(Event.objects.first(), count - 1, lambda n: {"object_id": str(UnitFactory().pk)})


def add_members(count: int) -> EmulationBlock:
    """Units that compete in one block, that did, and who leads it."""
    block = EmulationBlock.objects.first() or BlockFactory()
    for _ in range(count):
        unit = BlockMembershipFactory(block=block).unit
        BlockMembershipFactory(block=block, effective_from=LONG_AGO, effective_to=today())
        AppointmentFactory(unit=unit, role=Role.CLUSTER_LEAD, block=block)
    return block


def add_colleagues(count: int) -> Unit:
    unit = Unit.objects.filter(code="MOT").first() or UnitFactory(code="MOT")
    for _ in range(count):
        position = PositionFactory(unit=unit, person=PersonFactory(user=UserFactory()))
        AppointmentFactory(unit=unit, user=position.person.user)
        SigningAuthorityFactory(unit=unit, person=position.person)
    return unit


def add_posts(count: int) -> Person:
    person = Person.objects.filter(full_name="Một Người").first() or PersonFactory(
        full_name="Một Người", user=UserFactory()
    )
    for _ in range(count):
        unit = PositionFactory(person=person).unit
        AppointmentFactory(unit=unit, user=person.user)
    return person


def add_signing(count: int) -> Unit:
    for _ in range(count):
        SigningAuthorityFactory(unit=alliance())
    return alliance()


def add_promises(count: int) -> Campaign:
    """Targets and rewards of one campaign."""
    plan = campaigns.CampaignPlan.objects.first() or campaigns.plan_in(P.ISSUED)
    for model in (Target, RewardSpec):
        one = model.objects.filter(plan=plan).first()
        copies(one, count - 1, lambda n: {"position": n + 1})
    return plan.campaign


def add_promises_to_read(count: int) -> Any:
    """The same, on the page of the plan itself, where its readers see them."""
    return add_promises(count).plans.get()


def add_received(count: int) -> None:
    for _ in range(count):
        record_received(
            documents.issuer(),
            by=campaigns.cast().officer,
            issued_by="Ủy ban nhân dân tỉnh",
            document_type="Kế hoạch",
            number=f"{ReceivedPaper.objects.count() + 1}/KH-UBND",
            issued_on=LONG_AGO,
            received_on=today(),
            summary="Về thi đua",
        )


def who_administers() -> Any:
    return User.objects.filter(appointments__role=Role.ADMIN).latest("pk")


def add_tables(count: int) -> None:
    for _ in range(count):
        sheets.table(by=who_administers())


def add_steps(count: int) -> Any:
    return sheets.table(by=who_administers(), steps=count)


# --- lists ------------------------------------------------------------------------------------------------------------


class Listed(NamedTuple):
    name: str
    who: str  # of the office, or a role
    add: Callable[[int], models.Model | None]  # adds rows, and returns the thing whose key stands in the address
    queries: int  # one literal number each
    words: tuple[str, ...] = ()  # what else stands in the address, before the key
    after: tuple[Any, ...] = ()  # and behind it

    def args(self, thing: models.Model | None) -> list[Any]:
        if isinstance(thing, ReportSheet):
            return [thing.report_id, thing.pk]
        return [*self.words, *([thing.pk] if thing else []), *self.after]


def add_messages(count: int) -> None:
    told = [
        (
            Told(kind=CAME_BACK, key=f"{secrets.token_hex(8)}", subject=f"Việc {n}", at=alliance()),
            campaigns.cast().officer,
        )
        for n in range(count)
    ]
    with transaction.atomic():
        tell_each(told, by=campaigns.cast().chief)


def ready_demand() -> Demand:
    """Return a demand of a campaign, made on first call."""
    return Demand.objects.first() or reports.demand(parts=("results",))


def add_reports(count: int) -> ReportPeriod:
    """Reports of one period, of units that each stand in a block of their own; the first came and was verified."""
    month = ReportPeriod.objects.first() or reports.month(ready_demand())
    is_first = not month.reports.exists()
    for _ in range(count):
        BlockMembershipFactory()
    reports.asked(month.demand)
    if is_first:
        own = month.reports.get()
        reports.brought(own, R.VERIFIED, people=reports.people_of_unit(own.unit))
    return month


def add_reported(count: int) -> Demand:
    """Verified reports of one figure, of units that each stand in a block of their own."""
    demand = Demand.objects.first() or reports.demand(reports.indicator("TONG_HOP"))
    month = demand.periods.first() or reports.month(demand)
    units = [BlockMembershipFactory().unit for _ in range(count)]
    reports.asked(demand)
    for report in month.reports.filter(unit__in=units):
        reports.verified(report)
    return demand


def add_told(count: int) -> Any:
    """The alliance's report, and reports of units that came after its figures were taken."""
    begun = SummaryReport.objects.first() or summaries.begun_from(
        add_reported(1), ReportPeriod.objects.get(), issuer=documents.issuer(), by=campaigns.cast().officer
    )
    add_reported(count)
    return begun


def add_doubles(count: int) -> Demand:
    """Pairs of units that each told of one donation."""
    indicator = Indicator.objects.filter(code="UNG_HO").first() or reports.indicator(
        "UNG_HO", value_type=ValueType.ITEMS
    )
    demand = Demand.objects.first() or reports.demand(indicator)
    month = demand.periods.first() or reports.month(demand)
    for _ in range(count):
        units = [UnitFactory(), UnitFactory()]
        reports.asked(demand)
        for report in month.reports.filter(unit__in=units):
            reports.verified_gift(report, indicator, receiver=f"Quỹ {units[0].pk}")
    return demand


def add_reports_of_all(count: int) -> None:
    add_reports(count)


def who_heads() -> tuple[Unit, User]:
    head = User.objects.filter(appointments__role=Role.UNIT_HEAD).earliest("pk")
    return Unit.objects.get(appointments__user=head), head


def add_own_reports(count: int) -> None:
    for _ in range(count):
        reports.report(reports.demand(), who_heads()[0])


def add_calls(count: int) -> None:
    years = RegistrationCall.objects.count()
    for at in range(count):
        registrations.call(2030 + years + at)


def add_conduct(count: int) -> None:
    for _ in range(count):
        unit = UnitFactory()
        history.conduct(unit, person=PositionFactory(unit=unit).person)


def add_dossiers(count: int) -> None:
    for _ in range(count):
        nominations.received(nominations.whole(UnitFactory()))


def add_nominees(count: int) -> NominationDossier:
    """People of one dossier that was received: each with what the conditions look at."""
    dossier = NominationDossier.objects.order_by("pk").first() or nominations.received(nominations.whole(UnitFactory()))
    for _ in range(count):
        row = nominations.nominated(nominations.dossier(UnitFactory()))[0]
        Nomination.objects.filter(pk=row.pk).update(dossier=dossier)
    return dossier


def add_past_awards(count: int) -> None:
    for at in range(count):
        number = f"{PastAward.objects.count() + at + 1}/QĐ-LMHTX"
        history.past_award(UnitFactory(), name=f"Nguyễn Thị Khen {at}", decision_number=number)


def add_sheets(count: int) -> None:
    first = 2030 + scoring.ScoreSheet.objects.count()
    for at in range(count):
        scoring.sheet(year=first + at, groups=())


def add_scorings(count: int) -> None:
    used = scoring.ScoreSheet.objects.first() or scoring.issued_sheet()
    for _ in range(count):
        scoring.scoring(scoring.block_of(UnitFactory(), UnitFactory(), name=""), by_sheet=used)


def add_endorsed(count: int) -> None:
    for _ in range(count):
        row = scoring.settled(name="")
        scoring.conference(row)
        carry_out(row, "concluded", by=campaigns.cast().officer, on=today())


def add_scored(count: int) -> BlockScoring:
    """Units of one khối, some of which have sent their card."""
    row = BlockScoring.objects.first()
    if row is None:
        one, other = UnitFactory(), UnitFactory()
        row = scoring.scoring(scoring.block_of(one, other))
    for _ in range(count):
        unit = UnitFactory()
        scoring.join(row, unit)
        scoring.sent_card(row, unit, reports.people_of_unit(unit))
    return row


def add_registered(count: int) -> RegistrationCall:
    """Units that are called, some of which have sent their registration."""
    call = RegistrationCall.objects.first() or registrations.call()
    for _ in range(count):
        unit = UnitFactory()
        registrations.brought(call, unit, "sent", people=reports.people_of_unit(unit))
        UnitFactory()
    return call


def add_pledges(count: int) -> None:
    years = Pledge.objects.count()
    for at in range(count):
        pledges.draft(pledges.block_of_units(UnitFactory()), year=2030 + years + at)


def add_parties(count: int) -> Pledge:
    """Units that are to sign, some of which have."""
    pledge = Pledge.objects.first() or pledges.signing(pledges.block_of_units(*pledges.two_units()))
    for _ in range(count):
        for unit in pledges.two_units():
            BlockMembershipFactory(block=pledge.block, unit=unit)
            add_party(pledge_id=pledge.pk, unit=unit, by=campaigns.cast().officer, on=today())
        pledges.scanned(pledge, unit)
    return pledge


def add_demands(count: int) -> Campaign:
    """Demands of one campaign, each with a period for which nobody has to report."""
    campaign = ready_demand().campaign
    for _ in range(count):
        of = reports.demand(campaign=campaign)
        reports.month(of)
        Demand.objects.filter(pk=of.pk).update(asked_on=reports.TODAY)
    return campaign


def add_board(count: int) -> None:
    add_demands(count)


def add_to_demand(count: int) -> Demand:
    """Figures, periods and targets of one demand."""
    of, begun = ready_demand(), ReportPeriod.objects.count()
    for at in range(begun, begun + count):
        row = DemandedIndicator.objects.create(demand=of, indicator=reports.indicator(), position=at)
        reports.month(of, at % 12 + 1, 2024 + at // 12)
        for whose in ({"scope": "unit", "unit": UnitFactory()}, {"scope": "block", "block": BlockFactory()}):
            IndicatorTarget.objects.create(demand=of, indicator=row.indicator, year=2026, value=5, **whose)
    return of


def add_indicators(count: int) -> None:
    for _ in range(count):
        reports.indicator()


def add_choices(count: int) -> Demand:
    add_indicators(count)
    return ready_demand()


def add_report(status: R, count: int) -> UnitReport:
    """Another report of the unit of who heads it, of so many figures, in this state."""
    unit, head = who_heads() if status != R.SUBMITTED else (UnitFactory(), None)
    editor, other = reports.people_of_unit(unit)
    of = reports.demand(*(reports.indicator() for _ in range(count)), parts=("results",))
    return reports.brought(reports.report(of, unit), status, people=(editor, head or other))


def add_files_of_report(count: int) -> UnitReport:
    unit, head = who_heads()
    of = UnitReport.objects.first() or reports.report(reports.demand(), unit)
    for _ in range(count):
        ReportSheet.objects.create(report=of, file_name="bao-cao.xlsx", sha256="0" * 64, said={}, created_by=head)
    return of


def add_changes_of_report(count: int) -> ReportSheet:
    change = ["CT_1", "Số người", "Kỳ này", "4", "5", "người"]
    add_files_of_report(1)
    ReportSheet.objects.update(changes=[change] * count)
    return ReportSheet.objects.latest("pk")


LISTS = {
    "campaigns": Listed("campaigns:list", "officer", add_plans, 8),
    "campaigns, by anybody": Listed("campaigns:list", "public", add_plans, 6),
    "papers": Listed("drafts:list", "officer", add_plans, 7),
    "papers, by anybody": Listed("drafts:list", "public", add_plans, 5),
    "received papers": Listed("received:list", "officer", add_received, 6),
    "a campaign": Listed("campaigns:detail", "officer", add_promises, 15),
    "a plan, by anybody": Listed("drafts:detail", "public", add_promises_to_read, 9, ("ke-hoach",)),
    "who received a plan": Listed("drafts:receipts", "officer", add_units_of_plan, 13, ("ke-hoach",)),
    "home of the Chief of Office": Listed("home:home", "chief", add_plans, 11),
    "home of a passer-by": Listed("home:home", "public", add_plans, 2),
    "register": Listed("documents:register", "clerk", add_plans, 11),
    "issuers": Listed("documents:issuers", Role.ADMIN, add_issuers, 6),
    "files that wait": Listed("drafts:import", "officer", add_files, 6, ("ke-hoach",)),
    "jobs": Listed("jobs:list", "officer", add_jobs, 7),
    "log": Listed("audit:list", Role.AUDITOR, add_events, 6),
    "units": Listed("units:list", "officer", add_units, 8),
    "tree": Listed("units:tree", "officer", add_units, 5),
    "a unit": Listed("units:detail", "officer", add_colleagues, 16),
    "people": Listed("units:people", "chief", add_units, 10),
    "a person": Listed("units:person", "officer", add_posts, 11),
    "blocks": Listed("units:blocks", "officer", add_units, 7),
    "a block": Listed("units:block", "officer", add_members, 10),
    "who left a block": Listed("units:block-former", "officer", add_members, 7),
    "who signs": Listed("units:signing", "officer", add_signing, 6),
    "tables that wait": Listed("units:import", Role.ADMIN, add_tables, 5, ("don-vi",)),
    "a table": Listed("units:import-preview", Role.ADMIN, add_steps, 5),
    "slips": Listed("units:slips", Role.ADMIN, add_units, 10),
    "reports": Listed("reports:list", "officer", add_reports_of_all, 9),
    "reports of a unit": Listed("reports:list", Role.UNIT_HEAD, add_own_reports, 8),
    "board of reports": Listed("reports:board", "officer", add_board, 7),
    "a period": Listed("reports:period", "officer", add_reports, 14),
    "totals": Listed("reports:totals", "officer", add_reported, 17),
    "a total by block": Listed("reports:total", "officer", add_reported, 25, after=("TONG_HOP",)),
    "what makes a total": Listed("reports:parts", "officer", add_reported, 15, after=("TONG_HOP",)),
    "campaigns that the state is told of": Listed("statistics:campaigns", "officer", add_plans, 6),
    "figures of the alliance's report": Listed("summaries:figures", "officer", add_told, 30),
    "donations told twice": Listed("reports:doubles", "officer", add_doubles, 8),
    "what a campaign asks for": Listed("reports:of-campaign", "officer", add_demands, 5),
    "a demand": Listed("reports:demand", "officer", add_to_demand, 9),
    "figures to choose from": Listed("reports:choose", "officer", add_choices, 6),
    "calls to register": Listed("registration:list", "officer", add_calls, 6),
    "what stands against people": Listed("history:conduct", "officer", add_conduct, 6),
    "a dossier": Listed("nominations:dossier", "officer", add_nominees, 18),
    "dossiers": Listed("nominations:list", "officer", add_dossiers, 7),
    "nominations": Listed("nominations:synthesis", "officer", add_dossiers, 7),
    "awards of the past": Listed("history:list", "officer", add_past_awards, 6),
    "score sheets": Listed("scoring:sheets", "officer", add_sheets, 6),
    "khối that score": Listed("scoring:list", "officer", add_scorings, 7),
    "whom the khối put forward": Listed("scoring:leaders", "officer", add_endorsed, 7),
    "one khối": Listed("scoring:scoring", "officer", add_scored, 16),
    "who has registered": Listed("registration:units", "officer", add_registered, 9),
    "titles registered for": Listed("registration:titles", "officer", add_registered, 8),
    "pledges": Listed("pledges:list", "officer", add_pledges, 9),
    "who has signed a pledge": Listed("pledges:parties", "officer", add_parties, 11),
    "a pledge": Listed("pledges:pledge", "officer", add_parties, 17),
    "who signed a pledge by hand": Listed("pledges:scan", "officer", add_parties, 6),
    "indicators": Listed("reports:indicators", "officer", add_indicators, 6),
    "a report, by its head": Listed("reports:report", Role.UNIT_HEAD, partial(add_report, R.AWAITING_HEAD), 16),
    "a report, by the office": Listed("reports:report", "officer", partial(add_report, R.SUBMITTED), 7),
    "a version of a report": Listed("reports:version", "officer", partial(add_report, R.SUBMITTED), 7, after=(1,)),
    "a report before it goes": Listed("reports:review", Role.UNIT_HEAD, partial(add_report, R.DRAFT), 15),
    "figures of a report": Listed(
        "reports:figures", Role.UNIT_HEAD, partial(add_report, R.DRAFT), 12, after=("campaign",)
    ),
    "Excel files of a report": Listed("reports:upload", Role.UNIT_HEAD, add_files_of_report, 5),
    "changes by an Excel file": Listed("reports:upload-preview", Role.UNIT_HEAD, add_changes_of_report, 5, after=(1,)),
    "messages": Listed("notifications:inbox", "officer", add_messages, 7),
    "mail": Listed("notifications:outbox", "officer", add_messages, 6),
}


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_list_page_costs_the_same_with_one_row_and_with_half_a_dozen(office: Any, listed: Listed) -> None:
    desk = Desk(user_with_role(listed.who)) if isinstance(listed.who, Role) else getattr(office, listed.who)
    costs, lengths = [], []
    for count in (1, 5):
        thing = listed.add(count)
        url = reverse(listed.name, args=listed.args(thing))
        desk.open(url)
        with CaptureQueriesContext(connection) as context:
            response = desk.client.get(url)
        assert response.status_code == 200
        lengths.append(len(response.content))
        costs.append(cost_of(context))
        assert desk.client.get(url, {"print": "1"}).status_code == 200  # a template may be a list's own

    bell = listed.who != "public"  # how many messages are unread stands in the frame
    assert costs == [listed.queries + bell, listed.queries + bell]
    assert lengths[0] < lengths[1]  # what was added is shown


def cost_of(queries: CaptureQueriesContext) -> int:
    return len([q for q in queries if "usersession" not in q["sql"] and "SAVEPOINT" not in q["sql"]])


# --- as Excel files ---------------------------------------------------------------------------------------------------


def is_exported(listed: Listed) -> bool:
    view = resolve(address_of(listed)).func
    return getattr(getattr(view, "view_class", None), "is_exported", False)


def address_of(listed: Listed) -> str:
    try:
        return reverse(listed.name, args=listed.words)
    except NoReverseMatch:
        return reverse(listed.name, args=[*listed.words, 1, *listed.after])


EXPORTED = {name: listed for name, listed in LISTS.items() if is_exported(listed)}


def test_every_list_but_the_log_is_exported() -> None:
    views = {view for view in list_pages() if not view.is_exported}

    # The readers of one are written down, and few may read the other.
    assert {view.__name__ for view in views} == {"Log", "ConductList"}
    # Two of them are for strangers too, one for units, of the register one book.
    assert len(EXPORTED) == len(list_pages()) + 3 - len(views)


@pytest.mark.parametrize("name", EXPORTED)
def test_list_is_exported_whole_at_the_cost_of_one_page(
    office: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = EXPORTED[name]
    monkeypatch.setattr(resolve(address_of(listed)).func.view_class, "size", 3)
    desk = Desk(user_with_role(listed.who)) if isinstance(listed.who, Role) else getattr(office, listed.who)
    costs, lengths = [], []
    for count in (1, 5):
        thing = listed.add(count)
        page = desk.open(reverse(listed.name, args=listed.args(thing)))
        if listed.who == "public":
            assert page.links("Xuất Excel") == []
            assert desk.client.get(f"{page.url}?xuat=xlsx").url.startswith(reverse("account_login"))
            continue
        (url,) = page.links("Xuất Excel")
        with CaptureQueriesContext(connection) as context:
            response = desk.client.get(url)
            book = load_workbook(io.BytesIO(response.getvalue()))
        costs.append(cost_of(context))
        lengths.append(book["Danh sách"].max_row)
        total = int(
            page.tree.xpath("//*[@class='list-count']/b/text() | //*[@class='list-count']/text()[1]")[-1].split()[-1]
        )
        assert book["Danh sách"].max_row == total + 1
        assert response["Content-Type"] == XLSX
        assert re.search(r'filename="[a-z0-9-]+-\d{4}-\d\d-\d\d\.xlsx"', response["Content-Disposition"])

    assert len(set(costs)) <= 1
    assert lengths == [] or lengths[0] < lengths[1]


# --- that none is forgotten -------------------------------------------------------------------------------------------

TEMPLATES = Path(settings.BASE_DIR) / "templates"
ROWS = re.compile(r"{% pager |<table|{% for (?:row|branch) in ")


def shows_rows(template: str) -> bool:
    """Return whether a template, or a part of ours that it is made of, shows rows: in a table, a tree or with a pager."""
    text = (TEMPLATES / template).read_text("utf-8")
    parts = re.findall(r'{% (?:include|extends) "([^"]+)"', text)
    return bool(ROWS.search(text)) or any(shows_rows(part) for part in parts if not part.startswith("base"))


def pages_with_rows(resolver: Any = None, namespace: str = "") -> set[str]:
    """Return the names of our addresses whose view names a template that shows rows."""
    found: set[str] = set()
    for each in (resolver or get_resolver()).url_patterns:
        if not isinstance(each, URLPattern):
            found |= pages_with_rows(each, f"{namespace}{each.namespace}:" if each.namespace else namespace)
            continue
        view = getattr(each.callback, "view_class", inspect.unwrap(each.callback))
        if not view.__module__.startswith(("allauth", "django")):
            named = re.findall(r'"([\w/]+\.html)"', inspect.getsource(view))
            found |= {f"{namespace}{each.name}"} if any(map(shows_rows, named)) else set()
    return found


# The first shows a few of each group, whatever there is, and tests/home/test_search.py counts its queries; the law has no
# rows in the database; a score sheet in use takes no more criteria, and tests/scoring/test_scoring.py has small and large ones.
CRITERIA = {f"scoring:{page}" for page in ("sheet", "group", "add-group", "card", "write")}
COUNTED_ELSEWHERE = {"home:search", "law:in-force", "law:calendar", "pledges:write", *CRITERIA}
BESIDES = {"pledges:pledge", "pledges:scan"}  # which show rows by templates of their own


def test_every_page_with_rows_is_among_the_lists() -> None:
    assert pages_with_rows() - COUNTED_ELSEWHERE == {listed.name for listed in LISTS.values()} - BESIDES


@pytest.mark.parametrize("name", ["campaigns:list", "drafts:list"])
def test_passer_by_prints_a_few_pages_and_who_is_signed_in_all(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of strangers is counted by nobody, and what is public grows."""
    monkeypatch.setattr(lists, "PRINTED_FOR_STRANGERS", 3)
    add_plans(5)

    printed = [Desk(who).open(f"{reverse(name)}?print=1") for who in (None, campaigns.cast().officer)]

    passer_by, officer = (len(page.tree.xpath("//tbody/tr")) for page in printed)
    assert passer_by == 3
    assert officer > 3
    assert printed[0].says("Chỉ in 3")
