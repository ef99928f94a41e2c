"""The adapter over litellm. It is imported once for all of these, which takes two seconds."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import respx

from app.llm.forms import on
from app.llm.others import Other, load
from app.llm.port import Trouble
from app.llm.provider import End, ProviderFailed, Question, Rung, Tokens
from evals.provider import Answer, FakeProvider
from tests.llm.asked import Fruit, question

KEY = "sk-secret-0123456789"
CLAUDE = "anthropic/claude-haiku-4-5"
ANTHROPIC = "https://api.anthropic.com/v1/messages"
USED = {"input_tokens": 12, "cache_read_input_tokens": 5, "output_tokens": 1}


@pytest.fixture(autouse=True, scope="module")
def imported() -> None:
    """Once, before any test looks at what is printed."""
    load()


def messages(*texts: str, stop: str = "end_turn") -> httpx.Response:
    """A stream in Anthropic's protocol."""
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": {"id": "m", "role": "assistant", "content": [], "usage": USED}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    ]
    for text in texts:
        delta = {"type": "text_delta", "text": text}
        events.append({"type": "content_block_delta", "index": 0, "delta": delta})
    events.append({"type": "content_block_stop", "index": 0})
    events.append({"type": "message_delta", "delta": {"stop_reason": stop}, "usage": {"output_tokens": 7}})
    events.append({"type": "message_stop"})
    body = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
    return httpx.Response(200, text=body, headers={"content-type": "text/event-stream"})


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


async def answered(provider: Other, asked: Question | None = None) -> tuple[str, End]:
    *texts, end = [piece async for piece in provider.answer(asked or question())]
    assert isinstance(end, End)
    return "".join(text for text in texts if isinstance(text, str)), end


async def test_an_answer(client: httpx.AsyncClient):
    provider = Other(CLAUDE, key=KEY, http_client=client)
    with respx.mock() as wire:
        wire.post(ANTHROPIC).mock(return_value=messages("Grüß ", "Gott"))
        assert await answered(provider) == ("Grüß Gott", End("stop", Tokens(17, 5, 7)))
        (call,) = wire.calls
        body = json.loads(call.request.content)
    assert call.request.headers["x-api-key"] == KEY
    assert (body["model"], body["max_tokens"], body["stream"]) == ("claude-haiku-4-5", 100, True)


async def test_a_form_is_asked_for_by_its_schema_and_nobody_else_is_asked(client: httpx.AsyncClient):
    provider = Other(CLAUDE, key=KEY, http_client=client)
    with respx.mock() as wire:
        wire.post(ANTHROPIC).mock(return_value=messages('{"name": ', '"apple"}'))
        assert (await answered(provider, on(Rung.SCHEMA, question(), Fruit)))[0] == '{"name": "apple"}'
        (call,) = wire.calls
    assert "In English." in call.request.content.decode()


async def test_an_answer_that_reached_its_limit(client: httpx.AsyncClient):
    with respx.mock() as wire:
        wire.post(ANTHROPIC).mock(return_value=messages("Gr", stop="max_tokens"))
        assert (await answered(Other(CLAUDE, key=KEY, http_client=client)))[1].finish == "length"


def refused(status: int, words: str = "oh", **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"type": "error", "error": {"type": "x", "message": words}}, headers=headers)


@pytest.mark.parametrize(
    ("answer", "trouble", "again", "wait"),
    [
        (refused(401, KEY), Trouble.REFUSED, False, None),
        (refused(403, KEY), Trouble.REFUSED, False, None),
        (refused(404, KEY), Trouble.UNKNOWN, False, None),
        (refused(408), Trouble.SLOW, True, None),
        (refused(429), Trouble.BUSY, True, None),
        (refused(429, **{"Retry-After": "7"}), Trouble.BUSY, True, 7.0),
        (refused(500, KEY), Trouble.BROKEN, True, None),
        (refused(503), Trouble.BUSY, True, None),
        (refused(529, "Overloaded"), Trouble.BUSY, True, None),
        (refused(400, "prompt is too long: 300000 tokens"), Trouble.TOO_LONG, False, None),
        (httpx.Response(200, html="<html>Sign in</html>"), Trouble.UNKNOWN, False, None),
    ],
)
async def test_errors(
    client: httpx.AsyncClient,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    answer: httpx.Response,
    trouble: Trouble,
    again: bool,
    wait: float | None,
):
    caplog.set_level(logging.DEBUG)
    provider = Other(CLAUDE, key=KEY, http_client=client)
    with respx.mock() as wire:
        route = wire.post(ANTHROPIC).mock(return_value=answer)
        with pytest.raises(ProviderFailed) as caught:
            await answered(provider)
    failed = caught.value
    assert (failed.trouble, failed.again, failed.wait, route.call_count) == (trouble, again, wait, 1)
    assert KEY not in f"{failed!r} {failed} {failed.reason} {provider!r} {caplog.text}"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", [CLAUDE, "gemini/gemini-2.5-flash", "mistral/mistral-small-latest"])
@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.RemoteProtocolError])
async def test_a_connection_that_breaks_is_tried_once(
    client: httpx.AsyncClient, name: str, error: type[httpx.RequestError]
):
    with respx.mock() as wire:
        wire.route().mock(side_effect=error("no"))
        with pytest.raises(ProviderFailed) as caught:
            await answered(Other(name, key=KEY, http_client=client))
        assert len(wire.calls) == 1
    assert (caught.value.trouble, caught.value.again) == (Trouble.BROKEN, True)


async def test_a_status_that_litellm_only_notices_in_the_stream(client: httpx.AsyncClient):
    with respx.mock() as wire:
        wire.route().mock(return_value=httpx.Response(429, json={"error": {"message": "slow"}}))
        with pytest.raises(ProviderFailed) as caught:
            await answered(Other("gemini/gemini-2.5-flash", key=KEY, http_client=client))
    assert (caught.value.trouble, caught.value.again, caught.value.status) == (Trouble.BUSY, True, 429)


async def test_a_provider_without_forms(client: httpx.AsyncClient):
    with pytest.raises(ProviderFailed) as caught:
        await answered(Other("cohere/command-r", key=KEY, http_client=client), on(Rung.SCHEMA, question(), Fruit))
    assert caught.value.formless


async def test_a_provider_of_which_nobody_heard():
    with pytest.raises(ValueError, match="nobody/m"):
        Other("nobody/m", key=KEY)


# ---- over a socket


async def test_a_stream_that_is_cut_is_broken():
    async with FakeProvider(lambda body: Answer("Hello, and good bye. " * 3, cut=2)) as fake:
        provider = Other("mistral/m", url=fake.url, key="none")
        with pytest.raises(ProviderFailed) as caught:
            await answered(provider)
        await provider.close()
    assert (caught.value.trouble, caught.value.again) == (Trouble.BROKEN, True)
    assert len(fake.seen) == 1


@pytest.mark.parametrize("answer", [Answer(hang=True), Answer("Hello, and good bye. ", gap=60)])
async def test_who_stops_asking_hangs_up(answer: Answer):
    async with asyncio.timeout(5), FakeProvider(lambda body: answer) as fake:
        provider = Other("mistral/m", url=fake.url, key="none")
        asking = asyncio.create_task(answered(provider))
        while not fake.seen:
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.05)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        while not fake.seen[0].closed:
            await asyncio.sleep(0.005)
        await provider.close()
