"""What the text of a draft says that its rows and its addressees do not yet: offered to be looked over and taken over."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from emulation_portal.core.versioned_forms import stored_words

from .addressees import named_addressees

ADDRESSEES = "addressees"


class Offer(NamedTuple):
    """One thing that the text says: for which part, the fields of a row or the unit or block, and both in words."""

    part: str
    row: Any
    words: str

    @property
    def key(self) -> str:
        """Return what it is known by from one page to the next, wherever it stands there."""
        return hashlib.sha256(f"{self.part} {self.words}".encode()).hexdigest()[:16]


def offered_rows(draft: Any, part: Any) -> list[Offer]:
    """Return the rows of a part that the text names, each in words as the boxes of a row would show it."""
    if part.formset is None or draft.is_transcription:
        return []
    fields: Mapping[str, Any] = part.formset.form.base_fields
    rows = draft.kind_of.proposed_rows(draft, part.name)
    return [Offer(part.name, row, _in_words(row, fields)) for row in rows]


def offers_of(draft: Any) -> list[Offer]:
    """Return all that the text names: rows of the kind's own parts, then who is meant."""
    if draft.is_transcription:
        return []
    rows = [offer for part in draft.kind_of.own_parts for offer in offered_rows(draft, part)]
    return [*rows, *(Offer(ADDRESSEES, each, str(each)) for each in named_addressees(draft).all())]


def by_part(offers: Iterable[Offer], kind: Any) -> list[tuple[str, list[Offer]]]:
    """Return the offers under the titles of their parts."""
    titles = {part.name: part.title for part in kind.own_parts} | {ADDRESSEES: "Đơn vị tham gia"}
    found: dict[str, list[Offer]] = {}
    for offer in offers:
        found.setdefault(titles[offer.part], []).append(offer)
    return list(found.items())


def taken(offers: Iterable[Offer], *, ticked: Iterable[str], shown: Iterable[str]) -> list[Offer]:
    """Return those that are ticked, and those that the page has not shown yet: a tick must be taken away by hand."""
    left = set(shown) - set(ticked)
    return [offer for offer in offers if offer.key not in left]


def _in_words(row: Mapping[str, Any], fields: Mapping[str, Any]) -> str:
    return ", ".join(stored_words(field, row[name]) for name, field in fields.items() if name in row)
