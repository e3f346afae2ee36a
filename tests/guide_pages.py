"""What the pages of `docs/guide/` tell to type, by page and chapter; what of it no test can type is listed, with the reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from running_product import HOME

GUIDE = HOME / "docs/guide"
PAGES = sorted(path.name for path in GUIDE.glob("*.md"))

BUNDLES = (
    "some 500 MB from the network: `./manage.sh prove bundle` does it, in its short form at each `./manage.sh test`"
)
OWN_SERVICES = "their addresses are placeholders: tests/test_distributed.py starts the product on real ones"
NOT_TYPED = {
    ("upgrade.md", "", "git pull"): "it stands for the new files; the house is made an earlier release's instead",
    ("upgrade.md", "With container stacks", "git pull"): "it stands for the new files",
    ("upgrade.md", "Without a network", "./manage.sh bundle /mnt/disk/scribe.bundle"): BUNDLES,
    ("upgrade.md", "Without a network", "./manage.sh start --detach"): BUNDLES,
    ("upgrade.md", "Without a network", "./manage.sh stop"): BUNDLES,
    ("stacks.md", "Every day", "docker compose --env-file .env --file 02-workers/compose.yaml up --detach"): (
        "needs an engine; compose itself reads the file in tests/test_compose_files.py"
    ),
    (
        "stacks.md",
        "A model of language",
        "docker network connect smart-meeting-scribe_language-model ollama",
    ): "needs an engine; the network's name is compose's in tests/test_compose_files.py",
    ("several-machines.md", "Without containers", "./manage.sh start --detach"): OWN_SERVICES,
    ("several-machines.md", "Without containers", "./manage.sh doctor"): OWN_SERVICES,
    (
        "embedded.md",
        "A local model of language, experimental",
        "./manage.sh models fetch qwen2.5-coder-1.5b",
    ): "fetches 1.1 GB; tests/test_local_model.py starts what it can without",
    (
        "gpu-containers.md",
        "",
        "sudo nvidia-ctk runtime configure --runtime=docker",
    ): "needs the toolkit, an engine, root",
    ("gpu-containers.md", "", "sudo systemctl restart docker"): "needs an engine, and root",
    ("capacity.md", "", "./manage.sh prove capacity --people 50000 --share 0.1 --speed cpu --wait-minutes 15"): (
        "simulates for minutes; `./manage.sh test` runs its short form"
    ),
}
"""By page and chapter, each command that is typed by no test here, and why."""


@dataclass(frozen=True)
class Command:
    """A line to type, with the comment behind it, and what the page shows after it."""

    text: str
    shown: tuple[str, ...] = ()

    @property
    def bare(self) -> str:
        """Without its comment."""
        return re.split(r"\s+#", self.text)[0]


SETTING = re.compile(r'[A-Z][A-Z0-9_]*=("[^"]*"|\S*)(\s+#.*)?')
FOUND = re.compile(r"[–✓✗→] ")
"""How lines begin that the doctor prints."""


@dataclass(frozen=True)
class Chapter:
    """The indented lines of a chapter; what comes before the first heading has no name."""

    page: str
    name: str
    lines: tuple[str, ...]

    @property
    def commands(self) -> list[Command]:
        """Every line that is neither a setting nor something shown. From a `$` to the next, lines are what the terminal shows."""
        found: list[Command] = []
        talks = False
        for line in self.lines:
            if line.startswith("$ "):
                talks = True
                found.append(Command(line.removeprefix("$ ")))
            elif talks and line:
                found[-1] = Command(found[-1].text, (*found[-1].shown, line))
            elif line and not SETTING.fullmatch(line) and not FOUND.match(line):
                found.append(Command(line))
            else:
                talks = False
        return found

    @property
    def settings(self) -> str:
        """Its settings, as they stand in `.env`."""
        return "".join(f"{line}\n" for line in self.lines if SETTING.fullmatch(line))

    @property
    def found(self) -> list[str]:
        """What it shows of the doctor."""
        return [line for line in self.lines if FOUND.match(line)]

    def why_not(self, command: Command) -> str | None:
        """Why one of its commands is not typed, None where it is."""
        return NOT_TYPED.get((self.page, self.name, command.bare))


def chapters(page: str) -> Iterator[Chapter]:
    """The chapters of a page that have indented lines. An empty line ends what a terminal shows."""
    text = (GUIDE / page).read_text(encoding="utf-8").replace("\\\n", "")
    for part in re.split(r"^## ", text, flags=re.MULTILINE):
        heading, *body = part.splitlines()
        lines = tuple(line.strip() for line in body if not line or re.match(r" {4}", line))
        if any(lines):
            yield Chapter(page, "" if heading.startswith("# ") else heading, lines)
