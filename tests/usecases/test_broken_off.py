"""Calls to a model that somebody stops, or that take longer than a turn may: what they took is stored all the same."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.errors import Unavailable
from app.interview.moves import Explain, Retry, Say, Stop
from app.llm.asking import Asking
from app.llm.prices import Prices
from app.llm.provider import End, Pieces, Question, Tokens
from app.llm.trying import Patience
from app.store.database import Database
from app.store.records import TurnStatus, WorkRecord
from app.store.writer import Writer
from tests.facilitator.models import Desk
from tests.usecases.desk import ANSWERS, PLAIN, WORDS, At, Watched, at_desk, notices
from tests.usecases.scene import ANNA, finished

PRICES = Prices(1000.0, 1000.0, 2000.0)  # dollars per million tokens


class Stuck:
    """A provider that writes 40 characters and then no more."""

    name, gathers = "stuck/model", False

    def __init__(self, text: str = "x" * 40) -> None:
        self.text = text
        self.asked: list[Question] = []
        self.writes, self.left = asyncio.Event(), asyncio.Event()

    async def answer(self, question: Question) -> Pieces:
        self.asked.append(question)
        try:
            if self.text:
                yield self.text
            self.writes.set()
            await asyncio.Event().wait()
            yield End("stop", Tokens())
        finally:
            self.left.set()

    async def close(self) -> None: ...

    @property
    def read(self) -> int:
        return -(-sum(len(each.text) for each in self.asked[0].messages) // 4)


async def stuck(database: Database, text: str = "x" * 40, **limits: float) -> tuple[At, Stuck]:
    provider = Stuck(text)
    model: Any = Asking(provider, patience=Patience(60.0), prices=PRICES)
    return await at_desk(database, model=model, **limits), provider


async def begun(at: At, provider: Stuck, move: Say | Explain | None = None) -> str:
    """A turn whose model writes and does not end; gives the turn."""
    turn = (await at.product.turns.begin(at.interview, move or Say(WORDS, box="why"), ANNA)).turn
    await provider.writes.wait()
    return turn


async def rows(at: At, turn: str) -> list[WorkRecord]:
    await finished(at.product.turns)
    await at.product.turns.worker.spending.close()
    async with at.database.read() as store:
        return await store.works_of(turn)


@pytest.mark.parametrize(("text", "written"), [("x" * 40, 10), ("", 0)])
async def test_a_call_that_is_stopped_leaves_its_row(database: Database, text: str, written: int) -> None:
    at, provider = await stuck(database, text)
    turn = await begun(at, provider)
    await at.product.turns.move(at.interview, Stop("why"), ANNA)
    (row,) = await rows(at, turn)
    question = provider.asked[0]
    assert (row.facilitator, row.prompt, row.outcome, row.calls) == ("stuck/model", "listen", "stopped", 1)
    assert (row.prompt_hash, row.canvas) == (question.hash, at.canvas)
    assert (row.tokens_in, row.tokens_out) == (provider.read, written)
    assert row.cost == pytest.approx((row.tokens_in * 1000 + written * 2000) / 1e6)
    assert row.milliseconds >= row.first_token >= 0
    assert (row.first_token > 0) is bool(written)
    took = (await at.product.usage.of(at.canvas)).total
    assert (took.works, took.failed, took.stopped, took.cost) == (1, 0, 1, pytest.approx(row.cost))


async def test_an_explanation_that_is_stopped_leaves_its_row(database: Database) -> None:
    at, provider = await stuck(database)
    turn = await begun(at, provider, Explain("why", 1))
    await at.product.turns.move(at.interview, Stop("why"), ANNA)
    assert [(each.prompt, each.outcome, each.tokens_out) for each in await rows(at, turn)] == [
        ("explain", "stopped", 10)
    ]


async def test_what_was_stopped_counts_towards_a_limit(database: Database) -> None:
    at, provider = await stuck(database, canvas_dollars=0.1)
    turn = await begun(at, provider)
    await at.product.turns.move(at.interview, Stop("why"), ANNA)
    (row,) = await rows(at, turn)
    assert row.cost > 0.1
    assert "0.10 dollars" in notices(await at.move(Retry("why")))[0][1]


async def test_a_call_that_outlasts_its_turn_leaves_its_row(database: Database) -> None:
    at, provider = await stuck(database, turn_seconds=0.2)
    turn = await begun(at, provider)
    failed, done, _ = await rows(at, turn)
    assert (failed.facilitator, failed.prompt, failed.outcome, failed.calls) == ("stuck/model", "listen", "failed", 1)
    assert (failed.tokens_in, failed.tokens_out) == (provider.read, 10)
    assert (failed.prompt_hash, failed.cost > 0) == (provider.asked[0].hash, True)
    assert (done.facilitator, done.outcome) == ("builtin", "done")
    assert await at.draft() == PLAIN


async def test_what_nobody_can_use_has_cost_all_the_same(database: Database) -> None:
    at = await at_desk(database)
    at.model.answers["listen"] = {"changes": []}
    await at.move(Say(WORDS, box="why"))
    assert (await at.works())[0] == ("fake/talker", "listen", "failed", 1, 0.25)


async def test_where_nobody_stands_in_a_failure_leaves_its_row(database: Database) -> None:
    at = await at_desk(database, alone=True)
    at.model.answers["listen"] = {"changes": []}
    await at.move(Say(WORDS, box="why"))
    assert await at.works() == [("fake/talker", "listen", "failed", 1, 0.25)]


async def test_the_model_that_looks_is_named_where_its_look_is_stopped(database: Database) -> None:
    provider = Stuck()
    critic = Asking(provider, patience=Patience(60.0), prices=PRICES)
    at = await at_desk(database)
    at.product.turns.parts.facilitator.critic = critic  # type: ignore[attr-defined]
    turn = await begun(at, provider)
    await at.product.turns.move(at.interview, Stop("why"), ANNA)
    assert [(each.facilitator, each.prompt, each.outcome) for each in await rows(at, turn)] == [
        ("fake/talker", "listen", "done"),
        ("stuck/model", "review", "stopped"),
    ]


async def test_whoever_closes_waits_until_it_is_stored(database: Database) -> None:
    at, provider = await stuck(database)
    turn = await begun(at, provider)
    await at.product.turns.worker.close()
    async with at.database.read() as store:
        assert [each.outcome for each in await store.works_of(turn)] == ["stopped"]


async def test_a_turn_that_is_stopped_before_its_model_is_asked_stores_no_row(database: Database) -> None:
    at = await at_desk(database, model=Waiting(**ANSWERS), canvas_dollars=9.0)
    at.model.answers["explain"] = "It asks what hurts."
    turns = [(await at.product.turns.begin(at.interview, Explain("why", 1), ANNA)).turn for _ in range(2)]
    await at.model.asked.wait()  # the other waits until it is known what this one costs
    await at.product.turns.move(at.interview, Stop("why"), ANNA)
    found = [[each.outcome for each in await rows(at, turn)] for turn in turns]
    assert sorted(found) == [[], ["stopped"]]


class Waiting(Desk):
    """Says that it was asked, and never answers."""

    def __init__(self, **answers: Any) -> None:
        super().__init__(**answers)
        self.asked = asyncio.Event()

    async def stream(self, *given: Any, **more: Any) -> Any:
        await super().stream(*given, **more)
        self.asked.set()
        await asyncio.Event().wait()


# ---- the database in between


class Gated(Watched):
    """Lets nobody write while it is shut, or refuses them."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.open, self.waits, self.refuses = asyncio.Event(), asyncio.Event(), False
        self.open.set()

    @asynccontextmanager
    async def write(self, *, patient: bool = False) -> AsyncIterator[Writer]:
        if self.refuses:
            raise Unavailable("The database is busy.", advice="Try again.")
        if not self.open.is_set():
            self.waits.set()
        async with asyncio.timeout(10):
            await self.open.wait()
        async with super().write(patient=patient) as store:
            yield store


