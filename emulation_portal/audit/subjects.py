"""Where an object of an event, or the subject of a paper, can be read."""

from emulation_portal.core.numbering import whole_number

from .verbs import subjects


def url_of(label: str, pk: int | str) -> str:
    """Return the page of the object, or "" when its kind has none. Whether the reader may open it is for that page."""
    subject, key = subjects().get(label), whole_number(pk)
    return subject.address(key) if subject and subject.address and key is not None else ""
