"""Minutes as documents over HTTP, by who may see the meeting and nobody else."""

from io import BytesIO
from typing import Any
from urllib.parse import unquote

import docx
import httpx
import pytest
from budget_meeting import S1, S2, U1, U2, U3, revision, write
from pypdf import PdfReader

LINES = (
    (U1, S1, "Bonjour à tous."),
    (U2, S2, "Nous décidons de garder le budget de 2026 pour le site."),
    (U3, S1, "Je vais envoyer le tableau à Claire avant le 15 mars."),
)


@pytest.fixture
async def here(house: Any, bob: httpx.AsyncClient, upload: Any) -> str:
    """Where the minutes of a meeting are found."""
    meeting = await upload(bob, title="Comité", held_at="2026-03-02T22:30:00Z")
    await write(house, meeting["id"], revision(meeting["id"], 1, LINES))
    path = f"/meetings/{meeting['id']}/minutes"
    assert (await bob.post(path, json={})).status_code == 201
    return path


def template(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


async def export(who: httpx.AsyncClient, here: str, **asked: Any) -> httpx.Response:
    return await who.get(f"{here}/export", params=asked)


async def test_each_format_holds_what_was_decided(bob: httpx.AsyncClient, here: str) -> None:
    for wanted, kind in (("md", "text/markdown"), ("html", "text/html"), ("docx", "wordprocessingml"), ("pdf", "pdf")):
        answer = await export(bob, here, format=wanted, address="https://scribe.example.org")
        assert answer.status_code == 200, answer.text
        assert kind in answer.headers["content-type"]
        assert f"Comité – compte rendu.{wanted}" in unquote(answer.headers["content-disposition"])
        if wanted == "docx":
            document = docx.Document(BytesIO(answer.content))
            text = " ".join(paragraph.text for paragraph in document.paragraphs)
            assert document.tables[0].rows[1].cells[2].text == "Locuteur 1"
        elif wanted == "pdf":
            text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        else:
            text = answer.text
            assert f"https://scribe.example.org{here.removesuffix('/minutes')}?t=2" in text
        assert "garder le budget de 2026" in " ".join(text.split())
        assert "Extrait automatique" in " ".join(text.split())
        assert "2 mars 2026" in " ".join(text.split())


async def test_choices_shape_it(bob: httpx.AsyncClient, here: str) -> None:
    plain = (await export(bob, here, format="md")).text
    assert "Locuteur 2, 00:00:02" in plain
    assert "](<" not in plain
    shaped = (await export(bob, here, format="md", times=False, speakers=False, language="en")).text
    assert "00:00" not in shaped
    assert "Participants" not in shaped
    assert "Automatic extract" in shaped


async def test_what_people_wrote_is_no_automatic_extract(bob: httpx.AsyncClient, here: str) -> None:
    for _ in range(20):
        told = (await bob.get(here)).json()
        left = [item for section in told["sections"] for item in section["items"] if not item["edited"]]
        if not left:
            break
        change = {"version": told["version"], "text": f"Relu : {left[0]['text']}"}
        assert (await bob.patch(f"{here}/items/{left[0]['id']}", json=change)).status_code == 200
    text = (await export(bob, here, format="md")).text
    assert "Relu" in text
    assert "Extrait automatique" not in text


async def test_final_minutes_bear_their_digest(bob: httpx.AsyncClient, here: str) -> None:
    for state in ("approved", "frozen"):
        version = (await bob.get(here)).json()["version"]
        told = (await bob.put(f"{here}/state", json={"version": version, "state": state})).json()
    text = (await export(bob, here, format="md")).text
    assert "Définitif depuis le" in text
    assert told["sha256"] in text


async def test_an_organisations_template_is_filled(ada: httpx.AsyncClient, bob: httpx.AsyncClient, here: str) -> None:
    content = template("PV : {{ title }} {% for item in decisions %}{{ item.text }}{% endfor %}")
    mine = (await bob.post("/document-templates?name=PV", content=content)).json()["id"]
    answer = await export(bob, here, format="docx", template=mine)
    assert answer.status_code == 200, answer.text
    (paragraph,) = docx.Document(BytesIO(answer.content)).paragraphs
    assert paragraph.text.startswith("PV : Comité")
    assert "garder le budget" in paragraph.text
    theirs = (await ada.post("/document-templates?name=PV", content=content)).json()["id"]
    for asked, status, code in (
        ({"format": "docx", "template": theirs}, 404, "document_template_not_found"),
        ({"format": "pdf", "template": mine}, 422, "export_option_invalid"),
    ):
        refused = await export(bob, here, **asked)
        assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_somebody_elses_minutes_are_not_found(ada: httpx.AsyncClient, here: str) -> None:
    answer = await export(ada, here, format="md")
    assert (answer.status_code, answer.json()["code"]) == (404, "meeting_not_found")


async def test_a_meeting_without_minutes_says_so(bob: httpx.AsyncClient, upload: Any) -> None:
    answer = await export(bob, f"/meetings/{(await upload(bob))['id']}/minutes", format="md")
    assert (answer.status_code, answer.json()["code"]) == (404, "minutes_not_found")


@pytest.mark.parametrize(
    "asked", [{"address": "javascript:alert(1)"}, {"address": 'https://x/"><script>'}, {"format": "exe"}, {"language": "de"}]
)  # fmt: skip
async def test_what_it_does_not_know_is_refused(bob: httpx.AsyncClient, here: str, asked: dict[str, str]) -> None:
    answer = await export(bob, here, **{"format": "html", **asked})
    assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")


async def test_a_download_that_was_cut_off_goes_on(bob: httpx.AsyncClient, here: str) -> None:
    whole = await export(bob, here, format="docx")
    headers = {"Range": "bytes=100-", "If-Range": whole.headers["etag"]}
    rest = await bob.get(f"{here}/export", params={"format": "docx"}, headers=headers)
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
