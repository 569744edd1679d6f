"""What campaigns show on the home page, and on the front page that passers-by see."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from emulation_portal.accounts.personas import PERSONAS
from emulation_portal.core.tables import Table
from emulation_portal.documents.drafts.enums import DraftStatus
from emulation_portal.documents.drafts.models import of_alliances_of, readable, reader_of

from .columns import NEW_PLANS
from .models import CampaignPlan
from .sample.office_plans import OFFICE_PLANS

LATEST = 6
LATEST_ON_HOME = 3
SHOWN = ("kind", "document__number", "document__symbol", "document__issued_on", "campaign__name")


def newest_plans(request: HttpRequest) -> dict[str, Any]:
    return {"plans": _issued(request)[:LATEST_ON_HOME]}


def public_plans(request: HttpRequest) -> dict[str, Any]:
    plans = list(_issued(request)[:LATEST])
    return {"plans": plans, "table": Table("Kế hoạch mới ban hành", NEW_PLANS, plans)}


def _issued(request: HttpRequest) -> QuerySet[CampaignPlan]:
    """Return the plans in force, newest first. Who belongs to no alliance reads what anybody reads."""
    reader = reader_of(request.user)
    own = readable(reader) & of_alliances_of(reader) if reader["roots"] else readable(reader)
    in_force = CampaignPlan.objects.filter(own, status=DraftStatus.ISSUED).with_document().select_related("campaign")
    return in_force.order_by("-document__issued_on", "-document__number").only(*SHOWN)


def first_plans(request: HttpRequest) -> dict[str, Any] | None:
    """Return the office's two own plans of the sample, for the greeting of a portal that is being tried out.

    A file of the same name that somebody else read is none of them.
    """
    if not settings.SAMPLE_PERSONAS:
        return None
    by_sample = {"source__created_by__username__in": [persona.username for persona in PERSONAS]}
    seeded = CampaignPlan.objects.filter(source__file_name__in=OFFICE_PLANS, **by_sample)
    seeded = seeded.select_related("source").order_by("pk")
    first = {plan.source.file_name: plan.pk for plan in reversed(seeded)}
    plans = CampaignPlan.objects.filter(pk__in=first.values()).with_document().select_related("campaign")
    found = list(plans.order_by("source__file_name"))
    return {"first_plans": found} if found else None
