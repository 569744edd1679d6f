"""Who campaigns are in the portal."""

from django.urls import reverse

from emulation_portal.audit import subjects

subjects.register("campaigns.campaign", lambda pk: reverse("campaigns:detail", args=[pk]))
