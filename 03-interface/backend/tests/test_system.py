"""How the installation is, as administrators are told it."""

from typing import Any

import httpx

from scribe_core.database import leases, workers
from scribe_core.domain.presence import InstalledModel, Presence
from scribe_core.domain.run import Lane, Status
from scribe_core.errors import ScribeError

MODEL = InstalledModel("whisper-base", "speech", 145_000_000, "present", needed=True)
WORKER = Presence("gpu-1-4711", "gpu-1", "1.0", ("cpu", "gpu"), "CPU", "voice", 1 << 30, 5 << 30, 9 << 33, (MODEL,))


async def test_an_administrator_is_told_who_works_what_is_stored_and_what_went_wrong(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    first = await upload(bob, title="Secret")
    await upload(bob)
    async with house.database.session() as session:
        lease = await leases.claim(session, WORKER.id, list(Lane), 30, 3)
        assert lease is not None
        await leases.finish(session, lease, Status.FAILED, error=ScribeError("media_no_audio"))
        assert await leases.claim(session, WORKER.id, list(Lane), 30, 3)
        await workers.appear(session, WORKER)
    answer = await ada.get("/system", headers={"Accept-Language": "fr"})
    told = answer.json()
    assert first["id"] not in answer.text
    assert "Secret" not in answer.text
    [worker] = told["workers"]
    assert (worker["id"], worker["alive"], worker["resident"]) == (WORKER.id, True, "voice")
    assert [run["stage"] for run in worker["runs"]] == [None]
    assert worker["models"] == [
        {"name": "whisper-base", "purpose": "speech", "size": 145_000_000, "state": "present", "needed": True}
    ]
    work = told["work"]
    assert [work[name] for name in ("completed", "failed", "cancelled", "silent")] == [0, 1, 0, 0]
    [failure] = work["failures"]
    assert (failure["code"], failure["count"]) == ("media_no_audio", 1)
    assert failure["message"] == ScribeError("media_no_audio").sentence("fr")
    assert [(lane["waiting"], lane["working"]) for lane in work["lanes"]] == [(0, 1)]
    storage = told["storage"]
    assert storage["recordings"] == 2 * first["recording"]["bytes"]
    assert storage["database"] > 0
    assert (storage["disk_total"] is None) == (house.objects.root is None)
    assert [(account["name"], account["recordings"]) for account in storage["accounts"]] == [
        ("bob", storage["recordings"])
    ]
    states = {service["name"]: service["state"] for service in told["services"]}
    assert states == {"database": "ok", "storage": "ok", "queue": "none", "vectors": "none"}
    assert told["limits"]["trash_days"] == 30


async def test_where_the_services_are_and_what_opens_them_is_not_told(house: Any, ada: httpx.AsyncClient) -> None:
    answer = await ada.get("/system")
    assert house.settings.database_url not in answer.text
    assert "://" not in answer.text


async def test_nobody_else_is_told(bob: httpx.AsyncClient, house: Any) -> None:
    refused = await bob.get("/system")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert (await house.visitor().get("/system")).status_code == 401
