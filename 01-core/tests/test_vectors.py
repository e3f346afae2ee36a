"""The index of vectors, in a folder and on a Qdrant server's stand-in: found is one's own alone, and deleted is gone everywhere."""

import asyncio
import math
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from servers.process import free_port
from servers.qdrant import DISK_FULL, Qdrant

from scribe_core.database.base import new_id
from scribe_core.errors import ScribeError
from scribe_core.stores.vectors import AT_ONCE, Passage, Space, Vectors, open_vectors

SPACE = Space("e5-small", "q4", 3)
OTHER = Space("e5-base", "1", 2)
CLAIRE, PAUL = new_id(), new_id()
BUDGET, BOARD = new_id(), new_id()

Opened = Callable[..., Vectors]


def passage(owner_id: str, meeting_id: str, *vector: float, reference: str = "r1/0") -> Passage:
    return Passage(new_id(), owner_id, meeting_id, reference, vector)


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    """Opens indexes that are closed when the test ends."""
    every: list[Vectors] = []

    def open_one(url: str, key: str = "", **more: int) -> Vectors:
        every.append(open_vectors(url, key, **more))
        return every[-1]

    yield open_one
    for one in every:
        await one.close()


async def code_of(failing: "asyncio.Future[object] | object") -> str:
    """The code of what an awaited call raises."""
    with pytest.raises(ScribeError) as raised:
        await failing  # type: ignore[misc]
    return raised.value.code


async def test_the_nearest_comes_first_with_where_it_stands(vectors: Vectors) -> None:
    assert await vectors.ensure(SPACE)
    near = passage(CLAIRE, BUDGET, 0.0, 2.0, 0.0, reference="revision/7")
    await vectors.put(SPACE, [passage(CLAIRE, BOARD, 1, 1, 0), near, passage(CLAIRE, BOARD, 0, 0, 1)])
    found = await vectors.nearest(SPACE, [0, 1, 0], owner_id=CLAIRE, most=2)
    assert (found[0].id, found[0].meeting_id, found[0].reference) == (near.id, BUDGET, "revision/7")
    assert [one.likeness for one in found] == pytest.approx([1.0, math.sqrt(0.5)], abs=1e-5)


async def test_nobody_elses_passages_are_found_however_near_they_are(vectors: Vectors) -> None:
    await vectors.ensure(SPACE)
    await vectors.put(SPACE, [passage(PAUL, BUDGET, 0, 1, 0) for _ in range(50)])
    mine = passage(CLAIRE, BOARD, 1, 0, 0)
    await vectors.put(SPACE, [mine])
    assert [one.id for one in await vectors.nearest(SPACE, [0, 1, 0], owner_id=CLAIRE, most=10)] == [mine.id]
    for stranger in ("", new_id()):
        assert await vectors.nearest(SPACE, [0, 1, 0], owner_id=stranger, most=10) == []
    assert await vectors.nearest(SPACE, [0, 1, 0], owner_id=CLAIRE, meeting_ids=[BUDGET], most=10) == []


async def test_one_meeting_can_be_searched_alone(vectors: Vectors) -> None:
    await vectors.ensure(SPACE)
    await vectors.put(SPACE, [passage(CLAIRE, BUDGET, 0, 1, 0), passage(CLAIRE, BOARD, 0, 1, 0)])
    found = await vectors.nearest(SPACE, [0, 1, 0], owner_id=CLAIRE, meeting_ids=[BOARD], most=10)
    assert [one.meeting_id for one in found] == [BOARD]


async def test_some_meetings_can_be_searched_together(vectors: Vectors) -> None:
    await vectors.ensure(SPACE)
    third = new_id()
    await vectors.put(SPACE, [passage(CLAIRE, one, 0, 1, 0) for one in (BUDGET, BOARD, third)])
    found = await vectors.nearest(SPACE, [0, 1, 0], owner_id=CLAIRE, meeting_ids=[BOARD, third, new_id()], most=10)
    assert {one.meeting_id for one in found} == {BOARD, third}
    assert await vectors.nearest(SPACE, [0, 1, 0], owner_id=CLAIRE, meeting_ids=[], most=10) == []


async def test_a_passage_that_is_forgotten_is_found_no_more(vectors: Vectors) -> None:
    await vectors.ensure(SPACE)
    kept, *gone = (passage(CLAIRE, BUDGET, 0, 1, 0) for _ in range(3))
    await vectors.put(SPACE, [kept, *gone])
    await vectors.forget(SPACE, [one.id for one in gone] + [new_id()])
    assert [one.id for one in await vectors.nearest(SPACE, [0, 1, 0], owner_id=CLAIRE, most=10)] == [kept.id]
    assert await vectors.count(SPACE) == 1


