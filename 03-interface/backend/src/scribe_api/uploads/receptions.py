"""Which uploads this process receives just now. A bell only: whether an upload may be gone on with is in its row."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Receptions:
    """The requests that bring bytes to this process."""

    def __init__(self) -> None:
        self._ended: dict[str, asyncio.Event] = {}

    @contextmanager
    def receiving(self, upload_id: str) -> Iterator[None]:
        """The time in which a request receives that upload."""
        ended = self._ended[upload_id] = asyncio.Event()
        try:
            yield
        finally:
            ended.set()
            if self._ended.get(upload_id) is ended:
                del self._ended[upload_id]

    async def until_ended(self, upload_id: str, seconds: float) -> None:
        """Wait for the request that receives that upload here, if one does, and not longer than so many seconds."""
        ended = self._ended.get(upload_id)
        if ended is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await ended.wait()
