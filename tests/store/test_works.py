"""Pieces of work: one row each, and the sums of what they took."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.store import works
from app.store.records import UsageRecord, WorkRecord
from tests.store.samples import NOW, begin, keep, later, new_id, say


@pytest.fixture
async def begun(database):
    return await begin(database)


async def turn(database, begun):
    async with database.write() as store:
        said = await say(store, await store.lock(begun.canvas), begun.anna)
    return said.id


def work(begun, turn, **more):
    made = {"turn": turn, "canvas": begun.canvas, "at": NOW, "facilitator": "big", "prompt": "listen"}
    return WorkRecord(**{**made, **more})


async def add(database, *made):
    async with database.write() as store:
        for each in made:
            await store.add_work(each)


async def spent(database, canvas, since=NOW):
    async with database.read() as store:
        return await store.spent(canvas, since=since)


async def test_every_field_comes_back_in_order(database, begun):
    id = await turn(database, begun)
    listen = work(begun, id, prompt_hash="h", calls=2, tokens_in=4000, cached=3000, tokens_out=200)
    listen = replace(listen, cost=0.002, first_token=312.5, milliseconds=812.25, outcome="failed")
    review = work(begun, id, at=later(2), facilitator="builtin", prompt="")
    await add(database, listen)
    await add(database, review, listen)
    other = await turn(database, begun)
    await add(database, work(begun, other))
    async with database.read() as store:
        found = await store.works_of(id)
        assert [each.number for each in await store.works_of(other)] == [1]
        assert await store.works_of(new_id()) == []
    assert found == [replace(listen, number=1), replace(review, number=2), replace(listen, number=3)]


async def test_a_turn_and_its_work_in_one_transaction(database, begun):
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        said = await say(store, before, begun.anna)
        await keep(store, before, begun.anna)
        await store.add_work(work(begun, said.id, cost=1.0))
        assert (await store.spent(begun.canvas, since=NOW)) == (1.0, 1.0)
        assert len(await store.works_of(said.id)) == 1


async def test_work_of_an_unknown_turn_stores_nothing(database, begun):
    id = await turn(database, begun)
    with pytest.raises(IntegrityError):
        await add(database, work(begun, id), work(begun, new_id()))
    async with database.read() as store:
        assert await store.works_of(id) == []


async def test_spent_before_anything_was(database, begun):
    assert await spent(database, begun.canvas) == (0.0, 0.0)
    await add(database, work(begun, await turn(database, begun)))
    assert await spent(database, begun.canvas) == (0.0, 0.0)


async def test_spent_by_a_canvas_and_by_all_since_the_edge_of_a_day(database, begun):
    other = await begin(database)
    mine, theirs = await turn(database, begun), await turn(database, other)
    just_before, midnight = later(-0.000001), NOW
    await add(
        database,
        work(begun, mine, at=just_before, cost=0.5),
        work(begun, mine, at=midnight, cost=0.25),
        work(other, theirs, at=just_before, cost=4.0),
        work(other, theirs, at=later(60), cost=2.0),
        work(other, theirs, at=later(61), cost=0.0),
    )
    assert await spent(database, begun.canvas, since=midnight) == (0.75, 2.25)
    assert await spent(database, other.canvas, since=midnight) == (6.0, 2.25)
    assert await spent(database, other.canvas, since=later(61)) == (6.0, 0.0)
    assert await spent(database, new_id(), since=just_before) == (0.0, 6.75)


async def test_spent_reads_indexes_only(database, begun):
    """Else a limit would cost more with every turn that was ever made."""

    def plan(connection):
        sqlite = connection.dialect.name == "sqlite"
        for other_way in () if sqlite else ("seqscan", "bitmapscan"):  # on so small a table they would win
            connection.execute(text(f"SET LOCAL enable_{other_way} = off"))
        query = works._SPENT.compile()
        given = {**query.params, "of": begun.canvas, "since": NOW}
        return str(connection.execute(text(f"EXPLAIN {'QUERY PLAN' if sqlite else ''} {query}"), given).all())

    async with database.engine.transaction(write=True) as transaction:
        shown = await transaction.run(plan)
    assert re.search("(?i)(covering index|index only scan using) ix_work_canvas_id_cost", shown), shown
    assert re.search("(?i)(covering index|index only scan using) ix_work_at_cost", shown), shown


async def test_usage_is_summed_by_facilitator_and_prompt(database, begun):
    other = await begin(database)
    first, second = await turn(database, begun), await turn(database, begun)
    await add(
        database,
        work(begun, first, calls=1, tokens_in=100, cached=10, tokens_out=5, cost=0.5, first_token=300.0),
        work(begun, first, prompt="review", calls=1, tokens_in=7, first_token=50.0, outcome="stopped"),
        work(begun, second, calls=3, tokens_in=200, cached=20, tokens_out=6, cost=0.25, outcome="failed"),
        work(begun, second, facilitator="builtin", prompt=""),
        work(begun, second, calls=1, cost=0.125, first_token=200.0),
        work(other, await turn(database, other), calls=9),
    )
    async with database.read() as store:
        found = {(each.facilitator, each.prompt): each for each in await store.usage(begun.canvas)}
        assert await store.usage(new_id()) == []
    assert found == {
        ("big", "listen"): UsageRecord("big", "listen", 3, 1, 0, 5, 300, 30, 11, 0.875, (200.0, 300.0)),
        ("big", "review"): UsageRecord("big", "review", 1, 0, 1, 1, 7, 0, 0, 0.0, (50.0,)),
        ("builtin", ""): UsageRecord("builtin", "", 1, 0, 0, 0, 0, 0, 0, 0.0),
    }
