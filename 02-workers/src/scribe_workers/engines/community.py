"""pyannote's community-1 as a program of its own: a sound file in, turns out. Standard library only."""

import contextlib
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scribe_core.errors import ScribeError
from scribe_workers.device import Device
from scribe_workers.engines.community_process import OUT_OF_MEMORY, Turn
from scribe_workers.niceness import let_give_way

PROGRAM = Path(__file__).with_name("community_process.py")
PULSE_SECONDS = 0.5
KILLED = -9

DESCRIPTION = "config.yaml"
"""The file of a pipeline's folder that names its parts."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Turns as (start, end, name of the speaker): overlaps included, and one speaker at a time."""

    turns: tuple[Turn, ...]
    exclusive: tuple[Turn, ...]


class Community:
    """The pipeline of a folder. Between two recordings it takes no memory: its process ends with each."""

    def __init__(self, python: Path, folder: Path, device: Device) -> None:
        if not (folder / DESCRIPTION).is_file() or not python.is_file():
            raise ScribeError("diarizer_missing", folder=folder)
        self._command = [str(python), "-I", str(PROGRAM), str(folder)]
        self._device = f"cuda:{device.number}" if device.card else "cpu"

    def leave(self) -> None:
        """Nothing is held."""

    def hear(self, sound: Path, least: int | None, most: int | None, pulse: Callable[[], None]) -> Heard:
        """Who speaks when. `pulse` is called twice a second; what it raises ends the work.

        Errors: `out_of_memory`; `diarizer_failed`, whatever else happened.
        """
        numbers = [] if least is None or most is None else [str(least), str(most)]
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
            command = [*self._command, str(sound), self._device, *numbers]
            with _child(command, out.fileno(), complaints.fileno()) as child:
                while True:
                    pulse()
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        status = child.wait(PULSE_SECONDS)
                        break
            if status in (OUT_OF_MEMORY, KILLED):
                raise ScribeError("out_of_memory")
            out.seek(0)
            complaints.seek(0)
            try:
                said = json.loads(out.read().splitlines()[-1])
                return Heard(
                    *(tuple((start, end, name) for start, end, name in said[key]) for key in ("turns", "exclusive"))
                )
            except (IndexError, ValueError, KeyError, TypeError) as error:
                reason = complaints.read().decode(errors="replace").strip().rpartition("\n")[2]
                raise ScribeError("diarizer_failed", reason=reason[:300] or f"status {status}") from error


@contextlib.contextmanager
def _child(command: list[str], out: int, complaints: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The child, killed and buried however the block ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "HF_"))}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=out, stderr=complaints, env=kept, start_new_session=True
    ) as child:
        try:
            let_give_way(child.pid)
            yield child
        finally:
            child.kill()
