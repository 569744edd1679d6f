from django.db import models

from emulation_portal.documents.drafts.models import Draft

from .campaign import Campaign


class CampaignPaper(Draft):
    """A paper that speaks of a campaign and does not launch it, whatever its kind: thông báo, hướng dẫn."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="papers")
