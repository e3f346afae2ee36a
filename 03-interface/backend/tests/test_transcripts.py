"""Reading transcripts, putting them right, and taking them away as files."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from budget_meeting import LINES, S1, S2, S9, U1, U2, U3, U9, revision, said, write
from sqlalchemy import select, update

from scribe_api.transcripts import service as transcripts_service
from scribe_core.contract.transcript_document import TranscriptDocument
from scribe_core.database import transcripts
from scribe_core.database.base import new_id
from scribe_core.database.meetings import Meeting
from scribe_core.domain.corrected import Corrected, corrected
from scribe_core.domain.corrections import Correction
from scribe_core.domain.speech import Word
from scribe_core.domain.transcript import Transcript
from scribe_core.exports import FORMATS

SURE = {"sureness": 1.0, "marks": []}
"""What a word says where there is nothing to doubt of its speaker."""


@pytest.fixture
async def here(house: Any, bob: httpx.AsyncClient, upload: Any) -> str:
    """Where a meeting with a first transcript is found."""
    meeting = await upload(bob, title="Comité / budget")
    await write(house, meeting["id"], revision(meeting["id"], 1))
    return f"/meetings/{meeting['id']}"


async def test_a_meeting_without_a_transcript_says_so(bob: httpx.AsyncClient, upload: Any) -> None:
    meeting = await upload(bob)
    for path in ("transcript", "export?format=srt", "corrections"):
        answer = await bob.get(f"/meetings/{meeting['id']}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "transcript_not_found")
    assert (await bob.get(f"/meetings/{meeting['id']}/transcripts")).json() == []


async def test_a_transcript_tells_who_said_what_and_when(bob: httpx.AsyncClient, here: str) -> None:
    told = (await bob.get(f"{here}/transcript", headers={"Accept-Language": "fr"})).json()
    assert said(told) == [
        ("#1", "Bonjour à tous."),
        ("#2", "On commence par le budget."),
        ("#1", "Oui, le budgé d'abord."),
    ]
    assert (told["title"], told["revision"], told["language"], told["seconds"]) == ("Comité / budget", 1, "fr", 6.0)
    first = told["utterances"][0]
    assert [word["text"] for word in first["words"]] == ["Bonjour", "à", "tous."]
    assert (
        first["words"][0] == {"start": 0.0, "end": pytest.approx(2 / 3), "text": "Bonjour", "probability": 0.9} | SURE
    )
    assert (first["start"], first["end"], first["edited"]) == (0.0, 2.0, False)
    assert told["warnings"] == [told["notices"][0]["code"]] == ["language_uncertain"]
    assert told["notices"][0]["message"].startswith("La langue")
    assert told["withheld"] == {"phrase": 4}
    assert told["unplaced"] == []


async def test_a_speaker_is_named_and_unnamed(bob: httpx.AsyncClient, here: str) -> None:
    named = (await bob.patch(f"{here}/speakers/{S2}", json={"name": " Claire \u202eDurand"})).json()
    assert said(named)[1] == ("Claire Durand", "On commence par le budget.")
    same = await bob.patch(f"{here}/speakers/{S2}", json={"name": "Claire Durand"})
    assert (same.status_code, same.json()) == (200, {**named, "changed": []})
    assert said((await bob.patch(f"{here}/speakers/{S2}", json={"name": None})).json())[1][0] == "#2"
    unknown = await bob.patch(f"{here}/speakers/{S9}", json={"name": "x"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "speaker_not_found")
    assert (await bob.patch(f"{here}/speakers/{S2}", json={"name": "  "})).status_code == 422
    assert (await bob.patch(f"{here}/speakers/{S2}", json={})).status_code == 422


async def test_what_there_is_to_doubt_of_a_word_is_told(house: Any, bob: httpx.AsyncClient, here: str) -> None:
    doubted = revision(here.removeprefix("/meetings/"), 2)
    words = (
        Word(0, 1, "oui", 0.9, None, 0.55, ("overlap",)),
        Word(1, 2, "indeed", 0.9, "en"),
        Word(2, 3, "si", 0.9, None, 0.7),
    )
    line = replace(doubted.lines[0], words=words)
    await write(house, doubted.meeting_id, replace(doubted, lines=(line,)))
    told = (await bob.get(f"{here}/transcript")).json()["utterances"][0]["words"]
    assert [(word["sureness"], word["marks"]) for word in told] == [(0.55, ["overlap"]), (1.0, []), (0.7, [])]


async def test_who_else_speaks_is_told_and_stays_right(house: Any, bob: httpx.AsyncClient, here: str) -> None:
    crowd = revision(here.removeprefix("/meetings/"), 2)
    words = (
        Word(0, 1, "oui", 0.9, None, 0.55, ("overlap",), S2),
        Word(1, 2, "indeed", 0.9, "en", 1.0, ("overlap",)),
        Word(2, 3, "si", 0.9),
    )
    lines = (replace(crowd.lines[0], words=words, overlap=True), *crowd.lines[1:])
    await write(house, crowd.meeting_id, replace(crowd, lines=lines))
    stored = await rows_of(house, U1)
    assert [len(fields) for fields in stored] == [8, 7, 4], "what is usual is left out"

    def second(transcript: dict[str, Any]) -> list[str | None]:
        return [word.get("second_speaker_id") for word in transcript["utterances"][0]["words"]]

    assert second((await bob.get(f"{here}/transcript")).json()) == [S2, None, None]
    assert second((await bob.patch(f"{here}/utterances/{U1}", json={"speaker_id": S2})).json()) == [S1, None, None]
    merged = (await bob.post(f"{here}/speakers/{S2}/merge", json={"into": S1})).json()
    assert second(merged) == [None] * 3
    assert [word["marks"] for word in merged["utterances"][0]["words"]] == [[], ["overlap"], []]
    exported = json.loads((await bob.get(f"{here}/export?format=json")).text)
    assert second(exported) == [None] * 3


async def rows_of(house: Any, utterance_id: str) -> list[list[Any]]:
    """A line's words as they stand in the newest row."""
    rows = transcripts.UtteranceRow
    async with house.database.reading() as session:
        found = await session.scalars(select(rows.words).where(rows.id == utterance_id))
        return list(found.all()[-1])


