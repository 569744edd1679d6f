"""A small office in a database and folders of its own, saved once for all tests; and an empty place."""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from emulation_portal.audit.actions import seal_events
from emulation_portal.backup.saving import save
from emulation_portal.documents.models import LooseCopy
from emulation_portal.documents.storage import COPIES, store
from tests.factories.documents import issued_document, issuer

PASSWORD = secrets.token_urlsafe(12)
OWNER, RUNTIME = "restored_owner", "restored_portal"


def say(statement: str, database: str = "postgres") -> None:
    """Let the cluster's superuser do something outside of any transaction."""
    of = connection.settings_dict
    where = {"host": of["HOST"], "port": of["PORT"], "user": of["USER"], "password": of["PASSWORD"]}
    other = psycopg2.connect(dbname=database, **where)
    other.autocommit = True
    with closing(other), other.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def portal_in(place: SimpleNamespace) -> Iterator[None]:
    """Let this process be a portal with that database and these folders."""
    usual = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD", "NAME")}
    connection.close()
    connection.settings_dict.update(place.database)
    folders = {"MEDIA_ROOT": place.folder / "media", "AUDIT_DIR": place.folder / "audit"}
    try:
        with override_settings(**folders, RUNTIME_DATABASE_ROLE=place.runtime):
            yield
    finally:
        connection.close()
        connection.settings_dict.update(usual)


@contextmanager
def place(
    folder: Path, name: str, *, like: str = "template0", owner: str = "", runtime: str = ""
) -> Iterator[SimpleNamespace]:
    folder.mkdir()
    connection.close()
    # A thread of an earlier test may still hold a session, and what is copied may have none.
    say(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{like}'")
    say(f"CREATE DATABASE {name} TEMPLATE {like}" + (f" OWNER {owner}" if owner else ""))
    superuser = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    login = {"USER": owner, "PASSWORD": PASSWORD} if owner else superuser
    try:
        yield SimpleNamespace(folder=folder, database=login | {"NAME": name}, name=name, runtime=runtime)
    finally:
        say(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def office(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """Two papers with their files, one that still waits to be rendered, a copy, and a sealed log."""
    usual = connection.settings_dict["NAME"]
    folder = tmp_path_factory.mktemp("office")
    with place(folder / "portal", f"office_{usual}"[:60], like=usual) as office:
        with django_db_blocker.unblock(), portal_in(office):  # and not longer: it stands to the end of all tests
            call_command("migrate", verbosity=0)  # is done already, unless no other test of this run needs a database
            papers = [issued_document(file=f"%PDF-1.7 {number}".encode()) for number in range(2)]
            waiting = issued_document()
            name, _ = store(COPIES, b"%PDF-copy")
            LooseCopy.objects.create(
                digest="a" * 64,
                template="paper",
                payload={},
                file_name="x.pdf",
                storage_name=name,
                issuer=issuer(),
                subject_type="units.unit",
                subject_id=1,
            )
            seal_events(at=timezone.now())
        office.waiting = waiting.job_key
        office.paper, office.copy = (office.folder / "media" / each for each in (papers[0].file.storage_name, name))
        yield office


@pytest.fixture
def at_the_office(office, django_db_blocker) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), portal_in(office):
        yield office


@pytest.fixture(scope="session")
def saved(office, django_db_blocker) -> Path:
    """The office's backup."""
    path = office.folder.parent / "portal.tar"
    with django_db_blocker.unblock(), portal_in(office):
        save(path, now=timezone.now(), overwrite=False, despite_damage=False, say=lambda _: None)
    return path


@pytest.fixture(scope="session")
def roles(django_db_setup, django_db_blocker) -> Iterator[tuple[str, str]]:
    """Roles as an office has them, neither of them a superuser, and of other names than the old place's."""
    suffix = connection.settings_dict["NAME"]
    names = f"{OWNER}_{suffix}"[:60], f"{RUNTIME}_{suffix}"[:60]
    for role in names:
        say(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
    yield names
    for role in names:
        say(f"DROP ROLE {role}")


@pytest.fixture
def empty_place(roles, django_db_blocker, tmp_path) -> Iterator[SimpleNamespace]:
    owner, runtime = roles
    usual = connection.settings_dict["NAME"]
    with (
        django_db_blocker.unblock(),
        place(tmp_path / "new", f"new_{usual}"[:60], owner=owner, runtime=runtime) as new,
        portal_in(new),
    ):
        yield new


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@contextmanager
def changed(path: Path, content: bytes | None) -> Iterator[None]:
    """A file with other bytes, or gone, for a while."""
    before = path.read_bytes()
    path.unlink()
    try:
        if content is not None:
            path.write_bytes(content)
        yield
    finally:
        path.write_bytes(before)
