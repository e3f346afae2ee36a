"""What the API tells Prometheus: right, bounded, and nothing of anybody's."""

import asyncio
from typing import Any

import httpx
import pytest
from budget_meeting import S1, U1, revision, write
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api import metrics
from scribe_core.database import leases
from scribe_core.database.base import now_plus
from scribe_core.database.runs import Run
from scribe_core.database.standing import Standing, standing
from scribe_core.domain.run import Lane
from scribe_core.search.indexing import Indexer

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


async def scraped(house: Any) -> Samples:
    """Every sample by its name and labels, as Prometheus' own parser reads it, in a thread as it is served."""
    text = (await asyncio.to_thread(generate_latest, house.app.state.measures.registry)).decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def at(samples: Samples, name: str, **labels: str) -> float | None:
    return samples.get((name, frozenset(labels.items())))


async def test_requests_are_counted_by_their_route_and_never_by_what_stands_in_it(
    house: Any, ada: httpx.AsyncClient, upload: Any
) -> None:
    meeting = await upload(ada)
    await ada.get(f"/meetings/{meeting['id']}")
    await ada.get(f"/meetings/{'0' * 32}")
    for number in range(5):
        await house.visitor().request(f"MADE-UP-{number}", f"/nowhere/{number}")
    samples = await scraped(house)
    route = "/meetings/{meeting_id}"
    assert at(samples, "scribe_request_seconds_count", method="GET", route=route, status="200") == 1
    assert at(samples, "scribe_request_seconds_count", method="GET", route=route, status="404") == 1
    assert at(samples, "scribe_request_seconds_count", method="other", route="none", status="404") == 5
    labels = str([labels for _, labels in samples])
    assert meeting["id"] not in labels
    assert "MADE-UP" not in labels


async def test_however_many_scrape_at_once_one_connection_is_enough(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.app.state.measures.watch(house.database)
    inside, most = 0, 0

    async def counted(session: AsyncSession) -> Standing:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        found = await standing(session)
        inside -= 1
        return found

    monkeypatch.setattr(metrics, "standing", counted)
    told = await asyncio.gather(*(scraped(house) for _ in range(12)))
    assert [at(samples, "scribe_database_up") for samples in told] == [1] * 12
    assert most == 1


async def test_how_the_work_stands_is_what_the_rows_say(house: Any, ada: httpx.AsyncClient, upload: Any) -> None:
    house.app.state.measures.watch(house.database)
    empty = await scraped(house)
    assert at(empty, "scribe_runs_waiting", lane="cpu") == at(empty, "scribe_runs_working", lane="cpu") == 0
    assert at(empty, "scribe_runs_waiting_oldest_seconds", lane="gpu") == 0
    for _ in range(3):
        await upload(ada)
    async with house.database.session() as session:
        lease = await leases.claim(session, "w", list(Lane), 30, 3)
        assert lease is not None
        await session.execute(update(Run).where(Run.id != lease.run_id).values(created_at=now_plus(-600)))
    announced = {"Tus-Resumable": "1.0.0", "Upload-Length": "1000", "Upload-Metadata": "filename YS53YXY="}
    assert (await ada.post("/uploads", headers=announced)).status_code == 201
    samples = await scraped(house)
    assert at(samples, "scribe_runs_waiting", lane="cpu") == 2
    assert at(samples, "scribe_runs_working", lane="cpu") == 1
    assert at(samples, "scribe_runs_waiting_oldest_seconds", lane="cpu") == pytest.approx(600, abs=60)
    assert (at(samples, "scribe_uploads"), at(samples, "scribe_uploads_receiving")) == (1, 0)
    assert (at(samples, "scribe_runs_silent"), at(samples, "scribe_database_up")) == (0, 1)
    async with house.database.session() as session:
        await session.execute(update(Run).where(Run.id == lease.run_id).values(lease_expires_at=now_plus(-1)))
    assert at(await scraped(house), "scribe_runs_silent") == 1


async def test_what_searches_do_not_know_yet_is_counted(house: Any, ada: httpx.AsyncClient, upload: Any) -> None:
    house.app.state.measures.watch(house.database, compares=True)
    meeting_id = (await upload(ada))["id"]
    assert at(await scraped(house), "scribe_search_behind", kind="words") == 0, "nothing was said in it yet"
    await write(house, meeting_id, revision(meeting_id, 1, ((U1, S1, "Bonjour à tous."),)))
    before = await scraped(house)
    assert await Indexer(house.database).look() == 1
    after = await scraped(house)
    told = [
        [at(samples, "scribe_search_behind", kind=kind) for kind in ("words", "meaning")] for samples in (before, after)
    ]
    assert told == [[1, 1], [0, 1]], "windows come after the passages that they are made of"


async def test_where_nothing_is_compared_nothing_is_behind_with_it(house: Any) -> None:
    house.app.state.measures.watch(house.database)
    assert at(await scraped(house), "scribe_search_behind", kind="meaning") is None


async def test_a_run_cancelled_while_it_waits_is_counted_here(house: Any, ada: httpx.AsyncClient, upload: Any) -> None:
    run_id = (await upload(ada))["run"]["id"]
    await ada.post(f"/runs/{run_id}/cancel")
    labels = {"kind": "transcription", "status": "CANCELLED", "code": ""}
    assert at(await scraped(house), "scribe_runs_ended_total", **labels) == 1


async def test_without_the_database_the_process_tells_of_itself_all_the_same(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> Any:
        raise ConnectionError("away")

    house.app.state.measures.watch(house.database)
    monkeypatch.setattr(house.database, "reading", gone)
    samples = await scraped(house)
    assert at(samples, "scribe_database_up") == 0
    assert at(samples, "scribe_runs_waiting", lane="cpu") is None
    assert (at(samples, "process_resident_memory_bytes") or 0) > 1e6
    assert (at(samples, "scribe_disk_free_bytes") or 0) > 0


async def test_metrics_are_not_of_the_public_port(house: Any) -> None:
    assert (await house.visitor().get(f"{house.url}/metrics")).status_code == 404
    assert (await house.visitor().get("/metrics")).status_code == 404
