"""Nothing waits for ever, and strange words do no harm."""

import asyncio

import pytest
from sqlalchemy import insert

from app.errors import Conflict, Invalid, NotFound, Unavailable
from app.store.database import Database
from app.store.tables import METADATA, PERSON
from tests.databases import END_OTHERS
from tests.store.samples import NOW, begin, canvas, keep, new_id, say
from tests.store.test_database import ask


@pytest.fixture
async def hasty(database_url):
    """The same database, through another process's eyes, and in a hurry."""
    database = await Database.open(database_url, timeout=0.2)
    yield database
    await database.close()


async def test_lock_held_elsewhere(database, hasty):
    begun = await begin(database)
    async with database.write() as store:
        await store.lock(begun.canvas)
        with pytest.raises(Unavailable, match="for too long"):
            async with hasty.write() as other:
                await other.lock(begun.canvas)
    async with hasty.write() as other:
        await other.lock(begun.canvas)


async def test_lock_held_in_this_process(hasty):
    begun = await begin(hasty)
    async with hasty.write() as store:
        await store.lock(begun.canvas)
        with pytest.raises(Unavailable):
            async with hasty.write() as other:
                await other.lock(begun.canvas)


async def test_lock_of_an_interview(database, hasty):
    begun = await begin(database)
    async with database.write() as store:
        await store.lock_interview(begun.interview)
        with pytest.raises(Unavailable):
            async with hasty.write() as other:
                await other.lock(begun.canvas)


async def test_too_many_readers(hasty):
    entered, done = asyncio.Semaphore(0), asyncio.Event()

    async def read():
        async with hasty.read() as store:
            await store.people(["1"])
            entered.release()
            await done.wait()

    tasks = [asyncio.create_task(read()) for _ in range(30)]
    results = await asyncio.wait(tasks, timeout=0.6)
    done.set()
    assert {type(task.exception()) for task in results[0]} == {Unavailable}
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_statement_that_takes_too_long(postgres_url):
    database = await Database.open(postgres_url, timeout=1.0)
    with pytest.raises(Unavailable, match="did not answer"):
        await ask(database, "SELECT pg_sleep(9)")
    assert await ask(database, "SELECT 1") == 1
    await database.close()


async def test_server_that_went_away(postgres, postgres_url, migrated_postgres):
    """The first to notice is told to try again, and that works."""
    database = await Database.open(postgres_url)
    postgres.execute(END_OTHERS, name=migrated_postgres)
    await asyncio.sleep(0.1)
    with pytest.raises(Unavailable, match="broke"):
        await ask(database, "SELECT 1")
    assert await ask(database, "SELECT 1") == 1
    await database.close()


async def test_commit_that_fails(tmp_path):
    """A connection of which nobody knows how it stands is not used again."""
    database = await Database.open(f"sqlite:///{tmp_path}/x.db")

    def closed_behind_our_back(connection):
        connection.execute(insert(PERSON), {"id": "1", "name": "Anna"})
        connection.connection.dbapi_connection.close()

    with pytest.raises(Unavailable, match="broke"):
        async with database.engine.transaction(write=True) as transaction:
            await transaction.run(closed_behind_our_back)
    async with database.write() as store:
        assert await store.person("Anna", new_id="2") == "2"
    await database.close()


async def test_full_disk(tmp_path):
    database = await Database.open(f"sqlite:///{tmp_path}/x.db")
    pages = await ask(database, "PRAGMA page_count", write=True)
    await ask(database, f"PRAGMA max_page_count = {pages}", write=True)
    with pytest.raises(Unavailable, match="disk is full"):
        await begin(database)
    await database.close()


# ---- what people send


async def test_twice_the_same_id(database):
    begun = await begin(database)
    same = canvas()
    async with database.write() as store:
        await store.add_canvas(same, by=begun.anna, at=NOW)
    with pytest.raises(Conflict):
        async with database.write() as store:
            await store.add_canvas(same, by=begun.anna, at=NOW)


async def test_bugs_stay_bugs(database):
    with pytest.raises(Exception, match="(?i)foreign key"):
        async with database.write() as store:
            await store.add_canvas(canvas(), by="nobody", at=NOW)


@pytest.mark.parametrize("id", ["a\x00b", "\ud83d", "\U0001f600", "'; DROP TABLE person; --"])
async def test_strange_ids(database, id):
    async with database.read() as store:
        with pytest.raises((NotFound, Invalid)):
            await store.turn(id)


async def test_huge_numbers(database):
    begun = await begin(database)
    async with database.read() as store:
        for after in (2**31, 2**40, 2**70):
            try:
                assert await store.events(begun.interview, after=after) == []
            except Invalid:
                continue


async def test_words_that_cannot_be_stored(database):
    begun = await begin(database)
    async with database.read() as store:
        before = await store.snapshot(begun.canvas)
    with pytest.raises(Invalid, match="cannot be stored"):
        async with database.write() as store:
            await say(store, before, begun.anna, text="a\x00b")
    with pytest.raises(Invalid, match="cannot be stored"):
        async with database.write() as store:
            await store.person("A\x00", new_id=new_id())


async def test_every_character_that_can_be_stored(database):
    begun = await begin(database)
    words = "".join(map(chr, range(1, 0xD800, 7))) + "\U0001f600\u2028\ufeff"
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        said = await say(store, before, begun.anna, text=words)
        await keep(store, before, begun.anna)
    async with database.read() as store:
        assert (await store.turn(said.id)).text == words


def test_names_stand_in_one_table_only():
    """Everywhere else is the id, which the database checks."""
    assert [table.name for table in METADATA.sorted_tables if "name" in table.c] == ["person"]
    people = {
        key.parent.name for table in METADATA.sorted_tables for key in table.foreign_keys if key.column is PERSON.c.id
    }
    assert people == {"by", "speaker", "created_by", "started_by"}
