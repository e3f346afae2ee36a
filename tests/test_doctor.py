"""`./manage.sh doctor` only looks: whatever it finds, it leaves the machine as it was."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from servers.process import free_port
from sqlalchemy import text

from scribe import doctor, environment
from scribe_core.accelerators import driver
from scribe_core.database.engine import MIGRATIONS, Database

Doctor = Callable[[], list[str]]

WAITING = (
    "– Database",
    f": migrations waiting: {len(list(MIGRATIONS.glob('versions/*.py')))} `./manage.sh` prepares it.",
)


def told(findings: list[str], finding: tuple[str, str]) -> bool:
    """Whether one of these begins and ends so. In between may stand where the database is."""
    return any(line.startswith(finding[0]) and line.endswith(finding[1]) for line in findings)


@pytest.fixture
def looked_at(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """What the doctor finds here, one line a finding. Nothing in the data folder may change meanwhile."""
    monkeypatch.setenv("SCRIBE_VOLUMES", str(tmp_path / "volumes"))
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SCRIBE_API_PORT", str(free_port()))
    monkeypatch.setenv("SCRIBE_WEB_PORT", str(free_port()))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr(
        environment, "is_current", lambda _lock=None: True
    )  # the packages are those this test runs with

    def look() -> list[str]:
        before = _everything_in(tmp_path)
        found = [f"{finding.mark} {finding.what} {finding.remedy}".strip() for finding in doctor.examine()]
        assert _everything_in(tmp_path) == before
        return found

    return look


def _everything_in(folder: Path) -> dict[Path, tuple[int, bytes]]:
    # Beside an open SQLite database lies the index that its readers note their places in (`-shm`): it holds no data.
    found = sorted(path for path in folder.rglob("*") if not path.name.endswith("-shm"))
    return {path: (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"") for path in found}


def _in_database(url: str, *statements: str) -> None:
    async def run() -> None:
        database = Database(url)
        await database.migrate()
        async with database.session() as session:
            for statement in statements:
                await session.execute(text(statement))
        await database.close()

    asyncio.run(run())


def test_before_the_first_start_nothing_is_made(looked_at: Doctor, tmp_path: Path) -> None:
    assert f"– Data folder {tmp_path / 'volumes'} `./manage.sh` prepares it." in looked_at()
    assert not (tmp_path / "volumes").exists()


@pytest.mark.parametrize(
    ("statements", "finding"),
    [
        ([], ("✓ Database", "")),
        (["DELETE FROM alembic_version"], WAITING),
        (
            ["UPDATE alembic_version SET version_num = '9999'"],
            (
                "✗ Database",
                "The database belongs to a newer release of the product. Update the product; nothing was changed.",
            ),
        ),
    ],
    ids=["up to date", "behind", "ahead"],
)
def test_a_database_is_looked_at_and_never_migrated(
    looked_at: Doctor, database_url: str, statements: list[str], finding: tuple[str, str]
) -> None:
    _in_database(database_url, *statements)
    assert told(looked_at(), finding)
    assert told(looked_at(), finding), "the first look mended nothing"


def test_an_open_database_is_looked_at_too(looked_at: Doctor, database_url: str) -> None:
    async def while_open() -> list[str]:
        database = Database(database_url)
        await database.migrate()
        async with database.session() as session:
            await session.execute(text("DELETE FROM alembic_version"))
        found = await asyncio.to_thread(looked_at)
        await database.close()
        return found

    assert told(asyncio.run(while_open()), WAITING)


def test_a_data_folder_that_cannot_be_is_named(
    looked_at: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("SCRIBE_VOLUMES", str(tmp_path / "file" / "volumes"))
    assert any(line.startswith("✗") and str(tmp_path / "file" / "volumes") in line for line in looked_at())


def test_the_device_models_run_on_is_told(looked_at: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    if driver().cards():
        pytest.skip("this machine has a card")
    assert "✓ Models run on: CPU" in looked_at()
    monkeypatch.setenv("SCRIBE_DEVICE", "cuda:3")
    (wrong,) = (line for line in looked_at() if "cuda:3" in line)
    assert wrong.startswith("✗")
