"""Reading a file that somebody sent, as the process does that ends with it (`jobs.bounded`)."""

import datetime as dt
from typing import Any

from .errors import ImportRefused
from .files import import_file
from .parsed import Expected


def read(content: bytes, *, name: str, expected: dict[str, Any], on: str) -> tuple[dict[str, Any], bytes]:
    """Return {"text": …, "paper": …} of a file, or {"refused": a sentence in Vietnamese}."""
    try:
        text, paper = import_file(name, content, expected=Expected(**expected), on=dt.date.fromisoformat(on))
    except ImportRefused as refusal:
        return {"refused": str(refusal)}, b""
    return {"text": text, "paper": paper.to_json()}, b""
