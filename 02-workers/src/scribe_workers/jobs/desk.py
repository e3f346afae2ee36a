"""What a run is worked on with."""

import asyncio
import logging
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.contract import keys
from scribe_core.database import corrections, leases, meetings, transcripts
from scribe_core.database.engine import Database
from scribe_core.database.leases import Beat, Lease
from scribe_core.database.transcripts import TranscriptRow
from scribe_core.domain.corrected import Corrected, corrected
from scribe_core.domain.run import Status
from scribe_core.errors import ScribeError
from scribe_core.minutes.model_writer import ModelWriter
from scribe_core.stores.objects import Objects
from scribe_workers.pipeline import Recipe
from scribe_workers.steps import Models, Steps

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """A run's lease, its stages' memory and the stores. `last_try` tells that no further attempt will follow, `writer` is None where no
    model of language is set up.
    """

    lease: Lease
    database: Database
    objects: Objects
    models: Models
    steps: Steps
    recipe: Recipe
    last_try: bool
    writer: ModelWriter | None

    @property
    def meeting_id(self) -> str:
        """The meeting that the run is about; there is one, or it is no such run."""
        assert self.lease.meeting_id is not None
        return self.lease.meeting_id

    @property
    def recording(self) -> str:
        """The key of the recording to be heard."""
        return keys.recording(self.lease.recording_id)

    async def transcript(self) -> tuple[TranscriptRow, Corrected]:
        """The meeting's newest transcript as people corrected it. Raises `meeting_not_found`, `transcript_not_found`."""
        async with self.database.reading() as session:
            meeting = await session.get(meetings.Meeting, self.meeting_id)
            if meeting is None:
                raise ScribeError("meeting_not_found")
            head = await transcripts.row(session, meeting.id)
            machine = await transcripts.read(session, head, meeting.title)
            rows = await corrections.of_meeting(session, meeting.id)
        applied = [row.as_correction() for row in rows if row.undone_at is None]
        return head, await asyncio.to_thread(corrected, machine, applied)

    async def holds(self, session: AsyncSession) -> bool:
        """Whether the run is still ours and wanted, its row locked: asked before a final write. An unwanted one ends here."""
        beat = await leases.held(session, self.lease)
        if beat is Beat.CANCEL:
            log.info("finished too late, it was cancelled")
            await leases.finish(session, self.lease, Status.CANCELLED)
        elif beat is Beat.LOST:
            log.warning("finished too late, another worker has it")
        return beat is Beat.GO_ON
