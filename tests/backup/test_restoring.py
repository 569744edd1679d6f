"""A backup goes into an empty place as who owns the tables there, and nothing is touched where it cannot go."""

import hashlib
import resource
import shutil
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from emulation_portal.audit.verifying import look_over
from emulation_portal.backup import archive, manifest, postgresql
from emulation_portal.backup.restoring import restore
from emulation_portal.core.runtime_role import check_runtime_role
from emulation_portal.documents.models import Document, DocumentFile
from emulation_portal.jobs.actions import run
from emulation_portal.jobs.models import Job

from .conftest import PASSWORD, changed, files_in, place, portal_in, say

pytestmark = pytest.mark.slow


def refusal(*arguments) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("restore", *map(str, arguments))
    return str(refused.value)


def is_untouched(new) -> bool:
    postgresql.check_empty()
    return files_in(new.folder) == []


def test_restored_portal_is_what_was_saved(saved, office, empty_place, capsys):
    call_command("restore", str(saved))

    with saved.open("rb") as stream:
        made = archive.check(stream)
    with postgresql.frozen_view():
        there = postgresql.table_states()
    assert there == made.tables
    assert files_in(empty_place.folder) == files_in(office.folder)
    for name in files_in(empty_place.folder):
        assert (empty_place.folder / name).read_bytes() == (office.folder / name).read_bytes()
        assert (empty_place.folder / name).stat().st_mode & 0o777 == 0o600
    told = capsys.readouterr().out
    assert "2 issued papers have the bytes they should" in told
    assert look_over().is_whole

    # As the portal's own role, which has the rights it had and no others; the old owner's name is of no account.
    connection.close()
    connection.settings_dict.update(USER=empty_place.runtime, PASSWORD=PASSWORD)
    assert check_runtime_role(databases=["default"]) == []
    waiting = Job.objects.get(key=office.waiting)
    assert run(waiting.pk, worker_name="tests") == "done"
    rendered = DocumentFile.objects.get(document=waiting.args["document_id"])
    content = (settings.MEDIA_ROOT / rendered.storage_name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == rendered.sha256
    assert Document.objects.count() == 3

    assert "is not empty" in refusal(saved)


def damaged(saved, path, at: int) -> None:
    content = bytearray(saved.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_damaged_backup_touches_nothing(saved, empty_place, tmp_path):
    path = tmp_path / "portal.tar"
    for at in (1_000, -12_000, saved.stat().st_size // 2):
        damaged(saved, path, at)
        assert refusal(path).startswith("the backup is damaged"), at
    path.write_bytes(saved.read_bytes()[:-20_000])
    assert refusal(path).startswith("the backup is damaged")
    assert "cannot be read: No such file" in refusal(tmp_path / "none.tar")

    assert is_untouched(empty_place)


def test_place_that_is_not_empty_is_left_as_it_is(saved, empty_place):
    media, audit = (empty_place.folder / name for name in ("media", "audit"))
    for file, told in ((media / "x.pdf", "such as x.pdf"), (audit / "anchor", f"{audit / 'anchor'} is there already")):
        file.parent.mkdir()
        file.write_text("of another portal")

        assert told in refusal(saved)
        assert file.read_text() == "of another portal"
        file.unlink()

    say("CREATE TABLE kept (x int)", empty_place.name)
    assert f"the database {empty_place.name} is not empty: it has kept" in refusal(saved)
    assert files_in(empty_place.folder) == []


def test_settings_with_which_it_cannot_go_on_are_told(saved, empty_place, monkeypatch):
    with override_settings(SECRET_KEY="another key, as after a fire that took the settings along"):
        assert refusal(saved).startswith("the backup was made under another SECRET_KEY")

    class OlderCode(manifest.MigrationLoader):
        def __init__(self, connection) -> None:
            super().__init__(connection)
            del self.disk_migrations["audit", "0003_seals"]

    monkeypatch.setattr(manifest, "MigrationLoader", OlderCode)
    assert "this checkout does not know the migration audit.0003_seals" in refusal(saved)
    monkeypatch.undo()

    monkeypatch.setattr(postgresql, "server_version", lambda: 9)
    assert "and this server is 9. Restore into the same or newer" in refusal(saved)
    monkeypatch.undo()

    with override_settings(SAMPLE_PERSONAS=True):
        assert refusal(saved).startswith("the backup holds real people")
    with override_settings(RUNTIME_DATABASE_ROLE="nobody_here"):
        assert refusal(saved).startswith("PostgreSQL chưa có vai trò “nobody_here”.")
    with portal_in(
        SimpleNamespace(**vars(empty_place) | {"database": empty_place.database | {"USER": empty_place.runtime}})
    ):
        assert refusal(saved).startswith(f"{empty_place.runtime} may make no tables in this database.")
    assert is_untouched(empty_place)


def test_what_cannot_be_finished_is_taken_back(saved, empty_place):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5, hard))
    try:
        with pytest.raises(manifest.BackupError) as full:
            restore(saved, with_another_key=False, say=lambda _: None)  # what tests print goes into files
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    # Whoever else may own things here: the second half of the dump meets a name that is taken.
    say(
        "CREATE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        empty_place.name,
    )
    taken = refusal(saved)
    say("DROP FUNCTION public._pgtrigger_should_ignore", empty_place.name)

    assert str(full.value) == "there is no room for the stored files. What was restored is taken back"
    assert taken.startswith("pg_restore failed:\n")
    assert is_untouched(empty_place)


def test_lost_key_and_lost_paper_are_told_when_all_is_in_place(office, empty_place, django_db_blocker, tmp_path):
    """The status tells scripts that all is there and not all is proven."""
    path = tmp_path / "portal.tar"
    with portal_in(office), changed(office.paper, None):
        call_command("backup", str(path), "--despite-damage")

    key = "another key, as after a fire that took the settings along"
    with override_settings(SECRET_KEY=key, AUDIT_SEAL_KEYS=[key]), pytest.raises(CommandError) as told:
        call_command("restore", str(path), "--with-another-key")

    assert told.value.returncode == 3
    assert str(told.value).startswith("all is in place, but not all is as it should be:\n")
    assert f"{office.paper.name} is missing, or not what its paper says" in str(told.value)
    assert "không có trong AUDIT_SEAL_KEYS" in str(told.value)
    assert Document.objects.count() == 3


def test_backup_of_an_older_portal_is_brought_up_to_this_one(office, empty_place, tmp_path, capsys):
    path = tmp_path / "portal.tar"
    with (
        portal_in(office),
        place(tmp_path / "older", f"older_{office.name}"[:60], like=office.name) as older,
        portal_in(older),
    ):
        shutil.copytree(office.folder, older.folder, dirs_exist_ok=True)
        call_command("migrate", "audit", "0003", verbosity=0)
        call_command("backup", str(path))

    call_command("restore", str(path))

    assert "  1 migrations were applied, for it is older" in capsys.readouterr().out
    assert ("audit", "0004_search_events_by_name") in manifest.applied_migrations()
    assert look_over().is_whole


def test_migration_that_fails_is_told_when_all_is_in_place(saved, empty_place, monkeypatch):
    def fail(*_args, **_options) -> None:
        raise CommandError("no such role")

    monkeypatch.setattr("emulation_portal.backup.restoring.call_command", fail)
    with pytest.raises(CommandError) as told:
        call_command("restore", str(saved))

    assert told.value.returncode == 3
    assert str(told.value).endswith("as it should be:\nMigrating the database failed: no such role")
