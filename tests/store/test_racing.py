"""Many writers, in this process and in others: no append is lost, no number is given twice or left out."""

import asyncio
import sys
import time
from pathlib import Path

import pytest

from app.interview.effects import Emit, EndTurn
from app.interview.events import Noticed
from app.store.database import Database
from tests.databases import QUICK
from tests.store.samples import begin, keep, new_id, say, with_box

ROOT = Path(__file__).parents[2]
WRITE = """
import asyncio, sys
from app.store.database import Database
from tests.store.test_racing import append

async def main():
    database = await Database.open(sys.argv[1])
    for number in range(10):
        await append(database, sys.argv[2], sys.argv[3], f"{sys.argv[4]}-{number}")
    await database.close()

asyncio.run(main())
"""


async def append(database, interview, person, name):
    """A turn in two halves, as people make them."""
    async with database.write() as store:
        before = await store.lock_interview(interview)
        said = await say(store, before, person, name, id=name)
        heard = (*before.talk.box("background").heard, name)
        await keep(store, before, person, Emit(Noticed("said", name)), talk=with_box(before, heard=heard), turn=said.id)
    async with database.write() as store:
        before = await store.lock_interview(interview)
        await keep(store, before, person, Emit(Noticed("done", name)), EndTurn(said.id), turn=said.id)


async def check(database, begun, names):
    async with database.read() as store:
        events = await store.events(begun.interview, limit=1000)
        snapshot = await store.snapshot(begun.canvas)
        turns = await store.words(names)
    assert [each.number for each in events] == list(range(1, 2 * len(names) + 1))
    assert sorted(each.event.text for each in events) == sorted([*names, *names])
    assert sorted(snapshot.talk.box("background").heard) == sorted(names)
    assert sorted(each.number for each in turns.values()) == list(range(1, len(names) + 1))
    assert {each.status.value for each in turns.values()} == {"done"}
    assert snapshot.size == sum(map(len, names))


async def test_fifty_writers(database, database_url):
    begun = await begin(database)
    other = await Database.open(database_url)
    names = [f"turn-{number}" for number in range(50)]
    await asyncio.gather(
        *(append((database, other)[n % 2], begun.interview, begun.anna, name) for n, name in enumerate(names))
    )
    await check(database, begun, names)
    await check(other, begun, names)
    await other.close()


@pytest.mark.parametrize("database_url", QUICK, indirect=True)
async def test_other_processes_write_too(database, database_url):
    begun = await begin(database)
    command = [sys.executable, "-c", WRITE, database_url, begun.interview, begun.anna]
    started = [await asyncio.create_subprocess_exec(*command, f"process-{n}", cwd=ROOT) for n in range(2)]
    own = [f"own-{number}" for number in range(20)]
    for name in own:
        await append(database, begun.interview, begun.anna, name)
        await asyncio.sleep(0.02)
    assert [await asyncio.wait_for(each.wait(), 60) for each in started] == [0, 0]
    await check(database, begun, [*own, *(f"process-{p}-{n}" for p in range(2) for n in range(10))])


async def test_first_come_first_served(tmp_path):
    """A writer waits for those before it and for nobody else."""
    database = await Database.open(f"sqlite:///{tmp_path}/x.db")
    order = []

    async def write(number):
        async with database.write() as store:
            order.append(number)
            await store.person(f"Person {number}", new_id=new_id())

    await asyncio.gather(*(write(number) for number in range(30)))
    assert order == list(range(30))
    await database.close()


async def test_readers_do_not_wait_for_a_writer(database):
    begun = await begin(database)
    async with database.write() as store:
        await store.lock(begun.canvas)
        began = time.monotonic()
        async with database.read() as other:
            await other.snapshot(begun.canvas)
        assert time.monotonic() - began < 1
