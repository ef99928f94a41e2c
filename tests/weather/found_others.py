"""What the weather brought to light beside lost words. Run by its name; each test says how it should be."""

import asyncio
from pathlib import Path

import pytest

from app.interview.moves import Accept, GoTo, Say, Stop
from app.usecases.canvases import NewCanvas
from tests.weather.outside import (
    ANNA,
    BOX,
    FIRST,
    MODEL,
    SECOND,
    STORY,
    THIRD,
    Begun,
    holds,
    notices,
    outcome,
    outside,
)
from tests.weather.sky import form, told
from tests.weather.table import error, odd
from tests.weather.test_inventions import adding, heard, sentences
from tests.weather.test_wire import begun_to_say, until


async def test_a_unit_that_nobody_said_is_an_assumption(tmp_path: Path, begun: Begun):
    """app/canvas/grounding.py: a unit is looked at only right behind a number. → test_inventions.py."""
    async with outside(tmp_path, begun) as out:
        await heard(out, adding("Inspectors look at 400 vials a minute."))
        assert (await sentences(out))["Inspectors look at 400 vials a minute."].assumption


@pytest.mark.parametrize("kind", ["not_applicable", "later", "dont_know"])
async def test_a_question_is_not_left_open_for_a_reason_that_nobody_gave(tmp_path: Path, begun: Begun, kind: str):
    """app/facilitator/listening.py, left_open and _excused: the reason is not looked up in anybody's words."""
    left = [{"question": n, "kind": kind, "reason": "The regulator forbids it."} for n in (2, 3, 4, 5)]
    async with outside(tmp_path, begun) as out:
        out.sky.turn("listen", adding(left_open=left, coverage=[]))
        await out.say(SECOND)
        box = await out.box()
        assert [each.coverage.value for each in box.questions[1:]] == ["none"] * 4
        assert not [each for each in box.open_questions if each.reason]


async def test_an_approved_sentence_is_not_dropped_by_words_that_say_nothing_of_it(tmp_path: Path, begun: Begun):
    """app/facilitator/listening.py, changes: every drop names the new words as its reason, so nothing is approved."""
    async with outside(tmp_path, begun) as out:
        await out.move(Accept(BOX, (await out.draft()).number))
        drop = {"do": "drop", "sentence": "S1"}
        out.sky.turn("listen", lambda asked: form(**{**told(asked), "changes": [drop, *told(asked)["changes"]]}))
        await out.say(SECOND)
        holds(await out.text(), FIRST)


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


@pytest.mark.parametrize("place", ["start", "close"])
async def test_failed_work_is_counted_under_its_prompt(tmp_path: Path, begun: Begun, place: str):
    """app/usecases/working.py, PROMPTS: a story and a close that fail are booked as “listen”."""
    async with outside(tmp_path, begun) as out:
        await out.move(GoTo(place))
        prompt = {"start": "story", "close": "close"}[place]
        out.sky.turn(prompt, error(401))
        assert outcome(await out.works(await out.move(Say(STORY, box=place))))[0] == (MODEL, prompt, "failed")


async def test_a_turn_whose_model_failed_goes_on_without_it_to_its_end(tmp_path: Path, begun: Begun):
    """Design, section 6: built-in for this turn. The look at the draft waits for the same dead model once more."""
    async with outside(tmp_path, begun) as out:
        await out.say(SECOND)
        out.sky.turn("listen", error(401))
        before = len(out.fake.seen)
        played = await out.say(THIRD)
        assert len(out.fake.seen) - before == 1
        assert len(notices(played)) == 1


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
