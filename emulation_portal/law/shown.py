"""Rules of law that an app keeps for itself, and shows on the page of what is in force."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ShownRules:
    """What an app rests on: `find(on)` gives pairs of what it asks and by which article."""

    title: str
    find: Callable[[dt.date], Sequence[tuple[str, str]]]
    order: int = 50
