"""A page that is not the newest any more: no step is taken on what one has not read, and none that is gone is a wall."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from emulation_portal.audit.models import Event
from emulation_portal.core.vietnamese import within
from emulation_portal.procedure.acting import take
from emulation_portal.procedure.declared import Procedure
from emulation_portal.procedure.errors import ReadAnotherText
from emulation_portal.procedure.opening import last_move
from emulation_portal.procedure.registry import Taking, procedure_of
from emulation_portal.rights.enums import Role
from tests import turns
from tests.factories import campaigns
from tests.factories.campaigns import DAY

from .asking import desk_of, holder_of
from .test_matrices import STATES, TABLE, expected, maker_of

pytestmark = [pytest.mark.slow, pytest.mark.repeats, pytest.mark.django_db]


class Found(NamedTuple):
    procedure: Procedure
    status: str
    thing: Any


WITH_TEXT = [(each, status) for each, status in STATES if hasattr(apps.get_model(each.model), "revision")]
IN_ALL_STATES = [*WITH_TEXT, *(each for each in STATES if each not in WITH_TEXT)]


def ids(of: tuple[Procedure, str]) -> str:
    return f"{of[0]}: {of[1]}"


@pytest.fixture(scope="module")
def desks(django_db_setup, django_db_blocker) -> Iterator[dict[str, Client]]:
    """A desk for every role."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {role.value: desk_of(holder_of(role)) for role in Role}
        transaction.set_rollback(True)


@pytest.fixture(scope="module", params=IN_ALL_STATES, ids=ids)
def found(request: pytest.FixtureRequest, desks: dict[str, Client], django_db_blocker) -> Iterator[Found]:
    """A procedure, a state of it, and a thing in that state, made once for what is tried on it."""
    procedure, status = request.param
    with django_db_blocker.unblock(), transaction.atomic():
        yield Found(procedure, status, maker_of(procedure)(status))
        transaction.set_rollback(True)


@cache
def takers() -> dict[tuple[str, str], set[str]]:
    """Return, by procedure and event, the roles that may take its step in some state."""
    found: dict[tuple[str, str], set[str]] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        procedure, step = line.split(": ")
        _, event, role, _ = step.split()
        found.setdefault((procedure, event), set()).add(role)
    return found


def steps_here(procedure: Procedure, status: str) -> list[tuple[str, str]]:
    """Return event and role of each step that is taken in the state."""
    lines = sorted(expected(procedure, status))
    return [(event, role) for _, event, role, _ in (line.split(": ")[1].split() for line in lines)]


def roles_here(procedure: Procedure, status: str, slug: str) -> set[str]:
    """Return who takes a step of this address in the state."""
    events = {step.event for step in procedure.steps if step.slug == slug and status in step.of}
    return {role for event, role in steps_here(procedure, status) if event in events}


@pytest.mark.parametrize("found", WITH_TEXT, ids=ids, indirect=True)
def test_no_step_is_taken_on_a_text_that_was_not_read(found: Found) -> None:
    procedure, status, thing = found
    """What was read is older than the thing, or newer as on no page; which of the two comes first goes by the state."""
    events, model = Event.objects.count(), type(thing)
    things = model.objects.count()

    for at, (event, role) in enumerate(steps_here(procedure, status), start=WITH_TEXT.index((procedure, status))):
        read = thing.revision + (-1, 1)[at % 2]
        taking = Taking(thing.pk, someone(role), DAY, read=read, answers=campaigns.answers_to(event))
        with pytest.raises(ReadAnotherText), transaction.atomic():
            take(procedure, event, taking)

    assert (Event.objects.count(), model.objects.count()) == (events, things)
    assert model.objects.get(pk=thing.pk).status == thing.status


METHODS = ("get", "post")


def asked_of_what_is_gone(procedure: Procedure, status: str) -> Iterator[tuple[str, str, str]]:
    """Yield address, role and method: all who take the step in some other state ask, by one method and the other in turn."""
    slugs = {step.slug for step in procedure.steps if step.is_offered and not step.by_portal}
    for at, slug in enumerate(sorted(slugs)):
        events = {step.event for step in procedure.steps if step.slug == slug}
        some_state = set().union(*(takers().get((str(procedure), event), set()) for event in events))
        for role in some_state - roles_here(procedure, status, slug):
            without = [
                other for each, other in STATES if each is procedure and role not in roles_here(each, other, slug)
            ]
            yield from ((slug, role, method) for method in turns.one_of(METHODS, at + without.index(status)))


def test_step_that_is_gone_leads_back_and_says_why(found: Found, desks: dict[str, Client]) -> None:
    procedure, status, thing = found

    for slug, role, method in asked_of_what_is_gone(procedure, status):
        url = reverse("procedure:step", args=[procedure.slug, thing.pk, slug])
        page = getattr(desks[role], method)(url, follow=True)
        if not type(thing).objects.visible_to(someone(role)).filter(pk=thing.pk).exists():
            assert page.status_code == 404, (slug, role, method)  # nothing is told of what one may not see
            continue
        for_others = bool(roles_here(procedure, status, slug))

        assert page.redirect_chain == [(thing.get_absolute_url(), 302)], (slug, role, method)
        words = [str(message) for message in page.context["messages"]]
        assert [says_gone(each, thing, for_others=for_others) for each in words] == [True], (slug, role, method, words)


def test_who_takes_a_step_is_led_back_from_it_by_both_methods() -> None:
    """By one method alone where there is but one state without the step."""
    asked = Counter((str(each), *what) for each, status in STATES for what in asked_of_what_is_gone(each, status))
    states = Counter()
    for (name, slug, role, _), times in asked.items():
        states[name, slug, role] += times

    assert set(states) == {
        (str(each), step.slug, role)
        for each, _ in STATES
        for step in each.steps
        if step.is_offered and not step.by_portal
        for role in takers()[str(each), step.event]
    }
    assert {
        what for what, times in states.items() if times > 1 and not all(asked[*what, each] for each in METHODS)
    } == set()


def says_gone(words: str, thing: Any, *, for_others: bool) -> bool:
    """Whether it is said that the step is gone, or is another's now, and where the thing stands."""
    state = f"“{within(procedure_of(thing).label_of(thing.status))}”"
    if last_move(thing) is None:
        return words == f"{thing} đang ở trạng thái {state} nên không làm bước này được nữa."
    gone = "Bước này không còn là của bạn: " if for_others else "Bước này không còn nữa: "
    return words.startswith(gone) and f" đã chuyển sang {state} lúc " in words


def someone(role: str) -> Any:
    return holder_of(Role(role))
