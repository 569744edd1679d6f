"""Reads that span models: who is called, who has registered."""

import datetime as dt
from typing import Any

from django.db.models import Count, DateField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value

from campaigns.reports.policies import WRITERS
from emulation_portal.audit.models import Event
from emulation_portal.procedure.opening import last_move
from emulation_portal.rights.held import rights_of
from units.enums import UnitKind
from units.models import Unit

from .enums import STATES, CallStanding, RegistrationStatus
from .models import RegisteredTitle, Registration, RegistrationCall

NOT_CALLED = (UnitKind.ALLIANCE, UnitKind.COUNCIL)


def units_called(call: RegistrationCall) -> QuerySet[Any]:
    """Return the units that are to register, with `own` their registration: those that work as the deadline ends.

    The departments of the alliance are among them: their people compete for the same titles.
    """
    own = FilteredRelation("registrations", condition=Q(registrations__call=call))
    units = _called(alliance=call.alliance_id, due_on=call.due_on)
    return units.annotate(own=own, due_on=Value(call.due_on, output_field=DateField()))


def _called(*, alliance: Any, due_on: Any) -> QuerySet[Unit]:
    came = Q(joined_on__isnull=True) | Q(joined_on__lte=due_on)
    return Unit.objects.working(on=due_on).filter(came, root_id=alliance).exclude(kind__in=NOT_CALLED)


def standing_so(asked: str, *, on: dt.date) -> Q:
    """Return the condition that a unit that is called stands so: a `CallStanding`, “sent”, “no_titles” or “returned”."""
    sent, late = Q(own__sent_on__isnull=False), Q(own__sent_on__gt=F("due_on"))
    return {
        "sent": sent,
        "no_titles": sent & Q(own__has_titles=False),
        "returned": Q(own__returned_on__isnull=False),
        CallStanding.LATE: late,
        CallStanding.IN_TIME: sent & Q(own__sent_on__lte=F("due_on")),
        CallStanding.MISSING: Q(own__sent_on__isnull=True, due_on__lt=on),
        CallStanding.NOT_DUE: Q(own__sent_on__isnull=True, due_on__gte=on),
    }[asked]


def counts_of(call: RegistrationCall, *, on: dt.date) -> dict[str, int]:
    """Return how many units are called and stand how: each number is that of the list that it leads to."""
    counted = {each: Count("pk", filter=standing_so(each, on=on)) for each, _ in STATES}
    found: dict[str, int] = units_called(call).aggregate(called=Count("pk"), **counted)
    return found


def numbers_of_titles(call: RegistrationCall) -> list[tuple[str, str, int]]:
    """Return what was registered for: subject, code of the title and how many, collectives first, the most first."""
    counted = RegisteredTitle.objects.counting(call).order_by().values_list("subject", "title")
    return list(counted.annotate(number=Count("pk")).order_by("subject", "-number", "title"))


def calls_to_begin(user: Any, *, on: dt.date) -> QuerySet[RegistrationCall]:
    """Return the open calls to which a unit of the user has not begun to answer."""
    begun = Registration.objects.filter(call=OuterRef(OuterRef("pk")), unit=OuterRef("pk"))
    called = _called(alliance=OuterRef("alliance_id"), due_on=OuterRef("due_on"))
    own = called.filter(rights_of(user).reach("", *WRITERS))
    return RegistrationCall.objects.open(on=on).filter(Exists(own.filter(~Exists(begun)))).order_by("due_on", "pk")


def last_return(registration: Registration) -> Event | None:
    """Return the event that says why the registration is written anew; None when it is not."""
    if registration.status != RegistrationStatus.DRAFT:
        return None
    event = last_move(registration)
    return event if event and event.reason else None
