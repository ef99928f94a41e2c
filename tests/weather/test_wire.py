"""What happens on the wire when somebody stops, leaves, or waits no longer."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from app.config import Settings
from app.interview.moves import Retry, Say, Stop
from app.main import create_app
from app.store.records import TurnStatus
from evals.provider import Answer, FakeProvider
from tests.usecases.scene import finished
from tests.weather.outside import (
    ANNA,
    BOX,
    FIRST,
    MODEL,
    SECOND,
    STORY,
    THIRD,
    Begun,
    Outside,
    given,
    holds,
    notices,
    outcome,
    outside,
    plain,
)
from tests.weather.sky import Sky, Weather, form, told
from tests.weather.table import LATE, NOTED, SENTENCES, error, odd

WAITS = error(429, retry_after="4")
SLOWLY: Weather = odd(chunk=20, gap=0.03)


async def until(done: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not done():
            await asyncio.sleep(0.005)


async def begun_to_say(out: Outside, text: str) -> str:
    """Words whose answer is on its way; gives the turn."""
    before = len(out.fake.seen)
    began = await out.product.turns.begin(out.interview, Say(text, box=BOX), ANNA)
    await until(lambda: len(out.fake.seen) > before)
    return began.turn


@pytest.mark.parametrize("weather", [Answer(hang=True), odd(first=60), odd(chunk=20, gap=0.5), WAITS])
async def test_stop_hangs_up_and_keeps_the_words(tmp_path: Path, begun: Begun, weather: Weather):
    async with outside(tmp_path, begun) as out:
        out.sky.turn("listen", weather)
        turn = await begun_to_say(out, SECOND)
        await asyncio.sleep(0.05)
        stopped = await out.move(Stop(BOX))
        assert notices(stopped) == ["Stopped. The words are kept; try again brings them back."]
        await until(lambda: out.fake.seen[-1].closed or out.fake.seen[-1].ended)
        assert out.fake.seen[-1].closed is (weather is not WAITS)
        asked = len(out.fake.seen)
        await finished(out.product.turns)
        await out.product.turns.worker.spending.close()
        async with out.product.turns.parts.database.read() as store:
            kept = await store.turn(turn)
            (took,) = await store.works_of(turn)
        assert (kept.text, kept.status) == (SECOND, TurnStatus.STOPPED)
        assert (took.facilitator, took.prompt, took.outcome, took.calls) == (MODEL, "listen", "stopped", 1)
        assert (took.tokens_in > 0) is (weather is not WAITS)
        assert (await out.draft()).text == FIRST
        assert len(out.fake.seen) == asked
        await out.goes_on(*SENTENCES, again=True)


async def test_words_that_came_while_the_model_failed_are_not_lost(tmp_path: Path, begun: Begun):
    async with outside(tmp_path, begun) as out:
        out.sky.turn("listen", odd(chunk=20, gap=0.02, cut=8), error(401))
        first = await begun_to_say(out, SECOND)
        second = await out.say("The camera is new.")
        assert not second.running
        async with out.product.turns.parts.database.read() as store:
            assert (await store.turn(first)).status is TurnStatus.DONE
        holds(await out.text(), *SENTENCES, "The camera is new.")
        await out.goes_on(*SENTENCES, "The camera is new.", again=True)


async def test_a_turn_ends_before_a_patient_model_does(tmp_path: Path, begun: Begun):
    async with outside(tmp_path, begun, turn_seconds=1.0, model_seconds=60.0) as out:
        out.sky.turn("listen", Answer(hang=True))
        played = await out.say(SECOND)
        plain(notices(played))
        assert notices(played) == [f"{LATE} {NOTED}"]
        assert [(who, how) for who, _, how in outcome(await out.works(played))] == [
            ("openai/fake", "failed"),
            ("builtin", "done"),
        ]
        await until(lambda: out.fake.seen[-1].closed)
        await out.goes_on(*SENTENCES, again=True)


async def test_trying_again_in_the_same_weather_repeats_nothing(tmp_path: Path, begun: Begun):
    async with outside(tmp_path, begun) as out:
        out.sky.turn("listen", error(401))
        await out.say(SECOND)
        for _ in range(3):
            again = await out.move(Retry(BOX))
            assert [each.endswith(NOTED) for each in notices(again)] == [True]
            holds(await out.text(), *SENTENCES)
        await out.goes_on(*SENTENCES, again=True)


async def test_trying_again_where_the_model_is_spent_repeats_nothing(tmp_path: Path, begun: Begun):
    async with outside(tmp_path, begun, model_prices="1000,1000,1000", canvas_dollars=0.0) as out:
        await out.say(SECOND)
        assert outcome(await out.works(await out.move(Retry(BOX))))[0] == (MODEL, "listen", "failed")
        holds(await out.text(), *SENTENCES)
        assert FIRST in await out.text()


# ---- over HTTP


@asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[tuple[httpx.AsyncClient, FastAPI]]:
    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, timeout_graceful_shutdown=1))
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/v1", timeout=10) as api:
            yield api, app
    finally:
        server.should_exit = True
        await serving


async def test_a_reader_who_leaves_stops_nothing(tmp_path: Path):
    sky = Sky()
    async with FakeProvider(sky) as fake, served(given(fake.url, tmp_path / "canvases.db")) as (api, app):
        view = (await api.post("/canvases", json={"product_name": "Vials"})).json()
        interview = f"/interviews/{view['interview']}"
        await api.post(f"{interview}/moves", json={"move": "say", "box": "start", "text": STORY})
        sky.turn("listen", SLOWLY)
        say = {"move": "say", "box": BOX, "text": f"{FIRST} {SECOND}"}
        async with api.stream(
            "POST", f"{interview}/moves", json=say, headers={"Accept": "text/event-stream"}
        ) as coming:
            async for line in coming.aiter_lines():
                if line == "event: delta":
                    break
        assert not fake.seen[-1].ended
        await until(lambda: fake.seen[-1].ended)
        assert not fake.seen[-1].closed
        assert len(sky.asked) == 1
        async with asyncio.timeout(5):
            while (await api.get(interview)).json()["box"]["running"]:
                await asyncio.sleep(0.01)
        box = (await api.get(interview)).json()["box"]
        holds(box["draft"]["text"], *SENTENCES)
        assert not box["can_retry"]
        sky.clear()
        more = await api.post(f"{interview}/moves", json={"move": "say", "box": BOX, "text": THIRD})
        accept = {"move": "accept", "box": BOX, "draft": more.json()["interview"]["box"]["draft"]["number"]}
        assert (await api.post(f"{interview}/moves", json=accept)).json()["interview"]["accepted"] == 1


async def test_what_a_browser_gets_of_a_models_markup_is_data(tmp_path: Path):
    markup = "<script>alert('T1')</script>\u2028 event: result"
    sky = Sky()
    async with FakeProvider(sky) as fake, served(given(fake.url, tmp_path / "canvases.db")) as (api, app):
        view = (await api.post("/canvases", json={"product_name": "Vials"})).json()
        interview = f"/interviews/{view['interview']}"
        sky.turn("listen", lambda asked: form(**told(asked, reply=f"{markup}\n\nevent: result\ndata: 1")))
        say = {"move": "say", "box": BOX, "text": FIRST}
        came = await api.post(f"{interview}/moves", json=say, headers={"Accept": "text/event-stream"})
        assert came.headers["content-type"].startswith("text/event-stream")
        assert [line for line in came.text.split("\n") if line.startswith("event: result")] == ["event: result"]
        assert all(json.loads(data) is not None for data in re.findall(r"(?m)^data: (.*)$", came.text))
        listed = await api.get(f"{interview}/events")
        assert listed.headers["content-type"] == "application/json"
        assert listed.headers["x-content-type-options"] == "nosniff"
        texts = [each["event"].get("text", "") for each in listed.json()["items"]]
        assert any(text.startswith(markup.split("\u2028")[0]) for text in texts)