async def test_what_is_put_again_takes_its_own_place(vectors: Vectors) -> None:
    await vectors.ensure(SPACE)
    first = passage(CLAIRE, BUDGET, 1, 0, 0, reference="before")
    await vectors.put(SPACE, [first])
    await vectors.put(SPACE, [Passage(first.id, CLAIRE, BUDGET, "after", [0, 1, 0])])
    (found,) = await vectors.nearest(SPACE, [0, 1, 0], owner_id=CLAIRE, most=10)
    assert found.reference == "after"
    assert found.likeness == pytest.approx(1.0)
    assert await vectors.count(SPACE) == 1


async def test_a_long_meeting_goes_in_whole_and_nothing_is_nothing(vectors: Vectors) -> None:
    await vectors.ensure(SPACE)
    await vectors.put(SPACE, [])
    assert await vectors.count(SPACE) == 0
    await vectors.put(SPACE, [passage(CLAIRE, BUDGET, 1, number, 0) for number in range(2 * AT_ONCE + 1)])
    assert await vectors.count(SPACE) == 2 * AT_ONCE + 1


async def test_what_is_forgotten_is_gone_whatever_model_it_was_indexed_with(vectors: Vectors) -> None:
    for space, vector in ((SPACE, (1.0, 0.0, 0.0)), (OTHER, (1.0, 0.0))):
        await vectors.ensure(space)
        owned = [(CLAIRE, BUDGET), (CLAIRE, BOARD), (PAUL, new_id())]
        await vectors.put(space, [passage(*whose, *vector) for whose in owned])
    await vectors.forget_meeting(BUDGET)
    assert (await vectors.count(SPACE), await vectors.count(OTHER)) == (2, 2)
    assert [one.meeting_id for one in await vectors.nearest(SPACE, [1, 0, 0], owner_id=CLAIRE, most=9)] == [BOARD]
    await vectors.forget_owner(CLAIRE)
    assert (await vectors.count(SPACE), await vectors.count(OTHER)) == (1, 1)
    assert await vectors.nearest(OTHER, [1, 0], owner_id=CLAIRE, most=9) == []
    await vectors.forget_meeting(new_id())
    assert await vectors.count(SPACE) == 1


async def test_a_collection_is_made_once_and_keeps_what_is_in_it(vectors: Vectors) -> None:
    assert await vectors.ensure(SPACE) is True
    await vectors.put(SPACE, [passage(CLAIRE, BUDGET, 1, 0, 0)])
    assert await vectors.ensure(SPACE) is False
    assert await vectors.count(SPACE) == 1


async def test_another_model_is_built_beside_the_old_one_which_then_goes(vectors: Vectors) -> None:
    await vectors.ensure(SPACE)
    await vectors.put(SPACE, [passage(CLAIRE, BUDGET, 1, 0, 0)])
    assert await vectors.ensure(OTHER) is True
    assert (await vectors.count(SPACE), await vectors.count(OTHER)) == (1, 0)
    await vectors.drop(keep=OTHER)
    assert await code_of(vectors.count(SPACE)) == "vectors_missing"
    assert await vectors.count(OTHER) == 0
    await vectors.drop()
    assert await code_of(vectors.nearest(OTHER, [1, 0], owner_id=CLAIRE, most=1)) == "vectors_missing"
    await vectors.forget_owner(CLAIRE)


async def test_vectors_that_do_not_fit_are_refused_and_change_nothing(vectors: Vectors) -> None:
    await vectors.ensure(SPACE)
    for vector in ([1.0, 0.0], [1.0, 0.0, math.nan], [math.inf, 0.0, 0.0]):
        assert await code_of(vectors.put(SPACE, [passage(CLAIRE, BUDGET, *vector)])) == "vectors_unfit"
        assert await code_of(vectors.nearest(SPACE, vector, owner_id=CLAIRE, most=1)) == "vectors_unfit"
    assert await vectors.count(SPACE) == 0
    # The same model with vectors of another length: somebody changed it and not its version.
    with pytest.raises(ScribeError, match=r"\(4 where 3 numbers belong\)"):
        await vectors.ensure(Space(SPACE.model, SPACE.version, 4))
    assert await vectors.count(SPACE) == 0


async def test_many_at_once(vectors: Vectors) -> None:
    await vectors.ensure(SPACE)

    async def work(number: int) -> None:
        owner = new_id()
        await vectors.put(SPACE, [passage(owner, BUDGET, 1, number, 0)])
        assert len(await vectors.nearest(SPACE, [1, 0, 0], owner_id=owner, most=9)) == 1

    await asyncio.gather(*map(work, range(30)))
    assert await vectors.count(SPACE) == 30


