"""A bundle installs, starts, transcribes and upgrades where there is no network: really, in a network namespace that has none.

    ./manage.sh prove bundle [FILE]     # with a bundle that is there already, or a fresh one; a few minutes
    ./manage.sh prove bundle --short    # without the transcription and the upgrade, as part of the tests

The archive is unpacked into an empty folder, with an empty home and nothing of this machine's environment but its programs. Where a
namespace may not be made, every registry's address leads nowhere instead, and the proof says so.
"""

import argparse
import asyncio
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
for source in ("src", "01-core/src", "02-workers/src", "03-interface/backend/src", "tests"):
    sys.path.append(str(HOME / source))

from earlier_houses import REVISIONS, move_in  # noqa: E402
from servers.process import free_port  # noqa: E402
from short_form import MODELS, SOUND  # noqa: E402

from scribe_core.database.engine import Database  # noqa: E402

PATIENCE_SECONDS = 900
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
NOWHERE = "http://127.0.0.1:9"
WALLS = (("unshare", "--net"), ("unshare", "--map-root-user", "--net"))

LOOK = """
import sys, urllib.request
for url in sys.argv[1:]:
    print(urllib.request.urlopen(url, timeout=30).status, url)
"""


def main() -> int:
    """Make, unpack, start, look; 1 where something is not as it should be."""
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="scribe-bundle-", dir=options.folder))
    try:
        figures = proof(folder, options.file, short=options.short)
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    kept = HERE / "results" / "bundle"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "bundle.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))
    return 1 if figures["wrong"] else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./manage.sh prove bundle")
    parser.add_argument("file", nargs="?", type=Path, help="a bundle; else one is made")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--folder", type=Path, help="where it is unpacked; 3 GB")
    parser.add_argument("--keep", action="store_true", help="leave it there")
    return parser.parse_args()


def proof(folder: Path, bundle: Path | None, *, short: bool) -> dict[str, object]:
    """What was seen, and what is wrong with it."""
    figures: dict[str, object] = {}
    wrong: list[str] = []
    if bundle is None:
        bundle = folder / "scribe.bundle"
        given = {"SCRIBE_VOLUMES": str(folder / "makers"), "SCRIBE_MODELS_FOLDER": str(MODELS)}
        figures["made in s"] = _timed([HOME / "manage.sh", "bundle", bundle], {**os.environ, **given})
    figures["megabytes"] = round(bundle.stat().st_size / 1e6)
    house = Installation(folder, bundle)
    figures["without a network by"] = house.wall or "addresses that lead nowhere"
    wrong += house.run("sha256sum --check --quiet SHA256SUMS")
    began = time.monotonic()
    wrong += house.run("./manage.sh start --detach", *house.looks())
    figures["installed and started in s"] = round(time.monotonic() - began)
    wrong += house.run("./manage.sh stop")
    if not short:
        if said := house.run(f"./manage.sh transcribe {shlex.quote(str(SOUND))} --format txt -o transcript.txt"):
            wrong += said
        else:
            figures["transcribed"] = (house.home / "transcript.txt").read_text(encoding="utf-8")[:60]
        house.unpack()  # an upgrade: the files of the program over those that are there
        oldest = REVISIONS[0]
        database = house.home / "volumes" / "scribe.sqlite"
        for path in database.parent.glob("scribe.sqlite*"):
            path.unlink()
        asyncio.run(_moved_in(database, oldest))
        wrong += house.run("./manage.sh start --detach", *house.looks())
        wrong += house.run("./manage.sh stop")
        figures["upgraded from"] = oldest
    return {**figures, "wrong": wrong}


class Installation:
    """A bundle, unpacked, behind a wall."""

    def __init__(self, folder: Path, bundle: Path) -> None:
        self._folder, self._bundle = folder, bundle
        (folder / "home").mkdir()
        (folder / "unpacked").mkdir()
        self.unpack()
        (self.home,) = (folder / "unpacked").iterdir()
        self._ports = [free_port(), free_port()]
        self._wall = next((wall for wall in WALLS if _stands(wall)), ())
        self.wall = " ".join(self._wall)

    def unpack(self) -> None:
        """Lay the archive's files here, over whatever there is."""
        subprocess.run(
            ["tar", "--extract", "--file", self._bundle, "--directory", self._folder / "unpacked"], check=True
        )

    def looks(self) -> list[str]:
        """The command that asks the API and the pages."""
        api, web = self._ports
        urls = [f"http://127.0.0.1:{api}/health", f"http://127.0.0.1:{api}/ready", f"http://127.0.0.1:{web}/"]
        return [shlex.join(["python3", "-c", LOOK, *urls])]

    def run(self, *commands: str) -> list[str]:
        """Run commands one after the other in one namespace, in the installation's folder; what went wrong."""
        up = ["ip link set lo up"] if self._wall else []
        api, web = self._ports
        variables = {
            "PATH": PATH, "HOME": str(self._folder / "home"), "LC_ALL": "C.UTF-8", "SCRIBE_API_PORT": str(api), "SCRIBE_WEB_PORT": str(web),
            "PIP_INDEX_URL": NOWHERE, "npm_config_registry": NOWHERE, "HF_ENDPOINT": NOWHERE,
        }  # fmt: skip
        script = " && ".join([*up, *commands])
        done = subprocess.run(
            [*self._wall, "sh", "-c", script], cwd=self.home, env=variables, capture_output=True, text=True,
            timeout=PATIENCE_SECONDS, check=False,
        )  # fmt: skip
        print(done.stdout, end="", flush=True)
        return [] if done.returncode == 0 else [f"{script}: {done.stdout[-2000:]}{done.stderr[-2000:]}"]


def _stands(wall: tuple[str, ...]) -> bool:
    if not shutil.which("unshare") or not shutil.which("ip"):
        return False
    return subprocess.run([*wall, "ip", "link", "set", "lo", "up"], capture_output=True, check=False).returncode == 0


def _timed(command: list[str | Path], variables: dict[str, str]) -> int:
    began = time.monotonic()
    subprocess.run(command, env=variables, check=True, stdout=subprocess.DEVNULL)
    return round(time.monotonic() - began)


async def _moved_in(path: Path, revision: str) -> None:
    database = Database(f"sqlite+aiosqlite:///{path}")
    await move_in(database, revision)
    await database.close()


if __name__ == "__main__":
    sys.exit(main())
