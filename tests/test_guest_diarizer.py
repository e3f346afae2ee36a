"""A diarizer that is set and not there costs nobody a transcript: our own stands in, and that is said."""

from pathlib import Path
from typing import Any

import pytest

from scribe_core.domain.run import RunSettings, Status

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]


async def test_our_own_diarizer_stands_in_for_one_that_is_not_there(house: Any, recordings: Path) -> None:
    await house.take(recordings / "endgame_nagg_nell.wav", RunSettings(language="en"))
    house.environment["SCRIBE_DIARIZER"] = "community-1"
    assert house.work() == 0
    run = await house.run()
    assert (run.status, run.attempt, run.error_code) == (Status.COMPLETED, 1, None)
    assert "diarizer_replaced" in run.warnings
    assert len({speaker for speaker, _ in await house.said()}) == 2
