"""What models may cost, for a canvas and in a day: beyond it others stand in, and people are told."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from app.interview.moves import Explain, Retry, Say
from app.store.database import Database
from app.usecases.wishes import NewCanvas
from tests.facilitator.models import Desk, failure
from tests.usecases.desk import ANSWERS, PLAIN, WORDS, At, at_desk, notices
from tests.usecases.scene import ANNA, SHORT

OF_CANVAS = "Models have cost the 0.50 dollars that they may cost for this canvas."
OF_DAY = "Models have cost the 0.50 dollars that they may cost in a day."


@pytest.mark.parametrize(("limit", "told"), [("canvas_dollars", OF_CANVAS), ("day_dollars", OF_DAY)])
async def test_beyond_a_limit_no_model_is_asked(database: Database, limit: str, told: str) -> None:
    at = await at_desk(database, **{limit: 0.5})
    assert notices(await at.move(Explain("why", 1))) == []
    assert notices(await at.move(Explain("why", 1))) == []  # half a dollar is reached, and not before
    asked = len(at.model.prompts)
    events = await at.move(Say(WORDS, box="why"))
    assert notices(events)[0] == (
        "without_model",
        f"{told} I noted your words without it. Try again to have them worked in, or go on.",
    )
    assert await at.draft() == PLAIN
    assert (await at.box()).can_retry
    assert len(at.model.prompts) == asked
    assert (await at.works())[2:4] == [("fake/talker", "listen", "failed", 0, 0.0), ("builtin", "", "done", 0, 0.0)]


async def test_a_day_ends_at_midnight_utc(database: Database) -> None:
    at = await at_desk(database, day_dollars=0.25)
    await at.move(Explain("why", 1))
    at.clock.forward(hours=11, minutes=59)
    assert notices(await at.move(Explain("why", 1)))
    at.clock.forward(minutes=1)  # it was noon
    assert notices(await at.move(Explain("why", 1))) == []
    assert notices(await at.move(Explain("why", 1)))


async def test_a_canvas_never_begins_anew(database: Database) -> None:
    at = await at_desk(database, canvas_dollars=0.25)
    await at.move(Explain("why", 1))
    at.clock.forward(days=40)
    assert notices(await at.move(Explain("why", 1)))


async def test_words_of_yesterday_can_be_tried_again_today(database: Database) -> None:
    at = await at_desk(database, day_dollars=0.25)
    await at.move(Explain("why", 1))
    await at.move(Say(WORDS, box="why"))
    at.clock.forward(days=1)
    events = await at.move(Retry("why"))
    assert await at.draft() == "Vials break often."
    assert [text.split(" dollars")[0] for _, text in notices(events)] == ["Models have cost the 0.25"]  # of the look
    assert not (await at.box()).can_retry


@pytest.mark.parametrize(("limit", "counts"), [("canvas_dollars", False), ("day_dollars", True)])
async def test_other_canvases_count_for_the_day_only(database: Database, limit: str, counts: bool) -> None:
    at = await at_desk(database, **{limit: 0.25})
    await at.move(Explain("why", 1))
    other = await at.product.canvases.create(NewCanvas("Bread", template_text=SHORT), ANNA)
    at.interview = other.interview or ""
    assert bool(notices(await at.move(Explain("why", 1)))) is counts


async def test_what_failed_costs_too(database: Database) -> None:
    at = await at_desk(database, canvas_dollars=0.3)
    at.model.answers["explain"] = failure(cost=0.3)
    assert "no answer in time" in notices(await at.move(Explain("why", 1)))[0][1]
    assert "0.30 dollars" in notices(await at.move(Explain("why", 1)))[0][1]


async def test_nothing_may_be_spent(database: Database) -> None:
    at = await at_desk(database, canvas_dollars=0.0)
    assert "0.00 dollars" in notices(await at.move(Explain("why", 1)))[0][1]
    assert at.model.prompts == []


@pytest.mark.parametrize(("limits", "reads"), [({}, 0), ({"day_dollars": 9.0}, 2), ({"canvas_dollars": 9.0}, 2)])
async def test_without_a_limit_nobody_looks_at_what_was_spent(
    database: Database, limits: dict[str, float], reads: int
) -> None:
    at = await at_desk(database, **limits)
    await at.move(Say(WORDS, box="why"))
    assert [each.name for each in at.model.prompts] == ["listen", "review"]
    assert at.database.asked.count("spent") == reads


async def test_what_it_took_is_summed_by_facilitator_and_prompt(database: Database) -> None:
    at = await at_desk(database)
    await at.move(Explain("why", 1))
    at.model.answers["explain"] = failure(cost=0.1)
    await at.move(Explain("why", 1))
    view = await at.product.usage.of(at.canvas)
    assert {(each.facilitator, each.prompt): (each.took.works, each.took.failed) for each in view.lines} == {
        ("builtin", ""): (1, 0),
        ("fake/talker", "explain"): (2, 1),
    }
    assert (view.total.works, view.total.failed, view.total.calls, view.total.cost) == (3, 1, 3, 0.35)


# ---- calls at the same time


class Slow(Desk):
    """Takes a moment for each answer; if there are `groups`, until so many wait for it at the same time."""

    def __init__(self, *groups: int) -> None:
        super().__init__(**ANSWERS)
        self.groups = list(groups)
        self.together = asyncio.Event()
        self.running = self.most = 0

    async def stream(self, *given: Any, **more: Any) -> Any:
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            if self.groups and self.running == self.groups[0]:
                self.together.set()
            await (self.together.wait() if self.groups else asyncio.sleep(0.1))
            return await super().stream(*given, **more)
        finally:
            self.running -= 1
            if not self.running:
                self.groups, self.together = self.groups[1:], asyncio.Event()


async def explained(at: At, *interviews: str, times: int = 12) -> list[str]:
    """What people were told where the same question was asked so often at the same time."""
    moves = [
        at.product.turns.move(each, Explain("why", 1), ANNA)
        for each in interviews or [at.interview]
        for _ in range(times)
    ]
    played = await asyncio.gather(*moves)
    return [text for each in played for _, text in notices([event.event for event in each.events])]


async def cost(at: At, canvas: str = "") -> float:
    return (await at.product.usage.of(canvas or at.canvas)).total.cost


@pytest.mark.parametrize("limit", ["canvas_dollars", "day_dollars"])
async def test_calls_at_the_same_time_keep_to_a_limit_together(database: Database, limit: str) -> None:
    at = await at_desk(database, model=Slow(), **{limit: 1.1})
    told = await explained(at)
    assert await cost(at) == 1.25  # the last one that fitted goes beyond it
    assert len(at.model.prompts) == 5
    assert len(told) == 7
    assert all(each.startswith("Models have cost the 1.10 dollars") for each in told)


async def test_a_day_is_kept_to_on_all_canvases_together_and_a_canvas_by_each(database: Database) -> None:
    at = await at_desk(database, model=Slow(), day_dollars=2.0, canvas_dollars=0.75)
    others = [await at.product.canvases.create(NewCanvas(name, template_text=SHORT), ANNA) for name in "BCD"]
    await explained(at, at.interview, *(each.interview or "" for each in others), times=5)
    costs = [await cost(at, id) for id in (at.canvas, *(each.id for each in others))]
    assert sum(costs) == 2.0
    assert max(costs) <= 0.75


async def test_within_a_limit_calls_run_side_by_side_once_one_told_what_they_cost(database: Database) -> None:
    at = await at_desk(database, model=Slow(1, 11), day_dollars=9.0, turn_seconds=5.0)
    assert await explained(at) == []
    assert at.model.most == 11
    assert await cost(at) == 3.0


async def test_without_a_limit_nobody_waits(database: Database) -> None:
    at = await at_desk(database, model=Slow(12), turn_seconds=5.0)
    assert await explained(at) == []
    assert at.model.most == 12
    assert at.database.asked.count("spent") == 0


async def test_a_call_that_fails_before_it_costs_tells_nothing_of_the_others(database: Database) -> None:
    at = await at_desk(database, model=Slow(), day_dollars=0.5)
    at.model.answers["explain"] = failure(cost=0.0)
    assert len(await explained(at, times=3)) == 3
    assert at.model.most == 1
    at.model.answers["explain"] = "It asks what hurts."
    await explained(at)
    assert await cost(at) == 0.5


async def test_a_dearer_call_is_remembered(database: Database) -> None:
    at = await at_desk(database, model=Slow(), day_dollars=2.0)
    await at.move(Explain("why", 1))
    at.model.usage = replace(at.model.usage, cost=0.75)
    await at.move(Explain("why", 1))
    await explained(at)
    assert await cost(at) == 0.25 + 0.75 + 0.75 + 0.75  # with two at once 2.50 might have become 3.25
