"""A person known by voice, in a real browser: agreed, learnt, recognised, confirmed, taken back, erased."""

import os
import subprocess
from pathlib import Path

import pytest
import soundfile
from running_product import HOME, RECORDINGS, Product, one_time_code

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
        journey = subprocess.run(
            ["node", HOME / "03-interface/frontend/journeys/known-voice.mjs"],
            cwd=HOME / "03-interface/frontend",
            env={
                **os.environ,
                "WEB_URL": product.web,
                "ONE_TIME_CODE": code,
                "SAMPLE": str(sample),
                "RECORDING": str(meeting),
                "LANGUAGE": "en",
            },
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert journey.returncode == 0, journey.stdout + journey.stderr
    finally:
        product.stop()
