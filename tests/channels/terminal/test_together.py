"""A sitting beside other people, and one that is interrupted."""

import asyncio
import os
import signal

import pytest

from app.channels.terminal.replies import Interrupted
from app.channels.terminal.session import Session
from app.errors import Invalid, NotNow
from app.interview.moves import Accept, Edit, Say
from app.interview.state import Pace
from app.usecases.parts import Actor
from tests.channels.terminal.room import CTRL_C, Scene, screen
from tests.channels.terminal.test_session import JONAS, STORY, interview, text


async def test_two_people_who_change_a_box_choose_a_text(table: Scene) -> None:
    async def meanwhile() -> str:
        view = (await table.product.canvases.get(table.canvas)).boxes[0]
        assert view.draft is not None
        move = Edit("why", "Vials break each day.", answer=0, draft=view.draft.number)
        await table.product.turns.move(await interview(table), move, JONAS)
        return "ok"

    await table.sit(STORY, "1: Vials break.", meanwhile, "2")
    said = table.told()
    assert "Why changed since you looked at it." in said
    assert "1 Mine" in said
    assert "Vials break each day." in said
    assert "Meanwhile, through Jonas:" in said
    assert await text(table) == ""
    await table.sit("1: Vials break at night.", meanwhile, "mine", "ok")
    assert await text(table) == "Vials break each day.\nVials break at night."


async def test_an_edit_of_ones_own_can_stand_against_a_newer_answer(table: Scene) -> None:
    async def meanwhile() -> str:
        at = await interview(table)
        await table.product.turns.move(at, Say("1: Vials break each day.", box="why"), JONAS)
        view = (await table.product.canvases.get(table.canvas)).boxes[0]
        assert view.draft is not None
        await table.product.turns.move(at, Accept("why", view.draft.number), JONAS)
        return "/edit Vials hurt people."

    await table.sit(STORY, meanwhile, "1", "ok")
    assert await text(table) == "Vials hurt people."


async def test_what_others_do_is_told(table: Scene) -> None:
    async def elsewhere() -> str:
        at = await interview(table)
        await table.product.turns.move(at, Say("1: With a camera.", box="how"), JONAS)
        view = (await table.product.canvases.get(table.canvas)).boxes[1]
        assert view.draft is not None
        await table.product.turns.move(at, Accept("how", view.draft.number), JONAS)
        await table.product.turns.move(at, Say("2: For patients.", box="why"), JONAS)
        return ""

    await table.sit(STORY, elsewhere)
    said = table.told()
    assert "✔ Jonas: How is accepted." in said
    assert "Jonas said: 2: For patients." in said
    assert "With a camera." not in said


async def test_the_same_person_on_another_channel(table: Scene) -> None:
    async def elsewhere() -> str:
        await table.product.turns.move(
            await interview(table), Say("1: Vials break.", box="why"), Actor("Anna", "slack")
        )
        return ""

    await table.sit(STORY, elsewhere)
    assert "You said elsewhere: 1: Vials break." in table.told()


async def test_control_c_stops_the_turn_that_runs(table: Scene) -> None:
    async def slow() -> str:
        table.facilitator.free.clear()
        asyncio.get_running_loop().call_later(0.2, os.kill, os.getpid(), signal.SIGINT)
        return "1: Vials break."

    async def again() -> str:
        table.facilitator.free.set()
        return "/retry"

    before = signal.getsignal(signal.SIGINT)
    await table.sit(STORY, slow, again, "ok", person=True)
    said = table.told()
    assert "Stopped. The words are kept" in said
    assert await text(table) == "Vials break."
    assert signal.getsignal(signal.SIGINT) is before


async def test_a_second_control_c_leaves_the_turn_alone(table: Scene) -> None:
    class Deaf(type(table.product.turns)):  # type: ignore[misc]
        """Turns whose stop finds nothing to stop, as when another process has it."""

        async def move(self, *given: object, **named: object) -> None:
            raise NotNow("Nothing is running in this box.", advice="There is nothing to stop.")

    async def slow() -> str:
        table.facilitator.free.clear()
        table.product.turns.__class__ = Deaf
        for seconds in (0.2, 0.4):
            asyncio.get_running_loop().call_later(seconds, os.kill, os.getpid(), signal.SIGINT)
        return "1: Vials break."

    with pytest.raises(Interrupted):
        await table.sit(STORY, slow, person=True)
    assert "To go on: facilitator interview 01a1" in table.told()
    table.facilitator.free.set()


async def test_control_c_at_the_prompt_says_how_to_come_back(table: Scene) -> None:
    with pytest.raises(Interrupted):
        await table.sit(STORY, CTRL_C)
    assert "Nothing is lost. To go on: facilitator interview 01a1" in table.told()


async def test_a_turn_that_takes_too_long(table: Scene) -> None:
    object.__setattr__(table.parts.limits, "turn_seconds", 0.3)

    async def slow() -> str:
        table.facilitator.free.clear()
        return "1: Vials break."

    await table.sit(STORY, slow)
    said = table.told()
    assert "This takes longer than usual." in said or "That did not work out." in said


async def test_a_turn_that_fails_keeps_the_words(table: Scene) -> None:
    table.facilitator.fails = lambda job: RuntimeError("the model fell over")
    await table.sit(STORY, "1: Vials break.", "/box")
    said = table.told()
    assert "Your words are kept" in said
    assert "/retry brings them back" in said
    assert "fell over" not in said
    table.facilitator.fails = lambda job: None
    await table.sit("/retry", "ok")
    assert await text(table) == "Vials break."


async def test_of_a_file_of_answers_the_first_failure_ends_it(table: Scene) -> None:
    with pytest.raises(NotNow, match="no draft"):
        await table.sit(STORY, "/accept", "1: Never said.", strict=True)
    table.facilitator.fails = lambda job: RuntimeError("the model fell over")
    with pytest.raises(NotNow, match="did not work out"):
        await table.sit("1: Vials break.", strict=True)


async def test_of_a_file_of_answers_each_question_needs_one(table: Scene) -> None:
    with pytest.raises(Invalid, match="Nothing answers the question “Who is in the team"):
        await table.sit(STORY, "/team", strict=True)


async def test_a_person_who_leaves_at_a_question_has_left(table: Scene) -> None:
    await table.sit(STORY, "/team")
    assert "Nothing is lost." in table.told()


async def test_text_on_its_way_is_shown_where_somebody_watches(table: Scene) -> None:
    shown, out, _ = screen(80, force_terminal=True, legacy_windows=False)
    object.__setattr__(table.room, "screen", shown)

    async def slow() -> str:
        table.facilitator.free.clear()
        asyncio.get_running_loop().call_later(1.0, table.facilitator.free.set)
        return "1: Vials break."

    await table.sit(STORY, slow)
    assert "on its way" in out.getvalue()
    assert "One moment. Ctrl-C stops it." in out.getvalue()


async def test_the_pace_is_set_when_one_sits_down(table: Scene) -> None:
    session = await Session.begin(table.room, table.canvas, pace=Pace.QUICK)
    view = await table.product.canvases.interview(session.interview, Actor("Anna", "terminal"))
    assert view.pace is Pace.QUICK
