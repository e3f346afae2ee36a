"""Who speaks when: real voices with a known truth."""

import os
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.domain.run import Preset, SpeakerRange
from scribe_core.domain.speech import Region, SpeechRegions
from scribe_core.domain.voices import SpeakerTurn, SpeakerTurns
from scribe_core.errors import ScribeError
from scribe_workers.stages import diarization, speech
from scribe_workers.stages.transcription import MANNERS
from scribe_workers.stages.voices import embedding
from scribe_workers.stages.voices.arrays import unpacked
from scribe_workers.steps import RunCancelled

from ..conftest import Desk, Known, Sound
from .conftest import Listened, Shelf

pytestmark = pytest.mark.models


def diarized(desk: Desk, sound: Sound, speakers: int | None = None) -> SpeakerTurns:
    """Both stages, one after the other."""
    audio = desk.converted(sound)
    steps = desk.steps()
    return steps.run(diarization.STAGE, audio, steps.run(speech.STAGE, audio), exactly(speakers))


def exactly(speakers: int | None) -> SpeakerRange | None:
    """A hint that says how many."""
    return SpeakerRange(speakers, speakers) if speakers else None


def of_conversation(listened: Listened, speakers: int | None = None) -> SpeakerTurns:
    """The conversation's turns."""
    return listened.desk.steps().run(diarization.STAGE, listened.audio, listened.regions, exactly(speakers))


def spans(turns: SpeakerTurns) -> list[tuple[float, float, int]]:
    return [(turn.start, turn.end, turn.speaker) for turn in turns.turns]


def speaker_at(turns: SpeakerTurns, second: float) -> list[int]:
    return [turn.speaker for turn in turns.turns if turn.start <= second < turn.end]


def test_two_voices_are_told_apart(listened: Listened, conversation: Known) -> None:
    turns = of_conversation(listened)
    assert turns.speakers == 2
    assert turns.warnings == ()
    assert conversation.error(spans(turns)) < 0.15
    assert turns.turns[0].speaker == 0
    assert list(turns.turns) == sorted(turns.turns, key=lambda turn: turn.start)


def test_fewer_looks_tell_two_voices_apart_as_well(listened: Listened, conversation: Known) -> None:
    manner = MANNERS[Preset.FAST]
    steps = listened.desk.steps()
    regions = steps.run(speech.STAGE, listened.audio, manner.window_step)
    assert regions.activity_key != listened.regions.activity_key
    turns = steps.run(diarization.STAGE, listened.audio, regions, None, manner.voice_step)
    assert turns.speakers == 2
    assert conversation.error(spans(turns)) < 0.2


def test_both_speakers_are_there_where_they_overlap(listened: Listened, conversation: Known) -> None:
    turns = of_conversation(listened)
    start, end, _ = conversation.truth[-1]
    both = sum(len(set(speaker_at(turns, second))) == 2 for second in np.arange(start, end, 0.1))
    assert both > 10  # of the 20 tenths


def test_a_dialogue_of_two_voices_goes_back_and_forth(desk: Desk, spoken: Callable[[str], Sound]) -> None:
    turns = diarized(desk, spoken("endgame_nagg_nell"))
    assert turns.speakers == 2
    first, answer, reply, laugh = (speaker_at(turns, second) for second in (6.0, 9.5, 13.0, 15.5))
    assert first == reply != answer == laugh


def test_one_reader_is_one_speaker(desk: Desk, spoken: Callable[[str], Sound]) -> None:
    turns = diarized(desk, spoken("two_cities")[: 25 * SAMPLE_RATE])
    assert turns.speakers == 1
    assert turns.posteriors_key is None


def test_posteriors_are_kept_for_fusion(listened: Listened, conversation: Known) -> None:
    turns = of_conversation(listened)
    assert turns.posteriors_key is not None
    content = listened.desk.objects.read(turns.posteriors_key)
    assert content is not None
    posteriors = unpacked(content)["posteriors"]
    assert posteriors.dtype == np.uint8
    assert posteriors.shape[1] == 2
    frame = int(sum(conversation.truth[0][:2]) / 2 / 0.016875)
    assert posteriors[frame, 0] > 180
    assert posteriors[frame, 1] < 10
    assert posteriors.astype(int).sum(1).max() <= 256, "one speaker at a time is the one to hear"


