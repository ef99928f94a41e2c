"""Weather that takes its time, or changes how a model is asked: each in a product of its own."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.llm.provider import estimated
from evals.provider import Answer
from tests.weather.outside import SECOND, Begun, notices, outside, plain
from tests.weather.sky import Asked
from tests.weather.table import BUSY, LATE, LOST, NOTED, SENTENCES, error, odd, without
from tests.weather.test_replies import Rain, through


def climbs_down(*forms: str) -> Callable[[list[Asked]], bool]:
    return lambda asked: [each.form for each in asked] == [*forms]


def unanswered(asked: list[Asked]) -> tuple[int, int, int]:
    """A request that was taken, of which nothing came back: whoever took it has read it."""
    (request,) = asked
    return 1, estimated(sum(len(str(each["content"])) for each in request.body["messages"])), 0


HASTY = (
    Rain("429 without Retry-After, always", (error(429),), (BUSY, LATE)),
    Rain("a hang", (Answer(hang=True),), (LATE,), unanswered, least=0.9),
    Rain("headers, and then nothing", (odd(first=60),), (LATE,), least=0.9),
    Rain("a trickle that never ends", (odd(chunk=1, gap=0.2),), (LATE,), least=0.9),
    Rain("a stream always cut", (odd(chunk=20, cut=3),), (LOST, LATE)),
    Rain("a stream cut before its first word, always", (odd(cut=0),), (LOST, LATE)),
)
RUNGS = (
    Rain(
        "schemas are refused",
        (without("json_schema"),),
        (),
        (2, 100, 50),
        asked=climbs_down("json_schema", "json_object"),
    ),
    Rain(
        "schemas and JSON mode are refused",
        (without("json_schema", "json_object"),),
        (),
        (3, 100, 50),
        asked=climbs_down("json_schema", "json_object", "text"),
    ),
)


async def test_weather_that_outlasts_a_models_time(tmp_path: Path, begun: Begun):
    """All of it at the same time: it is only waiting."""

    async def each(rain: Rain) -> None:
        folder = tmp_path / rain.name
        folder.mkdir()
        try:
            async with outside(folder, begun, model_seconds=1.0) as out:
                await through(out, replace(rain, most=4.0))
        except AssertionError as error:
            error.add_note(rain.name)
            raise

    await asyncio.gather(*map(each, HASTY))


@pytest.mark.parametrize("rain", RUNGS, ids=lambda rain: rain.name)
async def test_a_small_local_model_gets_through(tmp_path: Path, begun: Begun, rain: Rain):
    async with outside(tmp_path, begun) as out:
        await through(out, rain)
        out.sky.turn("listen", *rain.weather)
        await out.say("The way that worked is taken at once from then on.", box="objectives")
        assert len(out.sky.asked) == 1


async def test_a_server_that_is_gone_and_comes_back(tmp_path: Path, begun: Begun):
    async with outside(tmp_path, begun, model_seconds=1.0) as out:
        await out.gate.shut()
        played = await out.say(SECOND)
        plain(notices(played))
        assert notices(played) in [[f"{each} {NOTED}"] for each in (LOST, LATE)]
        (failed, done) = await out.works(played)
        assert (failed.outcome, failed.tokens_in, done.facilitator) == ("failed", 0, "builtin")
        assert failed.calls > 1
        await out.gate.open()
        await out.goes_on(*SENTENCES, again=True)
