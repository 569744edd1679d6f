"""Fetching what the user may see: everything else does not exist for them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from ..models import CampaignPlan
from ..queries import with_parts


def plan_or_404(request: HttpRequest, pk: int) -> CampaignPlan:
    return get_object_or_404(with_parts(CampaignPlan.objects.visible_to(request.user)), pk=pk)


def acts_on_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only a POST act. A GET, as after logging in again, goes back to the plan with its button."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect(plan_or_404(request, pk))
        return view(request, pk, **kwargs)

    return guarded