def test_one_speaker_at_a_time_is_told_beside_the_turns(listened: Listened, conversation: Known) -> None:
    turns = of_conversation(listened)
    alone = sorted(turns.exclusive, key=lambda turn: turn.start)
    assert all(one.end <= other.start + 1e-6 for one, other in pairwise(alone))
    frames = np.arange(0.005, conversation.seconds, 0.01)

    def speaking(found: tuple[SpeakerTurn, ...]) -> list[bool]:
        return [any(turn.start <= second < turn.end for turn in found) for second in frames]

    differing = np.mean(np.array(speaking(turns.turns)) != np.array(speaking(turns.exclusive)))
    assert differing < 0.01, "nobody falls silent for being told alone"


@pytest.mark.parametrize(
    ("asked", "warnings"), [(1, ("speakers_hint_doubtful",)), (2, ()), (3, ("speakers_hint_doubtful",))]
)
def test_the_number_of_speakers_given_is_kept_and_doubted_where_the_voices_contradict_it(
    listened: Listened, asked: int, warnings: tuple[str, ...]
) -> None:
    turns = of_conversation(listened, asked)
    assert turns.speakers == asked
    assert turns.warnings == warnings


def test_too_many_speakers_asked_for_is_said(desk: Desk, spoken: Callable[[str], Sound]) -> None:
    turns = diarized(desk, spoken("beckett")[: 2 * SAMPLE_RATE], speakers=9)
    assert 1 <= turns.speakers < 9
    assert turns.warnings == ("speakers_hint_unmet",)


@pytest.mark.parametrize("seconds", [0.01, 0.5, 20.0])
def test_where_nobody_speaks_there_are_no_turns(desk: Desk, seconds: float) -> None:
    turns = diarized(desk, np.zeros(int(seconds * SAMPLE_RATE), np.float32))
    assert turns == SpeakerTurns((), 0, None)


def test_silence_with_regions_all_the_same_has_no_network_to_ask(desk: Desk) -> None:
    audio = desk.converted(np.zeros(SAMPLE_RATE, np.float32))
    nothing = SpeechRegions((), "silero", None)
    assert desk.steps().run(diarization.STAGE, audio, nothing, exactly(2)) == SpeakerTurns((), 0, None)


def test_without_the_segmentation_two_voices_are_told_apart_all_the_same(
    desk: Desk, shelf: Shelf, conversation: Known
) -> None:
    desk.room.leave_if_idle(0)
    shelf.broken = {"segmentation"}
    audio = desk.converted(conversation.sound)
    steps = desk.steps()
    turns = steps.run(diarization.STAGE, audio, steps.run(speech.STAND_IN, audio), None)
    assert turns.speakers == 2
    assert conversation.error(spans(turns)) < 0.25


def test_a_region_beyond_the_end_of_the_sound_is_harmless(desk: Desk, spoken: Callable[[str], Sound]) -> None:
    audio = desk.converted(spoken("beckett"))
    beyond = SpeechRegions((Region(0.0, 8.0), Region(9.5, 99.0)), "silero", None)
    turns = desk.steps().run(diarization.STAGE, audio, beyond, None)
    assert turns.speakers == 1
    assert turns.turns[-1].end <= audio.seconds


def test_the_segmentation_is_not_asked_again(listened: Listened, shelf: Shelf) -> None:
    desk, audio, regions = listened.desk, listened.audio, listened.regions
    shelf.opened.clear()
    desk.steps().run(diarization.STAGE, audio, regions, None)
    assert set(shelf.opened) == {"voice"}


