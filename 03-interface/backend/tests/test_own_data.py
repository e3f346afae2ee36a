"""What an account takes along of itself: its conversations with what they cite, and nobody else's."""

import json
from typing import Any

import httpx
import pytest
from roof_conversation import ROOF, ROOF_QUESTION, begun, message, read, say

from scribe_api.own_data.schemas import OwnData
from scribe_core.database import conversations


@pytest.fixture
async def roof(house: Any, bob: httpx.AsyncClient, upload: Any) -> str:
    """Bob's meeting about a roof."""
    meeting = await upload(bob, title="Conseil <b>d’école</b>", held_at="2026-03-10T10:00:00Z")
    await say(house, meeting["id"], ROOF)
    return str(meeting["id"])


async def exported(client: httpx.AsyncClient) -> dict[str, Any]:
    """What it takes along, held against what is promised of it."""
    answer = await client.get("/auth/me/export")
    assert answer.status_code == 200, answer.text
    assert 'filename="account.json"' in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    OwnData.model_validate_json(answer.content)
    found: dict[str, Any] = json.loads(answer.content)
    return found


async def test_conversations_are_taken_along_with_what_they_cite(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, roof: str
) -> None:
    await bob.patch("/glossary", json={"add": ["Kerouédan"]})
    first, empty = await begun(bob, roof), await begun(bob)
    told = await message(bob, first, ROOF_QUESTION)
    found = await exported(bob)
    begun_at = [one["created_at"] for one in found["conversations"]]
    assert begun_at == sorted(begun_at)
    talks = {one["id"]: one for one in found["conversations"]}
    assert talks.keys() == {first, empty}
    assert talks[first] == await read(bob, first)
    (kept,) = talks[first]["messages"]
    assert kept == told
    assert (kept["question"], kept["citations"][0]["text"]) == (ROOF_QUESTION, ROOF[1][2])
    assert talks[empty]["messages"] == []
    me = (await bob.get("/auth/me")).json()
    assert found["account"] == me["account"]
    assert found["sessions"] == (await bob.get("/auth/sessions")).json()
    assert found["glossary"] == ["Kerouédan"]
    assert found["acts"][-1] | {"at": None} == {
        "at": None,
        "action": "account_exported",
        "actor_id": me["account"]["id"],
    }
    hers = await exported(ada)
    assert (hers["conversations"], hers["glossary"]) == ([], [])
    assert ROOF_QUESTION not in json.dumps(hers, ensure_ascii=False)
    await bob.delete(f"/conversations/{first}")
    assert [one["id"] for one in (await exported(bob))["conversations"]] == [empty]


async def test_what_is_deleted_while_it_is_written_is_left_out(
    bob: httpx.AsyncClient, roof: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone, last = await begun(bob, roof), await begun(bob, roof), await begun(bob, roof)
    of = conversations.ids

    async def then_deleted(session: Any, owner_id: str) -> Any:
        found = await of(session, owner_id)
        assert (await bob.delete(f"/conversations/{gone}")).status_code == 204
        return found

    monkeypatch.setattr(conversations, "ids", then_deleted)
    assert {one["id"] for one in (await exported(bob))["conversations"]} == {kept, last}


async def test_it_is_given_to_nobody_who_is_not_signed_in(house: Any) -> None:
    refused = await house.visitor().get("/auth/me/export")
    assert (refused.status_code, refused.json()["code"]) == (401, "session_invalid")
