"""What the pages of `docs/guide/` tell to type is typed, as it stands there, at a terminal; what cannot be is listed in
`guide_pages.py`, with the reason.

Each test takes the commands of one chapter. A chapter that no test takes fails, and so does a command that is new and does not
go well. Places as `/mnt/disk` are folders of the test. Where stacks were chosen, a stand-in for Docker takes notes.
"""

import asyncio
import json
import os
import re
import shlex
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import httpx
import pytest
from earlier_houses import REVISIONS, move_in, texts
from furnished_house import furnish
from guide_pages import GUIDE, NOT_TYPED, PAGES, Chapter, Command, chapters
from running_product import HOME, Product, one_time_code
from test_backup_command import house as contents_of
from test_stacks_command import Installation, given
from typing_person import PASSPHRASE, PATIENCE_SECONDS, Person

from scribe import bundling, debian, environment, listening
from scribe.cli import WrongUsage, parse
from scribe.stacks import choice
from scribe.stacks.commands import DATA
from scribe_core.database.engine import Database
from scribe_core.errors import ScribeError
from scribe_core.settings import Settings
from scribe_core.stores.objects import Objects

pytestmark = pytest.mark.timeout(600)

OF_STACKS = {"stacks.md", "several-machines.md", "gpu-containers.md"}
"""Pages about an installation whose choice the stacks are."""

CHAPTERS_NOT_TAKEN = {
    ("monitoring.md", name): "tests/test_metrics.py runs each of its commands"
    for name in ("Is it there", "How the work stands", "Prometheus", "Logs")
}
"""Chapters that no test here takes, and why."""

CHAPTERS = {(chapter.page, chapter.name): chapter for page in PAGES for chapter in chapters(page)}
TAKEN: set[tuple[str, str]] = set()


