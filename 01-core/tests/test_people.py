"""Consent decides: what may be known of a voice, and what is left when it is taken back."""

import asyncio
import contextlib
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from scribe_core.database import (
    consents,
    deletions,
    engine,
    identities,
    leases,
    person_merges,
    persons,
    runs,
    voiceprints,
    withdrawals,
)
from scribe_core.database.consents import Consent
from scribe_core.database.engine import Database
from scribe_core.database.identities import IdentityRow
from scribe_core.database.leases import Beat, Lease
from scribe_core.database.meetings import Meeting
from scribe_core.database.persons import Person
from scribe_core.database.runs import RunEvent
from scribe_core.database.voiceprints import VoiceprintRow
from scribe_core.domain.people import Enrolment, Identity, Voiceprint
from scribe_core.domain.run import Lane, RunKind, RunSettings, Status
from scribe_core.errors import ScribeError

GIVEN = datetime(2026, 3, 1, tzinfo=UTC)
LANES = tuple(Lane)


def voice(model: str = "m") -> Voiceprint:
    return Voiceprint(b"\1" * 768, model, 20.0, 0.8)


async def agreed(database: Database, house: Any, email: str = "claire@example.org") -> Person:
    """A person of a fresh account who agreed."""
    async with database.session() as session:
        person = await persons.add(session, await house.user(session, email), "Claire")
        await consents.give(session, person, how="form", given_at=GIVEN, recorded_by=person.owner_id)
        return person


async def count(database: Database, table: Any) -> int:
    async with database.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def claimed(database: Database) -> Lease:
    async with database.session() as session:
        lease = await leases.claim(session, "w", LANES, 30, 3)
        assert lease is not None
        return lease


async def test_only_voices_of_those_who_agreed_and_of_the_same_network_are_looked_for(
    database: Database, house: Any
) -> None:
    claire, marc = await agreed(database, house), await agreed(database, house, "marc@example.org")
    async with database.session() as session:
        for person, model in ((claire, "m"), (claire, "older"), (marc, "m")):
            await voiceprints.add(session, Enrolment(person.id, file_name="a.wav"), None, voice(model))
    async with database.session() as session:
        known = await voiceprints.known(session, claire.owner_id, "m")
        assert [one.person_id for one in known] == [claire.id]
        await withdrawals.revoke(session, claire)
    async with database.reading() as session:
        assert await voiceprints.known(session, claire.owner_id, "m") == ()
    assert await count(database, VoiceprintRow) == 1, "Marc's"


async def test_without_consent_nothing_is_asked_for_and_nothing_written(database: Database, house: Any) -> None:
    claire = await agreed(database, house)
    async with database.session() as session:
        await withdrawals.revoke(session, await persons.owned(session, claire.owner_id, claire.id))
    async with database.session() as session:
        person = await persons.owned(session, claire.owner_id, claire.id)
        with pytest.raises(ScribeError, match="consent"):
            await runs.enqueue_enrolment(session, person, source="a.wav")
        with pytest.raises(ScribeError, match="consent"):
            await voiceprints.add(session, Enrolment(claire.id, file_name="a.wav"), None, voice())
        meeting = await house.meeting(session, claire.owner_id)
        await identities.replace(session, meeting.id, [Identity("s", claire.id, 0.9, 0.3, sure=True)], [])
    assert await count(database, IdentityRow) == 0


async def test_a_speaker_learnt_again_has_one_voiceprint(database: Database, house: Any) -> None:
    claire = await agreed(database, house)
    async with database.session() as session:
        meeting = await house.meeting(session, claire.owner_id)
        for speaker in ("a", "a", "b"):
            await voiceprints.add(session, Enrolment(claire.id, speaker_id=speaker), meeting.id, voice())
    assert await count(database, VoiceprintRow) == 2


