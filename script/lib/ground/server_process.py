"""One server of this checkout: a child process on a loopback port of its own."""

import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from ground.places import GroundError

START_SECONDS = 60
STOP_SECONDS = 20
RUNTIME = "postgres_runtime"  # under this name stands PostgreSQL's address for the role that the portal runs as
# Between two tries to bring back a server that died.
PAUSES_SECONDS = (0, 1, 2, 5, 10, 30, 60)


class ServerProcess:
    """A server that dies with its keeper, even when the keeper is killed.

    `stop_signal` asks it to stop soon and in order; `kill_signal` is the last word.
    """

    name: str
    stop_signal = signal.SIGTERM
    kill_signal = signal.SIGKILL

    def __init__(self, *, log_dir: Path, user: pwd.struct_passwd | None) -> None:
        self.log = log_dir / f"{self.name}.log"
        self.user = user
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.failed_tries = 0
        self.try_at = 0.0

    def command(self) -> list[str]:
        raise NotImplementedError

    def standard_input(self) -> bytes:
        return b""

    def answers(self) -> bool:
        """Say whether the server is up and knows our password."""
        raise NotImplementedError

    def before_start(self) -> None:
        """Clear away what an earlier life left behind."""

    @property
    def url(self) -> str:
        raise NotImplementedError

    @property
    def addresses(self) -> dict[str, str]:
        return {self.name: self.url}

    def start(self) -> None:
        """Start the server on a free port.

        Raises GroundError with the end of its log when it does not come up.
        """
        for _ in range(4):
            self.before_start()
            self.port = free_port()
            if self._start_once():
                return
            time.sleep(0.5)  # somebody else may have taken the port in between
        last_lines = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        raise GroundError(f"{self.name} does not start. The end of {self.log}:\n{last_lines}")

    def _start_once(self) -> bool:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", self.stop_signal.name, "--", *self.command()],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                env=server_environment(),
                start_new_session=True,
                **as_user(self.user),
            )
        assert self.process.stdin
        try:
            self.process.stdin.write(self.standard_input())
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # it died at once; its log says why
        deadline = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(0.05)
        self.stop()
        return False

    def look_after(self) -> None:
        """Bring the server back on its port when it died; when that fails, again after a while, for as long as it takes."""
        if self.is_running() or time.monotonic() < self.try_at:
            return
        try:
            self.before_start()
            is_back = self._start_once()
        except (GroundError, OSError) as error:
            complain(f"{self.name}: {error}")
            is_back = False
        self.failed_tries = 0 if is_back else self.failed_tries + 1
        pause = PAUSES_SECONDS[min(self.failed_tries, len(PAUSES_SECONDS) - 1)]
        self.try_at = time.monotonic() + pause
        complain(f"{self.name} died and " + ("is back" if is_back else f"does not start; the next try is in {pause} s"))

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.send_signal(self.kill_signal)
            self.process.wait()


def complain(text: str) -> None:
    """Write into the keeper's log."""
    print(f"{time.strftime('%F %T')} {text}", file=sys.stderr, flush=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def server_environment() -> dict[str, str]:
    """Return the environment of a server: nothing of ours, so that no PG… variable of the user changes its meaning."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}


def as_user(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """Return the arguments that make subprocess run something as a user."""
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
