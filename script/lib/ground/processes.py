"""The process manager: runs web server, worker and beat side by side, and starts again what dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

from ground.children import end_children

STOP_SECONDS = 15
# Before a process is started again: at once after a life of its own, more and more rarely when it dies young each time.
PAUSES_SECONDS = (0.5, 1, 2, 5, 10, 30, 60)
GROWN_UP_SECONDS = 10
# So many deaths running are no hiccup any more.
TOO_MANY_DEATHS = 5


class StopRequested(BaseException):
    """Somebody asked us to stop."""


class Process:
    """One process in a session of its own, whose lines come out behind its name."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], folder: str) -> None:
        self.name = name
        self.command = command
        self.environment = environment
        self.folder = folder
        self.started_at = 0.0
        self.early_deaths = 0
        self.start_at: float | None = None
        self.start()

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.start_at = None
        self.popen = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "--", *self.command],
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.printing = threading.Thread(target=self._print_lines, args=[self.popen], daemon=True)
        self.printing.start()

    def _print_lines(self, popen: subprocess.Popen[bytes]) -> None:
        assert popen.stdout
        for line in popen.stdout:
            with suppress(OSError):  # the terminal may be gone
                sys.stdout.buffer.write(f"{self.name:6} | ".encode() + line)
                sys.stdout.buffer.flush()

    def look_after(self) -> None:
        """Start the process again when it died and its pause is over. It is never given up: what ails it may pass."""
        if self.popen.poll() is None:
            return
        now = time.monotonic()
        if self.start_at is None:
            self.early_deaths = self.early_deaths + 1 if now - self.started_at < GROWN_UP_SECONDS else 0
            self.start_at = now + self._say_how_it_ended()
        elif now >= self.start_at:
            self.start()

    @property
    def keeps_dying(self) -> bool:
        return self.early_deaths >= TOO_MANY_DEATHS

    def _say_how_it_ended(self) -> float:
        """Tell whoever watches, after its last words; return after how many seconds it is started again."""
        self.printing.join(timeout=1)  # not for ever: a grandchild may hold the pipe
        pause = PAUSES_SECONDS[min(max(self.early_deaths - 1, 0), len(PAUSES_SECONDS) - 1)]
        how = f"{self.name} ended (status {self.popen.returncode})"
        if self.keeps_dying:
            how = (
                f"ERROR: {how}, {self.early_deaths} times running as soon as it was started; its last words stand above. "
                "The other parts go on without it"
            )
        print(f"-> {how}; starting it again in {pause:g} s", file=sys.stderr, flush=True)
        return pause


def stop_on_signals() -> None:
    """Turn the signals that mean “end” into StopRequested; only the first counts."""

    def stop(number: int, _frame: object) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise StopRequested(number)

    # nohup asks us to live on without a terminal
    signals = [signal.SIGINT, signal.SIGTERM]
    signals += [signal.SIGHUP] if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN else []
    for number in signals:
        signal.signal(number, stop)


def stop_processes(processes: list[Process]) -> None:
    """End all processes, and whatever they left behind. A worker gets time to finish what it is doing."""
    for process in processes:
        if process.popen.poll() is None:
            with suppress(ProcessLookupError):
                process.popen.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.popen.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.popen.pid, signal.SIGKILL)
    end_children(patience=2)
