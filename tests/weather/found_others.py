"""What the weather brought to light beside lost words. Run by its name; each test says how it should be."""

import asyncio
from pathlib import Path

from app.interview.moves import GoTo, Say, Stop
from app.usecases.canvases import NewCanvas
from tests.weather.outside import ANNA, BOX, SECOND, Begun, outside
from tests.weather.table import error, odd
from tests.weather.test_inventions import adding
from tests.weather.test_wire import begun_to_say, until


async def test_a_question_that_was_asked_is_not_left_open_for_a_reason_that_nobody_gave(tmp_path: Path, begun: Begun):
    """app/facilitator/listening.py, left_open: a dont_know to what was asked keeps a reason that is nobody's words."""
    left = [{"question": 2, "kind": "dont_know", "reason": "The regulator forbids it."}]
    async with outside(tmp_path, begun) as out:
        out.sky.turn("listen", adding(left_open=left, coverage=[]))
        await out.say(SECOND)
        assert [each.reason for each in (await out.box()).open_questions] in ([], [""])


async def test_what_a_turn_took_is_counted_also_if_it_was_stopped(tmp_path: Path, begun: Begun):
    """app/usecases/working.py: a cancelled call leaves no work, so a spending limit never sees it."""
    async with outside(tmp_path, begun, model_prices="1000,1000,1000", canvas_dollars=0.2) as out:
        out.sky.turn("listen", odd(chunk=20, gap=0.3))
        await begun_to_say(out, SECOND)
        await asyncio.sleep(0.1)
        await out.move(Stop(BOX))
        await until(lambda: out.fake.seen[-1].closed)
        await asyncio.sleep(0.05)
        assert (await out.product.usage.of(out.canvas)).total.cost > 0


async def test_what_a_turn_took_is_counted_also_if_it_ran_out_of_time(tmp_path: Path, begun: Begun):
    async with outside(tmp_path, begun, turn_seconds=0.3, model_seconds=60.0) as out:
        out.sky.turn("listen", odd(chunk=20, gap=0.2))
        (failed, _) = await out.works(await out.say(SECOND))
        assert (failed.calls, failed.tokens_in > 0) == (1, True)


async def test_a_person_at_the_start_or_the_close_is_told_what_can_be_tried_again(tmp_path: Path, begun: Begun):
    """app/usecases/views.py: can_retry is a box's only, although the notice says “try again” at start and close too."""
    async with outside(tmp_path, begun) as out:
        view = await out.product.canvases.create(NewCanvas("Vials"), ANNA)
        out.canvas, out.interview = view.id, view.interview or ""
        out.sky.turn("close", error(401))
        await out.move(GoTo("close"))
        await out.move(Say("Mira is product owner.", box="close"))
        seen = await out.product.canvases.interview(out.interview, ANNA)
        assert getattr(seen, "can_retry", False)
