"""The command lines of script/server, script/manage and script/test."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from ground.children import adopt_orphans, end_children
from ground.environment import OWNER_COMMANDS, local_environment, read_env_file, throw_away_environment, wanted_servers
from ground.keeper import keep, use_servers
from ground.places import (
    OTHERS,
    ROOT,
    GroundError,
    can_reach,
    find_data_dir,
    find_server_user,
    make_data_dir,
    make_folder,
)
from ground.private_postgres import find_programs
from ground.serve import serve

DEFAULT_PORT = 8000
# What script/test says to pytest of the whole suite. Anything else is said by the user, and goes to pytest as it is.
OF_THE_WHOLE = {"--fast", "--every-actor"}
COVERAGE = "--coverage"
# One process more than processors: a fifth of the suite's time is waiting for what workers and browsers do. Each begins
# with a part of its own, whose modules build what they look at once; who is done early takes over from the others.
SHARED_OUT = ("-n", str(min(3, (os.cpu_count() or 1) + 1)), "--dist", "worksteal")


def main(arguments: list[str]) -> int:
    name, *rest = arguments
    os.umask(OTHERS)  # mails with links that let one in, papers, logs: nobody else on this machine reads them
    try:
        if name == "manage":
            return manage(rest)
        if name == "test":
            return test(rest)
        return server(rest) if name == "server" else keeper(rest)
    except GroundError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1


def server(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("script/server", description="Run the portal on this machine until Ctrl-C.")
    parser.add_argument(
        "--port", type=port_number, default=DEFAULT_PORT, help="port of the web server (default: %(default)s)"
    )
    return serve(parser.parse_args(arguments).port)


def port_number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port between 1 and 65535")
    return int(text)


def keeper(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("keep")
    parser.add_argument("var", type=Path)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--throw-away", action="store_true")
    options = parser.parse_args(arguments)
    return keep(options.var, options.names, throw_away=options.throw_away)


def manage(arguments: list[str]) -> int:
    """Run a management command in the user's own folder, so that file names mean what they say."""
    read_env_file()
    var = find_data_dir()
    with use_servers(var, wanted_servers()) as (addresses, lock):
        as_owner = arguments[:1] and arguments[0] in OWNER_COMMANDS
        environment = local_environment(var, addresses, port=DEFAULT_PORT, as_owner=bool(as_owner))
        return run([sys.executable, str(ROOT / "manage.py"), *arguments], environment, lock)


def test(arguments: list[str]) -> int:
    """Run pytest on servers that are gone afterwards; with --coverage, say then how much of the product was run."""
    is_measured = COVERAGE in arguments
    command = pytest_command([argument for argument in arguments if argument != COVERAGE], is_measured=is_measured)
    var = throw_away_dir()
    temporary = make_folder(var / "tmp")
    failures = make_folder(make_data_dir(ROOT / "var") / "test-failures")
    try:
        with use_servers(var, ["postgres", "redis"], throw_away=True) as (addresses, lock):
            environment = throw_away_environment(var, addresses) | {
                "TMPDIR": str(temporary),
                "TEST_FAILURES_DIR": str(failures),  # what a failed test keeps to be looked at
                "PG_BIN": str(find_programs(var / "postgres" / "data")),
                "REDIS_SERVER": shutil.which("redis-server") or "",
                "CHROMIUM": os.environ.get("CHROMIUM")
                or shutil.which("chromium")
                or shutil.which("google-chrome")
                or "",
                "COVERAGE_FILE": str(var / "coverage"),
            }
            adopt_orphans()
            try:
                status = run(command, environment, lock, folder=ROOT)
                return status or (report_coverage(environment) if is_measured else 0)
            finally:
                end_children(patience=5)
    finally:
        shutil.rmtree(var, ignore_errors=True)
        with suppress(OSError):  # not empty
            failures.rmdir()


def pytest_command(arguments: list[str], *, is_measured: bool) -> list[str]:
    """Return the command that runs these tests; the whole suite is shared out to some processes."""
    if not set(arguments) - OF_THE_WHOLE:
        arguments = [*arguments, *SHARED_OUT]
    measure = ["-m", "coverage", "run"] if is_measured else []
    return [sys.executable, *measure, "-m", "pytest", *arguments]


def report_coverage(environment: dict[str, str]) -> int:
    """Print what was not run, by file. Returns what coverage does: not 0 below the floor of pyproject.toml."""
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "combine", "--quiet"], env=environment, cwd=ROOT, check=True)
    return subprocess.run([*coverage, "report"], env=environment, cwd=ROOT, check=False).returncode


def throw_away_dir() -> Path:
    """Make a folder for throw-away data that PostgreSQL's user can reach."""
    user = find_server_user()
    var = make_data_dir(Path(tempfile.mkdtemp(prefix="portal-test-")))
    if user is not None and not can_reach(var, user):
        shutil.rmtree(var)
        var = make_data_dir(Path(tempfile.mkdtemp(prefix="portal-test-", dir="/tmp")))
    return var


def run(command: list[str], environment: dict[str, str], lock: int, folder: Path | None = None) -> int:
    """Run a command in the foreground and return its exit status as a shell would.

    It holds the servers too: should we be killed, they stay up until it ends. Ctrl-C reaches it from the terminal.
    """
    child: subprocess.Popen[bytes] | None = None

    def pass_on(number: int, _frame: object) -> None:
        if child is not None:
            child.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    child = subprocess.Popen(command, env=environment, cwd=folder, pass_fds=[lock] if lock else [])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    status = child.wait()
    return status if status >= 0 else 128 - status
