"""Transcripts of other tools in a real browser: recognised among recordings, refused with their line, taken, read and saved again."""

from pathlib import Path

import pytest
from running_product import Product, one_time_code

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(300)]


def test_transcripts_are_dropped_corrected_and_read(tmp_path: Path) -> None:
    """In Latin-1 with a broken line, with a hostile name, too large, and beside a recording."""
    files = tmp_path / "files"
    files.mkdir()
    product = Product(tmp_path / "volumes")
    try:
        product.walk("imports", ONE_TIME_CODE=one_time_code(product.start()), FOLDER=files)
    finally:
        product.stop()
