"""The PostgreSQL cluster of this checkout. The system's clusters are never looked at."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psycopg2  # type: ignore[import-untyped]

from ground.places import GroundError, make_folder, write_private
from ground.server_process import RUNTIME, STOP_SECONDS, ServerProcess, as_user, server_environment

USER = DATABASE = "portal"  # who owns the tables and migrates them
RUNTIME_USER = "portal_runtime"  # who the portal runs as: it owns nothing


class PrivatePostgres(ServerProcess):
    """A cluster in `home/data`, reached over loopback by two roles with the passwords in `home`."""

    name = "postgres"
    stop_signal = signal.SIGINT  # “fast”: open transactions are rolled back
    kill_signal = signal.SIGQUIT

    def __init__(self, home: Path, *, log_dir: Path, user: pwd.struct_passwd | None, throw_away: bool = False) -> None:
        super().__init__(log_dir=log_dir, user=user)
        self.home = home
        self.data = home / "data"
        self.throw_away = throw_away
        self.bin = find_programs(self.data)

    @property
    def password(self) -> str:
        return (self.home / "password").read_text()

    @property
    def url(self) -> str:
        return f"postgres://{USER}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def runtime_url(self) -> str:
        password = (self.home / "runtime_password").read_text()
        return f"postgres://{RUNTIME_USER}:{password}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def addresses(self) -> dict[str, str]:
        return {self.name: self.url, RUNTIME: self.runtime_url}

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "200",
            "logging_collector": "off",
            "log_timezone": "Asia/Ho_Chi_Minh",
        }
        if self.throw_away:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(self.bin / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        return command

    def before_start(self) -> None:
        if not self.data.exists():
            self._create_cluster()
        self._stop_orphan()

    def answers(self) -> bool:
        try:
            self._ensure_database_and_role()
        except psycopg2.OperationalError:
            return False
        return True

    def _create_cluster(self) -> None:
        """Make the cluster under another name first, so that one cut short is never taken for a whole one."""
        make_folder(self.home)
        password = self.home / "password"
        write_private(password, secrets.token_urlsafe(24))
        if self.user is not None:
            os.chown(password, self.user.pw_uid, self.user.pw_gid)
            os.chown(self.home, self.user.pw_uid, self.user.pw_gid)
        new = self.home / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        command = [str(self.bin / "initdb"), "-D", str(new), "-U", USER, "--encoding=UTF8", "--locale=C.UTF-8"]
        command += ["--auth=scram-sha-256", f"--pwfile={password}"]
        command += ["--no-sync"] if self.throw_away else []
        with self.log.open("ab") as log:
            made = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=server_environment(),
                **as_user(self.user),
            )
        if made.returncode:
            last_lines = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
            raise GroundError(f"initdb failed. The end of {self.log}:\n{last_lines}")
        new.rename(self.data)

    def _stop_orphan(self) -> None:
        """Stop a server whose keeper was killed, and forget one whose machine went down.

        The kernel reuses process numbers, so the number alone proves nothing.
        """
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return
        command = Path(f"/proc/{pid}/cmdline")
        for stop in (self.stop_signal, self.kill_signal):
            deadline = time.monotonic() + STOP_SECONDS
            while time.monotonic() < deadline:
                try:
                    is_ours = os.fsencode(self.data) in command.read_bytes().split(b"\0")
                except OSError:
                    is_ours = False
                if not is_ours:
                    pid_file.unlink(missing_ok=True)
                    return
                with suppress(ProcessLookupError):
                    os.kill(pid, stop)
                time.sleep(0.2)
        raise GroundError(f"a PostgreSQL server of an earlier run, process {pid}, does not stop")

    def _ensure_database_and_role(self) -> None:
        """Make what is missing: a cluster of an earlier release has no role to run as."""
        secret = self.home / "runtime_password"
        if not secret.exists():
            write_private(secret, secrets.token_urlsafe(24))
        with_options = {"host": "127.0.0.1", "port": self.port, "user": USER, "password": self.password}
        connection = psycopg2.connect(dbname="postgres", connect_timeout=3, **with_options)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [RUNTIME_USER])
                make = "CREATE" if cursor.fetchone() is None else "ALTER"
                cursor.execute(f"{make} ROLE {RUNTIME_USER} LOGIN PASSWORD %s", [secret.read_text()])
        finally:
            connection.close()


def find_programs(data: Path) -> Path:
    """Return the folder of PostgreSQL's programs: of the version that made the data, else the newest.

    Raises GroundError when there are none, or not of that version.
    """
    found = {path.parent.parent.name: path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")}
    if on_path := shutil.which("initdb"):
        folder = Path(on_path).resolve().parent
        version = subprocess.run([folder / "postgres", "-V"], capture_output=True, text=True, check=True).stdout
        found.setdefault(version.split()[2].split(".")[0], folder)
    if not found:
        raise GroundError("PostgreSQL is not installed; run script/bootstrap")
    try:
        made_by = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return found[max(found, key=float)]
    except PermissionError:
        raise GroundError(f"{data} belongs to another user; run this as the user who made it") from None
    if made_by not in found:
        raise GroundError(
            f"{data} was made by PostgreSQL {made_by}, and this machine has {', '.join(found)}. Install postgresql-{made_by}, "
            f"or dump the data there and move the folder away"
        )
    return found[made_by]
