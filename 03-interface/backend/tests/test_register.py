"""Templates of minutes, and the register of decisions, actions and open questions: whose they are, what is ticked, and what is taken away as a file."""

import csv
import io
from typing import Any

import httpx
import pytest
from budget_meeting import S1, S2, U1, U2, U3, revision, write

LINES = (
    (U1, S1, "Bonjour à tous."),
    (U2, S2, "Nous décidons de garder le budget de 2026 pour le site."),
    (U3, S1, "Je vais envoyer le tableau à Claire avant le 15 mars."),
)
EVIL = '=HYPERLINK("http://x"); "a", b\nBEGIN:VTODO\nSUMMARY:x'
MINE = {
    "name": "Comité de site",
    "sections": [
        {"key": "present", "title": "Présents", "kind": "text"},
        {"key": "agreed", "title": "Arrêté", "kind": "decisions"},
    ],
}


@pytest.fixture
async def here(house: Any, bob: httpx.AsyncClient, upload: Any) -> str:
    """Where minutes are found that were just written."""
    meeting = await upload(bob, title="Comité; <b>", held_at="2026-03-02T10:00:00Z")
    await write(house, meeting["id"], revision(meeting["id"], 1, LINES))
    path = f"/meetings/{meeting['id']}/minutes"
    assert (await bob.post(path, json={})).status_code == 201
    return path


async def listed(client: httpx.AsyncClient, **filters: Any) -> list[dict[str, Any]]:
    """The register's items."""
    answer = await client.get("/register", params=filters)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_templates_come_in_the_readers_language_and_people_add_theirs(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, here: str
) -> None:
    told = (await bob.get("/minutes-templates", headers={"Accept-Language": "fr"})).json()
    assert [one["key"] for one in told] == [
        "general", "decision_record", "project_committee", "interview", "works_council", "general_assembly", "board"
    ]  # fmt: skip
    assert (told[4]["name"], told[4]["builtin"]) == ("Comité social et économique (CSE)", True)
    made = await bob.post("/minutes-templates", json={**MINE, "language": "fr"})
    assert made.status_code == 201, made.text
    key = made.json()["key"]
    assert made.json() == {**MINE, "language": "fr", "key": key, "builtin": False}
    assert (await bob.get("/minutes-templates")).json()[-1] == made.json()
    written = (await bob.post(here, json={"version": 1, "template": key})).json()
    assert [(one["key"], len(one["items"])) for one in written["sections"]] == [("present", 0), ("agreed", 1)]
    renamed = await bob.patch(f"/minutes-templates/{key}", json={"name": "Site"})
    assert (renamed.json()["name"], renamed.json()["sections"]) == ("Site", MINE["sections"])
    for answer in (
        await ada.patch(f"/minutes-templates/{key}", json={"name": "x"}),
        await ada.delete(f"/minutes-templates/{key}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "minutes_template_not_found")
    assert key not in (await ada.get("/minutes-templates")).text
    fixed = await bob.delete("/minutes-templates/board")
    assert (fixed.status_code, fixed.json()["code"]) == (409, "minutes_template_built_in")
    assert (await bob.delete(f"/minutes-templates/{key}")).status_code == 204
    again = await bob.post(here, json={"version": 2})
    assert [one["key"] for one in again.json()["sections"]] == ["present", "agreed"], "minutes hold their own copy"


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"sections": []},
        {"sections": [MINE["sections"][0], MINE["sections"][0]]},
        {"sections": [MINE["sections"][1], {"key": "more", "title": "x", "kind": "decisions"}]},
        {"sections": [{"key": "Äbcd", "title": "x", "kind": "text"}]},
        {"sections": [{"key": "abcd", "title": "x", "kind": "macro"}]},
        {"sections": [{"key": f"abcd{n}", "title": "x", "kind": "text"} for n in range(41)]},
        {"language": "tlh"},
        {"script": "x"},
    ],
)
async def test_templates_with_unknown_fields_are_refused(bob: httpx.AsyncClient, change: dict[str, Any]) -> None:
    answer = await bob.post("/minutes-templates", json={**MINE, **change})
    assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")


