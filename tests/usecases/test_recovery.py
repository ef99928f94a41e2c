"""Turns that were cut off: taken up once, by whoever looks, who does not wait for them."""

import asyncio

import pytest

from app.interview.moves import GoTo
from app.store.database import Database
from app.usecases.product import join
from app.usecases.recovery import Recovery
from app.usecases.turns import Turns
from tests.usecases.scene import ANNA, Held, Scene, finished, parts, running, scene


async def torn(at: Scene, text: str = "Because vials break.") -> str:
    """A turn as a kill leaves it: nothing is kept, and its lease has run out."""
    turn = await running(at, text)
    at.product.turns.worker.cancel([turn])
    at.clock.forward(seconds=5)
    return turn


async def test_a_turn_of_a_process_that_is_gone_is_finished_once(database: Database) -> None:
    at = await scene(database)
    turn = await running(at, "Because vials break.")
    at.product.turns.worker.cancel([turn])  # as a kill does: nothing is kept, the lease stands
    others = [join(parts(database, Held(), owner=f"p{n}", clock=at.clock)) for n in range(5)]
    assert await asyncio.gather(*(each.recovery.sweep() for each in others)) == [0] * 5
    at.clock.forward(seconds=5)
    claimed = await asyncio.gather(*(each.recovery.sweep() for each in others))
    assert sum(claimed) == 1
    await asyncio.gather(*(finished(each.turns) for each in others))
    view = await at.product.canvases.get(at.canvas)
    assert view.boxes[0].draft is not None
    assert view.boxes[0].draft.text == "Because vials break."
    assert await at.product.turns.ended(turn)


async def test_a_turn_that_keeps_being_cut_off_is_offered_again(database: Database) -> None:
    at = await scene(database)
    turn = await running(at, "Because vials break.")
    at.product.turns.worker.cancel([turn])
    for number in range(2):
        at.clock.forward(seconds=5)
        held = Held()
        held.free.clear()
        other = join(parts(database, held, owner=f"p{number}", clock=at.clock))
        assert await other.recovery.sweep() == 1
        while not held.listened:
            await asyncio.sleep(0.01)
        other.turns.worker.cancel([turn])
        await finished(other.turns)
    at.clock.forward(seconds=5)
    assert await join(parts(database, Held(), owner="last", clock=at.clock)).recovery.sweep() == 1
    view = await at.product.canvases.get(at.canvas)
    assert view.boxes[0].can_retry
    assert await at.product.turns.ended(turn)


async def test_a_turn_on_a_deleted_canvas_holds_up_no_other(database: Database) -> None:
    gone, at = await scene(database), await scene(database, owner="two")
    for each in (gone, at):
        turn = await running(each, "Because vials break.")
        each.product.turns.worker.cancel([turn])
    await gone.product.canvases.delete(gone.canvas)
    at.clock.forward(seconds=5)
    other = join(parts(database, Held(), owner="other", clock=at.clock))
    assert await other.recovery.sweep() == 1
    await finished(other.turns)
    view = await at.product.canvases.get(at.canvas)
    assert view.boxes[0].draft is not None
    assert view.boxes[0].draft.text == "Because vials break."
    await gone.product.canvases.undelete(gone.canvas)
    assert await other.recovery.sweep() == 1


@pytest.mark.parametrize("look", ["interview", "canvas"])
async def test_a_look_begins_to_finish_a_turn_and_does_not_wait_for_it(database: Database, look: str) -> None:
    at = await scene(database)
    await at.product.turns.move(at.interview, GoTo("why"), ANNA)
    turn = await torn(at)
    slow = Held()
    slow.free.clear()
    other = join(parts(database, slow, owner="other", clock=at.clock))
    if look == "interview":
        box = (await other.canvases.interview(at.interview, ANNA)).box
    else:
        box = (await other.canvases.get(at.canvas)).boxes[0]
    assert box is not None
    assert (box.running, box.draft) == (True, None)
    assert list(other.turns.worker.tasks) == [turn]
    slow.free.set()
    await finished(other.turns)
    box = (await other.canvases.get(at.canvas)).boxes[0]
    assert box.draft is not None
    assert (box.running, box.draft.text) == (False, "Because vials break.")


async def test_a_second_look_does_not_begin_a_turn_again(database: Database) -> None:
    at = await scene(database)
    await torn(at)
    slow = Held()
    slow.free.clear()
    other = join(parts(database, slow, owner="other", clock=at.clock))
    assert await asyncio.gather(*(other.recovery.sweep() for _ in range(3))) in ([1, 0, 0], [0, 1, 0], [0, 0, 1])
    at.clock.forward(seconds=5)  # its renewal is late
    assert await other.recovery.sweep() == 0
    slow.free.set()
    await finished(other.turns)
    assert len(slow.listened) == 1


async def test_only_so_many_are_in_the_works_at_once(database: Database) -> None:
    scenes = [await scene(database, owner=f"p{number}") for number in range(3)]
    for each in scenes:
        await torn(each)
    slow = Held()
    slow.free.clear()
    given = parts(database, slow, owner="other", clock=scenes[0].clock)
    turns = Turns(given)
    recovery = Recovery(given, turns, at_once=2)
    assert sum(await asyncio.gather(*(recovery.sweep() for _ in range(3)))) == 2
    assert await recovery.sweep(scenes[2].interview) == 0
    slow.free.set()
    await finished(turns)
    assert await recovery.sweep() == 1
    await finished(turns)
    for each in scenes:
        assert (await each.product.canvases.get(each.canvas)).boxes[0].draft is not None
