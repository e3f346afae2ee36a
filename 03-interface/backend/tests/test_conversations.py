"""Conversations over HTTP: questions about meetings, answered by their best passages where no model writes; mine and nobody else's."""

import json
from typing import Any

import httpx
import pytest
from budget_meeting import S1, S2
from roof_conversation import ROOF, ROOF_QUESTION, asked, begun, events, index, message, read, say
from sqlalchemy import select, update

from scribe_core.database import conversations
from scribe_core.database.base import new_id, now_plus
from scribe_core.database.conversations import Conversation, MessageCitation, MessageRow
from scribe_core.domain.conversations import MOST_MEETINGS


@pytest.fixture
async def roof(house: Any, bob: httpx.AsyncClient, upload: Any) -> str:
    """Bob's meeting about a roof."""
    meeting = await upload(bob, title="Conseil <b>d’école</b>", held_at="2026-03-10T10:00:00Z")
    await say(house, meeting["id"], ROOF)
    return str(meeting["id"])


async def test_without_a_model_the_best_passages_are_the_answer(bob: httpx.AsyncClient, roof: str) -> None:
    assert (await bob.get("/conversations/offer")).json() == {"model": None, "meaning": False}
    here = await begun(bob, roof)
    told = await asked(bob, here, f"  {ROOF_QUESTION}\n")
    assert [name for name, _ in told] == ["searching", "citations", "done"]
    assert told[0][1] == {"question": ROOF_QUESTION}
    kept = told[2][1]["message"]
    assert (kept["status"], kept["position"], kept["sentences"], kept["model"], kept["code"]) == (
        "passages", 1, [], None, None
    )  # fmt: skip
    first = kept["citations"][0]
    assert kept["citations"] == told[1][1]["citations"], "what was shown while it was answered is what is kept"
    assert first == {
        "number": 1,
        "meeting_id": roof,
        "meeting_title": "Conseil <b>d’école</b>",
        "recorded_on": "2026-03-10",
        "imported": False,
        "utterance_ids": ["2" * 32],
        "start_ms": first["start_ms"],
        "end_ms": first["end_ms"],
        "speaker": "Speaker 2",
        "text": ROOF[1][2],
    }
    assert 0 < first["start_ms"] < first["end_ms"]
    conversation = await read(bob, here)
    assert conversation["messages"] == [kept]
    assert (conversation["title"], conversation["meetings"]) == (
        ROOF_QUESTION, [{"id": roof, "title": "Conseil <b>d’école</b>"}]
    )  # fmt: skip


async def test_where_nothing_answers_it_says_so_in_the_questions_language(bob: httpx.AsyncClient, roof: str) -> None:
    here = await begun(bob)
    french = await message(bob, here, "Qui a piloté le sous-marin nucléaire dans l’Antarctique ?")
    assert (french["status"], french["citations"]) == ("no_evidence", [])
    assert french["sentences"][0]["text"].startswith("Rien de ce qui a été dit")
    english = await message(bob, here, "Who was the captain of the nuclear submarine?")
    assert english["sentences"][0]["text"].startswith("Nothing that was said")
    wanted = await message(bob, here, "Who was the captain of the nuclear submarine?", language="fr")
    assert wanted["sentences"] == french["sentences"]
    assert [one["position"] for one in (await read(bob, here))["messages"]] == [1, 2, 3]


async def test_a_question_goes_on_from_the_one_before(bob: httpx.AsyncClient, roof: str) -> None:
    here = await begun(bob)
    await message(bob, here, "Qui appelle l’assureur ?")
    told = await asked(bob, here, "et pourquoi lui ?")
    assert told[0] == ("searching", {"question": "et pourquoi lui ? appelle assureur"})
    assert told[-1][1]["message"]["citations"][0]["text"] == ROOF[3][2]
    assert told[-1][1]["message"]["question"] == "et pourquoi lui ?"


async def test_its_scope_holds_and_what_comes_later_is_in_all(
    house: Any, bob: httpx.AsyncClient, roof: str, upload: Any
) -> None:
    everywhere, there = await begun(bob), await begun(bob, roof)
    later = await upload(bob, title="Suite")
    await say(house, later["id"], [("5" * 32, S1, "La toiture : le devis de Montéo a été payé hier.")])
    found = {one["meeting_id"] for one in (await message(bob, everywhere, ROOF_QUESTION))["citations"]}
    assert found == {roof, later["id"]}
    found = {one["meeting_id"] for one in (await message(bob, there, ROOF_QUESTION))["citations"]}
    assert found == {roof}
    assert (await read(bob, everywhere))["meetings"] is None


