"""Tags: given, taken, renamed and counted; one's own only, and the same in any case."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from scribe_core.database import listing, tags, trash
from scribe_core.database.engine import Database
from scribe_core.errors import ScribeError

Home = tuple[str, list[str]]


@pytest.fixture
async def home(database: Database, house: Any) -> Home:
    """Somebody with four meetings: two with CSE, of which one with Budget; and another with tags of the same names."""
    async with database.session() as session:
        owner, other = await house.user(session), await house.user(session, "marc@example.org")
        ids = [(await house.meeting(session, owner, f"Réunion {n}")).id for n in range(4)]
        theirs = (await house.meeting(session, other)).id
        await tags.change(session, owner, ids[:2], add=["CSE"], remove=[])
        await tags.change(session, owner, ids[:1], add=["Budget"], remove=[])
        await tags.change(session, other, [theirs], add=["cse"], remove=[])
    return str(owner), ids


async def of(database: Database, ids: list[str]) -> list[list[str]]:
    async with database.reading() as session:
        found = await tags.of_meetings(session, ids)
    return [list(found.get(one, [])) for one in ids]


async def test_meetings_are_found_by_their_tag_in_any_case(database: Database, home: Home) -> None:
    owner, ids = home
    async with database.reading() as session:
        for tag, count in (("CSE", 2), ("cse", 2), ("budget", 1), ("cs", 0), ("%", 0)):
            assert (await listing.page(session, owner, tag=tag)).total == count, tag
        found = await listing.page(session, owner, tag="cse", text="réunion 1")
        assert [row.id for row, _ in found.items] == [ids[1]]
        assert await tags.everyones(session, owner) == [("Budget", 1), ("CSE", 2)]


async def test_a_tag_is_spelt_as_it_is_already_and_given_once(database: Database, home: Home) -> None:
    owner, ids = home
    async with database.session() as session:
        changed = await tags.change(session, owner, [ids[2], ids[0], "f" * 32], add=["cse", "CSE"], remove=["BUDGET"])
        assert set(changed) == {ids[0], ids[2]}
        assert await tags.change(session, owner, ids[:3], add=["Cse"], remove=["nichts"]) == []
    assert await of(database, ids) == [["CSE"], ["CSE"], ["CSE"], []]


async def test_the_trash_is_not_counted(database: Database, home: Home) -> None:
    owner, ids = home
    async with database.session() as session:
        await trash.put(session, owner, ids[:1])
        assert await tags.everyones(session, owner) == [("CSE", 1)]
        assert (await listing.page(session, owner, tag="CSE")).total == 1
        await trash.take_back(session, owner, ids[:1])
        assert await tags.everyones(session, owner) == [("Budget", 1), ("CSE", 2)]


async def test_a_tag_is_renamed_everywhere_and_two_of_one_name_become_one(database: Database, home: Home) -> None:
    owner, ids = home
    async with database.session() as session:
        await tags.rename(session, owner, "cse", "Comité social")
        assert await tags.everyones(session, owner) == [("Budget", 1), ("Comité social", 2)]
        await tags.rename(session, owner, "Comité social", "COMITÉ SOCIAL")
        await tags.rename(session, owner, "budget", "comité social")
        assert await tags.everyones(session, owner) == [("comité social", 2)]
        with pytest.raises(ScribeError, match="tag"):
            await tags.rename(session, owner, "Budget", "x")
    assert await of(database, ids) == [["comité social"], ["comité social"], [], []]


async def test_a_tag_is_removed_from_my_meetings_and_from_nobody_elses(database: Database, home: Home) -> None:
    owner, ids = home
    async with database.session() as session:
        await tags.remove(session, owner, "CSE")
        other = await session.scalar(select(tags.Tag.owner_id).where(tags.Tag.name == "cse"))
        assert await tags.everyones(session, str(other)) == [("cse", 1)]
        for act in (tags.remove(session, owner, "CSE"), tags.rename(session, owner, "cse", "x")):
            with pytest.raises(ScribeError):
                await act
    assert await of(database, ids) == [["Budget"], [], [], []]


async def test_two_who_give_the_same_tag_at_once_give_it_once(database: Database, home: Home) -> None:
    owner, ids = home

    async def give() -> list[str]:
        async with database.session() as session:
            return list(await tags.change(session, owner, ids, add=["Paris"], remove=[]))

    given = await asyncio.gather(*(give() for _ in range(4)))
    assert sorted(map(len, given)) == [0, 0, 0, 4]


async def test_a_meeting_has_so_many_tags_at_most(database: Database, home: Home) -> None:
    owner, ids = home
    with pytest.raises(ScribeError) as refused:
        async with database.session() as session:
            await tags.change(session, owner, ids[:1], add=[f"n{n}" for n in range(tags.MOST)], remove=[])
    assert refused.value.code == "tags_too_many"
    assert await of(database, ids[:1]) == [["Budget", "CSE"]]
