"""Where this checkout keeps its data, and which user its servers run as."""

import hashlib
import os
import pwd
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


OTHERS = 0o077
OF_THE_SCRIPTS = ("log", "run")
# Made early, so that no program makes them open to others.
OF_THE_PORTAL = ("mail", "media", "static")


class GroundError(Exception):
    """Something the user can put right; the message says how."""


def find_server_user() -> pwd.struct_passwd | None:
    """Return the user PostgreSQL and Redis run as when root starts them; None for anybody else, who runs them himself.

    PostgreSQL refuses to run as root.
    """
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "redis", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise GroundError("root cannot run PostgreSQL, and there is no user postgres to run it as")


def find_data_dir() -> Path:
    """Return the folder of all data: `PORTAL_VAR`, or `var/`, or one of its own where servers cannot reach `var/`.

    The last happens when root keeps the checkout in a home that is closed to other users.
    """
    if given := os.environ.get("PORTAL_VAR"):
        return Path(given).absolute()
    here = ROOT / "var"
    user = find_server_user()
    if user is None or (here / "postgres").exists():
        return here
    elsewhere = Path("/var/lib") / f"emulation-portal-{hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:10]}"
    if elsewhere.exists() or not can_reach(here if here.exists() else ROOT, user):
        return elsewhere
    return here


def can_reach(folder: Path, user: pwd.struct_passwd) -> bool:
    """Say whether a user may pass through a folder."""
    test = ["test", "-x", str(folder)]
    return subprocess.run(test, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/").returncode == 0


def make_data_dir(folder: Path) -> Path:
    """Make the folder of all data its owner's alone, also one that an earlier version left open to others.

    PostgreSQL's user, where that is another, may pass through and see no names.
    """
    folder.mkdir(parents=True, exist_ok=True)
    user = find_server_user()
    is_ours = folder.stat().st_uid == os.geteuid()
    if is_ours:
        if user is not None:
            os.chown(folder, -1, user.pw_gid)
        folder.chmod(0o700 if user is None else 0o710)
    for name in (*OF_THE_SCRIPTS, *(OF_THE_PORTAL if is_ours else ())):
        make_folder(folder / name)
    for path in folder.iterdir():
        status = path.lstat()
        if status.st_uid == os.geteuid() and not path.is_symlink() and status.st_mode & OTHERS:
            path.chmod(status.st_mode & ~OTHERS & 0o7777)
    return folder


def make_folder(folder: Path) -> Path:
    """Make a folder for nobody but its owner, whatever the umask."""
    try:
        folder.mkdir(parents=True, mode=0o700)
    except FileExistsError:
        return folder
    folder.chmod(0o700)
    return folder


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    new.replace(path)
