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
# A process that dies so soon after its start, so many times running, will not do better next time.
HOPELESS_SECONDS = 10
HOPELESS_DEATHS = 5


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
        self.quick_deaths = 0
        self.start()

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.popen = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "--", *self.command],
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        threading.Thread(target=self._print_lines, args=[self.popen], daemon=True).start()

    def _print_lines(self, popen: subprocess.Popen[bytes]) -> None:
        assert popen.stdout
        for line in popen.stdout:
            with suppress(OSError):  # the terminal may be gone
                sys.stdout.buffer.write(f"{self.name:6} | ".encode() + line)
                sys.stdout.buffer.flush()

    def look_after(self) -> bool:
        """Start the process again if it died. Return False when it keeps dying at once."""
        if self.popen.poll() is None:
            return True
        is_quick = time.monotonic() - self.started_at < HOPELESS_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if is_quick else 0
        if self.quick_deaths == HOPELESS_DEATHS:
            print(f"Error: {self.name} ends as soon as it is started; its last words stand above", file=sys.stderr)
            return False
        print(f"-> {self.name} ended (status {self.popen.returncode}); starting it again", file=sys.stderr)
        time.sleep(0.5)
        self.start()
        return True


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
