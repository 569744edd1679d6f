"""The help pages of the portal: each is one template in templates/help/, declared by the app that it is about."""

from .declarations import declared, derived
from .parts import HelpPage


@derived
def pages() -> list[HelpPage]:
    """Return all pages: in their order: what comes late is about one thing alone."""
    return sorted(declared(HelpPage), key=lambda page: page.order)
