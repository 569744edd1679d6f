"""The sample: what every app adds to it, from the lowest floor up."""

import datetime as dt
from typing import Any

from django.db import transaction

from emulation_portal.core.declarations import declared
from emulation_portal.core.parts import Sample


@transaction.atomic
def load_sample(*, on: dt.date) -> bool:
    """Load the whole sample, dated relative to the day; return False when it is there already."""
    shares = declared(Sample)[::-1]  # declared from the roof down
    if any(share.is_there() for share in shares):
        return False
    so_far: dict[type, Any] = {}
    for share in shares:
        loaded = share.load(on, so_far)
        so_far[type(loaded)] = loaded
    return True
