"""What must not leave the house: money beyond its limit, and the key."""

import logging
from pathlib import Path
from typing import Any

import pytest

from app.errors import Invalid
from app.interview.moves import Accept, Enough, Explain, Suggest
from app.main import build
from app.store.records import TurnStatus
from app.usecases.wishes import NewCanvas
from evals.provider import Answer
from tests.weather.outside import (
    ANNA,
    BOX,
    FIRST,
    KEY,
    MODEL,
    SECOND,
    THIRD,
    Begun,
    given,
    holds,
    notices,
    outcome,
    outside,
    plain,
)
from tests.weather.sky import sunny
from tests.weather.table import NOTED, SENTENCES, error

PRICES = "1000,1000,1000"  # dollars per million tokens: each answer of the fake costs 0.15
SPENT = "Models have cost the 0.20 dollars that they may cost "


async def test_when_a_canvas_has_cost_its_limit_the_interview_goes_on_without_the_model(tmp_path: Path, begun: Begun):
    async with outside(tmp_path, begun, model_prices=PRICES, canvas_dollars=0.2) as out:
        good = await out.say(SECOND)
        assert notices(good) == []
        await out.say("The camera is new.")
        asked = len(out.fake.seen)
        played = await out.say(THIRD)
        assert notices(played)[0] == f"{SPENT}for this canvas. {NOTED}"
        plain(notices(played))
        turn, works = await out.turn(played), await out.works(played)
        assert (turn.text, turn.status) == (THIRD, TurnStatus.DONE)
        assert outcome(works)[0] == (MODEL, "listen", "failed")
        assert [(each.calls, each.tokens_in, each.cost) for each in works] == [(0, 0, 0.0)] * len(works)
        for move, said in ((Explain(BOX), "This comes"), (Suggest(BOX), "This comes"), (Enough(BOX), "Only the rules")):
            (notice,) = notices(await out.move(move))
            assert notice.startswith(f"{SPENT}for this canvas. {said}")
            plain([notice])
        holds(await out.text(), *SENTENCES, "The camera is new.", THIRD)
        assert len(out.fake.seen) == asked
        await out.move(Accept(BOX, (await out.draft()).number))
        (answer,) = await out.answers()
        holds(answer.text, *SENTENCES, THIRD)
        took = (await out.product.usage.of(out.canvas)).total
        assert 0.2 <= took.cost < 0.2 + 3 * 0.15


async def test_when_a_day_has_cost_its_limit_other_canvases_go_on_without_the_model_too(tmp_path: Path, begun: Begun):
    async with outside(tmp_path, begun, model_prices=PRICES, day_dollars=0.2) as out:
        await out.say(SECOND)
        await out.say("The camera is new.")
        asked = len(out.fake.seen)
        view = await out.product.canvases.create(NewCanvas("Another"), ANNA)
        out.canvas, out.interview = view.id, view.interview or ""
        played = await out.say(FIRST)
        assert notices(played) == [f"{SPENT}in a day. {NOTED}"]
        assert len(out.fake.seen) == asked
        holds(await out.text(), FIRST)


async def test_failed_answers_cost_too(tmp_path: Path, begun: Begun):
    async with outside(tmp_path, begun, model_prices=PRICES, canvas_dollars=0.4) as out:
        out.sky.turn("listen", Answer("prose"))
        played = await out.say(SECOND)
        (failed, _) = await out.works(played)
        assert failed.cost == pytest.approx(0.45)
        out.sky.clear()
        assert notices(await out.say(THIRD))[0].startswith("Models have cost the 0.40 dollars")
        holds(await out.text(), *SENTENCES, THIRD)


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        ({"canvas_dollars": 1.0}, "Nobody knows what “openai/fake” costs, so its cost cannot be limited."),
        ({"day_dollars": 1.0}, "Nobody knows what “openai/fake” costs, so its cost cannot be limited."),
        ({"day_dollars": 1.0, "model_prices": "cheap"}, "The prices “cheap” cannot be read."),
        (
            {"day_dollars": 1.0, "model_prices": PRICES, "critic": "openai/judge"},
            "Nobody knows what “openai/judge” costs, so its cost cannot be limited.",
        ),
    ],
)
async def test_a_limit_on_unknown_prices_is_refused_at_the_start(tmp_path: Path, limits: dict[str, Any], says: str):
    with pytest.raises(Invalid) as caught:
        async with build(given("http://127.0.0.1:9/v1", tmp_path / "canvases.db", critic_key=KEY, **limits)):
            pass
    assert caught.value.message == says
    assert "prices" in caught.value.advice or "dollars" in caught.value.advice
    assert KEY not in f"{caught.value.message} {caught.value.advice}"


async def test_the_key_is_told_to_the_provider_and_to_nobody_else(
    tmp_path: Path, begun: Begun, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    caplog.set_level(logging.DEBUG)
    record = tmp_path / "calls"
    async with outside(tmp_path, begun, record=record) as out:
        weather = (error(500, f"Bearer {KEY}", retry_after="0"), Answer(f"No JSON, {KEY[:3]}"), sunny)
        out.sky.turn("listen", *weather)
        await out.say(SECOND)
        for bad in (error(401, KEY), error(404, KEY), error(400, KEY), Answer(body=f"<html>{KEY}")):
            out.sky.turn("listen", bad)
            await out.say(f"More {len(out.said)}.")
        await out.goes_on(*SENTENCES, again=True)
        view = await out.product.canvases.get(out.canvas)
        found = await out.product.histories.events(out.interview, after=0)
        shown = [repr(view), repr(found), repr(await out.product.usage.of(out.canvas)), repr(out.product)]
        shown += [await out.product.exports.markdown(out.canvas), (await out.product.exports.json(out.canvas)).decode()]
    assert {each.headers["authorization"] for each in out.fake.seen} == {f"Bearer {KEY}"}
    assert not [text for text in shown if KEY in text]
    assert KEY not in caplog.text
    assert KEY not in "".join(capfd.readouterr())
    files = held(tmp_path)
    assert len([each for each in files if each.parent == record]) > 2
    assert not [each.name for each, data in files.items() if KEY.encode() in data]
    assert not [each for each in caplog.records if each.exc_info and each.name.startswith("app")]


def held(folder: Path) -> dict[Path, bytes]:
    return {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
