"""What is noted outside of the database, where whoever owns its tables does not reach: the newest seal, the last look."""

import os
import re
from pathlib import Path
from typing import NamedTuple, Self

from django.conf import settings

LEAST_SHOWN = 16  # so many hex digits of a mark tell it from any other
_ROUND = re.compile(r"^\d{1,18}(?: \d{1,18})*$", re.ASCII | re.MULTILINE)
_ANCHOR = re.compile(rf"^(\d{{1,18}}):([0-9a-f]{{{LEAST_SHOWN},64}})$")


class Anchor(NamedTuple):
    """Number and mark of a seal, as somebody noted it; of the mark at least the first 16 digits."""

    number: int
    mark: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the anchor that a text like `12:3f2a9c1d77aa0b1c` names. Raises ValueError."""
        found = _ANCHOR.match("".join(text.split()).lower())
        if not found:
            raise ValueError(f"{text!r} is no anchor")
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.number}:{self.mark}"


def noted_anchor() -> Anchor | None:
    """Return the newest seal that was noted outside, None before the first. Raises ValueError when the note is no anchor."""
    try:
        text = _anchor().read_text("utf-8")
    except FileNotFoundError:
        return None
    return Anchor.read(text)


def note_anchor(anchor: Anchor) -> None:
    _note(_anchor(), str(anchor))


class Round(NamedTuple):
    """How far the looks of the nights have come: the last seal looked at, and those at which something was wrong."""

    after: int = 0
    wrong: tuple[int, ...] = ()


def noted_round() -> Round:
    """Return where the next look goes on: at the first seal where nothing is noted, or nothing that can be read."""
    found = _ROUND.match(_round().read_text("utf-8", errors="replace")) if _round().exists() else None
    if not found:
        return Round()
    after, *wrong = map(int, found[0].split())
    return Round(after, tuple(wrong))


def note_round(done: Round) -> None:
    _note(_round(), " ".join(map(str, (done.after, *done.wrong))))


def _note(note: Path, text: str) -> None:
    """Replace a note, whole or not at all; only the portal's own user reads it."""
    note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = note.with_name(f"{note.name}.{os.getpid()}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{text}\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(note)


def _anchor() -> Path:
    return Path(settings.AUDIT_DIR) / "anchor"


def _round() -> Path:
    return Path(settings.AUDIT_DIR) / "round"
