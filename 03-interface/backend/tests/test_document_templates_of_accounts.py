"""Word templates over HTTP: kept if they can be filled, seen by whom they are for, deleted by whose they are."""

from io import BytesIO
from typing import Any

import docx
import httpx
import pytest

from scribe_core.database.document_templates import MOST
from scribe_core.document_templates.form import LARGEST


def template(text: str = "{{ title }}") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


async def send(who: httpx.AsyncClient, content: bytes, **more: Any) -> httpx.Response:
    return await who.post("/document-templates", params={"name": "CSE", **more}, content=content)


async def test_it_is_kept_listed_handed_out_and_deleted(ada: httpx.AsyncClient, bob: httpx.AsyncClient) -> None:
    content = template()
    sent = await send(bob, content)
    assert sent.status_code == 201, sent.text
    told = sent.json()
    assert (told["name"], told["shared"], told["mine"], told["size"]) == ("CSE", False, True, len(content))
    assert (await bob.get("/document-templates")).json() == {"items": [told], "most": MOST}
    file = await bob.get(f"/document-templates/{told['id']}")
    assert file.content == content
    assert "attachment" in file.headers["content-disposition"]

    assert (await ada.get("/document-templates")).json()["items"] == []
    for answer in (
        await ada.get(f"/document-templates/{told['id']}"),
        await ada.delete(f"/document-templates/{told['id']}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "document_template_not_found")

    assert (await bob.delete(f"/document-templates/{told['id']}")).status_code == 204
    assert (await bob.get("/document-templates")).json()["items"] == []


async def test_one_for_everybody_is_an_administrators_to_give_and_to_take(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient
) -> None:
    refused = await send(bob, template(), shared=True)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    told = (await send(ada, template(), shared=True)).json()
    (seen,) = (await bob.get("/document-templates")).json()["items"]
    assert (seen["id"], seen["mine"], seen["shared"]) == (told["id"], False, True)
    assert (await bob.get(f"/document-templates/{told['id']}")).status_code == 200
    assert (await bob.delete(f"/document-templates/{told['id']}")).status_code == 404
    assert (await ada.delete(f"/document-templates/{told['id']}")).status_code == 204


@pytest.mark.parametrize(
    ("content", "status", "code", "sentence"),
    [
        (b"%PDF-1.7", 422, "document_template_not_word", "document Word (.docx)"),
        (template("{{ titre }}"), 422, "document_template_field_unknown", "«\xa0titre\xa0»"),
        (template("{% for a in actions %}"), 422, "document_template_syntax", "{{ … }} et {% … %}"),
        (bytes(LARGEST + 1), 413, "document_template_too_large", "5"),
    ],
)  # fmt: skip
async def test_what_cannot_be_filled_is_refused_in_a_sentence_and_not_kept(
    bob: httpx.AsyncClient, content: bytes, status: int, code: str, sentence: str
) -> None:
    answer = await bob.post("/document-templates?name=x", content=content, headers={"Accept-Language": "fr"})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert sentence.replace("\xa0", " ") in " ".join(answer.json()["message"].split())
    assert (await bob.get("/document-templates")).json()["items"] == []


async def test_a_name_is_needed(bob: httpx.AsyncClient) -> None:
    assert (await bob.post("/document-templates?name=%20", content=template())).status_code == 422


async def test_an_account_has_so_many(bob: httpx.AsyncClient, house: Any) -> None:
    from scribe_core.database import document_templates

    me = (await bob.get("/auth/me")).json()["account"]
    async with house.database.session() as session:
        for _ in range(MOST):
            await document_templates.add(session, me["id"], "x", b"x", shared=False)
    answer = await send(bob, template())
    assert (answer.status_code, answer.json()["code"]) == (409, "document_templates_too_many")


async def test_there_is_one_to_begin_with(bob: httpx.AsyncClient) -> None:
    file = await bob.get("/document-templates/starter", headers={"Accept-Language": "fr"})
    assert file.status_code == 200
    assert "Décisions" in [paragraph.text for paragraph in docx.Document(BytesIO(file.content)).paragraphs]
    assert (await send(bob, file.content)).status_code == 201
