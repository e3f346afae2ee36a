"""Serves the application with uvicorn, in a way that lets it stop while browsers listen to live news."""

import asyncio
import gc
import socket
from functools import partial
from typing import cast

import uvicorn
from fastapi import FastAPI
from uvicorn.loops.auto import auto_loop_factory

from scribe_api.connections import Connection
from scribe_api.dependencies import Parts
from scribe_api.runs.feed import Feed

STOP_SECONDS = 10
"""Time for requests under way when told to stop; live news end at once."""


def event_loop() -> asyncio.AbstractEventLoop:
    """The loop to serve on: uvloop's, where the system has it."""
    return auto_loop_factory()()


class Server(uvicorn.Server):
    """A server that ends live news first: uvicorn waits for open answers, and those never end by themselves."""

    def __init__(self, app: FastAPI, *, host: str, port: int) -> None:
        self._feed: Feed = app.state.feed
        parts: Parts = app.state.parts
        protocol = partial(Connection, most=parts.settings.api_connections)
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                ssl_certfile=parts.settings.tls_certificate,
                ssl_keyfile=parts.settings.tls_key,
                http=cast("type[asyncio.Protocol]", protocol),
                ws="none",
                log_config=None,
                access_log=False,  # the application writes its own, without queries or tokens
                server_header=False,
                date_header=True,
                proxy_headers=False,  # the application knows which proxies are trusted
                timeout_graceful_shutdown=STOP_SECONDS,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the port, and let the collector forget what is here by then.

        That stays until the end: to walk through it again and again would stop everybody each time.
        """
        gc.collect()
        await super().startup(sockets)
        gc.freeze()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop serving."""
        await self._feed.close()
        await super().shutdown(sockets)
