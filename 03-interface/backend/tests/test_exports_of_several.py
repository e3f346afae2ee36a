"""Several transcripts in one archive, opened as whoever asked for it does."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import httpx
import pytest
from budget_meeting import revision, write

from scribe_api.exports.several import archive, transcripts, with_transcripts
from scribe_core.domain.export_format import Presentation


@pytest.fixture
async def heard(house: Any, bob: httpx.AsyncClient, upload: Any) -> list[str]:
    """Three meetings with a transcript, two of one name."""
    ids = []
    for title in ("Comité / budget", "comité / Budget", "Conseil"):
        meeting = await upload(bob, title=title)
        await write(house, meeting["id"], revision(meeting["id"], 1))
        ids.append(meeting["id"])
    return ids


def opened(answer: httpx.Response) -> dict[str, bytes]:
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip"), answer.text
    with ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


async def test_each_transcript_is_a_file_of_its_own_name(bob: httpx.AsyncClient, heard: list[str], upload: Any) -> None:
    silent = (await upload(bob, title="Rien"))["id"]
    answer = await bob.get("/exports", params={"format": "txt", "meeting": [*heard, silent, heard[0]]})
    files = opened(answer)
    assert list(files) == ["Comité _ budget.txt", "comité _ Budget (2).txt", "Conseil.txt"]
    for id_, content in zip(heard, files.values(), strict=True):
        alone = await bob.get(f"/meetings/{id_}/export", params={"format": "txt"})
        assert alone.content == content
    assert "transcripts.zip" in answer.headers["content-disposition"]


async def test_documents_can_be_had_together_too(bob: httpx.AsyncClient, heard: list[str]) -> None:
    for format_, begins in (("pdf", b"%PDF-"), ("docx", b"PK\x03\x04")):
        files = opened(await bob.get("/exports", params={"format": format_, "meeting": heard[:2], "anonymous": True}))
        assert [content[: len(begins)] for content in files.values()] == [begins, begins]


async def test_what_is_deleted_meanwhile_is_left_out(house: Any, bob: httpx.AsyncClient, heard: list[str]) -> None:
    me = (await bob.get("/auth/me")).json()["account"]["id"]
    titles = await with_transcripts(house.database, me, heard)
    read = transcripts(me, "txt", Presentation(), ZoneInfo("UTC"))
    stream = archive(house.database, titles, read, "en", costly=False)
    made = [await anext(stream)]
    assert (await bob.delete(f"/meetings/{heard[1]}")).status_code == 204
    made += [piece async for piece in stream]
    with ZipFile(BytesIO(b"".join(made))) as packed:
        assert packed.testzip() is None
        assert packed.namelist() == ["Comité _ budget.txt", "Conseil.txt"]


async def test_what_is_not_mine_or_not_there_is_refused(ada: httpx.AsyncClient, bob: httpx.AsyncClient, heard: list[str], upload: Any) -> None:  # fmt: skip
    silent = (await upload(bob))["id"]
    asked: list[tuple[httpx.AsyncClient, dict[str, Any], tuple[int, str]]] = [
        (ada, {"format": "txt", "meeting": heard}, (404, "meeting_not_found")),
        (bob, {"format": "txt", "meeting": [*heard, "0" * 32]}, (404, "meeting_not_found")),
        (bob, {"format": "txt", "meeting": [silent]}, (404, "transcript_not_found")),
        (bob, {"format": "srt", "meeting": heard, "times": False}, (422, "export_option_invalid")),
        (bob, {"format": "txt", "meeting": heard * 40}, (422, "request_invalid")),
        (bob, {"format": "txt"}, (422, "request_invalid")),
    ]
    for who, params, expected in asked:
        refused = await who.get("/exports", params=params)
        assert (refused.status_code, refused.json()["code"]) == expected, params
