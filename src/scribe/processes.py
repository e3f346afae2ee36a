"""The product's processes: how the supervisor starts each, and what runs inside the two that are ours."""

import asyncio
import http
import http.client
import logging
import signal
import ssl
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from scribe import environment, local_model, services, web
from scribe.importing import uncollected
from scribe.log_lines import announce, write_logs
from scribe.node import Node
from scribe.parts import Parts, open_parts, read_settings
from scribe.supervisor import Part
from scribe_core.settings import Settings

log = logging.getLogger(__name__)

PYTHON = (sys.executable, "-I", "-X", "utf8", str(environment.HOME / "src/scribe"))
WORKER_READY = "The worker is ready."
PROBE_SECONDS = 5.0


def parts(settings: Settings, node: Node) -> list[Part]:
    """What the supervisor keeps running in embedded mode."""
    api, site = (settings.api_host, settings.api_port), (settings.web_host, settings.web_port)
    secure = settings.scheme == "https"
    page = {
        "NODE_ENV": "production",
        "HOSTNAME": settings.web_host,
        "PORT": str(settings.web_port),
        "NEXT_TELEMETRY_DISABLED": "1",
        "SCRIBE_API_PORT": str(settings.api_port),
        "SCRIBE_PUBLIC_API_URL": settings.public_api_url,
        "SCRIBE_TLS_CERTIFICATE": str(settings.tls_certificate or ""),
        "SCRIBE_TLS_KEY": str(settings.tls_key or ""),
    }
    pages = [str(node.program), *(["--import", web.HTTPS.as_uri()] if secure else []), str(web.server())]
    model, more = _local_model(settings)
    return [
        Part("api", [*PYTHON, "run-api"], model, is_ready=_answers(*api, "/ready", secure=secure)),
        Part("worker", [*PYTHON, "run-worker"], model, ready_line=WORKER_READY.encode()),
        Part("web", pages, page, is_ready=_answers(*site, "/", secure=secure), timeless=True),
        *more,
    ]


def _local_model(settings: Settings) -> tuple[dict[str, str], list[Part]]:
    """What parts are told that ask a local model of language, and the part that offers it; nothing where none is asked for."""
    if not local_model.name_of(settings):
        return {}, []
    offered = local_model.Offered.of(settings)
    part = Part(
        "language-model",
        [*PYTHON, "run-language-model"],
        offered.for_itself(),
        ready_line=local_model.READY.encode(),
        sockets=[offered.listening],
    )
    return offered.for_others(settings), [part]


def reachable(host: str) -> str:
    """An address on this machine for what listens on `host`, as it stands in a URL."""
    found = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 — read, not listened on
    return f"[{found}]" if ":" in found else found


def address(settings: Settings) -> str:
    """Where a browser on this machine finds the web interface."""
    return f"{settings.scheme}://{reachable(settings.web_host)}:{settings.web_port}"


def run_api(_options: Namespace) -> int:
    """The API process, until it is told to stop."""
    with uncollected():
        from scribe_api.app import create_app
        from scribe_api.server import Server, event_loop
        from scribe_core.exposition import served
        from scribe_workers.models.licences import works

    settings = read_settings()
    local_model.refuse_alone(settings)

    async def serve() -> None:
        async with open_parts(settings, has_folder=True) as parts, _filled(settings, parts):
            app = create_app(
                settings,
                parts.database,
                parts.objects,
                parts.doorbell,
                models=works(),
                vectors=parts.vectors,
                embedder=parts.embedder,
                language_model=parts.language_model,
            )
            measures = app.state.measures
            measures.watch(parts.database, compares=parts.embedder is not None)
            with served(measures.registry, settings.metrics_host, settings.api_metrics_port):
                await Server(app, host=settings.api_host, port=settings.api_port).serve()

    write_logs(settings)
    with asyncio.Runner(loop_factory=event_loop) as runner:
        runner.run(serve())
    return 0


@asynccontextmanager
async def _filled(settings: Settings, parts: Parts) -> AsyncIterator[None]:
    """An index in a folder is kept as the rows say by the process that has it: this one. A server's is by the workers."""
    if parts.vectors is None or not settings.vectors_url.startswith("file:"):
        yield
        return
    from scribe_core.search.placing import Placer

    placing = asyncio.create_task(Placer(parts.database, parts.vectors).place_on())
    try:
        yield
    finally:
        placing.cancel()
        await asyncio.gather(placing, return_exceptions=True)


def run_worker(_options: Namespace) -> int:
    """The worker process, until it is told to stop: it then gives its run back and ends."""
    from scribe_workers.allocator import share_heaps

    share_heaps()  # before the libraries of the rest start threads
    with uncollected():
        from scribe.models import models_of
        from scribe.recipes import minutes_writer, worker_settings
        from scribe_core.exposition import served
        from scribe_workers import sign_of_life
        from scribe_workers.niceness import give_way
        from scribe_workers.tasks import Worker

    settings = read_settings()
    local_model.refuse_alone(settings)
    give_way()

    async def serve() -> None:
        async with sign_of_life.given(settings.scratch_folder), open_parts(settings) as parts:
            models = models_of(settings)
            await services.wait_for_database(parts, log.warning)  # a signal ends this at once: nothing is held yet
            worker = Worker(
                worker_settings(settings),
                parts.database,
                parts.objects,
                models,
                parts.doorbell,
                embedder=parts.embedder,
                vectors=parts.vectors,
                writer=minutes_writer(parts),
            )
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, worker.drain)
            announce(log, WORKER_READY)
            with served(worker.measures.registry, settings.metrics_host, settings.worker_metrics_port):
                await worker.serve()

    write_logs(settings)
    asyncio.run(serve())
    return 0


def _answers(host: str, port: int, path: str, *, secure: bool) -> Callable[[], Awaitable[bool]]:
    """A probe: whether that address answers without an error of the server."""
    kind: Callable[..., http.client.HTTPConnection] = http.client.HTTPConnection
    if secure:
        # It only asks whether the part lives, and by an address that no certificate names.
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        kind = partial(http.client.HTTPSConnection, context=trusting)

    def ask() -> bool:
        connection = kind(reachable(host).strip("[]"), port, timeout=PROBE_SECONDS)
        try:
            connection.request("GET", path)
            return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return lambda: asyncio.to_thread(ask)
