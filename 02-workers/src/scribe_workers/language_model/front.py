"""What the product sees of a local model of language: an endpoint like any other, which is there while the model is not.

It answers on one socket, to who shows the key. What it is asked for an answer goes on to the model's own process.
"""

import hmac
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from socket import socket

import aiohttp
from aiohttp import web

from scribe_workers.language_model.room import AbsentError, LanguageModelRoom, Place

log = logging.getLogger(__name__)

MOST_BYTES = 4 * 1024 * 1024
"""Of a question. What the model reads at once is some tens of kilobytes."""


@asynccontextmanager
async def offered(room: LanguageModelRoom, listening: socket, key: str) -> AsyncIterator[None]:
    """The model is offered on that socket while the block runs."""
    limits = aiohttp.ClientTimeout(total=None, sock_connect=5.0)
    async with aiohttp.ClientSession(timeout=limits, auto_decompress=False) as onward:
        # Who goes away ends the work: the model would write on for minutes.
        runner = web.AppRunner(_application(room, onward, key), handler_cancellation=True, access_log=None)
        await runner.setup()
        try:
            await web.SockSite(runner, listening).start()
            yield
        finally:
            await runner.cleanup()
            await room.leave()


def _application(room: LanguageModelRoom, onward: aiohttp.ClientSession, key: str) -> web.Application:
    local = room.local

    @web.middleware
    async def known(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        shown = request.headers.get("Authorization", "")
        if not hmac.compare_digest(shown.encode(), f"Bearer {key}".encode()):
            return _refused(HTTPStatus.UNAUTHORIZED, "the key is another one")
        return await handler(request)

    async def models(_request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": [{"id": local.name, "object": "model"}]})

    async def props(_request: web.Request) -> web.Response:
        return web.json_response({"default_generation_settings": {"n_ctx": local.context}})

    async def completions(request: web.Request) -> web.StreamResponse:
        asked = await request.read()
        try:
            async with room.occupied() as place:
                try:
                    return await _answered(request, onward, place, asked)
                except _BrokenOffError:
                    # Its end is known here sooner than by the system: who asks again must find another process.
                    await room.leave_broken(place)
                    return _refused(HTTPStatus.BAD_GATEWAY, "the model's process ended")
        except AbsentError as absent:
            status = HTTPStatus.SERVICE_UNAVAILABLE if absent.passing else HTTPStatus.INTERNAL_SERVER_ERROR
            return _refused(status, str(absent))

    application = web.Application(middlewares=[known], client_max_size=MOST_BYTES)
    application.router.add_get("/v1/models", models)
    application.router.add_get("/props", props)
    application.router.add_post("/v1/chat/completions", completions)
    return application


class _BrokenOffError(Exception):
    """The model's process does not answer, or not to the end."""


async def _answered(
    request: web.Request, onward: aiohttp.ClientSession, place: Place, asked: bytes
) -> web.StreamResponse:
    """The model's answer, piece by piece as it comes. Where its process ends, the connection does."""
    headers = {"Authorization": f"Bearer {place.key}", "Content-Type": "application/json"}
    response = None
    try:
        async with onward.post(f"{place.url}/v1/chat/completions", data=asked, headers=headers) as answer:
            response = web.StreamResponse(
                status=answer.status, headers={"Content-Type": answer.headers["Content-Type"]}
            )
            await response.prepare(request)
            async for some in answer.content.iter_any():
                await response.write(some)
            await response.write_eof()
            return response
    except aiohttp.ClientError as error:
        if response is not None and isinstance(error, ConnectionResetError):
            return response  # who asked has gone: what is read of the model's process fails otherwise
        log.warning("an answer broke off: %r", error)
        if response is not None and request.transport is not None:
            request.transport.abort()  # whoever reads must not take half an answer for a whole one
        raise _BrokenOffError from error


def _refused(status: HTTPStatus, reason: str) -> web.Response:
    return web.json_response({"error": {"message": reason, "code": int(status)}}, status=status)
