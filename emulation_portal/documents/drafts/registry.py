"""Which kinds of papers there are: as the apps declare them in their `portal.py` by `binding.paper_kinds`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from emulation_portal.core.declarations import declared, derived

if TYPE_CHECKING:
    from .paper_kind import PaperKind


@dataclass(frozen=True)
class Kind:
    """A kind of paper among the declared parts: the class stands above what asks here."""

    kind: "PaperKind"


def without_clash(found: Iterable["PaperKind"]) -> dict[str, "PaperKind"]:
    """Return the kinds by their codes. Raises ValueError when a code or slug is another's."""
    known = list(found)
    for one, other in combinations(known, 2):
        if one.code == other.code or one.slug == other.slug:
            raise ValueError(f"{other.code} ({other.slug}) is taken by {type(one).__name__}")
    return {kind.code: kind for kind in known}


@derived
def _kinds() -> dict[str, "PaperKind"]:
    return without_clash(each.kind for each in declared(Kind))


def kind_named(code: str) -> "PaperKind":
    """Return the kind with this code. Raises LookupError."""
    return _kinds()[code]


def kind_at(slug: str) -> "PaperKind":
    """Return the kind whose papers stand under this address. Raises LookupError."""
    found = next((kind for kind in _kinds().values() if kind.slug == slug), None)
    if found is None:
        raise LookupError(slug)
    return found


def kinds() -> Iterator["PaperKind"]:
    yield from _kinds().values()
