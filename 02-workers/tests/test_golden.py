"""What each stage means, on one conversation of two real voices: from the recording to who said what, and who that is.

The figures are today's, as narrow as another processor's rounding lets them be: three frames for a turn, a few words for a text.
Whoever changes what a stage means finds it here, changes the figure and raises the stage's version. What one recording cannot show
is in the tests of the steps: `diarization/test_relabelling.py`, `diarization/test_clustering.py`, `fusion/test_utterances.py`,
`transcription/test_listening.py`.
"""

import importlib
import io
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy.signal import resample_poly

from scribe_core.domain.audio import SAMPLE_RATE, Audio
from scribe_core.domain.people import KnownVoice
from scribe_core.domain.revisions import revision_of
from scribe_core.domain.run import Preset
from scribe_core.domain.speech import Region, SpeechRegions, Words
from scribe_core.domain.spoken_by import spoken_by
from scribe_core.domain.transcript import Transcript, Utterances
from scribe_core.domain.voices import SpeakerTurns
from scribe_workers import stages
from scribe_workers.model_room import ModelRoom
from scribe_workers.models.store import ModelStore
from scribe_workers.stages import (
    conversion,
    diarization,
    enrolment,
    fusion,
    identification,
    speech,
    transcription,
)
from scribe_workers.stages.conversion import ConversionLimits
from scribe_workers.stages.hallucination_guards import letters_of
from scribe_workers.stages.identification import Settled
from scribe_workers.stages.transcription import MANNERS, Recogniser
from scribe_workers.steps import Stage

from .conftest import Desk, Known, Sound

pytestmark = pytest.mark.models

VERSIONS = {
    "community_diarization.STAGE": 1,
    "conversion.STAGE": 3,
    "diarization.STAGE": 4,
    "enrolment.STAGE": 1,
    "fusion.STAGE": 4,
    "identification.STAGE": 2,
    "speech.STAGE": 2,
    "speech.STAND_IN": 1,
    "transcription.STAGE": 5,
}

FRAMES = 0.051
"""Seconds of three frames: how far an edge may move by rounding. A constant that is changed moves some by four or more."""

REGIONS = [
    (0.023, 7.245), (7.650, 11.312), (11.312, 13.303), (13.303, 15.936), (15.936, 17.674), (18.129, 20.273), (20.880, 22.213),
    (22.213, 23.934), (24.559, 27.546), (27.951, 29.689), (29.689, 31.866), (32.136, 33.823), (34.228, 39.561),
]  # fmt: skip
"""Where somebody speaks, of 39.7 s."""

TURNS = [
    (0.023, 3.499, 0), (3.803, 7.127, 0), (7.701, 11.076, 1), (11.514, 11.717, 1), (11.717, 13.134, 0), (13.472, 15.615, 0),
    (16.239, 17.589, 0), (18.180, 20.205, 1), (20.931, 23.850, 0), (24.609, 27.428, 0), (28.001, 29.436, 0), (29.925, 31.697, 0),
    (32.186, 33.671, 1), (34.296, 39.206, 1), (35.291, 37.333, 0),
]  # fmt: skip
"""Who speaks when; the fourth is a mistake of a fifth of a second."""

SAID = [
    (
        0,
        0.1,
        7.1,
        "it was the best of times it was the worst of times it was the age of wisdom it was the age of foolishness",
    ),
    (1, 7.7, 10.9, "we laugh less heartily so we have still that resource"),
    (0, 11.6, 17.8, "it was the epoch of belief it was the epoch of incredulity it was the season of light"),
    (1, 18.2, 20.2, "no not heartily just less heartily"),
    (0, 20.8, 24.1, "it was the spring of hope it was the winter of despair"),
    (0, 25.1, 27.7, "we had everything before us we had nothing before us"),
    (0, 28.5, 32.1, "we were all going direct to heaven we were all going direct the other way"),
    (
        1,
        32.6,
        39.5,
        "you thought you were in pain not now ensure you remember the day i went and fetched you from that ditch",
    ),
]
"""Who says what, from when to when."""

LIMITS = ConversionLimits(longest_seconds=600, least_seconds=0.1, memory_bytes=1 << 30, cpu_seconds_per_megabyte=10)
BASE = Recogniser("whisper-base", "base", "int8")


