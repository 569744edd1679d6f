"""Working days. Public holidays and their make-up days are not known here yet: only weekends are left out."""

import datetime as dt

SATURDAY = 5


def after_working_days(day: dt.date, number: int) -> dt.date:
    """Return the day so many working days later. Source: Bộ luật Lao động 45/2019/QH14 Điều 111 (weekly rest)."""
    while number > 0:
        day += dt.timedelta(days=1)
        number -= day.weekday() < SATURDAY
    return day
