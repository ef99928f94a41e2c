"""What was read lately is not read again, unless it changed, wherever that happened."""

from dataclasses import replace

import pytest

from app.canvas.model import Header
from app.interview.effects import KeepAnswer
from app.store.database import Database
from app.store.snapshots import Snapshots
from tests.store.samples import NOW, answer, begin, keep


@pytest.fixture
async def other(database_url):
    """The same database in another process."""
    database = await Database.open(database_url)
    yield database
    await database.close()


async def snapshot(database, begun):
    async with database.read() as store:
        return await store.snapshot(begun.canvas)


async def test_read_once(database):
    begun = await begin(database)
    first = await snapshot(database, begun)
    assert await snapshot(database, begun) is first
    async with database.write() as store:
        assert await store.lock(begun.canvas) is first
        assert await store.lock_interview(begun.interview) is first


async def test_an_append_is_remembered(database):
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        await keep(store, before, begun.anna, KeepAnswer(answer(begun.anna)))
        kept = await store.lock(begun.canvas)
    assert await snapshot(database, begun) is kept


async def test_what_another_process_wrote_is_seen(database, other):
    begun = await begin(database)
    await snapshot(database, begun)
    async with other.write() as store:
        before = await store.lock(begun.canvas)
        await keep(store, before, begun.anna, KeepAnswer(answer(begun.anna, text="Elsewhere.")))
    assert (await snapshot(database, begun)).canvas.text("background") == "Elsewhere. Operators see it late."
    async with other.write() as store:
        await store.set_header(begun.canvas, Header("Renamed"), by=begun.anna, at=NOW)
    async with database.write() as store:
        assert (await store.lock(begun.canvas)).canvas.iteration.header == Header("Renamed")


async def test_what_was_rolled_back_is_forgotten(database, other):
    begun = await begin(database)
    before = await snapshot(database, begun)

    async def fail():
        async with database.write() as store:
            await keep(store, before, begun.anna, KeepAnswer(answer(begun.anna, text="Never.")))
            assert (await store.lock(begun.canvas)).canvas.text("background").startswith("Never.")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with other.write() as store:  # gets the version that was rolled back
        await keep(store, await store.lock(begun.canvas), begun.anna, KeepAnswer(answer(begun.anna, text="Once.")))
    assert (await snapshot(database, begun)).canvas.text("background").startswith("Once.")


async def test_uncommitted_reads_stay_inside(database, other):
    """Two snapshots of one version: the one that was not committed must not reach anybody."""
    begun = await begin(database)

    async def fail():
        async with database.write() as store:
            await store.set_header(begun.canvas, Header("Never"), by=begun.anna, at=NOW)
            assert (await store.snapshot(begun.canvas)).canvas.iteration.header == Header("Never")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with other.write() as store:
        await store.set_header(begun.canvas, Header("Once"), by=begun.anna, at=NOW)
    assert (await snapshot(database, begun)).canvas.iteration.header == Header("Once")


async def test_every_change_is_seen(database):
    begun = await begin(database)
    seen = [await snapshot(database, begun)]
    changes = (
        lambda store: store.set_header(begun.canvas, Header("x"), by=begun.anna, at=NOW),
        lambda store: store.set_deleted(begun.canvas, NOW),
        lambda store: store.set_deleted(begun.canvas, None),
        lambda store: store.add_iteration(begun.canvas, Header("y"), by=begun.anna, at=NOW),
        lambda store: store.add_interview(begun.canvas, replace(seen[0].talk, id="second")),
    )
    for change in changes:
        async with database.write() as store:
            await change(store)
        async with database.read() as store:
            seen.append(await store.snapshot(begun.canvas, deleted=True))
    assert [each.version for each in seen] == list(range(seen[0].version, seen[0].version + 6))
    assert seen[-1].interview_id == "second"


async def test_bounded(database):
    begun = await begin(database)
    one = await snapshot(database, begun)
    cache = Snapshots(room=2)
    a, b, c = (replace(one, canvas=replace(one.canvas, id=id), version=5) for id in "abc")
    cache.put(a)
    cache.put(b)
    assert cache.get("a", 5) is a
    cache.put(c)
    assert [cache.get(id, 5) for id in "abc"] == [a, None, c]


async def test_newer_ones_stay(database):
    begun = await begin(database)
    one = await snapshot(database, begun)
    cache = Snapshots()
    newer = replace(one, version=one.version + 1)
    cache.put(newer)
    cache.put(one)
    assert cache.get(begun.canvas, newer.version) is newer
    assert cache.get(begun.canvas, one.version) is None
