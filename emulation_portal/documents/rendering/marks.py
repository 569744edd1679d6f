"""What stands beside the lines of a sheet on the screen while it is worked on: ways to the fields, and notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mark:
    """A way to the fields of a part, called by its `label`, and what is said of the part."""

    anchor: str
    label: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Marks:
    """Marks by where they stand: at lines of the body, counted from 0; at annexes; at head, trích yếu and end."""

    lines: Mapping[int, Mark] = field(default_factory=dict)
    appendices: Mapping[int, Mark] = field(default_factory=dict)
    head: Mark | None = None
    summary: Mark | None = None
    end: Mark | None = None


NO_MARKS = Marks()
