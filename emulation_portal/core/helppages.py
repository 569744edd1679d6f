"""The help pages of the portal. Apps register theirs in `portal.py`; each is one template in templates/help/."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HelpPage:
    slug: str
    title: str
    about: str
    addresses: tuple[str, ...] = ()  # the beginnings of those that it explains to its readers
    readers: frozenset[str] | None = None  # roles; None: everybody


_pages: dict[str, HelpPage] = {}


def register(*pages: HelpPage) -> None:
    for page in pages:
        _pages[page.slug] = page


def pages() -> list[HelpPage]:
    """Return all pages: first those of roles, then those of certain addresses, each as they were registered."""
    return sorted(_pages.values(), key=lambda page: bool(page.addresses))
