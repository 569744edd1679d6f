"""What may be done with a thing now, by this person; who has it, since when, until when; and how far it has come."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from emulation_portal.audit.models import Event
from emulation_portal.core.permissions import Allowed, allows
from emulation_portal.law.working_days import after_working_days

from .declared import Procedure, State, Step
from .registry import procedure_of


@dataclass(frozen=True)
class OpenStep:
    """A step that is open now, with the answer whether this person may take it."""

    step: Step
    url: str
    allowed: Allowed
    look: str  # of its button: the step's own, unless something else comes first

    @property
    def label(self) -> str:
        return self.step.label


@dataclass(frozen=True)
class ShownStep:
    """A station of the stepper: done, current, coming or stopped."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Waiting:
    """Who has the thing now, since when, and by when they should have done their step."""

    owner: str
    since: dt.datetime | None
    due_on: dt.date | None
    days: int  # full days that it has waited


@dataclass(frozen=True)
class Link:
    """Something else that may be done with the thing, which moves nothing."""

    label: str
    url: str
    look: str = "secondary"
    icon: str = ""


@dataclass(frozen=True)
class Next:
    """What the one action box shows."""

    waiting: Waiting | None
    row: list[OpenStep | Link]
    note: str

    @property
    def is_mine(self) -> bool:
        """Return whether the thing waits for this person: the way forward is theirs."""
        steps = [each for each in self.row if isinstance(each, OpenStep)]
        return self.waiting is not None and any(each.allowed and each.step.is_main for each in steps)

    @property
    def at_hand(self) -> list[OpenStep | Link]:
        """Return what the bar below the thing offers: the first of what this person may do, and what stands against it."""
        mine = [each for each in self.row if each.look != "link" and (isinstance(each, Link) or each.allowed)]
        return mine[:MOST_AT_HAND]


MOST_AT_HAND = 3
LOOKS = ("primary", "secondary", "danger", "link")  # as they stand in a row: what drops the thing comes last


def next_of(
    obj: Any, user: Any, *, now: dt.datetime, leave_out: tuple[str, ...] = (), links: Sequence[Link] = ()
) -> Next:
    """Return who has the thing and the steps for this person; where none is theirs, why the way forward is not.

    `leave_out` names events that cannot be taken yet, for another reason than who asks. Beside a link that is the main
    thing to do no step is.
    """
    steps = [step for step in open_steps(obj, user) if step.step.event not in leave_out]
    allowed = [step for step in steps if step.allowed]
    shown = allowed or [step for step in steps if step.step.is_main][:1]
    if any(link.look == "primary" for link in links):
        shown = [replace(step, look="secondary") if step.look == "primary" else step for step in shown]
    row: list[OpenStep | Link] = [*shown, *links]
    row.sort(key=lambda each: LOOKS.index(each.look))
    return Next(waiting(obj, now=now), row, procedure_of(obj).state_of(obj.status).note_on(obj))


def open_steps(obj: Any, user: Any) -> list[OpenStep]:
    """Return the steps that people may take from here, in the order of the procedure."""
    procedure = procedure_of(obj)
    steps = [step for step in procedure.steps if step.is_open(obj) and not step.by_portal and step.is_offered]
    return [OpenStep(step, step_url(procedure, obj, step), allows(step.check, user, obj), step.look) for step in steps]


def step_url(procedure: Procedure, obj: Any, step: Step) -> str:
    return reverse("procedure:step", args=[procedure.slug, obj.pk, step.slug])


def waiting(obj: Any, *, now: dt.datetime) -> Waiting | None:
    """Return who has it now; None when it waits for nobody."""
    state = procedure_of(obj).state_of(obj.status)
    if state.owner is None:
        return None
    since: dt.datetime | None = obj.owner_since
    return Waiting(str(state.owner.label), since, due_on(state, since), (now - since).days if since else 0)


def due_on(state: State, since: dt.datetime | None) -> dt.date | None:
    """Return by when whoever has had the thing since then should have done their step; None where no rule says it."""
    if since is None or state.due_days is None:
        return None
    return after_working_days(timezone.localdate(since), state.due_days)


def whole_path(procedure: Procedure) -> list[ShownStep]:
    """Return the stations of a way that nothing has gone yet."""
    return [ShownStep(label, "coming") for _, label in procedure.path]


def stepper(obj: Any) -> list[ShownStep]:
    """Return the way of the thing with the station at which it stands."""
    procedure = procedure_of(obj)
    at = procedure.stands_at.get(obj.status, obj.status)
    path = [state for state, _ in procedure.path]
    here = path.index(at) if at in path else -1
    return [
        _station(procedure, obj, label, position - here, is_last=position == len(path) - 1)
        for position, (_, label) in enumerate(procedure.path)
    ]


def _station(procedure: Procedure, obj: Any, label: str, ahead: int, *, is_last: bool) -> ShownStep:
    """Return the station as one sees it: the last one is done when it is reached well, one before it while it goes on not."""
    if ahead:
        return ShownStep(label, "coming" if ahead > 0 else "done")
    is_off = obj.status in procedure.stands_at
    tone = procedure.state_of(obj.status).tone
    has_ended = not any(obj.status in step.of and step.to for step in procedure.steps)
    is_stopped = is_off and (has_ended or tone == "danger")
    is_done = not is_stopped and (has_ended or (is_last and tone == "success"))
    note = procedure.label_of(obj.status) if is_off else ""
    return ShownStep(label, "stopped" if is_stopped else "done" if is_done else "current", note)


def last_move(obj: Any) -> Event | None:
    """Return the event by which the thing came to where it is."""
    events = Event.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)).exclude(to_status="")
    return events.order_by("-id").first()


def check_may_take(user: Any, obj: Any, slug: str) -> None:
    """Raise PermissionDenied unless the user may take one of the steps of this address, in whatever state it is open."""
    steps = procedure_of(obj).steps_at(slug)
    first_open = sorted(steps, key=lambda step: not step.is_open(obj))
    answers = [allows(step.check, user, obj) for step in first_open]
    if not any(answers):
        raise PermissionDenied(answers[0].reason if answers else "")
