"""Ends of turns, histories and people after an append."""

from dataclasses import replace

import pytest

from app.canvas.model import AnswerKind, Overview
from app.errors import Invalid
from app.interview.effects import (
    EndTurn,
    ExplainIt,
    KeepAnswer,
    KeepFindings,
    KeepOverview,
    SuggestIt,
)
from app.store.records import TurnStatus
from tests.store.samples import NOW, answer, begin, finding, keep, later, new_id, say
from tests.store.test_append import HELLO, agree


async def test_turns_that_end(database):
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        ids = [(await say(store, before, begun.anna, f"{n}")).id for n in range(4)]
        ends = [EndTurn(ids[0]), EndTurn(ids[1], "stopped"), EndTurn(ids[2], "failed")]
        await keep(store, before, begun.anna, *ends)
    async with database.read() as store:
        found = await store.words(ids)
    assert [each.status.value for each in found.values()] == ["done", "stopped", "failed", "running"]


async def test_the_first_end_holds(database):
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        said = await say(store, before, begun.anna)
        await keep(store, before, begun.anna, EndTurn(said.id, "stopped"))
        await keep(store, await store.lock(begun.canvas), begun.anna, EndTurn(said.id), at=later(9))
    async with database.read() as store:
        over = await store.turn(said.id)
    assert (over.status, over.ended_at) == (TurnStatus.STOPPED, NOW)


async def test_unknown_outcome_is_refused(database):
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        with pytest.raises(ValueError, match="lost"):
            await keep(store, before, begun.anna, EndTurn("t", "lost"))


async def test_work_is_not_for_the_store(database):
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        work = (ExplainIt("background", "t", None, ""), SuggestIt("background", "t", None))
        assert await keep(store, before, begun.anna, *work) == []


async def test_canvas_without_an_interview(database):
    begun = await begin(database)
    async with database.write() as store:
        await store.add_iteration(
            begun.canvas, (await store.lock(begun.canvas)).canvas.iteration.header, by=begun.anna, at=NOW
        )
        before = await store.lock(begun.canvas)
        await keep(store, before, begun.anna, KeepAnswer(answer(begun.anna, iteration=2)), KeepFindings((finding(),)))
        after = await store.lock(begun.canvas)
        assert (after.talk, after.canvas.number("background")) == (None, 1)
        with pytest.raises(ValueError, match="need an interview"):
            await keep(store, after, begun.anna, HELLO)


async def test_unstorable_words_store_nothing(database):
    begun = await begin(database)

    async def write():
        async with database.write() as store:
            before = await store.lock(begun.canvas)
            await keep(store, before, begun.anna, HELLO, KeepAnswer(answer(begun.anna, text="half \ud83d")))

    with pytest.raises(Invalid, match="cannot be stored"):
        await write()
    async with database.read() as store:
        assert await store.events(begun.interview) == []


# ---- history


async def test_history(database):
    begun = await begin(database)
    given = [answer(begun.anna, number=number, text=f"Text {number}.") for number in (1, 2, 3)]
    given[1] = replace(given[1], kind=AnswerKind.CLEARED, sentences=(), built_on={}, open_findings=(), turn=None)
    other = answer(begun.anna, box="objectives")
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        await keep(store, before, begun.anna, *map(KeepAnswer, [*given, other]))
    async with database.read() as store:
        assert (await store.snapshot(begun.canvas)).canvas.answers == {"background": given[2], "objectives": other}
        assert await store.history(begun.canvas, "background") == given
        assert await store.history(begun.canvas, "background", after=("background", 1), limit=1) == given[1:2]
        assert await store.history(begun.canvas) == [*given, other]
        assert await store.history(begun.canvas, after=("background", 3)) == [other]
        assert await store.history(begun.canvas, "lifetime") == []


# ---- people


async def test_people_of_a_canvas(database, database_url):
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        jonas, mette = [await store.person(name, new_id=new_id()) for name in ("Jonas", "Mette")]
        await store.person("Elsewhere", new_id=new_id())
        await say(store, before, jonas, speaker=mette)
        await keep(store, before, jonas, HELLO)
    snapshot = await agree(database, database_url, begun.canvas)
    assert snapshot.people == {begun.anna: "Anna", jonas: "Jonas", mette: "Mette"}


async def test_people_who_only_wrote(database, database_url):
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        jonas, mette = [await store.person(name, new_id=new_id()) for name in ("Jonas", "Mette")]
        await keep(store, before, mette, KeepAnswer(answer(jonas)), KeepOverview(Overview()))
    assert (await agree(database, database_url, begun.canvas)).people.keys() == {begun.anna, jonas, mette}


async def test_words_without_an_append_count_too(database, database_url):
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        jonas = await store.person("Jonas", new_id=new_id())
        await say(store, before, jonas, "ten chars.")
    snapshot = await agree(database, database_url, begun.canvas)
    assert snapshot.size == before.size + 10
    assert jonas in snapshot.people