async def test_nobody_reads_asks_or_deletes_anothers(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, roof: str, upload: Any
) -> None:
    here = await begun(bob, roof)
    await message(bob, here, ROOF_QUESTION)
    for answer in (
        await ada.get(f"/conversations/{here}"),
        await ada.patch(f"/conversations/{here}", json={"title": "x"}),
        await ada.delete(f"/conversations/{here}"),
        await ada.get(f"/conversations/{here}/export"),
        await ada.post(f"/conversations/{here}/messages", json={"question": "x"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "conversation_not_found")
    assert (await ada.get("/conversations")).json() == {"items": [], "next_cursor": None}
    for meetings in ([roof], [(await upload(ada))["id"], roof], [new_id()]):
        answer = await ada.post("/conversations", json={"meeting_ids": meetings})
        assert (answer.status_code, answer.json()["code"]) == (404, "meeting_not_found")
    everything = await message(ada, await begun(ada), ROOF_QUESTION)
    assert (everything["status"], everything["citations"]) == ("no_evidence", [])
    assert len((await read(bob, here))["messages"]) == 1
    assert (await ada.get("/conversations", params={"meeting_id": roof})).json()["items"] == []


async def test_the_list_is_mine_the_last_asked_first_and_page_by_page(
    bob: httpx.AsyncClient, roof: str, upload: Any
) -> None:
    other = (await upload(bob))["id"]
    first, second, third = await begun(bob, roof), await begun(bob, roof, other), await begun(bob)
    await message(bob, first, ROOF_QUESTION)
    page = (await bob.get("/conversations", params={"limit": 2})).json()
    assert [(one["id"], one["message_count"]) for one in page["items"]] == [(first, 1), (third, 0)]
    rest = (await bob.get("/conversations", params={"limit": 2, "cursor": page["next_cursor"]})).json()
    assert ([one["id"] for one in rest["items"]], rest["next_cursor"]) == ([second], None)
    assert {one["id"] for one in rest["items"][0]["meetings"]} == {roof, other}
    of_one = (await bob.get("/conversations", params={"meeting_id": roof})).json()["items"]
    assert [one["id"] for one in of_one] == [first]
    for cursor in ("é", "x" * 300, page["next_cursor"][:-2]):
        answer = await bob.get("/conversations", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")
    renamed = await bob.patch(f"/conversations/{first}", json={"title": " Le <i>toit</i> "})
    assert renamed.json()["title"] == "Le <i>toit</i>"
    await message(bob, first, "Et l’assureur ?")
    assert (await read(bob, first))["title"] == "Le <i>toit</i>", "a name that was given stays"
    assert (await bob.delete(f"/conversations/{first}")).status_code == 204
    assert (await bob.get(f"/conversations/{first}")).status_code == 404


async def test_corrections_and_names_reach_old_answers(house: Any, bob: httpx.AsyncClient, roof: str) -> None:
    here = await begun(bob, roof)
    await message(bob, here, ROOF_QUESTION)
    edited = await bob.patch(
        f"/meetings/{roof}/utterances/{'2' * 32}", json={"text": ROOF[1][2].replace("douze", "treize")}
    )
    assert edited.status_code == 200, edited.text
    assert (await bob.patch(f"/meetings/{roof}/speakers/{S2}", json={"name": "Zoé"})).status_code == 200
    await index(house)
    first = (await read(bob, here))["messages"][0]["citations"][0]
    assert (first["text"], first["speaker"]) == (ROOF[1][2].replace("douze", "treize"), "Zoé")


async def test_of_an_imported_transcript_it_is_told_that_nothing_can_be_heard(
    house: Any, bob: httpx.AsyncClient
) -> None:
    lines = "Claire: Le devis de Montéo pour la toiture est de douze mille euros.\nMarc: Bonjour à tous.\n"
    sent = await bob.post("/meetings/imports", params={"filename": "Conseil.txt"}, content=lines.encode())
    assert sent.status_code == 201, sent.text
    await index(house)
    kept = await message(bob, await begun(bob), ROOF_QUESTION)
    assert [one["imported"] for one in kept["citations"]] == [True] * len(kept["citations"])
    assert kept["citations"], kept


async def test_of_a_meeting_in_the_trash_nothing_is_told_and_of_a_deleted_one_nothing_is_left(
    house: Any, bob: httpx.AsyncClient, roof: str
) -> None:
    here = await begun(bob, roof)
    kept = await message(bob, here, ROOF_QUESTION)
    await _write_sentences(
        house, kept["id"], [{"text": "Le devis est de 12 000 €.", "citations": [1]}, {"text": "Fin.", "citations": []}]
    )
    assert len((await read(bob, here))["messages"][0]["sentences"]) == 2
    await bob.post("/meetings/trash", json={"meetings": [roof]})
    refused = await bob.post("/conversations", json={"meeting_ids": [roof]})
    assert (refused.status_code, refused.json()["code"]) == (404, "meeting_not_found")
    told = (await read(bob, here))["messages"][0]
    assert [one["text"] for one in told["sentences"]] == ["Fin."]
    for citation in told["citations"]:
        hidden = {name: value for name, value in citation.items() if name not in ("number", "start_ms", "end_ms")}
        assert not any(hidden.values()), citation
    assert (await message(bob, here, ROOF_QUESTION))["status"] == "no_evidence"
    await bob.post("/meetings/restore", json={"meetings": [roof]})
    told = (await read(bob, here))["messages"][0]
    assert (len(told["sentences"]), told["citations"][0]["text"]) == (2, ROOF[1][2])
    assert (await bob.delete(f"/meetings/{roof}")).status_code == 204
    told = await read(bob, here)
    assert (told["meetings"], told["messages"][0]["citations"][0]["meeting_id"]) == ([], None)
    async with house.database.reading() as session:
        (row,) = await session.scalars(select(MessageRow).where(MessageRow.id == kept["id"]))
        assert [one["text"] for one in row.sentences] == ["Fin."], "what only it held is gone from the rows too"
    assert (await message(bob, here, ROOF_QUESTION))["status"] == "no_evidence"


async def _write_sentences(house: Any, message_id: str, sentences: list[dict[str, Any]]) -> None:
    async with house.database.session() as session:
        await session.execute(update(MessageRow).where(MessageRow.id == message_id).values(sentences=sentences))


async def test_a_person_who_is_erased_is_named_in_no_answer(house: Any, bob: httpx.AsyncClient, roof: str) -> None:
    person = (await bob.post("/persons", json={"name": "Zoé Ravel"})).json()
    named = await bob.patch(f"/meetings/{roof}/speakers/{S2}", json={"person_id": person["id"]})
    assert named.status_code == 200, named.text
    await index(house)
    here = await begun(bob, roof)
    kept = await message(bob, here, ROOF_QUESTION)
    sentences = ["Zoé appelle l’assureur.", "Le devis est de 12 000 €.", "ZOE RAVEL s’en occupe."]
    await _write_sentences(house, kept["id"], [{"text": one, "citations": [1]} for one in sentences])
    assert (await bob.delete(f"/persons/{person['id']}")).status_code == 204
    await index(house)
    told = (await read(bob, here))["messages"][0]
    assert [one["text"] for one in told["sentences"]] == ["Le devis est de 12 000 €."]
    assert told["citations"][0]["speaker"] == "Speaker 2"


async def test_one_question_at_a_time_and_a_dead_process_holds_none_for_long(
    house: Any, bob: httpx.AsyncClient, roof: str
) -> None:
    here = await begun(bob, roof)
    user_id = (await bob.get("/auth/me")).json()["account"]["id"]
    async with house.database.session() as session:
        held = await conversations.ask(session, user_id, here, "Et alors ?")
    assert (await read(bob, here))["messages"] == [], "a question that is being answered is not told yet"
    assert (await bob.get("/conversations")).json()["items"][0]["message_count"] == 0
    busy = await bob.post(f"/conversations/{here}/messages", json={"question": "x"})
    assert (busy.status_code, busy.json()["code"]) == (409, "conversation_busy")
    async with house.database.session() as session:
        assert await conversations.hold_on(session, held)
        ended = update(Conversation).where(Conversation.id == here)
        await session.execute(ended.values(asking_until=now_plus(-1)))
    (lost,) = (await read(bob, here))["messages"]
    assert (lost["status"], lost["code"]) == ("failed", "answer_interrupted")
    again = await message(bob, here, "Et alors ?")
    assert [one["id"] for one in (await read(bob, here))["messages"]] == [again["id"]], (
        "asked again, it takes its place"
    )
    async with house.database.session() as session:
        assert not await conversations.hold_on(session, held)
        assert await conversations.let_go(session, held, "x", "answer_failed") is None


async def test_nobody_has_more_than_a_few_questions_answered_at_once(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, roof: str
) -> None:
    user_id = (await bob.get("/auth/me")).json()["account"]["id"]
    for _ in range(conversations.MOST_AT_ONCE):
        async with house.database.session() as session:
            row = await conversations.begin(session, user_id, None)
            held = await conversations.ask(session, user_id, row.id, "Et alors ?")
    here = await begun(bob, roof)
    refused = await bob.post(f"/conversations/{here}/messages", json={"question": ROOF_QUESTION})
    assert (refused.status_code, refused.json()["code"]) == (429, "questions_at_once")
    assert (await read(bob, here))["messages"] == []
    assert (await message(ada, await begun(ada), ROOF_QUESTION))["status"] == "no_evidence", "nobody else waits for it"
    async with house.database.session() as session:
        await conversations.let_go(session, held, "x", "answer_failed")
    assert (await message(bob, here, ROOF_QUESTION))["status"] == "passages"


@pytest.mark.parametrize(
    ("question", "status", "code"),
    [
        (" \n\u200b", 422, "question_empty"),
        ("a" * 2001, 422, "question_too_long"),
        ("é" * 2000, 200, None),
        ("x" * 200_000, 422, "request_invalid"),
        ("a" + "\u0301\u0323" * 900, 200, None),
        ("ok\0nul", 200, None),
    ],
    ids=["blank", "long", "longest", "much", "marks", "nul"],
)
async def test_what_may_be_asked(
    bob: httpx.AsyncClient, roof: str, question: str, status: int, code: str | None
) -> None:
    here = await begun(bob, roof)
    answer = await bob.post(f"/conversations/{here}/messages", json={"question": question})
    assert answer.status_code == status, answer.text
    if code:
        assert answer.json()["code"] == code
        assert (await read(bob, here))["messages"] == []
    else:
        assert events(answer.text)[-1][0] == "done"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"meeting_ids": []},
        {"meeting_ids": ["x'"]},
        {"meeting_ids": None, "more": 1},
        {"meeting_ids": ["a" * 32] * (MOST_MEETINGS + 1)},
    ],
    ids=["nothing", "none", "no-id", "more", "too-many"],
)
async def test_what_no_conversation_is_about(bob: httpx.AsyncClient, body: dict[str, Any]) -> None:
    assert (await bob.post("/conversations", json=body)).status_code == 422