def test_each_instant_becomes_features_once(
    listened: Listened, conversation: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows overlap by half, so features made per window would be twice the speech."""
    from scribe_workers.engines import filterbank

    made: list[int] = []
    log_mel = filterbank.log_mel

    def counting(samples: Sound) -> Sound:
        features = log_mel(samples)
        made.append(len(features))
        return features

    monkeypatch.setattr(filterbank, "log_mel", counting)
    of_conversation(listened)
    assert sum(made) <= conversation.seconds * 100


def killed_at(share: float) -> Callable[[str, float], None]:
    def report(stage: str, part: float) -> None:
        if stage == "diarization" and part > share:
            raise RunCancelled

    return report


def vectors_of(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many windows the voice network is asked for in each call from now on."""
    from scribe_workers.engines.networks import VoiceNetwork

    asked: list[int] = []
    vectors = VoiceNetwork.vectors

    def counting(network: VoiceNetwork, features: Sound) -> Sound:
        asked.append(len(features))
        return vectors(network, features)

    monkeypatch.setattr(VoiceNetwork, "vectors", counting)
    return asked


def test_a_killed_run_does_not_embed_again_what_it_had(
    listened: Listened, conversation: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "CHUNK", 10)
    desk, audio, regions = listened.desk, listened.audio, listened.regions
    asked = vectors_of(monkeypatch)
    with pytest.raises(RunCancelled):
        desk.steps(killed_at(0.5)).run(diarization.STAGE, audio, regions, None)
    before = sum(asked)
    assert before > 0
    resumed = desk.steps().run(diarization.STAGE, audio, regions, None)
    assert conversation.error(spans(resumed)) < 0.15
    together = sum(asked)
    # The same recording, never interrupted.
    asked.clear()
    desk.steps().run(replace(diarization.STAGE, version=99), audio, regions, None)
    assert together <= sum(asked) + 10
    assert desk.chunks() == 0, "voice vectors outlived their run"


def test_a_resumed_run_gives_the_very_same_turns(listened: Listened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "CHUNK", 10)
    desk, audio, regions = listened.desk, listened.audio, listened.regions
    with pytest.raises(RunCancelled):
        desk.steps(killed_at(0.6)).run(diarization.STAGE, audio, regions, None)
    resumed = desk.steps().run(diarization.STAGE, audio, regions, None)
    straight = desk.steps().run(replace(diarization.STAGE, version=99), audio, regions, None)
    assert resumed.turns == straight.turns


def test_a_cancelled_run_stops_within_a_few_windows(listened: Listened, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, audio, regions = listened.desk, listened.audio, listened.regions
    asked = vectors_of(monkeypatch)
    calls = 0

    def stop_at_the_third(_stage: str, _part: float) -> None:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise RunCancelled

    with pytest.raises(RunCancelled):
        desk.steps(stop_at_the_third).run(diarization.STAGE, audio, regions, None)
    assert sum(asked) <= 2 * embedding.BATCH


def test_progress_only_grows(listened: Listened) -> None:
    desk, audio, regions = listened.desk, listened.audio, listened.regions
    parts: list[float] = []
    desk.steps(lambda _stage, part: parts.append(part)).run(diarization.STAGE, audio, regions, None)
    assert parts == sorted(parts)
    assert parts[-1] == 1.0


@pytest.mark.parametrize(("failure", "code"), [("missing", "model_missing"), ("damaged", "diarization_failed")])
def test_a_voice_network_that_fails_says_so(listened: Listened, shelf: Shelf, failure: str, code: str) -> None:
    desk, audio, regions = listened.desk, listened.audio, listened.regions
    desk.room.leave_if_idle(0)
    if failure == "missing":
        shelf.broken = {"voice"}
    else:
        (desk.folder / "bad").mkdir()
        (desk.folder / "bad" / "voice.onnx").write_bytes(os.urandom(1000))
        shelf.replaced = {"voice": desk.folder / "bad"}
    with pytest.raises(ScribeError) as failed:
        desk.steps().run(diarization.STAGE, audio, regions, None)
    assert failed.value.code == code