async def test_consent_taken_back_while_results_are_written_leaves_nothing(database: Database, house: Any) -> None:
    """Whoever comes first: each side locks in the same order, so neither fails."""
    claire = await agreed(database, house)
    async with database.session() as session:
        meeting = await house.meeting(session, claire.owner_id)
        await identities.replace(session, meeting.id, [Identity("s", claire.id, 0.9, 0.3, sure=True)], [])
        await runs.enqueue_enrolment(session, claire, source="a.wav")
    lease = await claimed(database)

    async def name() -> None:
        async with database.session() as session:
            await identities.replace(session, meeting.id, [Identity("s", claire.id, 0.9, 0.3, sure=True)], [])

    async def learn() -> None:
        async with database.session() as session:
            if await leases.held(session, lease) is Beat.GO_ON:
                with contextlib.suppress(ScribeError):  # consent was taken back before
                    await voiceprints.add(session, Enrolment(claire.id, speaker_id="s"), meeting.id, voice())

    async def revoke() -> None:
        async with database.session() as session:
            await withdrawals.revoke(session, await persons.owned(session, claire.owner_id, claire.id))

    for _ in range(5):
        await asyncio.gather(name(), learn(), revoke(), name(), learn())
        left = await count(database, VoiceprintRow), await count(database, IdentityRow)
        assert left == (0, 0)
        async with database.session() as session:
            person = await persons.owned(session, claire.owner_id, claire.id)
            await consents.give(session, person, how="form", given_at=GIVEN, recorded_by=None)


async def test_every_consent_is_kept_until_the_person_is_erased(database: Database, house: Any) -> None:
    claire = await agreed(database, house)
    later = datetime(2026, 4, 1, tzinfo=UTC)
    async with database.session() as session:
        claire = await persons.owned(session, claire.owner_id, claire.id)
        await consents.give(session, claire, how="by mail", given_at=later, recorded_by=None)
        row = await voiceprints.add(session, Enrolment(claire.id, file_name="a.wav"), None, voice())
        standing = await consents.standing(session, claire.id)
        assert standing is not None
        assert (standing.how, row.consent_id) == ("by mail", standing.id)
    async with database.session() as session:
        assert await withdrawals.revoke(session, claire, how="on the phone", recorded_by=claire.owner_id)
        assert not await withdrawals.revoke(session, claire, how="again", recorded_by=None), "none stood any more"
        assert await consents.standing(session, claire.id) is None
        assert not await consents.stands(session, standing.id)
    async with database.session() as session:
        claire = await persons.owned(session, claire.owner_id, claire.id)
        await consents.give(session, claire, how="new form", given_at=later, recorded_by=claire.owner_id)
    async with database.reading() as session:
        rows = await consents.of_person(session, claire.id)
        assert [(one.how, one.given_at, one.recorded_by, one.revoked_how, one.revoked_by) for one in rows] == [
            ("form", GIVEN, claire.owner_id, "on the phone", claire.owner_id),
            ("by mail", later, None, "on the phone", claire.owner_id),
            ("new form", later, claire.owner_id, None, None),
        ]
        assert all(one.revoked_at for one in rows[:2])
        newest = consents.newest(rows)
        assert newest is not None
        assert (newest.how, consents.newest(rows[:2]), consents.newest([])) == ("new form", rows[1], None)
        assert (await consents.current(session, claire.owner_id))[claire.id].how == "new form"
    async with database.session() as session:
        await withdrawals.erase(session, await persons.owned(session, claire.owner_id, claire.id))
    assert await count(database, Consent) == 0


async def test_a_second_person_of_a_name_is_added_only_when_that_is_said(database: Database, house: Any) -> None:
    claire = await agreed(database, house)
    marc = await agreed(database, house, "marc@example.org")

    async def add(name: str, **more: Any) -> str:
        async with database.session() as session:
            return (await persons.add(session, claire.owner_id, name, **more)).id

    twice = await asyncio.gather(add("Élodie"), add("Élodie"), return_exceptions=True)
    assert sum(isinstance(one, ScribeError) and one.code == "person_exists" for one in twice) == 1, "who clicks twice"
    with pytest.raises(ScribeError, match="already somebody called “Claire”") as refused:
        await add("CLAIRE")
    assert refused.value.details["who"] == claire.id
    other = await add("Claire", note="compta", another=True)
    async with database.session() as session:
        mine = {one.id: one for one in await persons.everyone(session, claire.owner_id)}
        with pytest.raises(ScribeError, match="“Élodie”"):
            await persons.change(session, mine[other], name="élodie")
        with pytest.raises(ScribeError, match=rf"“Claire”: .*{other} \(compta\)"):
            await persons.add(session, claire.owner_id, "Claire")
        assert (await persons.change(session, mine[claire.id], name="claire")).name == "claire", "it is her own"
        assert (await persons.change(session, mine[other], name="Élodie", another=True)).name == "Élodie"
        assert (await persons.add(session, marc.owner_id, "Élodie")).name == "Élodie", (
            "others' people are nothing to us"
        )


