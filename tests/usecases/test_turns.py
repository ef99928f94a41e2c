"""Turns over a real database: kept first, joined, repeated, stopped, broken, finished by another process."""

import asyncio

import pytest

from app.errors import AnswerConflict, KeyReused, NotNow, TooLong
from app.interview.moves import Accept, Explain, Retry, Say, Stop
from app.store.database import Database
from app.usecases.product import join
from tests.usecases.scene import ANNA, BO, Held, parts, running, scene


def types(events: tuple[object, ...]) -> list[str]:
    return [each.event.type for each in events]  # type: ignore[attr-defined]


async def test_words_are_committed_before_the_facilitator_hears_them(database: Database) -> None:
    at = await scene(database)
    await running(at, "Because vials break.")
    events = await at.product.histories.events(at.interview, after=0)
    assert [each.event.text for each in events if each.event.type == "words"] == ["Because vials break."]
    at.facilitator.free.set()


async def test_a_reply_becomes_a_draft_with_its_source(database: Database) -> None:
    at = await scene(database)
    played = await at.product.turns.move(at.interview, Say("1: Because vials break.", box="why"), ANNA)
    assert types(played.events)[:3] == ["words", "covers", "draft"]
    view = await at.product.canvases.get(at.canvas)
    draft = view.boxes[0].draft
    assert draft is not None
    assert draft.text == "Because vials break."
    assert draft.sentences[0].sources[0].ref == played.turn


async def test_words_that_arrive_while_a_turn_runs_join_the_next_one(database: Database) -> None:
    at = await scene(database)
    first = await running(at, "Because vials break.")
    second = await at.product.turns.begin(at.interview, Say("And hurt people.", box="why"), BO)
    third = await at.product.turns.begin(at.interview, Say("Every week.", box="why"), ANNA)
    at.facilitator.free.set()
    for turn in (first, second.turn, third.turn):
        assert await at.product.turns.ended(turn)
    view = await at.product.canvases.get(at.canvas)
    assert view.boxes[0].draft is not None
    assert view.boxes[0].draft.text == "Because vials break.\nAnd hurt people.\nEvery week."
    assert len(at.facilitator.listened) == 2


async def test_a_repeat_during_the_turn_joins_it(database: Database) -> None:
    at = await scene(database)
    at.facilitator.free.clear()
    move = Say("Because vials break.", box="why")
    both = [asyncio.create_task(at.product.turns.move(at.interview, move, ANNA, key="k")) for _ in range(2)]
    while not at.facilitator.listened:
        await asyncio.sleep(0)
    at.facilitator.free.set()
    first, second = await asyncio.gather(*both)
    assert first.turn == second.turn
    assert {first.repeated, second.repeated} == {True, False}
    assert first.events == second.events


async def test_another_body_under_the_same_key_is_refused(database: Database) -> None:
    at = await scene(database)
    await at.product.turns.move(at.interview, Say("One.", box="why"), ANNA, key="k")
    with pytest.raises(KeyReused):
        await at.product.turns.move(at.interview, Say("Two.", box="why"), ANNA, key="k")


async def test_stop_ends_the_turn_and_retry_brings_its_words_back(database: Database) -> None:
    at = await scene(database)
    turn = await running(at, "Because vials break.")
    await at.product.turns.move(at.interview, Stop("why"), ANNA)
    assert await at.product.turns.ended(turn)
    view = await at.product.canvases.get(at.canvas)
    assert view.boxes[0].draft is None
    assert view.boxes[0].can_retry
    at.facilitator.free.set()
    await at.product.turns.move(at.interview, Retry("why"), ANNA)
    view = await at.product.canvases.get(at.canvas)
    assert view.boxes[0].draft is not None
    assert view.boxes[0].draft.text == "Because vials break."


async def test_a_facilitator_that_fails_keeps_the_words_and_says_so(database: Database) -> None:
    at = await scene(database)
    at.facilitator.fails = lambda job: RuntimeError("the model fell over")
    played = await at.product.turns.move(at.interview, Say("Because vials break.", box="why"), ANNA)
    assert types(played.events) == ["words", "failure"]
    assert "fell over" not in str(played.events[-1].event)
    at.facilitator.fails = lambda job: None
    await at.product.turns.move(at.interview, Retry("why"), ANNA)
    view = await at.product.canvases.get(at.canvas)
    assert view.boxes[0].draft is not None


async def test_a_facilitator_that_hangs_meets_the_deadline(database: Database) -> None:
    at = await scene(database, turn_seconds=0.3)
    at.facilitator.free.clear()
    await at.product.turns.move(at.interview, Say("Because vials break.", box="why"), ANNA)
    while not (await at.product.canvases.get(at.canvas)).boxes[0].can_retry:
        await asyncio.sleep(0.05)


async def test_a_late_result_after_stop_changes_nothing(database: Database) -> None:
    at = await scene(database)
    await running(at, "Because vials break.")
    other = join(parts(database, Held(), owner="other", clock=at.clock))
    await other.turns.move(at.interview, Stop("why"), BO)  # stopped from another process
    at.facilitator.free.set()
    while at.product.turns.worker.tasks:
        await asyncio.sleep(0.01)
    assert (await at.product.canvases.get(at.canvas)).boxes[0].draft is None


async def test_limits_refuse_and_lose_nothing(database: Database) -> None:
    at = await scene(database, reply=40, canvas=60)
    await at.product.turns.move(at.interview, Say("1: Because vials break now.", box="why"), ANNA)
    for text in ("x" * 41, "y" * 39):
        with pytest.raises(TooLong):
            await at.product.turns.move(at.interview, Say(text, box="why"), ANNA)
    view = await at.product.canvases.get(at.canvas)
    assert view.boxes[0].draft is not None
    assert view.boxes[0].draft.text == "Because vials break now."


async def test_an_explanation_beside_a_running_turn_does_not_wait_for_it(database: Database) -> None:
    at = await scene(database)
    await running(at, "Because vials break.")
    played = await at.product.turns.move(at.interview, Explain("why", question=1), BO)
    assert types(played.events) == ["explanation"]
    at.facilitator.free.set()


async def test_moves_on_a_round_that_is_over_are_refused(database: Database) -> None:
    at = await scene(database)
    await at.product.turns.move(at.interview, Say("1: Because vials break.", box="why"), ANNA)
    await at.product.turns.move(at.interview, Accept("why", 1), ANNA)
    await at.product.canvases.start_iteration(at.canvas, ANNA)
    with pytest.raises(NotNow):
        await at.product.turns.move(at.interview, Say("More.", box="why"), ANNA)


async def test_a_text_that_came_too_late_is_refused_and_its_words_are_kept(database: Database) -> None:
    at = await scene(database)
    await at.product.turns.move(at.interview, Accept("why", text="Vials break.", answer=0), ANNA)
    with pytest.raises(AnswerConflict) as conflict:
        await at.product.turns.move(at.interview, Accept("why", text="Vials leak.", answer=0), BO, key="k")
    assert (conflict.value.yours, conflict.value.theirs) == ("Vials leak.", "Vials break.")
    async with database.engine.transaction(write=False) as transaction:
        kept = await transaction.run(
            lambda connection: connection.exec_driver_sql("select text, status from turn order by number").all()
        )
    assert [tuple(each) for each in kept] == [("Vials break.", "done"), ("Vials leak.", "failed")]
    await at.product.turns.move(at.interview, Accept("why", text="Vials leak.", answer=1), BO, key="k")