async def test_two_speakers_become_one_and_two_again(bob: httpx.AsyncClient, here: str) -> None:
    merged = (await bob.post(f"{here}/speakers/{S2}/merge", json={"into": S1})).json()
    assert {name for name, _ in said(merged)} == {"#1"}
    assert (await bob.get(here)).json()["speaker_count"] == 1
    gone = await bob.post(f"{here}/speakers/{S2}/merge", json={"into": S1})
    assert gone.json()["code"] == "speaker_not_found", "it is not in the transcript any more"
    itself = await bob.post(f"{here}/speakers/{S1}/merge", json={"into": S1})
    assert itself.json()["code"] == "correction_empty"
    (correction,) = (await bob.get(f"{here}/corrections")).json()
    apart = (await bob.delete(f"{here}/corrections/{correction['id']}")).json()
    assert {name for name, _ in said(apart)} == {"#1", "#2"}
    assert (await bob.get(here)).json()["speaker_count"] == 2


async def test_an_utterance_is_edited_and_keeps_its_times(bob: httpx.AsyncClient, here: str) -> None:
    edited = (await bob.patch(f"{here}/utterances/{U3}", json={"text": "Oui, le  budget d'abord."})).json()
    line = edited["utterances"][2]
    assert (line["text"], line["edited"], line["id"]) == ("Oui, le budget d'abord.", True, U3)
    assert line["words"][2] == {"start": 5.0, "end": 5.5, "text": "budget", "probability": 1.0} | SURE
    assert line["words"][0]["probability"] == 0.9
    same = await bob.patch(f"{here}/utterances/{U3}", json={"text": "Oui, le budget d'abord.", "speaker_id": S1})
    assert (same.status_code, same.json()) == (200, {**edited, "changed": []})
    assert len((await bob.get(f"{here}/corrections")).json()) == 1, "saved twice, corrected once"
    assert (await bob.patch(f"{here}/utterances/{U9}", json={"text": "x"})).json()["code"] == "utterance_not_found"
    assert (await bob.patch(f"{here}/utterances/{U3}", json={"speaker_id": S9})).json()["code"] == "speaker_not_found"
    assert (await bob.patch(f"{here}/utterances/{U3}", json={})).json()["code"] == "correction_empty"


