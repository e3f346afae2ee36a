"""A speech model of one's own: used by its folder's name, verified like any other, told apart when its files change."""

import json
from pathlib import Path

import pytest

from scribe_core.errors import ScribeError
from scribe_workers.models.catalogue import CATALOGUE, default_models
from scribe_workers.models.own import with_own
from scribe_workers.models.store import Condition, ModelStore

from .test_catalogue import settings

NAME = "whisper-notaire"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A models folder with a model that is in no catalogue."""
    folder = tmp_path / "shelf" / NAME
    folder.mkdir(parents=True)
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_text(f"content of {name}")
    return folder.parent


def test_it_stands_beside_the_catalogues_and_is_served_verified(shelf: Path, tmp_path: Path) -> None:
    notes = tmp_path / "cache" / ".store"
    catalogue = with_own(NAME, shelf, notes)
    assert default_models(settings(speech_model=NAME), catalogue) == (NAME, "segmentation", "voice")
    store = ModelStore(tmp_path / "cache", local=shelf, offline=True, catalogue=catalogue)
    assert (store.open(NAME) / "model.bin").read_text() == "content of model.bin"
    assert store.verify(NAME) is Condition.PRESENT


def test_other_files_are_another_model(shelf: Path, tmp_path: Path) -> None:
    notes = tmp_path / "cache" / ".store"
    before = with_own(NAME, shelf, notes)[NAME]
    assert with_own(NAME, shelf, notes)[NAME] == before
    (shelf / NAME / "model.bin").write_text("trained once more")
    after = with_own(NAME, shelf, notes)[NAME]
    assert after.digest != before.digest
    store = ModelStore(tmp_path / "cache", local=shelf, offline=True, catalogue={NAME: after})
    assert (store.open(NAME) / "model.bin").read_text() == "trained once more"


def test_files_that_did_not_change_are_not_hashed_again(shelf: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    with_own(NAME, shelf, notes)
    note = notes / f"own-{NAME}.json"
    told = json.loads(note.read_text())
    told["hashes"]["model.bin"] = "0" * 64
    note.write_text(json.dumps(told))
    assert with_own(NAME, shelf, notes)[NAME].files[0].sha256 == "0" * 64


def test_missing_files_are_named(shelf: Path, tmp_path: Path) -> None:
    (shelf / NAME / "vocabulary.txt").unlink()
    (shelf / NAME / "tokenizer.json").unlink()
    with pytest.raises(ScribeError) as error:
        with_own(NAME, shelf, tmp_path)
    assert error.value.code == "model_incomplete"
    assert "tokenizer.json, vocabulary.json" in error.value.sentence("fr")


@pytest.mark.parametrize("name", ["", "..", "whisper-absent", "a/b", "whisper-base"])
def test_what_is_no_folder_there_changes_nothing(shelf: Path, tmp_path: Path, name: str) -> None:
    assert with_own(name, shelf, tmp_path) is CATALOGUE
    assert with_own(NAME, None, tmp_path) is CATALOGUE
