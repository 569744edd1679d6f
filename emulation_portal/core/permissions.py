"""Asking a policy without tripping over it: templates need a yes or no, and the reason of the no."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Allowed:
    """The answer of a policy; true in an `if`. `reason` is written for the user and empty when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def allows(check: Callable[[Any, Any], None], user: Any, obj: Any) -> Allowed:
    """Return whether `check(user, obj)` lets the user through, and its reason when not."""
    try:
        check(user, obj)
    except PermissionDenied as denied:
        return Allowed(False, str(denied))
    return Allowed(True)
