"""Listing, reading, changing and deleting meetings; hearing their sound by ranges."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from scribe_core.contract import keys
from scribe_core.database import audit, deletions, leases, meetings
from scribe_core.database.base import new_id
from scribe_core.database.meetings import Meeting
from scribe_core.domain.audio import Audio
from scribe_core.domain.run import Lane, Status
from scribe_core.errors import ScribeError
from scribe_core.stores.recordings import Part, write_list

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


async def owner(client: httpx.AsyncClient) -> str:
    return str((await client.get("/auth/me")).json()["account"]["id"])


async def add(house: Any, owner_id: str, title: str, number: int = 0, **values: Any) -> str:
    """Put a meeting into the database as an upload would."""
    row = Meeting(
        id=new_id(), owner_id=owner_id, title=title, held_at=START + timedelta(days=number), participants=[],
        recording_name="a.wav", recording_bytes=10, media_type="audio/wav", status=Status.COMPLETED,
        created_at=START + timedelta(hours=number), **values,
    )  # fmt: skip
    async with house.database.session() as session:
        session.add(row)
    return row.id


async def titles(client: httpx.AsyncClient, **parameters: Any) -> list[str]:
    """The titles of every page, in order."""
    found: list[str] = []
    cursor = ""
    for _ in range(20):
        page = (await client.get("/meetings", params={**parameters, "cursor": cursor})).json()
        found += [meeting["title"] for meeting in page["items"]]
        cursor = page["next_cursor"] or ""
        if not cursor:
            return found
    raise AssertionError("the pages do not end")


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-created_at", "gfedcba"),
        ("created_at", "abcdefg"),
        ("held_at", "abcdefg"),
        ("-held_at", "gfedcba"),
        ("title", "abcdefg"),
        ("-title", "gfedcba"),
    ],
)
async def test_pages_hold_every_meeting_once_in_order(
    house: Any, bob: httpx.AsyncClient, sort: str, expected: str
) -> None:
    me = await owner(bob)
    for number, letter in enumerate("abcdefg"):
        await add(house, me, letter, number)
    assert "".join(await titles(bob, sort=sort, limit=3)) == expected
    assert (await bob.get("/meetings", params={"limit": 3})).json()["total"] == 7


@pytest.mark.parametrize("sort", ["duration", "-duration"])
async def test_meetings_without_a_length_yet_and_equal_ones_are_paged_too(
    house: Any, bob: httpx.AsyncClient, sort: str
) -> None:
    me = await owner(bob)
    for number, duration in enumerate([None, 60.0, 60.0, None, 5.5]):
        await add(house, me, str(number), number, duration=duration)
    found = await titles(bob, sort=sort, limit=2)
    assert sorted(found) == ["0", "1", "2", "3", "4"]
    shortest_first = found if sort == "duration" else found[::-1]
    assert set(shortest_first[:2]) == {"0", "3"}
    assert shortest_first[2] == "4"


async def test_titles_with_accents_are_paged_and_found(house: Any, bob: httpx.AsyncClient) -> None:
    me = await owner(bob)
    for title in ("Éa", "éb", "Éc", "éd", "Zz", "a"):
        await add(house, me, title)
    for sort in ("title", "-title"):
        assert sorted(await titles(bob, sort=sort, limit=1)) == sorted(("Éa", "éb", "Éc", "éd", "Zz", "a"))
    if house.database.is_sqlite:  # on PostgreSQL the database's locale decides, and the tests' server has none
        assert await titles(bob, q="éA") == ["Éa"]


async def test_uploads_of_the_same_second_are_paged_in_order(bob: httpx.AsyncClient, upload: Any) -> None:
    for title in "abcd":
        await upload(bob, title=title)
    assert await titles(bob, limit=1) == ["d", "c", "b", "a"]
    assert await titles(bob, limit=1, sort="created_at") == ["a", "b", "c", "d"]


async def test_a_page_does_not_shift_when_a_meeting_comes_in(house: Any, bob: httpx.AsyncClient) -> None:
    me = await owner(bob)
    for number, letter in enumerate("abcd"):
        await add(house, me, letter, number)
    first = (await bob.get("/meetings", params={"limit": 2})).json()
    await add(house, me, "new", 99)
    second = (await bob.get("/meetings", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [meeting["title"] for meeting in first["items"] + second["items"]] == ["d", "c", "b", "a"]


async def test_searching_takes_every_letter_as_itself(house: Any, bob: httpx.AsyncClient) -> None:
    me = await owner(bob)
    for title in ("100 % réussi", "1000 réussis", "a_b", "aXb", "back\\slash", "CSE ordinaire"):
        await add(house, me, title)
    assert await titles(bob, q="100 %") == ["100 % réussi"]
    assert await titles(bob, q="a_b") == ["a_b"]
    assert await titles(bob, q="\\") == ["back\\slash"]
    assert await titles(bob, q="cse") == ["CSE ordinaire"]
    assert await titles(bob, q="' OR 1=1 --") == []


async def test_meetings_are_filtered_by_status(house: Any, bob: httpx.AsyncClient, upload: Any) -> None:
    await add(house, await owner(bob), "done")
    await upload(bob, title="waiting")
    assert await titles(bob, status="PENDING") == ["waiting"]
    assert await titles(bob, status="COMPLETED") == ["done"]
    assert (await bob.get("/meetings", params={"status": "LOST"})).status_code == 422


async def test_a_list_shows_the_newest_run_of_each(bob: httpx.AsyncClient, upload: Any) -> None:
    first, second = await upload(bob, title="first"), await upload(bob, title="second")
    items = {item["title"]: item for item in (await bob.get("/meetings")).json()["items"]}
    assert items["first"]["run"]["id"] == first["run"]["id"]
    assert (items["first"]["run"]["queue_position"], items["second"]["run"]["queue_position"]) == (0, 1)
    assert items["second"]["run"]["id"] == second["run"]["id"]


async def test_a_cursor_of_another_list_is_refused(house: Any, bob: httpx.AsyncClient) -> None:
    me = await owner(bob)
    for letter in "abc":
        await add(house, me, letter)
    cursor = (await bob.get("/meetings", params={"limit": 1})).json()["next_cursor"]
    for sort, text in (
        ("title", cursor),
        ("-created_at", "nonsense"),
        ("-created_at", "W10"),
        ("-created_at", cursor[:-4]),
    ):
        refused = await bob.get("/meetings", params={"sort": sort, "cursor": text})
        assert (refused.status_code, refused.json()["code"]) == (422, "request_invalid"), text


async def test_somebody_elses_cursor_opens_nothing(house: Any, ada: httpx.AsyncClient, bob: httpx.AsyncClient) -> None:
    for letter in "abc":
        await add(house, await owner(bob), letter)
    cursor = (await bob.get("/meetings", params={"limit": 1})).json()["next_cursor"]
    assert (await ada.get("/meetings", params={"cursor": cursor})).json()["items"] == []


async def test_what_is_named_changes_and_the_rest_stays(bob: httpx.AsyncClient, upload: Any) -> None:
    meeting = await upload(bob, language="fr", speakers=4, participants=["Claire"])
    here = f"/meetings/{meeting['id']}"
    changed = (await bob.patch(here, json={"title": " Comité \n social ", "language": None})).json()
    assert (changed["title"], changed["language"], changed["speakers"]) == ("Comité social", None, 4)
    assert changed["participants"] == ["Claire"]
    held = (await bob.patch(here, json={"held_at": "2026-05-04T10:00:00+02:00", "participants": []})).json()
    assert (held["held_at"], held["participants"]) == ("2026-05-04T08:00:00Z", [])
    assert held["updated_at"] >= meeting["updated_at"]
    for body in (
        {"title": None},
        {"title": "  "},
        {"held_at": "2026-05-04T10:00:00"},
        {"speakers": 0},
        {"status": "COMPLETED"},
    ):
        assert (await bob.patch(here, json=body)).status_code == 422, body


async def test_the_number_of_speakers_may_be_a_range_and_both_numbers_belong_together(
    bob: httpx.AsyncClient, upload: Any
) -> None:
    meeting = await upload(bob, speakers=2, speakers_most=6)
    here = f"/meetings/{meeting['id']}"
    assert (meeting["speakers"], meeting["speakers_most"]) == (2, 6)
    assert meeting["run"]["settings"] == {
        "language": None,
        "speakers": 2,
        "speakers_most": 6,
        "preset": None,
        "glossary": [],
    }
    exact = (await bob.patch(here, json={"speakers": 4})).json()
    assert (exact["speakers"], exact["speakers_most"]) == (4, None), "a new number is meant exactly"
    unknown = (await bob.patch(here, json={"speakers": None})).json()
    assert (unknown["speakers"], unknown["speakers_most"]) == (None, None)
    for body in ({"speakers_most": 6}, {"speakers": 4, "speakers_most": 3}, {"speakers": None, "speakers_most": 3}):
        assert (await bob.patch(here, json=body)).status_code == 422, body
        assert (await bob.post(f"{here}/runs", json=body)).status_code == 422, body
    refused = await bob.post("/meetings", params={"filename": "a.wav", "speakers_most": 3}, content=b"x")
    assert (refused.status_code, refused.json()["details"]["fields"]) == (422, ["speakers_most"])


async def test_deleting_takes_everything_and_stops_the_work(house: Any, bob: httpx.AsyncClient, upload: Any) -> None:
    meeting = await upload(bob)
    here = f"/meetings/{meeting['id']}"
    assert (await bob.delete(here)).status_code == 204
    assert (await bob.get(here)).json()["code"] == "meeting_not_found"
    assert (await bob.get(f"/runs/{meeting['run']['id']}")).json()["code"] == "run_not_found"
    assert (await bob.delete(here)).status_code == 404
    assert house.traces(f"meetings/{meeting['id']}/") == []
    async with house.database.reading() as session:
        assert [entry.action for entry in await audit.of_subject(session, meeting["id"])] == ["meeting_deleted"]
        assert await deletions.due(session, 0) == [(meeting["id"], False)], "a late worker's files are looked for again"


@pytest.fixture
async def heard(house: Any, bob: httpx.AsyncClient, upload: Any) -> str:
    """Where a meeting with converted sound is found: ten bytes, `0123456789`."""
    meeting = await upload(bob)
    base = keys.artefact(meeting["id"], "conversion", "f" * 64)
    house.objects.create(f"{base}.flac", b"0123456789")
    house.objects.create(f"{base}.peaks", json.dumps({"per_second": 10, "peaks": [0, 255]}).encode())
    async with house.database.session() as session:
        sound = Audio(key=f"{base}.flac", seconds=0.2, peaks_key=f"{base}.peaks")
        await meetings.note_audio(session, meeting["id"], sound)
    return f"/meetings/{meeting['id']}"


async def test_sound_that_is_not_converted_yet_says_so(bob: httpx.AsyncClient, upload: Any) -> None:
    meeting = await upload(bob)
    for path in ("audio", "peaks"):
        answer = await bob.get(f"/meetings/{meeting['id']}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (409, "audio_not_ready")


RANGES: tuple[tuple[str | None, int, bytes | None, str | None], ...] = (
    (None, 200, b"0123456789", None),
    ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
    ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
    ("bytes=-3", 206, b"789", "bytes 7-9/10"),
    ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
    ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
    ("bytes=9-9", 206, b"9", "bytes 9-9/10"),
    ("bytes=0-1,4-5", 200, b"0123456789", None),
    ("bytes=5-2", 200, b"0123456789", None),
    ("items=0-1", 200, b"0123456789", None),
    ("bytes=-", 200, b"0123456789", None),
    ("bytes=10-", 416, None, "bytes */10"),
    ("bytes=-0", 416, None, "bytes */10"),
)


async def test_sound_is_handed_out_by_ranges(bob: httpx.AsyncClient, heard: str) -> None:
    for asked, status, content, content_range in RANGES:
        headers = {"Range": asked} if asked else {}
        answer = await bob.get(f"{heard}/audio", headers=headers)
        assert (answer.status_code, answer.headers.get("content-range")) == (status, content_range), asked
        if content is None:
            assert answer.json()["code"] == "range_not_satisfiable"
            continue
        assert answer.content == content, asked
        assert answer.headers["content-type"] == "audio/flac"
        assert answer.headers["accept-ranges"] == "bytes"
        assert answer.headers["cache-control"].startswith("private")
        head = await bob.head(f"{heard}/audio", headers=headers)
        assert (head.status_code, head.content) == (status, b"")
        assert head.headers["content-length"] == str(len(content))


async def test_a_recording_in_parts_is_handed_out_as_one(house: Any, bob: httpx.AsyncClient, heard: str) -> None:
    key = f"{heard.removeprefix('/')}/recording"
    house.objects.delete_under(heard.removeprefix("/") + "/", lambda path: path == key)
    for name, piece in (("a", b"012"), ("b", b"3"), ("c", b"456789")):
        house.objects.create(f"{key}.parts/{name}", piece)
    write_list(house.objects, key, [Part("a", 3), Part("b", 1), Part("c", 6)])
    for asked, status, content, content_range in RANGES:
        answer = await bob.get(f"{heard}/recording", headers={"Range": asked} if asked else {})
        assert (answer.status_code, answer.headers.get("content-range")) == (status, content_range), asked
        assert content is None or answer.content == content, asked
    assert (await bob.delete(heard)).status_code == 204
    assert house.traces() == []


async def test_what_the_browser_has_is_not_sent_again(bob: httpx.AsyncClient, heard: str) -> None:
    tag = (await bob.get(f"{heard}/audio")).headers["etag"]
    assert (await bob.get(f"{heard}/audio", headers={"If-None-Match": f'"x", {tag}'})).status_code == 304
    part = {"Range": "bytes=0-0"}
    assert (await bob.get(f"{heard}/audio", headers={**part, "If-Range": tag})).status_code == 206
    assert (await bob.get(f"{heard}/audio", headers={**part, "If-Range": '"stale"'})).content == b"0123456789"


async def test_the_waveform_is_told(bob: httpx.AsyncClient, heard: str) -> None:
    assert (await bob.get(f"{heard}/peaks")).json() == {"per_second": 10, "peaks": [0, 255]}


@pytest.mark.parametrize("status", [Status.FAILED, Status.CANCELLED])
async def test_sound_and_recording_outlive_a_run_that_came_to_nothing(
    house: Any, bob: httpx.AsyncClient, heard: str, status: Status
) -> None:
    async with house.database.session() as session:
        lease = await leases.claim(session, "worker", list(Lane), 30, 3)
        assert lease is not None
        await leases.finish(session, lease, status, error=ScribeError("out_of_memory"))
    assert (await bob.get(heard)).json()["status"] == status
    for path, start in (("audio", b"0123"), ("peaks", b'{"per'), ("recording", b"RIFF")):
        answer = await bob.get(f"{heard}/{path}")
        assert (answer.status_code, answer.content[: len(start)]) == (200, start)


async def test_a_file_that_vanished_is_the_servers_fault(house: Any, bob: httpx.AsyncClient, heard: str) -> None:
    house.objects.delete_under(heard.removeprefix("/") + "/")
    answer = await bob.get(f"{heard}/audio")
    assert (answer.status_code, answer.json()["code"]) == (500, "object_missing")


@pytest.mark.parametrize("name", ["été 2026 “CSE”.wav", 'a"; filename=evil.exe; x=".wav', "100%.wav"])
async def test_the_recording_is_saved_under_its_name(bob: httpx.AsyncClient, upload: Any, name: str) -> None:
    meeting = await upload(bob, filename=name)
    answer = await bob.get(f"/meetings/{meeting['id']}/recording")
    line = answer.headers["content-disposition"]
    assert line.startswith('attachment; filename="')
    assert line.count('"') == 2
    assert line.count(";") == 2
    assert line.encode("ascii")
    assert answer.headers["x-content-type-options"] == "nosniff"


def _packed(value: str) -> str:
    return base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("sort", "cursor"),
    [
        ("title", _packed("[" * 1400)),
        ("title", "A" * 5000),
        ("title", _packed('["title","\\ud800","x"]')),
        ("duration", _packed('["duration",18446744073709551616,"x"]')),
        ("duration", _packed('["duration",true,"x"]')),
        ("duration", _packed('["duration",NaN,"x"]')),
        ("created_at", _packed('["created_at","0001-01-01T00:00:00+14:00","x"]')),
    ],
)
async def test_a_cursor_nobody_wrote_is_refused(bob: httpx.AsyncClient, sort: str, cursor: str) -> None:
    answer = await bob.get("/meetings", params={"sort": sort, "cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")


async def test_a_date_out_of_our_times_and_a_revision_beyond_counting_are_refused(
    house: Any, bob: httpx.AsyncClient
) -> None:
    meeting = await add(house, await owner(bob), "CSE")
    for held_at in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        assert (await bob.patch(f"/meetings/{meeting}", json={"held_at": held_at})).status_code == 422
    for place in ("transcript", "export"):
        parameters = {"revision": "9999999999999999999", "format": "txt"}
        assert (await bob.get(f"/meetings/{meeting}/{place}", params=parameters)).status_code == 422