async def test_an_utterance_goes_to_another_speaker_and_to_a_new_one(bob: httpx.AsyncClient, here: str) -> None:
    moved = (await bob.patch(f"{here}/utterances/{U3}", json={"speaker_id": S2})).json()
    assert said(moved)[2][0] == "#2"
    fresh = (await bob.patch(f"{here}/utterances/{U1}", json={"speaker_id": "new", "text": "Bonjour."})).json()
    assert said(fresh)[0] == ("#3", "Bonjour.")
    assert [speaker["number"] for speaker in fresh["speakers"]] == [2, 3]
    third = fresh["utterances"][0]["speaker_id"]
    assert said((await bob.patch(f"{here}/speakers/{third}", json={"name": "Zoé"})).json())[0][0] == "Zoé"


async def test_the_history_tells_who_changed_what(bob: httpx.AsyncClient, here: str) -> None:
    await bob.patch(f"{here}/speakers/{S1}", json={"name": "Marc"})
    await bob.patch(f"{here}/utterances/{U3}", json={"text": "Oui."})
    named, edited = (await bob.get(f"{here}/corrections")).json()
    assert (named["kind"], named["by"], named["detail"]["value"]) == ("rename_speaker", "bob", "Marc")
    assert edited["detail"] == {
        "target_id": U3, "start": 4.0, "end": 6.0, "original": "Oui, le budgé d'abord.", "value": "Oui.",
    }  # fmt: skip
    assert (edited["placed"], edited["undone"], edited["revision"]) == (True, False, 1)
    undone = (await bob.delete(f"{here}/corrections/{edited['id']}")).json()
    assert said(undone)[2] == ("Marc", "Oui, le budgé d'abord.")
    again = await bob.delete(f"{here}/corrections/{edited['id']}")
    assert (again.status_code, again.json()["code"]) == (404, "correction_not_found")
    assert [c["undone"] for c in (await bob.get(f"{here}/corrections")).json()] == [False, True]


async def test_corrections_outlive_a_new_run_and_the_lost_ones_are_listed(
    house: Any, bob: httpx.AsyncClient, here: str
) -> None:
    await bob.patch(f"{here}/utterances/{U3}", json={"text": "Oui, le budget d'abord."})
    await bob.patch(f"{here}/utterances/{U2}", json={"text": "On commence."})
    meeting_id = here.rsplit("/", 1)[1]
    await write(house, meeting_id, revision(meeting_id, 2, (LINES[0], (U2, S2, "Tout autre chose."), LINES[2])))
    newest = (await bob.get(f"{here}/transcript")).json()
    assert newest["revision"] == 2
    assert [text for _, text in said(newest)] == ["Bonjour à tous.", "Tout autre chose.", "Oui, le budget d'abord."]
    (lost,) = newest["unplaced"]
    assert (lost["detail"]["value"], lost["placed"]) == ("On commence.", False)
    older = (await bob.get(f"{here}/transcript", params={"revision": 1})).json()
    assert [text for _, text in said(older)][1] == "On commence."
    await bob.patch(f"{here}/speakers/{S1}", json={"name": "Marc"})
    assert said((await bob.get(f"{here}/transcript", params={"revision": 1})).json())[0][0] == "#1"
    assert [entry["revision"] for entry in (await bob.get(f"{here}/transcripts")).json()] == [2, 1]
    assert (await bob.get(f"{here}/transcript", params={"revision": 3})).json()["code"] == "transcript_not_found"


async def test_corrections_made_at_once_are_all_kept(bob: httpx.AsyncClient, here: str) -> None:
    answers = await asyncio.gather(
        *(bob.patch(f"{here}/utterances/{id_}", json={"text": f"texte {n}"}) for n, id_ in ((1, U1), (2, U2), (3, U3))),
        bob.patch(f"{here}/speakers/{S1}", json={"name": "Marc"}),
    )
    assert [answer.status_code for answer in answers] == [200] * 4
    told = (await bob.get(f"{here}/transcript")).json()
    assert said(told) == [("Marc", "texte 1"), ("#2", "texte 2"), ("Marc", "texte 3")]


