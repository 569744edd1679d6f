"""Of what is ours, people of another alliance see and open what anybody may, and nothing else."""

import re
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from campaigns.enums import CampaignStatus
from campaigns.reports.enums import ReportStatus
from emulation_portal.core.dates import today
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import Relation
from emulation_portal.documents.drafts.models import Draft
from emulation_portal.jobs.models import Job
from emulation_portal.rights.enums import BLOCK_ROLES, BRANCH_ROLES, COUNCIL_ROLES, OFFICE_ROLES, UNIT_ROLES, Role
from tests import turns
from tests.factories.other_alliance import OUR_BLOCK, OUR_ISSUER, OUR_SIGNER
from tests.factories.pages import shown
from tests.scenarios.desk import Desk, Page
from tests.test_access import url_names

from .asking import asked, carried, desk_of, seen_by

pytestmark = [pytest.mark.repeats, pytest.mark.django_db]

APPS = (
    "campaigns",
    "documents",
    "drafts",
    "received",
    "files",
    "reports",
    "registration",
    "scoring",
    "pledges",
    "summaries",
    "history",
    "nominations",
)
STRONGEST = ["officer", "clerk", "chief_of_office", "leader", "dept_head", "admin", "auditor"]


# --- rows -------------------------------------------------------------------------------------------------------------


def models_that_are_seen() -> list[Any]:
    found = [model for name in APPS for model in apps.get_app_config(name).get_models()]
    return [model for model in found if hasattr(model._default_manager.all(), "visible_to")]


def test_the_models_are_these() -> None:
    assert {model.__name__ for model in models_that_are_seen()} == {
        "Campaign",
        "CampaignPaper",
        "CampaignPlan",
        "Document",
        "LooseCopy",
        "Issuer",
        "Register",
        "RegisterEntry",
        "Draft",
        "ReceivedPaper",
        "StoredFile",
        "PaperImport",
        "PastAward",
        "Pledge",
        "PledgeParty",
        "PledgeSignature",
        "ConductFact",
        "Demand",
        "Indicator",
        "Registration",
        "RegisteredTitle",
        "RegistrationCall",
        "ReportPeriod",
        "ReportSheet",
        "BlockScoring",
        "CrossCheck",
        "LeaderEndorsement",
        "Nomination",
        "NominationDossier",
        "ScoreCard",
        "ScoreSheet",
        "SoleSignOff",
        "SummaryReport",
        "UnitReport",
    }


@pytest.mark.parametrize("role", Role.values)
def test_of_ours_they_see_what_anybody_sees(w: SimpleNamespace, role: str) -> None:
    user, public = w.theirs.users[role], {}
    for model in models_that_are_seen():
        ours = {row.pk for row in model._default_manager.all() if is_ours(w, row)}
        public[model.__name__] = seen_by(model, AnonymousUser()) & ours
        assert ours - public[model.__name__], model
        assert seen_by(model, user) & ours == public[model.__name__], model

    assert {name for name, rows in public.items() if rows} == {
        "Campaign",
        "CampaignPlan",
        "Document",
        "Draft",
    }


def is_ours(w: SimpleNamespace, row: Any) -> bool:
    """Return whether a row is ours. A file that was read and not confirmed has no place, only its reader."""
    return row.place is None or row.place.root_id == w.alliance.pk


def _being_written(w: SimpleNamespace) -> tuple[Any, ...]:
    return (w.sheet, w.draft_evidence, w.word_evidence, w.own_dossier, w.own_nomination)


def test_our_officer_sees_all_of_ours_and_of_theirs_what_anybody_sees(w: SimpleNamespace) -> None:
    """All but what a unit has not submitted yet."""
    officer = w.actors["officer"]

    for model in models_that_are_seen():
        rows = list(model._default_manager.all())
        ours = {row.pk for row in rows if is_ours(w, row)}
        theirs = {row.pk for row in rows} - ours
        being_written = {row.pk for row in _being_written(w) if isinstance(row, model)}
        assert seen_by(model, officer) == ours - being_written | seen_by(model, AnonymousUser()) & theirs, model


# --- pages ------------------------------------------------------------------------------------------------------------

