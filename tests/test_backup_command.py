"""`./manage.sh backup FILE` and `restore FILE`, as a person types them."""

import asyncio
import contextlib
import os
import pty
import re
import resource
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from furnished_house import furnish, objects_of, rows_of
from running_product import MANAGE, Product

from scribe import backup, backup_file
from scribe.parts import open_objects
from scribe.stacks import choice
from scribe_core.database.engine import Database
from scribe_core.errors import SENTENCES, ScribeError
from scribe_core.settings import Settings

pytestmark = pytest.mark.journey

PASSPHRASE = "lampe ciseaux nuage guitare"
FRENCH = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "fr_FR.UTF-8"}


@pytest.fixture
def product(tmp_path: Path) -> Product:
    """An installation with data, not started."""
    return furnished(Product(tmp_path / "volumes", more={"SCRIBE_BACKUP_PASSPHRASE": PASSPHRASE}))


@pytest.fixture
def empty(tmp_path: Path) -> Product:
    """Another one, without."""
    return Product(tmp_path / "other volumes", more={"SCRIBE_BACKUP_PASSPHRASE": PASSPHRASE})


def furnished(product: Product) -> Product:
    async def furnish_it() -> None:
        database = Database(product.stores.database_url)
        await database.migrate()
        await furnish(database, open_objects(product.stores), product.stores.secrets_folder)
        await database.close()

    asyncio.run(furnish_it())
    return product


def contents(stores: Settings) -> object:
    async def read() -> object:
        database = Database(stores.database_url)
        rows = await rows_of(database)
        await database.close()
        return rows["users"], rows["utterances"], rows["voiceprints"]

    return asyncio.run(read()), objects_of(open_objects(stores))


def house(volumes: Path) -> object:
    return contents(Settings(_env_file=None, volumes=volumes))


def said(done: subprocess.CompletedProcess[str], status: int = 0) -> str:
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return "\n".join(line for line in done.stderr.splitlines() if not line.startswith("… "))


def test_a_backup_is_made_and_put_back(new_configuration: Callable[[], dict[str, str]], tmp_path: Path) -> None:
    """From one installation into another of its kind: SQLite and a folder, PostgreSQL and S3."""
    given = {"SCRIBE_BACKUP_PASSPHRASE": PASSPHRASE}
    product = furnished(Product(tmp_path / "volumes", more={**new_configuration(), **given}))
    empty = Product(tmp_path / "other volumes", more={**new_configuration(), **given})
    file = tmp_path / "meetings.backup"
    told = said(product.manage("backup", str(file)))
    amount = r"4 meetings, \d+ rows, \d+ objects, \d+ MB"
    assert re.fullmatch(rf"Written to {re.escape(str(file))}: {amount}\.", told), told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if "meetings" in path.name] == [file.name], "no draft is left"

    told = said(empty.manage("restore", str(file)))
    assert re.fullmatch(rf"Restored: {amount}\. Everybody signs in anew, with the password of then\.", told), told
    assert contents(empty.stores) == contents(product.stores)
    key = empty.volumes / "secrets" / "signing.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600

    assert said(empty.manage("restore", str(file)), 1) == SENTENCES["restore_not_empty"].en
    assert said(product.manage("backup", str(file)), 1).startswith(f"{file} is there already")


def test_the_passphrase_may_stand_in_a_file_or_come_by_standard_input(
    product: Product, empty: Product, tmp_path: Path
) -> None:
    del product.more["SCRIBE_BACKUP_PASSPHRASE"], empty.more["SCRIBE_BACKUP_PASSPHRASE"]
    note, file = tmp_path / "note", tmp_path / "backup"
    note.write_text(f"{PASSPHRASE}\n")
    for mode, warned in ((0o644, True), (0o600, False)):
        note.chmod(mode)
        file.unlink(missing_ok=True)
        told = said(product.manage("backup", str(file), "--passphrase-file", str(note)))
        assert told.startswith(f"Warning: Others on this machine may read {note}") == warned, told
    command = [str(MANAGE), "restore", str(file), "--passphrase-file", "-"]
    for given, status in (("something else\n", 1), (f"{PASSPHRASE}\n", 0)):
        done = subprocess.run(command, env=empty.settings, input=given, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        assert status == 0 or done.stderr.splitlines()[-1] == SENTENCES["backup_passphrase_wrong"].en


@pytest.mark.parametrize(
    ("arguments", "variables", "code"),
    [
        ((), {"SCRIBE_BACKUP_PASSPHRASE": ""}, "backup_passphrase_missing"),
        ((), {"SCRIBE_BACKUP_PASSPHRASE": "short"}, "backup_passphrase_short"),
        (
            (),
            {"SCRIBE_BACKUP_PASSPHRASE": os.fsdecode("éclair de lune".encode("latin-1"))},
            "backup_passphrase_strange",
        ),
        (("--passphrase-file", "/nowhere"), {}, "file_not_found"),
    ],
)
def test_without_a_good_passphrase_nothing_is_written(
    product: Product, tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str], code: str
) -> None:
    product.more |= {**variables, **FRENCH}
    told = said(product.manage("backup", str(tmp_path / "backup"), *arguments), 1)
    assert told.startswith(SENTENCES[code].fr.split("{")[0])
    assert not (tmp_path / "backup").exists()


