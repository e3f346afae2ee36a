"""Decoding a recording in a process of its own, and what its end means.

The child is started afresh (none of our memory is in it), is lent the recording's bytes (`lending.py`) and nothing else, and
is gone when this call is over: at its end, when the run is cancelled, when this process is killed.
"""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import IO

from pydantic import TypeAdapter, ValidationError

from scribe_core.errors import SENTENCES, ScribeError
from scribe_workers.engines.decoding_order import Bounds, Converted, Order
from scribe_workers.engines.lending import Lender, Readable
from scribe_workers.niceness import let_give_way

LOOK_SECONDS = 1.0
"""Pause between two looks at whether the run was cancelled, while the child has nothing to say."""

SILENCE_SECONDS = 300.0
"""Time without a line after which the child hangs; even on a busy machine it says one every few seconds."""

WALL_FACTOR = 4
"""Times its processor time that the child may take by the clock."""

_ANSWER_BYTES = 256 * 1024
_ENVIRONMENT = {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def decode(
    recording: Readable,
    flac: IO[bytes],
    peaks: IO[bytes],
    sides: IO[bytes],
    longest: float,
    bounds: Bounds,
    progress: Callable[[float], None],
) -> Converted:
    """What the decoding process made of a recording; its sound, its peaks and its sides are in the files.

    Args:
        recording: its bytes, at any place.
        flac: an empty file, open for writing.
        peaks: another one, for one byte a peak.
        sides: another one, for one signed byte a step where there are two channels (`side_writer.py`).
        longest: the longest sound that is accepted, in seconds.
        bounds: what the process may use.
        progress: told the part that is done (0..1), at least once a second; what it raises ends the process.

    Errors: those of `media.convert`, `media_limits`, `storage_full`, `out_of_memory`, what reading the recording raises.
    """
    with Lender(recording) as lender, tempfile.TemporaryFile() as complaints:
        files = (lender.theirs.fileno(), flac.fileno(), peaks.fileno(), sides.fileno())
        order = Order(os.getpid(), *files, size=recording.size, longest=longest, bounds=bounds)
        with _started(order, files, complaints) as child:
            lender.handed_over()
            last = b""
            for line in _lines(child, bounds.cpu_seconds * WALL_FACTOR, progress):
                last = line
            child.wait()
        if lender.failure is not None:  # what the child says of half a recording is not the recording's fault
            raise lender.failure
        answer = _read(last)
        if child.returncode == 0 and isinstance(answer, Converted):
            return answer
        if isinstance(answer, ScribeError):
            raise answer
        complaints.seek(max(0, complaints.seek(0, os.SEEK_END) - 2000))
        raise _cause_of_death(child.returncode, complaints.read().decode(errors="replace"))


@contextlib.contextmanager
def _started(order: Order, files: tuple[int, ...], complaints: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """The child, killed and buried however the block ends."""
    command = [sys.executable, "-I", "-m", "scribe_workers.engines.media_process", json.dumps(asdict(order))]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=complaints,
        pass_fds=files,
        env=_ENVIRONMENT,
        cwd="/",
        start_new_session=True,  # no terminal of ours to type into, and an interrupt there is ours to pass on
    ) as child:
        try:
            let_give_way(child.pid)
            yield child
        finally:
            child.kill()


def _lines(child: subprocess.Popen[bytes], wall: float, progress: Callable[[float], None]) -> Iterator[bytes]:
    """What the child says, a line at a time, reporting its progress meanwhile. Errors: `media_limits` when it hangs."""
    assert child.stdout is not None
    part, heard = 0.0, b""
    end = time.monotonic() + wall
    patience = time.monotonic() + SILENCE_SECONDS
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            progress(part)
            if time.monotonic() > min(end, patience):
                raise ScribeError("media_limits")
            if not selector.select(LOOK_SECONDS):
                continue
            piece = os.read(child.stdout.fileno(), 64 * 1024)
            if not piece:
                return
            *lines, heard = (heard + piece).split(b"\n")
            if len(heard) > _ANSWER_BYTES:
                raise ScribeError("media_limits")
            for line in lines:
                answer = _read(line)
                if isinstance(answer, float):
                    part = max(part, answer)
                yield line
            patience = time.monotonic() + SILENCE_SECONDS


def _read(line: bytes) -> float | Converted | ScribeError | None:
    """A line of the child as progress, result or refusal. It has read hostile bytes: nothing is believed unchecked."""
    try:
        said = json.loads(line)
        if "part" in said:
            return min(1.0, max(0.0, float(said["part"])))
        if "converted" in said:
            converted = TypeAdapter(Converted).validate_python(said["converted"])
            known = all(code in SENTENCES for code in converted.warnings)
            return converted if known and 0 <= converted.seconds < 1e7 else None
        if said["refused"] in SENTENCES:
            return ScribeError(
                said["refused"], **{str(k)[:20]: str(v)[:40] for k, v in said.get("details", {}).items()}
            )
    except (ValueError, TypeError, KeyError, AttributeError, ValidationError):
        return None
    return None


def _cause_of_death(status: int, complaints: str) -> Exception:
    """The error for a child that ended without an answer."""
    if status == -signal.SIGXCPU:
        return ScribeError("media_limits")
    if status == -signal.SIGKILL:  # not by us: the system ran out of memory and chose it
        return ScribeError("out_of_memory")
    if status < 0:  # a decoder crashed
        return ScribeError("media_damaged")
    return RuntimeError(f"the decoding process ended with status {status}: {complaints}")
