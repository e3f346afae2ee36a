"""The command line costs only what is asked of it."""

import gc
import json
import subprocess
import sys
from pathlib import Path

import pytest

from scribe.cli import parse
from scribe.help import HELP, part, show
from scribe.importing import uncollected
from scribe_core.domain.export_format import EXPORT_FORMATS

HEAVY = {"alembic", "av", "ctranslate2", "fastapi", "numpy", "onnxruntime", "pydantic", "scipy", "sqlalchemy"}


def loaded_by(program: str) -> set[str]:
    """The packages that a fresh Python has loaded after these lines."""
    lines = (
        f"{program}\nimport json, sys\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", lines], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_a_file_that_is_not_there_is_named_before_any_library_is_loaded(tmp_path: Path) -> None:
    arguments = ["transcribe", str(tmp_path / "missing.wav")]
    prepared = "from scribe import environment\nenvironment.is_current = lambda _lock: True\n"
    loaded = loaded_by(f"{prepared}from scribe.cli import main\nassert main({arguments!r}) == 1")
    assert not loaded & HEAVY
    assert "scribe" in loaded


def test_a_transcription_needs_no_database() -> None:
    assert not loaded_by("import scribe.private_run") & {"alembic", "sqlalchemy", "asyncpg", "fastapi"}


def test_the_supervisor_of_a_start_reads_neither_the_database_nor_the_api() -> None:
    """The supervisor is `scribe.start`, too; so is whoever is refused, by a port for example."""
    assert loaded_by("import scribe.start") & HEAVY == {"pydantic"}, "settings are read with it"


def test_the_api_loads_what_speaks_to_a_model_of_language_where_one_is_set_up() -> None:
    assert not loaded_by("import scribe_api.app") & {"aiohttp"}


@pytest.mark.parametrize("module", ["accounts", "people"])
def test_only_what_the_api_alone_can_do_loads_it(module: str) -> None:
    assert not loaded_by(f"import scribe.{module}") & {"scribe_api", "fastapi", "numpy"}


@pytest.mark.parametrize("was", [True, False])
def test_importing_looks_for_no_garbage_and_afterwards_all_is_as_it_was(was: bool) -> None:
    try:
        (gc.enable if was else gc.disable)()
        with uncollected():
            assert not gc.isenabled()
        assert gc.isenabled() is was
    finally:
        gc.enable()


@pytest.mark.parametrize("name", EXPORT_FORMATS)
def test_every_format_can_be_asked_for_and_is_in_the_help(name: str) -> None:
    assert parse(["transcribe", "a.wav", "--preset", "Fast"]).preset == "fast"
    assert parse(["transcribe", "a.wav", "--format", name]).format == name
    assert all(name in text for text in (HELP.en, HELP.fr))


@pytest.mark.parametrize("asked", [["help", "eval"], ["eval", "--help"], ["eval", "board", "--help"]])
def test_the_help_of_a_command_is_its_own(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    options = parse(asked)
    assert options.does == "help.show"
    show(options)
    told = capsys.readouterr().out
    assert all(option in told for option in ("--systems", "--out", "--threads", "--group"))
    assert "manage.sh transcribe" not in told


@pytest.mark.parametrize("text", [HELP.en, HELP.fr])
def test_a_command_has_a_part_of_the_help_or_all_of_it(text: str) -> None:
    assert part(text, "models").count("./manage.sh models") == 2
    assert "--yes" in part(text, "people")
    assert part(text, "clean").count("\n") == 1
    assert not part(text, "nonsense")
