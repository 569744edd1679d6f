"""Which kinds of papers there are. Apps make theirs known by `binding.register`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .paper_kind import PaperKind

_kinds: dict[str, "PaperKind"] = {}


def add(kind: "PaperKind") -> None:
    """Keep a kind of paper under its code. Raises ValueError when its code or slug is another's."""
    for other in _kinds.values():
        if type(other) is not type(kind) and (other.code == kind.code or other.slug == kind.slug):
            raise ValueError(f"{kind.code} ({kind.slug}) is taken by {type(other).__name__}")
    _kinds[kind.code] = kind


def kind_named(code: str) -> "PaperKind":
    """Return the kind with this code. Raises LookupError."""
    return _kinds[code]


def kind_at(slug: str) -> "PaperKind":
    """Return the kind whose papers stand under this address. Raises LookupError."""
    found = next((kind for kind in _kinds.values() if kind.slug == slug), None)
    if found is None:
        raise LookupError(slug)
    return found


def kinds() -> Iterator["PaperKind"]:
    yield from _kinds.values()
