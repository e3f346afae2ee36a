"""Learning a voice, from a recording of one person or from what a meeting's speaker says. Only the voiceprint is kept."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from scribe_core.domain.audio import Audio
from scribe_core.domain.people import Voiceprint
from scribe_core.domain.run import Lane
from scribe_core.domain.speech import SpeechRegions
from scribe_core.domain.spoken_by import SpokenBy
from scribe_core.errors import ScribeError
from scribe_workers.stages.voices import relabelling
from scribe_workers.stages.voices.activity import INSTANTS_A_SECOND
from scribe_workers.stages.voices.arrays import Bools
from scribe_workers.stages.voices.clustering import people
from scribe_workers.stages.voices.embedding import embed
from scribe_workers.stages.voices.one_voice import heard_voice, part_of, solo_in, within
from scribe_workers.stages.voices.speaker_tracks import SoloSpeech
from scribe_workers.stages.voices.voice_windows import voice_windows
from scribe_workers.steps import Bench, Stage

if TYPE_CHECKING:
    from scribe_workers.engines.networks import VoiceNetwork
    from scribe_workers.engines.sound import Sound

LEAST_SECONDS = 10.0
"""Clean speech below which no voice is learnt: as much as a name is given from, which was measured (docs/decisions/0011).
Learning from less was not: the proof learns from up to 30 s."""

LISTEN_SECONDS = 120.0
"""Of clean speech that are listened to. A bound on the work, not measured: the proof of 0011 learns from up to 30 s."""

LOOKED_AT = 300 * INSTANTS_A_SECOND
"""Instants of clean speech, from the start, in which other voices are looked for; nothing after them is used.
A bound on the work (0011), not measured."""

OTHERS_SHARE = 0.1
"""Share of the speech from which another voice is somebody else and not a laugh or a cough. A choice (0011), not measured."""

LEAST_QUALITY = 0.5
"""Mean cosine between a voice's passages and the rest of it, below which it would not be known again. A choice (0011), not measured."""


def enrol(bench: Bench, audio: Audio, speech: SpeechRegions, speaker: SpokenBy | None) -> Voiceprint:
    """The voiceprint of the one person who speaks, in all of a recording or where a meeting's `speaker` does.

    Errors: `voice_too_short`, `voice_not_alone`, `voice_unclear`, and `diarization_failed` where the voice network cannot
    be run.
    """
    from scribe_workers.engines.filterbank import frames_in
    from scribe_workers.engines.networks import NetworkFailed, VoiceNetwork
    from scribe_workers.engines.sound import open_sound

    folder = bench.models.open("voice")
    try:
        with (
            bench.file(audio.key) as path,
            open_sound(path) as sound,
            bench.room.occupy("voice", lambda: VoiceNetwork(folder, bench.threads, bench.room.device)) as network,
        ):
            instants = frames_in(sound.samples)
            solo = solo_in(bench, speech, instants)
            if speaker is not None:
                solo = within(solo, speaker.regions, instants)
            solo = part_of(solo, np.arange(len(solo)) < LOOKED_AT)
            _require_enough(solo)
            alone = part_of(solo, _first_voice(bench, sound, solo, network))
            _require_enough(alone)
            voice = heard_voice(sound, alone.instants, network, LISTEN_SECONDS, lambda: bench.progress(0.9, 1.0))
    except NetworkFailed as failure:
        raise ScribeError("diarization_failed") from failure
    assert voice is not None, "what is enough to learn from is enough to hear"
    if voice.quality < LEAST_QUALITY:
        raise ScribeError("voice_unclear", quality=f"{voice.quality:.2f}")
    return Voiceprint(
        vector=voice.vector.astype("<f4").tobytes(),
        model=bench.models.digest("voice"),
        seconds=round(voice.seconds, 1),
        quality=voice.quality,
    )


def _require_enough(solo: SoloSpeech) -> None:
    seconds = len(solo) / INSTANTS_A_SECOND
    if seconds < LEAST_SECONDS:
        raise ScribeError("voice_too_short", seconds=f"{seconds:.0f}", least=f"{LEAST_SECONDS:.0f}")


def _first_voice(bench: Bench, sound: "Sound", solo: SoloSpeech, network: "VoiceNetwork") -> Bools:
    """Which solo instants are the main voice's, `(solo,)`, as diarization tells voices apart. Raises `voice_not_alone`."""
    windows = voice_windows(solo)
    if len(windows) == 0:
        return np.zeros(len(solo), np.bool_)
    tick = partial(bench.progress, 0.5, 1.0)
    heard = embed(sound, windows.spans(solo), network, tick).array  # (windows, dimensions)
    voices = people(heard, windows, hint=None, refine=True, tick=tick)
    labels = relabelling.solo_labels(relabelling.likeness(heard, windows, voices), windows, solo, tick)  # (solo,)
    shares = np.bincount(labels, minlength=len(voices)) / len(labels)  # (people,)
    if shares.max() < 1.0 - OTHERS_SHARE:
        raise ScribeError("voice_not_alone")
    first: Bools = labels == shares.argmax()
    return first


STAGE = Stage(
    run=enrol, gives=Voiceprint, name="enrolment", version=1, lane=Lane.GPU, models=("segmentation", "voice"),
    remembered=False,
)  # fmt: skip
"""One person's voiceprint; docs/decisions/0011 says what it was measured on."""
