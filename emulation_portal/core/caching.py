"""The shared cache, a table of PostgreSQL."""

import datetime as dt

from django.conf import settings
from django.db import connection

from .retention import kept_from


def purge_cache(*, on: dt.date) -> int:
    """Throw away what the cache holds though its time is over; return how many rows. Twice is harmless.

    Django does so with a row only when somebody asks for it, and with others only once there is no room.
    """
    limit = kept_from("core.cache", on)
    if limit is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {settings.CACHES['default']['LOCATION']} WHERE expires < %s", [limit])
        return cursor.rowcount
