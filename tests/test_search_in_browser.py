"""Searching in a real browser, in a real recording: found, heard, opened there, and as it was put right."""

import os
import subprocess
from pathlib import Path

import pytest
from running_product import HOME, Product, one_time_code

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(900)]


def test_what_was_said_is_found_heard_and_opened_there(tmp_path: Path, recordings: Path) -> None:
    """Of the two cities it is told once that it was the worst of times."""
    product = Product(tmp_path / "volumes")
    try:
        code = one_time_code(product.start())
        journey = subprocess.run(
            ["node", HOME / "03-interface/frontend/journeys/search.mjs"],
            cwd=HOME / "03-interface/frontend",
            env={
                **os.environ,
                "WEB_URL": product.web,
                "ONE_TIME_CODE": code,
                "RECORDING": str(recordings / "two_cities.wav"),
                "WORDS": "worst of",
            },
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert journey.returncode == 0, journey.stdout + journey.stderr
    finally:
        product.stop()
