"""What the apps say of themselves, each in its `portal.py`: collected once when the portal starts, asked for by type.

A part is any object; who needs a kind of parts defines its type and asks `declared(Type)` for all of them. So an app is
added without touching a list, and nobody below it knows its name.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Protocol, TypeVar, runtime_checkable

T = TypeVar("T")

_parts: list[object] = []
_caches: list[Callable[[], None]] = []


@runtime_checkable
class Brings(Protocol):
    """A part that brings others with it, as a procedure brings its words for the log."""

    def brings(self) -> Iterable[object]: ...


def declare(*parts: object) -> None:
    """Make parts known, and what they bring. Called by the `portal.py` of an app, at its top level."""
    for part in parts:
        _parts.append(part)
        if isinstance(part, Brings):
            declare(*part.brings())
    _forget()


def derived(make: Callable[[], T]) -> Callable[[], T]:
    """Keep what is made of the declared parts until another part is declared."""
    kept: Any = cache(make)
    _caches.append(kept.cache_clear)
    return kept


_of_type: dict[type, tuple[Any, ...]] = {}
_caches.append(_of_type.clear)


def declared(kind: type[T]) -> tuple[T, ...]:
    """Return all parts of a type, in the order of the apps: from the roof down."""
    if kind not in _of_type:
        _of_type[kind] = tuple(part for part in _parts if isinstance(part, kind))
    return _of_type[kind]


def _forget() -> None:
    for clear in _caches:
        clear()
