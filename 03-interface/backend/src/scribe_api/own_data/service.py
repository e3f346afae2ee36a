"""What an account takes along of itself, written conversation by conversation: nothing is held whole."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence

from scribe_api.accounts.schemas import Account, told_session
from scribe_api.conversations import reading
from scribe_api.dependencies import SignedIn
from scribe_api.persons.schemas import Act
from scribe_api.wire import Told
from scribe_core.database import audit, conversations, glossary, sessions, users
from scribe_core.database.engine import Database
from scribe_core.errors import Language, ScribeError


async def exported(database: Database, asking: SignedIn, language: Language) -> AsyncIterator[str]:
    """An `OwnData` as JSON, piece by piece; that it was asked for is noted. What is deleted meanwhile is left out."""
    user_id = asking.user.id
    async with database.session() as session:
        await audit.record(session, "account_exported", actor_id=user_id, subject_id=user_id)
    async with database.reading() as session:
        head = {
            "account": _json(Account.model_validate(await users.by_id(session, user_id))),
            "sessions": [
                _json(told_session(row, current=row.id == asking.session_id))
                for row in await sessions.open_of(session, user_id)
            ],
            "acts": [_json(Act.model_validate(entry)) for entry in await audit.of_subject(session, user_id)],
            "glossary": list(await glossary.of_owner(session, user_id)),
        }
        ids = await conversations.ids(session, user_id)
    return _pieces(database, user_id, head, ids, language)


async def _pieces(
    database: Database, user_id: str, head: Mapping[str, object], ids: Sequence[str], language: Language
) -> AsyncIterator[str]:
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "conversations": ['
    before = "\n"
    for conversation_id in ids:
        async with database.reading() as session:
            try:
                row = await conversations.owned(session, user_id, conversation_id)
            except ScribeError:  # deleted since
                continue
            told = await reading.told(session, user_id, row, language)
        yield before + json.dumps(_json(told), ensure_ascii=False)
        before = ",\n"
    yield "\n ]\n}\n"


def _json(told: Told) -> dict[str, object]:
    return told.model_dump(mode="json")
