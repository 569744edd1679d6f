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

    @property
    def is_taken_by_itself(self) -> bool:
        """Whether it comes ticked: a row does; whom a paper is for is chosen, since all others are left out then."""
        return self.part != ADDRESSEES


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
    return [*rows, *(Offer(ADDRESSEES, each, _called(each)) for each in named_addressees(draft).all())]


def by_part(offers: Iterable[Offer], kind: Any) -> list[tuple[str, list[Offer]]]:
    """Return the offers under the titles of their parts."""
    titles = {part.name: part.title for part in kind.own_parts} | {ADDRESSEES: "Đơn vị tham gia"}
    found: dict[str, list[Offer]] = {}
    for offer in offers:
        found.setdefault(titles[offer.part], []).append(offer)
    return list(found.items())


def taken(offers: Iterable[Offer], *, ticked: Iterable[str], shown: Iterable[str]) -> list[Offer]:
    """Return those that are ticked, and of those that the page has not shown yet what comes ticked."""
    kept, known = set(ticked), set(shown)
    return [each for each in offers if each.key in kept or (each.key not in known and each.is_taken_by_itself)]


def unseen(offers: Iterable[Offer], *, shown: Iterable[str]) -> list[Offer]:
    """Return those that would be taken and that nobody has seen: they are shown before anything is saved."""
    known = set(shown)
    return [offer for offer in offers if offer.is_taken_by_itself and offer.key not in known]


def _called(each: Any) -> str:
    """Return a unit by its name and code, for two may have one name; a block by its name."""
    return f"{each} ({each.code})" if hasattr(each, "code") else str(each)


def _in_words(row: Mapping[str, Any], fields: Mapping[str, Any]) -> str:
    return ", ".join(stored_words(field, row[name]) for name, field in fields.items() if name in row)
