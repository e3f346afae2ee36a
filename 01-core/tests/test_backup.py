"""A house is backed up and made anew elsewhere: every row and every object, or nothing and a sentence why."""

import io
import json
import resource
import secrets
import stat
import subprocess
import tarfile
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage
import pytest
from earlier_houses import REVISIONS, move_in
from furnished_house import KEY, SPOKEN, furnish, objects_of, rows_of
from servers.postgresql import PostgreSQL
from servers.s3 import S3
from sqlalchemy import delete, select, text

from scribe_core.backup import archive, making, restoring, rows
from scribe_core.backup.archive import End, Writer
from scribe_core.backup.sealing import Opener, Sealer
from scribe_core.contract import keys
from scribe_core.database import deletions, engine, leases, users
from scribe_core.database.engine import Database
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run
from scribe_core.database.tables import METADATA
from scribe_core.database.uploads import Upload
from scribe_core.domain.account import Role
from scribe_core.domain.run import Lane, Status
from scribe_core.errors import ScribeError
from scribe_core.search.indexing import Indexer
from scribe_core.stores.objects import Objects

PASSPHRASE = "lampe ciseaux nuage guitare"
LIVES = {
    "runs": ("lease_owner", "lease_expires_at", "status", "attempt", "tries", "stage"),
    "uploads": ("holder", "held_until"),
}
"""What says that somebody is at work, which nobody is in a house made anew."""


def silent(_end: End) -> None:
    """Nobody watches."""


@dataclass
class Place:
    """A database, an object store and a folder of keys."""

    database: Database
    objects: Objects
    secrets: Path

    async def backup(self, out: IO[bytes] | None = None, settings: bytes | None = b"SECRET=of the settings\n") -> bytes:
        file = io.BytesIO()
        house = making.House(self.database, self.objects, self.secrets, settings)
        self.end = await making.make(house, out or file, PASSPHRASE, silent, work=8)
        return file.getvalue()

    async def restore(self, sealed: bytes, passphrase: str = PASSPHRASE) -> restoring.Restored:
        file = io.BytesIO(sealed)
        return await restoring.restore(file, passphrase, self.database, self.objects, self.secrets, silent)

    async def is_untouched(self) -> bool:
        return await self.database.is_empty() and not objects_of(self.objects) and not list(self.secrets.glob("*"))


@pytest.fixture
async def place(database: Database, objects_beside: Objects, tmp_path: Path) -> Place:
    """A house with its tables: SQLite and a folder, PostgreSQL and S3."""
    return Place(database, objects_beside, tmp_path / "secrets")


