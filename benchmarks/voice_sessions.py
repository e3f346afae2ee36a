"""Recordings with known speakers, as the product hears them: where each speaks alone, and what each sounds like there."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from product_stages import place, steps_over
from pydantic import Base64Bytes

from scribe.evaluation.recordings import Recording
from scribe.evaluation.references import Turn
from scribe.recipes import recipe_of
from scribe_core.contract import keys
from scribe_core.domain.audio import Audio
from scribe_core.domain.people import KnownVoice
from scribe_core.domain.run import Lane, RunSettings
from scribe_core.domain.speech import Region, SpeechRegions
from scribe_core.domain.spoken_by import EDGE_SECONDS, SpokenBy
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings
from scribe_workers.engines.filterbank import frames_in
from scribe_workers.engines.networks import VoiceNetwork
from scribe_workers.engines.sound import open_sound
from scribe_workers.model_room import ModelRoom
from scribe_workers.stages import conversion, diarization, enrolment, identification, speech
from scribe_workers.stages.voices.activity import INSTANTS_A_SECOND
from scribe_workers.stages.voices.one_voice import Voice, heard_voice, solo_in, within
from scribe_workers.steps import Bench, Stage, Steps

MOST_SECONDS = 120.0
"""Of one person's speech in one recording: its first half to learn from, its second half to be known by."""

LEARNT_SECONDS = 30.0
"""Speech that a voice is learnt from."""

LONG_SECONDS = 1800.0
"""A recording of more is a family of its own: it may hold the same passages as the shorter ones of its group."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A `Voice`, as it is remembered."""

    vector: Base64Bytes
    seconds: float
    quality: float

    @classmethod
    def of(cls, voice: Voice) -> "Heard":
        """To be remembered."""
        return cls(voice.vector.astype("<f4").tobytes(), voice.seconds, voice.quality)

    @property
    def voice(self) -> Voice:
        """As it was."""
        return Voice(np.frombuffer(self.vector, "<f4").astype(np.float32), self.seconds, self.quality)


@dataclass(frozen=True, slots=True)
class Session:
    """One recording, and where in it each person is heard alone by the reference."""

    name: str
    family: str
    audio: Audio
    regions: SpeechRegions
    spoken: Mapping[str, tuple[Region, ...]]

    @property
    def long(self) -> bool:
        """Whether it is no mix but an hour."""
        return self.audio.seconds > LONG_SECONDS

    def half(self, number: int) -> tuple[SpokenBy, ...]:
        """The first (0) or second (1) half of what each says."""
        halves = []
        for who, regions in self.spoken.items():
            middle = min(sum(region.seconds for region in regions), MOST_SECONDS) / 2
            halves.append(SpokenBy(who, _part(regions, number * middle, (number + 1) * middle)))
        return tuple(halves)


def passages(
    bench: Bench, audio: Audio, speech: SpeechRegions, spoken: tuple[SpokenBy, ...], seconds: float
) -> dict[str, list[Heard]]:
    """The voice of each person in each stretch of so many seconds of clean speech."""
    folder, length = bench.models.open("voice"), int(seconds * INSTANTS_A_SECOND)
    found: dict[str, list[Heard]] = {}
    with (
        bench.file(audio.key) as path,
        open_sound(path) as sound,
        bench.room.occupy("voice", lambda: VoiceNetwork(folder, bench.threads)) as network,
    ):
        instants = frames_in(sound.samples)
        solo = solo_in(bench, speech, instants)
        for one in spoken:
            mine = within(solo, one.regions, instants).instants
            for start in range(0, len(mine) - length + 1, length):
                voice = heard_voice(sound, mine[start : start + length], network, seconds, lambda: None)
                assert voice is not None
                found.setdefault(one.speaker_id, []).append(Heard.of(voice))
    return found


def listened_to(
    bench: Bench, audio: Audio, speech: SpeechRegions, speakers: tuple[SpokenBy, ...]
) -> dict[str, list[Heard]]:
    """The one voice of each speaker, as identification hears it."""
    voices = identification.listened_to(bench, audio, speech, speakers)
    return {speaker: [Heard.of(voice)] for speaker, voice in voices.items()}


def learnt(bench: Bench, audio: Audio, speech: SpeechRegions, speaker: SpokenBy) -> Heard:
    """The voice as the product learns it."""
    made = enrolment.enrol(bench, audio, speech, speaker)
    return Heard(made.vector, made.seconds, made.quality)


NETWORKS = enrolment.STAGE.models
LEARNING = Stage(run=learnt, gives=Heard, name="learning", version=1, lane=Lane.GPU, models=NETWORKS)
PASSAGES = Stage(run=passages, gives=dict[str, list[Heard]], name="passages", version=1, lane=Lane.GPU, models=NETWORKS)
LISTENING = Stage(
    run=listened_to, gives=dict[str, list[Heard]], name="listening", version=1, lane=Lane.GPU, models=NETWORKS
)


