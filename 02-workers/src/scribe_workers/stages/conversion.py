"""Conversion: any recording people send becomes the one kind of sound all later stages read.

Nothing here looks inside the file but at its first bytes; the rest happens in the decoding process, within limits.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scribe_core.domain.audio import SAMPLE_RATE, Audio
from scribe_core.domain.media import HEAD_BYTES, media_type_of
from scribe_core.domain.run import Lane
from scribe_core.errors import ScribeError
from scribe_workers.engines.decoding import decode
from scribe_workers.engines.decoding_order import PEAKS_PER_SECOND, Bounds
from scribe_workers.steps import Bench, Limits, Stage

CPU_SECONDS, CPU_SECONDS_AN_HOUR = 120, 100
"""Processor time every recording may take, and for each hour that recordings may be long: six times what the slowest
format took (Opus, 16 s an hour of sound on a 2-core machine; docs/decisions/0004)."""


@dataclass(frozen=True, slots=True)
class ConversionLimits(Limits):
    """What a recording may be, and what decoding it may take (settings `recording_*` and `conversion_*`)."""

    longest_seconds: float
    least_seconds: float
    memory_bytes: int
    cpu_seconds_per_megabyte: float

    def bounds(self, recording_bytes: int) -> Bounds:
        """What the decoding process of a recording of that size may use."""
        hours, megabytes = self.longest_seconds / 3600, recording_bytes / 1e6
        cpu_seconds = CPU_SECONDS + CPU_SECONDS_AN_HOUR * hours + self.cpu_seconds_per_megabyte * megabytes
        sound_bytes = self.longest_seconds * SAMPLE_RATE * 2
        return Bounds(self.memory_bytes, int(cpu_seconds), int(sound_bytes * 1.1) + 1_000_000)  # noise grows in FLAC


def convert(bench: Bench, recording_key: str, limits: ConversionLimits) -> Audio:
    """The recording as 16 kHz mono FLAC with its waveform, and what its tags say about the meeting.

    A file that ends too early or is damaged inside gives what could be read and a warning. Silence is sound like any other.

    Errors: `media_empty`, `media_not_recognised`, `media_reference_refused`, `media_protected`, `media_no_audio`,
    `media_codec_unknown`, `media_damaged`, `media_sample_rate`, `media_too_short`, `media_too_long`, `media_limits`,
    `storage_full`, `out_of_memory`.
    """
    recording = bench.recording(recording_key)
    media_type_of(recording.read(0, HEAD_BYTES))
    with _working_files(bench.scratch) as (flac, peaks, sides):
        converted = decode(
            recording,
            flac,
            peaks,
            sides,
            limits.longest_seconds,
            limits.bounds(recording.size),
            lambda part: bench.progress(part, 1.0),
        )
        if converted.seconds < max(limits.least_seconds, 1 / SAMPLE_RATE):
            raise ScribeError("media_too_short", seconds=f"{converted.seconds:.1f}")
        peaks.seek(0)  # the child wrote through the same descriptor
        picture = {"per_second": PEAKS_PER_SECOND, "peaks": list(peaks.read())}
        sides.seek(0)
        louder = sides.read()
        return Audio(
            key=bench.keep("flac", Path(flac.name)),
            seconds=converted.seconds,
            peaks_key=bench.keep("peaks.json", json.dumps(picture, separators=(",", ":")).encode()),
            sides_key=bench.keep("sides", louder) if any(louder) else None,
            held_at=converted.held_at,
            warnings=converted.warnings,
        )


@contextmanager
def _working_files(scratch: Path) -> Iterator[tuple[IO[bytes], IO[bytes], IO[bytes]]]:
    """Three empty files that are gone afterwards."""
    scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (
        tempfile.NamedTemporaryFile(dir=scratch) as first,
        tempfile.NamedTemporaryFile(dir=scratch) as second,
        tempfile.NamedTemporaryFile(dir=scratch) as third,
    ):
        yield first, second, third


STAGE = Stage(run=convert, gives=Audio, name="conversion", version=3, lane=Lane.CPU)