async def test_a_stop_while_the_result_is_being_stored_leaves_one_row(database: Database) -> None:
    gate = Gated(database)
    at = await at_desk(gate)
    begun = await at.product.turns.begin(at.interview, Explain("why", 1), ANNA)
    gate.open.clear()
    async with asyncio.timeout(10):
        await gate.waits.wait()
    at.product.turns.worker.cancel([begun.turn])
    await finished(at.product.turns)
    gate.open.set()
    assert [(each.outcome, each.cost) for each in await rows(at, begun.turn)] == [("done", 0.25)]


async def test_a_row_that_cannot_be_stored_breaks_no_stop(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    gate = Gated(database)
    at, provider = await stuck(gate)
    turn = await begun(at, provider)
    stop = await at.product.turns.begin(at.interview, Stop("why"), ANNA)
    gate.refuses = True
    with caplog.at_level(logging.ERROR):
        assert await rows(at, turn) == []
    assert [each.message for each in caplog.records] == [f"turn {turn}: what its work took could not be stored"]
    gate.refuses = False
    async with at.database.read() as store:
        assert (await store.turn(turn)).status is TurnStatus.STOPPED
        assert (await store.turn(stop.turn)).status is TurnStatus.DONE
    assert (await at.box()).can_retry


async def test_a_canvas_that_is_deleted_meanwhile_has_cost_too(database: Database) -> None:
    gate = Gated(database)
    at = await at_desk(gate)
    begun = await at.product.turns.begin(at.interview, Explain("why", 1), ANNA)
    gate.open.clear()
    async with asyncio.timeout(10):
        await gate.waits.wait()
    async with database.write() as store:
        await store.set_deleted(at.canvas, at.clock())
    gate.open.set()
    assert [(each.outcome, each.cost) for each in await rows(at, begun.turn)] == [("done", 0.25)]