OUR_PLANS = ("draft", "returned", "approved", "issued", "revoked", "own", "other")
PLANS = [*(f"{name}_plan" for name in OUR_PLANS), "transcription", "registered"]
PAPERS = ["document", "private_document", "own_document"]
REPORTS = [*(f"{status.value}_report" for status in ReportStatus), "other_report", "department_submitted_report"]
PAGES: list[tuple[str, tuple[str, ...]]] = [
    *(("drafts:by-key", (plan,)) for plan in PLANS),
    *(
        (f"drafts:{page}", ("=ke-hoach", plan))
        for page in ("detail", "pdf", "edit", "receipts", "remind", "confirm-receipt")
        for plan in PLANS
    ),
    *(("drafts:part", ("=ke-hoach", plan, f"={part}")) for part in ("general", "recipients") for plan in PLANS),
    ("drafts:import-preview", ("=ke-hoach", "import_of_officer")),
    ("drafts:receive", ("=ke-hoach", "import_of_officer")),
    ("received:detail", ("received",)),
    ("received:files", ("received",)),
    ("files:download", ("file",)),
    ("files:thumbnail", ("file",)),
    *(("campaigns:detail", (campaign,)) for campaign in ("draft_campaign", "campaign", "other_campaign")),
    *((f"documents:{page}", (paper,)) for page in ("detail", "file", "word") for paper in PAPERS),
    *((f"documents:{page}", (line,)) for page in ("entry", "void") for line in ("entry", "revoked_entry")),
    ("documents:register-pdf", ("register",)),
    ("documents:copy", ("copy",)),
    ("documents:copy-file", ("copy",)),
    ("documents:copy-word", ("draft_copy",)),
    ("documents:issuer", ("issuer",)),
    ("documents:check", ("code",)),
    ("documents:check", ("private_code",)),
    *(
        (f"reports:{page}", (report,))
        for page in ("report", "words", "field", "review", "extend")
        for report in REPORTS
    ),
    *(("reports:figures", (report, "=campaign")) for report in REPORTS),
    *((f"reports:{page}", (report,)) for page in ("excel", "upload") for report in REPORTS),
    *(("reports:upload-preview", (report, "sheet")) for report in REPORTS),
    *(("reports:version", (report, "=1")) for report in REPORTS),
    *(("reports:lines", (report, "=UNG_HO")) for report in REPORTS),
    *(("reports:evidence", (report, "=SO_LIEU")) for report in REPORTS),
    *(("files:download", (file,)) for file in ("draft_evidence", "submitted_evidence")),
    *((f"reports:{page}", ("period",)) for page in ("period", "receive-all", "urge", "edit-period")),
    *((f"reports:{page}", (of,)) for page in ("of-campaign", "create-demand") for of in ("campaign", "draft_campaign")),
    *(
        (f"reports:{page}", (demand,))
        for page in ("demand", "edit-demand", "choose", "regular-periods", "add-period", "add-target", "ask", "cease")
        for demand in ("demand", "hidden_demand")
    ),
    *((f"reports:{page}", ("demand",)) for page in ("totals", "doubles")),
    *((f"reports:{page}", ("demand", "=SO_LIEU")) for page in ("total", "parts")),
    ("reports:indicator", ("indicator",)),
    ("scoring:sheet", ("used_sheet",)),
    *((f"scoring:{page}", ("score_sheet",)) for page in ("sheet", "edit-sheet", "copy-sheet", "add-group")),
    *((f"scoring:{page}", ("score_sheet", "score_group")) for page in ("group", "drop-group")),
    *((f"scoring:{page}", ("scoring",)) for page in ("scoring", "edit", "crossers", "add-unit", "conference")),
    *((f"scoring:{page}", (card,)) for page in ("card", "tie") for card in ("own_card", "mate_card")),
    *((f"scoring:{page}", ("mate_card", "=appraised")) for page in ("write", "field", "fill")),
    *((f"summaries:{page}", ("summary",)) for page in ("figures", "take")),
    *((f"registration:{page}", ("registration_call",)) for page in ("call", "edit-call", "units", "titles", "begin")),
    *(
        (f"registration:{page}", (registration,))
        for page in ("registration", "write")
        for registration in ("own_registration", "other_registration")
    ),
    *(
        (f"history:{page}", (award,))
        for page in ("award", "edit", "link-person")
        for award in ("own_award", "other_award", "cancelled_award")
    ),
    *(
        (f"nominations:{page}", (dossier,))
        for page in ("dossier", "edit", "meeting", "add", "dossier-evidence", "book")
        for dossier in ("own_dossier", "other_dossier")
    ),
    *(
        (f"nominations:{page}", (nomination,))
        for page in ("nomination", "write", "field", "initiatives", "drop", "evidence")
        for nomination in ("own_nomination", "other_nomination")
    ),
    ("history:person", ("own_person",)),
    *(("history:conduct-fact", (fact,)) for fact in ("own_conduct", "other_conduct")),
    *(("history:unit", (unit,)) for unit in ("own_unit", "other_unit")),
    *(
        (f"pledges:{page}", (pledge,))
        for page in ("pledge", "write", "due-day", "print", "parties", "add-party", "scan")
        for pledge in ("pledge", "draft_pledge", "other_pledge")
    ),
    *((f"pledges:{page}", (party,)) for page in ("sign", "take-off") for party in ("own_party", "other_party")),
    *(("pledges:withdraw", (signature,)) for signature in ("own_signature", "other_signature")),
    *(("reports:sign-alone", (unit,)) for unit in ("own_unit", "other_unit", "department")),
]
WITHOUT_KEY = {
    "campaigns:list",
    "drafts:list",
    "drafts:create",
    "drafts:import",
    "received:list",
    "received:create",
    "documents:register",
    "documents:issuers",
    "documents:issuer-new",
    "documents:check-home",
    "reports:list",
    "reports:board",
    "reports:indicators",
    "reports:create-indicator",
    "pledges:list",
    "pledges:create",
    "nominations:list",
    "nominations:create",
    "nominations:synthesis",
    "history:conduct",
    "history:create-conduct",
    "history:list",
    "history:create",
    "registration:list",
    "registration:create-call",
    "scoring:list",
    "scoring:open",
    "scoring:sheets",
    "scoring:leaders",
    "scoring:create-sheet",
}


