"""The queue as people see it, and what they may do to it."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from scribe_api.queue.pace import AGAIN_SECONDS, Pace
from scribe_core.database import audit, leases
from scribe_core.database.base import now_plus
from scribe_core.database.meetings import Meeting
from scribe_core.database.runs import Run
from scribe_core.domain.run import Lane, Preset, Status
from scribe_core.errors import ScribeError, sentence_of_several


async def claim(house: Any, holder: str = "worker-1") -> leases.Lease:
    async with house.database.session() as session:
        lease = await leases.claim(session, holder, list(Lane), 30, 3)
    assert lease is not None
    return lease


async def test_my_runs_are_told_with_place_worker_stage_and_of_others_only_how_many(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    theirs = await upload(ada, title="Secret")
    mine = [await upload(bob, title="Working"), await upload(bob, title="Waiting")]
    await claim(house, "other")
    lease = await claim(house)
    assert lease.run_id == mine[0]["run"]["id"]
    async with house.database.session() as session:
        await leases.note_progress(session, lease, "speech", 0.5, 0.1)
    answer = await bob.get("/queue")
    queue = answer.json()
    assert (queue["waiting"], queue["working"]) == (1, 2)
    assert theirs["id"] not in answer.text
    assert "Secret" not in answer.text
    working, waiting = queue["items"]
    assert working["id"] == mine[0]["run"]["id"]
    assert [working[name] for name in ("status", "title", "worker", "stage", "progress", "position", "owner")] == [
        "PROCESSING", "Working", None, "speech", 0.1, None, None,
    ]  # fmt: skip
    assert [waiting[name] for name in ("status", "title", "worker", "position")] == ["PENDING", "Waiting", None, 0]
    assert {entry[name] for entry in (working, waiting) for name in ("starts_in", "ends_in")} == {None}, "never guessed"


async def test_when_it_begins_and_ends_is_told_once_something_was_measured(
    house: Any, bob: httpx.AsyncClient, upload: Any
) -> None:
    await upload(bob)
    first = await claim(house)
    async with house.database.session() as session:
        await leases.finish(session, first, Status.COMPLETED)
        await session.execute(update(Meeting).values(duration=0.2, revision=1))
    await upload(bob)
    await upload(bob)
    await claim(house)
    working, waiting = (await bob.get("/queue")).json()["items"]
    assert working["starts_in"] is None
    assert working["ends_in"] >= 0
    assert waiting["starts_in"] == working["ends_in"]
    assert waiting["ends_in"] >= waiting["starts_in"]


async def test_the_speed_of_recent_work_is_measured_once_for_all_who_look(
    house: Any, upload: Any, bob: httpx.AsyncClient
) -> None:
    now = 0.0
    pace = Pace(Preset.BALANCED, clock=lambda: now)

    async def known() -> Mapping[Preset, float]:
        async with house.database.reading() as session:
            return (await pace.known(session)).factors

    async def ended(duration: float) -> None:
        await upload(bob)
        lease = await claim(house)
        async with house.database.session() as session:
            await leases.finish(session, lease, Status.COMPLETED)
            await session.execute(update(Meeting).values(duration=duration, revision=1))

    assert await known() == {}
    await ended(1.0)
    first = await known()
    assert first, "nothing measured is no answer to keep"
    await ended(1000.0)
    assert await known() is first
    now = AGAIN_SECONDS
    assert await known() != first


async def test_an_administrator_sees_everybodys_runs_and_nothing_of_their_meetings(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    await upload(bob, title="Bob's")
    await claim(house, "gpu-1-4711")
    refused = await bob.get("/queue", params={"everybody": True})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert (await ada.get("/queue")).json()["items"] == []
    [run] = (await ada.get("/queue", params={"everybody": True})).json()["items"]
    assert (run["owner"]["name"], run["meeting_id"], run["title"]) == ("bob", None, None)
    assert run["worker"] == "gpu-1-4711"
    [mine] = (await bob.get("/queue")).json()["items"]
    assert mine["worker"] is None, "names of machines are not for everybody"


async def put_back(house: Any, error: ScribeError, *, after: float, spent: bool = True) -> None:
    """What a worker does where the run it took may succeed later."""
    lease = await claim(house)
    async with house.database.session() as session:
        assert await leases.give_back(session, lease, after_seconds=after, reason=error, spent=spent)


def of_tries(run: Mapping[str, Any]) -> tuple[Any, ...]:
    return run["status"], run["attempt"], run["error"], run["again_in"]


async def test_a_run_that_was_tried_says_why_it_waits_again_and_until_when(
    house: Any, bob: httpx.AsyncClient, upload: Any
) -> None:
    async def look() -> dict[str, Any]:
        [run] = (await bob.get("/queue", headers={"Accept-Language": "fr"})).json()["items"]
        return dict(run)

    await upload(bob)
    assert of_tries(await look()) == ("PENDING", 0, None, None)
    lost = ScribeError("object_missing", key="meetings/a.wav")
    await put_back(house, lost, after=600)
    waits = await look()
    why = {"code": "object_missing", "message": lost.sentence("fr")}
    assert of_tries(waits) == ("PENDING", 1, why, waits["again_in"])
    assert 0 < waits["again_in"] <= 600
    async with house.database.session() as session:
        await session.execute(update(Run).values(not_before=now_plus(-1)))
    assert of_tries(await look()) == ("PENDING", 1, why, None), "its pause is over, its turn has not come"
    lease = await claim(house)
    assert of_tries(await look()) == ("PROCESSING", 2, None, None)
    async with house.database.session() as session:
        assert await leases.give_back(session, lease, spent=False)
    assert of_tries(await look()) == ("PENDING", 1, None, None), "handed over: no reason, no try"


async def test_what_waits_for_a_disk_was_not_tried(house: Any, bob: httpx.AsyncClient, upload: Any) -> None:
    await upload(bob)
    full = ScribeError("storage_full", needed="2 GB", free="1 GB")
    await put_back(house, full, after=60, spent=False)
    [run] = (await bob.get("/queue", headers={"Accept-Language": "en"})).json()["items"]
    assert (run["attempt"], run["error"]) == (0, {"code": "storage_full", "message": full.sentence("en")})


async def test_why_anothers_run_waits_again_is_told_without_what_it_names(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    await upload(bob)
    await put_back(house, ScribeError("object_missing", key="secret.wav"), after=600)
    await upload(ada)
    await put_back(house, ScribeError("object_missing", key="mine.wav"), after=600)
    answer = await ada.get("/queue", params={"everybody": True}, headers={"Accept-Language": "fr"})
    assert "secret" not in answer.text
    told = {run["owner"]["name"]: run["error"]["message"] for run in answer.json()["items"]}
    assert told["bob"] == sentence_of_several("object_missing", "fr")
    assert told["Ada"] == ScribeError("object_missing", key="mine.wav").sentence("fr")


async def test_a_reason_of_a_newer_release_is_told_by_its_code(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    await upload(bob)
    await put_back(house, ScribeError("object_missing", key="a"), after=600)
    async with house.database.session() as session:
        await session.execute(update(Run).values(error_code="gpu_melted"))
    for client, parameters in ((bob, {}), (ada, {"everybody": True})):
        answer = await client.get("/queue", params=parameters, headers={"Accept-Language": "fr"})
        assert answer.status_code == 200, answer.text
        [run] = answer.json()["items"]
        told = ScribeError("reason_unknown").sentence("fr").replace("{code}", "gpu_melted")
        assert run["error"] == {"code": "gpu_melted", "message": told}


async def test_one_puts_ones_own_runs_in_order_and_nobody_elses(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    theirs = (await upload(ada))["run"]["id"]
    first, second = [(await upload(bob))["run"]["id"] for _ in range(2)]
    assert await order(ada) == [theirs, first, second]
    moved = await bob.patch(f"/runs/{second}", json={"place": 0})
    assert (moved.status_code, moved.json()["queue_position"]) == (200, 1)
    assert await order(ada) == [theirs, second, first]
    for client, run_id in ((bob, theirs), (ada, first), (bob, "0" * 32)):
        refused = await client.patch(f"/runs/{run_id}", json={"place": 0})
        assert (refused.status_code, refused.json()["code"]) == (404, "run_not_found")
    assert await order(ada) == [theirs, second, first]


async def test_among_everybodys_only_an_administrator_may(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    theirs = (await upload(ada))["run"]["id"]
    mine = (await upload(bob))["run"]["id"]
    for run_id in (mine, theirs, "0" * 32):
        refused = await bob.patch(f"/queue/{run_id}", json={"priority": -1})
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert await order(ada) == [theirs, mine]
    done = await ada.patch(f"/queue/{mine}", json={"priority": -1})
    assert (done.status_code, done.content) == (204, b""), "nothing of another's run is told"
    assert await order(ada) == [mine, theirs]
    missing = await ada.patch(f"/queue/{'0' * 32}", json={"priority": -1})
    assert (missing.status_code, missing.json()["code"]) == (404, "run_not_found")
    async with house.database.reading() as session:
        [entry] = await audit.of_subject(session, mine)
    assert (entry.action, entry.details) == ("run_prioritised", {"before": 0, "after": -1})


@pytest.mark.parametrize(
    ("where", "change", "code", "sentence"),
    [
        ("runs", {"place": -1}, "place_invalid", "Un rang parmi vos traitements est un nombre entier"),
        ("queue", {"priority": 11}, "priority_invalid", "Une priorité est un nombre entier de -10"),
        ("queue", {"priority": 10**30}, "priority_invalid", "Une priorité est un nombre entier de -10"),
        ("runs", {"place": "soon"}, "request_invalid", "La requête"),
        ("runs", {}, "request_invalid", "La requête"),
        ("runs", {"place": 0, "priority": 1}, "request_invalid", "La requête"),
    ],
)
async def test_what_cannot_be_meant_is_refused_in_one_sentence(
    ada: httpx.AsyncClient, upload: Any, where: str, change: dict[str, Any], code: str, sentence: str
) -> None:
    run_id = (await upload(ada))["run"]["id"]
    refused = await ada.patch(f"/{where}/{run_id}", json=change, headers={"Accept-Language": "fr"})
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert refused.json()["message"].startswith(sentence)


async def test_what_has_begun_or_ended_keeps_its_place(house: Any, ada: httpx.AsyncClient, upload: Any) -> None:
    run_id = (await upload(ada))["run"]["id"]
    asked: tuple[tuple[str, dict[str, int]], ...] = (("runs", {"place": 0}), ("queue", {"priority": 1}))
    lease = await claim(house)
    for where, change in asked:
        refused = await ada.patch(f"/{where}/{run_id}", json=change)
        assert (refused.status_code, refused.json()["code"]) == (409, "run_begun")
    async with house.database.session() as session:
        await leases.finish(session, lease, Status.COMPLETED)
    for where, change in asked:
        refused = await ada.patch(f"/{where}/{run_id}", json=change)
        assert (refused.status_code, refused.json()["code"]) == (409, "run_finished")


async def test_an_administrator_puts_anybodys_run_before_all(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    theirs = (await upload(ada))["run"]["id"]
    first, last = [(await upload(bob))["run"]["id"] for _ in range(2)]
    refused = await bob.post(f"/queue/{last}/advance")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    before = await order(ada)
    assert (await ada.post(f"/queue/{last}/advance")).status_code == 204
    assert await order(ada) == [last, theirs, first]
    assert (await ada.post(f"/queue/{last}/advance")).status_code == 204, "it is the first already"
    assert (await ada.patch(f"/queue/{last}", json={"priority": 0})).status_code == 204
    assert await order(ada) == before, "undone by the priority of before"
    async with house.database.reading() as session:
        entries = await audit.of_subject(session, last)
    assert [entry.details for entry in entries] == [{"before": 0, "after": -1}, {"before": -1, "after": 0}]


async def test_before_all_is_before_the_most_urgent_too(ada: httpx.AsyncClient, upload: Any) -> None:
    first, second, third = [(await upload(ada))["run"]["id"] for _ in range(3)]
    for run_id in (second, third):
        await ada.patch(f"/queue/{run_id}", json={"priority": -10})
    for run_id in (first, third, first):
        assert (await ada.post(f"/queue/{run_id}/advance")).status_code == 204
        assert (await order(ada))[0] == run_id


async def test_an_administrator_cancels_anybodys_run_and_a_member_none_but_their_own(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    theirs = (await upload(ada))["run"]["id"]
    at_work, waiting = [(await upload(bob))["run"]["id"] for _ in range(2)]
    await ada.post(f"/queue/{at_work}/advance")
    assert (await claim(house)).run_id == at_work
    for run_id in (theirs, at_work):
        refused = await bob.post(f"/queue/{run_id}/cancel")
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    for run_id in (at_work, waiting):
        assert (await ada.post(f"/queue/{run_id}/cancel")).status_code == 204
        async with house.database.reading() as session:
            entry = (await audit.of_subject(session, run_id))[-1]
        assert entry.action == "run_cancelled"
    assert (await bob.get(f"/runs/{waiting}")).json()["status"] == "CANCELLED"
    async with house.database.reading() as session:
        asked = await session.scalar(select(Run.cancel_requested_at).where(Run.id == at_work))
    assert asked is not None, "its worker stops at its next heartbeat"
    gone = await ada.post(f"/queue/{waiting}/cancel")
    assert (gone.status_code, gone.json()["code"]) == (409, "run_finished")
    missing = await ada.post(f"/queue/{'0' * 32}/cancel")
    assert (missing.status_code, missing.json()["code"]) == (404, "run_not_found")


async def order(administrator: httpx.AsyncClient) -> list[str]:
    """Ids of everybody's runs, in line."""
    queue = (await administrator.get("/queue", params={"everybody": True})).json()
    return [run["id"] for run in queue["items"]]
