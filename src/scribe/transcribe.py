"""`./manage.sh transcribe FILE`: the whole pipeline in this process, without server or database."""

import errno
import fcntl
import hashlib
import os
import shutil
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scribe import models
from scribe.interruption import INTERRUPTED, Interruptible
from scribe.models import models_of
from scribe.parts import make_folders, read_settings
from scribe.recipes import recipe_of, threads_of
from scribe.terminal import ProgressLine, language
from scribe.wording import say
from scribe_core.contract import keys
from scribe_core.database.base import new_id
from scribe_core.domain.audio import Audio
from scribe_core.domain.recording_name import title_of
from scribe_core.domain.revisions import revision_of
from scribe_core.domain.run import Lane, RunSettings
from scribe_core.domain.transcript import Transcript
from scribe_core.errors import ScribeError, sentence
from scribe_core.exports import FORMATS
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects
from scribe_workers.known_errors import as_scribe_error
from scribe_workers.model_room import ModelRoom
from scribe_workers.pipeline import overall, transcript_of
from scribe_workers.steps import RunCancelled, Steps

MEETING = "this"
"""A private store holds one meeting; its name does not matter."""

KEPT_SECONDS = 7 * 86_400
"""How long an interrupted transcription waits to be taken up again."""


def transcribe(options: Namespace) -> int:
    """Write the transcript to the terminal or a file. Interrupted, the same command goes on where it stopped."""
    settings = read_settings()
    check(options.file, options.output, options.speakers)
    wanted = options.format or format_of(options.output)
    make_folders(settings)
    line = ProgressLine(sys.stderr)
    models.prepare(settings, lambda part, note: line.show(f"… {say('step_models')}", part, note))
    run = RunSettings(language=options.language, speakers=options.speakers)
    with _private_store(settings, options.file) as store:
        job = Interruptible(lambda check: _run(settings, options.file, run, store, _Shown(line, check)))
        try:
            transcript = job.result()
        finally:
            line.clear()
        if transcript is None:
            sys.stderr.write(f"{say('goes_on_later')}\n")
            return INTERRUPTED
        _write(transcript, wanted, options.output)
        shutil.rmtree(store)
    for code in transcript.warnings:
        sys.stderr.write(say("warning", text=sentence(code, language())) + "\n")
    if options.output:
        sys.stderr.write(say("written", path=options.output) + "\n")
    return 0


def check(file: Path, output: Path | None, speakers: int | None) -> None:
    """Raises before any work what would only show after an hour of it."""
    if not file.is_file():
        raise ScribeError("file_not_found", path=file)
    if not os.access(file, os.R_OK):
        raise ScribeError("file_unreadable", path=file)
    if speakers is not None and speakers < 1:
        raise ScribeError("request_invalid", reason=f"--speakers {speakers}")
    if output is None:
        return
    if output.exists() and output.samefile(file):
        raise ScribeError("output_unwritable", path=output, reason=os.strerror(errno.EEXIST))
    if output.is_dir():
        raise ScribeError("output_unwritable", path=output, reason=os.strerror(errno.EISDIR))
    if not output.parent.is_dir():
        raise ScribeError("output_unwritable", path=output, reason=os.strerror(errno.ENOENT))
    if not os.access(output.parent, os.W_OK):
        raise ScribeError("output_unwritable", path=output, reason=os.strerror(errno.EACCES))


def format_of(output: Path | None) -> str:
    """The format a file's name asks for, plain text where it asks for none."""
    suffix = output.suffix.lstrip(".").lower() if output else ""
    return suffix if suffix in FORMATS else "txt"


class _Shown:
    """Shows a run's progress and lets a Ctrl-C through."""

    def __init__(self, line: ProgressLine, check: Callable[[], None]) -> None:
        self._line, self._check = line, check
        self._from: tuple[float, float] | None = None

    def report(self, stage: str, part: float) -> None:
        """Told by the pipeline. What was computed before an interruption is passed at once and must not count."""
        self._check()
        done, now = overall(stage, part), time.monotonic()
        left = ""
        if self._from is None and 0 < part < 1:
            self._from = done, now
        elif self._from is not None and done - self._from[0] > 0.02:
            seconds = (now - self._from[1]) * (1 - done) / (done - self._from[0])
            left = say("time_left", time=f"{seconds // 60:.0f} min" if seconds >= 60 else f"{seconds:.0f} s")
        self._line.show(say(f"stage_{stage}"), done, left)


@contextmanager
def _private_store(settings: Settings, file: Path) -> Iterator[Path]:
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
        yield store
    except BlockingIOError as error:
        raise ScribeError("run_in_progress") from error
    finally:
        os.close(handle)


def _run(settings: Settings, file: Path, run: RunSettings, store: Path, shown: _Shown) -> Transcript:
    objects = Objects.open(store.as_uri())
    recording = store / keys.recording(MEETING)
    if not recording.is_symlink():  # the file itself, not a copy: it may have many gigabytes
        recording.parent.mkdir(parents=True, exist_ok=True)
        recording.symlink_to(file.resolve())
    lengths: list[float] = []

    def note(audio: Audio) -> None:
        lengths.append(audio.seconds)

    steps = Steps(
        meeting_id=MEETING,
        objects=objects,
        scratch=store / "scratch",
        models=models_of(settings),
        room=ModelRoom(),
        threads=threads_of(settings),
        lanes=frozenset(Lane),
        report=shown.report,
    )
    try:
        heard = transcript_of(keys.recording(MEETING), recipe_of(settings, run), steps, heard=note)
    except (RunCancelled, ScribeError):
        raise
    except Exception as error:
        known = as_scribe_error(error)
        if known.code == "unexpected":
            raise
        raise known from error
    return revision_of(
        heard, meeting_id=MEETING, title=title_of(file.name), number=1, seconds=lengths[0], previous=None, new_id=new_id
    )


def _write(transcript: Transcript, wanted: str, output: Path | None) -> None:
    pieces = FORMATS[wanted].write(transcript)
    if output is None:
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
        return
    draft = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.writelines(pieces)
        draft.replace(output)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ScribeError("output_unwritable", path=output, reason=error.strerror) from error