async def test_people_are_found_however_their_names_are_typed(database: Database, house: Any) -> None:
    claire = await agreed(database, house)
    async with database.session() as session:
        helene = await persons.add(session, claire.owner_id, "Hélène Œuvrard")
        zoe = await persons.add(session, claire.owner_id, "Zoé")
        with pytest.raises(ScribeError, match="already somebody called “Hélène Œuvrard”"):
            await persons.add(session, claire.owner_id, "helene oeuvrard")
        other = await persons.add(session, claire.owner_id, "Zoe", note="sales", another=True)
    async with database.reading() as session:

        async def found(wanted: str) -> str:
            return (await persons.named(session, claire.owner_id, wanted)).id

        assert [await found(wanted) for wanted in ("helene oeuvrard", helene.id, "zoé", "ZOE")] == [
            helene.id, helene.id, zoe.id, other.id,
        ]  # fmt: skip
        with pytest.raises(ScribeError, match=rf"{other.id} \(sales\)") as refused:
            await found("zoë")
        assert (refused.value.code, zoe.id in str(refused.value)) == ("person_ambiguous", True)
        with pytest.raises(ScribeError, match=r"Nobody is called “helene”\. Is one of these meant: Hélène Œuvrard"):
            await found("helene")
        for wanted in ("Nobody", "", " ", "-"):
            with pytest.raises(ScribeError, match="There is no such person"):
                await found(wanted)
        sought = await persons.everyone(session, claire.owner_id, "oeuv")
        assert [one.name for one in sought] == ["Hélène Œuvrard"]
        assert [one.name for one in await persons.everyone(session, claire.owner_id)] == [
            "Claire", "Hélène Œuvrard", "Zoe", "Zoé",
        ]  # fmt: skip


async def test_a_meeting_shows_its_transcription_and_no_other_run(database: Database, house: Any) -> None:
    run = await house.run()
    async with database.session() as session:
        await leases.finish(session, await claim_in(session), Status.COMPLETED)
    async with database.session() as session:
        meeting = await session.get_one(Meeting, run.meeting_id)
        again = await runs.enqueue_identification(session, meeting)
        with pytest.raises(ScribeError, match="already under way"):
            await runs.enqueue_identification(session, meeting)
    lease = await claimed(database)
    assert (lease.kind, lease.meeting_id) == (RunKind.IDENTIFICATION, run.meeting_id)
    async with database.session() as session:
        assert (await session.get_one(Meeting, run.meeting_id)).status == Status.COMPLETED
        assert [one.id for one in await runs.of_meeting(session, run.meeting_id)] == [run.id]
        newest = await runs.latest(session, run.meeting_id)
        assert newest is not None
        assert newest.id == run.id
        await runs.enqueue(session, await session.get_one(Meeting, run.meeting_id), RunSettings())
        await leases.finish(session, lease, Status.FAILED, error=ScribeError("identification_failed"))
    async with database.reading() as session:
        assert (await session.get_one(runs.Run, again.id)).error_code == "identification_failed"


async def claim_in(session: Any) -> Lease:
    lease = await leases.claim(session, "w", LANES, 30, 3)
    assert lease is not None
    return lease


