"""Keeping order in a real browser: what is put away comes back, what is deleted for good leaves nothing."""

import os
import subprocess
from pathlib import Path

import pytest
from running_product import HOME, Product, one_time_code

from scribe_core.contract import keys

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(900)]


def test_meetings_are_put_away_taken_back_tagged_and_deleted_for_good(tmp_path: Path) -> None:
    """One by its menu and its page, several by the selection."""
    recording = tmp_path / "réunion.wav"
    recording.write_bytes(
        b"RIFF" + (36 + 16_000).to_bytes(4, "little") + HEADER + (16_000).to_bytes(4, "little") + bytes(16_000)
    )
    product = Product(tmp_path / "volumes")
    try:
        code = one_time_code(product.start())
        journey = subprocess.run(
            ["node", HOME / "03-interface/frontend/journeys/order-in-the-list.mjs"],
            cwd=HOME / "03-interface/frontend",
            env={**os.environ, "WEB_URL": product.web, "ONE_TIME_CODE": code, "RECORDING": str(recording)},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert journey.returncode == 0, journey.stdout + journey.stderr
        assert product.traces(keys.meeting(journey.stdout.split()[-1])) == []
    finally:
        product.stop()


HEADER = b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data"
"""One channel of 16 bits, 8000 times a second."""
