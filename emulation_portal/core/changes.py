"""What an edit changed, in the plain values that the log keeps."""

import datetime as dt
from collections.abc import Mapping
from typing import Any


def plain(value: Any) -> Any:
    """Return the value as JSON knows it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return {field: [before, after]} of what differs."""
    return {name: [plain(before.get(name)), plain(value)] for name, value in after.items() if before.get(name) != value}
