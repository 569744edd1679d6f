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

from campaigns.enums import CampaignStatus
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus, Relation
from emulation_portal.documents.enums import DocumentStatus
from emulation_portal.procedure.acting import take
from emulation_portal.procedure.registry import Taking, procedure_of, procedures
from emulation_portal.rights.enums import Role
from tests import turns
from tests.factories import campaigns, papers
from tests.factories.campaigns import DAY
from tests.factories.people import Alliance, UnitFactory, second_alliance
from tests.rights.test_two_alliances import tried

from .asking import asked, carried, desk_of, seen_by

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


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
    "document": {str(status): lambda s=status: campaigns.transcribed_in(str(s)).document for status in DocumentStatus},
}
OF_CAMPAIGN = [each for each in procedures() if each.model == "campaigns.CampaignPaper"]
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


def askers(request: pytest.FixtureRequest, at: int) -> list[str]:
    """Return who of theirs tries: every role on some things, on the others one of the strongest in turn."""
    return list(Role.values) if request.node.callspec.id in BY_EVERY_ROLE else turns.one_of(STRONGEST, at)


def place_of(request: pytest.FixtureRequest) -> int:
    """Return where the thing stands in the list, so that each is begun by somebody else."""
    return request.node.callspec.indices["thing"]


def test_nobody_of_theirs_takes_a_step_of_ours(thing: Any, theirs: Alliance, request: pytest.FixtureRequest) -> None:
    procedure, refused = procedure_of(thing), ("PermissionDenied", [])
    events = list(dict.fromkeys(step.event for step in procedure.steps))

    met = {
        (role, event): tried(
            partial(
                take, procedure, event, Taking(thing.pk, theirs.users[role], DAY, answers=campaigns.answers_to(event))
            )
        )
        for at, event in enumerate(events, start=place_of(request))
        for role in askers(request, at)
    }

    assert len(met) >= len(events)
    assert {what: found for what, found in met.items() if found != refused} == {}


def test_no_page_of_a_step_of_ours_opens_to_theirs(
    thing: Any, desks: dict[str, Client], request: pytest.FixtureRequest
) -> None:
    procedure, is_public = procedure_of(thing), thing.pk in seen_by(type(thing), AnonymousUser())
    slugs = list(dict.fromkeys(step.slug for step in procedure.steps))

    for at, slug in enumerate(slugs, start=place_of(request)):
        for role, method in product(askers(request, at), turns.one_of(("get", "post"), at)):
            url = reverse("procedure:step", args=[procedure.slug, thing.pk, slug])
            right = 403 if is_public and procedure.steps_at(slug) else 404
            response, written = asked(desks[role], method, url)
            assert (response.status_code, written) == (right, []), (role, slug, method)
            assert is_public or str(thing) not in response.content.decode(), (role, slug, method)
