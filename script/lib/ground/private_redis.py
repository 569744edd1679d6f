"""The Redis of this checkout. It holds hints only (what must be done stands in PostgreSQL), so nothing is saved."""

import pwd
import secrets
import shutil
from pathlib import Path

import redis

from ground.places import GroundError
from ground.server_process import ServerProcess


class PrivateRedis(ServerProcess):
    """Reached over loopback with a password that lives as long as the server."""

    name = "redis"

    def __init__(self, *, log_dir: Path, user: pwd.struct_passwd | None) -> None:
        super().__init__(log_dir=log_dir, user=user)
        self.password = secrets.token_urlsafe(24)
        program = shutil.which("redis-server")
        if program is None:
            raise GroundError("Redis is not installed; run script/bootstrap")
        self.program = program

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return [self.program, "-"]

    def standard_input(self) -> bytes:
        """Return the configuration: by this way the password shows neither in `ps` nor in a file."""
        lines = ["bind 127.0.0.1", f"port {self.port}", f"requirepass {self.password}", 'save ""', "appendonly no"]
        return "\n".join([*lines, "daemonize no", "dir /", ""]).encode()

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2, socket_connect_timeout=2) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False