async def test_there_is_an_end_to_templates(bob: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scribe_core.database.minutes_templates.MOST_TEMPLATES", 1)
    assert (await bob.post("/minutes-templates", json=MINE)).status_code == 201
    full = await bob.post("/minutes-templates", json=MINE)
    assert (full.status_code, full.json()["code"]) == (409, "minutes_templates_too_many")


async def test_the_register_lists_what_all_meetings_decided(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, here: str
) -> None:
    action, decision = await listed(bob)
    assert (action["kind"], decision["kind"], action["due"]["day"]) == ("action", "decision", "2026-03-15")
    assert action["utterance_ids"] == [U3]
    meeting_id = here.split("/")[2]
    assert action["meeting"] == {"id": meeting_id, "title": "Comité; <b>", "held_on": "2026-03-02"}
    for filters, kinds in (
        ({"kind": "decision"}, ["decision"]),
        ({"status": "open"}, ["action"]),
        ({"status": "done"}, []),
        ({"q": "BUDGET"}, ["decision"]),
        ({"q": "%"}, []),
        ({"due_from": "2026-03-15", "due_to": "2026-03-15"}, ["action"]),
        ({"due_from": "2026-03-16"}, []),
        ({"meeting_id": "f" * 32}, []),
        ({"meeting_id": meeting_id, "sort": "meeting"}, ["decision", "action"]),
        ({"owner": "x"}, []),
    ):
        assert [one["kind"] for one in await listed(bob, **filters)] == kinds, filters
    assert await listed(ada) == []
    await bob.post("/meetings/trash", json={"meetings": [meeting_id]})
    assert await listed(bob) == []
    held = await bob.patch(f"/register/{action['id']}", json={"status": "done"})
    assert (held.status_code, held.json()["code"]) == (409, "meeting_in_trash")


async def test_pages_go_on_where_the_one_before_ended(bob: httpx.AsyncClient, here: str) -> None:
    for sort in ("due", "meeting"):
        whole = [one["id"] for one in await listed(bob, sort=sort)]
        first = (await bob.get("/register", params={"sort": sort, "limit": 1})).json()
        second = (await bob.get("/register", params={"sort": sort, "limit": 1, "cursor": first["next_cursor"]})).json()
        assert [one["id"] for one in first["items"] + second["items"]] == whole
        assert second["next_cursor"] is None
        for wrong in (first["next_cursor"][:-3], "x" * 500, "W10"):
            answer = await bob.get("/register", params={"sort": sort, "cursor": wrong})
            assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")
        other = "meeting" if sort == "due" else "due"
        assert (await bob.get("/register", params={"sort": other, "cursor": first["next_cursor"]})).status_code == 422


async def test_actions_are_ticked_also_when_minutes_are_frozen(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, here: str
) -> None:
    action, decision = await listed(bob)
    for version, state in ((1, "approved"), (2, "frozen")):
        told = (await bob.put(f"{here}/state", json={"version": version, "state": state})).json()
    ticked = await bob.patch(f"/register/{action['id']}", json={"status": "done"})
    assert (ticked.status_code, ticked.json()["status"]) == (200, "done")
    after = (await bob.get(here)).json()
    assert (after["sha256"], after["version"]) == (told["sha256"], told["version"])
    for client, item in ((ada, action), (bob, decision)):
        answer = await client.patch(f"/register/{item['id']}", json={"status": "open"})
        assert (answer.status_code, answer.json()["code"]) == (404, "minutes_item_not_found")
    assert (await bob.patch(f"/register/{action['id']}", json={"status": "late"})).status_code == 422


async def test_a_spreadsheet_shows_what_people_wrote_and_reckons_nothing(bob: httpx.AsyncClient, here: str) -> None:
    await bob.post(
        f"{here}/items", json={"version": 1, "section": "actions", "text": EVIL, "owner": {"name": "+33 Zoé"}}
    )
    answer = await bob.get("/register/export", params={"format": "csv"}, headers={"Accept-Language": "fr"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="register.csv"' in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0][:4] == ["Nature", "Texte", "Responsable", "Échéance"]
    by_text = {row[1]: row for row in rows[1:]}
    assert len(by_text) == 3
    assert by_text["'" + EVIL][2] == "'+33 Zoé"
    assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in ("=", "+", "-", "@")]


async def test_a_calendar_takes_actions_as_to_dos(bob: httpx.AsyncClient, here: str) -> None:
    added = await bob.post(f"{here}/items", json={"version": 1, "section": "actions", "text": EVIL + " é" * 60})
    assert added.status_code == 201
    answer = await bob.get("/register/export", params={"format": "ics"})
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    whole = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert "\n" not in "".join(whole)
    assert whole[0] == "BEGIN:VCALENDAR"
    assert whole[-2:] == ["END:VCALENDAR", ""]
    assert whole.count("BEGIN:VTODO") == whole.count("END:VTODO") == 2
    assert "DUE;VALUE=DATE:20260315" in whole
    assert r'SUMMARY:=HYPERLINK("http://x")\; "a"\, b\nBEGIN:VTODO\nSUMMARY:x' + " é" * 60 in whole
    assert whole.count("STATUS:NEEDS-ACTION") == 2
    assert r"DESCRIPTION:Comité\; <b> (2026-03-02)" in whole
    decisions = await bob.get("/register/export", params={"format": "ics", "kind": "decision"})
    assert (decisions.status_code, decisions.json()["code"]) == (422, "request_invalid")


async def test_open_questions_are_followed_as_decisions_are(
    ada: httpx.AsyncClient, bob: httpx.AsyncClient, here: str
) -> None:
    asked = {"version": 1, "section": "questions", "text": "Qui paie l’ÉTÉ ?", "citations": [U1]}
    added = await bob.post(f"{here}/items", json=asked)
    assert added.status_code == 201, added.text
    (question,) = await listed(bob, kind="question")
    meeting_id = here.split("/")[2]
    assert question["meeting"] == {"id": meeting_id, "title": "Comité; <b>", "held_on": "2026-03-02"}
    told = (question["kind"], question["text"], question["status"], question["utterance_ids"])
    assert told == ("question", "Qui paie l’ÉTÉ ?", None, [U1])
    for filters, kinds in (
        ({}, {"action", "decision", "question"}),
        ({"sort": "meeting"}, {"action", "decision", "question"}),
        ({"q": "l'ete"}, {"question"}),
        ({"q": "l'ete", "kind": "decision"}, set()),
        ({"meeting_id": meeting_id, "kind": "question"}, {"question"}),
        ({"status": "open"}, {"action"}),
        ({"status": "open", "kind": "question"}, {"question"}),
        ({"status": "done", "kind": "question"}, set()),
        ({"due_from": "2026-01-01"}, {"action"}),
    ):
        assert {one["kind"] for one in await listed(bob, **filters)} == kinds, filters
    assert await listed(ada, kind="question") == []
    assert (await bob.get("/register", params={"kind": "topic"})).status_code == 422
    ticked = await bob.patch(f"/register/{question['id']}", json={"status": "done"})
    assert (ticked.status_code, ticked.json()["code"]) == (404, "minutes_item_not_found")
    for version, state in ((2, "approved"), (3, "frozen")):
        answer = await bob.put(f"{here}/state", json={"version": version, "state": state})
        assert answer.status_code == 200, answer.text
    assert await listed(bob, kind="question") == [question]
    for language, separator, kind in (("fr", ";", "question ouverte"), ("en", ",", "open question")):
        asked_for = {"format": "csv", "kind": "question"}
        table = await bob.get("/register/export", params=asked_for, headers={"Accept-Language": language})
        rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"), newline=""), delimiter=separator))
        assert [row[:2] for row in rows[1:]] == [[kind, "Qui paie l’ÉTÉ ?"]]
    assert (await bob.get("/register/export", params={"format": "ics"})).text.count("BEGIN:VTODO") == 1
    refused = await bob.get("/register/export", params={"format": "ics", "kind": "question"})
    assert (refused.status_code, refused.json()["code"]) == (422, "request_invalid")
    await bob.post("/meetings/trash", json={"meetings": [meeting_id]})
    assert await listed(bob, kind="question") == []


async def test_a_question_that_becomes_a_decision_is_listed_as_one(bob: httpx.AsyncClient, here: str) -> None:
    added = await bob.post(f"{here}/items", json={"version": 1, "section": "questions", "text": "Qui paie ?"})
    (question,) = await listed(bob, kind="question")
    path, version = f"{here}/items/{question['id']}", added.json()["version"]
    moved = await bob.patch(path, json={"version": version, "section": "decisions", "text": "La ville paie."})
    assert moved.status_code == 200, moved.text
    assert await listed(bob, kind="question") == []
    assert [one["text"] for one in await listed(bob, kind="decision", q="la ville")] == ["La ville paie."]
    gone = await bob.patch(path, json={"version": version + 1, "section": "summary"})
    assert gone.status_code == 200, gone.text
    assert await listed(bob, q="la ville") == []
