"""A database and a folder that are gone afterwards, for commands that measure: no row of a real portal is touched."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import override_settings

_ALIAS = "default"


@dataclass(frozen=True)
class Scratch:
    """A migrated, empty database with a connection of its own, and a folder for files."""

    connection: BaseDatabaseWrapper
    name: str
    media: str

    def use(self) -> None:
        """Let everything that reads and writes do so here, until another one is used."""
        connections[_ALIAS] = self.connection


@contextmanager
def scratch_database() -> Iterator[Scratch]:
    """Make a database under a name of its own, so that no test database that is in use is taken away, and use it.

    Several may be there at once. Raises CommandError in production.
    """
    if settings.IS_PRODUCTION:
        raise CommandError("Measure on a machine of its own: this makes a scratch database and loads the machine.")
    before = connections[_ALIAS]
    own = before.copy()
    own.settings_dict["TEST"]["NAME"] = f"bench_{uuid.uuid4().hex[:12]}"
    connections[_ALIAS] = own
    real_name = str(own.settings_dict["NAME"])
    name = own.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with tempfile.TemporaryDirectory() as media, override_settings(MEDIA_ROOT=media):
            yield Scratch(own, name, media)
    finally:
        connections[_ALIAS] = own
        own.creation.destroy_test_db(real_name, verbosity=0)
        connections[_ALIAS] = before
