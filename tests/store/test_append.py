"""The append: everything or nothing, on the version that was seen, numbered without a gap."""

import asyncio
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event, make_url

from app.canvas.model import Coverage, Covered, Member, NonAnswer, OpenQuestion, Overview
from app.errors import Conflict
from app.interview.effects import (
    Emit,
    EndTurn,
    KeepAnswer,
    KeepFindings,
    KeepOpenQuestions,
    KeepOverview,
)
from app.interview.events import Covers, Noticed, Words
from app.interview.state import Ask, BoxTalk
from app.store.database import Database
from app.store.records import TurnStatus
from tests.store.samples import NOW, answer, begin, box_talk, finding, keep, later, new_id, say, with_box

HELLO = Emit(Noticed("hello", "Hello."))


async def agree(database, database_url, canvas_id):
    """What this process remembers is what another one reads."""
    async with database.read() as store:
        remembered = await store.snapshot(canvas_id)
    other = await Database.open(database_url)
    async with other.read() as store:
        read = await store.snapshot(canvas_id)
    await other.close()
    assert read == remembered
    return read


async def test_everything_that_a_step_decides(database, database_url):
    begun = await begin(database)
    question = OpenQuestion(new_id(), "objectives", None, NonAnswer.LATER, begun.anna, NOW, 1)
    overview = Overview((Member("Mette"),))
    given, flaw = answer(begun.anna), finding()
    async with database.write() as store:
        before = await store.lock_interview(begun.interview)
        said = await say(store, before, begun.anna, "Sometimes.", lease_owner="me", lease_until=later(5))
        after = with_box(before, heard=(said.id,)).with_place(begun.anna, "objectives")
        records = await keep(
            store,
            before,
            begun.anna,
            Emit(Words("background", "Sometimes.", begun.anna)),
            KeepAnswer(given),
            KeepOpenQuestions((question,)),
            KeepOverview(overview),
            KeepFindings((flaw,)),
            Emit(Covers("background", {1: Coverage(Covered.PART, "some")})),
            EndTurn(said.id),
            talk=after,
            turn=said.id,
            at=later(2),
        )
    assert [(each.number, each.turn, each.by, each.at) for each in records] == [
        (1, said.id, begun.anna, later(2)),
        (2, said.id, begun.anna, later(2)),
    ]
    snapshot = await agree(database, database_url, begun.canvas)
    assert snapshot.canvas.answers == {"background": given}
    assert snapshot.canvas.iteration.open_questions == (question,)
    assert snapshot.canvas.iteration.overview == overview
    assert snapshot.talk == replace(after, findings={"background": (flaw,)})
    assert list(snapshot.talk.places) == list(after.places)
    assert (snapshot.version, snapshot.last_event) == (before.version + 1, 2)
    assert snapshot.changed_at == later(2)
    assert snapshot.size == before.size + len("Sometimes.") + len(given.text)
    async with database.read() as store:
        assert await store.events(begun.interview) == records
        assert await store.events(begun.interview, after=1, limit=1) == records[1:]
        assert await store.events_of(said.id) == records
        over = await store.turn(said.id)
        assert await store.answer(given.id) == (begun.canvas, given)
    assert (over.status, over.ended_at) == (TurnStatus.DONE, later(2))
    assert (over.lease_owner, over.lease_until) == (None, None)


async def test_numbers_go_on_without_a_gap(database, database_url):
    begun = await begin(database)
    for length in (1, 3, 2):
        async with database.write() as store:
            before = await store.lock(begun.canvas)
            await keep(store, before, begun.anna, *[HELLO] * length)
    async with database.read() as store:
        assert [each.number for each in await store.events(begun.interview)] == [1, 2, 3, 4, 5, 6]
    assert (await agree(database, database_url, begun.canvas)).last_event == 6


async def test_two_steps_in_one_transaction(database, database_url):
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        await keep(store, before, begun.anna, HELLO, talk=with_box(before, deeper=True))
        between = await store.lock(begun.canvas)
        assert between.last_event == 1
        await keep(store, between, begun.anna, HELLO, talk=with_box(between, enough=True))
    snapshot = await agree(database, database_url, begun.canvas)
    assert snapshot.talk.box("background") == BoxTalk(deeper=True, enough=True)
    assert snapshot.last_event == 2


