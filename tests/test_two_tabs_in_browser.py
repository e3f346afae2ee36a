"""Two tabs that correct the same meeting in a real browser: nobody is written over, nothing that was typed is lost."""

from pathlib import Path

import pytest
from running_product import RECORDINGS, Product, one_time_code

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(900)]


def test_two_tabs_correct_the_same_words(tmp_path: Path) -> None:
    """With both at work, with one that reloads, with what was edited taken out, and without a network."""
    product = Product(tmp_path / "volumes")
    try:
        code = one_time_code(product.start())
        product.walk(
            "two-tabs", ONE_TIME_CODE=code, RECORDING=RECORDINGS / "endgame_nagg_nell.wav", PROFILE=tmp_path / "browser"
        )
    finally:
        product.stop()
