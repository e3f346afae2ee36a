"""What can be named to be measured, in what order it runs, and when it must run again."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from running_product import MODELS

from scribe.evaluation.systems import System, systems_named
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings

pytestmark = pytest.mark.models


def named(names: Sequence[str], folder: Path, **settings: object) -> list[System]:
    known = Settings(volumes=folder, models_folder=MODELS, offline=True, **settings)  # type: ignore[arg-type]
    return systems_named(
        names,
        known,
        caller=folder,
        networks=folder,
        threads=1,
        peers_python=lambda torch: Path("torch" if torch else "plain"),
    )


def test_the_product_goes_first_and_who_takes_words_over_goes_last(tmp_path: Path) -> None:
    found = named(["sherpa", "peer_torch", "theirs=run it", "peer", "ours", "ours-fast"], tmp_path)
    assert [(system.name, system.words_from) for system in found] == [
        ("ours", None), ("ours-fast", None), ("theirs", None), ("peer", None), ("sherpa", "peer"), ("peer_torch", "peer"),
    ]  # fmt: skip
    assert {system.name: system.command[0] for system in found if "peer" in system.name} == {
        "peer": "plain",
        "peer_torch": "torch",
    }
    assert found[1].command[-2:] == ["--preset", "fast"]


def test_without_the_peer_each_decodes_for_itself(tmp_path: Path) -> None:
    assert [system.words_from for system in named(["sherpa"], tmp_path)] == [None]


def test_any_command_runs_where_the_caller_stands(tmp_path: Path) -> None:
    [system] = named(["mine=python3 'my tool.py' --a=1,2"], tmp_path)
    assert (system.name, system.command, system.folder) == ("mine", ["python3", "my tool.py", "--a=1,2"], tmp_path)


def test_what_shapes_the_outcome_shapes_the_mark(tmp_path: Path) -> None:
    marks = [
        named(["ours"], tmp_path)[0].mark,
        named(["ours-fast"], tmp_path)[0].mark,
        named(["ours"], tmp_path, compute_type="float32")[0].mark,
    ]
    assert len(set(marks)) == 3
    assert named(["ours"], tmp_path, api_port=6000)[0].mark == marks[0]
    assert named(["ours-balanced"], tmp_path)[0].mark == marks[0], "the installation's preset by its name"


@pytest.mark.parametrize("name", ["theirs", "peer=command", "two words=command", "empty="])
def test_what_is_not_known_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScribeError) as wrong:
        named([name], tmp_path)
    assert wrong.value.code == "system_unknown"
