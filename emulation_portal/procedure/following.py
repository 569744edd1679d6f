"""Who wants to know of every step that was taken: apps above declare it, and act in the same transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .declared import Procedure, Step


@dataclass(frozen=True)
class Taken:
    """A step that was just taken: the thing as it stands now, and the state it came from."""

    procedure: Procedure
    step: Step
    obj: Any
    came_from: str
    by: Any
    reason: str
    event_id: int  # of the log


@dataclass(frozen=True)
class Follower:
    """Told of every step, in the transaction of the step, after its event was written."""

    follow: Callable[[Taken], None]