@pytest.mark.parametrize("name", ["", "../secrets", "e5/small", "e5 small", "x" * 81, "e5~"])
def test_a_name_that_could_lead_elsewhere_is_none(name: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        Space(name, "1", 3)
    with pytest.raises(ValueError, match="letters"):
        Space("e5", name, 3)


# -- in a folder


async def test_opening_a_folder_makes_nothing(tmp_path: Path, opened: Opened) -> None:
    vectors = opened(f"file://{tmp_path / 'index'}")
    await vectors.check()
    assert await code_of(vectors.count(SPACE)) == "vectors_missing"
    assert list(tmp_path.iterdir()) == []


async def test_one_process_alone_has_the_folder(tmp_path: Path, opened: Opened) -> None:
    url = f"file://{tmp_path}"
    first, second = opened(url), opened(url)
    await first.ensure(SPACE)
    await second.check()
    for refused in (second.ensure(SPACE), second.count(SPACE), second.forget_owner(CLAIRE), second.drop()):
        assert await code_of(refused) == "vectors_taken"
    await second.close()
    await first.close()
    assert await second.count(SPACE) == 0


KILLED = """
import asyncio, os, sys
from scribe_core.stores.vectors import Passage, Space, open_vectors

async def main():
    vectors, space = open_vectors(sys.argv[1]), Space("e5-small", "q4", 3)
    await vectors.ensure(space)
    for number in range(20):
        await vectors.put(space, [Passage(f"{number:032x}", "a", "b", str(number), [1.0, 0.0, 0.0])])
    os.kill(os.getpid(), 9)

asyncio.run(main())
"""


async def test_what_was_put_outlives_a_kill(tmp_path: Path, opened: Opened) -> None:
    url = f"file://{tmp_path}"
    killed = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", KILLED, url], check=False)
    assert killed.returncode == -9
    vectors = opened(url)
    assert await vectors.count(SPACE) == 20
    found = await vectors.nearest(SPACE, [1, 0, 0], owner_id="a", most=99)
    assert {one.reference for one in found} == {str(number) for number in range(20)}


async def test_tidying_up_at_the_next_start_keeps_the_others(tmp_path: Path, opened: Opened) -> None:
    url = f"file://{tmp_path}"
    before = opened(url)
    await before.ensure(SPACE)
    await before.put(SPACE, [passage(PAUL, BUDGET, 1, number, 0) for number in range(1500)])
    await before.put(SPACE, [passage(CLAIRE, BOARD, 1, 0, 0, reference=str(number)) for number in range(300)])
    await before.forget_meeting(BUDGET)
    await before.close()
    vectors = opened(url)
    assert await vectors.ensure(SPACE) is False
    assert await vectors.count(SPACE) == 300
    found = await vectors.nearest(SPACE, [1, 0, 0], owner_id=CLAIRE, most=999)
    assert {one.reference for one in found} == {str(number) for number in range(300)}
    await vectors.put(SPACE, [passage(CLAIRE, BOARD, 0, 1, 0, reference="new")])
    (nearest,) = await vectors.nearest(SPACE, [0, 1, 0], owner_id=CLAIRE, most=1)
    assert nearest.reference == "new"
    await vectors.forget_owner(CLAIRE)
    assert await vectors.count(SPACE) == 0


async def test_what_was_half_made_or_half_deleted_is_swept(tmp_path: Path, opened: Opened) -> None:
    vectors = opened(f"file://{tmp_path}")
    for name in (SPACE.collection, OTHER.collection):
        (tmp_path / f"{name}~" / "segments").mkdir(parents=True)
    assert await vectors.ensure(SPACE) is True
    assert [folder.name for folder in tmp_path.iterdir()] == [SPACE.collection]


async def test_a_damaged_index_says_so_and_can_be_built_again(tmp_path: Path, opened: Opened) -> None:
    url = f"file://{tmp_path}"
    before = opened(url)
    await before.ensure(SPACE)
    await before.close()
    (tmp_path / SPACE.collection / "edge_config.json").write_text("{")
    shutil.rmtree(tmp_path / SPACE.collection / "segments")
    vectors = opened(url)
    assert await code_of(vectors.count(SPACE)) == "vectors_failing"
    await vectors.drop()
    assert await vectors.ensure(SPACE) is True


async def test_nothing_is_written_to_a_disk_that_is_nearly_full(tmp_path: Path, opened: Opened) -> None:
    url = f"file://{tmp_path}"
    roomy = opened(url)
    await roomy.ensure(SPACE)
    await roomy.put(SPACE, [passage(CLAIRE, BUDGET, 1, 0, 0)])
    await roomy.close()
    vectors = opened(url, least_free=2**62)
    for refused in (vectors.check(), vectors.put(SPACE, [passage(CLAIRE, BUDGET, 1, 0, 0)]), vectors.ensure(OTHER)):
        assert await code_of(refused) == "vectors_full"


# -- on a server


async def test_a_server_that_is_away_a_wrong_key_a_full_disk_and_something_else_have_their_sentences(
    qdrant: Qdrant, opened: Opened
) -> None:
    vectors = opened(qdrant.url, qdrant.key)
    await vectors.ensure(SPACE)
    await vectors.check()
    assert await code_of(opened(f"http://127.0.0.1:{free_port()}").check()) == "vectors_unavailable"
    for key in ("", "guessed"):
        stranger = opened(qdrant.url, key)
        assert await code_of(stranger.check()) == "vectors_refused"
        assert await code_of(stranger.nearest(SPACE, [1, 0, 0], owner_id=CLAIRE, most=1)) == "vectors_refused"
    for refusal, code in (
        ((500, DISK_FULL), "vectors_full"),
        ((507, "full"), "vectors_full"),
        ((500, {"status": {"error": "Service internal error: panicked"}}), "vectors_failing"),
        ((429, "slowly"), "vectors_unavailable"),
        ((503, "starting"), "vectors_unavailable"),
        ((301, "elsewhere"), "vectors_failing"),
        ((200, "<html>a router</html>"), "vectors_failing"),
        ((200, ["a list"]), "vectors_failing"),
        ((403, "Forbidden"), "vectors_refused"),
    ):
        qdrant.refusal = refusal
        assert await code_of(vectors.put(SPACE, [passage(CLAIRE, BUDGET, 1, 0, 0)])) == code
    qdrant.refusal = (404, "nothing of that name")
    assert await code_of(vectors.check()) == "vectors_failing", "another server's address, not an index to be built"
    qdrant.refusal = None
    assert await vectors.count(SPACE) == 0


async def test_a_server_that_was_started_again_is_found_again(qdrant: Qdrant, opened: Opened) -> None:
    vectors = opened(qdrant.url, qdrant.key)
    await vectors.ensure(SPACE)
    qdrant.stop()
    assert await code_of(vectors.count(SPACE)) == "vectors_unavailable"
    qdrant.start()
    assert await vectors.count(SPACE) == 0
    qdrant.stop()
    qdrant.start()
    assert await vectors.nearest(SPACE, [1, 0, 0], owner_id=CLAIRE, most=1) == []


async def test_two_processes_that_begin_at_once_make_one_collection(qdrant: Qdrant, opened: Opened) -> None:
    made = await asyncio.gather(*(opened(qdrant.url, qdrant.key).ensure(SPACE) for _ in range(5)))
    assert sorted(made) == [False] * 4 + [True]


async def test_every_write_is_waited_for_and_the_owner_is_indexed(qdrant: Qdrant, opened: Opened) -> None:
    vectors = opened(qdrant.url + "/", qdrant.key)
    await vectors.ensure(SPACE)
    await vectors.put(SPACE, [passage(CLAIRE, BUDGET, 1, 0, 0)])
    await vectors.forget_meeting(BUDGET)
    place = f"/collections/{SPACE.collection}"
    assert qdrant.asked == [
        "GET /collections", f"PUT {place}", f"GET {place}", f"PUT {place}/index?wait=true", f"PUT {place}/index?wait=true",
        f"PUT {place}/points?wait=true", "GET /collections", f"POST {place}/points/delete?wait=true",
    ]  # fmt: skip


async def test_what_others_keep_on_the_server_is_not_touched(qdrant: Qdrant, opened: Opened) -> None:
    qdrant.answer("PUT", "/collections/theirs", qdrant.key, b'{"vectors": {"size": 2, "distance": "Dot"}}')
    vectors = opened(qdrant.url, qdrant.key)
    await vectors.ensure(SPACE)
    await vectors.forget_owner(CLAIRE)
    await vectors.drop()
    assert not [asked for asked in qdrant.asked if "theirs" in asked][1:]
    assert qdrant.answer("GET", "/collections/theirs", qdrant.key, b"")[0] == 200


def test_the_stand_in_refuses_what_the_server_would(qdrant: Qdrant) -> None:
    make = b'{"vectors": {"size": 2, "distance": "Cosine"}, "metric": "Cosine"}'
    assert qdrant.answer("PUT", "/collections/one", qdrant.key, make)[0] == 400
    assert qdrant.answer("POST", "/collections/one/points/count", qdrant.key, b'{"exact": true}')[0] == 404
