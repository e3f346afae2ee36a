"""Rows outlive releases: a reason that a newer one wrote is told by its code wherever reasons are told, and nothing fails for it."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from roof_conversation import ROOF, ROOF_QUESTION, begun, message, say
from sqlalchemy import update

from scribe_core.database import leases
from scribe_core.database.conversations import MessageRow
from scribe_core.database.runs import Run
from scribe_core.database.transcripts import TranscriptRow
from scribe_core.domain.run import Lane, RunKind, Status
from scribe_core.errors import SENTENCES, ScribeError

NEWER, WARNING = "gpu_melted", "hum_loud"
CONSENT = {"how": "signed form", "given_at": "2026-03-01T09:00:00Z"}
FRENCH = {"Accept-Language": "fr"}


def told(code: str) -> dict[str, str]:
    return {"code": code, "message": SENTENCES["reason_unknown"].fr.replace("{code}", code)}


async def note(house: Any, **values: Any) -> None:
    """What a newer release writes into every run."""
    async with house.database.session() as session:
        await session.execute(update(Run).values(error_code=NEWER, error_details={"card": 1}, **values))


@pytest.fixture
async def failed(house: Any, bob: httpx.AsyncClient, upload: Any) -> dict[str, Any]:
    """A meeting of Bob's whose run failed for a reason of a newer release, with a warning of one."""
    meeting: dict[str, Any] = await upload(bob)
    async with house.database.session() as session:
        lease = await leases.claim(session, "worker-1", list(Lane), 30, 3)
        assert lease is not None
        await leases.finish(session, lease, Status.FAILED, error=ScribeError("media_no_audio"))
    await note(house, warnings=[WARNING])
    return meeting


async def test_a_run_says_which_reason_it_was_wherever_runs_are_told(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, failed: dict[str, Any]
) -> None:
    async def read(path: str) -> Any:
        answer = await bob.get(path, headers=FRENCH)
        assert answer.status_code == 200, answer.text
        return answer.json()

    here = f"/meetings/{failed['id']}"
    runs = [
        (await read(f"/runs/{failed['run']['id']}")),
        (await read(here))["run"],
        (await read("/meetings"))["items"][0]["run"],
        (await read(f"{here}/runs"))[0],
    ]
    assert [run["error"] for run in runs] == [told(NEWER)] * 4
    assert [run["warnings"] for run in runs] == [[told(WARNING)]] * 4
    [failure] = (await ada.get("/system", headers=FRENCH)).json()["work"]["failures"]
    assert failure == {**told(NEWER), "count": 1}


async def test_it_is_told_of_a_run_that_waits_of_voices_and_of_minutes(
    house: Any, bob: httpx.AsyncClient, tone: Any, failed: dict[str, Any]
) -> None:
    person = (await bob.post("/persons", json={"name": "Claire", "consent": CONSENT})).json()
    learning = f"/persons/{person['id']}/enrolments"
    assert (await bob.post(f"{learning}?filename=a.wav", content=tone(80.0))).status_code == 201
    await note(house)
    [run] = (await bob.get(learning, headers=FRENCH)).json()
    assert (run["status"], run["error"]) == ("PENDING", told(NEWER))
    assert (await bob.get("/queue", headers=FRENCH)).status_code == 200
    async with house.database.session() as session:
        await session.execute(update(Run).values(kind=RunKind.MINUTES, meeting_id=failed["id"], person_id=None))
    written = (await bob.get(f"/meetings/{failed['id']}/minutes/runs", headers=FRENCH)).json()
    assert [run["error"] for run in written] == [told(NEWER)] * 2


async def test_it_is_told_live(served: Any, upload: Any) -> None:
    ada = await served.administrator()
    meeting = await upload(ada)
    await note(served)
    for path in ("/events", f"/meetings/{meeting['id']}/events"):
        async with asyncio.timeout(20), ada.stream("GET", path, headers=FRENCH) as answer:
            data = [line[6:] async for line in _first(answer, "data: ")]
        assert json.loads(data[0])["error"] == told(NEWER)


async def _first(answer: httpx.Response, start: str) -> Any:
    async for line in answer.aiter_lines():
        if line.startswith(start):
            yield line
            return


async def test_what_a_transcript_warns_of_and_why_a_question_failed_is_told_too(
    house: Any, bob: httpx.AsyncClient, upload: Any
) -> None:
    meeting = await upload(bob)
    await say(house, meeting["id"], ROOF)
    here = await begun(bob, meeting["id"])
    await message(bob, here, ROOF_QUESTION)
    async with house.database.session() as session:
        await session.execute(update(TranscriptRow).values(warnings=[WARNING]))
        await session.execute(update(MessageRow).values(status="failed", code=NEWER))
    transcript = (await bob.get(f"/meetings/{meeting['id']}/transcript", headers=FRENCH)).json()
    assert (transcript["warnings"], transcript["notices"]) == ([WARNING], [told(WARNING)])
    conversation = (await bob.get(f"/conversations/{here}")).json()
    assert [(one["status"], one["code"]) for one in conversation["messages"]] == [("failed", NEWER)]
    exported = await bob.get(f"/conversations/{here}/export", params={"format": "txt", "language": "fr"})
    assert exported.status_code == 200
    assert told(NEWER)["message"] in exported.text
