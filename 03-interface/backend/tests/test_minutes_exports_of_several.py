"""Minutes of several meetings in one archive, opened as whoever asked for it does."""

import weakref
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import httpx
import pytest
from budget_meeting import S1, S2, U1, U2, U3, revision, write
from sqlalchemy.ext.asyncio import AsyncSession

from scribe_api.exports.several import Document, archive

LINES = (
    (U1, S1, "Bonjour à tous."),
    (U2, S2, "Nous décidons de garder le budget de 2026 pour le site."),
    (U3, S1, "Je vais envoyer le tableau à Claire avant le 15 mars."),
)
SMALL_TALK = ((U1, S1, "Bonjour à tous."),)


@pytest.fixture
def held(house: Any, bob: httpx.AsyncClient, upload: Any) -> Any:
    """A meeting of that title in which this was said, with its minutes: its id."""

    async def held(title: str, lines: tuple[tuple[str, str, str], ...] = LINES, *, minutes: bool = True) -> str:
        meeting_id: str = (await upload(bob, title=title))["id"]
        await write(house, meeting_id, revision(meeting_id, 1, lines))
        if minutes:
            written = await bob.post(f"/meetings/{meeting_id}/minutes", json={})
            assert written.status_code == 201, written.text
        return meeting_id

    return held


def opened(answer: httpx.Response) -> dict[str, bytes]:
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip"), answer.text
    return unpacked(answer.content)