@pytest.mark.parametrize("body", [{}, {"question": 7}, {"question": "x", "language": "de"}])
async def test_bodies_that_ask_nothing(bob: httpx.AsyncClient, body: dict[str, Any]) -> None:
    here = await begun(bob)
    assert (await bob.post(f"/conversations/{here}/messages", json=body)).status_code == 422
    assert (await bob.patch(f"/conversations/{here}", json={"title": " "})).status_code == 422


async def test_what_a_citation_cites_is_asked_of_the_owner_again(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, roof: str
) -> None:
    """A row that named another's meeting, however it came about, shows nothing of it."""
    here = await begun(ada)
    kept = await message(ada, here, ROOF_QUESTION)
    async with house.database.session() as session:
        session.add(
            MessageCitation(
                message_id=kept["id"], number=1, meeting_id=roof, utterance_ids=["2" * 32], start=0, end=1e6
            )
        )
    told = (await read(ada, here))["messages"][0]["citations"]
    assert [(one["meeting_id"], one["text"], one["meeting_title"]) for one in told] == [(None, None, None)]


EVIL = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) | `a` **b**"


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_it_is_taken_away_with_nothing_in_it_but_text(
    bob: httpx.AsyncClient, roof: str, house: Any, language: str
) -> None:
    here = await begun(bob, roof)
    kept = await message(bob, here, ROOF_QUESTION)
    assert kept["status"] == "passages"
    async with house.database.session() as session:
        await session.execute(update(MessageRow).values(question=EVIL))
    await _write_sentences(house, kept["id"], [{"text": f"# {EVIL}", "citations": [1]}])
    await bob.patch(f"/conversations/{here}", json={"title": f"- {EVIL}"})
    files = {}
    for kind in ("md", "txt", "json"):
        options = {"format": kind, "language": language, "address": "https://scribe.example.org"}
        answer = await bob.get(f"/conversations/{here}/export", params=options)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["x-content-type-options"] == "nosniff"
        files[kind] = answer.text
    first = kept["citations"][0]
    link = f"https://scribe.example.org/meetings/{roof}?t={first['start_ms'] // 1000}"
    assert link in files["md"]
    assert link in files["txt"]
    assert "<img" not in files["md"]
    assert "<script" not in files["md"]
    assert "](javascript" not in files["md"].replace("\\](", "")
    assert files["md"].splitlines()[0].startswith("# - &lt;img")
    assert ("réunion" in files["md"].lower()) is (language == "fr")
    assert json.loads(files["json"])["messages"][0]["citations"][0]["address"] == link
    assert EVIL in files["txt"]
    refused = await bob.get(f"/conversations/{here}/export", params={"address": "javascript:alert(1)"})
    assert refused.status_code == 422
    assert (await bob.get(f"/conversations/{here}/export", params={"format": "html"})).status_code == 422
    await bob.delete(f"/meetings/{roof}")
    gone = (await bob.get(f"/conversations/{here}/export", params={"language": language})).text
    assert ("réunion supprimée" if language == "fr" else "deleted meeting") in gone
    assert "Montéo" not in gone


