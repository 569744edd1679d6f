"""What the views of this package share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from emulation_portal.accounts.requests import SignedInRequest
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versioned_forms import VersionedFormMixin
from emulation_portal.core.versions import ChangedMeanwhile

__all__ = ["SignedInRequest", "done", "import_urls"]


def done(form: forms.BaseForm, act: Callable[[], Any]) -> bool:
    """Act; put the message of a broken rule above the form instead of a stack trace. Return whether it is done.

    An error that knows the page where it is mended brings the link along.
    """
    try:
        act()
    except DomainError as error:
        if isinstance(error, ChangedMeanwhile) and isinstance(form, VersionedFormMixin):
            form.show_changed(error)
            return False
        url, link = getattr(error, "url", ""), getattr(error, "link", "")
        form.add_error(None, format_html('{} <a href="{}">{}</a>.', str(error), url, link) if url else str(error))
        return False
    return True


def import_urls(kind: str) -> dict[str, str]:
    """Return for the bar of a list where its template is, and where a filled one is sent."""
    return {
        "template_url": reverse("units:import-template", args=[kind]),
        "import_url": reverse("units:import", args=[kind]),
    }
