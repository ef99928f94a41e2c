"""One row a name, whoever adds it first."""

import asyncio

from app.store.database import Database
from tests.store.samples import begin, new_id


async def test_get_or_add(database):
    async with database.write() as store:
        assert await store.person("Anna", new_id="1") == "1"
        assert await store.person("Anna", new_id="2") == "1"
        assert await store.person("anna", new_id="3") == "3"
    async with database.read() as store:
        assert await store.people(["1", "3", "4"]) == {"1": "Anna", "3": "anna"}
        assert await store.people_named(["Anna", "Jonas"]) == {"Anna": "1"}
        assert await store.people([]) == {}


async def test_known_people_are_not_looked_up(database):
    begun = await begin(database)
    async with database.write() as store:
        await store.lock(begun.canvas)
        assert await store.person("Anna", new_id=new_id()) == begun.anna
        jonas = await store.person("Jonas", new_id="9")
    assert jonas == "9"


async def test_at_once(database, database_url):
    """Everybody gets the same id, in this process and in another."""
    other = await Database.open(database_url)

    async def add(number):
        async with (database, other)[number % 2].write() as store:
            return await store.person("Anna", new_id=f"{number}")

    assert len(set(await asyncio.gather(*(add(number) for number in range(20))))) == 1
    await other.close()