@pytest.fixture
async def elsewhere(migrated_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    """An empty house of the other kind, without any table."""
    if migrated_url.startswith("sqlite"):
        server: PostgreSQL = request.getfixturevalue("postgresql")
        s3: S3 = request.getfixturevalue("s3")
        name = f"elsewhere_{secrets.token_hex(8)}"
        server.sql(f"CREATE DATABASE {name}")
        url, objects = server.url(name), s3.objects(secrets.token_hex(8))
    else:
        url, objects = (
            f"sqlite+aiosqlite:///{tmp_path / 'elsewhere.sqlite'}",
            Objects.open(f"file://{tmp_path / 'else'}"),
        )
    database = Database(url)
    yield Place(database, objects, tmp_path / "secrets elsewhere")
    await database.close()
    if not database.is_sqlite:
        server.sql(f"DROP DATABASE {name} WITH (FORCE)")


async def test_slow_disks_do_not_end_the_transaction(
    place: Place, elsewhere: Place, postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL takes back whoever is silent for a minute (here: a second); a copy of gigabytes may have to be."""
    await furnish(place.database, place.objects, place.secrets)
    monkeypatch.setitem(engine._ON_THE_SERVER, "idle_in_transaction_session_timeout", "1s")
    one, other = Database(place.database.url), Database(elsewhere.database.url)
    pauses = iter(range(2))

    def slowly(_end: End) -> None:
        """Twice, by the server's own clock."""
        if next(pauses, None) is not None:
            postgresql.sql("SELECT pg_sleep(1.5)")

    file = io.BytesIO()
    await making.make(making.House(one, place.objects, place.secrets, None), file, PASSPHRASE, slowly, work=8)
    file.seek(0)
    pauses = iter(range(2))
    await restoring.restore(file, PASSPHRASE, other, elsewhere.objects, elsewhere.secrets, slowly)
    assert next(pauses, None) is None
    await one.close()
    await other.close()


async def test_a_house_made_anew_elsewhere_has_every_row_and_every_object(place: Place, elsewhere: Place) -> None:
    _, begun, _ = await furnish(place.database, place.objects, place.secrets)
    before = await rows_of(place.database, but=rows.LEFT_OUT)
    everything = await rows_of(place.database)
    assert all(everything.values()), (
        "every table has rows, those that are left out too: what is not there is not compared"
    )

    sealed = await place.backup()
    for clear in (KEY.encode(), SPOKEN.encode(), b"claire@example.org", b"of the settings", bytes(range(64))):
        assert clear not in sealed
    restored = await elsewhere.restore(sealed)

    after = await rows_of(elsewhere.database)
    (mark,) = after.pop("search_marks")
    assert (mark["indexed"], mark["version"]) == (0, ""), "what is searched is made again from the rows"
    assert {name: after.pop(name) for name in rows.LEFT_OUT & set(after)} == {
        name: [] for name in (rows.LEFT_OUT & set(everything)) - {"search_marks"}
    }
    assert await Indexer(elsewhere.database).look() == 1
    again = await rows_of(elsewhere.database)
    assert [row["digest"] for row in again["passages"]] == [row["digest"] for row in everything["passages"]]
    assert again["passage_speakers"] == everything["passage_speakers"]
    at_work = [row for row in before["runs"] if row["status"] == "PROCESSING"]
    assert [row["meeting_id"] for row in at_work] == [begun]
    (waits,) = (row for row in after["runs"] if row["id"] == at_work[0]["id"])
    assert (waits["status"], waits["attempt"], waits["tries"], waits["lease_owner"]) == ("PENDING", 0, 0, None)
    assert {row["status"] for row in after["meetings"] if row["id"] == begun} == {"PENDING"}
    for table, columns in LIVES.items():
        for row in (*before[table], *after[table]):
            for column in columns:
                row[column] = None
    for row in (*before["meetings"], *after["meetings"]):
        row["status"] = row["status"].replace("PROCESSING", "PENDING")
    assert after == before
    assert objects_of(elsewhere.objects) == objects_of(place.objects)
    assert (restored.end.objects, restored.end.gone, restored.end.missing) == (len(objects_of(place.objects)), [], [])
    key = elsewhere.secrets / "signing.key"
    assert (key.read_text(), stat.S_IMODE(key.stat().st_mode), restored.settings) == (
        KEY,
        0o600,
        b"SECRET=of the settings\n",
    )
    await elsewhere.database.check()


async def test_an_accounts_own_quota_is_kept(place: Place, elsewhere: Place) -> None:
    await furnish(place.database, place.objects, place.secrets)
    async with place.database.session() as session:
        marc = await users.add(session, email="marc@example.org", name="Marc", role=Role.MEMBER, language="en")
        await users.set_quota(session, marc.id, 3_000_000_000)
        zoe = await users.add(session, email="zoe@example.org", name="Zoé", role=Role.MEMBER, language="fr")
        await users.set_quota(session, zoe.id, 0)
    await elsewhere.restore(await place.backup())
    async with elsewhere.database.reading() as session:
        quotas = {user.name: user.quota_bytes for user in await users.everyone(session)}
    assert quotas == {"Claire": None, "Marc": 3_000_000_000, "Zoé": 0}


async def test_the_house_made_anew_goes_on(place: Place, elsewhere: Place) -> None:
    done, begun, upload = await furnish(place.database, place.objects, place.secrets)
    await elsewhere.restore(await place.backup())
    async with elsewhere.database.session() as session:
        lease = await leases.claim(session, "another worker", tuple(Lane), 30, 3)
        assert lease is not None
        assert (lease.meeting_id, lease.attempt) == (begun, 1), "its first attempt was not its fault"
        run = await session.get_one(Run, lease.run_id)
        await leases.finish(session, lease, Status.FAILED)
        await deletions.delete_meeting(session, await session.get_one(Meeting, done))
        assert run.status == Status.FAILED
        assert (await session.get_one(Upload, upload)).held_until is None


async def test_twice_from_here_to_there_is_the_same_again(place: Place, elsewhere: Place, tmp_path: Path) -> None:
    await furnish(place.database, place.objects, place.secrets)
    await elsewhere.restore(await place.backup())
    async with place.database.session() as session:
        for table in reversed(METADATA.sorted_tables):
            await session.execute(delete(table))
    place.objects.delete_under("meetings/")
    await place.restore(await elsewhere.backup())
    assert await rows_of(place.database) == await rows_of(elsewhere.database)
    assert objects_of(place.objects) == objects_of(elsewhere.objects)


async def test_other_programs_open_it_and_find_its_checksums_right(place: Place, tmp_path: Path) -> None:
    await furnish(place.database, place.objects, place.secrets)
    plain = pyrage.passphrase.decrypt(await place.backup(), PASSPHRASE)
    subprocess.run(["tar", "-x"], cwd=tmp_path, input=plain, check=True)
    subprocess.run(["sha256sum", "--check", "--quiet", "checksums/000001.sha256"], cwd=tmp_path, check=True)
    assert (tmp_path / "secrets" / "signing.key").read_text() == KEY
    assert SPOKEN in (tmp_path / "rows" / "utterances" / "000001.jsonl").read_text()


@pytest.mark.parametrize("revision", REVISIONS)
async def test_an_earlier_releases_house_is_backed_up_as_it_is_and_restored_up_to_date(
    place: Place, elsewhere: Place, revision: str
) -> None:
    await move_in(place.database, revision)
    try:
        sealed = await place.backup()
    finally:
        await place.database.migrate()
    restored = await elsewhere.restore(sealed)
    assert restored.head.revision == revision
    await elsewhere.database.check()
    was, is_now = await rows_of(place.database), await rows_of(elsewhere.database)
    for table in ("users", "utterances", "persons", "consents", "voiceprints", "corrections", "transcripts"):
        for row in (*was[table], *is_now[table]):
            row.pop("consent_id", None)  # made by a migration, by chance
            if table == "consents":
                row.pop("id")
        assert is_now[table] == was[table]


# -- what happens while it is made


async def test_a_meeting_that_is_deleted_meanwhile_is_left_out_whole(
    place: Place, elsewhere: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, begun, _ = await furnish(place.database, place.objects, place.secrets)
    ask = making._there

    async def there(database: Database, tables: Sequence[str]) -> set[str]:
        """In the last moment before the backup ends."""
        async with database.session() as session:
            await deletions.delete_meeting(session, await session.get_one(Meeting, done))
        place.objects.delete_under(keys.meeting(done))
        return await ask(database, tables)

    monkeypatch.setattr(making, "_there", there)
    sealed = await place.backup()
    assert (place.end.gone, place.end.missing) == ([done], [])
    await elsewhere.restore(sealed)
    async with elsewhere.database.reading() as session:
        left = set((await session.scalars(select(Meeting.id))).all())
        assert done not in left
        assert begun in left
        assert not (await session.scalars(select(Run).where(Run.meeting_id == done))).all()
    assert not [key for key in objects_of(elsewhere.objects) if done in key]


async def test_what_is_written_meanwhile_is_no_half_of_it(
    place: Place, elsewhere: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnish(place.database, place.objects, place.secrets)
    before, read = await rows_of(place.database), rows.read

    async def meanwhile(connection: Any, table: rows.Table) -> AsyncIterator[Any]:
        """Somebody and their meeting are added after the people were read, before the meetings are."""
        if table.name == "meetings":
            async with place.database.session() as session:
                marc = await users.add(session, email="marc@example.org", name="Marc", role=Role.MEMBER, language="en")
                session.add(Meeting(id="f" * 32, owner_id=marc.id, title="x", held_at=marc.created_at, participants=[],
                                    recording_name="a", recording_bytes=1, media_type="a", status="PENDING"))  # fmt: skip
        async for row in read(connection, table):
            yield row

    monkeypatch.setattr(rows, "read", meanwhile)
    await elsewhere.restore(await place.backup())
    after = await rows_of(elsewhere.database)
    for table in ("users", "meetings"):
        assert [row["id"] for row in after[table]] == [row["id"] for row in before[table]]


async def test_an_object_that_is_not_there_is_told(place: Place) -> None:
    done, _, _ = await furnish(place.database, place.objects, place.secrets)
    place.objects.delete_under(keys.meeting(done), lambda key: key.endswith("recording"))
    await place.backup()
    assert place.end.missing == [keys.recording(done)]


# -- what is refused


async def test_a_house_with_accounts_is_left_alone(place: Place, elsewhere: Place) -> None:
    await furnish(place.database, place.objects, place.secrets)
    sealed = await place.backup()
    before, objects = await rows_of(place.database), objects_of(place.objects)
    with pytest.raises(ScribeError, match="accounts here already"):
        await place.restore(sealed)
    assert (await rows_of(place.database), objects_of(place.objects)) == (before, objects)


async def test_objects_of_another_house_are_left_alone(place: Place, elsewhere: Place) -> None:
    await furnish(place.database, place.objects, place.secrets)
    sealed = await place.backup()
    elsewhere.objects.replace("meetings/x/recording", b"somebody's")
    with pytest.raises(ScribeError, match="another database"):
        await elsewhere.restore(sealed)
    assert objects_of(elsewhere.objects) == {"meetings/x/recording": b"somebody's"}


async def test_what_cannot_be_read_to_its_end_leaves_nothing_and_the_next_one_succeeds(
    place: Place, elsewhere: Place
) -> None:
    await furnish(place.database, place.objects, place.secrets)
    sealed = await place.backup()
    changed = bytearray(sealed)
    changed[-70_000] ^= 1
    for wrong, code in (
        (sealed[:-1], "backup_damaged"),
        (sealed[: len(sealed) // 2], "backup_damaged"),
        (bytes(changed), "backup_damaged"),
        (sealed[1:], "backup_not_one"),
    ):
        with pytest.raises(ScribeError) as raised:
            await elsewhere.restore(wrong)
        assert raised.value.code == code
        assert await elsewhere.is_untouched()
    with pytest.raises(ScribeError, match="passphrase"):
        await elsewhere.restore(sealed, "another passphrase")
    assert await elsewhere.is_untouched()
    await elsewhere.restore(sealed)
    assert not await elsewhere.database.is_empty()


async def test_what_a_restoration_left_that_was_killed_is_cleared_away_by_the_next(
    place: Place, elsewhere: Place
) -> None:
    done, _, _ = await furnish(place.database, place.objects, place.secrets)
    elsewhere.objects.replace(restoring.RESTORING, b"")
    elsewhere.objects.replace(f"{keys.meeting(done)}half", b"of the one that was killed")
    await elsewhere.restore(await place.backup())
    assert objects_of(elsewhere.objects) == objects_of(place.objects)


async def test_a_mark_that_was_forgotten_costs_nobody_a_recording(place: Place, elsewhere: Place) -> None:
    """A restoration was killed, the house was begun anew and used; then its database was lost."""
    done, _, _ = await furnish(place.database, place.objects, place.secrets)
    kept = {
        restoring.RESTORING: b"",
        f"{keys.meeting(done)}recording": b"is in the backup too",
        "meetings/x/recording": b"of today",
    }
    for key, content in kept.items():
        elsewhere.objects.replace(key, content)
    with pytest.raises(ScribeError) as raised:
        await elsewhere.restore(await place.backup())
    assert raised.value.code == "restore_objects_there"
    assert objects_of(elsewhere.objects) == kept


async def test_who_makes_an_account_meanwhile_keeps_it(
    place: Place, elsewhere: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnish(place.database, place.objects, place.secrets)
    sealed = await place.backup()
    await elsewhere.database.migrate()
    begin_anew = Database.begin_anew

    async def late(database: Database, revision: str) -> None:
        async with database.session() as session:
            await users.add(session, email="new@example.org", name="New", role=Role.ADMINISTRATOR, language="fr")
        await begin_anew(database, revision)

    monkeypatch.setattr(Database, "begin_anew", late)
    with pytest.raises(ScribeError, match="accounts here already"):
        await elsewhere.restore(sealed)
    async with elsewhere.database.reading() as session:
        assert await users.by_email(session, "new@example.org") is not None
    assert objects_of(elsewhere.objects) == {}


async def test_an_editors_leftover_among_the_keys_is_left_out(place: Place, elsewhere: Place) -> None:
    await furnish(place.database, place.objects, place.secrets)
    for name in ("signing.key~", "signing (copie).key", "clé"):
        (place.secrets / name).write_text("x")
    await elsewhere.restore(await place.backup())
    assert [path.name for path in elsewhere.secrets.glob("*")] == ["signing.key"]


HOSTILE = {
    "another table": lambda head: head["tables"].append(
        {"name": "pg_authid", "columns": {"rolname": "text"}, "order": ["rolname"], "numbered": False}
    ),
    "another column": lambda head: head["tables"][0]["columns"].update(more="text"),
    "an unknown kind": lambda head: head["tables"][0]["columns"].update(id="pickle"),
    "no tables": lambda head: head.pop("tables"),
    "tables that are none": lambda head: head.update(tables=[1]),
    "a format that is none": lambda head: head.update(format="1"),
    "a revision that is none": lambda head: head.update(revision={}),
}


@pytest.mark.parametrize("change", HOSTILE)
async def test_a_backup_that_lies_about_its_tables_is_refused(
    elsewhere: Place, place: Place, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever hands over a file may hand over its passphrase too."""
    await furnish(place.database, place.objects, place.secrets)
    small = Writer.small

    def lying(writer: Writer, name: str, content: bytes) -> None:
        if name == archive.HEAD:
            head = json.loads(content)
            HOSTILE[change](head)
            content = json.dumps(head).encode()
        small(writer, name, content)

    monkeypatch.setattr(Writer, "small", lying)
    with pytest.raises(ScribeError) as raised:
        await elsewhere.restore(await place.backup())
    assert raised.value.code in ("backup_damaged", "backup_not_one", "backup_newer")
    assert await elsewhere.is_untouched()


OTHER_ID = "e" * 32


@pytest.mark.parametrize(
    "name",
    [
        "secrets/a/b", f"secrets/{'k' * 300}", "objects/meetings/{id}", f"objects/meetings/{OTHER_ID}/recording",
        f"objects/meetings/{{id}}/{'k' * 300}", f"objects/meetings/{{id}}{'/k' * 600}",
    ],
)  # fmt: skip
async def test_a_name_that_no_disk_takes_or_nobody_asks_for_is_refused_before_it_is_written(
    place: Place, elsewhere: Place, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, _, _ = await furnish(place.database, place.objects, place.secrets)
    end = Writer.end

    def more(writer: Writer, told: End) -> None:
        if name.startswith(archive.OBJECTS):
            writer.object(name.removeprefix(archive.OBJECTS).format(id=done), 1, [b"x"])
            told.objects, told.bytes = told.objects + 1, told.bytes + 1
        else:
            writer.small(name, b"x")
        end(writer, told)

    monkeypatch.setattr(Writer, "end", more)
    with pytest.raises(ScribeError) as raised:
        await elsewhere.restore(await place.backup())
    assert raised.value.code == "backup_damaged"
    assert await elsewhere.is_untouched()


async def test_a_key_that_cannot_be_put_down_undoes_everything(place: Place, elsewhere: Place) -> None:
    await furnish(place.database, place.objects, place.secrets)
    (place.secrets / "a.key").write_text("another")
    sealed = await place.backup()
    elsewhere.secrets.mkdir()
    (elsewhere.secrets / "a.key").write_text("of today")
    draft, tries = Path.replace, list[Path]()

    def once(path: Path, target: Path) -> Path:
        if target.name == "signing.key" and not tries:
            tries.append(target)
            raise PermissionError(target)
        return draft(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", once)
        with pytest.raises(PermissionError):
            await elsewhere.restore(sealed)
    assert await elsewhere.database.is_empty()
    assert objects_of(elsewhere.objects) == {}
    assert [(path.name, path.read_text()) for path in elsewhere.secrets.iterdir()] == [("a.key", "of today")]
    await elsewhere.restore(sealed)
    kept = {path.name: path.read_text() for path in elsewhere.secrets.iterdir()}
    assert kept == {"a.key": "another", "signing.key": KEY}


def _first(content: bytes, **changes: Any) -> bytes:
    """Rows of which the first says something else."""
    first, _, others = content.partition(b"\n")
    return json.dumps({**json.loads(first), **changes}).encode() + b"\n" + others


def _told(content: bytes, **changes: Any) -> bytes:
    return json.dumps({**json.loads(content), **changes}).encode()


def _named(content: bytes, name: Any) -> bytes:
    head = json.loads(content)
    head["tables"][0]["name"] = name
    return json.dumps(head).encode()


FORGED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "twice the same row": ("rows/users/", lambda content: content * 2),
    "no id": ("rows/users/", lambda content: _first(content, id=None)),
    "a list as id": ("rows/users/", lambda content: _first(content, id=[1])),
    "half a character": ("rows/users/", lambda content: _first(content, name="\ud800")),
    "a number that no database holds": ("rows/users/", lambda content: _first(content, quota_bytes=10**30)),
    "a time without zone": ("rows/users/", lambda content: _first(content, created_at="2026-01-01T00:00:00")),
    "a time before all": ("rows/users/", lambda content: _first(content, created_at="0001-01-01T00:00:00+14:00")),
    "nobody's meeting": ("rows/meetings/", lambda content: _first(content, owner_id=OTHER_ID)),
    "no rows": ("rows/users/", lambda _: b""),
    "checksums that are no text": ("checksums/", lambda _: b"\xff"),
    "a table whose name is a list": ("backup.json", lambda content: _named(content, [1])),
    "gone is null": ("end.json", lambda content: _told(content, gone=None)),
    "gone leads elsewhere": ("end.json", lambda content: _told(content, gone=["../../.."])),
}


@pytest.mark.parametrize("change", FORGED)
async def test_a_backup_that_says_what_cannot_be_is_refused(
    place: Place, elsewhere: Place, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnish(place.database, place.objects, place.secrets)
    small, (where, forge), forged = Writer.small, FORGED[change], list[str]()

    def lying(writer: Writer, name: str, content: bytes) -> None:
        if name.startswith(where):
            content = forge(content)
            forged.append(name)
        small(writer, name, content)

    monkeypatch.setattr(Writer, "small", lying)
    sealed = await place.backup()
    assert forged
    with pytest.raises(ScribeError) as raised:
        await elsewhere.restore(sealed)
    assert raised.value.code == ("backup_not_one" if where == archive.HEAD else "backup_damaged")
    assert await elsewhere.is_untouched()


async def test_a_header_that_asks_for_too_little_work_is_damaged(elsewhere: Place) -> None:
    file = io.BytesIO()
    Sealer(file, PASSPHRASE, work=8).close()
    changed = file.getvalue().replace(b" 8\n", b" 1\n", 1)
    with pytest.raises(ScribeError) as raised:
        await elsewhere.restore(changed)
    assert raised.value.code == "backup_damaged"


def _pax(**headers: str) -> bytes:
    info = tarfile.TarInfo("objects/meetings/x/recording")
    info.pax_headers = headers
    return info.tobuf(tarfile.PAX_FORMAT)


def _record(content: bytes) -> bytes:
    info = tarfile.TarInfo("headers")
    info.type, info.size = tarfile.XHDTYPE, len(content)
    return info.tobuf() + content + bytes(-len(content) % 512)


def _half() -> bytes:
    info = tarfile.TarInfo("objects/meetings/x/recording")
    info.size = 100_000
    return info.tobuf() + bytes(1000)


@pytest.mark.parametrize(
    "tail",
    [
        _half(),
        _record(b"9" * 5000 + b" a=b\n"),
        _pax(**{"GNU.sparse.map": "a,b", "GNU.sparse.size": "1"}),
        _pax(comment="x")[:1024] * 3000,
    ],
    ids=["ends within an object", "a length of digits", "a map of nothing", "headers without end"],
)
def test_a_tar_that_cannot_be_is_damaged(tail: bytes) -> None:
    file = io.BytesIO()
    sealer = Sealer(file, PASSPHRASE, work=8)
    Writer(sealer).head(archive.Head("1", "0001", (), "2026-11-28T00:00:00"))
    sealer.write(tail)
    sealer.close()
    file.seek(0)
    reader = archive.Reader(Opener(file, PASSPHRASE))
    with pytest.raises(ScribeError) as raised:
        [list(member.chunks()) for member in reader.members()]
    assert raised.value.code == "backup_damaged"


def test_a_file_of_nothing_but_size_is_refused() -> None:
    file, tar = io.BytesIO(), io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.GNU_FORMAT) as written:
        info = tarfile.TarInfo("objects/meetings/x/recording")
        info.type = tarfile.GNUTYPE_SPARSE
        written.addfile(info)
    sealer = Sealer(file, PASSPHRASE, work=8)
    Writer(sealer).head(archive.Head("1", "0001", (), "2026-11-28T00:00:00"))
    sealer.write(tar.getvalue())
    sealer.close()
    file.seek(0)
    reader = archive.Reader(Opener(file, PASSPHRASE))
    with pytest.raises(ScribeError) as raised:
        next(reader.members())
    assert raised.value.code == "backup_damaged"


async def test_a_backup_of_a_newer_release_is_refused_by_name(place: Place, elsewhere: Place) -> None:
    async with place.database.session() as session:
        revision = await session.scalar(text("SELECT version_num FROM alembic_version"))
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    sealed = await place.backup()
    async with place.database.session() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    with pytest.raises(ScribeError, match="newer release"):
        await elsewhere.restore(sealed)
    assert await elsewhere.is_untouched()


async def test_without_tables_there_is_nothing_to_back_up(elsewhere: Place) -> None:
    with pytest.raises(ScribeError) as raised:
        await elsewhere.backup()
    assert raised.value.code == "database_unprepared"


async def test_any_other_sealed_file_is_no_backup(elsewhere: Place) -> None:
    file = io.BytesIO()
    sealer = Sealer(file, PASSPHRASE, work=8)
    sealer.write(b"a letter")
    sealer.close()
    with pytest.raises(ScribeError) as raised:
        await elsewhere.restore(file.getvalue())
    assert raised.value.code == "backup_not_one"


async def test_a_disk_that_fills_up_leaves_nothing(place: Place, tmp_path: Path) -> None:
    await furnish(place.database, place.objects, place.secrets)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'small.sqlite'}")
    small = Place(database, Objects.open(f"file://{tmp_path / 'small'}"), tmp_path / "small secrets")
    sealed, before = await place.backup(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, before[1]))  # no file may grow further, as on a full disk
    try:
        with pytest.raises(ScribeError) as raised:
            await small.restore(sealed)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert raised.value.code.startswith("storage_")
    assert await small.is_untouched()
    await small.restore(sealed)
    await database.close()


# -- size


async def test_memory_does_not_grow_with_what_is_backed_up(place: Place, elsewhere: Place, tmp_path: Path) -> None:
    _done, begun, _ = await furnish(place.database, place.objects, place.secrets)
    path = tmp_path / "backup"

    async def both(size: int) -> int:
        def content() -> Iterator[bytes]:
            yield from (bytes(1_000_000) for _ in range(size))

        place.objects.replace(keys.recording(begun), content())
        tracemalloc.start()
        with path.open("wb") as file:
            await place.backup(file)
        with path.open("rb") as sealed:
            await restoring.restore(
                sealed, PASSPHRASE, elsewhere.database, elsewhere.objects, elsewhere.secrets, silent
            )
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        async with elsewhere.database.session() as session:
            await session.execute(text("DELETE FROM users"))
        elsewhere.objects.delete_under("meetings/")
        return most

    await both(1)  # what is made once
    assert await both(40) < await both(1) + 20_000_000
