"""Minutes and the register in a real browser: written, put right by hand, approved, frozen, followed up."""

from contextlib import closing
from pathlib import Path

import council_meeting
import pytest
from running_product import Product, Program, one_time_code

from scribe.parts import open_objects

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(600)]


async def test_minutes_are_written_edited_signed_and_followed_up(tmp_path: Path) -> None:
    """Two windows on the same minutes, the keyboard alone, both languages, both themes, a phone."""
    product = Product(tmp_path / "volumes")
    try:
        program = Program(product).set_up(one_time_code(product.start()))
        with closing(program.http):
            owner = program.read("/auth/me")["account"]["id"]
        meeting = await council_meeting.hold(product.stores, open_objects(product.stores), owner, tmp_path)
        product.walk("minutes", MEETING=meeting)
    finally:
        product.stop()
