"""Where anybody speaks. The segmentation network hears the recording here, once; diarization uses its answers again.

The side file under `SpeechRegions.activity_key` is an NPZ of `uint8` arrays (`voices/activity.py`): `sets`
`(windows, 589)`, `voices` `(windows, 589, 3)` and `speech` `(windows, 589)`, over windows of 10 s every `step` seconds `()`.
"""

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Base64Bytes

from scribe_core.domain.audio import SAMPLE_RATE, Audio
from scribe_core.domain.run import Lane
from scribe_core.domain.speech import Region, SpeechRegions
from scribe_core.errors import ScribeError
from scribe_workers.stages.voices import activity as windows
from scribe_workers.stages.voices.activity import Activity
from scribe_workers.stages.voices.arrays import Floats
from scribe_workers.steps import Bench, Stage

if TYPE_CHECKING:
    from scribe_workers.engines.sound import Sound

BATCH = 4
"""Windows for one call of the network: as fast as 8 (38 ms a window, one core) with two thirds of the memory (160 MB)."""

CHUNK = 64
"""Windows whose answers are kept together: 160 s of the recording, what a killed run loses at most."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """When a probability of speech counts as speech. Probabilities come every `step` seconds, the first from `start` on.

    Speech starts at `onset` and lasts until the probability falls below `offset`. `pause` is the probability below
    which a region is cut if it stays there: a good place to cut, nothing is lost.
    """

    step: float
    start: float
    onset: float
    offset: float
    pause: float


SEGMENTATION = Hearing(
    windows.FRAME_SECONDS, windows.FIRST_CENTRE - windows.FRAME_SECONDS / 2, onset=0.3, offset=0.2, pause=0.5
)
"""Low on purpose: a word that is not heard is lost, a silence that is heard costs a little time. With transcription's
0.2 s around them, these regions miss 1.0 % of the speech of the AMI excerpts and 1.6 % of the English mixes'. With 0.4 s it is
1.0 and 0.3 %, and Silero's usual settings miss 6.0 % of AMI even then (0005)."""

SILERO = Hearing(512 / SAMPLE_RATE, 0.0, onset=0.5, offset=0.35, pause=0.35)
"""Silero's own settings; not measured against others here."""

SHORTEST_PAUSE = 0.16
"""Seconds of silence at which speech is cut into regions: what Silero was measured with (0005). Others were not measured;
nothing is lost at a cut."""


@dataclass(frozen=True, slots=True)
class HeardChunk:
    """The network's answers for a chunk of windows, as a packed `Activity`."""

    activity: Base64Bytes


def find_speech(bench: Bench, audio: Audio, step: float = windows.STEP_SECONDS) -> SpeechRegions:
    """Where anybody speaks, without a margin: whoever listens to a region adds a little sound around it.

    `step` is the seconds from one window of the network to the next.

    Errors: `speech_detection_failed` where the segmentation network cannot be run, `model_…` where it is missing.
    """
    from scribe_workers.engines.networks import NetworkFailed
    from scribe_workers.engines.sound import open_sound

    try:
        with bench.file(audio.key) as path, open_sound(path) as sound:
            activity = _segmented(bench, sound, step)
    except NetworkFailed as failure:
        raise ScribeError("speech_detection_failed") from failure
    key = bench.keep("activity.npz", activity.packed())
    return SpeechRegions(regions_in(activity.speech_probability(), SEGMENTATION, audio.seconds), "segmentation", key)


def find_speech_simply(bench: Bench, audio: Audio) -> SpeechRegions:
    """Where anybody speaks as Silero VAD hears it: stands in for `find_speech`, and says so.

    A stage of its own, so that a later run tries the network again instead of finding this result.
    """
    from scribe_workers.engines.sound import open_sound

    with bench.file(audio.key) as path, open_sound(path) as sound:
        found = regions_in(_silero_probabilities(bench, sound), SILERO, sound.seconds)
    return SpeechRegions(found, "silero", None, ("speech_detector_replaced",))


def _segmented(bench: Bench, sound: "Sound", step: float) -> Activity:
    """The segmentation network's answers over the whole recording, read window by window."""
    from scribe_workers.engines.networks import SegmentationNetwork

    count = windows.windows_in(sound.samples, step)
    folder = bench.models.open("segmentation")
    with bench.room.occupy(
        "segmentation", lambda: SegmentationNetwork(folder, bench.threads, bench.room.device)
    ) as network:

        def heard(first: int) -> HeardChunk:
            parts = []
            last = min(first + CHUNK, count)
            for start in range(first, last, BATCH):
                bench.progress(start, count)
                batch = [
                    sound.window(window * int(step * SAMPLE_RATE), windows.WINDOW_SAMPLES)
                    for window in range(start, min(start + BATCH, last))
                ]
                parts.append(Activity.of(network.log_probabilities(np.stack(batch)), step))
            return HeardChunk(Activity.joined(parts).packed())

        chunks = [
            bench.chunk(number, HeardChunk, partial(heard, first))
            for number, first in enumerate(range(0, count, CHUNK))
        ]
    bench.progress(count, count)
    return Activity.joined([Activity.unpacked(chunk.activity) for chunk in chunks])


def _silero_probabilities(bench: Bench, sound: "Sound") -> Floats:
    """The stand-in's probability of speech every 32 ms."""
    from scribe_workers.engines.networks import NetworkFailed
    from scribe_workers.engines.voice_activity import BLOCK, VoiceActivity

    heard = []
    try:
        detector = VoiceActivity()
        for number, block in enumerate(sound.blocks(BLOCK)):
            bench.progress(number * BLOCK, sound.samples)
            heard.append(detector.probabilities(block))
    except NetworkFailed as failure:
        raise ScribeError("model_missing", model="silero") from failure
    return np.concatenate([np.zeros(0, np.float32), *heard])


def regions_in(probability: Floats, hearing: Hearing, seconds: float) -> tuple[Region, ...]:
    """The regions of a recording of so many seconds, given the `probability` of speech over time, `(steps,)`."""
    spans = [
        (hearing.start + first * hearing.step, hearing.start + after * hearing.step)
        for first, after in _spoken(probability, hearing)
    ]
    spans = [(max(0.0, start), min(end, seconds)) for start, end in spans]
    return tuple(Region(round(start, 3), round(end, 3)) for start, end in spans if end > start)


def _spoken(probability: Floats, hearing: Hearing) -> list[tuple[int, int]]:
    """Spans of speech as first step and the one after the last, cut at each real pause."""
    # Speech lasts as long as `offset` is kept, provided that `onset` is reached somewhere in it.
    spans = [
        span
        for span in windows.stretches(probability >= hearing.offset)
        if probability[slice(*span)].max() >= hearing.onset
    ]
    least = SHORTEST_PAUSE / hearing.step
    spoken: list[tuple[int, int]] = []
    for first, after in spans:
        if spoken and first - spoken[-1][1] < least:
            first = spoken.pop()[0]
        cuts = [
            first + (quiet + loud) // 2
            for quiet, loud in windows.stretches(probability[first:after] < hearing.pause)
            if loud - quiet >= least and quiet > 0 and loud < after - first
        ]
        spoken += list(pairwise([first, *cuts, after]))
    return spoken


STAND_IN = Stage(run=find_speech_simply, gives=SpeechRegions, name="speech", version=1, lane=Lane.CPU)
STAGE = Stage(run=find_speech, gives=SpeechRegions, name="speech", version=2, lane=Lane.GPU, models=("segmentation",))
