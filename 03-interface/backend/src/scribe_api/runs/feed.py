"""Live news of runs: one reader of the event table in each API process, handing on to every browser that listens.

Events only say *that* a run changed; what is handed on is the run as it is now. A slow browser therefore misses
nothing by skipping: its mailbox holds at most one piece of news a run, the newest.
"""

import asyncio
import contextvars
import logging
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_core.database import runs, sessions
from scribe_core.database.base import now_plus
from scribe_core.database.engine import Database
from scribe_core.database.runs import ACTIVE, Run, RunEvent
from scribe_core.domain.run import Status
from scribe_core.errors import ScribeError

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
"""Pause between two looks. Workers write progress about once a second."""

SESSIONS_SECONDS = 5.0
"""Pause between two looks at whether the listeners may still listen."""

SLACK = 100
"""Events before the newest that are looked at again: PostgreSQL numbers rows when they are written, and one with a lower
number may become visible after one with a higher number."""

RECENT_SECONDS = 60
"""Runs that changed so shortly before a browser began to listen are told to it: it may have read its list before."""


@dataclass(frozen=True, slots=True)
class News:
    """One event: a run as it is now with its place in the queue, or (`run` is None) what became of a meeting, which `kind` says."""

    id: int
    meeting_id: str | None
    run: Run | None
    position: int | None = None
    kind: str = "run"

    @property
    def about(self) -> str:
        """What newer news of the same replaces."""
        return self.run.id if self.run else f"{self.kind}/{self.meeting_id}"