def address(w: SimpleNamespace, name: str, of: tuple[str, ...]) -> str:
    w.private_code = w.private_document.check_code
    things = [word[1:] if word.startswith("=") else getattr(w, word) for word in of]
    return reverse(name, args=[getattr(thing, "pk", thing) for thing in things])


def told(response: Any) -> bytes | str:
    """Return what a page says without its frame, or the file."""
    if response.streaming:
        return response.getvalue()
    return Page(response, "").main.partition(" – Cổng Thi đua - Khen thưởng ")[
        2
    ]  # after the line that only prints show


def test_every_page_is_tried() -> None:
    assert {name for name, _ in PAGES} | WITHOUT_KEY == {name for name in url_names() if name.partition(":")[0] in APPS}


def test_pages_of_ours_show_them_what_anybody_sees(w: SimpleNamespace) -> None:
    desks, shown = {role: desk_of(w.theirs.users[role]) for role in STRONGEST}, set()

    for at, ((name, of), method) in enumerate(product(PAGES, ("get", "post"))):
        for role in turns.one_of(STRONGEST, at):
            response, written = asked(desks[role], method, address(w, name, of))
            assert written == [], (name, of, method, role)
            if response.status_code not in (403, 404, 405):
                here = response.request["PATH_INFO"]
                anybody = Client().get(here)
                assert (response.status_code, anybody.status_code) == (200, 200), (name, of, method, role)
                assert method == "post" or told(response) == told(anybody), (name, of, role)
                shown.add(here)

    assert len(shown) == 11  # three plans, their papers, a file, a Word copy, a campaign, two answers to a code


# --- lists and pickers ------------------------------------------------------------------------------------------------


def hidden_names(w: SimpleNamespace) -> list[str]:
    """Return names of ours that are public nowhere."""
    public = seen_by(type(w.campaign), AnonymousUser())
    names = [each.name for each in type(w.campaign).objects.exclude(pk__in=public) if each.organiser == w.alliance]
    units = [w.own_unit, w.other_unit, w.department, w.closed_unit]
    names += [w.indicator.name, w.demand.name]
    return [*names, *(unit.name for unit in units), w.own_person.full_name, OUR_BLOCK, OUR_SIGNER, w.copy.file_name]


