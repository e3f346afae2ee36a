"""Keeping order in a real browser: what is put away comes back, what is deleted for good leaves nothing."""

from pathlib import Path

import pytest
from running_product import Product, one_time_code

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
        told = product.walk("order-in-the-list", ONE_TIME_CODE=code, RECORDING=recording)
        assert product.traces(keys.meeting(told.split()[-1])) == []
    finally:
        product.stop()


HEADER = b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data"
"""One channel of 16 bits, 8000 times a second."""
