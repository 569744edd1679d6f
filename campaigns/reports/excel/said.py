"""What a file says of its report, in plain values: kept between the preview and the saving."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Said:
    """Of each indicator its fields as they would be typed, of each list its lines, of each part its words."""

    values: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    taken: str = ""  # when the form was downloaded, in ISO form

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Said":
        return cls(**kept)
