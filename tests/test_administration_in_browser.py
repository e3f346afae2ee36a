"""Administration and one's own settings in a real browser: the queue, the system, and tokens for programs."""

from pathlib import Path

import pytest
from running_product import Product, one_time_code

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
        product.walk("administration", ONE_TIME_CODE=code, API_URL=product.api, RECORDING=recording)
    finally:
        product.stop()


HEADER = b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data"
"""One channel of 16 bits, 8000 times a second."""