def unpacked(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as packed:
        assert packed.testzip() is None
        assert len(set(packed.namelist())) == len(packed.namelist())
        return {name: packed.read(name) for name in packed.namelist()}


async def ask(who: httpx.AsyncClient, meetings: list[str], /, **asked: Any) -> httpx.Response:
    headers = {"Accept-Language": asked.pop("reader", "en")}
    return await who.get("/exports/minutes", params={"format": "md", **asked, "meeting": meetings}, headers=headers)


async def test_each_is_the_file_that_it_is_alone(bob: httpx.AsyncClient, held: Any) -> None:
    ids = [await held("Comité / budget"), await held("comité / Budget"), await held("Conseil")]
    for wanted in ("md", "html", "docx"):
        choices = {"format": wanted, "address": "https://scribe.example.org", "times": True, "language": "en"}
        answer = await ask(bob, [*ids, ids[0]], **choices)
        files = opened(answer)
        assert list(files) == [
            f"Comité _ budget – minutes.{wanted}",
            f"comité _ Budget – minutes (2).{wanted}",
            f"Conseil – minutes.{wanted}",
        ]
        for id_, content in zip(ids, files.values(), strict=True):
            assert content == (await bob.get(f"/meetings/{id_}/minutes/export", params=choices)).content
        assert "minutes.zip" in answer.headers["content-disposition"]
        assert answer.headers["cache-control"] == "no-store"


async def test_a_pdf_can_be_packed_too(bob: httpx.AsyncClient, held: Any) -> None:
    files = opened(await ask(bob, [await held("Conseil")], format="pdf"))
    assert {name: content[:5] for name, content in files.items()} == {"Conseil – compte rendu.pdf": b"%PDF-"}


async def test_meetings_without_minutes_are_told_in_the_readers_language(bob: httpx.AsyncClient, held: Any, upload: Any) -> None:  # fmt: skip
    spoken = await held("Hier\u2028/ soir", minutes=False)
    ids = [spoken, await held("Conseil"), (await upload(bob, title="Rien"))["id"]]
    files = opened(await ask(bob, ids, reader="fr"))
    assert list(files) == ["Conseil – compte rendu.md", "Non inclus.txt"]
    assert files["Non inclus.txt"].decode() == (
        "Hier / soir\u202f: Cette réunion n’a pas encore de compte rendu.\n"
        "Rien\u202f: Cette réunion n’a pas encore de compte rendu.\n"
    )
    files = opened(await ask(bob, ids, reader="en-GB"))
    assert files["Left out.txt"].decode().splitlines()[1] == "Rien: This meeting has no minutes yet."


async def test_titles_cannot_leave_the_folder_nor_be_too_long_for_it(bob: httpx.AsyncClient, held: Any) -> None:
    long = "🙂" * 110
    ids = [await held(title) for title in ("../../etc/passwd", "C:\\x\r\n<b>|?*", long, long)]
    names = list(opened(await ask(bob, ids)))
    assert len(names) == 4
    for name in names:
        assert not set('\\/:*?"<>|\r\n') & set(name)
        assert not name.startswith(".")
        assert len(name.encode()) <= 255
    assert [name.count("🙂") for name in names] == [0, 0, 50, 50]


async def test_what_has_no_title_to_speak_of_is_called_what_it_is(bob: httpx.AsyncClient, held: Any) -> None:
    ids = [await held("..."), await held(". .")]
    assert list(opened(await ask(bob, ids))) == ["compte rendu.md", "compte rendu (2).md"]
    files = opened(await bob.get("/exports", params={"format": "txt", "meeting": ids}))
    assert list(files) == ["transcript.txt", "transcript (2).txt"]
    alone = await bob.get(f"/meetings/{ids[0]}/export", params={"format": "txt"})
    assert "transcript.txt" in alone.headers["content-disposition"]


async def test_what_is_in_the_trash_is_had_as_alone(bob: httpx.AsyncClient, held: Any) -> None:
    away = await held("Conseil")
    assert (await bob.post("/meetings/trash", json={"meetings": [away]})).status_code == 200
    alone = await bob.get(f"/meetings/{away}/minutes/export", params={"format": "md"})
    assert opened(await ask(bob, [away])) == {"Conseil – compte rendu.md": alone.content}


async def test_what_an_organisations_template_cannot_hold_costs_no_other(bob: httpx.AsyncClient, held: Any) -> None:
    form, content = docx.Document(), BytesIO()
    form.add_paragraph("PV : {{ title }}{% if title == 'Café' %}{{ title.nobody }}{% endif %}")
    form.save(content)
    sent = await bob.post("/document-templates?name=PV", content=content.getvalue())
    assert sent.status_code == 201, sent.text
    ids = [await held("Café", SMALL_TALK), await held("Conseil")]
    files = opened(await ask(bob, ids, format="docx", template=sent.json()["id"]))
    assert list(files) == ["Conseil – compte rendu.docx", "Left out.txt"]
    (paragraph,) = docx.Document(BytesIO(files["Conseil – compte rendu.docx"])).paragraphs
    assert paragraph.text == "PV : Conseil"
    (line,) = files["Left out.txt"].decode().splitlines()
    assert line.startswith("Café: ")
    assert "nobody" in line


async def test_what_is_not_mine_or_not_there_is_refused(house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, held: Any) -> None:  # fmt: skip
    mine, bare = await held("Conseil"), await held("Hier", minutes=False)
    asked: list[tuple[httpx.AsyncClient, list[str], dict[str, Any], tuple[int, str]]] = [
        (ada, [mine], {}, (404, "meeting_not_found")),
        (bob, [mine, "0" * 32], {}, (404, "meeting_not_found")),
        (bob, [bare], {}, (404, "minutes_not_found")),
        (bob, [mine], {"format": "docx", "template": "0" * 32}, (404, "document_template_not_found")),
        (bob, [mine], {"format": "pdf", "template": "0" * 32}, (422, "export_option_invalid")),
        (bob, [mine], {"format": "srt"}, (422, "request_invalid")),
        (bob, [mine], {"address": "javascript:alert(1)"}, (422, "request_invalid")),
        (bob, [mine], {"timezone": "Mars/Olympus"}, (422, "timezone_unknown")),
        (bob, [mine] * 101, {}, (422, "request_invalid")),
        (bob, [], {}, (422, "request_invalid")),
    ]
    for who, meetings, choices, expected in asked:
        refused = await ask(who, meetings, **choices)
        assert (refused.status_code, refused.json()["code"]) == expected, (meetings, choices)
    assert (await ask(house.visitor(), [mine])).status_code == 401


async def test_one_document_is_held_at_a_time(house: Any) -> None:
    class Page:
        """Something that a document holds."""

    held: list[weakref.ref[Page]] = []
    left: list[int] = []

    async def read(session: AsyncSession, meeting_id: str) -> Document:
        left.append(sum(one() is not None for one in held))
        page = Page()
        held.append(weakref.ref(page))
        return Document(f"{meeting_id}.md", partial(_pieces, page))

    def _pieces(page: object) -> Iterator[bytes]:
        yield b"a"
        yield repr(page).encode()

    titles = dict.fromkeys("abc", "")
    made = b"".join([piece async for piece in archive(house.database, titles, read, "en", costly=False)])
    assert list(unpacked(made)) == ["a.md", "b.md", "c.md"]
    assert left == [0, 0, 0]
