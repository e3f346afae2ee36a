"""One recording through the pipeline in this process, with a folder of its own for what is computed on the way."""

import fcntl
import hashlib
import os
import shutil
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scribe.models import models_of
from scribe.recipes import recipe_of, room_of, threads_of
from scribe.terminal import ProgressLine
from scribe.transcribe import check_output
from scribe.wording import say
from scribe_core.contract import keys
from scribe_core.domain.audio import Audio
from scribe_core.domain.export_format import ExportFormat, Presentation
from scribe_core.domain.people import Voiceprint
from scribe_core.domain.recording_name import title_of
from scribe_core.domain.revisions import revision_of
from scribe_core.domain.run import Lane, RunKind, RunSettings
from scribe_core.domain.transcript import Transcript
from scribe_core.errors import ScribeError
from scribe_core.exports import FORMATS
from scribe_core.exports.edition import Edition
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects
from scribe_workers.known_errors import as_scribe_error
from scribe_workers.pipeline import overall, transcript_of, voiceprint_from
from scribe_workers.stages import diarization
from scribe_workers.steps import Report, RunCancelled, Steps

MEETING = "this"
"""A private store holds one meeting; its name does not matter."""

KEPT_SECONDS = 7 * 86_400
"""How long an interrupted transcription waits to be taken up again."""


class Shown:
    """Shows a run's progress and lets a Ctrl-C through."""

    def __init__(self, line: ProgressLine, check: Callable[[], None], kind: RunKind = RunKind.TRANSCRIPTION) -> None:
        self._line, self._check, self._kind = line, check, kind
        self._from: tuple[float, float] | None = None

    def report(self, stage: str, part: float) -> None:
        """Told by the pipeline. What was computed before an interruption is passed at once and must not count."""
        self._check()
        done, now = overall(stage, part, self._kind), time.monotonic()
        left = ""
        if self._from is None and 0 < part < 1:
            self._from = done, now
        elif self._from is not None and done - self._from[0] > 0.02:
            seconds = (now - self._from[1]) * (1 - done) / (done - self._from[0])
            left = say("time_left", time=f"{seconds // 60:.0f} min" if seconds >= 60 else f"{seconds:.0f} s")
        self._line.show(say(f"stage_{stage}"), done, left)


@contextmanager
def store_for(settings: Settings, file: Path) -> Iterator[Path]:
    """A folder for this file's intermediate results, found again by its place, size and time of change."""
    status = file.stat()
    mark = f"{file.resolve()}\0{status.st_size}\0{status.st_mtime_ns}"
    home = settings.scratch_folder / "command-line"
    store = home / hashlib.sha256(mark.encode()).hexdigest()[:32]
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    for other in home.iterdir():
        if other.is_dir() and time.time() - other.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(other, ignore_errors=True)
    store.mkdir(exist_ok=True, mode=0o700)
    handle = os.open(store, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.utime(store)
        try:
            yield store
        finally:
            _forget_voices(store)
    except BlockingIOError as error:
        raise ScribeError("run_in_progress") from error
    finally:
        os.close(handle)


def _forget_voices(store: Path) -> None:
    """Delete the voice vectors that an unfinished diarization left: they may not outlive their run."""
    if store.is_dir():
        Objects.open(store.as_uri()).delete_under(keys.artefacts(MEETING, diarization.STAGE.name), keys.is_chunk)


def run(settings: Settings, file: Path, wanted: RunSettings, store: Path, report: Report) -> Transcript:
    """The transcript of a recording, from its store as far as it was computed before."""
    lengths: list[float] = []

    def note(audio: Audio) -> None:
        lengths.append(audio.seconds)

    steps = _steps(settings, file, store, report)
    with _errors_in_our_words():
        heard = transcript_of(keys.recording(MEETING), recipe_of(settings, wanted), steps, heard=note)
    return revision_of(
        heard,
        meeting_id=MEETING,
        title=title_of(file.name),
        number=1,
        seconds=lengths[0],
        previous=None,
        new_id=lambda: uuid.uuid4().hex,
    )


def voiceprint(settings: Settings, file: Path, store: Path, report: Report) -> Voiceprint:
    """What the voice of the one person who speaks in a recording is known by."""
    steps = _steps(settings, file, store, report)
    with _errors_in_our_words():
        return voiceprint_from(keys.recording(MEETING), recipe_of(settings, RunSettings()), steps, None)


def _steps(settings: Settings, file: Path, store: Path, report: Report) -> Steps:
    """The pipeline's steps on a recording in its store."""
    recording = store / keys.recording(MEETING)
    if not recording.is_symlink():  # the file itself, not a copy: it may have many gigabytes
        recording.parent.mkdir(parents=True, exist_ok=True)
        recording.symlink_to(file.resolve())
    return Steps(
        meeting_id=MEETING,
        objects=Objects.open(store.as_uri()),
        scratch=store / "scratch",
        models=models_of(settings),
        room=room_of(settings),
        threads=threads_of(settings),
        lanes=frozenset(Lane),
        report=report,
    )


@contextmanager
def _errors_in_our_words() -> Iterator[None]:
    try:
        yield
    except (RunCancelled, ScribeError):
        raise
    except Exception as error:
        known = as_scribe_error(error)
        if known.code == "unexpected":
            raise
        raise known from error


def write(transcript: Transcript, wanted: ExportFormat, shown: Presentation, output: Path | None) -> None:
    """Write the transcript in that format, to the terminal or as a file."""
    put(FORMATS[wanted].write(Edition.of(transcript, shown)), output)


def put(pieces: Iterable[bytes], output: Path | None) -> None:
    """Write bytes to the terminal, or as a file that appears once it is whole. Raises as `check_output` does."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    check_output(output)
    draft = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.writelines(pieces)
        draft.replace(output)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ScribeError("output_unwritable", path=output, reason=error.strerror) from error
