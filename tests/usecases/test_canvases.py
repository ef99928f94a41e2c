"""Canvases, rounds and what is not in a box, over real databases."""

import asyncio
import datetime as dt

import pytest

from app.canvas.model import Member, Milestone, NonAnswer, Overview
from app.errors import AnswerConflict, Conflict, Invalid, NotFound, NotNow, TooLong
from app.interview.moves import Accept, Clear, GoTo, Say, Skip
from app.interview.state import Pace
from app.store.database import Database
from app.usecases.product import join
from app.usecases.wishes import NewCanvas
from tests.usecases.scene import ANNA, BO, SHORT, Scene, parts, scene


async def answer(at: Scene, box: str, text: str) -> int:
    """Accept a text as the box's answer; gives its number."""
    view = next(each for each in (await at.product.canvases.get(at.canvas)).boxes if each.id == box)
    await at.product.turns.move(at.interview, Accept(box, text=text, answer=view.answer), ANNA)
    return view.answer + 1


async def test_a_canvas_of_ones_own_template(database: Database) -> None:
    at = await scene(database)
    view = await at.product.canvases.get(at.canvas)
    assert (view.template, view.iteration, view.accepted) == ("short", 1, 0)
    assert [box.id for box in view.boxes] == ["why", "how"]
    assert view.header.date == dt.date(2027, 1, 1)


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewCanvas("  "), Invalid),
        (NewCanvas("x" * 20_001), TooLong),
        (NewCanvas("Vials", template="../../etc/passwd"), NotFound),
        (NewCanvas("Vials", template_text="x" * 200_001), TooLong),
        (NewCanvas("Vials", template_text="id: x"), Invalid),
    ],
)
async def test_a_canvas_that_cannot_be(database: Database, new: NewCanvas, error: type[Exception]) -> None:
    at = await scene(database)
    with pytest.raises(error):
        await at.product.canvases.create(new, ANNA)
    assert len((await at.product.canvases.page(after=None, limit=10))[0]) == 1


async def test_pages_of_canvases_come_newest_first(database: Database) -> None:
    at = await scene(database)
    for number in range(4):
        await at.product.canvases.create(NewCanvas(f"C{number}", template_text=SHORT), ANNA)
    first, cursor = await at.product.canvases.page(after=None, limit=3)
    rest, end = await at.product.canvases.page(after=cursor, limit=3)
    assert [line.product_name for line in (*first, *rest)] == ["C3", "C2", "C1", "C0", "Vials"]
    assert end is None
    assert rest[-1].of == 2


async def test_header_fields_change_one_by_one(database: Database) -> None:
    at = await scene(database)
    await at.product.canvases.change_header(at.canvas, ANNA, designed_by=" Anna, Bo ", note="First try")
    view = await at.product.canvases.change_header(at.canvas, BO, product_name="Vials 2", date=dt.date(2027, 2, 1))
    header = view.header
    assert (header.product_name, header.designed_by, header.note) == ("Vials 2", "Anna, Bo", "First try")
    assert header.date == dt.date(2027, 2, 1)
    with pytest.raises(Invalid):
        await at.product.canvases.change_header(at.canvas, ANNA, product_name=" ")


async def test_a_deleted_canvas_can_be_taken_back_for_thirty_days(database: Database) -> None:
    at = await scene(database)
    await at.product.canvases.delete(at.canvas)
    with pytest.raises(NotFound):
        await at.product.canvases.get(at.canvas)
    view, until = await at.product.canvases.deleted(at.canvas)
    assert (view.id, view.deleted_at, until) == (at.canvas, at.clock(), at.clock() + dt.timedelta(days=30))
    assert (await at.product.canvases.undelete(at.canvas)).deleted_at is None
    with pytest.raises(NotNow):
        await at.product.canvases.undelete(at.canvas)
    with pytest.raises(NotNow):
        await at.product.canvases.deleted(at.canvas)
    await at.product.canvases.delete(at.canvas)
    at.clock.forward(days=29)
    await at.product.recovery.purge()
    await at.product.canvases.undelete(at.canvas)
    await at.product.canvases.delete(at.canvas)
    at.clock.forward(days=31)
    await at.product.recovery.purge()
    with pytest.raises(NotFound):
        await at.product.canvases.undelete(at.canvas)


async def test_who_joined_and_only_looks_is_known_by_name(database: Database) -> None:
    at = await scene(database)
    await at.product.canvases.join(at.canvas, BO)
    elsewhere = join(parts(Database(database.engine), at.facilitator, owner="two"))
    for product in (at.product, elsewhere):
        assert [each.person for each in (await product.canvases.get(at.canvas)).places] == ["Bo"]


async def test_joining_greets_once_and_comes_back_to_ones_place(database: Database) -> None:
    at = await scene(database)
    view = await at.product.canvases.join(at.canvas, ANNA, pace=Pace.QUICK)
    assert (view.place.place, view.pace) == ("start", Pace.QUICK)
    await at.product.turns.move(at.interview, GoTo("how"), ANNA)
    again = await at.product.canvases.join(at.canvas, ANNA)
    assert (again.place.place, again.pace) == ("how", Pace.QUICK)
    seen = await at.product.canvases.interview(at.interview, ANNA)
    assert seen.box is not None
    assert seen.box.id == "how"
    events = await at.product.histories.events(at.interview, after=0)
    assert [each.event.type for each in events].count("notice") == 1


