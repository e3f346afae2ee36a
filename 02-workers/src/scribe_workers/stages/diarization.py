"""Who speaks when. The recipe, top to bottom; each step lives in its own file under `voices/` (why: docs/decisions/0005).

    step              gives           shape                       that is
    speech stage      Activity        (windows, 589, 3)           which of a 10 s window's own voices are active, frame by frame
    solo_speech       SoloSpeech      (solo,)                     instants at which one speaks alone, with track and turn
    voice_windows     VoiceWindows    (windows,)                  1.5 s of a turn each
    embed             vectors         (windows, 192)              what each sounds like, of unit length
    people            Voices          (people, 192)               how many people there are, and what each sounds like
    solo_labels       labels          (solo,)                     which person speaks at each solo instant
    votes             Votes           (frames, people), (frames,) the probability that each speaks; that anybody, that two do
    spoken_turns      SpokenTurns     (frames, speakers)          turns, overlaps included, speakers by first appearance
    foremost          one_voice       (frames, speakers)          whom to hear in each frame, by a look into the overlaps

The side file under `SpeakerTurns.posteriors_key` is an NPZ with one array, `posteriors` `(frames, speakers) uint8`:
how sure it is, in steps of 1/255, that each speaker is the one to hear in each 16.875 ms frame (`voices/foremost.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from scribe_core.domain.audio import Audio
from scribe_core.domain.run import Lane, SpeakerRange
from scribe_core.domain.speech import Region, SpeechRegions
from scribe_core.domain.voices import SpeakerTurns
from scribe_core.errors import ScribeError
from scribe_workers.stages.voices import embedding, loudness, relabelling
from scribe_workers.stages.voices.activity import INSTANTS_A_SECOND, Activity
from scribe_workers.stages.voices.arrays import Bools, Floats, Ints, as_bytes, packed
from scribe_workers.stages.voices.clustering import Voices, people, people_on_sides
from scribe_workers.stages.voices.embedding import VoiceVectors
from scribe_workers.stages.voices.foremost import crowded_windows, foremost
from scribe_workers.stages.voices.sides import by_side
from scribe_workers.stages.voices.speaker_tracks import SoloSpeech, solo_speech, solo_speech_in
from scribe_workers.stages.voices.tone import rarely_has_tone
from scribe_workers.stages.voices.turns import SpokenTurns, exclusive_turns, spoken_turns
from scribe_workers.stages.voices.voice_windows import STEP_SECONDS as VOICE_STEP
from scribe_workers.stages.voices.voice_windows import VoiceWindows, voice_windows
from scribe_workers.steps import Bench, Stage

if TYPE_CHECKING:
    from scribe_workers.engines.sound import Sound

SOLO_SHARE = 0.9
"""Of the stage's time, for the progress bar: the rest is clustering, labelling and a look into the overlaps, which are one window
in ten (docs/decisions/0015)."""

MOST_TOLD_APART = 12
"""People up to whom a number found without a hint is given without a warning (docs/decisions/0014): a choice, not a measure. Real
voices were tried up to the ten readers of one hour (0005, 0013), random vectors up to sixteen (the clustering's tests)."""


def diarize(
    bench: Bench, audio: Audio, speech: SpeechRegions, hint: SpeakerRange | None, voice_step: float = VOICE_STEP
) -> SpeakerTurns:
    """Who speaks when, overlaps included; speakers are numbered by first appearance.

    `hint` is how many there may be, where somebody knows it; `voice_step` the seconds from one voice vector to the next. A
    recording in which nobody speaks has no turns.

    Errors: `diarization_failed` where the voice network cannot be run.
    """
    from scribe_workers.engines.sound import open_sound

    with bench.file(audio.key) as path, open_sound(path) as sound:
        heard = heard_speech(bench, sound, audio, speech, hint, voice_step)
        if len(heard.windows) == 0:
            return SpeakerTurns((), 0, None)
        tick = partial(bench.progress, SOLO_SHARE, 1.0)
        find = people_on_sides if heard.on_sides else people
        voices = find(heard.vectors, heard.windows, hint=hint, refine=heard.activity is not None, tick=tick)
        spoken = turns_of(heard, voices, tick)
        present = spoken.present()
        crowded = crowded_windows(present, heard.instants)
        heard_before = embedding.chunks_of(len(heard.windows))
        crowd = _embedded(bench, sound, crowded.spans, chunk=heard_before, progress=(SOLO_SHARE, 1.0))
        unclear = rarely_has_tone(sound, heard.solo)
    one_voice = foremost(spoken.shares, present, crowded, crowd @ voices.centroids[list(spoken.people)].T)
    warnings = (*_warnings(len(spoken.people), voices, hint), *["voices_unclear"] * unclear)
    return _finished(bench, spoken, one_voice, audio.seconds, warnings)


@dataclass(frozen=True, slots=True)
class HeardSpeech:
    """What is heard in a recording before anybody is told apart.

    `vectors` `(windows, 192)` are the `windows`' voices; `levels` `(instants,)` how loud it is; `activity` is None where a stand-in took
    the segmentation's place. `on_sides` says that tracks are the sides of a conversation.
    """

    solo: SoloSpeech
    windows: VoiceWindows
    vectors: Floats
    activity: Activity | None
    levels: Floats
    instants: int
    seconds: float
    on_sides: bool


def heard_speech(
    bench: Bench, sound: "Sound", audio: Audio, speech: SpeechRegions, hint: SpeakerRange | None, voice_step: float
) -> HeardSpeech:
    """Where one speaks alone, and the voice of every window of it. Errors as of `diarize`."""
    from scribe_workers.engines.filterbank import frames_in

    instants = frames_in(sound.samples)
    activity = _heard(bench, speech)
    solo = solo_speech_in(_speaking(speech, instants)) if activity is None else solo_speech(activity, instants)
    on_sides = _on_sides(bench, audio, solo, hint)
    if on_sides is not None:
        solo = on_sides
    windows = voice_windows(solo, voice_step)
    vectors = _embedded(bench, sound, windows.spans(solo), chunk=0, progress=(0.0, SOLO_SHARE))
    levels = loudness.levels(sound)
    return HeardSpeech(solo, windows, vectors, activity, levels, instants, audio.seconds, on_sides is not None)


def turns_of(heard: HeardSpeech, voices: Voices, tick: Callable[[], None]) -> SpokenTurns:
    """Who speaks when, overlaps included, given what each of the people sounds like."""
    like = relabelling.likeness(heard.vectors, heard.windows, voices)
    labels = relabelling.solo_labels(like, heard.windows, heard.solo, tick, voices.sides)
    if heard.activity is None:
        return spoken_turns(relabelling.sole_votes(heard.solo, labels, heard.instants, len(voices)), heard.seconds)
    votes = relabelling.votes(heard.activity, heard.solo, labels, heard.instants, len(voices), tick)
    return spoken_turns(loudness.sharpened(votes, heard.levels), heard.seconds)


def _heard(bench: Bench, speech: SpeechRegions) -> Activity | None:
    """What the segmentation network heard in the speech stage, None where a stand-in took its place."""
    if speech.activity_key is None:
        return None
    with bench.file(speech.activity_key) as path:
        return Activity.unpacked(path)


def _on_sides(bench: Bench, audio: Audio, solo: SoloSpeech, hint: SpeakerRange | None) -> SoloSpeech | None:
    """The solo speech with its side of the conversation as track, where each channel is one and the hint allows two people."""
    if audio.sides_key is None or (hint is not None and hint.nearest(2) != 2):
        return None
    with bench.file(audio.sides_key) as path:
        return by_side(solo, path)


def _speaking(speech: SpeechRegions, instants: int) -> Bools:
    """Whether anybody speaks at each instant, `(instants,)`."""
    speaking = np.zeros(instants, np.bool_)
    for region in speech.regions:
        speaking[_span(region)] = True
    return speaking


def _span(region: Region) -> slice:
    return slice(round(region.start * INSTANTS_A_SECOND), round(region.end * INSTANTS_A_SECOND))


def _embedded(
    bench: Bench, sound: "Sound", spans: Sequence[Ints], *, chunk: int, progress: tuple[float, float]
) -> Floats:
    """The unit vector of every stretch, `(stretches, 192)`; a killed run finds the chunks it had finished.

    Chunks are numbered from `chunk` on; meanwhile the stage's progress bar goes from the first part of `progress` to the second.
    """
    from scribe_workers.engines.networks import NetworkFailed, VoiceNetwork

    count = embedding.chunks_of(len(spans))
    before, after = progress
    folder = bench.models.open("voice")
    vectors = [np.zeros((0, embedding.DIMENSIONS), np.float32)]
    try:
        with bench.room.occupy("voice", lambda: VoiceNetwork(folder, bench.threads, bench.room.device)) as network:
            for number in range(count):
                tick = partial(bench.progress, before + (after - before) * number / count, 1.0)
                tick()
                part = spans[number * embedding.CHUNK : (number + 1) * embedding.CHUNK]
                compute = partial(embedding.embed, sound, part, network, tick)
                vectors.append(bench.chunk(chunk + number, VoiceVectors, compute).array)
    except NetworkFailed as failure:
        raise ScribeError("diarization_failed") from failure
    return np.concatenate(vectors)


def _warnings(found: int, voices: Voices, hint: SpeakerRange | None) -> tuple[str, ...]:
    """What a reader should know about the number of speakers."""
    if hint is None:
        return ("many_speakers",) if found > MOST_TOLD_APART else ()
    if 0 < found < hint.least:
        return ("speakers_hint_unmet",)
    return ("speakers_hint_doubtful",) if voices.hint_doubtful else ()


def _finished(
    bench: Bench, spoken: SpokenTurns, one_voice: Floats, seconds: float, warnings: tuple[str, ...]
) -> SpeakerTurns:
    """The stage's result, with the posteriors kept where there is a choice between speakers."""
    speakers = len(spoken.people)
    key = None
    if speakers > 1:
        key = bench.keep("posteriors.npz", packed({"posteriors": as_bytes(one_voice)}))
    return SpeakerTurns(spoken.turns, speakers, key, warnings, exclusive_turns(one_voice, spoken.present(), seconds))


STAGE = Stage(
    run=diarize, gives=SpeakerTurns, name="diarization", version=4, lane=Lane.GPU, models=("segmentation", "voice")
)
