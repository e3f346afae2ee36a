"""Two tabs that correct the same meeting in a real browser: nobody is written over, nothing that was typed is lost."""

import os
import subprocess
from pathlib import Path

import pytest
from running_product import HOME, RECORDINGS, Product, one_time_code

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(900)]


def test_two_tabs_correct_the_same_words(tmp_path: Path) -> None:
    """With both at work, with one that reloads, with what was edited taken out, and without a network."""
    product = Product(tmp_path / "volumes")
    try:
        code = one_time_code(product.start())
        journey = subprocess.run(
            ["node", HOME / "03-interface/frontend/journeys/two-tabs.mjs"],
            cwd=HOME / "03-interface/frontend",
            env={
                **os.environ,
                "WEB_URL": product.web,
                "ONE_TIME_CODE": code,
                "RECORDING": str(RECORDINGS / "endgame_nagg_nell.wav"),
                "PROFILE": str(tmp_path / "browser"),
            },
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert journey.returncode == 0, journey.stdout + journey.stderr
    finally:
        product.stop()
