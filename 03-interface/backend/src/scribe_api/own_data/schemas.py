"""JSON of what an account takes along of itself."""

from pydantic import Field

from scribe_api.accounts.schemas import Account, OpenSession
from scribe_api.conversations.schemas import Conversation
from scribe_api.persons.schemas import Act
from scribe_api.wire import Told


class OwnData(Told):
    """An account, its sign-ins, what was done to it, its glossary and its conversations. Meetings and people are exported by themselves."""

    account: Account
    sessions: list[OpenSession]
    acts: list[Act] = Field(description="What was done to the account, oldest first.")
    glossary: list[str]
    conversations: list[Conversation] = Field(
        description="Every one with its questions, answers and citations, the oldest first."
    )
