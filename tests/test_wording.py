"""What the command line says: counted words agree, and what argparse finds wrong is said in the reader's language."""

import argparse
import re
from pathlib import Path

import pytest

from scribe import models
from scribe.cli import WrongUsage, parse
from scribe.wording import say


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.mark.usefixtures("french")
def test_french_counts_none_and_one_alike() -> None:
    assert [say("prepared", count=count) for count in (0, 1, 2)] == ["0 paquet", "1 paquet", "2 paquets"]


@pytest.mark.usefixtures("english")
def test_english_counts_one_apart() -> None:
    assert [say("prepared", count=count) for count in (0, 1, 2)] == ["0 packages", "1 package", "2 packages"]


WRONG = [
    (["transcribe"], "il manque FICHIER"),
    (["transcribe", "a.wav", "b.wav"], "de trop : b.wav"),
    (
        ["transcribe", "a.wav", "--speakers", "deux"],
        "--speakers : « deux » n’est ni un nombre à partir de 1, comme 4, ni un intervalle",
    ),
    (["transcribe", "a.wav", "--language"], "--language : il manque une valeur"),
    (["transcribe", "a.wav", "--format", "doc"], "--format : « doc » n’est pas un choix possible ("),
    (["stop", "--now"], "de trop : --now"),
    (["stop", "now"], "PILE : « now » n’est pas un choix possible ("),
    (["stop", "core", "now"], "de trop : now"),
    (["start", "--detach=yes"], "--detach : « yes » est de trop"),
    (["models", "eat"], "ACTION : « eat » n’est pas un choix possible ("),
    (["logs", "database"], "NOM : « database » n’est pas un choix possible ("),
    (["user"], "il manque ACTION"),
    (["user", "add"], "il manque ADRESSE"),
]


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(
    ("arguments", "reason"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_wrong_usage_is_said_in_french(arguments: list[str], reason: str) -> None:
    with pytest.raises(WrongUsage) as wrong:
        parse(arguments)
    assert str(wrong.value).startswith("La commande n’est pas écrite comme il faut (")
    assert reason in str(wrong.value)
    for english in ("argument", "invalid", "required", "expected", "choose", "unrecognized"):
        assert english not in str(wrong.value)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("arguments", "_reason"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_wrong_usage_is_said_in_english(arguments: list[str], _reason: str) -> None:
    with pytest.raises(WrongUsage) as wrong:
        parse(arguments)
    assert str(wrong.value).startswith("The command is not written as it should be (")
    assert "«" not in str(wrong.value)


@pytest.mark.usefixtures("french")
def test_other_users_of_argparse_keep_its_words() -> None:
    """The measurements of `benchmarks/` speak English throughout."""
    with pytest.raises(WrongUsage):
        parse(["transcribe"])
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("--name")
    with pytest.raises(argparse.ArgumentError, match="expected one argument"):
        parser.parse_args(["--name"])


@pytest.mark.usefixtures("english")
def test_a_model_that_no_setting_asks_for_is_optional_and_one_that_is_needed_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCRIBE_VOLUMES", str(tmp_path))
    models.command(argparse.Namespace(action="list", names=["whisper-base", "whisper-medium"]))
    shown = capsys.readouterr().out.splitlines()
    assert re.match(r"\* whisper-base +absent ", shown[0])
    assert re.match(r"  whisper-medium +optional, not fetched ", shown[1])
