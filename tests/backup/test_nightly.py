"""In a folder of backups the newest are kept, and nothing else is touched."""

import datetime as dt
import fcntl

from emulation_portal.backup.nightly import name_for, remove_old

NIGHT = dt.datetime(2026, 11, 25, 19, 30, tzinfo=dt.UTC)


def test_name_tells_the_time_in_viet_nam(tmp_path):
    assert name_for(tmp_path, NIGHT) == tmp_path / "portal-20261126-023000.tar"


def test_only_the_newest_are_kept(tmp_path):
    nights = [name_for(tmp_path, NIGHT + dt.timedelta(days=days)) for days in range(40)]
    others = [tmp_path / name for name in ("portal.tar", "portal-before-the-move.tar", "notes.txt")]
    for path in [*nights, *others]:
        path.touch()

    assert remove_old(tmp_path, keep=14) == nights[:-14]
    assert remove_old(tmp_path, keep=14) == []
    assert sorted(tmp_path.iterdir()) == sorted([*nights[-14:], *others])


def test_what_a_killed_backup_left_goes_and_one_that_is_being_written_stays(tmp_path):
    left, written = (name_for(tmp_path, NIGHT + dt.timedelta(days=days)).with_suffix(".tar.part") for days in range(2))
    left.touch()
    with written.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)

        assert remove_old(tmp_path, keep=1) == [left]
    assert list(tmp_path.iterdir()) == [written]
