"""Two who put the same utterance right: both are kept where they touch different words, else nobody is written over."""

import asyncio
import threading
from typing import Any

import httpx
import pytest
from budget_meeting import S1, S2, U1, U2, U3, U9, revision, said, write

from scribe_api.corrections import service
from scribe_api.corrections.reconciling import reconciled

BUDGET = "On commence par le budget."


@pytest.fixture
async def here(house: Any, bob: httpx.AsyncClient, upload: Any) -> str:
    """Where a meeting with a first transcript is found."""
    meeting = await upload(bob)
    await write(house, meeting["id"], revision(meeting["id"], 1))
    return f"/meetings/{meeting['id']}"


async def edit(
    client: httpx.AsyncClient, here: str, id_: str, text: str | None, seen: str, **more: Any
) -> httpx.Response:
    change = {"seen": seen, **more} | ({} if text is None else {"text": text})
    return await client.patch(f"{here}/utterances/{id_}", json=change)


async def texts(client: httpx.AsyncClient, here: str) -> list[str]:
    return [text for _, text in said((await client.get(f"{here}/transcript")).json())]


async def test_different_words_are_made_one(bob: httpx.AsyncClient, here: str) -> None:
    await edit(bob, here, U2, "On commence par le budget 2027.", BUDGET)
    late = await edit(bob, here, U2, "On commencera par le budget.", BUDGET)
    assert late.status_code == 200
    assert said(late.json())[1] == ("#2", "On commencera par le budget 2027.")
    assert len(late.json()["changed"]) == 1
    again = await edit(bob, here, U2, "On commencera par le budget.", BUDGET)
    assert (again.status_code, again.json()["changed"]) == (200, []), "sent twice, written once"


async def test_the_same_words_are_refused_with_the_present_text(bob: httpx.AsyncClient, here: str) -> None:
    theirs = "On commence par les comptes."
    await edit(bob, here, U2, theirs, BUDGET)
    refused = await edit(bob, here, U2, "On commence par le bilan.", BUDGET)
    assert (refused.status_code, refused.json()["code"]) == (409, "utterance_changed")
    assert refused.json()["details"] == {"text": theirs}
    french = await bob.patch(
        f"{here}/utterances/{U2}", json={"text": "x", "seen": BUDGET}, headers={"Accept-Language": "fr"}
    )
    assert french.json()["message"].startswith("Cette intervention a été modifiée entre-temps")
    assert (await texts(bob, here))[1] == theirs
    mine = await edit(bob, here, U2, "On commence par le bilan.", theirs)
    assert said(mine.json())[1][1] == "On commence par le bilan."
    assert len((await bob.get(f"{here}/corrections")).json()) == 2


async def test_two_at_once_lose_nothing(bob: httpx.AsyncClient, here: str) -> None:
    answers = await asyncio.gather(
        edit(bob, here, U2, "On commence par le budget, enfin.", BUDGET),
        edit(bob, here, U2, "Bon, on commence par le budget.", BUDGET),
        edit(bob, here, U2, BUDGET, BUDGET, speaker_id=S1),
    )
    assert [answer.status_code for answer in answers] == [200] * 3
    told = (await bob.get(f"{here}/transcript")).json()
    assert said(told)[1] == ("#1", "Bon, on commence par le budget, enfin.")