async def test_step_on_what_is_not_so_any_more(database):
    begun = await begin(database)
    async with database.read() as store:
        before = await store.snapshot(begun.canvas)
    async with database.write() as store:
        await keep(store, before, begun.anna, KeepAnswer(answer(begun.anna)))

    async def too_late():
        async with database.write() as store:
            await say(store, before, begun.anna, id="late")
            await keep(store, before, begun.anna, HELLO, KeepAnswer(answer(begun.anna, number=2)))

    with pytest.raises(Conflict, match="nothing was stored"):
        await too_late()
    async with database.read() as store:
        assert await store.words(["late"]) == {}
        assert await store.events(begun.interview) == []
        assert len(await store.history(begun.canvas)) == 1


async def test_two_at_once_on_the_same_version(database):
    """Without a lock one of them wins, and the other's append is not there at all."""
    begun = await begin(database)
    async with database.read() as store:
        before = await store.snapshot(begun.canvas)

    async def write():
        async with database.write() as store:
            await keep(store, before, begun.anna, HELLO)

    results = await asyncio.gather(*(write() for _ in range(5)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in results) == ["Conflict"] * 4 + ["NoneType"]
    async with database.read() as store:
        assert len(await store.events(begun.interview)) == 1


async def test_answer_number_taken(database):
    begun = await begin(database)
    async with database.read() as store:
        before = await store.snapshot(begun.canvas)
    with pytest.raises(Conflict):
        async with database.write() as store:
            await keep(store, before, begun.anna, *[KeepAnswer(answer(begun.anna))] * 2)


async def test_only_what_changed_is_written(database, database_url):
    """A turn is measured against one insert: a row that did not change must not be written again."""
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        boxes = {box: box_talk() for box in before.canvas.template.order}
        await keep(store, before, begun.anna, talk=replace(before.talk, boxes=boxes))
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        same = replace(before.talk.box("objectives"))
        after = with_box(before, asked=Ask("Why?")).with_box("objectives", same)
        with statements(make_url(database_url).database) as seen:
            await keep(store, before, begun.anna, HELLO, talk=after)
            assert seen == []
            await store.people([])
    assert [each.split()[:3] for each in seen] == [
        ["UPDATE", "canvas", "SET"],
        ["INSERT", "INTO", "event"],
        ["UPDATE", "talk", "SET"],
        ["SELECT", "person.id,", "person.name"],
    ]
    async with database.read() as store:
        assert (await store.snapshot(begun.canvas)).talk == after


@contextmanager
def statements(name):
    """Every statement that is run inside, on the database of this name: services of other tests look after theirs."""
    seen = []

    def note(connection, cursor, statement, *_):
        if connection.engine.url.database == name:
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


async def test_a_failed_append_cannot_be_passed_over(database):
    """Whoever swallows its error must not commit half of it."""
    begun = await begin(database)

    async def swallow():
        async with database.write() as store:
            before = await store.lock(begun.canvas)
            twice = [KeepAnswer(answer(begun.anna))] * 2
            await keep(store, before, begun.anna, KeepFindings((finding(),)), *twice)
            with pytest.raises(Conflict):
                await store.people([])

    with pytest.raises(RuntimeError, match="nothing of it"):
        await swallow()
    async with database.read() as store:
        assert await store.findings(begun.canvas) == []
        assert (await store.snapshot(begun.canvas)).size == 0


async def test_order_of_places_is_kept(database, database_url):
    """Somebody new starts where somebody last went."""
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        turned = replace(before.talk, places=dict(reversed(before.talk.places.items())))
        await keep(store, before, begun.anna, talk=turned)
    snapshot = await agree(database, database_url, begun.canvas)
    assert list(snapshot.talk.places) == [begun.anna, "somebody"]


async def test_equal_state_is_left_alone(database, database_url):
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        await keep(store, before, begun.anna, talk=replace(before.talk, places=dict(before.talk.places)))
    await agree(database, database_url, begun.canvas)


async def test_findings_that_a_step_changed_without_saying(database, database_url):
    """A finding may have moved with its text: that is no step of its life, but it is kept."""
    begun = await begin(database)
    one, two = finding(), finding()
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        await keep(store, before, begun.anna, KeepFindings((one, two)))
    moved, new = replace(one, start=30, end=35), finding(box="objectives")
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        after = replace(before.talk, findings={"background": (moved, two), "objectives": (new,)})
        await keep(store, before, begun.anna, talk=after)
    snapshot = await agree(database, database_url, begun.canvas)
    assert snapshot.talk.findings == {"background": (moved, two), "objectives": (new,)}
    async with database.read() as store:
        assert [each.number for each in await store.finding_life(one.id)] == [1]
