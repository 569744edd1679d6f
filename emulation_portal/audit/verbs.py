"""How the log and the histories name what happened, and what it happened to: in the words that the apps declare."""

from collections.abc import Iterable, Mapping

from emulation_portal.core.declarations import declared, derived
from emulation_portal.core.parts import LogWords, Subject, Verb


def without_clash(found: Iterable[LogWords]) -> Mapping[str, Verb]:
    """Return the verbs by code. Raises ValueError when something is called otherwise by one app than by another."""
    known: dict[str, Verb] = {}
    for code, verb in (item for words in found for item in words.verbs.items()):
        if known.setdefault(code, verb) != verb:
            raise ValueError(f"{code} is called “{known[code].label}” and “{verb.label}”, or in two tones")
    return known


@derived
def verbs() -> Mapping[str, Verb]:
    """Return all verbs by code. Raises ValueError as `without_clash` does."""
    return without_clash(declared(LogWords))


def verb_of(code: str) -> Verb:
    """Return the words for a verb; of one that left the portal long ago, only that something happened."""
    return verbs().get(code, Verb("Việc khác"))


def words_on(code: str, part: str | None) -> str:
    """Return what happened, and to which part of the thing where the event says it: “Sửa kế hoạch: Khen thưởng”."""
    verb = verb_of(code)
    more = verb.told(part) if verb.told and part else ""
    return f"{verb.label}: {more}" if more else verb.label


@derived
def subjects() -> Mapping[str, Subject]:
    """Return the kinds of things that events speak of, by their model's label."""
    return {subject.label: subject for subject in declared(Subject)}


def verbs_called_as(code: str) -> list[str]:
    """Return the verbs that have the same words as this one: nobody who reads the log tells them apart."""
    words = verb_of(code).label
    return [code, *(other for other, verb in verbs().items() if verb.label == words and other != code)]


def subjects_called_as(label: str) -> list[str]:
    """Return the kinds of things that have the same words as this one."""
    found = subjects()
    words = found[label].words if label in found else ""
    return [label, *(other for other, subject in found.items() if subject.words == words and other != label)]
