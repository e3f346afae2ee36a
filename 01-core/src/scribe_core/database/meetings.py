"""Meetings: a recording with its title, date and people. Every query here asks for the owner first."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, bindparam, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, validates

from scribe_core.database.base import Base, Id, now
from scribe_core.domain.audio import Audio
from scribe_core.domain.folding import folded
from scribe_core.domain.transcript_kind import TRANSCRIPT_TYPES
from scribe_core.errors import ScribeError

KEPT, TRASHED = text("trashed_at IS NULL"), text("trashed_at IS NOT NULL")


class Meeting(Base):
    """A meeting. `language`, `speakers` and `speakers_most` are what its owner said beforehand (hints), not what was found.

    `held_at_guessed` tells that nobody said when it was held: the recording itself may still know better.
    `folded_title` is the title as it is sought and sorted by. `trashed_at` is when it was put into the trash.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        # Lists and their counts are read off these: what lies in the trash is not in them.
        Index("ix_meetings_owner_id_created_at", "owner_id", "created_at", sqlite_where=KEPT, postgresql_where=KEPT),
        Index("ix_meetings_owner_id_held_at", "owner_id", "held_at", sqlite_where=KEPT, postgresql_where=KEPT),
        Index("ix_meetings_owner_id_trashed_at", "owner_id", "trashed_at"),
        Index("ix_meetings_trash", "trashed_at", sqlite_where=TRASHED, postgresql_where=TRASHED),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(300))
    folded_title: Mapped[str] = mapped_column(String(900), server_default="")
    held_at: Mapped[datetime]
    held_at_guessed: Mapped[bool] = mapped_column(default=False)
    participants: Mapped[list[str]]
    language: Mapped[str | None] = mapped_column(String(8))
    speakers: Mapped[int | None]
    speakers_most: Mapped[int | None]
    recording_name: Mapped[str] = mapped_column(String(300))
    recording_bytes: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    duration: Mapped[float | None]
    audio_key: Mapped[str | None] = mapped_column(String(300))
    peaks_key: Mapped[str | None] = mapped_column(String(300))
    status: Mapped[str] = mapped_column(String(16), index=True)
    revision: Mapped[int | None]
    speaker_count: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=now())
    updated_at: Mapped[datetime] = mapped_column(default=now())
    trashed_at: Mapped[datetime | None]

    @property
    def imported(self) -> bool:
        """Whether it was made of a transcript from elsewhere: that file lies in the recording's place, and there is no sound."""
        return self.media_type in TRANSCRIPT_TYPES

    @validates("title")
    def _fold(self, _name: str, title: str) -> str:
        self.folded_title = folded(title)
        return title


async def owned(session: AsyncSession, owner_id: str, meeting_id: str) -> Meeting:
    """The meeting, if it is that person's. Raises `meeting_not_found` for another's as for none."""
    found: Meeting | None = await session.scalar(_OWNED, {"meeting_id": meeting_id, "owner_id": owner_id})
    if found is None:
        raise ScribeError("meeting_not_found")
    return found


# Asked with nearly every request: put together once.
_OWNED = select(Meeting).where(Meeting.id == bindparam("meeting_id"), Meeting.owner_id == bindparam("owner_id"))


async def changeable(session: AsyncSession, owner_id: str, meeting_id: str, *, lock: bool = False) -> Meeting:
    """As `owned`, for whoever is about to change it. What lies in the trash stays as it is: raises `meeting_in_trash`.

    Locked, nobody puts it there until the transaction ends.
    """
    if lock:
        mine = select(Meeting.id).where(Meeting.id == meeting_id, Meeting.owner_id == owner_id)
        await session.execute(mine.with_for_update(key_share=True))
    meeting = await owned(session, owner_id, meeting_id)
    if meeting.trashed_at is not None:
        raise ScribeError("meeting_in_trash")
    return meeting


async def hold(session: AsyncSession, meeting_id: str) -> None:
    """Keep a meeting from going until the transaction ends. Whoever locks a person's row too does this before."""
    query = select(Meeting.id).where(Meeting.id == meeting_id)
    await session.execute(query.with_for_update(read=True, key_share=True))


async def note_audio(session: AsyncSession, meeting_id: str, audio: Audio) -> None:
    """Note the converted sound, so that it can be heard while the rest is still being worked out.

    The date that the recording itself carries counts where nobody said one.
    """
    values = {"duration": audio.seconds, "audio_key": audio.key, "peaks_key": audio.peaks_key, "updated_at": now()}
    await session.execute(update(Meeting).where(Meeting.id == meeting_id).values(**values))
    if audio.held_at is not None:
        guessed = update(Meeting).where(Meeting.id == meeting_id, Meeting.held_at_guessed)
        await session.execute(guessed.values(held_at=audio.held_at, held_at_guessed=False))
