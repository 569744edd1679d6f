"""Nobody of another alliance takes a step of ours, by the act or by its page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from campaigns.enums import CampaignStatus
from emulation_portal.documents.drafts import actions
from emulation_portal.documents.drafts.enums import DraftStatus, Relation
from emulation_portal.documents.enums import DocumentStatus
from emulation_portal.procedure.acting import take
from emulation_portal.procedure.registry import Taking, procedure_of, procedures
from emulation_portal.rights.enums import Role
from tests.factories import campaigns, papers
from tests.factories.campaigns import DAY
from tests.factories.people import UnitFactory, second_alliance
from tests.rights.test_two_alliances import tried

from .asking import asked, carried, desk_of, seen_by

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("make", [*THINGS, *NOT_PUBLIC])
def test_nobody_of_theirs_takes_a_step_of_ours(make: Callable[[], Any]) -> None:
    thing, theirs = make(), second_alliance()
    procedure, refused = procedure_of(thing), ("PermissionDenied", [])
    events = list(dict.fromkeys(step.event for step in procedure.steps))

    met = {
        (role, event): tried(
            lambda user=user, event=event: take(
                procedure, event, Taking(thing.pk, user, DAY, answers=campaigns.answers_to(event))
            )
        )
        for role, user in theirs.users.items()
        for event in events
    }

    assert len(met) == len(Role) * len(events)
    assert {what: found for what, found in met.items() if found != refused} == {}


# Whether a page opens hangs on the thing and its place: these roles are tried in every state, the others in some.
STRONGEST = ("officer", "clerk", "chief_of_office", "leader", "dept_head", "admin")
BY_EVERY_ROLE = {"plan: draft", "plan: issued", "plan not public: issued", "campaign: running"}


@pytest.mark.parametrize("make", [*THINGS, *NOT_PUBLIC])
def test_no_page_of_a_step_of_ours_opens_to_theirs(make: Callable[[], Any], request: pytest.FixtureRequest) -> None:
    thing, theirs = make(), second_alliance()
    procedure, is_public = procedure_of(thing), thing.pk in seen_by(type(thing), AnonymousUser())
    roles = Role.values if request.node.callspec.id in BY_EVERY_ROLE else STRONGEST

    for role in roles:
        client = desk_of(theirs.users[role])
        for slug in dict.fromkeys(step.slug for step in procedure.steps):
            url = reverse("procedure:step", args=[procedure.slug, thing.pk, slug])
            right = 403 if is_public and procedure.steps_at(slug) else 404
            for method in ("get", "post"):
                response, written = asked(client, method, url)
                assert (response.status_code, written) == (right, []), (role, slug, method)
                assert is_public or str(thing) not in response.content.decode(), (role, slug, method)
