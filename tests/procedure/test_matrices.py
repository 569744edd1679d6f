"""Every state × every step × every role of every declared procedure.

What may happen stands in `steps.txt`, one line each, and the declaration opens nothing else, to nobody. By the real acts
everybody acts who may, and of every step somebody tries who may not: what is refused leaves nothing.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from emulation_portal.audit.models import Event
from emulation_portal.core.errors import DomainError
from emulation_portal.core.permissions import allows
from emulation_portal.documents.drafts import actions
from emulation_portal.procedure.acting import take
from emulation_portal.procedure.declared import Procedure
from emulation_portal.procedure.registry import Taking, procedures
from emulation_portal.rights.enums import Role
from tests import turns
from tests.factories import campaigns, history, nominations, papers, pledges, registrations, reports, scoring
from tests.factories.campaigns import DAY
from tests.factories.people import AppointmentFactory, UserFactory, alliance, user_with_role

from .asking import holder_of

pytestmark = [pytest.mark.repeats, pytest.mark.django_db]

TABLE = Path(__file__).with_name("steps.txt")
BY_HAND = [each for each in procedures() if any(step.is_offered and not step.by_portal for step in each.steps)]
MAKERS: dict[str, Callable[[str], Any]] = {
    "plan": lambda status: campaigns.plan_in(status),
    "plan-is_transcription": lambda status: campaigns.transcribed_in(status),
    "campaign": lambda status: campaigns.campaign_in(status),
    "pledge": lambda status: pledges.in_state(status),
    "conduct": lambda status: history.conduct_in(status),
    "past_award": lambda status: history.in_state(status),
    "dossier": lambda status: nominations.in_state(status),
    "nomination": lambda status: nominations.nomination_in(status),
    "registration": lambda status: registrations.in_state(status),
    "report": lambda status: reports.in_state(status),
    "score_sheet": lambda status: scoring.sheet_in(status),
    "block_scoring": lambda status: scoring.scoring_in(status),
    "score_card": lambda status: scoring.card_in(status),
    "cross_check": lambda status: scoring.cross_in(status),
}


def maker_of(procedure: Procedure) -> Callable[[str], Any]:
    """Return what makes a thing of the procedure in a given state; papers of a campaign are made alike."""
    alike = partial(papers.in_state, procedure.code, is_transcription=bool(procedure.narrow.get("is_transcription")))
    return MAKERS.get(str(procedure), alike)


def states_left(procedure: Procedure) -> set[str]:
    """Return the states from which people take steps, be it only to begin something else."""
    begun = {str(state) for step in procedure.steps if step.is_offered and not step.by_portal for state in step.of}
    return begun | {before for before, _ in procedure.moves()}


STATES = [(each, status) for each in BY_HAND for status in sorted(states_left(each))]


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker) -> Iterator[dict[str, Any]]:
    """One user of every role, and one without any."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {role.value: holder_of(role) for role in Role} | {"nobody": UserFactory()}
        transaction.set_rollback(True)


def events_of(procedure: Procedure) -> list[str]:
    """Return the events of the steps that people take."""
    return list(dict.fromkeys(step.event for step in procedure.steps if step.is_offered))


def open_by_declaration(procedure: Procedure, thing: Any, people: dict[str, Any]) -> set[str]:
    """Return whose steps are open by what is declared: every event × everybody. Nothing is done."""
    steps = {event: procedure.step_for(thing, event) for event in events_of(procedure)}
    return {
        f"{procedure}: {thing.status} {event} {role} {step.to or thing.status}"
        for event, step in steps.items()
        if step is not None and not step.by_portal
        for role, user in people.items()
        if allows(step.check, user, thing)
    }


def done(procedure: Procedure, thing: Any, event: str, role: str, user: Any) -> str:
    """Let somebody take a step, and take it back. Return its line, or "" when it was refused.

    A refusal has left no event and no change.
    """
    model, before, events = type(thing), thing.status, Event.objects.count()
    line = ""
    with transaction.atomic():
        try:
            with transaction.atomic():
                take(procedure, event, Taking(thing.pk, user, DAY, answers=campaigns.answers_to(event)))
        except (DomainError, PermissionDenied):
            assert Event.objects.count() == events
            assert model.objects.get(pk=thing.pk).status == before
        else:
            line = f"{procedure}: {before} {event} {role} {model.objects.get(pk=thing.pk).status}"
        transaction.set_rollback(True)
    return line


def tried(procedure: Procedure, thing: Any, people: dict[str, Any], open_lines: set[str], at: int) -> set[str]:
    """Let those act who may, and for every step one in turn who may not; return what was done."""
    lines = set()
    for place, event in enumerate(events_of(procedure), start=at):
        those_who_may = {role for role in people if any(f" {event} {role} " in line for line in open_lines)}
        for role in (*those_who_may, *turns.one_of(people.keys() - those_who_may, place)):
            lines.add(done(procedure, thing, event, role, people[role]))
    return lines - {""}


def expected(procedure: Procedure, status: str) -> set[str]:
    lines = TABLE.read_text("utf-8").splitlines()
    return {line for line in lines if line.startswith(f"{procedure}: {status} ")}


@pytest.mark.parametrize(("procedure", "status"), STATES, ids=str)
def test_the_steps_of_the_table_are_taken_and_no_others(
    procedure: Procedure, status: str, people: dict[str, Any]
) -> None:
    thing, lines = maker_of(procedure)(status), expected(procedure, status)

    assert open_by_declaration(procedure, thing, people) == lines
    assert tried(procedure, thing, people, lines, at=STATES.index((procedure, status))) == lines


@pytest.mark.parametrize("procedure", BY_HAND, ids=str)
def test_nothing_leads_out_of_the_last_states(procedure: Procedure, people: dict[str, Any]) -> None:
    ends = {after for _, after in procedure.moves()} - states_left(procedure)

    for at, status in enumerate(sorted(ends)):
        thing = maker_of(procedure)(status)
        assert open_by_declaration(procedure, thing, people) == set()
        assert tried(procedure, thing, people, set(), at=at) == set()


def test_every_line_of_the_table_is_of_a_state_that_is_tried() -> None:
    lines = set(TABLE.read_text("utf-8").splitlines())

    assert lines == {line for procedure, status in STATES for line in expected(procedure, status)}
    assert len(lines) > 25


def test_who_drafted_never_confirms() -> None:
    """The officer who is made Chief of Office, and even a leader, does not confirm what is their own."""
    drafter = user_with_role(Role.CHIEF_OF_OFFICE)
    for role in (Role.LEADER, Role.OFFICER):
        AppointmentFactory(user=drafter, role=role, unit=alliance())
    plan = campaigns.complete_draft(by=drafter)
    actions.submit_draft(draft_id=plan.pk, by=drafter, on=DAY)

    for event, other in (("passed_on", campaigns.cast().chief), ("approved", campaigns.cast().leader)):
        with pytest.raises(PermissionDenied, match="không được tự duyệt"):
            take(procedure_named("plan"), event, Taking(plan.pk, drafter, DAY))
        take(procedure_named("plan"), event, Taking(plan.pk, other, DAY))


def procedure_named(name: str) -> Procedure:
    return next(each for each in procedures() if str(each) == name)