async def test_texts_that_were_made_to_be_slow_keep_nobody_waiting(
    bob: httpx.AsyncClient, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = set()

    def noted(*given: Any) -> dict[str, str]:
        on.add(threading.current_thread())
        return reconciled(*given)

    monkeypatch.setattr(service, "reconciled", noted)
    theirs, seen, mine = (
        " ".join(["a", *[word for n in range(4999) for word in (f"{x}{n % 9}", "a")]][:6600]) for x in "xyz"
    )
    assert (await edit(bob, here, U2, theirs, BUDGET)).status_code == 200
    assert (await edit(bob, here, U2, mine, seen)).status_code in (200, 409)
    assert threading.main_thread() not in on, "all others are answered meanwhile"
    longer = "mot " * 4000
    refused = await edit(bob, here, U2, f"{longer}a", "a")
    assert (refused.status_code, refused.json()["code"]) == (422, "request_invalid"), "an utterance ends somewhere"


async def test_words_are_found_where_an_utterance_was_cut(bob: httpx.AsyncClient, here: str) -> None:
    cut = (await bob.post(f"{here}/utterances/{U2}/split", json={"word": 2, "seen": BUDGET})).json()
    part = cut["utterances"][2]["id"]
    late = await edit(bob, here, U2, "On commence par le gros budget.", BUDGET)
    assert [text for _, text in said(late.json())][1:3] == ["On commence", "par le gros budget."]
    both = await edit(bob, here, U2, "On débute par le petit budget.", "On commence par le gros budget.")
    assert [text for _, text in said(both.json())][1:3] == ["On débute", "par le petit budget."]
    await edit(bob, here, part, "par les comptes.", "par le petit budget.")
    refused = await edit(bob, here, U2, "On débute par le bilan.", "On débute par le petit budget.")
    assert refused.json()["details"] == {"text": "On débute par les comptes."}
    mine = await edit(bob, here, U2, "On débute par le bilan.", "On débute par les comptes.")
    assert [text for _, text in said(mine.json())][1:3] == ["On débute", "par le bilan."]


async def test_words_are_found_where_an_utterance_was_joined(bob: httpx.AsyncClient, here: str) -> None:
    await bob.post(f"{here}/utterances/{U2}/merge", json={"into": U1})
    late = await edit(bob, here, U2, "On commencera par le budget 2027.", BUDGET)
    assert said(late.json()) == [
        ("#1", "Bonjour à tous. On commencera par le budget 2027."),
        ("#1", "Oui, le budgé d'abord."),
    ]
    refused = await edit(bob, here, U2, "On commençait par le budget.", BUDGET)
    assert refused.json()["code"] == "utterance_changed"
    there = refused.json()["details"]["text"]
    assert "Bonjour" not in there
    mine = await edit(bob, here, U2, "On commençait par le budget.", there)
    assert mine.status_code == 200
    assert (await texts(bob, here))[0].startswith("Bonjour à tous.")


async def test_words_are_found_where_they_were_moved_to(bob: httpx.AsyncClient, here: str) -> None:
    await bob.post(f"{here}/utterances/{U2}/move", json={"word": 2, "into": U3, "seen": BUDGET})
    late = await edit(bob, here, U2, "On commencera par le gros budget.", BUDGET)
    assert said(late.json())[1:] == [
        ("#2", "On commencera"),
        ("#1", "par le gros budget. Oui, le budgé d'abord."),
    ]
    other = await edit(bob, here, U3, "Oui, le budget d'abord.", "Oui, le budgé d'abord.")
    assert said(other.json())[2][1] == "par le gros budget. Oui, le budget d'abord.", "the one that was given them too"
    refused = await bob.post(
        f"{here}/utterances/{U3}/move", json={"word": 1, "into": U2, "seen": "Oui, le budgé d'abord."}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "utterance_changed")


async def test_an_utterance_taken_out_is_brought_back_by_whoever_wants_it(bob: httpx.AsyncClient, here: str) -> None:
    await edit(bob, here, U2, "", BUDGET)
    refused = await edit(bob, here, U2, "On commence par le bilan.", BUDGET)
    assert (refused.status_code, refused.json()["details"]) == (409, {"text": ""})
    assert len(await texts(bob, here)) == 2
    back = await edit(bob, here, U2, "On commence par le bilan.", "")
    assert said(back.json())[1] == ("#2", "On commence par le bilan.")
    gone = await edit(bob, here, U3, "", "Oui, le budget d'abord.")
    assert gone.json()["details"] == {"text": "Oui, le budgé d'abord."}, "what was put right meanwhile is not taken out"
    assert (await edit(bob, here, U9, "x", "y")).json()["code"] == "utterance_not_found"


async def test_who_speaks_may_change_meanwhile(bob: httpx.AsyncClient, here: str) -> None:
    await bob.patch(f"{here}/utterances/{U2}", json={"speaker_id": "new"})
    await bob.post(f"{here}/speakers/{S2}/merge", json={"into": S1})
    late = await edit(bob, here, U2, "On commence par le bilan.", BUDGET)
    assert said(late.json())[1][1] == "On commence par le bilan."
    assert late.json()["utterances"][1]["speaker_id"] not in (S1, S2)


async def test_only_what_was_seen_is_found_right(bob: httpx.AsyncClient, here: str) -> None:
    await edit(bob, here, U2, "On commence par le budget 2027.", BUDGET)
    unseen = await edit(bob, here, U2, None, BUDGET, confirmed=True)
    assert (unseen.status_code, unseen.json()["code"]) == (409, "utterance_changed")
    both = (await edit(bob, here, U2, "On commencera par le budget.", BUDGET, confirmed=True)).json()
    line = both["utterances"][1]
    assert (line["text"], line["confirmed"]) == ("On commencera par le budget 2027.", False)
    right = (await edit(bob, here, U2, None, line["text"], confirmed=True)).json()
    assert right["utterances"][1]["confirmed"]


async def test_a_text_that_reads_otherwise_is_not_cut(bob: httpx.AsyncClient, here: str) -> None:
    await edit(bob, here, U2, "Alors on commence par le budget.", BUDGET)
    refused = await bob.post(f"{here}/utterances/{U2}/split", json={"word": 2, "seen": BUDGET})
    assert (refused.status_code, refused.json()["code"]) == (409, "utterance_changed")
    assert len(await texts(bob, here)) == 3


async def test_a_late_change_finds_its_words_in_a_new_revision(house: Any, bob: httpx.AsyncClient, here: str) -> None:
    meeting_id = here.rsplit("/", 1)[1]
    lines = ((U1, S1, "Bonjour à tous."), (U2, S2, "On commence par le projet."))
    await write(house, meeting_id, revision(meeting_id, 2, lines))
    late = await edit(bob, here, U2, "Nous commençons par le budget.", BUDGET)
    assert said(late.json())[1][1] == "Nous commençons par le projet."
    assert (await edit(bob, here, U3, "Oui.", "Oui, le budgé d'abord.")).json()["code"] == "utterance_not_found"


async def test_a_reader_learns_whether_it_still_reads_the_same(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, here: str
) -> None:
    first = (await bob.get(f"{here}/transcript")).json()["state"]
    same = await bob.get(f"{here}/transcript", params={"known": first})
    assert (same.status_code, same.content) == (204, b"")
    made = (await edit(bob, here, U2, "On commence.", BUDGET)).json()
    other = await bob.get(f"{here}/transcript", params={"known": first})
    assert (other.status_code, other.json()["state"]) == (200, made["state"])
    undone = (await bob.post(f"{here}/corrections/undo", json={"ids": made["changed"]})).json()
    redone = (await bob.post(f"{here}/corrections/redo", json={"ids": made["changed"]})).json()
    assert len({first, made["state"], undone["state"]}) == 3
    assert redone["state"] == made["state"], "it reads as it did"
    assert (await ada.get(f"{here}/transcript", params={"known": first})).status_code == 404


async def test_the_same_step_sent_twice_is_made_once(bob: httpx.AsyncClient, here: str) -> None:
    async def sent(path: str, body: dict[str, Any], step: str, method: str = "POST") -> Any:
        answer = await bob.request(method, f"{here}/{path}", json=body, headers={"Idempotency-Key": step})
        assert answer.status_code == 200, answer.text
        return answer.json()

    # None of these could be told from the first by what it finds.
    steps: list[tuple[str, dict[str, Any], str]] = [
        (f"utterances/{U1}", {"speaker_id": "new", "onwards": True}, "PATCH"),
        ("replacements", {"find": "o", "replacement": "oo", "whole_words": False}, "POST"),
        (f"utterances/{U2}/merge", {"into": U1}, "POST"),
    ]
    for number, (path, body, method) in enumerate(steps):
        first = await sent(path, body, f"step {number}", method)
        assert first["changed"]
        assert await sent(path, body, f"step {number}", method) == first
    # Taken back is not forgotten: a late repetition does not bring it back.
    await bob.post(f"{here}/corrections/undo", json={"ids": first["changed"]})
    assert len((await sent(path, body, "step 2"))["utterances"]) == 3
    # Another step of that kind is another one.
    assert len((await sent(path, body, "step 3"))["utterances"]) == 2
    long = await bob.post(f"{here}/replacements", json=steps[1][1], headers={"Idempotency-Key": "x" * 65})
    assert long.status_code == 422


async def test_a_step_has_its_name_in_its_own_meeting(
    bob: httpx.AsyncClient, here: str, house: Any, upload: Any
) -> None:
    other = await upload(bob)
    await write(house, other["id"], revision(other["id"], 1))
    made = set()
    for place in (here, f"/meetings/{other['id']}"):
        body = {"find": "budget", "replacement": "plan"}
        answer = await bob.post(f"{place}/replacements", json=body, headers={"Idempotency-Key": "one"})
        made.update(answer.json()["changed"])
    assert len(made) == 2
