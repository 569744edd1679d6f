"""Work for the sandbox that goes wrong in every way. Run inside its process; knows nothing of Django."""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

HELD = []


def prepare():
    """Nothing has to be set up."""


def work(what, args):
    return WAYS[what](*args)


def answer(size=1):
    return b"y" * size, os.getpid()


def hold(size):
    HELD.append(b"z" * size)
    return b"", len(HELD)


def spin():
    while True:
        pass


def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return b"", os.getpid()


def burn_and_tell_the_limit(seconds):
    """Burn, and tell how long the process may go on from where it stood before."""
    used, (limit, _) = time.process_time(), resource.getrlimit(resource.RLIMIT_CPU)
    burn(seconds)
    return str(limit - used).encode(), os.getpid()


def sleep(pid_file=None):
    if pid_file:
        Path(pid_file).write_text(str(os.getpid()))
    time.sleep(600)


def hoard():
    return b"x" * (1 << 30), 1


def hoard_and_say_something_else():
    held = []
    try:
        while True:
            held.append(bytearray(1 << 20))
    except MemoryError:
        raise SystemError("error return without exception set") from None


def be_signalled(number):
    os.kill(os.getpid(), number)
    return b"x", 1


def fail(error):
    raise {"ValueError": ValueError("x"), "SystemExit": SystemExit(0), "KeyboardInterrupt": KeyboardInterrupt()}[error]


def write_without_room():
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with tempfile.TemporaryFile() as file:
        file.write(b"x")
    return b"x", 1


def look_around():
    """Tell what this process could reach."""
    seen = {"environment": sorted(os.environ), "files": sorted(map(_target, os.listdir("/proc/self/fd")))}
    return repr(seen | {"modules": sorted(m for m in sys.modules if m.startswith("psycopg2"))}).encode(), 1


def _target(number):
    try:
        return os.readlink(f"/proc/self/fd/{number}")
    except FileNotFoundError:
        return ""


WAYS = {
    way.__name__: way
    for way in (
        answer,
        hold,
        spin,
        burn,
        burn_and_tell_the_limit,
        sleep,
        hoard,
        hoard_and_say_something_else,
        be_signalled,
        fail,
        look_around,
        write_without_room,
    )
}