@dataclass(eq=False, slots=True)
class Listener:
    """A browser that listens, to all of a person's meetings or to one."""

    owner_id: str
    session_id: str
    meeting_id: str | None
    _mail: dict[str, News] = field(default_factory=dict)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _ended: bool = False

    def wants(self, owner_id: str, meeting_id: str | None) -> bool:
        """Whether news of that meeting are for this listener."""
        return owner_id == self.owner_id and self.meeting_id in (None, meeting_id)

    def put(self, news: News) -> None:
        """Leave news in the mailbox, in the order of their ids, in place of older news of the same."""
        known = self._mail.pop(news.about, None)
        self._mail[news.about] = known if known and known.id > news.id else news
        self._arrived.set()

    def end(self) -> None:
        """Let the listener go once it has read its mail."""
        self._ended = True
        self._arrived.set()

    async def news(self) -> AsyncIterator[News]:
        """What arrives, until the session, the meeting or the server ends."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._mail:
                first = min(self._mail.values(), key=lambda news: news.id)
                del self._mail[first.about]
                yield first
                if first.kind == "meeting_deleted" and self.meeting_id is not None:
                    return
            if self._ended:
                return


class Feed:
    """The one reader. It sleeps while nobody listens. `most` is how many listeners an account may have at once."""

    def __init__(self, database: Database, most: int) -> None:
        self._database, self._most = database, most
        self._listeners: set[Listener] = set()
        self._reader: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._last = 0
        self._seen: set[int] = set()
        self._positions: dict[str, int] = {}
        self._closed = False

    @asynccontextmanager
    async def listen(
        self, owner_id: str, session_id: str, *, meeting_id: str | None = None, after: int | None = None
    ) -> AsyncIterator[Listener]:
        """A listener with its mail of what it missed: since event `after`, else what is active or changed just now.

        Raises `too_many_connections`.
        """
        if sum(one.owner_id == owner_id for one in self._listeners) >= self._most:
            raise ScribeError("too_many_connections")
        listener = Listener(owner_id, session_id, meeting_id)
        async with self._database.reading() as session:
            if self._reader is None:
                await self._take_bearings(session)
            if self._reader is None:  # another one may have begun while we looked
                # In a context of its own: it works for all, and its lines are not about whoever asked first.
                self._reader = asyncio.create_task(self._read(), context=contextvars.Context())
            # In this order: what happens while we look comes twice rather than never.
            self._listeners.add(listener)
            try:
                for news in await self._missed(session, listener, after):
                    listener.put(news)
            except BaseException:
                self._leave(listener)
                raise
        if self._closed:
            listener.end()
        try:
            yield listener
        finally:
            self._leave(listener)

    async def close(self) -> None:
        """Let every listener go: the server is about to stop."""
        self._closed = True
        for listener in self._listeners:
            listener.end()
        if self._reader is not None:
            self._reader.cancel()
            self._ending.add(self._reader)
            self._reader = None
        await asyncio.gather(*self._ending, return_exceptions=True)

    async def _take_bearings(self, session: AsyncSession) -> None:
        """Where the table stands before the first look: all of it counts as known."""
        newest = await session.scalar(select(func.max(RunEvent.id))) or 0
        known = await session.scalars(select(RunEvent.id).where(RunEvent.id > newest - SLACK))
        self._last, self._seen = newest, set(known)
        self._positions = (await _queue(session))[1]

    def _leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)
        if not self._listeners and self._reader is not None:
            # It may be in the middle of a query: `close` waits for its end, so that the database outlives it.
            self._ending.add(self._reader)
            self._reader.add_done_callback(self._ending.discard)
            self._reader.cancel()
            self._reader = None

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        asked_at = loop.time()
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                async with self._database.reading() as session:
                    await self._hand_on(session)
                    if loop.time() - asked_at >= SESSIONS_SECONDS:
                        asked_at = loop.time()
                        await self._dismiss(session)
            except ScribeError as error:  # the database is away: it comes back, and nothing was lost
                log.warning("live news are waiting: %s", error.code)
            except Exception:  # this loop is its own edge: were it to end, every browser would wait for ever
                log.exception("live news failed once")

    async def _hand_on(self, session: AsyncSession) -> None:
        query = select(RunEvent).where(RunEvent.id > self._last - SLACK).order_by(RunEvent.id)
        fresh = [event for event in await session.scalars(query) if event.id not in self._seen]
        if not fresh:
            return
        self._last = max(self._last, fresh[-1].id)
        self._seen = {id_ for id_ in self._seen | {event.id for event in fresh} if id_ > self._last - SLACK}
        owners = {listener.owner_id for listener in self._listeners}
        await self._tell(await _news(session, [event for event in fresh if event.owner_id in owners]))
        await self._tell(await self._moved_up(session, owners))

    async def _moved_up(self, session: AsyncSession, owners: Collection[str]) -> list[tuple[str, News]]:
        """Waiting runs whose place in the queue changed because of others, which no event of their own tells."""
        waiting, positions = await _queue(session)
        moved = [
            (run.owner_id, News(self._last, run.meeting_id, run, positions[run.id]))
            for run in waiting
            if run.owner_id in owners
            and run.id in positions
            and self._positions.get(run.id) not in (None, positions[run.id])
        ]
        self._positions = positions
        return moved

    async def _tell(self, told: Sequence[tuple[str, News]]) -> None:
        for owner_id, news in told:
            for listener in self._listeners:
                if listener.wants(owner_id, news.meeting_id):
                    listener.put(news)

    async def _missed(self, session: AsyncSession, listener: Listener, after: int | None) -> list[News]:
        query = select(RunEvent).where(RunEvent.owner_id == listener.owner_id).order_by(RunEvent.id)
        if listener.meeting_id is not None:
            query = query.where(RunEvent.meeting_id == listener.meeting_id)
        if after is not None:
            # A run at work writes an event a second: whoever was away for days is told the last of each, not all of them.
            missed = query.where(RunEvent.id > after - SLACK).order_by(None).with_only_columns(func.max(RunEvent.id))
            of_runs = missed.where(RunEvent.run_id.is_not(None)).group_by(RunEvent.run_id)
            of_meetings = missed.where(RunEvent.run_id.is_(None)).group_by(RunEvent.kind, RunEvent.meeting_id)
            last = or_(RunEvent.id.in_(of_runs), RunEvent.id.in_(of_meetings))
            events = (await session.scalars(select(RunEvent).where(last).order_by(RunEvent.id))).all()
            return [news for _, news in await _news(session, events)]
        just_now = query.where(RunEvent.at > now_plus(-RECENT_SECONDS), RunEvent.run_id.is_not(None))
        recent = (await session.scalars(just_now)).all()
        told = {news.about: news for _, news in await _news(session, recent)}
        active = select(Run).where(Run.owner_id == listener.owner_id, Run.status.in_(ACTIVE))
        if listener.meeting_id is not None:
            active = active.where(Run.meeting_id == listener.meeting_id)
        rows = (await session.scalars(active)).all()
        positions = await runs.queue_positions(session, rows)
        newest = await session.scalar(select(func.max(RunEvent.id))) or 0
        for run in rows:
            told.setdefault(run.id, News(newest, run.meeting_id, run, positions.get(run.id)))
        return list(told.values())

    async def _dismiss(self, session: AsyncSession) -> None:
        """Let those go whose session has ended."""
        alive = await sessions.living_among(session, {listener.session_id for listener in self._listeners})
        for listener in self._listeners:
            if listener.session_id not in alive:
                listener.end()


async def _news(session: AsyncSession, events: Sequence[RunEvent]) -> list[tuple[str, News]]:
    """The owner and the news of each event, with the runs as they are now; events of runs that are gone are dropped."""
    run_ids = {event.run_id for event in events if event.run_id}
    rows = (await session.scalars(select(Run).where(Run.id.in_(run_ids)))).all() if run_ids else []
    positions = await runs.queue_positions(session, rows)
    by_id = {run.id: run for run in rows}
    newest: dict[str, tuple[str, News]] = {}
    for event in events:
        if event.run_id is None:
            news = News(event.id, event.meeting_id, None, kind=event.kind)
            newest[news.about] = (event.owner_id, news)
        elif event.run_id in by_id:
            run = by_id[event.run_id]
            newest[run.id] = (event.owner_id, News(event.id, event.meeting_id, run, positions.get(run.id)))
    return list(newest.values())


async def _queue(session: AsyncSession) -> tuple[Sequence[Run], dict[str, int]]:
    """The runs that wait, and the place of each in the queue."""
    waiting = (await session.scalars(select(Run).where(Run.status == Status.PENDING))).all()
    return waiting, await runs.queue_positions(session, waiting)