async def test_what_counts_or_lists_is_answered_from_the_register(
    house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient, upload: Any
) -> None:
    meeting = await upload(bob, title="Budget", held_at="2026-03-02T10:00:00Z")
    await say(
        house,
        meeting["id"],
        [
            ("1" * 32, S1, "Nous décidons de garder le budget de 2026 pour le site."),
            ("2" * 32, S1, "Je vais envoyer le tableau à Claire avant le 15 mars."),
        ],
    )
    here = await begun(bob)
    before = await message(bob, here, "Combien de décisions ?")
    assert before["status"] != "listed", "no minutes tell of any: what was said may"
    written = await bob.post(f"/meetings/{meeting['id']}/minutes", json={})
    assert written.status_code == 201, written.text
    told = await asked(bob, here, "Toutes les décisions sur les budgets depuis mars 2026")
    assert [name for name, _ in told] == ["searching", "done"]
    kept = told[-1][1]["message"]
    (item,) = kept["listed"]
    assert (kept["status"], kept["citations"]) == ("listed", [])
    assert kept["sentences"] == [
        {
            "text": "1 décision sur «\u202fbudgets\u202f» depuis le 1er mars 2026, d’après les comptes rendus.",
            "citations": [],
        }
    ]
    assert item == (await bob.get("/register", params={"kind": "decision"})).json()["items"][0]
    none = await message(bob, here, "How many decisions since April 2026?")
    assert (none["status"], none["listed"]) == ("listed", [])
    assert none["sentences"][0]["text"] == "No decision since 1 April 2026, by the minutes."
    actions = await message(bob, here, "Quelles actions restent ouvertes ?")
    assert (len(actions["listed"]), actions["sentences"][0]["text"]) == (
        1, "1 action ouverte, d’après les comptes rendus."
    )  # fmt: skip
    question = {"version": written.json()["version"], "section": "questions", "text": "Qui paie la toiture ?"}
    written = await bob.post(f"/meetings/{meeting['id']}/minutes/items", json=question)
    assert written.status_code == 201, written.text
    left = await begun(bob)
    for asks, count, answer in (
        ("Quelles questions restent ouvertes ?", 1, "1 question ouverte, d’après les comptes rendus."),
        ("Open questions about the toiture", 1, "1 open question about “toiture”, by the minutes."),
        ("Combien d’actions et de questions restent ouvertes ?", 2, "2 actions et questions ouvertes, d’après les comptes rendus."),
        ("How many decisions, actions and open questions?", 3, "3 decisions, actions and open questions, by the minutes."),
        ("Toutes les décisions et les questions en suspens", 2, "2 décisions et questions ouvertes, d’après les comptes rendus."),
        ("Toutes les décisions et actions", 2, "2 décisions et actions, d’après les comptes rendus."),
        ("Décisions et questions sans réponse depuis avril 2026", 0,
         "Aucune décision ni question ouverte depuis le 1er avril 2026, d’après les comptes rendus."),
    ):  # fmt: skip
        told_now = await message(bob, left, asks)
        assert (told_now["sentences"][0]["text"], len(told_now["listed"])) == (answer, count), asks
    words = [f"zab{letter}il" for letter in "abcdefghijklm"]
    more = {"version": written.json()["version"], "section": "decisions", "text": " ".join(words)}
    assert (await bob.post(f"/meetings/{meeting['id']}/minutes/items", json=more)).status_code == 201
    few = await begun(bob)
    assert len((await message(bob, few, f"Toutes les décisions {' '.join(words[:12])}"))["listed"]) == 1
    many = await message(bob, few, f"Toutes les décisions {' '.join(words)}")
    assert (many["status"], many["listed"]) == ("no_evidence", []), "each word is a look through the register"
    elsewhere = await begun(bob, (await upload(bob, title="Vide"))["id"])
    assert (await message(bob, elsewhere, "Toutes les décisions"))["status"] == "no_evidence"
    assert (await message(ada, await begun(ada), "Toutes les décisions"))["status"] == "no_evidence"
    await bob.post("/meetings/trash", json={"meetings": [meeting["id"]]})
    assert [one["listed"] for one in (await read(bob, here))["messages"]] == [[], [], [], []]