async def test_a_file_to_learn_from_is_kept_while_its_run_lives_and_no_longer(database: Database, house: Any) -> None:
    claire = await agreed(database, house)
    async with database.session() as session:
        await deletions.note_upload(session, "f" * 32, claire.owner_id)
        await runs.enqueue_enrolment(session, claire, source="a.wav", run_id="f" * 32)
        assert await deletions.due(session, 600) == []
    lease = await claimed(database)
    assert lease.enrolment == Enrolment(claire.id, file_name="a.wav")
    assert lease.recording_id == "f" * 32
    async with database.session() as session:
        await deletions.bring_forward(session, ["f" * 32])
        assert await deletions.due(session, 600) == [], "not under its worker's hands"
        await leases.finish(
            session, lease, Status.FAILED, error=ScribeError("voice_too_short", seconds="3", least="10")
        )
        assert await deletions.due(session, 600) == [("f" * 32, False)]


async def test_what_was_taken_back_is_in_no_file_of_the_database(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house_of: Any
) -> None:
    """Not in the log beside it either, though another process has the database open; a reader only delays that."""
    monkeypatch.setattr(engine, "WIPE_SECONDS", 0.01)
    path = tmp_path / "scribe.sqlite"
    shutil.copy(sqlite_template, path)
    mine, elsewhere = (Database(f"sqlite+aiosqlite:///{path}") for _ in range(2))

    def left() -> list[bytes]:
        raw = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        return [mark for mark in (b"\1" * 768, b"Claire", b"on the phone") if mark in raw]

    claire = await agreed(mine, house_of(mine))
    async with mine.session() as session:
        await voiceprints.add(session, Enrolment(claire.id, file_name="a.wav"), None, voice())
    assert len(left()) == 2
    async with elsewhere.reading() as reader:
        assert await voiceprints.of_person(reader, claire.id)
        async with mine.session() as session:
            await withdrawals.revoke(session, claire, how="on the phone")
        assert not await mine.wipe(tries=1)
    assert await elsewhere.wipe()
    assert left() == [b"Claire", b"on the phone"]
    async with mine.session() as session:
        await withdrawals.erase(session, await persons.owned(session, claire.owner_id, claire.id))
    assert left() == []
    await mine.close()
    await elsewhere.close()


async def test_the_same_voice_is_learnt_once_at_a_time_and_few_wait(database: Database, house: Any) -> None:
    claire = await agreed(database, house)
    async with database.session() as session:
        meeting = await house.meeting(session, claire.owner_id)
        asked = [await runs.enqueue_enrolment(session, claire, meeting_id=meeting.id, source="a") for _ in range(3)]
        assert len({run.id for run in asked}) == 1
        await runs.enqueue_enrolment(session, claire, meeting_id=meeting.id, source="b")
        for _ in range(2, runs.MOST_ENROLMENTS):
            await runs.enqueue_enrolment(session, claire, source="a.wav")
        with pytest.raises(ScribeError, match="already waiting"):
            await runs.enqueue_enrolment(session, claire, source="a.wav")