@dataclass
class Listener:
    """Listens to recordings by the product's own stages; a folder remembers what each gave."""

    settings: Settings
    folder: Path
    room: ModelRoom = field(default_factory=ModelRoom)

    def session(self, recording: Recording) -> Session:
        """The recording, converted and segmented."""
        turns = recording.reference().turns
        assert turns, f"{recording.name} has no turns"
        spoken = {label: _only(turns, who) for who, label in _labels({turn.speaker for turn in turns}).items()}
        return self.heard(recording.name, recording.sound, recording.group, spoken)

    def heard(
        self, name: str, file: Path, family: str, spoken: Mapping[str, tuple[Region, ...]] | None = None
    ) -> Session:
        """A recording in which those people are heard, or one person all the time."""
        place(name, file, self.folder)
        steps = self._steps(name)
        audio = steps.run(conversion.STAGE, keys.recording(name), recipe_of(self.settings, RunSettings()).limits)
        regions = steps.run(speech.STAGE, audio)
        if audio.seconds > LONG_SECONDS:
            family = f"{family}, long"
        return Session(name, family, audio, regions, spoken or {name: (Region(0.0, audio.seconds),)})

    def learnt(self, session: Session) -> list[KnownVoice]:
        """The voices that the product learns from the first half of what each says; whom it refuses is not among them."""
        known = []
        for one in session.half(0):
            first = SpokenBy(one.speaker_id, _part(one.regions, 0.0, LEARNT_SECONDS))
            try:
                made = self._steps(session.name).run(LEARNING, session.audio, session.regions, first)
            except ScribeError as refused:
                if refused.code != "voice_too_short":
                    print(f"{session.name}, {one.speaker_id}: {refused}", flush=True)
                continue
            known.append(KnownVoice(f"{session.name} {one.speaker_id}", one.speaker_id, made.vector))
        return known

    def passages(self, session: Session, seconds: float, half: int) -> dict[str, list[Voice]]:
        """The voice of each person in each stretch of so many seconds, in the first (0) or second (1) half."""
        found = self._steps(session.name).run(PASSAGES, session.audio, session.regions, session.half(half), seconds)
        return {who: [one.voice for one in heard] for who, heard in found.items()}

    def told_apart(self, session: Session) -> tuple[dict[str, str], dict[str, Voice]]:
        """The speakers that the product tells apart: who each mostly is, and what each sounds like to it."""
        steps = self._steps(session.name)
        turns = steps.run(diarization.STAGE, session.audio, session.regions, None).turns
        where: dict[str, tuple[Region, ...]] = defaultdict(tuple)
        for turn in turns:
            where[f"speaker {turn.speaker + 1}"] += (Region(turn.start, turn.end),)
        speakers = tuple(SpokenBy(name, regions) for name, regions in where.items())
        found = steps.run(LISTENING, session.audio, session.regions, speakers)
        voices = {name: heard.voice for name, (heard,) in found.items()}
        truth = {
            name: max(session.spoken, key=lambda who: _shared(regions, session.spoken[who]))
            for name, regions in where.items()
            if name in voices
        }
        return truth, voices

    def _steps(self, name: str) -> Steps:
        return steps_over(name, self.folder, self.settings, self.room)


def _part(regions: Sequence[Region], first: float, last: float) -> tuple[Region, ...]:
    """What is said from second `first` to second `last` of all that is said in the regions."""
    found, said = [], 0.0
    for region in regions:
        start, end = region.start + max(0.0, first - said), region.start + min(region.seconds, last - said)
        if start < end:
            found.append(Region(start, end))
        said += region.seconds
    return tuple(found)


def _only(turns: Sequence[Turn], who: str) -> tuple[Region, ...]:
    """Where that person speaks and nobody else does, by the reference, without the edges."""
    marks: dict[float, list[tuple[str, int]]] = defaultdict(list)
    for turn in turns:
        marks[turn.start].append((turn.speaker, 1))
        marks[turn.end].append((turn.speaker, -1))
    speaking: dict[str, int] = defaultdict(int)
    regions: list[Region] = []
    since: float | None = None
    for moment in sorted(marks):
        if since is not None and moment - since > 3 * EDGE_SECONDS:
            regions.append(Region(since + EDGE_SECONDS, moment - EDGE_SECONDS))
        for speaker, change in marks[moment]:
            speaking[speaker] += change
        since = moment if [one for one, count in speaking.items() if count > 0] == [who] else None
    return tuple(regions)


def _shared(some: Sequence[Region], others: Sequence[Region]) -> float:
    return sum(max(0.0, min(one.end, other.end) - max(one.start, other.start)) for one in some for other in others)


def _labels(names: Collection[str]) -> dict[str, str]:
    """What each is called everywhere: `Linda_Olsen` and `linda` are one person, unless a Linda Martin is there too."""
    plain = {name: unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold() for name in names}
    first = [name.split("_")[0] for name in plain.values()]
    return {
        name: short if first.count(short := whole.split("_")[0]) == 1 else whole
        for name, whole in sorted(plain.items())
    }
