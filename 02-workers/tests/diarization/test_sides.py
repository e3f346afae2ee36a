"""Two-channel recordings: each channel a side of the conversation where they are, one recording where they are not."""

import io
from collections.abc import Callable

import numpy as np
import pytest
import soundfile

from scribe_core.domain.audio import SAMPLE_RATE, Audio
from scribe_core.domain.run import SpeakerRange
from scribe_core.domain.speech import Word, Words
from scribe_core.domain.voices import SpeakerTurns
from scribe_workers.stages import conversion, diarization, fusion, speech
from scribe_workers.stages.conversion import ConversionLimits

from ..conftest import Desk, Known, Sound, loud

pytestmark = pytest.mark.models

LIMITS = ConversionLimits(longest_seconds=600, least_seconds=0.1, memory_bytes=1 << 30, cpu_seconds_per_megabyte=10)
CROSSTALK = 10 ** (-25 / 20)
"""What a headset's microphone hears of its own loudspeaker."""


@pytest.fixture
def channels_of(spoken: Callable[[str], Sound]) -> Callable[..., tuple[Sound, Known]]:
    """Pieces of recordings, each said on a channel after the one before: both channels and who speaks when."""

    def make(*pieces: tuple[str, float, float, int], crosstalk: float = CROSSTALK) -> tuple[Sound, Known]:
        place, truth = 0, []
        total = sum(round((end - start + 0.4) * SAMPLE_RATE) for _, start, end, _ in pieces)
        channels = np.random.default_rng(3).standard_normal((2, total)).astype(np.float32) * np.float32(1e-4)
        for name, start, end, channel in pieces:
            part = spoken(name)[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
            part = part * np.float32(0.05 / np.sqrt((part**2).mean()))
            channels[channel, place : place + len(part)] += part
            channels[1 - channel, place : place + len(part)] += part * np.float32(crosstalk)
            at = place / SAMPLE_RATE
            truth += [(at + first, at + last, channel) for first, last in loud(part)]
            place += round((end - start + 0.4) * SAMPLE_RATE)
        return channels, Known(channels.sum(0), truth)

    return make


def diarized(desk: Desk, channels: Sound, hint: SpeakerRange | None = None) -> tuple[Audio, SpeakerTurns]:
    """A recording with these channels, from conversion to turns."""
    file = io.BytesIO()
    soundfile.write(file, channels.T, SAMPLE_RATE, format="WAV", subtype="PCM_16")
    desk.objects.create("meetings/m/recording", file.getvalue())
    steps = desk.steps()
    audio = steps.run(conversion.STAGE, "meetings/m/recording", LIMITS)
    return audio, steps.run(diarization.STAGE, audio, steps.run(speech.STAGE, audio), hint)


ONE_VOICE_TWICE = (
    ("two_cities", 1.1, 8.3, 0),
    ("two_cities", 8.7, 14.9, 1),
    ("two_cities", 17.4, 24.0, 0),
    ("two_cities", 25.15, 26.1, 1),
    ("two_cities", 26.6, 31.0, 0),
)
"""The same reader on both ends of the line: voices tell nothing, channels everything. Once with a very short remark."""


def test_each_channel_is_a_speaker_however_alike_they_sound(
    desk: Desk, channels_of: Callable[..., tuple[Sound, Known]]
) -> None:
    channels, known = channels_of(*ONE_VOICE_TWICE)
    audio, turns = diarized(desk, channels)
    assert audio.sides_key is not None
    assert turns.speakers == 2
    for turn in turns.turns:
        middle = (turn.start + turn.end) / 2
        assert [channel for start, end, channel in known.truth if start <= middle <= end] == [turn.speaker], turn
    spoken_alone = sum(turn.end - turn.start for turn in turns.turns if turn.speaker == 1)
    assert spoken_alone > 5
    assert any(turn.speaker == 1 and turn.end - turn.start < 1.2 for turn in turns.turns), "the remark has its channel"


def test_two_people_on_one_side_are_told_apart_by_their_voices(
    desk: Desk, channels_of: Callable[..., tuple[Sound, Known]]
) -> None:
    channels, _ = channels_of(
        ("two_cities", 1.1, 8.3, 0), ("endgame_nagg_nell", 4.7, 8.2, 1), ("beckett", 0.0, 6.0, 1),
        ("two_cities", 8.7, 14.9, 0), ("endgame_nagg_nell", 11.9, 14.2, 1),
    )  # fmt: skip
    _, turns = diarized(desk, channels)
    assert turns.speakers == 3
    for hint, count in [(SpeakerRange(2, 3), 3), (SpeakerRange(2, 2), 2), (SpeakerRange(4, 9), 4)]:
        assert diarized_again(desk, hint).speakers == count, hint
    assert "speakers_hint_doubtful" in diarized_again(desk, SpeakerRange(2, 2)).warnings, "two voices taken for one"


def diarized_again(desk: Desk, hint: SpeakerRange) -> SpeakerTurns:
    """The same recording's turns with a hint, by what is kept of the run before."""
    steps = desk.steps()
    audio = steps.run(conversion.STAGE, "meetings/m/recording", LIMITS)
    return steps.run(diarization.STAGE, audio, steps.run(speech.STAGE, audio), hint)


def test_whoever_speaks_on_the_other_channel_is_the_second_speaker(
    desk: Desk, channels_of: Callable[..., tuple[Sound, Known]]
) -> None:
    channels, _ = channels_of(("two_cities", 1.1, 8.3, 0), ("endgame_nagg_nell", 20.3, 27.5, 1), crosstalk=0.0)
    channels[1] = np.roll(channels[1], -4 * SAMPLE_RATE)  # the second begins at 3.6 s, the first goes on to 7.2 s
    audio, turns = diarized(desk, channels)
    assert audio.sides_key is not None
    assert turns.speakers == 2
    firsts, seconds = ([turn for turn in turns.turns if turn.speaker == speaker] for speaker in (0, 1))
    both = [
        (max(one.start, other.start), min(one.end, other.end))
        for one in firsts
        for other in seconds
        if min(one.end, other.end) - max(one.start, other.start) > 0.3
    ]
    spoken_at = [1.0, *(start for start, _ in both), 10.0]
    words = Words("en", 1.0, tuple(Word(at, at + 0.3, "word", 0.9) for at in spoken_at))
    meeting = desk.steps().run(fusion.STAGE, words, turns)
    said = [
        (one.speaker, second)
        for one in meeting.utterances
        for second in one.second_speakers or (None,) * len(one.words)
    ]
    assert (said[0], said[-1]) == ((0, None), (1, None))
    assert both
    assert set(said[1:-1]) <= {(0, 1), (1, 0)}


def test_a_dead_channel_is_nobody(desk: Desk, channels_of: Callable[..., tuple[Sound, Known]]) -> None:
    channels, known = channels_of(("two_cities", 1.1, 14.9, 0), ("endgame_nagg_nell", 4.7, 8.2, 0), crosstalk=0.0)
    channels[1] = 0.0
    _, turns = diarized(desk, channels)
    assert turns.speakers == 2, "two people on the one channel that works"
    assert known.seconds - 1 < turns.turns[-1].end < known.seconds + 0.1


def test_one_room_in_stereo_is_one_recording(desk: Desk, channels_of: Callable[..., tuple[Sound, Known]]) -> None:
    channels, _ = channels_of(*ONE_VOICE_TWICE, crosstalk=10 ** (-5 / 20))
    _, turns = diarized(desk, channels)
    assert turns.speakers == 1


def test_a_hint_of_fewer_people_than_channels_lets_the_voices_speak(
    desk: Desk, channels_of: Callable[..., tuple[Sound, Known]]
) -> None:
    channels, _ = channels_of(*ONE_VOICE_TWICE)
    _, turns = diarized(desk, channels, SpeakerRange(1, 1))
    assert turns.speakers == 1
