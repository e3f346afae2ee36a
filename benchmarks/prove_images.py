"""The container images without an engine: every install step run in a bootstrapped Debian, and what is installed started there.

    ./manage.sh prove images            # as root; debootstrap comes from Debian's package of that name; about ten minutes
    ./manage.sh prove images --short    # only reads the files, as part of the tests

What comes of it runs as it would in a container: as a user that no image knows, on a read-only root, with the folders that the compose
files give it. API, worker and pages are started; a recording is taken in by the API of one image and transcribed by the worker of
another. The layers of NVIDIA's card (the base image, the packages of requirements-gpu.lock) are not run: they need gigabytes and a card.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
for source in ("src", "01-core/src", "02-workers/src", "03-interface/backend/src"):
    sys.path.append(str(HOME / source))

import httpx  # noqa: E402
from bootstrapped import SOMEBODY, built, started, within  # noqa: E402
from dockerfiles import Stage, context, read  # noqa: E402
from short_form import LANGUAGE, MODELS, SOUND  # noqa: E402

IMAGES = {
    "api": HOME / "03-interface/Dockerfile.api",
    "worker": HOME / "02-workers/Dockerfile",
    "web": HOME / "03-interface/Dockerfile.web",
}
DEBIAN = "bookworm"
API_PORT, WEB_PORT = 5911, 3911
PATIENCE_SECONDS = 300
NO_ROOT = 3


def main() -> int:
    """Build, start, look, print, keep; 1 where something is not as it should be."""
    options = _options()
    stages = {name: read(path, {}) for name, path in IMAGES.items()}
    names = context(HOME)
    if options.short:
        steps = sum(len(stage.steps) for found in stages.values() for stage in found)
        print(f"{len(stages)} images, {steps} steps, {len(names)} files go into a build; not run (--short)")
        return 0
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        print("not run: it needs root and debootstrap (apt-get install debootstrap)")
        return NO_ROOT
    folder = Path(tempfile.mkdtemp(prefix="scribe-images-", dir=options.folder))
    try:
        figures = proof(folder, stages, names, options.root)
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    kept = HERE / "results" / "images"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "images.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))
    return 1 if figures["wrong"] else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./manage.sh prove images")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the roots are made; 5 GB")
    parser.add_argument("--root", type=Path, help="a bootstrapped Debian that is there already")
    parser.add_argument("--keep", action="store_true", help="leave the roots where they are")
    return parser.parse_args()


def proof(folder: Path, images: dict[str, list[Stage]], names: list[str], root: Path | None) -> dict[str, object]:
    """What came of each image, and what is wrong with it."""
    if root is None:
        root = folder / "debian"
        print("bootstrapping Debian", flush=True)
        subprocess.run(["debootstrap", "--variant=minbase", DEBIAN, root], check=True, stdout=subprocess.DEVNULL)
    figures: dict[str, object] = {}
    wrong: list[str] = []
    roots: dict[str, Path] = {}
    for name, stages in images.items():
        began = time.monotonic()
        roots[name] = built(folder, root, name, stages, names)
        size = (_bytes(roots[name]) - _bytes(root)) / 1e6
        figures[name] = {"seconds": round(time.monotonic() - began), "megabytes beside its base": round(size)}
        print(f"{name}: {figures[name]}", flush=True)
        private = [
            str(path) for pattern in (".env*", "volumes") for path in (roots[name] / "opt/scribe").rglob(pattern)
        ]
        wrong += [f"{name} holds {path}" for path in private]
    # numpy is there for the embedder of what people search for (decision 0042), which is the API's one model.
    for library in ("onnxruntime", "ctranslate2", "av", "faster_whisper", "torch", "pip"):
        if (
            within(roots["api"], Stage("", ""), ["/opt/scribe/.venv/bin/python", "-c", f"import {library}"]).returncode
            == 0
        ):
            wrong.append(f"the API's image holds {library}")
    shared = folder / "shared"
    shared.mkdir()
    shutil.chown(shared, SOMEBODY, SOMEBODY)
    wrong += _used({name: (roots[name], stages[-1]) for name, stages in images.items()}, shared, figures)
    return {**figures, "wrong": wrong}


def _used(images: dict[str, tuple[Path, Stage]], shared: Path, figures: dict[str, object]) -> list[str]:
    """What went wrong while the images served a person. `shared` stands for the database and the object store."""
    stores = {"DATABASE_URL": "sqlite+aiosqlite:////shared/scribe.sqlite", "OBJECTS_URL": "file:///shared/objects"}
    api = {
        **stores,
        "SCRIBE_API_HOST": "0.0.0.0",  # noqa: S104 — as in its container
        "SCRIBE_ALLOW_INSECURE_LISTEN": "true",
        "SCRIBE_API_PORT": str(API_PORT),
    }
    worker = {**stores, "SCRIBE_OFFLINE": "true", "SCRIBE_DEVICE": "cpu"}
    for name in ("secrets", "scratch", "objects"):
        (shared / name).mkdir()
    subprocess.run(["cp", "-a", MODELS, shared / "models"], check=True)  # the tests' own belong to whoever fetched them
    subprocess.run(["chown", "-R", f"{SOMEBODY}:{SOMEBODY}", shared], check=True)
    with_secrets = {"/shared": shared, "/data/secrets": shared / "secrets"}
    with_models = {"/shared": shared, "/data/huggingface_cache": shared / "models", "/data/scratch": shared / "scratch"}
    wrong: list[str] = []
    for name, given, lent in (("api", api, with_secrets), ("worker", worker, with_models)):
        step = "run-migration" if name == "api" else "run-models"
        with started(*images[name], [step], given, lent) as once:
            if once.wait(PATIENCE_SECONDS) != 0:
                return [f"{name} {step}: {_log(shared, step)}"]
    if _lives(images["worker"], worker, with_models):
        wrong.append("the worker's probe finds one before it is started")
    with (
        started(*images["api"], [], api, with_secrets),
        started(*images["worker"], [], worker, with_models),
        started(*images["web"], [], {"PORT": str(WEB_PORT)}, {"/shared": shared}),
    ):
        began = time.monotonic()
        if not _answers(f"http://127.0.0.1:{API_PORT}/ready"):
            return [f"the API does not get ready: {_log(shared, 'api-1-run')}"]
        if not _answers(f"http://127.0.0.1:{WEB_PORT}/"):
            return [f"the pages do not answer: {_log(shared, 'web-1-run')}"]
        figures["ready after"] = round(time.monotonic() - began, 1)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (lives := _lives(images["worker"], worker, with_models)) and time.monotonic() < deadline:
            time.sleep(0.2)
        if not lives:
            wrong.append(f"the worker's probe: {_log(shared, 'run-probe')}")
        try:
            figures["transcribed"] = _transcribed(images["api"], api, with_secrets, shared)
        except (AssertionError, httpx.HTTPError) as error:
            wrong.append(f"{error}; {_log(shared, 'worker-1-run')}")
    return wrong


def _lives(image: tuple[Path, Stage], variables: dict[str, str], lent: dict[str, Path]) -> bool:
    """What the worker's health check finds."""
    with started(*image, ["run-probe"], variables, lent) as probe:
        return probe.wait(PATIENCE_SECONDS) == 0