@dataclass
class Heard:
    """What every stage made of the conversation."""

    desk: Desk
    audio: Audio
    regions: SpeechRegions
    words: Words
    turns: SpeakerTurns
    said: Utterances
    transcript: Transcript


@pytest.fixture(scope="session")
def heard(tmp_path_factory: pytest.TempPathFactory, store: ModelStore, room: ModelRoom, conversation: Known) -> Heard:
    """The conversation, recorded in stereo at 48 kHz, through the whole pipeline."""
    desk = Desk(tmp_path_factory.mktemp("golden"), store, room)
    desk.objects.create("meetings/m/recording", wav(resample_poly(conversation.sound, 3, 1), 48_000))
    steps = desk.steps()
    audio = steps.run(conversion.STAGE, "meetings/m/recording", LIMITS)
    regions = steps.run(speech.STAGE, audio)
    words = steps.run(transcription.STAGE, audio, regions, BASE, MANNERS[Preset.BALANCED], None, ())
    turns = steps.run(diarization.STAGE, audio, regions, None)
    said = steps.run(fusion.STAGE, words, turns)
    ids = iter(f"id{number}" for number in range(1000))
    transcript = revision_of(
        said, meeting_id="m", title="", number=1, seconds=audio.seconds, previous=None, new_id=lambda: next(ids)
    )
    return Heard(desk, audio, regions, words, turns, said, transcript)


def wav(sound: Sound, rate: int) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, np.column_stack([sound, sound]), rate, format="WAV", subtype="PCM_16")
    return file.getvalue()


def test_conversion_gives_the_sound_itself_at_16_khz_in_one_channel(heard: Heard, conversation: Known) -> None:
    kept, rate = soundfile.read(io.BytesIO(heard.desk.objects.read(heard.audio.key) or b""), dtype="float32")
    assert (rate, kept.ndim) == (SAMPLE_RATE, 1)
    assert heard.audio.seconds == pytest.approx(conversation.seconds, abs=0.01)
    length = min(len(kept), len(conversation.sound))
    assert np.corrcoef(kept[:length], conversation.sound[:length])[0, 1] > 0.99
    assert (heard.audio.sides_key, heard.audio.warnings) == (None, ())


def test_speech_is_where_somebody_speaks_cut_at_pauses(heard: Heard, conversation: Known) -> None:
    regions = heard.regions.regions
    assert heard.regions.detector == "segmentation"
    assert len(regions) == len(REGIONS)
    for region, (start, end) in zip(regions, REGIONS, strict=True):
        assert (region.start, region.end) == pytest.approx((start, end), abs=FRAMES)
    for start, end, _ in conversation.truth:
        inside = sum(max(0.0, min(end, region.end) - max(start, region.start)) for region in regions)
        assert inside > 0.85 * (end - start)  # transcription listens 0.2 s beyond


def test_transcription_writes_what_is_said_where_it_is_said(heard: Heard) -> None:
    assert (heard.words.language, heard.words.warnings, heard.words.withheld) == ("en", (), {})
    text = [letters_of(word.text) for word in heard.words.words]
    expected = " ".join(text for *_, text in SAID).split()
    alike = sum(block.size for block in SequenceMatcher(None, text, expected, autojunk=False).get_matching_blocks())
    assert abs(len(text) - len(expected)) <= 3
    assert alike >= len(expected) - 4  # of 115
    starts = [word.start for word in heard.words.words]
    assert starts == sorted(starts)
    for word, start in (("worst", 2.76), ("resource", 10.63), ("season", 17.13), ("spring", 21.82), ("nothing", 26.78)):
        assert begin(heard, word) == pytest.approx(start, abs=0.1)
    assert begin(heard, "fetched") == pytest.approx(38.0, abs=0.2)  # two speak


def begin(heard: Heard, text: str) -> float:
    """When a word is said."""
    return next(word.start for word in heard.words.words if letters_of(word.text) == text)


