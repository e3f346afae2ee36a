"""A person known by voice, in a real browser: agreed, learnt, recognised, confirmed, taken back, erased."""

from pathlib import Path

import pytest
import soundfile
from running_product import RECORDINGS, Product, one_time_code

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(900)]


def test_a_browser_teaches_a_voice_and_takes_it_back(tmp_path: Path) -> None:
    """One reader: the first half is what the voice is learnt from, the second the meeting it is recognised in."""
    sound, rate = soundfile.read(RECORDINGS / "two_cities.wav")
    sample, meeting = tmp_path / "échantillon.wav", tmp_path / "comité.wav"
    soundfile.write(sample, sound[: 22 * rate], rate)
    soundfile.write(meeting, sound[22 * rate :], rate)
    product = Product(tmp_path / "volumes")
    try:
        code = one_time_code(product.start())
        product.walk("known-voice", ONE_TIME_CODE=code, SAMPLE=sample, RECORDING=meeting, LANGUAGE="en")
    finally:
        product.stop()