def _transcribed(image: tuple[Path, Stage], variables: dict[str, str], lent: dict[str, Path], shared: Path) -> str:
    """The first words of a recording that went through both images."""
    with started(*image, ["run-code", "--first"], variables, lent) as once:
        assert once.wait(PATIENCE_SECONDS) == 0, _log(shared, "run-code")
    kind, code, _hours = _log(shared, "run-code").split()[:3]
    assert kind == "setup_code"
    person = {"email": "a@example.org", "password": "lampe ciseaux nuage guitare"}
    with httpx.Client(base_url=f"http://127.0.0.1:{API_PORT}/api/v1", timeout=60) as client:
        made = client.post("/setup", json={**person, "code": code, "name": "A", "language": "en"})
        assert made.status_code == 201, made.text
        token = client.post("/auth/token", data={"username": person["email"], "password": person["password"]}).json()
        client.cookies.clear()
        client.headers["Authorization"] = f"Bearer {token['access_token']}"
        hints = {"filename": SOUND.name, "language": LANGUAGE}
        meeting = client.post("/meetings", params=hints, content=SOUND.read_bytes())
        assert meeting.status_code == 201, meeting.text
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            seen = client.get(f"/meetings/{meeting.json()['id']}").json()
            if seen["status"] in ("COMPLETED", "FAILED"):
                assert seen["status"] == "COMPLETED", seen
                text = client.get(f"/meetings/{seen['id']}/export", params={"format": "txt"})
                assert text.status_code == 200, text.text
                return text.text[:80]
            time.sleep(0.5)
    raise AssertionError("the transcript did not come")


def _answers(url: str) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with suppress(httpx.HTTPError):
            if httpx.get(url, follow_redirects=True).status_code == 200:
                return True
        time.sleep(0.2)
    return False


def _log(shared: Path, part: str) -> str:
    return "".join(path.read_text()[-2000:] for path in sorted(shared.glob("*.log")) if part in path.name)


def _bytes(root: Path) -> int:
    return int(subprocess.run(["du", "-sb", root], capture_output=True, text=True, check=True).stdout.split()[0])


if __name__ == "__main__":
    sys.exit(main())