async def test_taking_consent_back_stops_every_run_at_once(
    database: Database, house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are: one statement, that nobody waits long for."""
    monkeypatch.setattr(runs, "MOST_ENROLMENTS", 100)
    claire = await agreed(database, house)
    async with database.session() as session:
        for _ in range(50):
            await runs.enqueue_enrolment(session, claire, source="a.wav")
    working = await claimed(database)
    async with database.session() as session:
        bind = (await session.connection()).sync_connection
        changes: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if statement.startswith("UPDATE runs"):
                changes.append(statement)

        event.listen(bind, "before_cursor_execute", note)
        await withdrawals.revoke(session, claire)
    assert len(changes) == 1
    async with database.session() as session:
        stand = [run.status for run in await runs.of_person(session, claire.id)]
        assert sorted(stand) == [Status.CANCELLED] * 49 + [Status.PROCESSING]
        assert await leases.held(session, working) is Beat.CANCEL
        told = await session.scalars(select(RunEvent.run_id).where(RunEvent.status == Status.CANCELLED))
        assert len(set(told)) == 49


@pytest.mark.parametrize("text", ["", "   ", "\x1b\x07", "\udcff", "a" * 501])
async def test_a_name_and_how_consent_was_given_can_be_read_whoever_asks(
    database: Database, house: Any, text: str
) -> None:
    claire = await agreed(database, house)
    async with database.session() as session:
        person = await persons.owned(session, claire.owner_id, claire.id)
        for asked in (
            persons.add(session, claire.owner_id, text),
            persons.change(session, person, name=text),
            consents.give(session, person, how=text, given_at=GIVEN, recorded_by=None),
        ):
            with pytest.raises(ScribeError) as refused:
                await asked
            assert refused.value.code == "line_unfit"
        evil = await persons.add(session, claire.owner_id, "Evil\x1b[31m\nline2")
        assert evil.name == "Evil[31m line2"


async def twice_known(database: Database, house: Any) -> tuple[Person, Person, str]:
    """Two persons of one account who agreed, each with a voiceprint of the same speaker of a meeting."""
    claire = await agreed(database, house)
    async with database.session() as session:
        other = await persons.add(session, claire.owner_id, "Claire D.", "compta")
        await consents.give(session, other, how="by mail", given_at=GIVEN, recorded_by=claire.owner_id)
        meeting = await house.meeting(session, claire.owner_id)
        for person, source in ((claire, None), (claire, "s"), (other, "s")):
            enrolment = Enrolment(person.id, speaker_id=source, file_name=None if source else "a.wav")
            await voiceprints.add(session, enrolment, meeting.id if source else None, voice())
        guess = Identity("s", other.id, 0.9, 0.3, sure=True)
        await identities.replace(session, meeting.id, [guess], [])
    return claire, other, meeting.id


async def merged(database: Database, person: Person, into: Person) -> Person:
    async with database.session() as session:
        first = await persons.owned(session, person.owner_id, person.id)
        return await person_merges.merge(session, first, await persons.owned(session, into.owner_id, into.id))


async def test_two_persons_become_one(database: Database, house: Any) -> None:
    claire, other, meeting_id = await twice_known(database, house)
    async with database.session() as session:
        await runs.enqueue_enrolment(session, other, source="b.wav")
    kept = await merged(database, other, claire)
    assert (kept.id, kept.name, kept.note) == (claire.id, "Claire", "compta")
    async with database.session() as session:
        with pytest.raises(ScribeError):
            await persons.owned(session, claire.owner_id, other.id)
        prints = await voiceprints.of_person(session, claire.id)
        assert sorted(one.file_name or "s" for one in prints) == ["a.wav", "s"], "one of each speaker"
        assert [one.how for one in await consents.of_person(session, claire.id)] == ["form", "by mail"]
        assert [who.id for _, who in await identities.of_meeting(session, meeting_id)] == [claire.id]
        assert [run.status for run in await runs.of_person(session, claire.id)] == [Status.CANCELLED]
        with pytest.raises(ScribeError, match="one person"):
            await person_merges.merge(session, kept, kept)


@pytest.mark.parametrize("who", ["kept", "gone"])
async def test_the_last_word_of_either_counts_for_both(database: Database, house: Any, who: str) -> None:
    claire, other, meeting_id = await twice_known(database, house)
    async with database.session() as session:
        revoking = claire if who == "kept" else other
        revoking = await persons.owned(session, claire.owner_id, revoking.id)
        await withdrawals.revoke(session, revoking, how="on the phone")
    await merged(database, other, claire)
    async with database.reading() as session:
        assert await consents.standing(session, claire.id) is None
        assert {one.revoked_how for one in await consents.of_person(session, claire.id)} == {"on the phone"}
        assert await voiceprints.of_person(session, claire.id) == []
        assert await identities.of_meeting(session, meeting_id) == []


async def test_consent_given_after_a_withdrawal_stands_in_both(database: Database, house: Any) -> None:
    claire, other, _ = await twice_known(database, house)
    async with database.session() as session:
        await withdrawals.revoke(session, await persons.owned(session, claire.owner_id, other.id))
    async with database.session() as session:
        person = await persons.owned(session, claire.owner_id, other.id)
        await consents.give(session, person, how="new form", given_at=GIVEN, recorded_by=None)
        await voiceprints.add(session, Enrolment(other.id, file_name="new.wav"), None, voice())
    await merged(database, other, claire)
    async with database.reading() as session:
        standing = await consents.standing(session, claire.id)
        assert standing is not None
        assert standing.how == "new form"
        assert [one.file_name for one in await voiceprints.of_person(session, claire.id)] == ["new.wav"]