async def test_a_new_round_keeps_answers_and_asks_open_questions_again(database: Database) -> None:
    at = await scene(database)
    await answer(at, "why", "Because vials break.")
    await at.product.turns.move(at.interview, Skip("how", NonAnswer.DONT_KNOW, owner="Bo"), ANNA)
    view = await at.product.canvases.start_iteration(at.canvas, BO, note="Round two", designed_by="Bo")
    assert (view.iteration, view.header.note, view.header.designed_by) == (2, "Round two", "Bo")
    assert view.boxes[0].text == "Because vials break."
    assert [each.owner for each in await at.product.canvases.open_questions(at.canvas)] == ["Bo"]
    joined = await at.product.canvases.join(at.canvas, ANNA)
    await at.product.turns.move(joined.id, Say("The vials changed.", box="start"), ANNA)
    assert (await at.product.canvases.interview(joined.id, ANNA)).place.place == "how"
    rounds = await at.product.histories.iterations(at.canvas)
    assert [each.number for each in rounds] == [1, 2]
    assert rounds[0].frozen_at is not None


async def test_a_round_begins_after_the_one_that_was_seen(database: Database) -> None:
    at = await scene(database)
    both = [at.product.canvases.start_iteration(at.canvas, who, after=1) for who in (ANNA, BO)]
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(each) for each in done if isinstance(each, Exception)) == [Conflict]
    assert (await at.product.canvases.get(at.canvas)).iteration == 2


async def test_history_diff_and_restore(database: Database) -> None:
    at = await scene(database)
    await answer(at, "why", "Vials break.")
    await at.product.canvases.start_iteration(at.canvas, ANNA)
    at.interview = (await at.product.canvases.get(at.canvas)).interview or ""
    await answer(at, "why", "Many vials break.")
    answers, _ = await at.product.histories.answers(at.canvas, "why", after=0, limit=10)
    assert [(each.number, each.iteration, each.text) for each in answers] == [
        (1, 1, "Vials break."),
        (2, 2, "Many vials break."),
    ]
    (changed,) = await at.product.histories.diff(at.canvas, before=1, after=2)
    assert "".join(each.text for each in changed.pieces if each.kind != "added") == "Vials break."
    assert "".join(each.text for each in changed.pieces if each.kind != "removed") == "Many vials break."
    same = await at.product.histories.diff_answers(at.canvas, "why", before=0, after=1)
    assert same.after == "Vials break."
    with pytest.raises(NotFound):
        await at.product.histories.diff_answers(at.canvas, "why", before=1, after=9)

    with pytest.raises(AnswerConflict):
        await at.product.canvases.restore(answers[0].id, BO, expected=1)
    await at.product.canvases.restore(answers[0].id, BO)
    assert (await at.product.canvases.get(at.canvas)).boxes[0].text == "Vials break."
    page, cursor = await at.product.histories.answers(at.canvas, "why", after=0, limit=2)
    rest, _ = await at.product.histories.answers(at.canvas, "why", after=cursor or 0, limit=2)
    assert [each.kind.value for each in (*page, *rest)] == ["accepted", "accepted", "restored"]
    assert [piece.text for piece in rest[0].changes if piece.kind != "added"]


async def test_overview_findings_and_waivers(database: Database) -> None:
    at = await scene(database)
    plan = Overview((Member("Anna", "owner"),), (Milestone("2027-03", "first model"),))
    assert (await at.product.canvases.plan(at.canvas, plan, ANNA)).overview == plan
    await answer(at, "why", "TBD")
    (found,) = await at.product.canvases.findings(at.canvas)
    assert (found.quote, found.status) == ("TBD", "open")
    waived = await at.product.canvases.waive(found.id, "Known on Monday", BO)
    assert (waived.status, waived.reason, waived.by) == ("waived", "Known on Monday", "Bo")
    with pytest.raises(Invalid):
        await at.product.canvases.waive(found.id, " ", BO)


async def test_clearing_needs_the_number_that_one_saw(database: Database) -> None:
    at = await scene(database)
    number = await answer(at, "why", "Vials break.")
    with pytest.raises(AnswerConflict):
        await at.product.turns.move(at.interview, Clear("why", number - 1), ANNA)
    await at.product.turns.move(at.interview, Clear("why", number), ANNA)
    assert (await at.product.canvases.get(at.canvas)).boxes[0].text == ""


async def test_a_box_goes_stale_when_its_ground_moves_and_fresh_when_it_moves_back(database: Database) -> None:
    at = await scene(database)
    await answer(at, "why", "Vials break.")
    await answer(at, "how", "With cameras.")
    await answer(at, "why", "Vials break often.")
    assert (await at.product.canvases.get(at.canvas)).boxes[1].stale == ("why",)
    await answer(at, "why", "Vials break.")
    assert (await at.product.canvases.get(at.canvas)).boxes[1].stale == ()
