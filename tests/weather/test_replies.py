"""A reply in bad weather: what its person reads, what is kept, and that the interview goes on."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.store.records import TurnStatus
from evals.provider import Answer
from tests.weather.outside import MODEL, SECOND, Outside, holds, notices, plain
from tests.weather.sky import Asked, Weather, sunny
from tests.weather.table import (
    BUSY,
    DECLINED,
    LOST,
    NO_KEY,
    NOTED,
    NOW,
    SENTENCES,
    TOO_MUCH,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    error,
    mended,
    odd,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Rain:
    """One weather: its answers, the last of them for good, and what comes of it.

    `sees` is what the person reads, one of these; nothing if the model gets through. `took` counts requests and
    tokens read and written, as far as they are certain; `asked` says what is wrong with the requests.
    """

    name: str
    weather: tuple[Weather, ...]
    sees: tuple[str, ...] = ()
    took: tuple[int, int, int] | Callable[[list[Asked]], tuple[int, int, int]] | None = None
    least: float = 0.0
    most: float = 2.0
    asked: Callable[[list[Asked]], bool] = lambda asked: True


def complains(of: str) -> Callable[[list[Asked]], bool]:
    return lambda asked: all(of in each.complaint for each in asked[1:]) and len(asked) > 1


RAINS = (
    # ---- the provider says no
    Rain("401", (error(401, "Incorrect API key"),), (NO_KEY,), (1, 0, 0)),
    Rain("403", (error(403),), (NO_KEY,), (1, 0, 0)),
    Rain("404 unknown model", (error(404, "The model fake does not exist"),), (UNKNOWN,), (1, 0, 0)),
    Rain("429 with a short Retry-After", (error(429, retry_after="0.2"), sunny), (), (2, 100, 50), least=0.2),
    Rain("429 with a long Retry-After", (error(429, retry_after="60"),), (BUSY,), (1, 0, 0), most=0.7),
    Rain("429 without Retry-After, once", (error(429), sunny), (), (2, 100, 50)),
    Rain("429 because nothing is left to spend", (error(429, "insufficient_quota"),), (NO_KEY,), (1, 0, 0)),
    Rain("500 once", (error(500), sunny), (), (2, 100, 50)),
    Rain("500 always", (error(500, **NOW),), (LOST,), (5, 0, 0)),
    Rain("529 always", (error(529, "Overloaded", **NOW),), (BUSY,), (5, 0, 0)),
    Rain("400 context length", (error(400, "maximum context length is 8192 tokens"),), (TOO_MUCH,), (1, 0, 0)),
    Rain("400 content filter", (error(400, "content_filter: policy"),), (DECLINED,), (1, 0, 0)),
    Rain("a sign-in page", (Answer(body="<html>Sign in</html>"),), (UNKNOWN,)),
    # ---- the connection
    Rain("a stream cut once", (odd(chunk=20, cut=3), sunny), ()),
    Rain("an error in the stream once", (Answer(raw=b'data: {"error": {"message": "oh"}}\n\n'), sunny), ()),
    Rain("tool calls, junk and thoughts between the words", (odd(noise=True),), (), (1, 100, 50)),
    Rain("no usage is reported", (odd(usage=None),), ()),
    # ---- the form
    Rain("JSON with single quotes", (mended(lambda text: text.replace('"', "'")),), (), (1, 100, 50)),
    Rain("fenced JSON", (mended(lambda text: f"```json\n{text}\n```"),), (), (1, 100, 50)),
    Rain(
        "prose around fenced JSON",
        (mended(lambda text: f"Sure! Here {{it}} is:\n```json\n{text}\n```\nShall I go on?"),),
        (),
        (1, 100, 50),
    ),
    Rain("thoughts before JSON", (mended(lambda text: f"<think>Hm {{}}.</think>{text}"),), (), (1, 100, 50)),
    Rain("a wrong shape once", (WRONG, sunny), (), (2, 200, 100), asked=complains("changes")),
    Rain("a wrong shape always", (WRONG,), (UNREADABLE,), (3, 300, 150), asked=complains("changes")),
    Rain("prose only, once", (Answer("I cannot do JSON."), sunny), (), (2, 200, 100), asked=complains("JSON object")),
    Rain("prose only, always", (Answer("I cannot do JSON."),), (UNREADABLE,), (3, 300, 150)),
    Rain("an empty answer once", (Answer(""), sunny), (), (2, 200, 100), asked=complains("empty")),
    Rain("an empty answer always", (Answer(""),), (UNREADABLE,), (3, 300, 150)),
    Rain("a refusal", (Answer(refusal="I am sorry"),), (DECLINED,), (1, 100, 50)),
    Rain("content_filter", (odd(finish="content_filter"),), (DECLINED,), (1, 100, 50)),
    Rain("length once", (odd(finish="length", cut=None, text='{"changes": [{"do'), sunny), (), (2, 200, 100)),
    Rain("length, although the form is whole", (odd(finish="length"),), (), (1, 100, 50)),
    Rain("200,000 characters that are no form", (Answer("word " * 40_001, chunk=20_000),), (TOO_MUCH,)),
)


@pytest.mark.parametrize("rain", RAINS, ids=lambda rain: rain.name)
async def test_a_reply_in_bad_weather(out: Outside, rain: Rain):
    await through(out, rain)


async def through(out: Outside, rain: Rain, *, model: str = MODEL) -> None:
    out.sky.turn("listen", *rain.weather)
    start = time.monotonic()
    played = await out.say(SECOND)
    lasted = time.monotonic() - start

    seen = notices(played)
    plain(seen)
    assert seen in [[f"{each} {NOTED}"] for each in rain.sees] or seen == [*rain.sees]
    assert rain.least <= lasted < rain.most
    assert rain.asked(out.sky.asked)

    turn, works = await out.turn(played), await out.works(played)
    listened = next(each for each in works if each.prompt == "listen")
    assert (turn.text, turn.status) == (SECOND, TurnStatus.DONE)
    assert (listened.facilitator, listened.outcome) == (model, "failed" if rain.sees else "done")
    assert ("builtin" in [each.facilitator for each in works]) is bool(rain.sees)
    took = rain.took(out.sky.asked) if callable(rain.took) else rain.took
    assert took in (None, (listened.calls, listened.tokens_in, listened.tokens_out))
    assert listened.calls == len(out.sky.asked)

    assert await out.answers() == []
    holds(await out.text(), *SENTENCES)
    await out.goes_on(*SENTENCES, again=bool(rain.sees))
