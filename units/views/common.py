"""What the views of this package share."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.versioned_forms import done
from emulation_portal.rights.enums import Role

from ..models import Unit
from ..queries import own_alliance

__all__ = ["SignedInRequest", "done", "import_urls", "own_alliance_or_404"]


def own_alliance_or_404(user: Any, *roles: Role) -> Unit:
    """Return the alliance that one of the roles reaches as a whole. Raises Http404 for who holds none so."""
    alliance = own_alliance(user, *roles)
    if alliance is None:
        raise Http404
    return alliance


def import_urls(kind: str) -> dict[str, str]:
    """Return for the bar of a list where its template is, and where a filled one is sent."""
    return {
        "template_url": reverse("units:import-template", args=[kind]),
        "import_url": reverse("units:import", args=[kind]),
    }
