"""The index on a Qdrant server, by the few requests of its REST interface that are needed."""

import json
from collections.abc import Collection, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

import aiohttp

from scribe_core.errors import ScribeError
from scribe_core.stores.vectors import AT_ONCE, PREFIX, Near, Passage, Space, fitting

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 30.0
"""Longest time for an answer: a server that merges its segments may let a write wait for some seconds."""

_LATER = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)

TENANT = {"type": "keyword", "is_tenant": True}
"""The index of the owner: what belongs together lies together, since every search asks for one of them."""


class ServerVectors:
    """The index behind the address of a Qdrant server."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._headers = url.rstrip("/"), {"api-key": key} if key else {}
        self._session: aiohttp.ClientSession | None = None

    async def check(self) -> None:
        """One question that needs the key."""
        await self._collections()

    async def ensure(self, space: Space) -> bool:
        """Have a collection for that space; tells whether it was made just now, empty."""
        place = f"/collections/{space.collection}"
        made = False
        if space.collection not in await self._collections():
            vectors = {"size": space.dimension, "distance": "Cosine"}
            made = await self._ask("PUT", place, {"vectors": vectors}, unless=HTTPStatus.CONFLICT) is not None
        there = (await self._ask("GET", place))["config"]["params"]["vectors"]["size"]
        if there != space.dimension:
            raise ScribeError("vectors_unfit", given=space.dimension, expected=there)
        for field, schema in (("owner_id", TENANT), ("meeting_id", {"type": "keyword"})):
            await self._ask("PUT", f"{place}/index?wait=true", {"field_name": field, "field_schema": schema})
        return made

    async def put(self, space: Space, passages: Sequence[Passage]) -> None:
        """Index passages, in place of those that have the same ids."""
        points = [
            {"id": str(UUID(one.id)), "vector": fitting(space, one.vector), "payload": one.payload} for one in passages
        ]
        for first in range(0, len(points), AT_ONCE):
            some = {"points": points[first : first + AT_ONCE]}
            await self._ask("PUT", f"/collections/{space.collection}/points?wait=true", some)

    async def nearest(
        self,
        space: Space,
        vector: Sequence[float],
        *,
        owner_id: str,
        most: int,
        meeting_ids: Collection[str] | None = None,
    ) -> list[Near]:
        """The passages of that account (of some of its meetings) nearest to a vector, the nearest first."""
        scope = _all({"owner_id": owner_id}, meeting_ids)
        wanted = {"query": fitting(space, vector), "filter": scope, "limit": most, "with_payload": True}
        found = await self._ask("POST", f"/collections/{space.collection}/points/query", wanted)
        near = []
        for point in found["points"]:
            kept = point["payload"]
            near.append(Near(UUID(point["id"]).hex, kept["meeting_id"], kept["reference"], point["score"]))
        return near

    async def count(self, space: Space) -> int:
        """How many passages are indexed there, everybody's together."""
        found = await self._ask("POST", f"/collections/{space.collection}/points/count", {"exact": True})
        return int(found["count"])

    async def forget(self, space: Space, ids: Sequence[str]) -> None:
        """None of these passages is found any more."""
        points = [str(UUID(one)) for one in ids]
        for first in range(0, len(points), AT_ONCE):
            some = {"points": points[first : first + AT_ONCE]}
            await self._ask("POST", f"/collections/{space.collection}/points/delete?wait=true", some)

    async def forget_meeting(self, meeting_id: str) -> None:
        """No passage of that meeting is found any more."""
        await self._forget({"meeting_id": meeting_id})

    async def forget_owner(self, owner_id: str) -> None:
        """No passage of that account is found any more."""
        await self._forget({"owner_id": owner_id})

    async def drop(self, keep: Space | None = None) -> None:
        """Delete our collections, all but that one."""
        for collection in await self._collections():
            if keep is None or collection != keep.collection:
                await self._ask("DELETE", f"/collections/{collection}", unless=HTTPStatus.NOT_FOUND)

    async def close(self) -> None:
        """Give every connection back."""
        if self._session is not None:
            await self._session.close()

    async def _collections(self) -> list[str]:
        there = (await self._ask("GET", "/collections"))["collections"]
        return [one["name"] for one in there if one["name"].startswith(PREFIX)]

    async def _forget(self, conditions: dict[str, str]) -> None:
        for collection in await self._collections():
            place = f"/collections/{collection}/points/delete?wait=true"
            await self._ask("POST", place, {"filter": _all(conditions)}, unless=HTTPStatus.NOT_FOUND)

    async def _ask(self, method: str, place: str, body: object = None, *, unless: HTTPStatus | None = None) -> Any:
        """What the server answers; None where it answers with that status, which is then as good."""
        try:
            try:
                status, said = await self._send(method, place, body)
            except (aiohttp.ServerDisconnectedError, ConnectionResetError):
                # Once more, for a connection that died unseen: nothing asked here is worse for being asked twice.
                status, said = await self._send(method, place, body)
        except (aiohttp.ClientError, OSError) as error:  # TimeoutError is an OSError
            raise ScribeError("vectors_unavailable") from error
        if status == unless:
            return None
        if status != HTTPStatus.OK:
            raise _server_fault(status, said.decode(errors="replace"), place)
        try:
            return json.loads(said)["result"]
        except (ValueError, TypeError, KeyError) as error:
            raise ScribeError("vectors_failing", reason="not Qdrant") from error

    async def _send(self, method: str, place: str, body: object) -> tuple[int, bytes]:
        if self._session is None:  # here, where there is an event loop
            limits = aiohttp.ClientTimeout(total=ANSWER_SECONDS, sock_connect=CONNECT_SECONDS)
            self._session = aiohttp.ClientSession(headers=self._headers, timeout=limits)
        # Redirects are not followed: they would carry the key to where an answer points.
        request = self._session.request(method, self._url + place, json=body, allow_redirects=False)
        async with request as answer:
            return answer.status, await answer.read()


def _all(conditions: dict[str, str], meeting_ids: Collection[str] | None = None) -> dict[str, object]:
    must: list[object] = [{"key": key, "match": {"value": value}} for key, value in conditions.items()]
    if meeting_ids is not None:
        must.append({"key": "meeting_id", "match": {"any": sorted(meeting_ids)}})
    return {"must": must}


def _server_fault(status: int, said: str, place: str) -> ScribeError:
    """The product's error for a refusal. Its text is not shown: it may hold anything."""
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return ScribeError("vectors_refused")
    if status == HTTPStatus.INSUFFICIENT_STORAGE or "No space left" in said:
        return ScribeError("vectors_full")
    if status == HTTPStatus.NOT_FOUND and place.startswith("/collections/"):
        return ScribeError("vectors_missing")
    if status in _LATER:
        return ScribeError("vectors_unavailable")
    return ScribeError("vectors_failing", reason=status)
