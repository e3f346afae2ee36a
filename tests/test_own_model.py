"""A speech model of one's own is used by the name of its folder: here whisper-base under another name."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from scribe_core.domain.run import RunSettings, Status
from scribe_workers.models.store import ModelStore

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]

NAME = "whisper-of-the-house"


async def test_a_folder_of_ones_own_hears_the_meeting(house: Any, recordings: Path, tmp_path: Path) -> None:
    await house.take(recordings / "two_cities.wav", RunSettings(language="en"))
    cache = tmp_path / "huggingface_cache"
    full = cache.readlink()
    cache.unlink()
    cache.mkdir()
    for name in ("segmentation", "voice"):
        (cache / name).symlink_to(full / name)
    shutil.copytree(ModelStore(full).open("whisper-base"), tmp_path / "shelf" / NAME)
    house.environment |= {
        "SCRIBE_OFFLINE": "true", "SCRIBE_SPEECH_MODEL": NAME, "SCRIBE_MODELS_FOLDER": str(tmp_path / "shelf"),
    }  # fmt: skip
    assert house.work() == 0
    run = await house.run()
    assert (run.status, run.error_code) == (Status.COMPLETED, None)
    assert "best of times" in " ".join(text for _, text in await house.said()).lower()
    assert (cache / NAME / "model.bin").is_file()