async def test_nobody_waits_while_a_correction_is_worked_out(
    house: Any, bob: httpx.AsyncClient, here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()

    async def somebody_writes() -> None:
        async with house.database.session() as session:
            await session.execute(update(Meeting).values(title="Autre titre"))

    def meanwhile(machine: Transcript, applied: list[Correction]) -> Corrected:
        asyncio.run_coroutine_threadsafe(somebody_writes(), loop).result(5)
        return corrected(machine, applied)

    monkeypatch.setattr(transcripts_service, "corrected", meanwhile)
    edited = await bob.patch(f"{here}/utterances/{U1}", json={"text": "Bonjour."})
    assert (edited.status_code, said(edited.json())[0]) == (200, ("#1", "Bonjour."))
    (correction,) = (await bob.get(f"{here}/corrections")).json()
    undone = await bob.delete(f"{here}/corrections/{correction['id']}")
    assert (undone.status_code, said(undone.json())[0]) == (200, ("#1", "Bonjour à tous."))


async def test_the_same_save_twice_at_once_is_one(bob: httpx.AsyncClient, here: str) -> None:
    saves = (bob.patch(f"{here}/utterances/{U1}", json={"text": "Bonjour."}) for _ in range(4))
    answers = await asyncio.gather(*saves)
    assert {answer.status_code for answer in answers} == {200}
    changed = [answer.json()["changed"] for answer in answers]
    (correction,) = (await bob.get(f"{here}/corrections")).json()
    assert sorted(changed, key=len) == [[], [], [], [correction["id"]]]
    told = [{**answer.json(), "changed": []} for answer in answers]
    assert all(one == told[0] for one in told)


async def test_a_line_nobody_said_can_be_taken_out(bob: httpx.AsyncClient, here: str) -> None:
    told = (await bob.patch(f"{here}/utterances/{U2}", json={"text": " \0 \u202e "})).json()
    assert [text for _, text in said(told)] == ["Bonjour à tous.", "Oui, le budgé d'abord."]
    again = await bob.patch(f"{here}/utterances/{U2}", json={"text": ""})
    assert (again.status_code, again.json()) == (200, {**told, "changed": []})
    (correction,) = (await bob.get(f"{here}/corrections")).json()
    assert len(said((await bob.delete(f"{here}/corrections/{correction['id']}")).json())) == 3


async def test_no_word_is_doubled_or_lost_where_what_was_rewritten_was_joined_before(
    bob: httpx.AsyncClient, here: str
) -> None:
    joined = (await bob.post(f"{here}/utterances/{U2}/merge", json={"into": U3})).json()
    whole = "On commence par le gros budget. Oui, le budget d'abord."
    edited = (await bob.patch(f"{here}/utterances/{U3}", json={"text": whole})).json()
    assert said(edited)[1:] == [("#1", whole)]
    for asked in (
        bob.post(f"{here}/corrections/undo", json={"ids": joined["changed"]}),
        bob.delete(f"{here}/corrections/{joined['changed'][0]}"),
    ):
        refused = await asked
        assert (refused.status_code, refused.json()["code"]) == (409, "correction_built_on")
    assert said((await bob.get(f"{here}/transcript")).json()) == said(edited)
    both = await bob.post(f"{here}/corrections/undo", json={"ids": [*joined["changed"], *edited["changed"]]})
    assert said(both.json())[1:] == [("#2", "On commence par le budget."), ("#1", "Oui, le budgé d'abord.")]
    # Written while the join was taken back, and joined again: both keep their words.
    await bob.patch(f"{here}/utterances/{U3}", json={"text": "Oui, le budget d'abord."})
    again = await bob.post(f"{here}/corrections/redo", json={"ids": joined["changed"]})
    assert said(again.json())[1:] == [("#1", "On commence par le budget. Oui, le budget d'abord.")]


async def test_nor_where_its_words_were_moved_before(bob: httpx.AsyncClient, here: str) -> None:
    moved = (await bob.post(f"{here}/utterances/{U2}/move", json={"word": 3, "into": U3})).json()
    assert said(moved)[1:] == [("#2", "On commence par"), ("#1", "le budget. Oui, le budgé d'abord.")]
    await bob.patch(f"{here}/utterances/{U2}", json={"text": "On commence donc par"})
    undone = await bob.post(f"{here}/corrections/undo", json={"ids": moved["changed"]})
    assert said(undone.json())[1:] == [("#2", "On commence donc par le budget."), ("#1", "Oui, le budgé d'abord.")]
    await bob.post(f"{here}/corrections/redo", json={"ids": moved["changed"]})
    await bob.patch(f"{here}/utterances/{U3}", json={"text": "le budget. Oui, le budget d'abord."})
    refused = await bob.post(
        f"{here}/corrections/undo", json={"ids": moved["changed"]}, headers={"Accept-Language": "fr"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "correction_built_on")
    assert "annulez d’abord ce texte" in refused.json()["message"]


async def test_nor_where_it_was_cut_before(bob: httpx.AsyncClient, here: str) -> None:
    cut = (await bob.post(f"{here}/utterances/{U2}/split", json={"word": 2})).json()
    part = cut["utterances"][2]["id"]
    await bob.patch(f"{here}/utterances/{U2}", json={"text": "Nous commençons"})
    await bob.patch(f"{here}/utterances/{part}", json={"text": "par le gros budget."})
    undone = await bob.post(f"{here}/corrections/undo", json={"ids": cut["changed"]})
    assert said(undone.json())[1] == ("#2", "Nous commençons par le gros budget.")


async def test_an_utterance_is_cut_and_joined_again(bob: httpx.AsyncClient, here: str) -> None:
    before = (await bob.get(f"{here}/transcript")).json()
    cut = (await bob.post(f"{here}/utterances/{U2}/split", json={"word": 2, "speaker_id": "new"})).json()
    assert said(cut)[1:3] == [("#2", "On commence"), ("#3", "par le budget.")]
    first, part = cut["utterances"][1:3]
    assert (first["id"], first["end"], part["start"]) == (U2, 2.8, 2.8)
    edited = (await bob.patch(f"{here}/utterances/{part['id']}", json={"text": "par le  gros budget."})).json()
    assert said(edited)[2] == ("#3", "par le gros budget.")
    joined = (await bob.post(f"{here}/utterances/{part['id']}/merge", json={"into": U3})).json()
    assert said(joined)[1:] == [("#2", "On commence"), ("#1", "par le gros budget. Oui, le budgé d'abord.")]
    for made in (joined, edited, cut):
        undone = (await bob.post(f"{here}/corrections/undo", json={"ids": made["changed"]})).json()
    assert {**undone, "changed": [], "state": before["state"]} == before
    for word in (3, 5, 99_999):
        none = await bob.post(f"{here}/utterances/{U1}/split", json={"word": word})
        assert (none.status_code, none.json()["code"]) == (422, "correction_empty")
    assert (await bob.post(f"{here}/utterances/{U1}/split", json={"word": 0})).json()["code"] == "request_invalid"
    far = await bob.post(f"{here}/utterances/{U1}/merge", json={"into": U3})
    assert far.json()["code"] == "correction_empty"
    assert (await bob.post(f"{here}/utterances/{U1}/merge", json={"into": U9})).json()["code"] == "utterance_not_found"
    stranger = await bob.post(f"{here}/utterances/{U2}/split", json={"word": 2, "speaker_id": S9})
    assert stranger.json()["code"] == "speaker_not_found"
    assert (await bob.get(f"{here}/transcript")).json() == {**undone, "changed": []}, "what was refused changed nothing"


async def test_words_move_over_a_boundary_as_one_correction(bob: httpx.AsyncClient, here: str) -> None:
    before = (await bob.get(f"{here}/transcript")).json()
    text = before["utterances"][1]["text"]
    onwards = (await bob.post(f"{here}/utterances/{U2}/move", json={"word": 2, "into": U3, "seen": text})).json()
    assert said(onwards)[1:] == [("#2", "On commence"), ("#1", "par le budget. Oui, le budgé d'abord.")]
    spoken = [word for utterance in onwards["utterances"] for word in utterance["words"]]
    assert spoken == [word for utterance in before["utterances"] for word in utterance["words"]], (
        "words keep their times"
    )
    (correction,) = (await bob.get(f"{here}/corrections")).json()
    assert onwards["changed"] == [correction["id"]]
    assert (correction["kind"], correction["detail"]["target_id"], correction["detail"]["value"]) == (
        "move_words",
        U2,
        U3,
    )
    assert correction["detail"]["original"] == "par le budget."
    undone = (await bob.post(f"{here}/corrections/undo", json={"ids": onwards["changed"]})).json()
    assert undone["utterances"] == before["utterances"]
    redone = (await bob.post(f"{here}/corrections/redo", json={"ids": onwards["changed"]})).json()
    assert redone["utterances"] == onwards["utterances"]
    back = (await bob.post(f"{here}/utterances/{U2}/move", json={"word": 1, "into": U1})).json()
    assert said(back)[:2] == [("#1", "Bonjour à tous. On"), ("#2", "commence")]
    whole = (await bob.post(f"{here}/utterances/{U2}/move", json={"word": 1, "into": U1})).json()
    assert said(whole) == [("#1", "Bonjour à tous. On commence"), ("#1", "par le budget. Oui, le budgé d'abord.")]
    kinds = [one["kind"] for one in (await bob.get(f"{here}/corrections")).json()]
    assert kinds == ["move_words", "move_words", "merge_utterances"], "a whole utterance is joined"
    exported = await bob.get(f"{here}/export", params={"format": "txt"})
    assert "Bonjour à tous. On commence" in exported.text


async def test_only_words_that_are_there_move_and_only_to_a_neighbour(bob: httpx.AsyncClient, here: str) -> None:
    before = (await bob.get(f"{here}/transcript")).json()

    async def refused(utterance_id: str, **asked: Any) -> str:
        answer = await bob.post(f"{here}/utterances/{utterance_id}/move", json=asked)
        assert answer.status_code >= 400
        return str(answer.json()["code"])

    assert await refused(U2, word=5, into=U3) == await refused(U2, word=0, into=U1) == "correction_empty"
    assert await refused(U2, word=6, into=U1) == await refused(U2, word=99_999, into=U1) == "correction_empty"
    assert await refused(U1, word=1, into=U3) == await refused(U2, word=2, into=U2) == "correction_empty"
    assert await refused(U9, word=1, into=U3) == await refused(U2, word=1, into=U9) == "utterance_not_found"
    assert await refused(U2, word=-1, into=U3) == await refused(U2, into=U3) == "request_invalid"
    assert await refused(U2, word=2, into=U3, seen="On commence.") == "utterance_changed"
    assert (await bob.get(f"{here}/transcript")).json() == before, "what was refused changed nothing"


async def test_a_speaker_changes_from_here_on(bob: httpx.AsyncClient, here: str) -> None:
    onwards = (await bob.patch(f"{here}/utterances/{U1}", json={"speaker_id": "new", "onwards": True})).json()
    assert [who for who, _ in said(onwards)] == ["#3", "#2", "#3"]
    back = (await bob.patch(f"{here}/utterances/{U3}", json={"speaker_id": S2, "onwards": True})).json()
    assert [who for who, _ in said(back)] == ["#3", "#2", "#2"]


async def test_what_was_looked_at_is_in_doubt_no_more(bob: httpx.AsyncClient, here: str) -> None:
    told = (
        await bob.patch(f"{here}/utterances/{U3}", json={"text": "Oui, le budget d'abord.", "confirmed": True})
    ).json()
    line = told["utterances"][2]
    assert (line["confirmed"], line["doubt"], len(told["changed"])) == (True, 0.0, 2)
    assert {word["probability"] for word in line["words"]} == {1.0}
    again = (await bob.patch(f"{here}/utterances/{U3}", json={"confirmed": True})).json()
    assert (again["changed"], again["utterances"]) == ([], told["utterances"])
    undone = (await bob.post(f"{here}/corrections/undo", json={"ids": told["changed"][1:]})).json()
    assert (undone["utterances"][2]["confirmed"], undone["utterances"][2]["doubt"]) == (False, 0.1)


async def test_a_text_is_replaced_wherever_it_is_said(bob: httpx.AsyncClient, here: str) -> None:
    replace_all = {"find": "LE  BUDG", "replacement": r"les \1", "whole_words": False}
    told = (await bob.post(f"{here}/replacements", json=replace_all)).json()
    assert [text for _, text in said(told)] == [
        "Bonjour à tous.",
        r"On commence par les \1et.",
        r"Oui, les \1é d'abord.",
    ]
    assert len(told["changed"]) == 2
    back = (await bob.post(f"{here}/corrections/undo", json={"ids": told["changed"]})).json()
    assert [text for _, text in said(back)] == [text for _, _, text in LINES]
    for asked in ({"find": "budg"}, {"find": "bonjour", "match_case": True}, {"find": ".*", "whole_words": False}):
        none = (await bob.post(f"{here}/replacements", json={"replacement": "x", **asked})).json()
        assert none["changed"] == [], asked
    whole = (await bob.post(f"{here}/replacements", json={"find": "budgé", "replacement": ""})).json()
    assert said(whole)[2][1] == "Oui, le d'abord."
    empty = await bob.post(f"{here}/replacements", json={"find": " ", "replacement": "x"})
    assert (empty.status_code, empty.json()["code"]) == (422, "request_invalid")
    assert (await bob.post(f"{here}/replacements", json={"find": "", "replacement": "x"})).status_code == 422
    endless = await bob.post(f"{here}/replacements", json={"find": "x", "replacement": "y" * 201})
    assert endless.json()["code"] == "request_invalid"


async def test_corrections_are_taken_back_and_made_again_all_or_none(bob: httpx.AsyncClient, here: str) -> None:
    named = (await bob.patch(f"{here}/speakers/{S1}", json={"name": "Marc"})).json()
    edited = (await bob.patch(f"{here}/utterances/{U1}", json={"text": "Bonsoir."})).json()
    ids = [*named["changed"], *edited["changed"]]
    lost = await bob.post(f"{here}/corrections/undo", json={"ids": [*ids, new_id()]})
    assert (lost.status_code, lost.json()["code"]) == (404, "correction_not_found")
    assert said((await bob.get(f"{here}/transcript")).json())[0] == ("Marc", "Bonsoir."), "none was"
    undone = (await bob.post(f"{here}/corrections/undo", json={"ids": ids})).json()
    assert (said(undone)[0], undone["changed"]) == (("#1", "Bonjour à tous."), ids)
    redone = (await bob.post(f"{here}/corrections/redo", json={"ids": edited["changed"]})).json()
    assert said(redone)[0] == ("#1", "Bonsoir.")
    twice = await bob.post(f"{here}/corrections/redo", json={"ids": edited["changed"]})
    assert (twice.status_code, twice.json()["code"]) == (404, "correction_not_found")
    assert [one["undone"] for one in (await bob.get(f"{here}/corrections")).json()] == [True, False]


async def test_nobody_puts_right_what_is_anothers(ada: httpx.AsyncClient, bob: httpx.AsyncClient, here: str) -> None:
    made = (await bob.patch(f"{here}/utterances/{U1}", json={"text": "Bonsoir."})).json()["changed"]
    for path, body in (
        (f"utterances/{U1}/split", {"word": 1}),
        (f"utterances/{U1}/merge", {"into": U2}),
        (f"utterances/{U1}/move", {"word": 0, "into": U2}),
        ("replacements", {"find": "Bonsoir", "replacement": "x"}),
        ("corrections/undo", {"ids": made}),
        ("corrections/redo", {"ids": made}),
    ):
        answer = await ada.post(f"{here}/{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "meeting_not_found"), path
    assert said((await bob.get(f"{here}/transcript")).json())[0][1] == "Bonsoir."


async def test_text_is_kept_as_plain_text(bob: httpx.AsyncClient, here: str) -> None:
    text = '<script>alert("1")</script> & {{7*7}} 👍'
    told = (await bob.patch(f"{here}/utterances/{U1}", json={"text": text})).json()
    assert told["utterances"][0]["text"] == text
    too_long = await bob.patch(f"{here}/utterances/{U1}", json={"text": "x" * 20_001})
    assert (too_long.status_code, too_long.json()["code"]) == (422, "request_invalid")


async def test_a_transcript_is_taken_away_with_its_corrections(bob: httpx.AsyncClient, here: str) -> None:
    await bob.patch(f"{here}/speakers/{S1}", json={"name": "Marc"})
    await bob.patch(f"{here}/utterances/{U3}", json={"text": "Oui, le budget."})
    for name, format_ in FORMATS.items():
        answer = await bob.get(f"{here}/export", params={"format": name})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(format_.media_type.split(";")[0])
        assert f"Comit%C3%A9%20_%20budget.{name}" in answer.headers["content-disposition"]
        assert ("Marc" in answer.text) is (name not in ("ctm", "docx", "pdf"))
        if name == "json":
            assert json.loads(answer.text)["utterances"][2]["text"] == "Oui, le budget."
        elif name in ("docx", "pdf"):
            assert answer.content.startswith(b"PK\x03\x04" if name == "docx" else b"%PDF-")
        elif name not in ("rttm", "stm", "ctm"):
            assert "Oui, le budget." in answer.text


async def test_what_of_a_transcript_is_shown_can_be_chosen(bob: httpx.AsyncClient, here: str) -> None:
    await bob.patch(f"{here}/speakers/{S1}", json={"name": "Marc"})
    for name in FORMATS:
        bare = await bob.get(f"{here}/export", params={"format": name, "anonymous": True})
        assert (bare.status_code, "Marc" in bare.text) == (200, False), name
    lines = await bob.get(f"{here}/export", params={"format": "txt", "times": False, "speakers": False})
    assert lines.text.startswith("Bonjour à tous.\n")
    refused = await bob.get(f"{here}/export", params={"format": "vtt", "times": False})
    assert (refused.status_code, refused.json()["code"]) == (422, "export_option_invalid")
    assert refused.json()["details"] == {"option": "times", "format": "vtt"}


async def test_the_day_of_the_meeting_is_that_of_who_reads(bob: httpx.AsyncClient, here: str) -> None:
    assert "Date" not in (await bob.get(f"{here}/export", params={"format": "md"})).text, "nobody said when it was"
    await bob.patch(here, json={"held_at": "2026-02-28T23:30:00Z"})
    for zone, day in (
        ("Europe/Paris", "1er mars 2026"),
        ("UTC", "28 février 2026"),
        ("Asia/Calcutta", "1er mars 2026"),
    ):
        answer = await bob.get(f"{here}/export", params={"format": "md", "timezone": zone})
        assert f"- Date\u202f: {day}\n" in answer.text
    for zone in ("Europe/Lutece", "../../etc/passwd", "/etc/passwd", ""):
        refused = await bob.get(f"{here}/export", params={"format": "md", "timezone": zone})
        assert (refused.status_code, refused.json()["code"]) == (422, "timezone_unknown"), zone


async def test_an_export_that_was_cut_off_goes_on_where_it_was(bob: httpx.AsyncClient, here: str) -> None:
    await bob.patch(f"{here}/utterances/{U3}", json={"text": "Oui, le budget. " * 1000})
    for name in FORMATS:
        path, parameters = f"{here}/export", {"format": name}
        whole = await bob.get(path, params=parameters)
        assert whole.headers["content-length"] == str(len(whole.content))
        size, tag = len(whole.content), whole.headers["etag"]
        for start, end in ((0, 10), (7, 7), (size // 2, size - 1), (size - 1, size + 5)):
            part = await bob.get(path, params=parameters, headers={"Range": f"bytes={start}-{end}", "If-Range": tag})
            assert (part.status_code, part.content) == (206, whole.content[start : end + 1]), (name, start, end)
        assert (await bob.head(path, params=parameters)).headers["content-length"] == str(size)
        beyond = await bob.get(path, params=parameters, headers={"Range": f"bytes={size}-"})
        assert (beyond.status_code, beyond.json()["code"]) == (416, "range_not_satisfiable")
    await bob.patch(f"{here}/utterances/{U3}", json={"text": "Autre chose."})
    changed = await bob.get(path, params=parameters, headers={"Range": "bytes=0-1", "If-Range": tag})
    assert changed.status_code == 200, "it is not the same file any more"


async def test_the_answer_is_the_documented_document_and_more(bob: httpx.AsyncClient, here: str) -> None:
    await bob.patch(f"{here}/speakers/{S1}", json={"name": "Marc"})
    edited = await bob.patch(f"{here}/utterances/{U3}", json={"text": "Oui, le budget."})
    exported = (await bob.get(f"{here}/export", params={"format": "json"})).json()
    for answer in (edited, await bob.get(f"{here}/transcript")):
        document = TranscriptDocument.model_validate_json(answer.content, strict=True)
        assert document.model_dump(mode="json") == exported
        assert {name: answer.json()[name] for name in exported} == exported


async def test_an_unknown_format_is_refused(bob: httpx.AsyncClient, here: str) -> None:
    assert (await bob.get(f"{here}/export", params={"format": "exe"})).json()["code"] == "request_invalid"


async def test_deleting_the_meeting_deletes_transcript_and_corrections(bob: httpx.AsyncClient, here: str) -> None:
    await bob.patch(f"{here}/speakers/{S1}", json={"name": "Marc"})
    assert (await bob.delete(here)).status_code == 204
    assert (await bob.get(f"{here}/transcript")).json()["code"] == "meeting_not_found"
