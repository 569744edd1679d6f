"""Brings database, static files and sample data up to date, in one process because starting Django takes a second."""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def main() -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    say("Migrating the database")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    collect_static_files()
    run_as_the_portal_does()
    if settings.SAMPLE_PERSONAS:
        say("Loading sample data")
        with Path("/dev/null").open("w") as nowhere:
            call_command("load_sample", stdout=nowhere)


def run_as_the_portal_does() -> None:
    """Leave the role that owns the tables, where there is another to run as."""
    import environ
    from django.db import connection

    if url := os.environ.get("RUNTIME_DATABASE_URL"):
        connection.close()
        connection.settings_dict.update(environ.Env.db_url_config(url))


def collect_static_files() -> None:
    """Collect and compress static files, unless none has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    say("Collecting static files")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest())


def say(text: str) -> None:
    print(f"-> {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    from django.db import OperationalError

    try:
        main()
    except OperationalError as error:
        sys.exit(f"Error: the database that DATABASE_URL names does not answer as it should.\n{error}")
    except KeyboardInterrupt:
        sys.exit(130)
