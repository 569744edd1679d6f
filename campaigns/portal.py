"""Who campaigns are in the portal."""

from collections.abc import Callable

from django.urls import reverse

from emulation_portal.audit import subjects
from emulation_portal.procedure.registry import Taking, takes

from .actions import steer_campaign
from .models import Campaign
from .procedures import CAMPAIGN

subjects.register("campaigns.campaign", lambda pk: reverse("campaigns:detail", args=[pk]))


def _steer(event: str) -> Callable[[Taking], Campaign]:
    return lambda t: steer_campaign(campaign_id=t.pk, event=event, by=t.by, reason=t.answers.get("reason", ""))


for _event in ("suspended", "resumed", "closed"):
    takes(CAMPAIGN, _event, _steer(_event))
