"""`./manage.sh bundle FILE`: one archive from which the product is installed, or brought up to date, without any network."""

import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
import tempfile
from argparse import Namespace
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from packaging.markers import Marker

from scribe import backup_file, bundle, environment, node, web
from scribe.environment import HOME, Progress
from scribe.models import catalogue_of, models_of, needed
from scribe.models import prepare as prepare_models
from scribe.parts import make_folders, read_settings
from scribe.terminal import Steps, megabytes
from scribe.wording import say
from scribe_core import VERSION
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings

TOP = f"smart-meeting-scribe-{VERSION}"
CODE = (
    "manage.sh", "README.md", "README.fr.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "SECURITY.md",
    "pyproject.toml", "compose.yaml", "requirements*.lock", "src", "01-core", "02-workers", "03-interface", "deploy", "docs",
)  # fmt: skip
"""What of the product's own files an installation needs. Whatever else was written beside them stays out: it may be a key."""

LOCKS = (environment.RUN_LOCK, environment.NODE_LOCK)
SUMS = "SHA256SUMS"

ANY_FOLDER = "/frontend"
"""Stands in the built server for the folder it was built in, which it notes and does not need: it runs wherever it is unpacked."""


def make(options: Namespace) -> int:
    """Fetch what an installation needs, and write it with the code into one file."""
    settings = read_settings()
    backup_file.check_new(options.file)
    code = code_files()
    make_folders(settings)
    steps = Steps(4)
    environment.CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=environment.CACHE, prefix="bundle-") as name:
        wheels = Path(name)
        with steps.step(say("step_packages")) as step:
            for lock in LOCKS:
                _fetch(lock, wheels, step.progress)
            step.outcome = say("prepared", count=len(list(wheels.glob("*.whl"))))
        with steps.step(say("step_models")) as step:
            step.outcome = prepare_models(settings, step.progress)
        with steps.step(say("step_web")) as step:
            web.build(node.prepare(say("step_node"), step.progress), say("step_web"), step.progress)
            step.outcome = say("ready")
        with steps.step(say("step_bundle")) as step, backup_file.new_file(options.file) as file:
            size = _write(file, code, wheels, settings)
            step.outcome = megabytes(size)
    options.file.chmod(0o644)  # nothing in it is a secret
    print(say("written", path=options.file))
    return 0


def _fetch(lock: Path, wheels: Path, progress: Progress) -> None:
    """Have a lock's packages for this Python and machine in a folder, each one's hash checked."""
    wanted = wheels / lock.name
    wanted.write_text("\n".join(_wanted(lock)))
    names, seen = environment.packages(wanted), 0

    def follow(line: str) -> None:
        nonlocal seen
        if line.startswith("Collecting "):
            seen += 1
            progress(min(seen / len(names), 1.0), line[11:].split("=")[0])

    options = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--no-input", "--no-color", "--progress-bar=off"]
    options += ["--disable-pip-version-check", "--dest", str(wheels), *bundle.pip_options(lock)]
    command = [str(environment.PYTHON), "-I", "-m", "pip", "download", *options, "-r", str(wanted)]
    environment.run_logged(command, say("step_packages"), follow)
    wanted.unlink()


def _wanted(lock: Path) -> Iterator[str]:
    """The pins of a lock that this Python's any patch release would install: some are for the first of them only."""
    patches = [{"python_full_version": f"{bundle.python()}.{patch}"} for patch in (0, 99)]
    for pin in re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip()):
        name, _, hashes = pin.partition("\\")
        requirement, _, marker = name.partition(" ; ")
        if not marker or any(Marker(marker.strip()).evaluate(dict(patch)) for patch in patches):
            yield f"{requirement.strip()} \\{hashes}"


def code_files() -> list[str]:
    """The product's own files by their names in its folder: those that git knows, and those that a bundle brought.

    Raises `bundle_unlisted` where nothing tells them from what else was written there.
    """
    listed: set[str] = set()
    if (HOME / ".git").exists():
        listed |= _tracked()
    if (HOME / SUMS).is_file():
        listed |= {line.partition("  ")[2] for line in (HOME / SUMS).read_text(encoding="utf-8").splitlines()}
    if not listed:
        raise ScribeError("bundle_unlisted")
    return sorted(name for name in listed if _is_code(name) and (HOME / name).is_file())


