"""The parts of the frame that apps declare in their `portal.py`: what stands in the rail, on the home page, in the help."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from .crowds import CrowdSize, Visit
from .work import WorkList


@dataclass(frozen=True)
class RailItem:
    """An entry of the rail. `roles` None: for everybody who is signed in; `in_public`: in the top bar of the others too."""

    label: str
    url_name: str
    icon: str
    order: int
    roles: frozenset[str] | None = None
    in_public: bool = False
    is_for_members: bool = True  # false: for passers-by alone
    own: Callable[[Any], tuple[str, str] | None] | None = None  # label and address where the user's differ from these
    covers: tuple[str, ...] = ()  # how addresses begin that belong to it, besides its own

    @cached_property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Shortcut:
    """One of the links under “Làm nhanh”, for who holds the role."""

    label: str
    role: str
    url_name: str
    args: tuple[str, ...] = ()
    order: int = 50

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.args)


@dataclass(frozen=True)
class Work:
    """A source of “Việc cần làm”; what comes first is the most pressing. `find(user, on)`."""

    find: Callable[[Any, dt.date], WorkList]
    order: int


@dataclass(frozen=True)
class HomePanel:
    """A panel of the home page, or of the front page that passers-by see; `context` returns None to show nothing."""

    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]
    order: int
    is_public: bool = False


@dataclass(frozen=True)
class Found:
    """One thing that a search found: what it is called, what tells it from others of its name, and its page."""

    label: str
    note: str
    url: str
    state: tuple[str, str] | None = None  # label and tone
    is_exact: bool = False  # it bears the number that was typed


@dataclass(frozen=True)
class Findings:
    """The first of what one app found; `more_url` leads to the list of all, when there are more."""

    rows: Sequence[Found]
    total: int
    more_url: str = ""


@dataclass(frozen=True)
class Finder:
    """What an app looks into for the search of the top bar. `find(user, text, limit)` names only what the user may open."""

    title: str
    icon: str
    find: Callable[[Any, str, int], Findings]
    order: int


@dataclass(frozen=True)
class HelpPage:
    """One template of templates/help/: for roles, or for who looks at certain addresses."""

    slug: str
    title: str
    about: str
    addresses: tuple[str, ...] = ()  # the beginnings of those that it explains to its readers
    readers: frozenset[str] | None = None  # of these addresses; None: everybody
    roles: tuple[str, ...] = ()  # whose page it is
    is_for_passers_by: bool = False
    order: int = 200  # who holds several roles gets the page that stands first: the daily work before the meeting


class Verb(NamedTuple):
    """How the log and the histories call what happened. `told` names the part of the thing that it was done to."""

    label: str
    tone: str = "neutral"
    told: Callable[[str], str] | None = None


@dataclass(frozen=True)
class LogWords:
    """The words for the verbs that an app writes, by their codes."""

    verbs: Mapping[str, Verb]


@dataclass(frozen=True)
class Subject:
    """What events and papers speak of: the label of a model, its name for people, and where one of them is read."""

    label: str
    words: str
    address: Callable[[int], str] | None = None  # None: its kind has no page


@dataclass(frozen=True)
class Institution:
    """Whose portal this is, for the head of every page. `name(user)` returns "" when it is not known yet."""

    name: Callable[[Any], str]


@dataclass(frozen=True)
class Bell:
    """How many messages a user has not read yet, and where they stand."""

    count: Callable[[Any], int]
    url_name: str


@dataclass(frozen=True)
class Sample:
    """An app's share of the sample. `load(on, so_far)` is given what the apps below it returned, by type.

    `is_there` tells whether it, or something real in its place, is there already: then nothing is loaded.
    """

    load: Callable[[dt.date, dict[type, Any]], Any]
    is_there: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Crowd:
    """An app's share of a portal full of rows, for measuring. `fill(size, so_far)` is given what the apps below it returned,
    by type, as `Sample.load` is.
    """

    fill: Callable[[CrowdSize, dict[type, Any]], Any]


@dataclass(frozen=True)
class Visits:
    """Pages of an app that are measured among a crowd, when all of it is there. `find(crowds)`, by type."""

    find: Callable[[dict[type, Any]], Iterable[Visit]]


def shown_panels(panels: Iterable[Any], reader: Any, of: Any) -> list[dict[str, Any]]:
    """Return in their order the template of each panel with what it shows of a thing to this reader, user or request.

    A panel has `template`, `order`, and `context(reader, of)`, which is None where it shows nothing.
    """
    found = sorted(panels, key=lambda each: each.order)
    shown = ((each.template, each.context(reader, of)) for each in found)
    return [{"template": template, **context} for template, context in shown if context is not None]
