"""Nobody of another alliance takes a step of ours, by the act or by its page."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from awards.history.enums import ConductStatus, HistoryStatus
from awards.nominations.enums import DossierStatus, NominationStatus
from campaigns.enums import CampaignStatus
from campaigns.pledges.enums import PledgeStatus
from campaigns.registration.enums import RegistrationStatus
from campaigns.reports.enums import ReportStatus
from campaigns.scoring.enums import CardStatus, CrossStatus, ScoringStatus, SheetStatus
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus, Relation
from emulation_portal.documents.enums import DocumentStatus
from emulation_portal.procedure.acting import take
from emulation_portal.procedure.declared import Procedure
from emulation_portal.procedure.registry import Taking, procedure_of, procedures
from emulation_portal.rights.enums import Role
from tests import turns
from tests.factories import campaigns, history, nominations, papers, pledges, registrations, reports, scoring
from tests.factories.campaigns import DAY
from tests.factories.people import Alliance, UnitFactory, second_alliance
from tests.rights.test_two_alliances import tried

from .asking import asked, carried, desk_of, seen_by
from .test_stale_pages import roles_here, steps_here, takers

pytestmark = [pytest.mark.slow, pytest.mark.repeats, pytest.mark.django_db]


def replaced() -> Any:
    """Return a plan whose place another one has taken."""
    old, who = campaigns.plan_in(DraftStatus.ISSUED), campaigns.cast()
    new = actions.start_successor(draft_id=old.pk, relation=Relation.REPLACEMENT, by=who.officer)
    carried(new, on=DAY, **vars(who))
    return type(old).objects.get(pk=old.pk)


PAPER_STATES = [str(status) for status in DraftStatus]
TYPED_STATES = ["draft", "issued", "superseded", "revoked", "discarded"]
MAKERS: dict[str, dict[str, Callable[[], Any]]] = {
    "plan": {
        status: replaced if status == "superseded" else lambda s=status: campaigns.plan_in(DraftStatus(s))
        for status in PAPER_STATES
    },
    "plan-is_transcription": {status: lambda s=status: campaigns.transcribed_in(s) for status in TYPED_STATES},
    "campaign": {str(status): lambda s=status: campaigns.campaign_in(s) for status in CampaignStatus},
    "pledge": {str(status): lambda s=status: pledges.in_state(s) for status in PledgeStatus},
    "conduct": {str(status): lambda s=status: history.conduct_in(s) for status in ConductStatus},
    "past_award": {str(status): lambda s=status: history.in_state(s) for status in HistoryStatus},
    "dossier": {str(status): lambda s=status: nominations.in_state(s) for status in DossierStatus},
    "nomination": {str(status): lambda s=status: nominations.nomination_in(s) for status in NominationStatus},
    "registration": {str(status): lambda s=status: registrations.in_state(s) for status in RegistrationStatus},
    "report": {str(status): lambda s=status: reports.in_state(s) for status in ReportStatus},
    "score_sheet": {str(status): lambda s=status: scoring.sheet_in(s) for status in SheetStatus},
    "block_scoring": {str(status): lambda s=status: scoring.scoring_in(s) for status in ScoringStatus},
    "score_card": {str(status): lambda s=status: scoring.card_in(s) for status in CardStatus},
    "cross_check": {str(status): lambda s=status: scoring.cross_in(s) for status in CrossStatus},
    "document": {str(status): lambda s=status: campaigns.transcribed_in(str(s)).document for status in DocumentStatus},
}
OF_CAMPAIGN = [each for each in procedures() if each.model in ("campaigns.CampaignPaper", "summaries.SummaryReport")]
MAKERS |= {
    str(each): {
        str(status): lambda s=status, p=each: papers.in_state(p.code, s, is_transcription=p.narrow["is_transcription"])
        for status in sorted({s for move in each.moves() for s in move})
    }
    for each in OF_CAMPAIGN
}
NOT_PUBLIC = [
    pytest.param(lambda s=status: campaigns.plan_in(s, only_for=UnitFactory()), id=f"plan not public: {status}")
    for status in (DraftStatus.ISSUED, DraftStatus.REVOKED)
]
THINGS = [
    pytest.param(make, id=f"{name}: {status}") for name, makers in MAKERS.items() for status, make in makers.items()
]


def test_things_in_every_state_of_every_procedure_are_tried() -> None:
    states = {str(each): {s for move in each.moves() for s in move} | {str(each.start)} for each in procedures()}

    assert {name: set(makers) for name, makers in MAKERS.items()} == states


@pytest.fixture(scope="module")
def theirs(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Alliance]:
    """The other alliance, built once after our house."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        campaigns.cast()
        yield second_alliance()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def desks(theirs: Alliance, django_db_blocker) -> dict[str, Client]:
    with django_db_blocker.unblock():
        return {role: desk_of(user) for role, user in theirs.users.items()}


