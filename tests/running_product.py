"""The product as a person starts it, in a data folder of its own, and a program that talks to it over HTTP."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import httpx
from servers.process import free_port

from scribe.parts import open_objects
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects

HOME = Path(__file__).resolve().parents[1]
MANAGE = HOME / "manage.sh"
MODELS = Path(os.environ.get("SCRIBE_TEST_CACHE", HOME / ".cache")) / "models"
RECORDINGS = MODELS / "test-recordings"

EMAIL = "claire@example.org"
PASSWORD = "lampe ciseaux nuage guitare"
PATIENCE_SECONDS = 300


@dataclass
class Product:
    """One installation: `./manage.sh` with its settings. The models and the built web are the checkout's."""

    volumes: Path
    api_port: int = field(default_factory=free_port)
    web_port: int = field(default_factory=free_port)
    more: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.volumes.mkdir(parents=True, exist_ok=True)
        (self.volumes / "huggingface_cache").symlink_to(MODELS)

    @property
    def settings(self) -> dict[str, str]:
        """The environment of its commands."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SCRIBE_")}
        own = {"SCRIBE_VOLUMES": str(self.volumes), "SCRIBE_API_PORT": str(self.api_port), "LC_ALL": "C.UTF-8"}
        return {**kept, **own, "SCRIBE_WEB_PORT": str(self.web_port), "SCRIBE_LEASE_SECONDS": "4", **self.more}

    @property
    def stores(self) -> Settings:
        """Where its rows and its objects are, as its parts read it."""
        given: dict[str, Any] = {name.lower().removeprefix("scribe_"): value for name, value in self.more.items()}
        return Settings(_env_file=None, volumes=self.volumes, **given)

    @property
    def web(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def api(self) -> str:
        """Where a program finds it."""
        return f"http://127.0.0.1:{self.api_port}/api/v1"

    def manage(self, *arguments: str, cwd: Path = Path("/")) -> subprocess.CompletedProcess[str]:
        """Run one of its commands to its end."""
        return subprocess.run(
            [MANAGE, *arguments],
            cwd=cwd,
            env=self.settings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
            umask=0o022,  # as most people have it
        )

    def start(self) -> str:
        """Start it in the background; what it printed."""
        started = self.manage("start", "--detach")
        assert started.returncode == 0, started.stdout + started.stderr
        return started.stdout

    def stop(self) -> None:
        """Stop it; nothing happens where nothing runs."""
        stopped = self.manage("stop")
        assert stopped.returncode == 0, stopped.stdout + stopped.stderr

    def walk(self, journey: str, **told: object) -> str:
        """Have a browser walk one of the web's journeys, told so much more in its environment; what it printed."""
        folder = HOME / "03-interface/frontend"
        walked = subprocess.run(
            ["node", folder / "journeys" / f"{journey}.mjs"],
            cwd=folder,
            env={**os.environ, "WEB_URL": self.web, **{name: str(value) for name, value in told.items()}},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert walked.returncode == 0, walked.stdout + walked.stderr
        return walked.stdout

    def traces(self, prefix: str) -> list[str]:
        """Every file that lies in its store under a folder prefix."""
        return traces(open_objects(self.stores), prefix)

    def part(self, name: str) -> int:
        """The process number of one of its parts."""
        state = json.loads((self.volumes / "run" / "state.json").read_text())
        return next(int(part["pid"]) for part in state["parts"] if part["name"] == name)

    def kill(self, name: str) -> None:
        """As a machine in trouble does."""
        os.kill(self.part(name), signal.SIGKILL)


def traces(objects: Objects, prefix: str) -> list[str]:
    """Every file that lies in a store under a folder prefix: in a folder, half-written ones too."""
    if objects.root is None:
        return list(objects.under(prefix))
    return [str(Path(folder, name)) for folder, _, names in os.walk(objects.root / prefix) for name in names]


def one_time_code(printed: str) -> str:
    """The code that a start printed."""
    found = re.search(r"[Oo]ne-time code .*?([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})", printed)
    assert found, printed
    return found[1]


class Reached(Protocol):
    """What has an API somewhere."""

    @property
    def api(self) -> str: ...


class Program:
    """A program of a signed-in person."""

    def __init__(self, product: Reached) -> None:
        self.http = httpx.Client(base_url=product.api, timeout=60)

    def set_up(self, code: str) -> "Program":
        """Make the first administrator and sign in as one."""
        person = {"code": code, "email": EMAIL, "name": "Claire", "password": PASSWORD, "language": "fr"}
        made = self.http.post("/setup", json=person)
        assert made.status_code == 201, made.text
        return self.sign_in()

    def sign_in(self) -> "Program":
        """Get a token."""
        answer = self.http.post("/auth/token", data={"username": EMAIL, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.http.cookies.clear()
        self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return self

    def upload(self, recording: Path, **hints: str) -> dict[str, Any]:
        """Upload a recording; the meeting that was made."""

        def body() -> Iterator[bytes]:
            with recording.open("rb") as file:
                while part := file.read(65536):
                    yield part

        answer = self.http.post("/meetings", params={"filename": recording.name, **hints}, content=body())
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def news(self, meeting_id: str) -> Iterator[dict[str, Any]]:
        """The meeting's runs as they change, until one has ended."""
        with self.http.stream("GET", f"/meetings/{meeting_id}/events", timeout=PATIENCE_SECONDS) as stream:
            assert stream.status_code == 200
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    run = json.loads(line.removeprefix("data:"))
                    yield run
                    if run.get("status") in ("COMPLETED", "FAILED", "CANCELLED"):
                        return

    def read(self, path: str, **query: str) -> Any:
        """What stands at a path, as JSON."""
        answer = self.http.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()
