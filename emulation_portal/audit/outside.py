"""What is known of the log outside of the database, where whoever owns its tables does not reach.

Two small files in `settings.AUDIT_DIR`: the newest seal there ever was, and what the last look at the whole log found.
"""

import datetime as dt
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from django.conf import settings

LEAST_SHOWN = 16  # so many hex digits of a mark tell it from any other
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


@dataclass(frozen=True)
class Look:
    """What the last look at the whole log found."""

    at: dt.datetime
    is_whole: bool


def noted_anchor() -> Anchor | None:
    """Return the newest seal that was noted outside. Raises ValueError when the note is no anchor."""
    text = _read("anchor")
    return Anchor.read(text) if text else None


def note_anchor(anchor: Anchor) -> None:
    _write("anchor", str(anchor))


def last_look() -> Look | None:
    """Return what the last look found; None before the first one, and when the note cannot be read."""
    text = _read("look")
    try:
        noted = json.loads(text)
        return Look(dt.datetime.fromisoformat(noted["at"]), bool(noted["is_whole"]))
    except (ValueError, KeyError, TypeError):
        return None


def note_look(look: Look) -> None:
    _write("look", json.dumps({"at": look.at.isoformat(), "is_whole": look.is_whole}))


def _read(name: str) -> str:
    try:
        return (Path(settings.AUDIT_DIR) / name).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


def _write(name: str, text: str) -> None:
    """Replace the file, whole or not at all; only the portal's own user reads it."""
    folder = Path(settings.AUDIT_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = folder / f"{name}.{os.getpid()}.new"
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / name)
