"""A procedure, declared once: its states, its steps, who has the thing meanwhile, and the words for all of it.

Buttons, the page of a step, work items, histories, the log's words, the diagram in docs/ and the database's own guard
all come from here.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db import models

from emulation_portal.core.parts import LogWords, Verb
from emulation_portal.rights.enums import Role


class Asks(Enum):
    """What a step asks of whoever takes it."""

    NOTHING = "nothing"  # one press
    CONFIRM = "confirm"  # what is done is shown once more, with room for a remark
    REASON = "reason"
    WORD = "word"  # cannot be undone: what will happen is shown, and a word is typed


@dataclass(frozen=True)
class Step:
    """One step: from which states to which, who may take it, what it asks, and its words.

    `event` ends its code in the log: “submitted” makes plan.submitted. A step without `to` moves nothing: it begins
    something else. `effects` are the sentences shown before a reason or a word is typed; fields of its own come with
    `registry.asks_with`.
    """

    slug: str  # in its address
    of: tuple[str, ...]
    to: str
    event: str
    label: str  # on the button, and on the arrow of docs/workflow.md
    said: Verb  # in the log and the histories
    check: Callable[[Any, Any], None]  # (user, object) raises PermissionDenied with the reason
    asks: Asks = Asks.NOTHING
    word: str = ""
    title: str = ""  # of its page; the label when empty
    done: str = ""  # said when it is taken
    look: str = "primary"  # of its button: primary, secondary, danger, link
    icon: str = ""
    effects: Callable[[Any, dt.date], list[str]] | None = None
    wants_reason: bool = False  # beside the typed word
    reason_hint: str = ""  # who will read the reason, and what it should say
    is_main: bool = True  # the way forward: who may not take it is told why
    by_portal: bool = False  # taken by the clock or by another action, never by hand
    is_offered: bool = True  # false: a person takes it, but by acting on something else
    when: Callable[[Any], bool] | None = None  # open for this thing only then
    closed: str = ""  # said when it is not

    @property
    def asks_reason(self) -> bool:
        return self.asks == Asks.REASON or self.wants_reason

    @property
    def has_page(self) -> bool:
        return self.asks != Asks.NOTHING

    def is_open(self, obj: Any) -> bool:
        """Return whether the step begins where the thing stands."""
        return obj.status in self.of and (self.when is None or self.when(obj))


def why_closed(steps: Iterable[Step], obj: Any) -> str:
    """Return the words of the first of these steps that begins where the thing stands and is closed to it all the same."""
    return next((step.closed for step in steps if obj.status in step.of and step.closed), "")


@dataclass(frozen=True)
class State:
    """How a state looks, and, where the thing waits in it, for whom and what they are asked to do."""

    tone: str = "neutral"
    owner: Role | None = None
    task: str = ""  # the title of the work item
    button: str = ""
    due_days: int | None = None  # working days from when the owner got it
    came: str = "chuyển đến từ"  # what the work item says between who sent it and when
    is_pooled: bool = False  # many wait at once: the app counts them together, and nobody is told of each
    note: str | Callable[[Any], str] = ""  # under “Bước tiếp theo” when nothing is left to do

    def note_on(self, obj: Any) -> str:
        return self.note(obj) if callable(self.note) else self.note


@dataclass(frozen=True)
class Procedure:
    """The way of one kind of thing. Two procedures may share a model: `narrow` tells their rows apart."""

    code: str  # begins the codes of its events: plan
    slug: str  # begins the addresses of its things: ke-hoach
    model: str  # campaigns.CampaignPlan
    noun: str  # kế hoạch
    statuses: type[models.TextChoices]
    start: str
    states: Mapping[str, State]
    steps: tuple[Step, ...]
    unit: str  # the look-up of the unit whose thing it is: issuer__unit
    listed_as: str = ""  # the model that it shares with others' things, when lists need no more: drafts.Draft
    path: tuple[tuple[str, str], ...] = ()  # the stepper: state and its short name
    stands_at: Mapping[str, str] = field(default_factory=dict)  # states off the path: where they stand on it
    narrow: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError for a step between states that are not there, or a second one for the same move."""
        known = set(self.statuses.values)
        named = {state for step in self.steps for state in (*step.of, *filter(None, [step.to]))}
        if named - known or set(self.states) - known:
            raise ValueError(f"{self.code}: no state {sorted((named | set(self.states)) - known)}")
        moves = [(before, step.to) for step in self.steps if step.to and not step.when for before in step.of]
        if len(moves) != len(set(moves)):
            raise ValueError(f"{self.code}: two steps for one move")

    def brings(self) -> Iterable[object]:
        """The words of its steps go to the log with it."""
        yield LogWords({self.verb_of(step): step.said for step in reversed(self.steps)})

    def __str__(self) -> str:
        return "-".join((self.code, *(name for name, value in self.narrow.items() if value is True)))

    def is_way_of(self, obj: Any) -> bool:
        """Return whether a thing of its model, or of the one that lists show, goes this way."""
        is_its = obj._meta.label in (self.model, self.listed_as)
        return is_its and all(getattr(obj, name) == value for name, value in self.narrow.items())

    def verb_of(self, step: Step) -> str:
        return f"{self.code}.{step.event}"

    def step_for(self, obj: Any, event: str) -> Step | None:
        """Return the step of this event that is open for the thing, or None."""
        return next((step for step in self.steps if step.event == event and step.is_open(obj)), None)

    def steps_at(self, slug: str) -> list[Step]:
        """Return the steps of an address that people take there."""
        return [step for step in self.steps if step.slug == slug and not step.by_portal and step.is_offered]

    def moves(self) -> list[tuple[str, str]]:
        """Return all (before, after), for the database's guard and the matrices of the tests."""
        moves = {(str(before), str(step.to)) for step in self.steps if step.to for before in step.of}
        return sorted(moves)

    def state_of(self, status: str) -> State:
        return self.states.get(status, State())

    def label_of(self, status: str) -> str:
        return str(self.statuses(status).label)