def named(names: list[str], response: Any) -> list[str]:
    text = response.content.decode()
    return [name for name in names if re.search(rf"{re.escape(name)}(?!\d)", text)]


def lists(w: SimpleNamespace) -> list[str]:
    filters = ["", "?q=mau", "?q=phong+trao&page=2", *(f"?status={status}" for status in CampaignStatus)]
    book = f"?issuer={w.issuer.pk}&year={w.register.year}&series={w.register.series}&q=ke"
    urls = [*(f"{reverse('campaigns:list')}{text}" for text in filters), reverse("home:home"), reverse("jobs:list")]
    papers = [f"{reverse('drafts:list')}{text}" for text in ("", "?q=mau", "?desk=writing", "?desk=writing&q=mau")]
    urls += [*papers, *(f"{reverse('home:search')}?q={text}" for text in ("mau", "cua+ta", "ke+hoach", "hop+tac+xa"))]
    urls += [*(f"{reverse('reports:list')}{text}" for text in ("", "?q=mau", "?state=chua")), reverse("reports:board")]
    urls += [f"{reverse('reports:board')}?campaign={w.campaign.pk}", reverse("reports:indicators")]
    return [*urls, reverse("documents:register"), f"{reverse('documents:register')}{book}"]


def pickers(own: Any, paper: Any) -> list[str]:
    """Return the pages that offer a choice, of somebody's own draft and paper, and what stands beside them."""
    parts = ("general", "recipients")
    urls = [reverse("drafts:part", args=["ke-hoach", own.pk, part]) for part in parts]
    urls += [reverse(name) for name in ("documents:issuers", "documents:issuer-new")]
    urls += [own.get_absolute_url(), own.campaign.get_absolute_url(), paper.get_absolute_url()]
    urls += [reverse("drafts:import", args=["ke-hoach"]), reverse("documents:register")]
    demand = own.campaign.demands.get()
    urls += [reverse(f"reports:{name}", args=[demand.pk]) for name in ("demand", "edit-demand", "choose", "add-target")]
    urls += [reverse("reports:create-demand", args=[own.campaign.pk]), reverse("reports:create-indicator")]
    return [*urls, reverse("procedure:step", args=["ke-hoach", paper.pk, "thu-hoi"])]


# What a list holds hangs on what the role may see: the office, a department, the council, a unit, the lead of a block.
KINDS_OF_READERS = [
    set(map(str, roles)) for roles in (OFFICE_ROLES, BRANCH_ROLES, COUNCIL_ROLES, UNIT_ROLES, BLOCK_ROLES)
]


def test_lists_and_pickers_name_nothing_of_ours_that_is_not_public(w: SimpleNamespace) -> None:
    desks, opened = {role: desk_of(user) for role, user in w.theirs.users.items()}, {}
    hidden, choices = hidden_names(w), pickers(w.theirs.draft, w.theirs.paper)

    asked_for = [*((url, hidden) for url in lists(w)), *((url, [*hidden, OUR_ISSUER]) for url in choices)]
    for at, (url, names) in enumerate(asked_for):
        for role in turns.one_of_each(dict.fromkeys(Role.values, ""), KINDS_OF_READERS, at):
            response = desks[role].get(url)
            assert response.status_code in {200, 403, 404}, (url, role)
            assert named(names, response) == [], (url, role)
            opened.setdefault(role, set()).update([url] if response.status_code == 200 else [])

    assert {role for role, urls in opened.items() if urls} == set(Role.values)
    assert sum(map(len, opened.values())) > 5 * len(CampaignStatus)


def test_our_officer_finds_those_names_there(w: SimpleNamespace) -> None:
    client, names = desk_of(w.actors["officer"]), [OUR_ISSUER, *hidden_names(w)]
    urls = [*lists(w), *pickers(w.draft_plan, w.registered)]

    found = {name for url in urls for name in named(names, client.get(url))}

    assert {OUR_ISSUER, OUR_BLOCK, OUR_SIGNER, w.own_unit.name, w.draft_campaign.name} <= found


