"""The body of one request on its way into the store, part by part: each is whole in the store before it is listed."""

import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from scribe_api.uploads.protocol import Checksum
from scribe_core.errors import ScribeError

PART_BYTES = 256 * 1024 * 1024
"""Bytes after which a part is closed: what an API that is killed makes a fast sender send again, two seconds' worth. While a
part is made whole, pieces of it and of the next one are in memory: the fewer parts the better."""

PART_SECONDS = 20.0
"""Seconds after which it is closed too, for slow senders."""

GATHERED = 512 * 1024
"""Bytes handed to the store at once. Of 64 KB to 4 MB this takes least processor time (2.9 s for a gigabyte, 5 s from 1 MB on,
where the system gives memory out and takes it back for each)."""


class Incoming:
    """One request's bytes. `ended` tells that no more will come, `failure` why where that is not the body's end."""

    def __init__(
        self,
        body: AsyncIterator[bytes],
        most: int,
        checksum: Checksum | None,
        alive: Callable[[], Awaitable[None]],
    ) -> None:
        """`most` is how much may come, `alive` is told whenever something did."""
        self._body, self._most, self._checksum, self._alive = body, most, checksum, alive
        self._digest = hashlib.new(checksum.algorithm if checksum else "sha256")
        self._ahead: list[bytes] = []
        self._gathered = self._received = 0
        self.taken = 0
        self.ended = False
        self.failure: Exception | None = None

    async def head(self, length: int) -> bytes:
        """The first bytes, so many or as many as there are. They stay to be taken."""
        while self._gathered < length and not self.ended:
            await self._more()
        return b"".join(self._ahead)[:length]

    async def goes_on(self) -> bool:
        """Whether there is something to take."""
        while not self._gathered and not self.ended:
            await self._more()
        return self._gathered > 0

    @property
    def exhausted(self) -> bool:
        """Whether it is known by now that nothing is left to take."""
        return self.ended and not self._gathered

    async def part(self) -> AsyncIterator[bytes]:
        """The next part's bytes; `taken` counts them.

        One that must add up to a checksum is not divided: nothing counts before all of it came and fits. Errors:
        `upload_checksum_mismatch`, `request_too_large`, what `alive` raises.
        """
        before, due = self.taken, time.monotonic() + PART_SECONDS
        while await self.goes_on():
            while self._gathered < GATHERED and not self.ended and time.monotonic() < due:
                await self._more()
            piece = b"".join(self._ahead)
            self._ahead.clear()
            self._gathered = 0
            self.taken += len(piece)
            yield piece
            full = self.taken - before >= PART_BYTES or time.monotonic() >= due
            if full and self._checksum is None:
                return
        if self._checksum is not None:
            if self.failure is not None:
                raise self.failure
            if self._digest.digest() != self._checksum.digest:
                raise ScribeError("upload_checksum_mismatch")

    async def _more(self) -> None:
        try:
            piece = await anext(self._body)
        except StopAsyncIteration:
            self.ended = True
            return
        except ClientDisconnect as error:
            self.ended, self.failure = True, error
            return
        except HTTPException as error:
            if error.status_code != 408:
                raise
            self.ended, self.failure = True, ScribeError("upload_stalled")
            return
        self._received += len(piece)
        if self._received > self._most:
            raise ScribeError("request_too_large")
        if self._checksum is not None:
            self._digest.update(piece)
        self._ahead.append(piece)
        self._gathered += len(piece)
        await self._alive()
