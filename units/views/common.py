"""What the views of this package share."""

from django.urls import reverse

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.versioned_forms import done

__all__ = ["SignedInRequest", "done", "import_urls"]


def import_urls(kind: str) -> dict[str, str]:
    """Return for the bar of a list where its template is, and where a filled one is sent."""
    return {
        "template_url": reverse("units:import-template", args=[kind]),
        "import_url": reverse("units:import", args=[kind]),
    }
