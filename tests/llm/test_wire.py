"""A model over a real socket: cuts, silences, deadlines, and who hangs up."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.llm.asking import Asking
from app.llm.compatible import Compatible
from app.llm.port import Message, ModelFailed, Prompt, Trouble
from app.llm.provider import Rung
from app.llm.trying import Patience
from evals.provider import Answer, FakeProvider, Script
from tests.llm.asked import GOOD, PRICES, PROMPT, Fruit

FRUIT = Fruit.model_validate_json(GOOD)


async def failing(model: Asking) -> ModelFailed:
    with pytest.raises(ModelFailed) as caught:
        await model.parse(PROMPT, Fruit)
    return caught.value


@asynccontextmanager
async def over(script: Script, **given: Any) -> AsyncIterator[tuple[Asking, FakeProvider]]:
    async with FakeProvider(script) as fake:
        provider = Compatible("vllm/m", url=fake.url, key="none")
        model = Asking(provider, patience=Patience(**({"seconds": 5.0, "base": 0.0} | given)), prices=PRICES)
        yield model, fake
        await model.close()


def in_turn(*answers: Answer) -> Script:
    left = iter(answers)
    return lambda body: next(left)


async def test_a_stream_that_is_cut_is_asked_for_again_and_what_came_counts():
    peeks: list[Mapping[str, Any]] = []
    async with over(in_turn(Answer(GOOD, cut=2), Answer(GOOD)), every=0.0) as (model, _):
        reply = await model.parse(PROMPT, Fruit, peeks.append)
    assert reply.value == FRUIT
    assert reply.usage.calls == 2
    assert (reply.usage.tokens_in, reply.usage.tokens_out) == (5 + 100, 6 + 50)
    assert peeks[-1] == FRUIT.model_dump()


async def test_a_text_that_is_cut_is_not_shown_twice():
    shown: list[str] = []
    async with over(in_turn(Answer("One, two, three.", chunk=4, cut=2), Answer("One, two, three.", chunk=4))) as (
        model,
        _,
    ):
        assert (await model.stream(PROMPT, shown.append)).value == "".join(shown) == "One, two, three."


@pytest.mark.parametrize("answer", [Answer(hang=True), Answer(GOOD, first=60), Answer(GOOD, gap=0.02, chunk=1)])
async def test_the_deadline_holds_and_the_connection_is_closed(answer: Answer):
    async with over(lambda body: answer, seconds=0.15) as (model, fake):
        failed = await failing(model)
        assert (failed.trouble, failed.usage.calls) == (Trouble.SLOW, 1)
        assert 140 < failed.usage.milliseconds < 2000
        async with asyncio.timeout(5):
            while not fake.seen[0].closed:
                await asyncio.sleep(0.005)


async def test_what_came_before_the_deadline_counts():
    async with over(lambda body: Answer(GOOD, gap=0.02, chunk=1), seconds=0.15) as (model, _):
        usage = (await failing(model)).usage
    assert (usage.tokens_in, usage.first_token > 0) == (5, True)
    assert usage.tokens_out > 0


async def test_an_answer_that_stands_still_is_asked_for_again():
    async with over(in_turn(Answer(GOOD, gap=60), Answer(GOOD)), stall=0.05) as (model, fake):
        assert (await model.parse(PROMPT, Fruit)).usage.calls == 2
        assert fake.seen[0].closed


async def test_silence_before_the_first_word_is_thinking():
    async with over(lambda body: Answer(GOOD, first=0.15, chunk=100), stall=0.05) as (model, fake):
        assert (await model.parse(PROMPT, Fruit)).usage.calls == 1
        assert len(fake.seen) == 1


async def test_who_stops_asking_hangs_up():
    async with over(lambda body: Answer(GOOD, gap=60)) as (model, fake), asyncio.timeout(5):
        came = asyncio.Event()
        asked = asyncio.create_task(model.parse(PROMPT, Fruit, lambda form: came.set()))
        await came.wait()
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        while not fake.seen[0].closed:
            await asyncio.sleep(0.005)


async def test_a_refused_schema_over_the_wire():
    def picky(body: dict[str, Any]) -> Answer:
        form = body.get("response_format", {}).get("type")
        if form:
            return Answer(status=400, body=json.dumps({"error": {"message": f"response_format {form}: no"}}))
        return Answer(f"<think>{{}}</think>Here:\n```json\n{GOOD}\n```", noise=True)

    async with over(picky) as (model, fake):
        assert (await model.parse(PROMPT, Fruit)).value == FRUIT
        assert model.rung is Rung.TEXT
        forms = [seen.body.get("response_format", {}).get("type") for seen in fake.seen]
        assert forms == ["json_schema", "json_object", None]


async def test_questions_at_the_same_time_do_not_mix():
    def echo(body: dict[str, Any]) -> Answer:
        return Answer(body["messages"][-1]["content"] * 20, gap=0.001)

    async with over(echo) as (model, _):
        asked = [Prompt("p", "", (Message("user", letter),)) for letter in "abcd"]
        replies = await asyncio.gather(*(model.stream(prompt) for prompt in asked))
    assert [reply.value for reply in replies] == [letter * 20 for letter in "abcd"]
