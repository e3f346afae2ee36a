"""Redis 7, Debian's: `./manage.sh test` installs its tools, whose programs are the server by another name."""

import secrets
import shutil
import signal
from pathlib import Path

from redis import Redis as Client
from redis.exceptions import RedisError

from servers.process import LOOPBACK, Process, free_port, killed, started, stopped

PROGRAM = "redis-check-rdb"


class Redis:
    """A server with a password that keeps nothing on disk: killed and started again on the same port, it is empty."""

    def __init__(self, home: Path, host: str = LOOPBACK) -> None:
        self._home, self.host, self.port, self.password = home, host, free_port(host), secrets.token_hex(16)
        self._process: Process | None = None

    @staticmethod
    def is_here() -> bool:
        """Whether its program is installed."""
        return shutil.which(PROGRAM) is not None

    def url(self, password: str = "") -> str:
        """Its address, as `QUEUE_URL` takes it."""
        return f"redis://:{password or self.password}@{self.host}:{self.port}/0"

    def client(self) -> Client:
        """A way in for a test."""
        return Client.from_url(self.url())

    def start(self) -> None:
        """Answer."""
        config = self._home / "redis.conf"  # not an option of the command, which everybody may read
        config.write_text(f"requirepass {self.password}\n")
        config.chmod(0o600)
        options = ["--bind", self.host, "--port", str(self.port), "--save", "", "--appendonly", "no", "--dir"]
        program = self._home / "redis-server"  # it knows what it is to do by the name it is started under
        program.unlink(missing_ok=True)
        program.symlink_to(str(shutil.which(PROGRAM)))
        command = [program, config, *options, self._home]
        self._process = started(command, self._home, self._is_ready, {})

    def stop(self) -> None:
        """End in good order."""
        if self._process:
            stopped(self._process, signal.SIGTERM)

    def kill(self) -> None:
        """End as in a power cut."""
        if self._process:
            killed(self._process)

    def wipe(self) -> None:
        """Forget everything."""
        with self.client() as client:
            client.flushall()

    def _is_ready(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except RedisError:
            return False
