"""Somebody's glossary: every new run takes it into account, a file fills it, and its faults are told by line."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from scribe_core.database.runs import Run
from scribe_core.domain.glossary import MOST_TERMS
from scribe_core.domain.glossary_file import MOST_LINES
from scribe_core.domain.run import RunSettings


async def terms_of(house: Any, run_id: str) -> tuple[str, ...]:
    async with house.database.reading() as session:
        kept = await session.scalar(select(Run.settings).where(Run.id == run_id))
    return RunSettings.of(kept).terms


async def test_every_new_run_takes_it_along_and_one_that_waits_keeps_what_it_took(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    changed = await bob.patch("/glossary", json={"add": ["Kerouédan", "CSSCT", "kerouédan"]})
    assert changed.json() == {"terms": ["CSSCT", "Kerouédan"], "most": MOST_TERMS}
    mine = await upload(bob, glossary=["R&D", "CSSCT"])
    theirs = await upload(ada)
    await bob.patch("/glossary", json={"remove": ["cssct"]})
    assert await terms_of(house, mine["run"]["id"]) == ("R&D", "CSSCT", "Kerouédan")
    assert mine["run"]["settings"]["glossary"] == ["R&D", "CSSCT"], "what was named for it alone"
    assert await terms_of(house, theirs["run"]["id"]) == ()
    await bob.post(f"/runs/{mine['run']['id']}/cancel")
    again = await bob.post(f"/meetings/{mine['id']}/runs", json={})
    assert await terms_of(house, again.json()["id"]) == ("R&D", "CSSCT", "Kerouédan")
    assert (await ada.get("/glossary")).json()["terms"] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
async def test_a_file_fills_it_and_its_faults_are_told_by_line(bob: httpx.AsyncClient, encoding: str) -> None:
    await bob.patch("/glossary", json={"add": ["CSSCT"]})
    table = 'Terme;Note\r\nKerouédan;une rue\r\n"L’Œuvre; etc";x\r\n# rien\r\n\r\ncssct;\r\n<b>;\r\n"R&D";\r\n'
    answer = await bob.post(
        "/glossary/import",
        content=table.encode(encoding),
        headers={"Content-Type": "text/plain", "Accept-Language": "fr"},
    )
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["terms"] == ["CSSCT", "Kerouédan", "R&D"]
    assert (told["added"], told["known"], told["faulty"]) == (2, 1, 2)
    assert [(fault["line"], fault["text"], fault["code"]) for fault in told["faults"]] == [
        (3, "L’Œuvre; etc", "glossary_line_invalid"), (7, "<b>", "glossary_line_invalid"),
    ]  # fmt: skip
    assert told["faults"][0]["message"].startswith("Ce n’est pas un terme")


async def test_what_does_not_fit_is_told_and_the_rest_is_kept(bob: httpx.AsyncClient) -> None:
    lines = "\n".join(f"Terme{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(MOST_TERMS + 2))
    told = (await bob.post("/glossary/import", content=lines, headers={"Content-Type": "text/plain"})).json()
    assert (told["added"], told["faulty"], len(told["terms"])) == (MOST_TERMS, 2, MOST_TERMS)
    assert [(fault["line"], fault["code"]) for fault in told["faults"]] == [
        (MOST_TERMS + 1, "glossary_line_left_out"), (MOST_TERMS + 2, "glossary_line_left_out"),
    ]  # fmt: skip
    assert told["faults"][0]["message"] == "There is no room left for this term: a glossary holds 100 at most."
    refused = await bob.patch("/glossary", json={"add": ["Encore"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "glossary_full")
    swapped = await bob.patch("/glossary", json={"add": ["Encore"], "remove": ["TermeAA"]})
    assert swapped.status_code == 200


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe" * 100, b'"' * 1000, "a;b\n".encode("utf-16"), b"x" * 100_000])
async def test_a_file_of_anything_breaks_nothing(bob: httpx.AsyncClient, content: bytes) -> None:
    answer = await bob.post("/glossary/import", content=content, headers={"Content-Type": "text/plain"})
    assert answer.status_code in (200, 422), answer.text
    assert (await bob.get("/glossary")).json()["terms"] == []


async def test_one_term_in_other_letters_takes_the_place_of_the_one_before(bob: httpx.AsyncClient) -> None:
    await bob.patch("/glossary", json={"add": ["cssct"]})
    assert (await bob.patch("/glossary", json={"add": ["CSSCT"]})).json()["terms"] == ["CSSCT"]


async def test_a_file_that_is_no_list_of_terms_is_refused(bob: httpx.AsyncClient) -> None:
    lines = "1\n" * (MOST_LINES + 1)
    refused = await bob.post("/glossary/import", content=lines, headers={"Content-Type": "text/plain"})
    assert (refused.status_code, refused.json()["code"]) == (413, "glossary_file_too_long")
    longest = "1\n" * (MOST_LINES - 1) + "CSSCT\n"
    told = (await bob.post("/glossary/import", content=longest, headers={"Content-Type": "text/plain"})).json()
    assert (told["terms"], told["faulty"], len(told["faults"])) == (["CSSCT"], MOST_LINES - 1, 100)
