"""A backup that was damaged, cut or tampered with is refused, whatever is wrong with it."""

import datetime as dt
import io
import tarfile

import pytest

from emulation_portal.backup.archive import ArchiveWriter, check, entries
from emulation_portal.backup.manifest import FORMAT, BackupError, Manifest, TableState

NOW = dt.datetime(2026, 11, 26, 2, 30, tzinfo=dt.UTC)
CONTENTS = {
    "database.dump": b"PGDMP" * 200,
    "audit/anchor": b"12:3f2a9c1d77aa0b1c\n",
    f"files/documents/documents/ab/{'ab' * 60}.pdf": b"%PDF-1.7",  # longer than a head of tar has room for
    "files/documents/Kế hoạch.pdf": b"",
}


def manifest(**changes) -> dict:
    said = {
        "format": FORMAT,
        "made_at": NOW,
        "commit": "c0ffee",
        "postgresql": 15,
        "secret_key": "00000000",
        "is_sample": False,
        "migrations": [("units", "0001_initial")],
        "tables": {"audit_event": TableState(3, "12")},
    }
    return said | changes


def backup(contents: dict[str, bytes] = CONTENTS, **changes) -> io.BytesIO:
    stream = io.BytesIO()
    writer = ArchiveWriter(stream, at=0)
    for name, content in contents.items():
        writer.add(name, [content[:3], content[3:]])
    writer.finish(Manifest(**manifest(entries=list(writer.entries), **changes)))
    return stream


def refusal(stream: io.BytesIO) -> str:
    with pytest.raises(BackupError) as refused:
        check(stream)
    return str(refused.value)


def test_whole_backup_is_read_back():
    stream = backup()

    assert [(entry.name, entry.size) for entry in check(stream).entries] == [(n, len(c)) for n, c in CONTENTS.items()]
    assert {name: b"".join(chunks) for name, chunks in entries(stream, "")}.items() >= CONTENTS.items()


def test_any_tar_program_reads_it():
    stream = backup()
    stream.seek(0)

    with tarfile.open(fileobj=stream) as archive:
        assert archive.getnames() == [*CONTENTS, "manifest.json", "manifest.sha256"]


def test_entry_that_breaks_off_is_taken_back():
    stream = io.BytesIO()
    writer = ArchiveWriter(stream, at=0)

    def breaks_off():
        yield b"half"
        raise OSError("the disk is bad")

    with pytest.raises(OSError, match="the disk is bad"):
        writer.add("files/documents/x.pdf", breaks_off())

    assert (stream.getvalue(), writer.entries) == (b"", [])


def test_entry_of_more_than_a_classic_tar_can_say():
    head = ArchiveWriter(io.BytesIO(), at=0)._head("database.dump", 20 * 1024**3)

    assert len(head) == tarfile.BLOCKSIZE
    assert tarfile.TarInfo.frombuf(head, "utf-8", "strict").size == 20 * 1024**3


def test_flipped_byte_is_found_wherever_it_is():
    whole = backup().getvalue()
    places = [whole.index(content) for content in CONTENTS.values() if content]
    places += [whole.index(b"c0ffee"), whole.index(b"manifest.json"), whole.rindex(b"  manifest.json") - 1, 0]

    for place in places:
        flipped = bytearray(whole)
        flipped[place] ^= 1

        assert refusal(io.BytesIO(flipped)).startswith("the backup is damaged"), place


def test_cut_backup_is_refused_wherever_it_was_cut():
    whole = backup().getvalue()
    last = len(whole) - 2 * tarfile.BLOCKSIZE  # what stands behind is the end's mark alone

    for length in [0, 1, *range(tarfile.BLOCKSIZE, last, tarfile.BLOCKSIZE // 2)]:
        assert refusal(io.BytesIO(whole[:length])).startswith("the backup is damaged"), length


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "files/documents/../../../outside",
        "/etc/outside",
        "files//documents/x",
        "files/documents/./x",
        "files/documents/a\\b",
        "files/documents/a\nb",
        "files/documents",
        "audit/a/b",
        "elsewhere/x",
    ],
)
def test_entry_that_leads_elsewhere_is_refused(name):
    assert refusal(backup(CONTENTS | {name: b"x"})).startswith(
        f"the backup is damaged, or is none: it has an entry {name!r}"
    )


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_what_is_no_ordinary_file_is_refused(kind):
    info = tarfile.TarInfo("files/documents/x.pdf")
    info.type, info.linkname = kind, "/etc/passwd"

    assert "is no ordinary file" in refusal(io.BytesIO(info.tobuf() + backup().getvalue()))


def test_missing_added_and_doubled_files_are_refused():
    writer = ArchiveWriter(io.BytesIO(), at=0)
    (dump, *others) = [writer.add(name, [content]) for name, content in CONTENTS.items()]

    def with_entries(*listed):
        stream = io.BytesIO()
        shown = ArchiveWriter(stream, at=0)
        for name, content in CONTENTS.items():
            shown.add(name, [content])
        shown.finish(Manifest(**manifest(entries=list(listed))))
        return refusal(stream)

    assert f"{others[-1].name} was added to it" in with_entries(dump, *others[:-1])
    assert "other.pdf is missing" in with_entries(dump, *others, writer.add("files/documents/other.pdf", []))
    assert "does not begin with database.dump" in with_entries(*others, dump)
    twice = backup(CONTENTS).getvalue()
    assert "twice" in refusal(io.BytesIO(twice[: -2 * tarfile.BLOCKSIZE] + twice))


def test_newer_format_is_refused_with_the_commit_to_check_out():
    assert refusal(backup(format=FORMAT + 1)) == (
        f"the backup has format {FORMAT + 1}, and this portal knows formats up to {FORMAT}. Check out the commit that made "
        "it (c0ffee) or a newer one, and restore again"
    )


@pytest.mark.parametrize("content", [b"", b"not a tar at all" * 100, b"\0" * 10240])
def test_what_is_no_backup_is_refused(content):
    assert refusal(io.BytesIO(content)).startswith("the backup is damaged, or is none")