def test_what_a_first_hearing_skips_is_heard_again_and_what_it_makes_of_noise_is_withheld(
    tmp_path: Path, store: ModelStore, room: ModelRoom, spoken: Callable[[str], Sound]
) -> None:
    """A dialogue with pauses of a second, from which a first hearing leaves out every other sentence; then a noise, heard as words."""
    desk = Desk(tmp_path, store, room)
    noise = np.random.default_rng(7).normal(0, 0.05, 9 * SAMPLE_RATE).astype(np.float32)
    audio = desk.converted(np.concatenate([spoken("endgame_nagg_nell")[: 19 * SAMPLE_RATE], noise]))
    regions = SpeechRegions((Region(0.0, 18.8), Region(19.5, 27.5)), "by hand", None)
    words = desk.steps().run(transcription.STAGE, audio, regions, BASE, MANNERS[Preset.BALANCED], "en")
    text = letters_of(" ".join(word.text for word in words.words))
    for phrase in ("do you hear me", "still that resource", "not heartily just less heartily", "what are you talking"):
        assert phrase in text, "heard the first time"
    assert "good story" in text, "skipped the first time, for three seconds"
    assert max(word.end for word in words.words) < 19.2
    assert words.withheld.get("silence", 0) > 0
    assert 25 <= len(words.words) <= 45


def test_diarization_tells_two_voices_and_where_they_overlap(heard: Heard, conversation: Known) -> None:
    spans = [(turn.start, turn.end, turn.speaker) for turn in heard.turns.turns]
    assert (heard.turns.speakers, heard.turns.warnings) == (2, ())
    assert conversation.error(spans) == pytest.approx(0.124, abs=0.005)
    assert [speaker for *_, speaker in spans] == [speaker for *_, speaker in TURNS]
    for (start, end, _), (begins, ends, _) in zip(spans, TURNS, strict=True):
        assert (start, end) == pytest.approx((begins, ends), abs=FRAMES)


def test_fusion_gives_every_word_its_speaker_and_says_who_speaks_too(heard: Heard) -> None:
    said = heard.said.utterances
    assert [word.text for one in said for word in one.words] == [word.text for word in heard.words.words]
    assert [one.speaker for one in said] == [speaker for speaker, *_ in SAID]
    for one, (_, start, end, text) in zip(said, SAID, strict=True):
        assert letters_of(one.text)[:15] == text[:15]
        assert abs(len(one.words) - len(text.split())) <= 2
        assert (one.start, one.end) == pytest.approx((start, end), abs=0.2)
    *before, last = said
    assert not any(one.overlap or one.second_speakers for one in before)
    assert last.overlap
    assert max(one.doubt for one in before) < 0.25 < last.doubt
    pairs = list(zip(last.words, last.second_speakers, strict=True))
    under = [word for word, second in pairs if second == 0]
    assert all(35.0 <= word.start <= word.end <= 37.6 for word in under)
    assert 5 <= len(under) <= 8
    assert max(word.sureness for word in under) < 0.8 < min(word.sureness for word in last.words[:4])


def test_identification_names_the_voice_it_knows_and_nobody_else(
    heard: Heard, tmp_path: Path, spoken: Callable[[str], Sound]
) -> None:
    """The reader's voice is learnt from what the conversation does not hold."""
    other = Desk(tmp_path, heard.desk.models, heard.desk.room)
    reading = spoken("two_cities")
    rest = [
        reading[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)] for start, end in ((14.95, 17.35), (31.15, 45))
    ]
    audio = other.converted(np.concatenate(rest))
    steps = other.steps()
    learnt = steps.run(enrolment.STAGE, audio, steps.run(speech.STAGE, audio), None)
    assert learnt.seconds > 10
    known = (KnownVoice("v", "reader", learnt.vector),)
    speakers = spoken_by(heard.transcript)
    found = heard.desk.steps().run(
        identification.STAGE, heard.audio, heard.regions, speakers, known, Settled({}, frozenset())
    )
    reader = heard.transcript.speakers[0].id
    assert [(one.speaker_id, one.person_id, one.sure) for one in found] == [(reader, "reader", True)]
    assert found[0].score > 0.95


def test_whoever_raises_a_version_looks_here() -> None:
    """All of them: a stage that is added is missed here."""
    found = {
        f"{module.name}.{name}": value.version
        for module in pkgutil.iter_modules(stages.__path__)
        for name, value in vars(importlib.import_module(f"{stages.__name__}.{module.name}")).items()
        if isinstance(value, Stage)
    }
    assert found == VERSIONS
