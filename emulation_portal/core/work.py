from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class WorkItem:
    """One thing worth doing on somebody's home page: what, why, by when, and the one button."""

    title: str
    why: str
    url: str
    button: str
    due_on: date | None = None
    due_words: str = ""
    is_late: bool = False
