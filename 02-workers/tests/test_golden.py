"""What each stage means, on one conversation of two real voices: from the recording to who said what, and who that is.

The figures are what a reader would notice, wide enough for another processor's rounding. Whoever changes what a stage means finds
it here, changes the figure and raises the stage's version.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy.signal import resample_poly

from scribe_core.domain.audio import SAMPLE_RATE, Audio
from scribe_core.domain.people import KnownVoice
from scribe_core.domain.revisions import revision_of
from scribe_core.domain.run import Preset
from scribe_core.domain.speech import SpeechRegions, Words
from scribe_core.domain.spoken_by import spoken_by
from scribe_core.domain.transcript import Transcript, Utterances
from scribe_core.domain.voices import SpeakerTurns
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

from .conftest import Desk, Known, Sound

pytestmark = pytest.mark.models

VERSIONS = {"conversion": 3, "speech": 2, "transcription": 5, "diarization": 4, "fusion": 4, "identification": 2}

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
    assert 11 <= len(regions) <= 15
    assert sum(region.seconds for region in regions) == pytest.approx(36.6, abs=0.8)  # of 39.7 s
    for start, end, _ in conversation.truth:
        inside = sum(max(0.0, min(end, region.end) - max(start, region.start)) for region in regions)
        assert inside > 0.85 * (end - start)  # transcription listens 0.4 s beyond


def test_transcription_writes_what_is_said_where_it_is_said(heard: Heard) -> None:
    assert (heard.words.language, heard.words.warnings, heard.words.withheld) == ("en", (), {})
    text = letters_of(" ".join(word.text for word in heard.words.words))
    for phrase in (
        "it was the age of foolishness",
        "so we have still that resource",
        "the other way you thought you were in pain",
    ):
        assert phrase in text
    assert 112 <= len(heard.words.words) <= 118
    starts = [word.start for word in heard.words.words]
    assert starts == sorted(starts)
    assert begin(heard, "resource.") == pytest.approx(10.6, abs=0.2)
    assert begin(heard, "fetched") == pytest.approx(38.0, abs=0.2)


def begin(heard: Heard, text: str) -> float:
    """When a word is said."""
    return next(word.start for word in heard.words.words if word.text == text)


def test_diarization_tells_two_voices_and_where_they_overlap(heard: Heard, conversation: Known) -> None:
    spans = [(turn.start, turn.end, turn.speaker) for turn in heard.turns.turns]
    assert (heard.turns.speakers, heard.turns.warnings) == (2, ())
    assert conversation.error(spans) < 0.15
    assert spans[0][2] == 0, "speakers are numbered by first appearance"
    [(start, end)] = [(start, end) for start, end, speaker in spans if speaker == 0 and start > 33]
    assert (start, end) == (pytest.approx(35.3, abs=0.2), pytest.approx(37.3, abs=0.2))


def test_fusion_gives_every_word_its_speaker_and_says_who_speaks_too(heard: Heard) -> None:
    said = heard.said.utterances
    assert [word.text for one in said for word in one.words] == [word.text for word in heard.words.words]
    assert [(one.speaker, letters_of(one.text)[:24]) for one in said] == [
        (0, "it was the best of times"),
        (1, "we laugh less heartily s"),
        (0, "it was the epoch of beli"),
        (1, "no not heartily just les"),
        (0, "it was the spring of hop"),
        (0, "we had everything before"),
        (0, "we were all going direct"),
        (1, "you thought you were in "),
    ]
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
    stages = (conversion, speech, transcription, diarization, fusion, identification)
    assert {stage.STAGE.name: stage.STAGE.version for stage in stages} == VERSIONS
