"""At what things files may stand, and who reads these: each app declares its own in `portal.py`. Default is nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class FileOwner:
    """A kind of things that files stand at: `visible_to(user)` gives those that the user may read."""

    model: str  # app_label.model, in small letters
    visible_to: Callable[[Any], QuerySet[Any]]
