"""Where an object of an event, or the subject of a paper, can be read. Apps register theirs when they are ready."""

from collections.abc import Callable

from emulation_portal.core.numbering import whole_number

_addresses: dict[str, Callable[[int], str]] = {}


def register(label: str, address: Callable[[int], str]) -> None:
    """Say how to reach the page of a model: `register("units.unit", lambda pk: reverse("units:detail", args=[pk]))`."""
    _addresses[label] = address


def url_of(label: str, pk: int | str) -> str:
    """Return the page of the object, or "" when its kind has none. Whether the reader may open it is for that page."""
    address, key = _addresses.get(label), whole_number(pk)
    return address(key) if address and key is not None else ""
