"""What the API tells Prometheus: its requests, and how the work stands by the rows, which are the truth for all machines."""

import asyncio
import logging
import threading
from collections.abc import Iterator, Mapping

from prometheus_client import Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from scribe_core.database import search_marks
from scribe_core.database.engine import Database
from scribe_core.database.standing import Standing, standing
from scribe_core.exposition import Ends, process_registry
from scribe_core.settings import Settings

log = logging.getLogger(__name__)

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})
PATIENCE_SECONDS = 5.0
"""How long the database may take to say how the work stands: Prometheus gives up after ten."""


class Measures:
    """An API process's counts since it started. `registry` is what Prometheus reads."""

    def __init__(self, settings: Settings) -> None:
        self.registry = process_registry(settings.volumes, settings.free_space_bytes)
        self.ends = Ends(self.registry)
        self._requests = Histogram(
            "scribe_request_seconds",
            "From a request's arrival until its answer began, an upload's bytes included.",
            ["method", "route", "status"],
            buckets=SECONDS,
            registry=self.registry,
        )

    def note_request(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """A request was answered. `route` is its template, below the API's prefix: what stands in an address is nobody's business."""
        shown = method if method in METHODS else "other"
        self._requests.labels(shown, route or "none", str(status)).observe(seconds)

    def watch(self, database: Database, *, compares: bool = False) -> None:
        """Tell from now on how the work stands too, asked of the database on this event loop.

        `compares` is whether meetings are searched by meaning as well.
        """
        self.registry.register(Rows(database, asyncio.get_running_loop(), compares=compares))


class Rows(Collector):
    """How the work stands, asked when Prometheus asks. It does so in a thread of its own."""

    def __init__(self, database: Database, loop: asyncio.AbstractEventLoop, *, compares: bool) -> None:
        self._database, self._loop, self._compares = database, loop, compares
        self._asking = threading.Lock()
        """One asks at a time, however many scrape: the database's connections are for those who work."""

    def describe(self) -> list[Metric]:
        """Nothing beforehand: to be registered is not to be asked."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The numbers; where the database does not answer, that alone."""
        found: tuple[Standing, Mapping[str, int]] | None = None
        try:
            found = self._asked()
        except Exception as error:  # whatever keeps it: the process's own numbers are told all the same
            log.warning("how the work stands is not known: %s", error or type(error).__name__)
        yield GaugeMetricFamily("scribe_database_up", "Whether the database answers.", value=found is not None)
        if found is not None:
            yield from _told(*found)

    def _asked(self) -> tuple[Standing, Mapping[str, int]]:
        if not self._asking.acquire(timeout=PATIENCE_SECONDS):
            raise TimeoutError("those who asked before wait still")
        try:
            return asyncio.run_coroutine_threadsafe(self._standing(), self._loop).result(PATIENCE_SECONDS + 1)
        finally:
            self._asking.release()

    async def _standing(self) -> tuple[Standing, Mapping[str, int]]:
        async with asyncio.timeout(PATIENCE_SECONDS), self._database.reading() as session:
            behind = {"words": await search_marks.count_behind(session)}
            if self._compares:
                behind["meaning"] = await search_marks.count_unembedded(session)
            return await standing(session), behind


def _told(found: Standing, behind: Mapping[str, int]) -> Iterator[Metric]:
    for name, text, by_lane in (
        ("scribe_runs_waiting", "Runs that wait, by the lane of their next stage.", found.waiting),
        ("scribe_runs_working", "Runs that are worked on.", found.working),
        ("scribe_runs_waiting_oldest_seconds", "Since the oldest run that waits was asked for.", found.oldest),
    ):
        family = GaugeMetricFamily(name, text, labels=["lane"])
        for lane, value in by_lane.items():
            family.add_metric([lane], float(value))
        yield family
    yield GaugeMetricFamily(
        "scribe_runs_silent", "Runs whose worker has not been heard of since its lease ended.", value=found.silent
    )
    yield GaugeMetricFamily("scribe_uploads", "Uploads that were begun and are not whole.", value=found.uploads)
    yield GaugeMetricFamily("scribe_uploads_receiving", "Those that get bytes just now.", value=found.receiving)
    searches = GaugeMetricFamily(
        "scribe_search_behind", "Meetings that searches do not know yet as they read now.", labels=["kind"]
    )
    for kind, count in behind.items():
        searches.add_metric([kind], float(count))
    yield searches
