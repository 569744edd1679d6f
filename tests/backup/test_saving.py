"""A backup is there whole or not at all, and it is refused where it would not hold what it should."""

import fcntl
import resource
import signal
import threading

import pytest
from django.core.management import CommandError, call_command

from emulation_portal.backup import postgresql
from emulation_portal.backup.stores import FileInStorage, named_files
from emulation_portal.core.kept_files import NamedFile
from emulation_portal.jobs.models import Routine

from .conftest import changed, files_in


def refusal(*arguments, **options) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("backup", *map(str, arguments), **options)
    return str(refused.value)


def test_backup_is_its_owners_alone_and_says_what_it_holds(at_the_office, tmp_path, capsys):
    call_command("backup", str(tmp_path / "portal.tar"))

    assert files_in(tmp_path) == ["portal.tar"]
    assert (tmp_path / "portal.tar").stat().st_mode & 0o777 == 0o600
    told = capsys.readouterr()
    assert f"{tmp_path / 'portal.tar'}: " in told.out
    assert ", 4 files, " in told.out  # two papers, a copy, the seal that was noted
    assert "-> Reading it back" in told.err


def test_backup_overwrites_only_when_told(at_the_office, tmp_path):
    path = tmp_path / "portal.tar"
    path.write_text("the backup of yesterday")

    assert refusal(path) == f"{path} is there already. Choose another name, or say --overwrite"
    assert path.read_text() == "the backup of yesterday"

    call_command("backup", str(path), "--overwrite")
    assert path.stat().st_size > 100_000
    assert files_in(tmp_path) == ["portal.tar"]


@pytest.mark.parametrize(("content", "told"), [(None, "is missing"), (b"%PDF-other", "has SHA-256")])
def test_paper_without_its_bytes_is_told_and_nothing_saved(at_the_office, tmp_path, content, told):
    with changed(at_the_office.paper, content):
        words = refusal(tmp_path / "portal.tar")

        assert str(at_the_office.paper.relative_to(at_the_office.folder / "media")) + f" {told}" in words
        assert "--despite-damage" in words
        assert files_in(tmp_path) == []

        call_command("backup", str(tmp_path / "portal.tar"), "--despite-damage")
    assert files_in(tmp_path) == ["portal.tar"]


def test_copy_that_may_be_made_again_is_not_missed(at_the_office, tmp_path):
    with changed(at_the_office.copy, None):
        call_command("backup", str(tmp_path / "portal.tar"))

    assert files_in(tmp_path) == ["portal.tar"]


def test_file_that_goes_while_the_backup_runs_is_left_out(at_the_office, tmp_path, monkeypatch, capsys):
    """Its row goes first, then its bytes: what was named when the backup began is named no more."""
    asked = []

    def named() -> dict:
        asked.append(None)
        gone = {FileInStorage("files", "files/aa/gone"): NamedFile("files/aa/gone", "0" * 64)}
        return named_files() | (gone if len(asked) == 1 else {})

    monkeypatch.setattr("emulation_portal.backup.saving.stores.named_files", named)

    call_command("backup", str(tmp_path / "portal.tar"))

    assert files_in(tmp_path) == ["portal.tar"]
    assert "Left out, for it was removed meanwhile: files/aa/gone" in capsys.readouterr().err


@pytest.mark.parametrize("room", [0, 50_000, 300_000])
def test_full_disk_is_told_and_leaves_nothing(at_the_office, tmp_path, room):
    """The limit holds for every user, as a full disk does."""
    path = tmp_path / "portal.tar"
    path.write_text("the backup of yesterday")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        words = refusal(path, overwrite=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert words.startswith(f"there is no room for the backup in {tmp_path} (File too large). Nothing was kept of it.")
    assert path.read_text() == "the backup of yesterday"
    assert files_in(tmp_path) == ["portal.tar"]


def test_folder_that_is_not_there_or_is_saved_itself(at_the_office, tmp_path):
    inside = at_the_office.folder / "media" / "portal.tar"

    assert "cannot be written: No such file or directory" in refusal(tmp_path / "none" / "portal.tar")
    assert refusal(inside) == f"{inside} lies among the files that are saved. Choose another folder"


def test_part_of_a_killed_backup_is_taken_over_and_one_that_is_written_is_not(at_the_office, tmp_path):
    part = tmp_path / "portal.tar.part"
    part.write_bytes(b"left" * 1_000_000)
    with part.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        assert "is just being written by another backup" in refusal(tmp_path / "portal.tar")

    call_command("backup", str(tmp_path / "portal.tar"))
    assert files_in(tmp_path) == ["portal.tar"]


def test_backup_that_is_asked_to_end_leaves_nothing(at_the_office, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "emulation_portal.backup.saving.stores.stored_files", lambda: iter([signal.raise_signal(signal.SIGTERM)])
    )

    with pytest.raises(SystemExit) as ended:
        call_command("backup", str(tmp_path / "portal.tar"))

    assert ended.value.code == 143
    assert files_in(tmp_path) == []
    assert threading.active_count() >= 1


def test_pg_dump_that_is_missing_old_or_fails_is_told(at_the_office, tmp_path, monkeypatch):
    monkeypatch.setattr(postgresql, "server_version", lambda: 99)
    assert "the server is PostgreSQL 99, and pg_dump" in refusal(tmp_path / "portal.tar")

    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(tmp_path / "portal.tar") == (
        "pg_dump is not installed. Install it: apt-get install postgresql-client-99"
    )

    (tmp_path / "pg_dump").write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo 99 || { echo "no such role" >&2; exit 1; }\n'
    )
    (tmp_path / "pg_dump").chmod(0o755)
    assert refusal(tmp_path / "portal.tar") == "pg_dump failed:\nno such role"
    assert files_in(tmp_path) == ["pg_dump"]


def test_night_is_noted_for_the_health_page(at_the_office, tmp_path):
    refusal("--into", tmp_path / "none")
    failed = Routine.objects.get(name="backup")
    (tmp_path / "portal-20251126-023000.tar").touch()
    call_command("backup", "--into", str(tmp_path), "--keep", "1")

    assert failed.is_failing
    assert failed.reason == "Đêm qua không lập được bản sao lưu. Chi tiết nằm trong nhật ký máy chủ."
    assert not Routine.objects.get(name="backup").is_failing
    assert len(files_in(tmp_path)) == 1


@pytest.mark.parametrize(
    "arguments", [["x.tar", "--keep", "3"], [], ["x.tar", "--into", "y"], ["--into", "y", "--keep", "0"]]
)
def test_words_that_make_no_sense_are_refused(at_the_office, arguments):
    assert refusal(*arguments) != ""
