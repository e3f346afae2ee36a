"""What an NVIDIA card needs of this installation: packages of its own, beside the product's, and a word from the doctor."""

import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scribe import environment
from scribe.environment import Progress
from scribe.terminal import gigabytes, language
from scribe.wording import say
from scribe_core.accelerators import driver
from scribe_core.errors import ScribeError

if TYPE_CHECKING:
    from scribe.doctor import Finding
    from scribe_core.settings import Settings

FOLDER = environment.VENV / "gpu"
"""Stands before the product's packages on the path: its ONNX Runtime knows the card, theirs does not."""

PATH_LINE = "import sys; sys.path.insert(0, sys.prefix + '/gpu')\n"

SPACE = 7_000_000_000
"""Free bytes asked for. Measured: 3.1 GB installed, 1.9 GB fetched and held while it is unpacked."""

log = logging.getLogger(__name__)


def wanted(settings: "Settings") -> bool:
    """Whether the settings let a card be used and there is one, or whether they ask for one by name."""
    return settings.device != "cpu" and bool(driver().cards())


def prepare(settings: "Settings", progress: Progress) -> None:
    """Install what the card needs, where one is to be used. Without it `auto` falls back to the processor and says so.

    Raises what `environment.prepare` raises, where the settings ask for a card by name.
    """
    if environment.is_current(environment.GPU_LOCK) or not wanted(settings):
        return
    try:
        _install(progress)
    except ScribeError as error:
        if settings.device != "auto":
            raise
        log.warning("the card stays unused: %s", error)


def _install(progress: Progress) -> None:
    what = say("step_card")
    with environment.one_at_a_time(progress):
        if environment.is_current(environment.GPU_LOCK):
            return
        environment.check_space(environment.HOME, SPACE)
        pip = [str(environment.PYTHON), "-I", "-m", "pip"]
        with tempfile.TemporaryDirectory(dir=environment.VENV, prefix="gpu-") as name:
            new = Path(name) / "gpu"
            environment.install(pip, environment.GPU_LOCK, what, progress, target=new)
            shutil.rmtree(FOLDER, ignore_errors=True)
            new.rename(FOLDER)
        site = next((environment.VENV / "lib").glob("python3.*")) / "site-packages"
        (site / "scribe_gpu.pth").write_text(PATH_LINE)
        environment.mark_installed(environment.GPU_LOCK)
    if str(FOLDER) not in sys.path:
        sys.path.insert(0, str(FOLDER))


def findings(settings: "Settings") -> Iterator["Finding"]:
    """What the doctor says of the device: which one models run on, its memory and driver, and what it lacks."""
    from scribe.doctor import Finding
    from scribe.recipes import device_of
    from scribe_workers.engines.cuda_libraries import absent_of

    try:
        device = device_of(settings)
    except ScribeError as error:
        yield Finding(error.sentence(language()), "✗")
        return
    if device.problem:
        remedy = device.problem.sentence(language())
        yield Finding(say("doctor_device", device=device.name), "–", remedy)
        return
    if device.card is None:
        yield Finding(say("doctor_device", device=device.name))
        return
    memory = device.memory()
    known = driver()
    yield Finding(
        say(
            "doctor_card",
            device=device.name,
            memory=gigabytes(device.card.memory),
            free=gigabytes(memory.free) if memory else "?",
            driver=known.version or "?",
            cuda="{}.{}".format(*known.cuda),
            capability=device.card.capability,
        )
    )
    absent = absent_of()
    prepared = environment.is_current(environment.GPU_LOCK)
    if absent or not prepared:
        yield Finding(
            say("doctor_libraries", libraries=", ".join(absent) or "ONNX Runtime"), "–", say("doctor_next_start")
        )
    else:
        yield Finding(say("step_card"))
