"""What is asked of nominations: those of a dossier, whom a unit may propose, what lies before the office."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q, QuerySet

from emulation_portal.audit.models import Event
from emulation_portal.law.working_days import working_days_between
from units.models import Position, Unit

from .enums import NominationStatus
from .models import Nomination, NominationDossier
from .models.nomination import ENDED


def nominations_of(dossier: NominationDossier) -> list[Nomination]:
    """Return what the dossier proposes, in its order, ready to be judged."""
    found = list(dossier.nominations.select_related("collective", "person"))
    for each in found:
        each.dossier = dossier
    return found


def live_nominations_of(dossier: NominationDossier) -> list[Nomination]:
    """Return those of the dossier's nominations that have not ended: found ineligible, or withdrawn."""
    return [each for each in nominations_of(dossier) if each.status not in ENDED]


def people_of_unit(unit: Unit, *, on: dt.date) -> list[Position]:
    """Return who serves in the unit, by name, each once."""
    serving = Position.objects.in_force(on=on).filter(unit=unit).select_related("person")
    found: dict[int, Position] = {}
    for post in serving.order_by("-is_head", "effective_from", "pk"):
        found.setdefault(post.person_id, post)
    return list(found.values())


def with_numbers(dossiers: QuerySet[NominationDossier]) -> QuerySet[NominationDossier]:
    """Add how many each proposes."""
    return dossiers.annotate(proposed=Count("nominations"))


def last_request(dossier: NominationDossier) -> Event | None:
    """Return the event by which the alliance asked for more, unless the dossier was sent again since."""
    events = Event.objects.filter(object_type=dossier._meta.label_lower, object_id=str(dossier.pk))
    last = events.filter(verb__in=("dossier.returned", "dossier.sent")).order_by("-id").first()
    return last if last is not None and last.verb == "dossier.returned" else None


def first_to_appraise(dossier: NominationDossier) -> Nomination | None:
    """Return the first nomination of a received dossier that waits to be appraised."""
    return dossier.nominations.filter(status=NominationStatus.APPRAISING).order_by("position", "pk").first()


def age_of(dossier: NominationDossier, *, on: dt.date) -> int | None:
    """Return for how many working days it has lain with the office; None where it does not."""
    since: Any = dossier.received_on or (dossier.sent_at.date() if dossier.sent_at else None)
    return None if since is None or dossier.lies_with_unit else working_days_between(since + dt.timedelta(days=1), on)


def neighbours(nomination: Nomination, user: Any) -> tuple[Nomination | None, Nomination | None]:
    """Return the nominations that are appraised before and behind this one, as the queue has them."""
    if nomination.dossier.received_on is None:
        return None, None  # nothing of it is appraised yet
    waiting = Nomination.objects.visible_to(user).filter(status=NominationStatus.APPRAISING)
    rows = waiting.order_by("dossier__received_on", "dossier", "position", "pk")
    at = Q(dossier__received_on=nomination.dossier.received_on, dossier=nomination.dossier_id)
    before = rows.filter(
        Q(dossier__received_on__lt=nomination.dossier.received_on)
        | Q(dossier__received_on=nomination.dossier.received_on, dossier__lt=nomination.dossier_id)
        | at & (Q(position__lt=nomination.position) | Q(position=nomination.position, pk__lt=nomination.pk))
    ).last()
    after = rows.filter(
        Q(dossier__received_on__gt=nomination.dossier.received_on)
        | Q(dossier__received_on=nomination.dossier.received_on, dossier__gt=nomination.dossier_id)
        | at & (Q(position__gt=nomination.position) | Q(position=nomination.position, pk__gt=nomination.pk))
    ).first()
    return before, after
