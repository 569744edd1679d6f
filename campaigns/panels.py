"""What stands on a campaign's page beside its papers: apps above declare it, each in its `portal.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from .models import Campaign


@dataclass(frozen=True)
class CampaignPanel:
    """A panel of a campaign's page; `context` returns None to show nothing to this reader."""

    template: str
    context: Callable[[HttpRequest, Campaign], dict[str, Any] | None]
    order: int = 50
