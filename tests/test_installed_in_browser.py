"""The product as an installed application, in a real browser: shared with, notified, without a network, and signed out of with care."""

from pathlib import Path

import pytest
from running_product import RECORDINGS, Product, one_time_code

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(600)]


def test_an_installed_application(tmp_path: Path) -> None:
    """It takes what is shared, tells what is ready, keeps no page, and warns whoever signs out on unsent work."""
    product = Product(tmp_path / "volumes")
    try:
        code = one_time_code(product.start())
        product.walk("installed", ONE_TIME_CODE=code, RECORDING=RECORDINGS / "endgame_nagg_nell.wav")
    finally:
        product.stop()
