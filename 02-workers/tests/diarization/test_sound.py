"""Recordings are read in slices that join, and a file that is no converted recording is refused."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from scribe_core.errors import ScribeError
from scribe_workers.engines.filterbank import FRAME_STEP, frames_in, log_mel
from scribe_workers.engines.sound import open_sound


@pytest.fixture
def ramp(tmp_path: Path) -> Path:
    """One second in which every sample tells its own place."""
    path = tmp_path / "ramp.flac"
    soundfile.write(path, np.arange(16_000, dtype=np.int16), 16_000, subtype="PCM_16")
    return path


def test_a_slice_is_what_lies_there(ramp: Path) -> None:
    with open_sound(ramp) as sound:
        assert (sound.samples, sound.seconds) == (16_000, 1.0)
        assert (sound.slice(9_000, 9_003) * 32768).tolist() == [9_000, 9_001, 9_002]
        assert (sound.slice(10, 12) * 32768).tolist() == [10, 11]


def test_what_lies_outside_is_left_out_of_a_slice_and_silent_in_a_window(ramp: Path) -> None:
    with open_sound(ramp) as sound:
        assert len(sound.slice(-5, 3)) == 3
        assert len(sound.slice(15_990, 17_000)) == 10
        assert len(sound.slice(20_000, 30_000)) == 0
        window = sound.window(15_998, 4)
        assert (window * 32768).tolist() == [15_998, 15_999, 0, 0]


def test_blocks_hold_everything_once_and_in_order(ramp: Path) -> None:
    with open_sound(ramp) as sound:
        blocks = list(sound.blocks(7_000))
        assert [len(block) for block in blocks] == [7_000, 7_000, 2_000]
        np.testing.assert_array_equal(np.concatenate(blocks), sound.slice(0, sound.samples))


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (16_000, 2)])
def test_what_conversion_did_not_make_is_refused(tmp_path: Path, rate: int, channels: int) -> None:
    path = tmp_path / "other.flac"
    soundfile.write(path, np.zeros((1_000, channels)), rate)
    with pytest.raises(ScribeError, match="damaged"), open_sound(path):
        pass


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.flac"
    path.write_bytes(b"no sound at all")
    with pytest.raises(ScribeError, match="damaged"), open_sound(path):
        pass


def test_a_file_that_was_cut_off_is_noticed(ramp: Path) -> None:
    ramp.write_bytes(ramp.read_bytes()[: ramp.stat().st_size // 2])
    with pytest.raises(ScribeError, match="damaged"), open_sound(ramp) as sound:
        sound.slice(0, sound.samples)


def test_features_of_blocks_join_without_a_seam() -> None:
    sound = np.random.default_rng(0).standard_normal(16_000).astype(np.float32) * 0.1
    whole = log_mel(sound)
    assert len(whole) == frames_in(len(sound)) == 98
    later = log_mel(sound[40 * FRAME_STEP :])
    np.testing.assert_allclose(later, whole[40:], atol=1e-4)


def test_too_little_sound_has_no_features() -> None:
    assert frames_in(399) == 0
    assert frames_in(0) == 0
    assert log_mel(np.zeros(399, np.float32)).shape == (0, 80)