@pytest.fixture(scope="module", params=[*THINGS, *NOT_PUBLIC])
def thing(desks: dict[str, Client], django_db_blocker, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A thing of ours, made once for what is tried on it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield request.param()
        transaction.set_rollback(True)


# Whether a step is theirs hangs on the thing and its place: these are the roles that take one at home.
STRONGEST = ("officer", "clerk", "chief_of_office", "leader", "dept_head", "admin")
BY_EVERY_ROLE = {"plan: draft", "plan: issued", "plan not public: issued", "campaign: running"}


METHODS = ("get", "post")


def askers(case: str, at: int) -> list[str]:
    """Return who of theirs tries: every role on some things, on the others one of the strongest in turn."""
    return list(Role.values) if case in BY_EVERY_ROLE else turns.one_of(STRONGEST, at)


def acts_tried(case: str, procedure: Procedure, status: str, place: int) -> set[tuple[str, str]]:
    """Return role and event: those who take the step of the state at home, and who else tries."""
    events = list(dict.fromkeys(step.event for step in procedure.steps))
    at_home = {(role, event) for event, role in steps_here(procedure, status)}
    return at_home | {(role, event) for at, event in enumerate(events, start=place) for role in askers(case, at)}


def pages_tried(case: str, procedure: Procedure, status: str, place: int) -> set[tuple[str, str, str]]:
    """Return role, address and method: those who take the step at home by both, others by one that turns by another count."""
    tries, slugs = set(), list(dict.fromkeys(step.slug for step in procedure.steps))
    for at, slug in enumerate(slugs, start=place):
        tries.update(product(roles_here(procedure, status, slug), [slug], METHODS))
        tries.update(product(askers(case, at), [slug], turns.one_of(METHODS, at + at // len(STRONGEST))))
    return tries


def table(tried_of: Callable[..., set[Any]]) -> set[Any]:
    """Return what is tried on all things but those that are not public, each beginning with the name of its procedure."""
    named = {str(each): each for each in procedures()}
    cases = [(name, status) for name, makers in MAKERS.items() for status in makers]
    return {
        (name, *what)
        for place, (name, status) in enumerate(cases)
        for what in tried_of(f"{name}: {status}", named[name], status, place)
    }


def test_who_takes_a_step_at_home_tries_ours() -> None:
    at_home = {(name, role, event) for (name, event), roles in takers().items() for role in roles}
    slugs = {(str(each), step.event): step.slug for each in procedures() for step in each.steps}

    assert at_home - table(acts_tried) == set()
    assert {(name, role, slugs[name, event], method) for name, role, event in at_home for method in METHODS} - table(
        pages_tried
    ) == set()


def test_each_of_the_strongest_asks_for_pages_by_both_methods() -> None:
    asked_for = {(name.partition("-")[0], role, method) for name, role, _, method in table(pages_tried)}

    assert set(product(("plan", "guidance", "campaign_notice", "campaign"), STRONGEST, METHODS)) - asked_for == set()


@pytest.fixture
def of(thing: Any, request: pytest.FixtureRequest) -> tuple[str, Procedure, str, int]:
    """What is tried on the thing goes by this: its case, procedure, state and place in the list."""
    spec = request.node.callspec
    return spec.id, procedure_of(thing), str(thing.status), spec.indices["thing"]


def test_nobody_of_theirs_takes_a_step_of_ours(thing: Any, theirs: Alliance, of: Any) -> None:
    procedure, refused = procedure_of(thing), ("PermissionDenied", [])

    met = {
        (role, event): tried(
            partial(
                take, procedure, event, Taking(thing.pk, theirs.users[role], DAY, answers=campaigns.answers_to(event))
            )
        )
        for role, event in acts_tried(*of)
    }

    assert {event for _, event in met} == {step.event for step in procedure.steps}
    assert {what: found for what, found in met.items() if found != refused} == {}


def test_no_page_of_a_step_of_ours_opens_to_theirs(thing: Any, desks: dict[str, Client], of: Any) -> None:
    procedure, is_public = procedure_of(thing), thing.pk in seen_by(type(thing), AnonymousUser())

    for role, slug, method in pages_tried(*of):
        url = reverse("procedure:step", args=[procedure.slug, thing.pk, slug])
        right = 403 if is_public and procedure.steps_at(slug) else 404
        response, written = asked(desks[role], method, url)
        assert (response.status_code, written) == (right, []), (role, slug, method)
        assert is_public or str(thing) not in response.content.decode(), (role, slug, method)
