"""A meeting recorded in a real browser: whatever happens on the way, what was said is read in the end."""

from pathlib import Path

import pytest
from running_product import RECORDINGS, Product, one_time_code

from scribe.parts import open_objects
from scribe_core.contract import keys
from scribe_core.stores.recordings import StoredRecording

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(900)]

SPEECH = RECORDINGS / "beckett.wav"
WORDS = ("tried", "fail", "better")


def walk(journey: str, product: Product, **more: object) -> list[str]:
    """What the journey's last line says."""
    code = one_time_code(product.start())
    told = product.walk(journey, ONE_TIME_CODE=code, SPEECH=SPEECH, EXPECT=",".join(WORDS), **more)
    return told.splitlines()[-1].split()


def stored(product: Product, meeting_id: str) -> bytes:
    """The recording as the product has it."""
    recording = StoredRecording.open(open_objects(product.stores), keys.recording(meeting_id))
    return recording.read(0, recording.size)


def test_a_meeting_is_recorded_over_a_pause_and_a_lost_network(configuration: dict[str, str], tmp_path: Path) -> None:
    product = Product(tmp_path / "volumes", more=configuration)
    try:
        meeting_id, _ = walk("recorded-meeting", product)
    finally:
        product.stop()
    assert stored(product, meeting_id).startswith(b"\x1aE\xdf\xa3"), "WebM, as the browser wrote it"


def test_a_browser_that_is_killed_loses_seconds(tmp_path: Path) -> None:
    product, saved = Product(tmp_path / "volumes"), tmp_path / "saved.webm"
    profile = tmp_path / "profile"
    profile.mkdir()
    try:
        meeting_id, _ = walk("killed-recorder", product, PROFILE=profile, SAVED=saved)
    finally:
        product.stop()
    assert stored(product, meeting_id) == saved.read_bytes()