def takes(page: str, *names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a test the chapters of these names, one after the other, and note that they are taken."""
    TAKEN.update((page, name) for name in names)
    found = [CHAPTERS[page, name] for name in names]
    return pytest.mark.parametrize("chapter", found, ids=[f"{page}: {name}" for name in names])


def test_every_chapter_is_taken_and_every_exception_is_still_one() -> None:
    with_commands = {key for key, chapter in CHAPTERS.items() if chapter.commands}
    assert with_commands == TAKEN | CHAPTERS_NOT_TAKEN.keys(), "each has a test here, or a reason"
    assert not TAKEN & CHAPTERS_NOT_TAKEN.keys()
    written = {(*key, command.bare) for key, chapter in CHAPTERS.items() for command in chapter.commands}
    assert written >= NOT_TYPED.keys(), "nothing is excused that no page tells"


def test_what_a_page_tells_to_type_is_told_from_what_it_shows() -> None:
    lines = ("A=1", 'B="1 2"  # c', "A=1 ./a  # b", "", "$ ./b", "B: 3.", "", "– C: 2", "→ `./d`", "./e --f")
    chapter = Chapter("page", "", lines)
    assert [(command.bare, command.shown) for command in chapter.commands] == [
        ("A=1 ./a", ()), ("./b", ("B: 3.",)), ("./e --f", ()),
    ]  # fmt: skip
    assert chapter.settings == 'A=1\nB="1 2"  # c\n'
    assert chapter.found == ["– C: 2", "→ `./d`"]


@pytest.mark.parametrize("page", PAGES)
def test_every_line_for_the_command_is_one_that_it_takes(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the blocks and between the words."""
    monkeypatch.setattr(choice, "chosen", lambda: page in OF_STACKS)
    lines = [command.text for chapter in chapters(page) for command in chapter.commands]
    words = re.sub(r"^ {4}.*$", "", (GUIDE / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines += re.findall(r"`([^`]+)`", words)
    asked = [line.partition("./manage.sh")[2] for line in lines if "./manage.sh" in line]
    assert asked
    for line in asked:
        try:
            parse(shlex.split(re.split(r" \| ", line)[0], comments=True))
        except WrongUsage as wrong:
            pytest.fail(f"./manage.sh{line}: {wrong}")


# -- installations


def listening_at(product: Product) -> bool:
    """Whether its pages and its API answer."""
    try:
        answers = [httpx.get(f"http://127.0.0.1:{port}", timeout=30) for port in (product.web_port, product.api_port)]
    except httpx.HTTPError:
        return False
    return all(answer.status_code < 500 for answer in answers)


def asked_of(product: Product, question: str) -> list[tuple[object, ...]]:
    """What stands in its database."""
    with closing(sqlite3.connect(f"file:{product.volumes / 'scribe.sqlite'}?mode=ro", uri=True)) as database:
        return database.execute(question).fetchall()


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    """An installation that is new and not started."""
    product = Product(tmp_path / "volumes")
    try:
        yield product
    finally:
        product.stop()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One that runs; who uses it leaves it running."""
    product = Product(tmp_path_factory.mktemp("running") / "volumes")
    try:
        product.start()
        yield product
    finally:
        product.stop()


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Product]:
    """Another one on the same machine."""
    product = Product(tmp_path / "another")
    try:
        yield product
    finally:
        product.stop()


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """What stands for `/mnt/disk`."""
    (folder := tmp_path / "disk").mkdir()
    return folder


# -- embedded.md


@pytest.mark.models
@pytest.mark.journey
@takes("embedded.md", "Every day")
def test_every_day(chapter: Chapter, product: Product) -> None:
    shown = Person(product.settings).does(chapter)
    code = one_time_code(shown["./manage.sh"])
    assert "It runs in the background" in shown["./manage.sh start --detach"]
    for part in ("api", "worker", "web"):
        assert re.search(rf"^  {part} +ready", shown["./manage.sh status"], re.MULTILINE)
    assert "The worker is ready." in shown["./manage.sh logs worker -f"]
    assert f"Running at {product.web}" in shown["./manage.sh doctor"]
    assert "Stopped." in shown["./manage.sh stop"]
    assert product.manage("status").returncode == 3
    codes = [one_time_code(text) for command, text in shown.items() if " user " in command]
    assert len({code, *codes}) == 3
    assert asked_of(product, "SELECT email, name, role FROM users") == [("ada@example.org", "Ada", "administrator")]


@pytest.mark.models
@pytest.mark.journey
@takes("embedded.md", "Several installations, or another place")
def test_two_installations_run_side_by_side(chapter: Chapter, running: Product, another: Product) -> None:
    ports = {"WEB_PORT=3100": f"WEB_PORT={another.web_port}", "API_PORT=5100": f"API_PORT={another.api_port}"}
    Person(running.settings, places={"/srv/works-council": another.volumes, **ports}).does(chapter)
    assert listening_at(running)
    assert listening_at(another)
    assert (another.volumes / "scribe.sqlite").exists()


# -- backup.md


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Product:
    """An installation with data, not started."""
    product = Product(tmp_path_factory.mktemp("furnished") / "volumes")

    async def move() -> None:
        database = Database(f"sqlite+aiosqlite:///{product.volumes / 'scribe.sqlite'}")
        await database.migrate()
        await furnish(database, Objects.open(f"file://{product.volumes / 'objects'}"), product.volumes / "secrets")
        await database.close()

    asyncio.run(move())
    return product


@pytest.fixture(scope="module")
def sealed(furnished: Product, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    file = tmp_path_factory.mktemp("sealed") / "meetings.backup"
    Person(furnished.settings).types(Command(f"./manage.sh backup {file}"))
    return file


@pytest.mark.journey
@takes("backup.md", "")
def test_a_backup_and_its_restoration(chapter: Chapter, furnished: Product, another: Product, disk: Path) -> None:
    before = contents_of(furnished.volumes)
    for command in chapter.commands:
        to = another if " restore " in command.text else furnished  # it goes into an empty installation
        Person(to.settings, places={"/mnt/disk": disk}).types(command)
    files = sorted(path.name for path in disk.iterdir())
    assert files == ["meetings-2026-11-28.backup", "meetings.backup"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in disk.iterdir()} == {0o600}
    assert contents_of(another.volumes) == before


@pytest.mark.journey
@takes("backup.md", "Every night")
def test_a_backup_by_night(chapter: Chapter, furnished: Product, disk: Path, tmp_path: Path) -> None:
    """As cron does it: `%` written `\\%`, its own few variables, its own shell, and nobody to ask."""
    (command,) = chapter.commands
    note = tmp_path / "passphrase"
    note.write_text(f"{PASSPHRASE}\n")
    places = {"/mnt/disk": disk, "/srv/scribe": HOME, "/etc/scribe/passphrase": note}
    line = Person({}, places=places).here(command.text)
    task = re.fullmatch(r"0 3 \* \* \*  (.*)", line)
    assert task, line
    assert not re.search(r"(?<!\\)%", task[1]), "where cron would end the line"
    of_cron = {"HOME": str(tmp_path), "LOGNAME": "scribe", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}
    own = {name: value for name, value in furnished.settings.items() if name.startswith("SCRIBE_")}  # as in `.env`
    done = subprocess.run(
        ["/bin/sh", "-c", task[1].replace(r"\%", "%")],
        cwd=tmp_path, env={**of_cron, **own, "SCRIBE_PYTHON": sys.executable}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (file,) = disk.iterdir()
    assert abs((date.fromisoformat(file.stem) - date.today()).days) <= 1  # noqa: DTZ011 — the shell's own day
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.models
@pytest.mark.journey
@takes("backup.md", "Restoring")
def test_a_restored_house_starts(chapter: Chapter, another: Product, sealed: Path, tmp_path: Path) -> None:
    old = {"SCRIBE_VOLUMES": str(tmp_path / "old")}
    places = {"/mnt/disk": sealed.parent, "/srv/new": another.volumes}
    shown = Person({**another.settings, **old}, places=places).does(chapter)
    assert not (tmp_path / "old").exists(), "the page says where, each time"
    (_, started) = shown.values()
    assert f"Open {another.web}" in started
    assert "one-time code" not in started, "there are accounts"
    assert len(asked_of(another, "SELECT id FROM meetings WHERE trashed_at IS NULL")) == 3
    assert len(asked_of(another, "SELECT id FROM meetings WHERE trashed_at IS NOT NULL")) == 1


@pytest.fixture(scope="module")
def age(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with age's own program: this machine's, or Debian's package unpacked."""
    if here := shutil.which("age"):
        return Path(here).parent
    try:
        return debian.unpack("age", "usr/bin", environment.CACHE / "age")
    except ScribeError:
        pytest.skip("age is not here, and its Debian package cannot be had")


@pytest.mark.journey
@takes("backup.md", "Without the product")
def test_a_backup_opens_without_the_product(chapter: Chapter, sealed: Path, age: Path, tmp_path: Path) -> None:
    shutil.copy(sealed, tmp_path)
    Person({"PATH": f"{os.environ['PATH']}{os.pathsep}{age}"}, folder=tmp_path).does(chapter)
    assert list((tmp_path / "rows").iterdir())
    assert [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]
    assert list((tmp_path / "checksums").glob("*.sha256"))


# -- upgrade.md


@pytest.mark.models
@pytest.mark.journey
@takes("upgrade.md", "")
def test_an_upgrade(chapter: Chapter, running: Product, disk: Path) -> None:
    """The house becomes that of the oldest release where the page says `git pull`."""
    person = Person(running.settings, places={"/mnt/disk": disk})
    oldest = REVISIONS[0]
    for command in chapter.commands:
        if not chapter.why_not(command):
            person.types(command)
            continue
        assert running.manage("status").returncode == 3, "it is stopped by then"
        asyncio.run(_goes_back(running, oldest))
        person.compare(chapter.found, running.manage("doctor").stdout)
    assert (disk / "before.backup").exists()
    assert listening_at(running)
    doctor = running.manage("doctor").stdout
    assert "migrations waiting" not in doctor, doctor
    assert {text for (text,) in asked_of(running, "SELECT text FROM utterances")} == texts(oldest)


async def _goes_back(product: Product, revision: str) -> None:
    for path in product.volumes.glob("scribe.sqlite*"):
        path.unlink()
    database = Database(f"sqlite+aiosqlite:///{product.volumes / 'scribe.sqlite'}")
    await move_in(database, revision)
    await database.close()


@pytest.mark.journey
@takes("upgrade.md", "Without a network")
def test_a_bundle_is_unpacked_afresh_and_over_an_installation(
    chapter: Chapter, disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One as the product writes it, of its code and its pages: packages and models would come from the network."""
    if not (HOME / ".git").exists():
        pytest.skip("no git checkout")
    (wheels := tmp_path / "wheels").mkdir()
    (wheels / "pip-1-py3-none-any.whl").touch()
    monkeypatch.setattr(bundling, "needed", lambda _settings: ())
    with (disk / "scribe.bundle").open("wb") as file:
        bundling._write(file, bundling.code_files(), wheels, Settings(_env_file=None, volumes=tmp_path))
    older = tmp_path / "installation"
    (older / "volumes").mkdir(parents=True)
    (older / "volumes/scribe.sqlite").write_text("data")
    (older / ".env").write_text("SCRIBE_WEB_PORT=8080\n")
    (older / "manage.sh").write_text("of an older release")

    (fresh := tmp_path / "fresh").mkdir()
    person = Person(dict(os.environ), folder=fresh, places={"/mnt/disk": disk, "/srv/scribe": older})
    person.does(chapter)
    unpacked = fresh / bundling.TOP
    for installed in (unpacked, older):
        assert (installed / "manage.sh").read_bytes() == (HOME / "manage.sh").read_bytes()
        assert os.access(installed / "manage.sh", os.X_OK)
    assert (older / "volumes/scribe.sqlite").read_text() == "data"
    assert (older / ".env").read_text() == "SCRIBE_WEB_PORT=8080\n"
    (unpacked / "manage.sh").write_text("changed")
    (sums,) = (command for command in chapter.commands if command.bare.startswith("sha256sum"))
    assert "manage.sh: FAILED" in person.types(sums, status=1), "the sums are looked at"
    with tarfile.open(disk / "scribe.bundle") as tar:
        assert {name.partition("/")[0] for name in tar.getnames()} == {bundling.TOP}


# -- container stacks, with a stand-in for Docker


class Stacks(Installation):
    """An installation whose choice the stacks are."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        chosen = self.manage("--stacks")
        assert chosen.returncode == 0, chosen.stderr
        self.asked()

    def person(self, disk: Path | None = None, **answers: str) -> Person:
        """Who types there; `answers` are Docker's."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SCRIBE_", "COMPOSE_"))}
        own = {"DOCKER_NOTES": str(self.notes), "LC_ALL": "C.UTF-8", "PATH": f"{self.bin}{os.pathsep}{kept['PATH']}"}
        return Person({**kept, **own, **answers}, self.home, {"/mnt/disk": disk} if disk else {})

    def sets(self, settings: str) -> None:
        """Write into `.env`."""
        self.file.write_text(self.file.read_text() + settings)


@pytest.fixture
def stacks(tmp_path: Path) -> Stacks:
    return Stacks(tmp_path)


ALL, WORKERS = "--file compose.yaml", "--file 02-workers/compose.yaml"


@pytest.mark.journey
@takes("stacks.md", "")
def test_stacks_are_chosen_once(chapter: Chapter, stacks: Stacks) -> None:
    stacks.file.unlink()
    shown = stacks.person().does(chapter)
    assert list(shown) == ["./manage.sh --stacks", "./manage.sh"]
    assert stacks.asked().count(f"{ALL} up --detach --wait --remove-orphans") == 2


@pytest.mark.journey
@takes("stacks.md", "Every day")
def test_stacks_every_day(chapter: Chapter, stacks: Stacks) -> None:
    code = "AAAA-BBBB-CCCC-DDDD"
    for command in chapter.commands:
        if chapter.why_not(command):
            continue
        line = "reset_code" if " reset " in command.bare else "account_code"
        answers = {"RUNNING": "api", "FOUND": "[]", "CODE": f"{line} {code} 24 EMAIL"}
        shown = stacks.person(None, **answers).types(command, status=0)
        assert stacks.asked(), "Docker was asked for something"
        assert (code in shown) is (" user " in command.bare)


@pytest.mark.journey
@takes("stacks.md", "A model of language")
def test_a_model_of_language_beside_the_stacks(chapter: Chapter, stacks: Stacks) -> None:
    stacks.sets(chapter.settings)  # both ways are told there; the last line of a name counts
    address = stacks.values()["LLM_URL"]
    away = {"what": f"Language model ({address})", "mark": "✗", "remedy": "It is away.", "code": "llm_unavailable"}
    for command in chapter.commands:
        if not chapter.why_not(command):
            doctor = " doctor" in command.bare
            shown = stacks.person(RUNNING="api", FOUND=json.dumps([away])).types(command, status=int(doctor))
            assert ("→ It is away.\n" in shown) is doctor, "as on the page nothing else keeps the API from it"
    assert [line.split(" ")[2] for line in stacks.asked() if " down " in line or " up " in line] == ["up", "down", "up"]


@pytest.mark.journey
@takes("stacks.md", "Data")
def test_the_folders_of_the_stacks_are_named(chapter: Chapter, stacks: Stacks) -> None:
    """No command: a list of folders."""
    named = {name for line in chapter.lines for name in re.split(r", |/", re.split(r"  +", line)[0])} - {"", "volumes"}
    assert {name.partition(" ")[0] for name in named} == set(DATA)
    assert {path.name for path in (stacks.home / "volumes").iterdir()} == set(DATA)


@pytest.mark.journey
@takes("backup.md", "With container stacks")
def test_a_backup_goes_into_the_stores_of_the_stacks(chapter: Chapter, stacks: Stacks, disk: Path) -> None:
    (disk / "meetings.backup").write_bytes(bytes(1_000_000))
    stacks.person(disk, RUNNING="postgres").does(chapter)
    asked = [line for line in stacks.asked() if re.search(r" up |run-restore", line)]
    assert [line.split(" ")[1] for line in asked] == ["01-core/compose.yaml", "compose.yaml", "compose.yaml"]
    assert given(stacks) == ({"passphrase": PASSPHRASE}, bytes(1_000_000))


@pytest.mark.journey
@takes("upgrade.md", "With container stacks")
def test_stacks_are_upgraded(chapter: Chapter, stacks: Stacks, disk: Path) -> None:
    stacks.person(disk, RUNNING="api").does(chapter)
    assert (disk / "before.backup").read_bytes() == b"sealed\n"
    assert f"{ALL} build" in stacks.asked()


@pytest.mark.journey
@takes("several-machines.md", "On the machine that keeps everything", "On each machine that works")
def test_stacks_on_several_machines(chapter: Chapter, stacks: Stacks) -> None:
    stacks.sets(chapter.settings)
    (command,) = stacks.person().does(chapter)
    files = f"{ALL} --file 01-core/several-machines.yaml"
    if command.endswith(" workers"):
        files = f"{WORKERS} --file 02-workers/several-machines.yaml"
    assert [line.removeprefix(f"{files} ").split(" ")[0] for line in stacks.asked()[:3]] == ["rm", "build", "up"]


@takes("several-machines.md", "Without containers")
def test_several_machines_without_containers(chapter: Chapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its settings are such as the product reads; there is nobody behind them."""
    assert all(chapter.why_not(command) for command in chapter.commands)
    for line in chapter.settings.splitlines():
        monkeypatch.setenv(*line.split("=", 1))
    read = Settings(_env_file=None, volumes=tmp_path)
    assert (read.objects_url, read.database_url.partition(":")[0]) == ("s3://scribe", "postgresql+asyncpg")


@pytest.mark.journey
@takes("gpu-containers.md", "")
def test_stacks_with_a_card(chapter: Chapter, stacks: Stacks) -> None:
    stacks.sets(chapter.settings)
    for command in chapter.commands:
        if not chapter.why_not(command):
            doctor = " doctor" in command.bare
            # Whether or not this machine has a card: no container is given one.
            shown = stacks.person().types(command, status=1 if doctor else 0)
            assert ("NVIDIA" in shown) is doctor


@takes("capacity.md", "")
def test_how_many_machines_is_a_proof(chapter: Chapter) -> None:
    assert all(chapter.why_not(command) for command in chapter.commands)
    (command,) = chapter.commands
    assert (HOME / "benchmarks" / f"prove_{shlex.split(command.bare)[2]}.py").is_file()


# -- embedded.md: a local model


@takes("embedded.md", "A local model of language, experimental")
def test_the_doctor_says_whether_a_local_model_is_here(chapter: Chapter, product: Product) -> None:
    product.more |= dict(line.split("=", 1) for line in chapter.settings.splitlines())
    fetched, looked = chapter.commands
    assert chapter.why_not(fetched)
    found = product.manage(*looked.bare.split()[1:])
    assert found.returncode == 1
    assert f"`{fetched.bare}`" in found.stdout


# -- https.md


@takes("https.md", "Embedded mode, with a certificate of its own")
def test_a_certificate_for_a_trial_is_one_that_the_product_takes(
    chapter: Chapter, product: Product, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Person(dict(os.environ), folder=tmp_path).does(chapter)
    settings = dict(line.split("#")[0].strip().split("=", 1) for line in chapter.settings.splitlines())
    for name, value in settings.items():
        monkeypatch.setenv(name, value.replace("/etc/scribe", str(tmp_path)))
    listening.check(
        Settings(_env_file=None, volumes=product.volumes, api_port=product.api_port, web_port=product.web_port)
    )
