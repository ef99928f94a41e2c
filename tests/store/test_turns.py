"""Turns: their words, their keys, and who works on them."""

import asyncio
import datetime as dt

import pytest

from app.canvas.model import NonAnswer
from app.errors import Conflict
from app.interview.effects import EndTurn
from app.interview.moves import Skip
from app.store.database import Database
from app.store.records import TurnStatus
from tests.store.samples import NOW, begin, keep, later, say


@pytest.fixture
async def begun(database):
    return await begin(database)


async def add(database, begun, **more):
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        said = await say(store, before, begun.anna, **more)
        await keep(store, before, begun.anna)
    return await get(database, said.id)


async def get(database, id):
    async with database.read() as store:
        return await store.turn(id)


async def test_every_field_comes_back(database, begun):
    given = {
        "move": Skip("objectives", NonAnswer.DONT_KNOW, 3, "nobody knows", "Mette", dt.date(2027, 1, 1)),
        "box": "objectives",
        "text": "nobody knows",
        "status": TurnStatus.FAILED,
        "lease_owner": "me",
        "lease_until": later(3),
        "attempts": 2,
        "key": "k",
        "key_hash": "h",
        "ended_at": later(4),
    }
    stored = await add(database, begun, **given)
    assert (stored.number, stored.by, stored.speaker, stored.at) == (1, begun.anna, begun.anna, NOW)
    assert {name: getattr(stored, name) for name in given} == given


async def test_numbers_count_per_interview(database, begun):
    other = await begin(database)
    numbers = [(await add(database, each)).number for each in (begun, other, begun, begun, other)]
    assert numbers == [1, 1, 2, 3, 2]


async def test_words_come_in_order(database, begun):
    ids = [(await add(database, begun, text=f"{n}")).id for n in range(12)]
    async with database.read() as store:
        found = await store.words([*ids[::-1], "unknown"])
        assert await store.words([]) == {}
    assert [each.text for each in found.values()] == [f"{n}" for n in range(12)]
    assert list(found) == ids


# ---- keys


async def test_key_is_unique_in_an_interview(database, begun):
    stored = await add(database, begun, key="k", key_hash="h")
    with pytest.raises(Conflict):
        await add(database, begun, key="k", key_hash="other")
    other = await begin(database)
    await add(database, other, key="k")
    await add(database, begun)
    await add(database, begun)  # no key is not a key
    async with database.read() as store:
        assert await store.turn_by_key(begun.interview, "k") == stored
        assert await store.turn_by_key(begun.interview, "l") is None


async def test_repeats_at_once_store_one_turn(database, begun):
    async def move():
        async with database.write() as store:
            before = await store.lock_interview(begun.interview)
            known = await store.turn_by_key(begun.interview, "k")
            if known is None:
                known = await say(store, before, begun.anna, key="k")
                await keep(store, before, begun.anna)
            return known.id

    assert len(set(await asyncio.gather(*(move() for _ in range(15))))) == 1


# ---- leases


async def test_lease(database, begun):
    stored = await add(database, begun, status=TurnStatus.WAITING)
    async with database.write() as store:
        assert await store.lease(stored.id, "me", later(5))
        assert not await store.lease(stored.id, "you", later(9))
        assert await store.lease(stored.id, "me", later(6))
    found = await get(database, stored.id)
    assert (found.status, found.lease_owner, found.lease_until) == (TurnStatus.RUNNING, "me", later(6))


async def test_renewal(database, begun):
    stored = await add(database, begun, lease_owner="me", lease_until=later(1))
    async with database.write() as store:
        assert await store.renew_lease(stored.id, "me", later(7))
        assert not await store.renew_lease(stored.id, "you", later(9))
    assert (await get(database, stored.id)).lease_until == later(7)


async def test_what_is_over_is_held_by_nobody(database, begun):
    stored = await add(database, begun, status=TurnStatus.DONE, ended_at=NOW)
    async with database.write() as store:
        assert not await store.lease(stored.id, "me", later(5))
        assert not await store.renew_lease(stored.id, "me", later(5))
        assert not await store.claim(stored.id, "me", now=later(9), until=later(10))


async def test_torn_turns(database, begun):
    other = await begin(database)
    held = await add(database, begun, lease_owner="me", lease_until=later(10))
    over = await add(database, begun, lease_owner="me", lease_until=later(5))
    never = await add(database, other)
    await add(database, begun, status=TurnStatus.WAITING)
    await add(database, begun, status=TurnStatus.DONE)
    async with database.read() as store:
        assert {each.id for each in await store.torn(later(5))} == {over.id, never.id}
        assert await store.torn(later(5), interview=begun.interview) == [over]
        assert [each.id for each in await store.torn(later(99), interview=begun.interview)] == [held.id, over.id]
        assert len(await store.torn(later(99), limit=2)) == 2


async def test_claim_before_its_time(database, begun):
    stored = await add(database, begun, lease_owner="me", lease_until=later(5))
    async with database.write() as store:
        assert not await store.claim(stored.id, "you", now=later(4), until=later(9))
        assert await store.claim(stored.id, "you", now=later(5), until=later(9))
    found = await get(database, stored.id)
    assert (found.lease_owner, found.lease_until, found.attempts) == ("you", later(9), 1)


async def test_one_of_twenty_claims_it(database, begun):
    stored = await add(database, begun, lease_owner="dead", lease_until=NOW, attempts=1)

    async def claim(owner):
        async with database.write() as store:
            return await store.claim(stored.id, owner, now=later(1), until=later(9))

    won = await asyncio.gather(*(claim(f"racer {n}") for n in range(20)))
    assert sum(won) == 1
    found = await get(database, stored.id)
    assert (found.lease_owner, found.attempts) == (f"racer {won.index(True)}", 2)


async def test_claim_while_its_owner_ends_it(database, database_url, begun):
    """Who was only slow is not cut off: the claim waits for the append, and comes too late."""
    stored = await add(database, begun, lease_owner="slow", lease_until=NOW)
    other = await Database.open(database_url)

    async def claim():
        async with other.write() as store:
            won = await store.claim(stored.id, "eager", now=later(1), until=later(9))
            await store.lock_interview(begun.interview)
            return won

    async with database.write() as store:
        before = await store.lock_interview(begun.interview)
        claiming = asyncio.create_task(claim())
        await asyncio.sleep(0.05)
        await keep(store, before, begun.anna, EndTurn(stored.id))
    assert not await claiming
    await other.close()
