"""Administration and one's own settings in a real browser: the queue, the system, and tokens for programs."""

import os
import subprocess
from pathlib import Path

import pytest
from running_product import HOME, Product, one_time_code

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(900)]


def test_the_queue_is_put_in_order_the_system_is_seen_and_a_token_opens_what_it_was_made_for(tmp_path: Path) -> None:
    """With a worker that serves none of these runs, so that what waits goes on waiting."""
    recording = tmp_path / "réunion.wav"
    recording.write_bytes(
        b"RIFF" + (36 + 16_000).to_bytes(4, "little") + HEADER + (16_000).to_bytes(4, "little") + bytes(16_000)
    )
    product = Product(tmp_path / "volumes", more={"SCRIBE_LANES": "index"})
    try:
        code = one_time_code(product.start())
        settings = {"WEB_URL": product.web, "API_URL": product.api, "ONE_TIME_CODE": code, "RECORDING": str(recording)}
        journey = subprocess.run(
            ["node", HOME / "03-interface/frontend/journeys/administration.mjs"],
            cwd=HOME / "03-interface/frontend",
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert journey.returncode == 0, journey.stdout + journey.stderr
    finally:
        product.stop()


HEADER = b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data"
"""One channel of 16 bits, 8000 times a second."""