def test_at_a_terminal_it_is_typed_twice_and_not_shown(product: Product, tmp_path: Path) -> None:
    del product.more["SCRIBE_BACKUP_PASSPHRASE"]
    for second, status in (("another passphrase", 1), (PASSPHRASE, 0)):
        shown = _typed(product, ["backup", str(tmp_path / "backup")], [PASSPHRASE, second], status)
        assert "it is not shown" in shown
        assert "Once more" in shown
        assert PASSPHRASE not in shown


def _typed(product: Product, arguments: list[str], answers: list[str], status: int) -> str:
    """What a terminal shows of a command whose questions are answered in this order."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(MANAGE, [str(MANAGE), *arguments], product.settings)  # noqa: S606 — no shell is wanted
    shown, asked = b"", 0
    with contextlib.suppress(OSError):  # it ended
        while part := os.read(terminal, 4096):
            shown += part
            if shown.rstrip().count(b":") > asked and asked < len(answers) and shown.endswith(b": "):
                os.write(terminal, answers[asked].encode() + b"\n")
                asked += 1
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == status, shown
    return shown.decode()


def test_a_running_house_is_backed_up_and_not_restored_into(product: Product, empty: Product, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    said(product.manage("backup", str(file)))
    (empty.volumes / "run").mkdir()
    holder = "import fcntl, os, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); f.write(str(os.getpid())); f.flush(); print('held', flush=True); sys.stdin.read()"
    command = ["python3", "-c", holder, str(empty.volumes / "run" / "scribe.pid")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout
        running.stdout.readline()
        assert said(empty.manage("restore", str(file)), 1) == SENTENCES["restore_running"].en


def test_an_interrupted_backup_leaves_no_file(product: Product, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), backup_file.new_file(tmp_path / "backup"):
        raise KeyboardInterrupt
    assert not [path for path in tmp_path.iterdir() if "backup" in path.name]


def test_a_full_disk_leaves_no_file(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))  # no file may grow further, as on a full disk
    try:
        with pytest.raises(ScribeError) as raised, backup_file.new_file(tmp_path / "backup") as file:
            file.write(bytes(1_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert raised.value.code == "output_unwritable"
    assert not list(tmp_path.iterdir())


def test_a_file_that_came_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "backup"
    with pytest.raises(ScribeError) as raised, backup_file.new_file(path):
        path.write_bytes(b"theirs")
    assert raised.value.code == "backup_exists"
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"theirs"]


def test_settings_of_then_are_laid_beside_those_of_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "FILE", tmp_path / ".env")
    assert backup_file.put_settings(None) is None
    (tmp_path / ".env").write_bytes(b"A=1\n")
    assert backup_file.put_settings(b"A=1\n") is None
    beside = backup_file.put_settings(b"A=2\n")
    assert beside == tmp_path / ".env.restored"
    assert (beside.read_bytes(), stat.S_IMODE(beside.stat().st_mode)) == (b"A=2\n", 0o600)
    assert (tmp_path / ".env").read_bytes() == b"A=1\n"


async def test_what_cannot_be_noted_was_done_all_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'scribe.sqlite'}")  # without a table to note it in
    await backup._record(database, "backup_restored", version="1")
    await database.close()
    assert capsys.readouterr().err.startswith("Warning: The database does not answer.")
