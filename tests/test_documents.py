"""What is written is true: commands, settings, links, shown output, licences; and nothing that belongs to one machine."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from running_product import HOME

from scribe import configuration, generated
from scribe.cli import WrongUsage, parse
from scribe.evaluation.wording import LINES as EVALUATION_LINES
from scribe.help import HELP
from scribe.parts import variable
from scribe.stacks.variables import STORE_KEYS, VARIABLES
from scribe.wording import LINES
from scribe_core import VERSION
from scribe_core.errors import SENTENCES, Sentence
from scribe_core.settings import Settings

TRACKED = [
    HOME / name
    for name in subprocess.run(
        ["git", "ls-files", "-z", "--cached"], cwd=HOME, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    if name and (HOME / name).is_file()
]
PAGES = [path for path in TRACKED if path.suffix == ".md"]
READMES = {"en": HOME / "README.md", "fr": HOME / "README.fr.md"}
FOR_PEOPLE = {
    "start",
    "stop",
    "status",
    "logs",
    "transcribe",
    "eval",
    "models",
    "user",
    "doctor",
    "backup",
    "restore",
    "reindex",
    "bundle",
    "clean",
    "check",
    "test",
    "prove",
}


def named(path: Path) -> str:
    return str(path.relative_to(HOME))


@pytest.mark.parametrize("path", generated.contents(), ids=named)
def test_a_generated_file_is_fresh(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == generated.contents()[path], "write it again: ./manage.sh generate"


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    page = configuration.page()
    documented = set(re.findall(r"^\| `([A-Z_]+)` ", page, re.MULTILINE))
    assert documented == {variable(name) for name in Settings.model_fields} | {one.name for one in VARIABLES}
    assert all(field.description for field in Settings.model_fields.values())
    assert set(configuration.CHAPTERS) <= set(Settings.model_fields)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_settings_named_on_a_page_exist(page: Path) -> None:
    known = {variable(name) for name in Settings.model_fields} | {
        "SCRIBE_PYTHON",
        "SCRIBE_TEST_CACHE",
        "SCRIBE_TEST_QDRANT",
    }
    known |= {one.name for one in (*VARIABLES, *STORE_KEYS)}
    assert set(re.findall(r"\bSCRIBE_[A-Z_]+\b", page.read_text(encoding="utf-8"))) <= known


def is_known(command: str) -> bool:
    try:
        parse([command])
    except WrongUsage as wrong:  # it may only want more
        return "There is no command" not in str(wrong)
    return True


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_named_on_a_page_exist(page: Path) -> None:
    for command in re.findall(r"\./manage\.sh(?: +([a-z-]+))?", page.read_text(encoding="utf-8")):
        assert not command or is_known(command), command


def test_help_lists_every_command_in_both_languages() -> None:
    for text in (HELP.en, HELP.fr):
        listed = set(re.findall(r"^  \./manage\.sh ([a-z]+)", text, re.MULTILINE))
        assert listed | {"lock"} >= FOR_PEOPLE | {"generate", "lock"}
        assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_readme_shows_what_one_sees(language: str) -> None:
    """Each line of the first shown start is one that the command can print."""
    shown = READMES[language].read_text(encoding="utf-8").split("```text\n$ ./manage.sh\n")[1].split("```")[0]
    ways = {name: re.escape(getattr(line, language)) for name, line in LINES.items()}
    ways = {name: re.sub(r"\\\{[a-z]+:(.*?)\\\|(.*?)\\\}", r"(?:\1|\2)", way) for name, way in ways.items()}
    ways = {name: re.sub(r"\\\{[a-z]+\\\}", r"\\S+", way) for name, way in ways.items()}
    steps = [ways[f"step_{name}"] for name in ("packages", "node", "models", "database", "web", "start")]
    outcomes = [ways["prepared"], r"\d+\.\d+\.\d+", ways["models_ready"].replace(r"\S+", r"[\d.]+(?: M[Bo])?"), ways["ready"],
                ways["built"], ways["started"]]  # fmt: skip
    expected = [
        *(rf"✓ \[{number}/6\] {title}  {outcome}" for number, (title, outcome) in enumerate(zip(steps, outcomes, strict=True), 1)),
        "", ways["open_here"], ways["first_code"], ways["how_to_stop"],
    ]  # fmt: skip
    lines = shown.rstrip("\n").split("\n")
    assert len(lines) == len(expected)
    for line, way in zip(lines, expected, strict=True):
        assert re.fullmatch(way, line), (line, way)


def test_the_readme_begins_with_the_two_commands() -> None:
    for readme in READMES.values():
        commands = re.findall(r"^    (\./manage\.sh(?: [a-z]+)?)", readme.read_text(encoding="utf-8"), re.MULTILINE)
        assert commands[:2] == ["./manage.sh", "./manage.sh transcribe"]


def test_both_readmes_tell_the_same() -> None:
    def told(readme: Path) -> dict[str, object]:
        text = readme.read_text(encoding="utf-8")
        return {
            "chapters": len(re.findall(r"^## ", text, re.MULTILINE)),
            "commands": re.findall(r"`\./manage\.sh ?([a-z]*)", text),
            "options": set(re.findall(r"`(-[a-z-]+)", text)),
            "settings": re.findall(r"SCRIBE_[A-Z_]+", text),
            "links": set(re.findall(r"\]\(([^)]+)\)", text)) - {path.name for path in READMES.values()},
        }

    assert told(READMES["fr"]) == told(READMES["en"])


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), target


SENTENCED = [
    pytest.param(sentence, id=name)
    for table in (SENTENCES, LINES, EVALUATION_LINES)
    for name, sentence in table.items()
]


@pytest.mark.parametrize("sentence", SENTENCED)
def test_both_languages_say_the_same_places(sentence: Sentence) -> None:
    assert sentence.en.strip()
    assert sentence.fr.strip()
    assert set(re.findall(r"\{(\w+)", sentence.en)) == set(re.findall(r"\{(\w+)", sentence.fr))


# What would tell where it was made, or fail elsewhere. Split, so that this file does not hold them.
FORBIDDEN = [
    "registry." + "npmjs", "files.python" + "hosted", "py" + "pi.org", "deb." + "debian.org", "/" + "work/", "/" + "root/",
    "deb.node" + "source",
]  # fmt: skip


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    found = []
    for path in TRACKED:
        content = path.read_bytes()
        found += [(named(path), word) for word in FORBIDDEN if word.encode() in content]
    assert not found


def test_locks_pin_every_package_by_hash_and_hold_no_address() -> None:
    for lock in HOME.glob("requirements*.lock"):
        text = lock.read_text()
        assert "://" not in text
        for pin in re.split(r"\n(?=\S)", text.strip()):
            assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==\S+", pin), pin
            assert "--hash=sha256:" in pin, pin


def test_the_locks_hold_what_the_projects_ask_for() -> None:
    from scribe import environment, locks

    def plain(name: str) -> str:
        return re.split(r"[\[<>=!~; ]", name)[0].lower().replace("_", "-")

    pinned = {plain(name) for name in environment.packages(environment.RUN_LOCK)}
    assert {plain(need) for need in locks.needs()} <= pinned
    for group, lock in (
        ("test", environment.TEST_LOCK),
        ("evaluation", environment.EVALUATION_LOCK),
        ("peers", environment.PEERS_LOCK),
        ("peers-torch", environment.TORCH_LOCK),
        ("gpu", environment.GPU_LOCK),
        ("community", environment.COMMUNITY_LOCK),
        ("language-model", environment.LANGUAGE_MODEL_LOCK),
    ):
        assert {plain(need) for need in locks.group(group)} <= {plain(n) for n in environment.packages(lock)}, group
    held = {plain(name) for name in environment.packages(environment.API_LOCK)}
    assert {plain(need) for need in locks.needs(*locks.API_PROJECTS)} <= held


def test_all_projects_have_the_products_version() -> None:
    for project in (".", "01-core", "02-workers", "03-interface/backend"):
        assert tomllib.loads((HOME / project / "pyproject.toml").read_text())["project"]["version"] == VERSION
    assert f"## {VERSION}" in (HOME / "CHANGELOG.md").read_text()


def test_manage_sh_only_dispatches() -> None:
    assert len((HOME / "manage.sh").read_text().splitlines()) < 150
