"""The audit log: what was done stays known when its subject is gone."""

from scribe_core.database import audit, users
from scribe_core.database.engine import Database
from scribe_core.domain.account import Role


async def test_an_act_outlives_its_actor_and_subject(database: Database) -> None:
    async with database.session() as session:
        ada = await users.add(session, email="ada@example.org", name="Ada", role=Role.MEMBER, language="en")
        await audit.record(session, "user_created", actor_id=None, subject_id=ada.id, role="member")
    async with database.session() as session:
        await audit.record(session, "user_removed", actor_id=ada.id, subject_id=ada.id)
        await users.remove(session, ada.id)
    async with database.reading() as session:
        entries = await audit.of_subject(session, ada.id)
    assert [entry.action for entry in entries] == ["user_created", "user_removed"]
    assert entries[0].details == {"role": "member"}
    assert entries[0].at.tzinfo is not None
