"""Canvases: stored, listed, carried into the next iteration, hidden, removed."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.canvas.model import AnswerKind, Header, Member, Milestone, NonAnswer, OpenQuestion, Overview
from app.critic.finding import Status
from app.errors import Conflict, NotFound
from app.interview.effects import Emit, KeepAnswer, KeepFindings, KeepOpenQuestions, KeepOverview
from app.interview.events import Noticed
from app.store import tables
from app.store.records import IterationRecord, WorkRecord
from app.store.tables import METADATA
from tests.store.samples import (
    NOW,
    TEMPLATE,
    answer,
    begin,
    box_talk,
    canvas,
    finding,
    keep,
    later,
    new_id,
    say,
    talk,
    with_box,
)

OVERVIEW = Overview((Member("Mette", "QA", "labels"),), (Milestone("2026-Q1", "first model"),))


def open_question(person, **more):
    made = {"id": new_id(), "box": "background", "question": 2, "kind": NonAnswer.DONT_KNOW, "iteration": 1}
    return OpenQuestion(by=person, at=NOW, due=dt.date(2027, 1, 2), owner="Jonas", **{**made, **more})


async def test_canvas_comes_back_as_it_was_stored(database):
    made = canvas()
    async with database.write() as store:
        anna = await store.person("Anna", new_id=new_id())
        iteration = replace(made.iteration, overview=OVERVIEW, open_questions=(open_question(anna),), number=3)
        answers = {"objectives": answer(anna, box="objectives"), "background": answer(anna, number=7)}
        made = replace(made, iteration=iteration, answers=answers)
        assert await store.add_canvas(made, by=anna, at=NOW) == 1
    async with database.read() as store:
        snapshot = await store.snapshot(made.id)
        assert await store.iterations(made.id) == [IterationRecord(3, made.iteration.header, NOW)]
    assert snapshot.canvas == made
    assert list(snapshot.canvas.answers) == ["background", "objectives"]
    assert (snapshot.talk, snapshot.interview_id, snapshot.last_event) == (None, None, 0)
    assert snapshot.people == {anna: "Anna"}
    assert snapshot.size == sum(len(each.text) for each in made.answers.values())
    assert snapshot.created_at == snapshot.changed_at == NOW
    assert snapshot.deleted_at is None


async def test_moments_are_aware_and_in_utc(database):
    made = canvas()
    copenhagen = NOW.astimezone(dt.timezone(dt.timedelta(hours=2)))
    async with database.write() as store:
        anna = await store.person("Anna", new_id=new_id())
        await store.add_canvas(made, by=anna, at=copenhagen)
    async with database.read() as store:
        snapshot = await store.snapshot(made.id)
    assert snapshot.created_at == NOW
    assert snapshot.created_at.utcoffset() == dt.timedelta(0)
    with pytest.raises(Exception, match="has no time zone"):
        async with database.write() as store:
            await store.add_canvas(canvas(), by=anna, at=NOW.replace(tzinfo=None))


async def test_template_of_its_own(database):
    text = TEMPLATE.text.replace("Machine Learning Operations Canvas", "Our own canvas")
    own = replace(TEMPLATE, text=text, name="Our own canvas")
    made = replace(canvas(), template=own)
    begun = await begin(database)
    async with database.write() as store:
        await store.add_canvas(made, by=begun.anna, at=NOW)
    async with database.read() as store:
        assert (await store.snapshot(made.id)).canvas.template.name == "Our own canvas"
        assert (await store.snapshot(begun.canvas)).canvas.template == TEMPLATE


@pytest.mark.parametrize("ask", ["snapshot", "snapshot_of", "as_of", "answer", "turn", "finding"])
async def test_unknown_ids(database, ask):
    async with database.read() as store:
        arguments = ("nothing", 1) if ask == "as_of" else ("nothing",)
        with pytest.raises(NotFound):
            await getattr(store, ask)(*arguments)


async def test_unknown_canvas_is_not_changed(database):
    async with database.write() as store:
        for change in (
            store.set_header("nothing", Header("x"), by="x", at=NOW),
            store.add_iteration("nothing", Header("x"), by="x", at=NOW),
            store.set_deleted("nothing", NOW),
            store.add_interview("nothing", talk("x")),
            store.lock("nothing"),
        ):
            with pytest.raises(NotFound):
                await change


# ---- lists


async def test_pages_are_newest_first(database):
    made = [await begin(database, f"Project {number}") for number in range(5)]
    async with database.write() as store:
        await store.set_deleted(made[3].canvas, NOW)
    async with database.read() as store:
        first = await store.canvases(limit=2)
        second = await store.canvases(after=first[-1].number, limit=5)
        assert await store.canvases(after=second[-1].number) == []
    assert [each.product_name for each in first] == ["Project 4", "Project 2"]
    assert [each.product_name for each in second] == ["Project 1", "Project 0"]


async def test_numbers_are_not_given_twice(database):
    begun = await begin(database)
    async with database.write() as store:
        await store.set_deleted(begun.canvas, NOW)
    async with database.write() as store:
        assert await store.purge(later(1)) == 1
    await begin(database)
    async with database.read() as store:
        assert [each.number for each in await store.canvases()] == [2]


async def test_summary(database):
    begun, other = await begin(database), await begin(database, "Other")
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        effects = (
            KeepAnswer(answer(begun.anna)),
            KeepAnswer(answer(begun.anna, number=2, text="More.")),
            KeepAnswer(answer(begun.anna, box="objectives")),
            KeepAnswer(answer(begun.anna, box="objectives", number=2, text="", kind=AnswerKind.CLEARED)),
            KeepFindings((finding(), finding(box="objectives"), finding(status=Status.WAIVED))),
        )
        await keep(store, before, begun.anna, *effects, at=later(5))
        header = replace(before.canvas.iteration.header, product_name="Renamed", designed_by="Mette")
        await store.set_header(begun.canvas, header, by=begun.anna, at=later(6))
    async with database.read() as store:
        second, first = await store.canvases()
    assert (first.id, second.id) == (begun.canvas, other.canvas)
    assert (first.product_name, first.designed_by) == ("Renamed", "Mette")
    assert (first.template_id, first.boxes, first.iteration) == ("mlops-canvas-1.1", 15, 1)
    assert (first.accepted, first.open_findings) == (1, 2)
    assert (first.created_at, first.changed_at) == (NOW, later(6))
    assert (second.accepted, second.open_findings) == (0, 0)


# ---- iterations


async def test_next_iteration(database):
    begun = await begin(database)
    question = open_question(begun.anna)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        effects = (KeepAnswer(answer(begun.anna)), KeepOverview(OVERVIEW), KeepOpenQuestions((question,)))
        await keep(store, before, begun.anna, *effects)
    header = Header("Vial inspection", "Mette", dt.date(2027, 1, 1), "second plan")
    async with database.write() as store:
        await store.lock(begun.canvas)
        jonas = await store.person("Jonas", new_id=new_id())
        assert await store.add_iteration(begun.canvas, header, by=jonas, at=later(9)) == 2
        now = await store.lock(begun.canvas)
        assert (now.interview_id, now.talk) == (None, None)
        fresh = talk(jonas)
        await store.add_interview(begun.canvas, fresh)
    async with database.read() as store:
        after = await store.snapshot(begun.canvas)
        assert await store.snapshot_of(begun.interview) == after
        assert await store.iterations(begun.canvas) == [
            IterationRecord(1, before.canvas.iteration.header, NOW, later(9)),
            IterationRecord(2, header, later(9), None),
        ]
    assert after.canvas.iteration.header == header
    assert after.canvas.iteration.overview == OVERVIEW
    assert after.canvas.iteration.open_questions == (question,)
    assert after.canvas.text("background") == "Glass may chip. Operators see it late."
    assert after.talk == fresh
    assert after.interview_id == fresh.id
    assert after.people == {begun.anna: "Anna", jonas: "Jonas"}


async def test_as_it_was_at_the_end_of_an_iteration(database):
    begun = await begin(database)
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        await keep(store, before, begun.anna, KeepAnswer(answer(begun.anna, text="Old.")), KeepOverview(OVERVIEW))
    async with database.read() as store:
        first = (await store.snapshot(begun.canvas)).canvas
    async with database.write() as store:
        await store.add_iteration(begun.canvas, Header("Second"), by=begun.anna, at=later(9))
        before = await store.lock(begun.canvas)
        new = (
            KeepAnswer(answer(begun.anna, text="New.", number=2, iteration=2)),
            KeepAnswer(answer(begun.anna, box="objectives", iteration=2)),
            KeepOverview(Overview()),
        )
        await keep(store, before, begun.anna, *new)
    async with database.read() as store:
        assert await store.as_of(begun.canvas, 1) == first
        assert await store.as_of(begun.canvas, 2) == (await store.snapshot(begun.canvas)).canvas
        for number in (0, 3):
            with pytest.raises(NotFound):
                await store.as_of(begun.canvas, number)


async def test_one_interview_an_iteration(database):
    begun = await begin(database)
    with pytest.raises(Conflict):
        async with database.write() as store:
            await store.add_interview(begun.canvas, talk(begun.anna))


async def test_interview_that_begins_with_talk(database):
    made = canvas()
    async with database.write() as store:
        anna = await store.person("Anna", new_id=new_id())
        await store.add_canvas(made, by=anna, at=NOW)
        begun = talk(anna).with_box("objectives", box_talk())
        await store.add_interview(made.id, begun)
        assert (await store.lock(made.id)).talk == begun


async def test_headers_are_appended(database):
    begun = await begin(database)
    async with database.write() as store:
        await store.set_header(begun.canvas, Header("Two"), by=begun.anna, at=NOW)
        await store.set_header(begun.canvas, Header("Three"), by=begun.anna, at=NOW)
    async with database.read() as store:
        assert (await store.snapshot(begun.canvas)).canvas.iteration.header == Header("Three")

    def versions(connection):
        sheet = METADATA.tables["sheet"]
        return connection.execute(select(sheet.c.version).where(sheet.c.kind == "header")).scalars().all()

    async with database.engine.transaction(write=False) as transaction:
        assert sorted(await transaction.run(versions)) == [1, 2, 3]


# ---- deleting


async def test_deleted_canvas_is_hidden_until_restored(database):
    begun = await begin(database)
    async with database.write() as store:
        await store.set_deleted(begun.canvas, later(3))
    async with database.write() as store:
        for look in (store.snapshot, store.lock):
            with pytest.raises(NotFound, match="deleted"):
                await look(begun.canvas)
            assert (await look(begun.canvas, deleted=True)).deleted_at == later(3)
        for look in (store.snapshot_of, store.lock_interview):
            with pytest.raises(NotFound, match="deleted"):
                await look(begun.interview)
        with pytest.raises(NotFound, match="deleted"):
            await store.as_of(begun.canvas, 1)
        await store.set_deleted(begun.canvas, None)
        assert (await store.snapshot(begun.canvas)).deleted_at is None


async def counts(database):
    def ask(connection):
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }

    async with database.engine.transaction(write=False) as transaction:
        return await transaction.run(ask)


async def fill(database, begun):
    """At least a row in every table."""
    async with database.write() as store:
        before = await store.lock(begun.canvas)
        said = await say(store, before, begun.anna)
        await store.add_work(WorkRecord(said.id, begun.canvas, NOW, "builtin"))
        effects = (
            Emit(Noticed("code", "text")),
            KeepAnswer(answer(begun.anna)),
            KeepOverview(OVERVIEW),
            KeepFindings((finding(),)),
        )
        await keep(store, before, begun.anna, *effects, talk=with_box(before))


async def test_purge_removes_every_row(database):
    gone, kept = await begin(database, "Gone"), await begin(database, "Kept")
    await fill(database, kept)
    before = await counts(database)
    await fill(database, gone)
    assert min((await counts(database)).values()) > 0
    async with database.write() as store:
        await store.set_deleted(gone.canvas, later(10))
        await store.set_deleted(kept.canvas, later(20))
    async with database.write() as store:
        assert await store.purge(later(10)) == 0
        assert await store.purge(later(15)) == 1
    async with database.read() as store:
        with pytest.raises(NotFound, match="There is no"):
            await store.snapshot(gone.canvas, deleted=True)
        assert (await store.snapshot(kept.canvas, deleted=True)).canvas.text("background")
    after = await counts(database)
    own = {"canvas": 1, "iteration": 1, "sheet": 3, "interview": 1}
    assert after == {name: number - own.get(name, 0) for name, number in before.items()}
    assert after[tables.PERSON.name] == after[tables.TEMPLATE.name] == 1


async def test_purge_is_bounded(database):
    made = [await begin(database) for _ in range(3)]
    async with database.write() as store:
        for each in made:
            await store.set_deleted(each.canvas, NOW)
        assert [await store.purge(later(1), limit=2) for _ in range(3)] == [2, 1, 0]
