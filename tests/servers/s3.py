"""SeaweedFS as an S3 service, from the package that carries its one program."""

import json
import os
import resource
import secrets
import sysconfig
from pathlib import Path

import obstore

from scribe_core.stores.objects import Objects
from scribe_core.stores.s3 import S3Access, open_bucket
from servers.process import LOOPBACK, Process, answers, free_port, killed, started

PORTS = (
    "master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc", "s3.port.grpc",
)  # fmt: skip

QUIET = (
    "-master.telemetry=false",  # nothing calls home
    "-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.iam=false", "-s3.autoCreateBucket=true", "-volume.preStopSeconds=0",
    "-volume.max=0", "-master.volumeSizeLimitMB=64",
)  # fmt: skip

BUCKET = "scribe"


class S3:
    """A server in a folder of its own with one bucket. Killed and started again, it has what it had, on the same port."""

    def __init__(self, home: Path, host: str = LOOPBACK) -> None:
        self._home, self.host, self.port = home, host, free_port(host)
        self.keys, self._administrator = (
            (secrets.token_hex(10), secrets.token_hex(20)),
            ("admin", secrets.token_hex(20)),
        )
        self._process: Process | None = None

    @property
    def endpoint(self) -> str:
        """Where it answers."""
        return f"http://{self.host}:{self.port}"

    @property
    def access(self) -> S3Access:
        """With the product's key, which may use the bucket and nothing else."""
        return S3Access(self.endpoint, access_key=self.keys[0], secret_key=self.keys[1])

    @property
    def administrator(self) -> S3Access:
        """With a key that may do everything."""
        return S3Access(self.endpoint, access_key=self._administrator[0], secret_key=self._administrator[1])

    def url(self, prefix: str = "") -> str:
        """An address within the bucket, as `OBJECTS_URL` takes it."""
        return f"s3://{BUCKET}/{prefix}".rstrip("/")

    def objects(self, prefix: str = "") -> Objects:
        """The product's store there."""
        return Objects.open(self.url(prefix), self.access)

    def settings(self, prefix: str) -> dict[str, str]:
        """What an installation has in its environment to use it."""
        return {
            "OBJECTS_URL": self.url(prefix),
            "SCRIBE_OBJECTS_ENDPOINT": self.endpoint,
            "SCRIBE_OBJECTS_ACCESS_KEY": self.keys[0],
            "SCRIBE_OBJECTS_SECRET_KEY": self.keys[1],
        }

    def start(self, *options: str) -> None:
        """Answer, with the bucket."""
        config = self._home / "s3.json"
        mine = [f"{action}:{BUCKET}" for action in ("Read", "Write", "List", "Tagging")]
        config.write_text(
            json.dumps({"identities": [_identity(self.keys, mine), _identity(self._administrator, ["Admin"])]})
        )
        config.chmod(0o600)
        ports = [f"-{name}={free_port(self.host)}" for name in PORTS]
        sockets = [f"-{part}.localSocket={self._home / part}.sock" for part in ("s3", "filer")]
        command = [
            Path(sysconfig.get_path("scripts")) / "weed", "server", f"-dir={self._home}", f"-ip={self.host}",
            f"-ip.bind={self.host}", "-s3", f"-s3.port={self.port}", f"-s3.config={config}", *ports, *sockets, *QUIET, *options,
        ]  # fmt: skip
        self._process = started(
            command, self._home, self._is_ready, {"HOME": str(self._home), "TMPDIR": str(self._home)}
        )

    def kill(self) -> None:
        """End as in a power cut: asked in good order, it takes half a minute."""
        if self._process:
            killed(self._process)

    def fill(self) -> None:
        """From now on no file of its may grow, as on a full disk."""
        self._let_grow(4096)

    def make_room(self) -> None:
        """The disk is full no more."""
        self._let_grow(resource.RLIM_INFINITY)

    def _let_grow(self, size: int) -> None:
        assert self._process
        _, most = resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (size, most))

    def _is_ready(self) -> bool:
        """Whether it takes an object. An administrator's first one makes the bucket."""
        if not answers(self.port, self.host):
            return False
        bucket = open_bucket(self.url(), self.administrator, patient=False)
        try:
            obstore.put(bucket, f"probes/{os.getpid()}", b"")
            obstore.delete(bucket, f"probes/{os.getpid()}")
        except obstore.exceptions.BaseError:
            return False
        return True


def _identity(keys: tuple[str, str], actions: list[str]) -> dict[str, object]:
    return {"name": keys[0], "credentials": [{"accessKey": keys[0], "secretKey": keys[1]}], "actions": actions}
