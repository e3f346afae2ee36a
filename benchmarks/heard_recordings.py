"""Recordings and pieces of them as the product hears them before it tells anybody apart, with who speaks when by their references."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from product_stages import place, steps_over

from scribe.evaluation.recordings import Recording
from scribe.evaluation.references import Turn
from scribe.recipes import recipe_of
from scribe_core.contract import keys
from scribe_core.domain.audio import Audio
from scribe_core.domain.run import Lane, RunSettings
from scribe_core.domain.speech import SpeechRegions
from scribe_core.settings import Settings
from scribe_workers.engines.sound import open_sound
from scribe_workers.model_room import ModelRoom
from scribe_workers.stages import conversion, diarization, speech
from scribe_workers.stages.voices.activity import Activity
from scribe_workers.stages.voices.arrays import Floats, packed, unpacked
from scribe_workers.stages.voices.speaker_tracks import SoloSpeech
from scribe_workers.stages.voices.voice_windows import STEP_SECONDS, voice_windows
from scribe_workers.steps import Bench, Stage

PIECE_SECONDS = (30.0, 60.0, 180.0)
"""How long the pieces are that a recording is also cut into."""

CUT_FROM = 180.0
"""Seconds from which a recording is cut."""

LONG_SECONDS = 1800.0
"""A recording of more is a row of its own, and a piece is taken of it only every"""

PIECE_EVERY = 300.0
"""seconds."""

RATE = 16_000


@dataclass(frozen=True, slots=True, eq=False)
class HeardRecording:
    """A recording or a piece of one. `row` is where its errors are added up; `group` is left out as a whole."""

    name: str
    group: str
    row: str
    turns: Sequence[Turn]
    heard: diarization.HeardSpeech


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the heard speech of a recording is remembered."""

    key: str


def kept(bench: Bench, audio: Audio, regions: SpeechRegions) -> Kept:
    """What the product's diarization hears, remembered."""
    with bench.file(audio.key) as path, open_sound(path) as sound:
        heard = diarization.heard_speech(bench, sound, audio, regions, None, STEP_SECONDS)
    arrays = {"vectors": heard.vectors, "levels": heard.levels, "instants": heard.solo.instants}
    arrays |= {"tracks": heard.solo.tracks, "turns": heard.solo.turns}
    return Kept(bench.keep("heard.npz", packed(arrays)))


HEARD = Stage(
    run=kept,
    gives=Kept,
    name="heard",
    version=diarization.STAGE.version,
    lane=Lane.GPU,
    models=diarization.STAGE.models,
)


@dataclass
class Ear:
    """Hears recordings by the product's own stages; a folder remembers what each gave."""

    settings: Settings
    folder: Path

    def __post_init__(self) -> None:
        """One room for all."""
        self.room = ModelRoom()

    def hear(self, recording: Recording) -> Iterator[HeardRecording]:
        """The recording whole, then its pieces."""
        turns = recording.reference().turns or ()
        audio, whole = self._heard(recording.name, recording.sound)
        long = audio.seconds > LONG_SECONDS
        group = recording.group
        yield HeardRecording(recording.name, group, f"{group}, an hour" if long else group, turns, whole)
        if audio.seconds < CUT_FROM:
            return
        for seconds in PIECE_SECONDS:
            every = PIECE_EVERY if long else seconds
            for number in range(int((audio.seconds - seconds) // every) + 1):
                start = number * every
                name = f"{recording.name}-{seconds:.0f}s-{number:03d}"
                said = tuple(_within(turns, start, start + seconds))
                if said:
                    _, piece = self._heard(name, self._piece(name, audio, start, seconds))
                    yield HeardRecording(name, group, f"{group}, {seconds:.0f} s", said, piece)

    def everybody(self, recordings: Sequence[Recording], seconds: float) -> HeardRecording:
        """One recording of all people of those given, one after another: so many seconds of each, in their own turns."""
        said: list[Floats] = []
        turns: list[Turn] = []
        for recording in recordings:
            audio, _ = self._heard(recording.name, recording.sound)
            with open_sound(self.folder / audio.key) as sound:
                for who, start, end in _first_said(recording.reference().turns or (), seconds):
                    begin = sum(map(len, said)) / RATE
                    said += [sound.slice(int(start * RATE), int(end * RATE)), np.zeros(RATE // 2, np.float32)]
                    turns.append(Turn(begin, begin + end - start, f"{recording.name} {who}"))
        path = self.folder / "pieces" / "everybody.flac"
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, np.concatenate(said), RATE, subtype="PCM_16")
        return HeardRecording("everybody", "everybody", "everybody", turns, self.heard("everybody", path))

    def heard(self, name: str, sound: Path) -> diarization.HeardSpeech:
        """A recording by itself."""
        return self._heard(name, sound)[1]

    def samples(self, name: str, sound: Path) -> Floats:
        """A short recording's samples at 16 kHz."""
        audio, _ = self._heard(name, sound)
        with open_sound(self.folder / audio.key) as converted:
            return converted.slice(0, converted.samples)

    def _heard(self, name: str, sound: Path) -> tuple[Audio, diarization.HeardSpeech]:
        place(name, sound, self.folder)
        steps = steps_over(name, self.folder, self.settings, self.room)
        audio = steps.run(conversion.STAGE, keys.recording(name), recipe_of(self.settings, RunSettings()).limits)
        regions = steps.run(speech.STAGE, audio)
        key = steps.run(HEARD, audio, regions).key
        arrays = unpacked(self.folder / key)
        solo = SoloSpeech(arrays["instants"], arrays["tracks"], arrays["turns"])
        vectors, levels = arrays["vectors"], arrays["levels"]
        activity = Activity.unpacked(self.folder / regions.activity_key) if regions.activity_key else None
        windows = voice_windows(solo, STEP_SECONDS)
        heard = diarization.HeardSpeech(solo, windows, vectors, activity, levels, len(levels), audio.seconds, False)
        return audio, heard

    def _piece(self, name: str, audio: Audio, start: float, seconds: float) -> Path:
        path = self.folder / "pieces" / f"{name}.flac"
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            with open_sound(self.folder / audio.key) as sound:
                heard = sound.slice(int(start * RATE), int((start + seconds) * RATE))
            soundfile.write(path, heard, RATE, subtype="PCM_16")
        return path


def _within(turns: Sequence[Turn], start: float, end: float) -> Iterator[Turn]:
    """The turns of a piece, in its own time."""
    for turn in turns:
        first, last = max(turn.start, start), min(turn.end, end)
        if first < last:
            yield Turn(first - start, last - start, turn.speaker)


def _first_said(turns: Sequence[Turn], seconds: float) -> Iterator[tuple[str, float, float]]:
    """Who says the first so many seconds of what each says while nobody else does, and from when to when."""
    left = dict.fromkeys((turn.speaker for turn in turns), seconds)
    for turn in turns:
        alone = all(other is turn or other.end <= turn.start or turn.end <= other.start for other in turns)
        if alone and left[turn.speaker] > 0:
            end = min(turn.end, turn.start + left[turn.speaker])
            left[turn.speaker] -= end - turn.start
            yield turn.speaker, turn.start, end
