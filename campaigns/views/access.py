"""Fetching what the user may see: everything else does not exist for them."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ..models import CampaignPlan
from ..queries import with_parts


def plan_or_404(request: HttpRequest, pk: int) -> CampaignPlan:
    return get_object_or_404(with_parts(CampaignPlan.objects.visible_to(request.user)), pk=pk)