@pytest.mark.parametrize("role", STRONGEST)
def test_search_for_units_finds_theirs_only(w: SimpleNamespace, role: str) -> None:
    url = reverse("drafts:part", args=["ke-hoach", w.theirs.draft.pk, "recipients"])

    response = desk_of(w.theirs.users[role]).post(url, {"find": "1", "find_text": "hop tac xa"})

    assert response.status_code == {"officer": 200, "dept_head": 404}.get(role, 403)
    assert named(hidden_names(w), response) == []


def paper_text(w: SimpleNamespace) -> bytes:
    """Return a file that says what our paper that is not public says: number, day and title."""
    paper = w.other_plan.document
    day = f"ngày {paper.issued_on.day} tháng {paper.issued_on.month} năm {paper.issued_on.year}"
    head = f"LIÊN MINH HỢP TÁC XÃ\n\nSố: {paper.printed_number}\n\nQuảng Ninh, {day}\n\nKẾ HOẠCH\n\n"
    return f"{head}{paper.summary}\n\nI. MỤC ĐÍCH\n\nThi đua.\n".encode()


def preview(user: Any, content: bytes) -> Any:
    source = actions.read_paper_file("plan", "van-ban.md", content, by=user, on=today())
    return desk_of(user).get(source.get_absolute_url())


def test_file_that_we_know_is_unknown_to_them(w: SimpleNamespace) -> None:
    """Neither the same bytes, nor number and day, nor the title of a paper of ours that is not public is told."""
    content = paper_text(w)
    ours, theirs = (preview(people["officer"], content) for people in (w.actors, w.theirs.users))

    assert [draft.pk for draft in ours.context["known"]] == [w.other_plan.pk]
    assert theirs.context["known"] == []
    assert named([OUR_ISSUER, *hidden_names(w)], theirs) == [w.other_campaign.name]  # their own file says it
    choices = theirs.context["head"].fields["campaign"].queryset
    assert {campaign.organiser_id for campaign in choices} == {w.theirs.unit.pk}


def test_who_served_with_us_no_longer_sees_the_drafts_they_wrote(w: SimpleNamespace) -> None:
    moved = w.theirs.users["officer"]
    Draft.objects.filter(pk=w.dept_review_plan.pk).update(drafted_by=moved)

    home = Desk(moved).open("/")

    assert "waiting_elsewhere" not in shown(home.response)
    assert not home.says(w.dept_review_plan.campaign.name)


def test_amendment_that_is_not_public_does_not_speak_on_the_public_page(w: SimpleNamespace) -> None:
    who = {"chief" if role == "chief_of_office" else role: user for role, user in w.actors.items()}
    amending = actions.start_successor(draft_id=w.issued_plan.pk, relation=Relation.AMENDMENT, by=who["officer"])
    amending.sections.update(topic="criteria", title="CHỈ TIÊU")
    amending.targets.create(position=1, indicator="Chỉ tiêu kín", value="1")
    Draft.objects.filter(pk=amending.pk).update(is_public=False, addresses_everyone=False)
    carried(amending, on=today(), **who)

    readers = {"anybody": Desk(), "theirs": Desk(w.theirs.users["leader"]), "ours": Desk(who["leader"])}
    pages = {name: desk.open(w.campaign.get_absolute_url()) for name, desk in readers.items()}

    assert {name: page.says("Chỉ tiêu kín") for name, page in pages.items()} == {
        "anybody": False,
        "theirs": False,
        "ours": True,
    }


def test_how_the_work_on_a_paper_goes_is_told_to_its_office_alone(w: SimpleNamespace) -> None:
    """Its page tells others that the file is being made; the job itself answers them with 404."""
    plan = w.revoked_plan
    state = reverse("jobs:state", args=[Job.objects.get(key=plan.document.job_key).pk])

    readers = {"anybody": Client(), "theirs": desk_of(w.theirs.users["leader"]), "ours": desk_of(w.actors["leader"])}
    pages = {name: client.get(plan.get_absolute_url()).content.decode() for name, client in readers.items()}

    assert {name: state in page for name, page in pages.items()} == {"anybody": False, "theirs": False, "ours": True}
    assert {name: "Tệp PDF đang được tạo." in page for name, page in pages.items()} == {
        "anybody": True,
        "theirs": True,
        "ours": False,
    }
