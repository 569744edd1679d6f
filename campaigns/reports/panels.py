"""What leads on from the page of totals: apps above declare it, each in its `portal.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .totals.selection import Selection


@dataclass(frozen=True)
class TotalsLink:
    """A way on from the totals of some periods; `address` returns "" for who may not go it."""

    words: str
    address: Callable[[Any, Selection], str]
