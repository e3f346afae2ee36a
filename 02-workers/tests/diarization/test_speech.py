"""Where anybody speaks: real sound in, regions out, whatever fails on the way."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from scribe_core.domain.audio import SAMPLE_RATE
from scribe_core.domain.speech import Region, SpeechRegions
from scribe_core.errors import ScribeError
from scribe_workers.engines.sound import open_sound
from scribe_workers.stages import speech
from scribe_workers.stages.speech import SEGMENTATION, SILERO, regions_in
from scribe_workers.stages.voices.activity import Activity
from scribe_workers.steps import RunCancelled

from ..conftest import Desk, Known, Sound
from .conftest import Shelf


def covered(found: SpeechRegions, start: float, end: float, margin: float = 0.4) -> float:
    """Share of a span inside the regions with the margin that transcription adds."""
    times = np.arange(start, end, 0.01)
    inside = np.zeros(len(times), np.bool_)
    for region in found.regions:
        inside |= (times >= region.start - margin) & (times <= region.end + margin)
    return float(inside.mean())


@pytest.mark.models
def test_all_speech_is_inside_regions_and_pauses_cut_them(desk: Desk, conversation: Known) -> None:
    found = desk.steps().run(speech.STAGE, desk.converted(conversation.sound))
    assert found.detector == "segmentation"
    assert found.warnings == ()
    for start, end, _ in conversation.truth:
        assert covered(found, start, end) > 0.99
    assert len(found.regions) >= len(conversation.truth) - 1
    assert all(left.end <= right.start for left, right in zip(found.regions, found.regions[1:], strict=False))
    assert found.regions[-1].end <= conversation.seconds


@pytest.mark.models
def test_the_networks_answers_are_kept_for_diarization(desk: Desk, conversation: Known) -> None:
    found = desk.steps().run(speech.STAGE, desk.converted(conversation.sound))
    assert found.activity_key is not None
    content = desk.objects.read(found.activity_key)
    assert content is not None
    activity = Activity.unpacked(content)
    assert activity.sets.shape[1:] == (589,)
    assert len(activity) * 2.5 + 7.5 >= conversation.seconds


@pytest.mark.models
@pytest.mark.parametrize("seconds", [0.05, 0.5, 10.0, 25.0])
def test_silence_has_no_regions(desk: Desk, seconds: float) -> None:
    found = desk.steps().run(speech.STAGE, desk.converted(np.zeros(int(seconds * SAMPLE_RATE), np.float32)))
    assert found.regions == ()
    assert found.detector == "segmentation"


@pytest.mark.models
def test_a_recording_of_half_a_second_is_heard(desk: Desk, spoken: Callable[[str], Sound]) -> None:
    found = desk.steps().run(speech.STAGE, desk.converted(spoken("beckett")[8_000:16_000]))
    assert covered(found, 0.0, 0.5) > 0.99


@pytest.mark.models
def test_a_killed_run_goes_on_where_it_stopped(
    desk: Desk, conversation: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scribe_workers.engines.networks import SegmentationNetwork

    monkeypatch.setattr(speech, "CHUNK", 4)
    audio = desk.converted(conversation.sound)
    heard: list[int] = []
    listen = SegmentationNetwork.log_probabilities

    def counting(network: SegmentationNetwork, windows: Sound) -> Sound:
        heard.append(len(windows))
        return listen(network, windows)

    monkeypatch.setattr(SegmentationNetwork, "log_probabilities", counting)

    def killed_half_way(_stage: str, part: float) -> None:
        if part > 0.5:
            raise RunCancelled

    with pytest.raises(RunCancelled):
        desk.steps(killed_half_way).run(speech.STAGE, audio)
    before = sum(heard)
    assert desk.chunks() > 0
    resumed = desk.steps().run(speech.STAGE, audio)
    assert resumed.activity_key is not None
    content = desk.objects.read(resumed.activity_key)
    assert content is not None
    windows = len(Activity.unpacked(content))
    assert 0 < before < windows
    assert sum(heard) <= windows + 4
    assert desk.chunks() == 0


@pytest.mark.models
@pytest.mark.parametrize(("failure", "code"), [("missing", "model_missing"), ("damaged", "speech_detection_failed")])
def test_a_network_that_cannot_be_run_is_told(
    desk: Desk, shelf: Shelf, conversation: Known, failure: str, code: str
) -> None:
    desk.room.leave_if_idle(0)
    if failure == "missing":
        shelf.broken = {"segmentation"}
    else:
        (desk.folder / "bad").mkdir()
        (desk.folder / "bad" / "segmentation.onnx").write_bytes(os.urandom(1000))
        shelf.replaced = {"segmentation": desk.folder / "bad"}
    with pytest.raises(ScribeError) as told:
        desk.steps().run(speech.STAGE, desk.converted(conversation.sound))
    assert told.value.code == code


@pytest.mark.models
def test_silero_stands_in_says_so_and_makes_way_again(desk: Desk, conversation: Known) -> None:
    audio = desk.converted(conversation.sound)
    found = desk.steps().run(speech.STAND_IN, audio)
    assert found.detector == "silero"
    assert found.activity_key is None
    assert found.warnings == ("speech_detector_replaced",)
    for start, end, _ in conversation.truth:
        assert covered(found, start, end) > 0.95
    assert desk.steps().run(speech.STAGE, audio).detector == "segmentation"


def test_the_stand_in_hears_blocks_as_it_hears_the_whole(conversation: Known, tmp_path: Path) -> None:
    import soundfile

    from scribe_workers.engines.voice_activity import STEP, VoiceActivity

    path = tmp_path / "sound.flac"
    soundfile.write(path, conversation.sound[: 400 * STEP + 100], SAMPLE_RATE, subtype="PCM_16")
    with open_sound(path) as sound:
        at_once = VoiceActivity().probabilities(sound.slice(0, sound.samples))
        detector = VoiceActivity()
        in_blocks = np.concatenate([detector.probabilities(block) for block in sound.blocks(64 * STEP)])
    assert len(at_once) == 401
    np.testing.assert_allclose(in_blocks, at_once, atol=1e-4)


@pytest.mark.models
def test_a_cancelled_run_is_not_taken_for_a_failed_network(desk: Desk, conversation: Known) -> None:
    def cancelled(_stage: str, part: float) -> None:
        if part > 0:
            raise RunCancelled

    with pytest.raises(RunCancelled):
        desk.steps(cancelled).run(speech.STAGE, desk.converted(conversation.sound))


def probability(*spans: tuple[float, float, float], seconds: float = 20.0) -> Sound:
    """A probability of speech over time as the segmentation gives it: `(start, end, value)`, nought elsewhere."""
    line = np.zeros(int(seconds / SEGMENTATION.step), np.float32)
    for start, end, value in spans:
        line[int(start / SEGMENTATION.step) : int(end / SEGMENTATION.step)] = value
    return line


def near(regions: tuple[Region, ...], *expected: tuple[float, float]) -> bool:
    """Whether the regions are those expected, to within three frames."""
    flat = [edge for region in regions for edge in (region.start, region.end)]
    return flat == pytest.approx([edge for span in expected for edge in span], abs=0.06)


def test_faint_speech_counts_from_where_it_begins() -> None:
    line = probability((2, 3, 0.25), (3, 4, 0.35), (4, 5, 0.25), (8, 9, 0.25))
    assert near(regions_in(line, SEGMENTATION, 20.0), (2, 5))


def test_a_pause_cuts_a_region_and_loses_nothing() -> None:
    """A doubtful half second between sure speech: a place to cut, but it may hold a word."""
    line = probability((2, 5, 0.9), (5, 5.5, 0.3), (5.5, 8, 0.9))
    assert near(regions_in(line, SEGMENTATION, 20.0), (2, 5.25), (5.25, 8))


def test_a_hitch_is_no_pause() -> None:
    line = probability((2, 5, 0.9), (5.1, 8, 0.9))
    assert near(regions_in(line, SEGMENTATION, 20.0), (2, 8))


def test_regions_end_with_the_recording() -> None:
    assert near(regions_in(probability((18, 20, 0.9)), SEGMENTATION, 19.5), (18, 19.5))
    assert regions_in(probability((19.6, 20, 0.9)), SEGMENTATION, 19.5) == ()
    assert regions_in(np.zeros(0, np.float32), SILERO, 0.0) == ()
