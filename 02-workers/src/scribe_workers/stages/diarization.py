"""Who speaks when. The recipe, top to bottom; each step lives in its own file under `voices/` (why: docs/decisions/0005).

The side file under `SpeakerTurns.posteriors_key` is an NPZ with one array, `posteriors` `(frames, speakers) uint8`:
how sure it is, in steps of 1/255, that each speaker is heard in each 16.875 ms frame (`voices.activity.frame_start`).
"""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from scribe_core.domain.audio import Audio
from scribe_core.domain.run import Lane
from scribe_core.domain.speech import Region, SpeechRegions
from scribe_core.domain.voices import SpeakerTurns
from scribe_core.errors import ScribeError
from scribe_workers.stages.voices import embedding, relabelling
from scribe_workers.stages.voices.activity import INSTANTS_A_SECOND, Activity
from scribe_workers.stages.voices.arrays import Bools, Floats, as_bytes, packed
from scribe_workers.stages.voices.clustering import people
from scribe_workers.stages.voices.embedding import VoiceVectors
from scribe_workers.stages.voices.speaker_tracks import SoloSpeech, solo_speech, solo_speech_in
from scribe_workers.stages.voices.turns import SpokenTurns, spoken_turns
from scribe_workers.stages.voices.voice_windows import VoiceWindows, voice_windows
from scribe_workers.steps import Bench, Stage

if TYPE_CHECKING:
    from scribe_workers.engines.sound import Sound

EMBEDDING_SHARE = 0.95
"""Of the stage's time: the rest is clustering and labelling."""


def diarize(bench: Bench, audio: Audio, speech: SpeechRegions, speakers: int | None) -> SpeakerTurns:
    """Who speaks when, overlaps included; speakers are numbered by first appearance.

    `speakers` is how many there are, where somebody knows it. A recording in which nobody speaks has no turns.

    Errors: `diarization_failed` where the voice network cannot be run.
    """
    from scribe_workers.engines.filterbank import frames_in
    from scribe_workers.engines.sound import open_sound

    with bench.file(audio.key) as path, open_sound(path) as sound:
        instants = frames_in(sound.samples)
        activity = _heard(bench, speech)
        solo = solo_speech(activity, instants) if activity else solo_speech_in(_speaking(speech, instants))
        windows = voice_windows(solo)
        if len(windows) == 0:
            return _finished(bench, SpokenTurns((), np.zeros((0, 0), np.float32)), speakers)
        vectors = _embedded(bench, sound, solo, windows)

    tick = partial(bench.progress, EMBEDDING_SHARE, 1.0)
    voices = people(vectors, windows, speakers=speakers, refine=activity is not None, tick=tick)
    like = relabelling.likeness(vectors, windows, voices)
    labels = relabelling.solo_labels(like, windows, solo, tick)
    if activity is not None:
        shares, count = relabelling.votes(activity, solo, labels, instants, len(voices), tick)
    else:
        shares, count = relabelling.sole_votes(solo, labels, instants, len(voices))
    return _finished(bench, spoken_turns(shares, count, audio.seconds), speakers)


def _heard(bench: Bench, speech: SpeechRegions) -> Activity | None:
    """What the segmentation network heard in the speech stage, None where a stand-in took its place."""
    if speech.activity_key is None:
        return None
    with bench.file(speech.activity_key) as path:
        return Activity.unpacked(path)


def _speaking(speech: SpeechRegions, instants: int) -> Bools:
    """Whether anybody speaks at each instant, `(instants,)`."""
    speaking = np.zeros(instants, np.bool_)
    for region in speech.regions:
        speaking[_span(region)] = True
    return speaking


def _span(region: Region) -> slice:
    return slice(round(region.start * INSTANTS_A_SECOND), round(region.end * INSTANTS_A_SECOND))


def _embedded(bench: Bench, sound: "Sound", solo: SoloSpeech, windows: VoiceWindows) -> Floats:
    """The unit vector of every window, `(windows, 192)`; a killed run finds the chunks it had finished."""
    from scribe_workers.engines.networks import NetworkFailed, VoiceNetwork

    count = embedding.chunks_of(windows)
    folder = bench.models.open("voice")
    vectors = []
    try:
        with bench.room.occupy("voice", lambda: VoiceNetwork(folder, bench.threads)) as network:
            for number in range(count):
                tick = partial(bench.progress, EMBEDDING_SHARE * number, count)
                tick()
                compute = partial(embedding.embed, sound, solo, windows, number, network, tick)
                vectors.append(bench.chunk(number, VoiceVectors, compute).array)
    except NetworkFailed as failure:
        raise ScribeError("diarization_failed") from failure
    return np.concatenate(vectors)


def _finished(bench: Bench, spoken: SpokenTurns, hint: int | None) -> SpeakerTurns:
    """The stage's result, with the posteriors kept where there is a choice between speakers."""
    speakers = spoken.posteriors.shape[1]
    key = None
    if speakers > 1:
        key = bench.keep("posteriors.npz", packed({"posteriors": as_bytes(spoken.posteriors)}))
    warnings = ("speakers_hint_unmet",) if hint is not None and 0 < speakers < hint else ()
    return SpeakerTurns(spoken.turns, speakers, key, warnings)


STAGE = Stage(
    run=diarize, gives=SpeakerTurns, name="diarization", version=1, lane=Lane.GPU, models=("segmentation", "voice")
)