def _tracked() -> set[str]:
    try:
        answer = subprocess.run(["git", "-C", HOME, "ls-files", "-z"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:  # there is none, or it trusts no folder of another's
        raise ScribeError("bundle_unlisted") from error
    return set(answer.stdout.decode().split("\0"))


def _is_code(name: str) -> bool:
    parts = PurePosixPath(name).parts
    built = {".next", "node_modules"}.intersection(parts)
    return bool(parts) and not built and any(PurePosixPath(parts[0]).match(pattern) for pattern in CODE)


def _write(file: IO[bytes], code: Collection[str], wheels: Path, settings: Settings) -> int:
    """Write the archive; returns its length."""
    sums: list[str] = []
    with tarfile.open(fileobj=file, mode="w|") as tar:
        for name in code:
            _add(tar, HOME / name, name, sums)
        for path in _files(web.server().parent):
            _add_built(tar, path, sums)
        for path, name in _brought(wheels, settings):
            _add(tar, path, name, sums)
        contents = {
            "version": VERSION,
            "python": bundle.python(),
            "pip": next(one.name for one in wheels.glob("pip-*.whl")),
            "locks": {one.name: bundle.digest(one) for one in LOCKS},
        }
        _add_text(tar, "bundle/contents.json", json.dumps(contents, indent=1) + "\n", sums)
        # The server is plain JavaScript: it belongs to the Node that the bundle brings as to the one it was built with.
        mark = web.fingerprint(environment.NODE_LOCK.read_text().partition("==")[2], {HOME / name for name in code})
        _add_text(tar, f"{web.BUILD.relative_to(HOME)}/scribe-sources", mark, sums)
        _add_text(tar, SUMS, "".join(sums), [])
    return file.tell()


def _brought(wheels: Path, settings: Settings) -> Iterator[tuple[Path, str]]:
    """Each package and each model's files, and their names in the product's folder."""
    yield from ((one, f"bundle/wheels/{one.name}") for one in _files(wheels))
    store, catalogue = models_of(settings), catalogue_of(settings)
    for model in needed(settings):
        folder = store.open(model)
        yield from ((folder / one.name, f"bundle/models/{model}/{one.name}") for one in catalogue[model].files)


def _files(top: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(top):
        inner.sort()
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith(".env"))


def _add_built(tar: tarfile.TarFile, path: Path, sums: list[str]) -> None:
    """Add a file of the built server, without the folder that it was built in."""
    name = str(path.relative_to(HOME))
    place = str(web.FOLDER).encode()
    if path.suffix in {".js", ".json"} and not path.is_symlink() and place in (content := path.read_bytes()):
        _add_text(tar, name, content.replace(place, ANY_FOLDER.encode()).decode(), sums)
    else:
        _add(tar, path, name, sums)


def _add(tar: tarfile.TarFile, path: Path, name: str, sums: list[str]) -> None:
    info = _named(name, 0o755 if os.access(path, os.X_OK) else 0o644)
    if path.is_symlink():
        info.type, info.linkname = tarfile.SYMTYPE, str(path.readlink())
        tar.addfile(info)
        return
    info.size = path.stat().st_size
    digest = hashlib.sha256()
    with path.open("rb") as file:
        tar.addfile(info, _Hashed(file, digest))
    sums.append(f"{digest.hexdigest()}  {name}\n")


def _add_text(tar: tarfile.TarFile, name: str, text: str, sums: list[str]) -> None:
    content = text.encode()
    info = _named(name, 0o644)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))
    sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")


def _named(name: str, mode: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(f"{TOP}/{name}")
    info.mode = mode
    return info


class _Hashed:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, file: IO[bytes], digest: "hashlib._Hash") -> None:
        self._file, self._digest = file, digest

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self._digest.update(content)
        return content
