"""Searching in a real browser, in a real recording: found, heard, opened there, and as it was put right."""

from pathlib import Path

import pytest
from running_product import Product, one_time_code

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(900)]


def test_what_was_said_is_found_heard_and_opened_there(tmp_path: Path, recordings: Path) -> None:
    """Of the two cities it is told once that it was the worst of times."""
    product = Product(tmp_path / "volumes")
    try:
        code = one_time_code(product.start())
        product.walk("search", ONE_TIME_CODE=code, RECORDING=recordings / "two_cities.wav", WORDS="worst of")
    finally:
        product.stop()
