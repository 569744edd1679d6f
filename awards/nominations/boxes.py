"""The boxes of one nominee: each is read, compared and written alone, so that two people write beside each other."""

import hashlib
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from emulation_portal.law.enums import Rating

from .claim import Claim
from .models import Nomination

COLUMNS = ("name", "post", "worker", "reason", "plea")
NUMBERS = ("months_served", "members", "members_done")
_IN_CLAIM: dict[str, Callable[[Claim, str], Any]] = {
    "rating": lambda said, key: said.ratings.get(int(key), ""),
    "holders": lambda said, key: said.holders.get(key),
    "answer": lambda said, key: _word(said.answers.get(key)),
    "report": lambda said, key: said.report.get(key, ""),
}


def value_of(nomination: Nomination, box: str) -> Any:
    """Return what a box says, as its form has it: text, a number or None. Raises KeyError for a box that there is not."""
    if box in COLUMNS:
        return getattr(nomination, box)
    said = nomination.said
    if box in NUMBERS:
        return getattr(said, box)
    if box == "exceeds_targets":
        return _word(said.exceeds_targets)
    kind, _, key = box.partition("_")
    return _IN_CLAIM[kind](said, key)


def seen_of(nomination: Nomination, box: str) -> str:
    """Return by what a page tells which words of a box it showed."""
    return hashlib.sha256(str(value_of(nomination, box) or "").encode()).hexdigest()[:16]


def put(nomination: Nomination, box: str, value: Any) -> None:
    """Let a box of a nomination, which is not saved here, say this. Raises KeyError for a box that there is not."""
    if box in COLUMNS:
        setattr(nomination, box, value)
        return
    said = nomination.said
    if box in NUMBERS:
        nomination.claim = replace(said, **{box: value}).to_json()
        return
    if box == "exceeds_targets":
        nomination.claim = replace(said, exceeds_targets=_answer(value)).to_json()
        return
    kind, _, key = box.partition("_")
    nomination.claim = _with(said, kind, key, value).to_json()


def _with(said: Claim, kind: str, key: str, value: Any) -> Claim:
    if kind == "rating":
        others = {year: rating for year, rating in said.ratings.items() if year != int(key)}
        return replace(said, ratings=others | ({int(key): Rating(value)} if value else {}))
    if kind == "holders":
        numbers = {award: number for award, number in said.holders.items() if award != key}
        return replace(said, holders=numbers | ({key: value} if value is not None else {}))
    if kind == "answer":
        answers = {name: answer for name, answer in said.answers.items() if name != key}
        answer = _answer(value)
        return replace(said, answers=answers | ({key: answer} if answer is not None else {}))
    if kind == "report":
        words = {name: text for name, text in said.report.items() if name != key}
        return replace(said, report=words | ({key: value} if value else {}))
    raise KeyError(f"{kind}_{key}")


def _word(answer: bool | None) -> str:
    return "" if answer is None else "yes" if answer else "no"


def _answer(word: str) -> bool | None:
    return {"yes": True, "no": False}.get(word)
