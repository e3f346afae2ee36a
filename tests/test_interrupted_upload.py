"""A recording on a bad line, in a real browser: it arrives whole whatever happens on the way, wherever its parts are kept."""

import os
from pathlib import Path

import pytest
from running_product import Product, one_time_code
from servers.process import free_port

from scribe.parts import open_objects
from scribe_core.contract import keys
from scribe_core.stores.recordings import StoredRecording

pytestmark = [pytest.mark.models, pytest.mark.journey, pytest.mark.timeout(900)]

SIZE = 24_000_000


def test_a_browser_on_a_bad_line_loses_nothing(configuration: dict[str, str], tmp_path: Path) -> None:
    """The line cut, the upload paused, the API killed, the page loaded anew; then the file that was sent."""
    recording = tmp_path / "réunion.wav"
    sound = b"RIFF" + (SIZE - 8).to_bytes(4, "little") + b"WAVEfmt " + os.urandom(SIZE - 16)
    recording.write_bytes(sound)
    line_port = free_port()
    line = {"SCRIBE_PUBLIC_API_URL": f"http://127.0.0.1:{line_port}"}
    product = Product(tmp_path / "volumes", more={**configuration, **line})
    try:
        code = one_time_code(product.start())
        told = product.walk(
            "interrupted-upload",
            ONE_TIME_CODE=code,
            RECORDING=recording,
            LINE_PORT=line_port,
            API_PORT=product.api_port,
            STATE=product.volumes / "run" / "state.json",
        )
    finally:
        product.stop()
    meeting_id = told.split()[-1]
    stored = StoredRecording.open(open_objects(product.stores), keys.recording(meeting_id))
    assert stored.read(0, stored.size) == sound
