"""An object store whose disk is full: an upload says so, keeps what it has, and goes on when there is room."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import pytest
from servers.s3 import S3

from scribe_core.stores import s3 as store
from scribe_core.stores.objects import Objects

pytestmark = pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)

TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def objects_beside(own_s3: S3, monkeypatch: pytest.MonkeyPatch) -> Objects:
    """A store of the test's own, whose disk it may fill; nobody waits for it to be well again."""
    monkeypatch.setattr(store, "RETRIES", 0)
    own_s3.start("-volume.max=8")
    return own_s3.objects("house")


@pytest.mark.parametrize("more", [300_000, 11_000_000], ids=["at once", "piece by piece"])
async def test_an_upload_onto_a_full_store_loses_nothing_and_goes_on(
    served: Any, own_s3: S3, tone: Callable[[float], bytes], more: int
) -> None:
    bob = await served.administrator()
    first = tone(4)
    sound = first + random.Random(more).randbytes(more)
    begun = await bob.post("/uploads", headers={**TUS, "Upload-Length": str(len(sound))})
    path = begun.headers["location"].removeprefix("/api/v1")

    async def sent(at: int, content: bytes) -> Any:
        given = {**TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": str(at)}
        return await bob.patch(path, headers=given, content=content)

    async def offset() -> int:
        return int((await bob.head(path, headers=TUS)).headers["upload-offset"])

    async def taken(at: int, content: bytes) -> bool:
        """Whether it is taken in the end: a store that was full for long needs up to a quarter of a minute to write again."""
        async with asyncio.timeout(60):
            while (answer := await sent(at, content)).status_code == 503:
                assert await offset() == at
                await asyncio.sleep(0.1)
        return bool(answer.status_code == 204)

    assert (await sent(0, first)).status_code == 204
    own_s3.fill()
    for _ in range(2):
        answer = await sent(len(first), sound[len(first) :])
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_failing")
        assert "may be full" in answer.json()["message"]
        assert "retry-after" in answer.headers
        assert await offset() == len(first)
    own_s3.make_room()
    half = len(first) + more // 2
    assert await taken(len(first), sound[len(first) : half])
    assert await offset() == half
    assert await taken(half, sound[half:])
    meeting = f"/meetings/{path.removeprefix('/uploads/')}"
    assert (await bob.get(f"{meeting}/recording")).content == sound
    parts = [key for key in served.objects.under("meetings/") if ".parts/" in key]
    assert sum(served.objects.size(key) for key in parts) == len(sound), "of what was refused nothing stays"
