"""Recordings that are hard to tell people apart in: as right as can be, a doubt that is told, and no failure."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from scipy.linalg import solve_toeplitz
from scipy.signal import lfilter

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.domain.run import SpeakerRange
from scribe_core.domain.voices import SpeakerTurns
from scribe_workers.stages import diarization, speech
from scribe_workers.stages.voices import embedding
from scribe_workers.stages.voices.arrays import Ints
from scribe_workers.stages.voices.embedding import VoiceVectors

from ..conftest import Desk, Known, Sound

pytestmark = pytest.mark.models


def diarized(desk: Desk, sound: Sound, hint: SpeakerRange | None = None) -> SpeakerTurns:
    """Both stages, one after the other."""
    audio, steps = desk.converted(np.clip(sound, -1, 1)), desk.steps()
    return steps.run(diarization.STAGE, audio, steps.run(speech.STAGE, audio), hint)


def loudness(sound: Sound) -> np.float32:
    return np.float32(np.sqrt((sound**2).mean(dtype=np.float64)))


def music(samples: int) -> Sound:
    """Four chords, a new one every second, as loud as 1."""
    time = np.arange(samples) / SAMPLE_RATE
    sound = np.zeros(samples)
    chords = [(220, 277, 330), (196, 247, 294), (175, 220, 262), (165, 208, 247)]
    for second in range(int(samples / SAMPLE_RATE) + 1):
        beat = slice(second * SAMPLE_RATE, (second + 1) * SAMPLE_RATE)
        since = time[beat] - second
        for note in chords[second % 4]:
            for part in range(1, 6):
                sound[beat] += np.sin(2 * np.pi * note * part * since) / part * np.exp(-1.5 * since)
    return (sound / loudness(sound.astype(np.float32))).astype(np.float32)


def whispered(sound: Sound) -> Sound:
    """The same words without a tone: what the mouth does to the voice is kept (linear prediction), the voice is noise."""
    order, size = 16, 400
    noise = np.random.default_rng(1)
    fade = np.hanning(size)
    out = np.zeros(len(sound) + size)
    for start in range(0, len(sound) - size, size // 2):
        frame = sound[start : start + size] * fade
        alike = np.correlate(frame, frame, "full")[size - 1 : size + order].astype(np.float64)
        if alike[0] < 1e-9:
            continue
        mouth = solve_toeplitz(alike[:-1] * np.array([1.0001, *[1.0] * (order - 1)]), alike[1:])
        breath = lfilter([1.0], [1.0, *-mouth], noise.standard_normal(size)) * fade
        out[start : start + size] += breath * np.sqrt((frame**2).sum() / (breath**2).sum())
    return out[: len(sound)].astype(np.float32)


def spans(turns: SpeakerTurns) -> list[tuple[float, float, int]]:
    return [(turn.start, turn.end, turn.speaker) for turn in turns.turns]


def test_music_behind_speech_is_nobody_and_confuses_nobody(desk: Desk, conversation: Known) -> None:
    behind = music(len(conversation.sound)) * loudness(conversation.sound) * np.float32(10 ** (-10 / 20))
    turns = diarized(desk, conversation.sound + behind)
    assert (turns.speakers, turns.warnings) == (2, ())
    assert conversation.error(spans(turns)) < 0.2


def test_music_alone_is_nobody(desk: Desk) -> None:
    assert diarized(desk, music(20 * SAMPLE_RATE) * np.float32(0.1)) == SpeakerTurns((), 0, None)


def test_voices_that_are_clipped_hard_are_told_apart(desk: Desk, conversation: Known) -> None:
    turns = diarized(desk, conversation.sound * np.float32(20))
    assert (turns.speakers, turns.warnings) == (2, ())
    assert conversation.error(spans(turns)) < 0.2


def test_whispering_is_heard_and_its_speakers_are_doubted(desk: Desk, conversation: Known) -> None:
    turns = diarized(desk, whispered(conversation.sound))
    assert turns.warnings == ("voices_unclear",)
    heard = sum(turn.end - turn.start for turn in turns.exclusive)
    assert heard > 0.7 * sum(end - start for start, end, _ in conversation.truth)


def test_speech_in_noise_as_loud_as_itself_is_doubted(desk: Desk, conversation: Known) -> None:
    noise = np.random.default_rng(4).standard_normal(len(conversation.sound)).astype(np.float32)
    turns = diarized(desk, (conversation.sound + noise * loudness(conversation.sound)) * np.float32(0.5))
    assert turns.warnings == ("voices_unclear",)


@pytest.mark.parametrize(("least", "most"), [(4, 4), (2, 6), (1, 1), (1, 6)])
def test_one_reader_with_a_hint(desk: Desk, spoken: Callable[[str], Sound], least: int, most: int) -> None:
    turns = diarized(desk, spoken("two_cities")[: 30 * SAMPLE_RATE], SpeakerRange(least, most))
    assert 1 <= turns.speakers <= least
    doubts = {"speakers_hint_doubtful", "speakers_hint_unmet"} & set(turns.warnings)
    assert bool(doubts) == (least > 1), "somebody is told where the hint does not fit"


CROWD = 14


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch, spoken: Callable[[str], Sound]) -> Sound:
    """A minute of a reader who has somebody else's voice every five seconds."""
    voices = np.random.default_rng(5).standard_normal((CROWD, embedding.DIMENSIONS)).astype(np.float32)

    def embed(_sound: object, heard: Sequence[Ints], *_: object) -> VoiceVectors:
        return VoiceVectors.of(voices[[int(span.mean()) // 500 % CROWD for span in heard]])

    monkeypatch.setattr(embedding, "embed", embed)
    return np.tile(spoken("two_cities"), 2)[: CROWD * 5 * SAMPLE_RATE]


@pytest.mark.parametrize(
    ("hint", "found", "warnings"),
    [
        (None, CROWD, ("many_speakers",)),
        (SpeakerRange(CROWD, CROWD), CROWD, ()),
        (SpeakerRange(1, 1), 1, ("speakers_hint_doubtful",)),
        (SpeakerRange(2, 4), 4, ("speakers_hint_doubtful",)),
    ],
)
def test_a_crowd(desk: Desk, crowd: Sound, hint: SpeakerRange | None, found: int, warnings: tuple[str, ...]) -> None:
    turns = diarized(desk, crowd, hint)
    assert turns.speakers == found
    assert turns.warnings == warnings
