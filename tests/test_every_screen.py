"""Every screen that links lead to, seen by a real browser: light and dark, wide, on a phone and at 300 %, in both languages."""

from pathlib import Path

import pytest
from running_product import RECORDINGS, Product, one_time_code

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(1200)]


def test_each_fits_and_is_sound_for_whoever_does_not_see_it(tmp_path: Path) -> None:
    product = Product(tmp_path / "volumes")
    try:
        product.walk(
            "every-screen", ONE_TIME_CODE=one_time_code(product.start()), RECORDING=RECORDINGS / "endgame_nagg_nell.wav"
        )
    finally:
        product.stop()
