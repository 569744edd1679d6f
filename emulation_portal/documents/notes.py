"""What the check page says of a paper beyond the paper itself: the app whose paper it is says so."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from emulation_portal.core.declarations import declared


@dataclass(frozen=True)
class PaperNote:
    """Adds a sentence about what papers of a subject are about: `PaperNote("campaigns.campaignplan", words)`.

    `words(key)` of the subject returns "" when there is nothing to say.
    """

    label: str
    words: Callable[[int], str]


def notes_on(document: Any) -> list[str]:
    found = (note.words(document.subject_id) for note in declared(PaperNote) if note.label == document.subject_type)
    return [words for words in found if words]
