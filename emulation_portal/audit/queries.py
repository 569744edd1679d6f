"""Reading the log: one object's history, and the whole with filters."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from emulation_portal.core.searching import says_all
from emulation_portal.core.vietnamese import fold

from .enums import PORTAL_NAME
from .models import Event
from .verbs import subjects, subjects_called_as, verb_of, verbs_called_as, words_on

PAGE_SIZE = 20
# An index finds words; where it is of no help, no more than this many events are looked through: the log grows for ever,
# the answer must not.
SEARCHED = 200_000
# Whoever acted, each found behind the one before: many may bear a name, and few of them ever did anything.
_ACTED = """
WITH RECURSIVE acted AS (
    (SELECT actor_id FROM audit_event WHERE actor_id IS NOT NULL ORDER BY actor_id LIMIT 1)
    UNION ALL
    SELECT (SELECT actor_id FROM audit_event WHERE actor_id > acted.actor_id ORDER BY actor_id LIMIT 1)
    FROM acted WHERE acted.actor_id IS NOT NULL
)
SELECT actor_id FROM acted WHERE actor_id IS NOT NULL
"""


@dataclass(frozen=True)
class HistoryRow:
    """One line of components/history.html."""

    at: dt.datetime
    what: str
    who: str
    reason: str
    tone: str
    post: str = ""


def history_of(*objects: models.Model, limit: int = 100, without_reasons_of: Collection[str] = ()) -> list[HistoryRow]:
    """Return what happened to the objects, newest first, in one query; of some verbs without their reasons."""
    condition = models.Q(pk__in=())
    for obj in objects:
        condition |= models.Q(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    rows = [
        HistoryRow(
            event.at,
            words_on(event.verb, event.part),
            event.actor_name,
            "" if event.verb in without_reasons_of else event.reason,
            verb_of(event.verb).tone,
        )
        for event in Event.objects.told().filter(condition).order_by("-id")[:limit]
    ]
    return [_merged(list(alike)) for _, alike in groupby(rows, key=lambda row: (row.what, row.who, row.reason))]


def last_change(obj: models.Model, fields: Collection[str]) -> tuple[str, dt.datetime] | None:
    """Return by whom and when one of these fields was changed last, as far as an event tells of it."""
    keys = {field.attname for field in obj._meta.concrete_fields if field.name in fields}
    names = [*keys.union(fields)]  # events from before speak of `parent_id` where `parent` is meant
    # An edit tells of its fields under `changed`. Those of issuers and of the register stood beside each other until 2026-11,
    # and the part of a draft that was edited stands there for good.
    told = models.Q(data__has_any_keys=names) | models.Q(data__changed__has_any_keys=names)
    of_it = Event.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    return of_it.filter(told).order_by("-id").values_list("actor_name", "at").first()


def _merged(alike: list[HistoryRow]) -> HistoryRow:
    """Return one line for the same thing done by the same person again and again, at its latest time."""
    latest = alike[0]
    return replace(latest, what=f"{latest.what} ({len(alike)} lần)") if len(alike) > 1 else latest


@dataclass(frozen=True)
class LogFilter:
    """What the reader asked for; empty asks for everything. The days are Vietnamese and both inclusive.

    A verb or a kind stands for all that are called the same.
    """

    who: str = ""
    verb: str = ""
    kind: str = ""
    text: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def as_data(self) -> dict[str, str]:
        """Return the filters in use, for the event that tells of this reading."""
        return {name: str(value) for name, value in vars(self).items() if value}


class LogPage(NamedTuple):
    events: list[Event]
    older: int | None  # the last id shown, when there is more behind it
    is_cut: bool  # whether words were looked for in the newest part only


def log_page(wanted: LogFilter, *, reader: Any, before: int | None = None) -> LogPage:
    """Return PAGE_SIZE events older than `before`. Keyset: the last page costs what the first does."""
    events, is_cut = filtered(wanted, reader=reader)
    if before is not None:
        events = events.filter(pk__lt=before)
    rows = list(events[: PAGE_SIZE + 1])
    older = rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None
    return LogPage(rows[:PAGE_SIZE], older, is_cut)


def filtered(wanted: LogFilter, *, reader: Any) -> tuple[QuerySet[Event], bool]:
    """Return the events asked for that the reader may see, newest first, and whether words were looked for in part only."""
    events = Event.objects.told().visible_to(reader).order_by("-id")
    if wanted.who:
        events = events.filter(_actors(wanted.who))
    if wanted.verb:
        events = events.filter(verb__in=verbs_called_as(wanted.verb))
    if wanted.kind:
        events = events.filter(object_type__in=subjects_called_as(wanted.kind))
    if wanted.since:
        events = events.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        events = events.filter(at__lt=_midnight(wanted.until + dt.timedelta(days=1)))
    if not wanted.text:
        return events, False
    oldest = (events.values_list("pk", flat=True).first() or 0) - SEARCHED
    # Not by the bare key: what is rare would be looked for event by event, and not by the index of words.
    found = events.filter(says_all("search_text", wanted.text)).order_by((F("pk") + 0).desc())
    if oldest <= 0:
        return found, False
    return found.filter(pk__gt=oldest), events.filter(pk__lte=oldest).exists()


def _actors(name: str) -> models.Q:
    """Return the condition that one of the people so called acted, by name or user name, accents aside."""
    words, portal = fold(name).split(), fold(PORTAL_NAME)
    people = get_user_model().objects.filter(says_all("search_text", name), pk__in=RawSQL(_ACTED, ()))
    condition = models.Q(actor_id__in=list(people.values_list("pk", flat=True)))
    return condition | models.Q(actor_id=None) if all(word in portal for word in words) else condition


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def kind_of(event: Event) -> str:
    subject = subjects().get(event.object_type)
    return subject.words if subject else ""


def status_words(event: Event) -> str:
    """Return “Dự thảo → Chờ lãnh đạo duyệt” in the words of the model's own statuses, or ""."""
    if not event.to_status:
        return ""
    labels = _status_labels(event.object_type)
    before, after = labels.get(event.from_status, ""), labels.get(event.to_status, "")
    return f"{before} → {after}" if before and after else after


def _status_labels(label: str) -> dict[str, str]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return {}  # the model left the portal; its events stay
    for field in model._meta.get_fields():
        if field.name in ("status", "state") and isinstance(field, models.CharField):
            return {str(code): str(words) for code, words in field.flatchoices}
    return {}
