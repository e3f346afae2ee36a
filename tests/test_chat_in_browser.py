"""Questions to meetings in a real browser: answered with what was said, heard there, kept, and refused where nothing says it."""

from contextlib import closing
from pathlib import Path

import council_meeting
import pytest
from running_product import Product, Program, one_time_code

from scribe.parts import open_objects

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(600)]

GARDEN = (
    (0, "On parle du jardin partagé, qui ouvre au printemps."),
    (1, "La pergola en bois de mélèze coûte quatre mille deux cents euros."),
    (0, "On garde la pergola, et on plante les framboisiers en octobre."),
)
LIBRARY = (
    (0, "La bibliothèque fermera le lundi à partir de septembre."),
    (1, "Les retours se feront dans la boîte devant la porte."),
)


async def test_a_question_is_answered_from_three_meetings_and_heard(tmp_path: Path) -> None:
    """Without a model: the best passages are the answer. From the meeting's own page too, and on a phone."""
    product = Product(tmp_path / "volumes")
    try:
        program = Program(product).set_up(one_time_code(product.start()))
        with closing(program.http):
            owner = program.read("/auth/me")["account"]["id"]
        objects = open_objects(product.stores)
        council = await council_meeting.hold(product.stores, objects, owner, tmp_path)
        for title, said in (("Jardin", GARDEN), ("Bibliothèque", LIBRARY)):
            await council_meeting.hold(product.stores, objects, owner, tmp_path, title=title, said=said)
        product.walk("chat", MEETING=council)
    finally:
        product.stop()
