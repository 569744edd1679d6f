"""Rules of a giao ước thi đua. Pure: no ORM, no clock. No law says more of it than that the units of a khối sign it.

Source: DOMAIN 3.5, 3.6, 5 (D5).
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

FEWEST_PARTIES = 2  # who pledges something to somebody are two at least
REMIND_BEFORE, REMIND_AFTER = 3, 1


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a text as it was frozen: the same words give the same digest."""
    said = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def why_not_concluded(signed: int, parties: int, due_on: dt.date, *, on: dt.date) -> str:
    """Return why a giao ước cannot be concluded on the day; "" when it can.

    It can when all have signed, or when the last day to sign has passed and two have.
    """
    if signed < FEWEST_PARTIES:
        return f"Mới có {signed} đơn vị ký. Giao ước cần ít nhất {FEWEST_PARTIES} đơn vị ký mới chốt được."
    if signed < parties and on <= due_on:
        return (
            f"Còn {parties - signed} đơn vị chưa ký và chưa hết hạn ký. Hãy chờ các đơn vị ký đủ hoặc đến khi hết hạn, "
            "hoặc sửa hạn ký."
        )
    return ""


def due_days_told(on: dt.date) -> list[dt.date]:
    """Return the last days to sign of which units are reminded on a day: three days before, and on the day after."""
    return [on + dt.timedelta(days=REMIND_BEFORE), on - dt.timedelta(days=REMIND_AFTER)]


def year_offered(on: dt.date) -> int:
    """Return for which year a giao ước is written on a day: from November on, for the next."""
    return on.year + (on.month >= 11)
