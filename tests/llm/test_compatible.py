"""The adapter to OpenAI's protocol: errors through respx, time and streams over a real socket."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import openai
import pytest
import respx

from app.llm.compatible import Compatible, _connection, _held
from app.llm.forms import on
from app.llm.port import Message, Trouble
from app.llm.provider import End, ProviderFailed, Question, Rung, Tokens
from evals.provider import Answer, FakeProvider, Tokens as Told
from tests.llm.asked import Fruit, question

KEY = "sk-secret-0123456789"
OPENAI = "https://api.openai.com/v1/chat/completions"
ELSEWHERE = "https://models.example.com/v1"
SAID = "data: " + json.dumps({"choices": [{"delta": {"content": "Hi"}, "finish_reason": "stop"}]}) + "\n\n"
STREAM = httpx.Response(200, text=SAID, headers={"content-type": "text/event-stream"})


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


async def answered(provider: Compatible, asked: Question | None = None) -> tuple[str, End]:
    pieces = [piece async for piece in provider.answer(asked or question())]
    *texts, end = pieces
    assert isinstance(end, End)
    return "".join(text for text in texts if isinstance(text, str)) + end.text, replace(end, text="")


async def failing(provider: Compatible) -> ProviderFailed:
    with pytest.raises(ProviderFailed) as caught:
        await answered(provider)
    return caught.value


def sent(call: Any) -> dict[str, Any]:
    return dict(json.loads(call.request.content))


# ---- errors


@pytest.mark.parametrize(
    ("answer", "trouble", "again", "wait"),
    [
        (httpx.Response(401, json={"error": {"message": f"Incorrect API key: {KEY}"}}), Trouble.REFUSED, False, None),
        (httpx.Response(403), Trouble.REFUSED, False, None),
        (httpx.Response(404, json={"error": {"message": f"no model, {KEY}"}}), Trouble.UNKNOWN, False, None),
        (httpx.Response(408), Trouble.SLOW, True, None),
        (httpx.Response(429), Trouble.BUSY, True, None),
        (httpx.Response(429, headers={"Retry-After": "7"}), Trouble.BUSY, True, 7.0),
        (httpx.Response(500, text=KEY), Trouble.BROKEN, True, None),
        (httpx.Response(503, headers={"Retry-After": "1"}), Trouble.BUSY, True, 1.0),
        (httpx.Response(529), Trouble.BUSY, True, None),
        (httpx.Response(200, html="<html>Sign in</html>"), Trouble.UNKNOWN, False, None),
        (httpx.Response(200, json=[1]), Trouble.UNKNOWN, False, None),
        (httpx.Response(200, text="", headers={"content-type": "text/event-stream"}), Trouble.BROKEN, True, None),
    ],
)
async def test_errors(
    client: httpx.AsyncClient,
    caplog: pytest.LogCaptureFixture,
    answer: httpx.Response,
    trouble: Trouble,
    again: bool,
    wait: float | None,
):
    caplog.set_level(logging.DEBUG)
    provider = Compatible("openai/m", key=KEY, http_client=client)
    with respx.mock() as wire:
        route = wire.post(OPENAI).mock(return_value=answer)
        failed = await failing(provider)
    assert (failed.trouble, failed.again, failed.wait) == (trouble, again, wait)
    assert route.call_count == 1
    assert KEY not in f"{failed!r} {failed} {failed.reason} {provider!r} {caplog.text}"


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.RemoteProtocolError])
async def test_a_connection_that_cannot_be_made(client: httpx.AsyncClient, error: type[httpx.RequestError]):
    with respx.mock() as wire:
        route = wire.post(OPENAI).mock(side_effect=error(f"http://me:{KEY}@host"))
        failed = await failing(Compatible("openai/m", key=KEY, http_client=client))
    assert (failed.trouble, failed.again, route.call_count) == (Trouble.BROKEN, True, 1)
    assert KEY not in failed.reason


async def test_a_completion_that_was_not_streamed_is_an_answer(client: httpx.AsyncClient):
    whole = {
        "choices": [{"message": {"role": "assistant", "content": "Hi"}, "finish_reason": "length"}],
        "usage": {"prompt_tokens": 5, "completion_tokens": 1},
    }
    with respx.mock() as wire:
        wire.post(OPENAI).mock(return_value=httpx.Response(200, json=whole))
        assert await answered(Compatible("openai/m", key=KEY, http_client=client)) == (
            "Hi",
            End("length", Tokens(5, 0, 1)),
        )


async def test_a_stream_under_another_name_is_an_answer(client: httpx.AsyncClient):
    with respx.mock() as wire:
        wire.post(OPENAI).mock(return_value=httpx.Response(200, text=SAID))
        assert await answered(Compatible("openai/m", key=KEY, http_client=client)) == ("Hi", End("stop"))


# ---- what is sent


async def test_what_is_asked(client: httpx.AsyncClient):
    asked = on(Rung.SCHEMA, question("A fruit?"), Fruit)
    with respx.mock() as wire:
        wire.post(OPENAI).mock(return_value=STREAM)
        await answered(Compatible("openai/m", key=KEY, http_client=client), asked)
        call = wire.calls.last
    body = sent(call)
    assert call.request.headers["authorization"] == f"Bearer {KEY}"
    assert body.pop("response_format")["json_schema"]["name"] == "Fruit"
    assert body == {
        "model": "m",
        "messages": [{"role": "user", "content": "A fruit?"}],
        "max_completion_tokens": 100,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


async def test_json_mode_is_asked_for(client: httpx.AsyncClient):
    with respx.mock() as wire:
        wire.post(OPENAI).mock(return_value=STREAM)
        await answered(Compatible("openai/m", key=KEY, http_client=client), on(Rung.JSON, question(), Fruit))
        assert sent(wire.calls.last)["response_format"] == {"type": "json_object"}


async def test_an_option_that_is_not_taken_is_left_out_from_then_on(client: httpx.AsyncClient):
    provider = Compatible("vllm/m", url=ELSEWHERE, key=KEY, http_client=client)

    def picky(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        if "max_tokens" in body:
            words = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
            return httpx.Response(400, json={"error": {"message": words}})
        if "stream_options" in body:
            return httpx.Response(422, json={"detail": "stream_options: extra fields not permitted"})
        return STREAM

    with respx.mock() as wire:
        wire.post(f"{ELSEWHERE}/chat/completions").mock(side_effect=picky)
        for _ in range(2):
            failed = await failing(provider)
            assert (failed.again, failed.wait, failed.formless) == (True, 0.0, False)
        assert (await answered(provider))[0] == "Hi"
        assert sent(wire.calls.last).keys() == {"model", "messages", "max_completion_tokens", "stream"}


async def test_a_limit_that_is_refused_in_both_ways_is_an_error(client: httpx.AsyncClient):
    provider = Compatible("openai/m", key=KEY, http_client=client)
    refuse = httpx.Response(400, text="max_tokens and max_completion_tokens are not supported")
    with respx.mock() as wire:
        wire.post(OPENAI).mock(return_value=refuse)
        assert (await failing(provider)).again
        assert not (await failing(provider)).again


async def test_a_limit_that_is_too_high_is_no_reason_to_spell_it_differently(client: httpx.AsyncClient):
    with respx.mock() as wire:
        wire.post(OPENAI).mock(return_value=httpx.Response(400, text="max_completion_tokens is too large: 100"))
        assert not (await failing(Compatible("openai/m", key=KEY, http_client=client))).again


# ---- over a socket


async def over(answer: Answer) -> tuple[str, End]:
    async with FakeProvider(lambda body: answer) as fake:
        provider = Compatible("vllm/m", url=fake.url, key="none")
        try:
            return await answered(provider)
        finally:
            await provider.close()


TEXT = "Grüße aus 東京, and more. " * 5


@pytest.mark.parametrize(
    "answer",
    [
        Answer(TEXT),
        Answer(TEXT, chunk=1, noise=True),
        Answer(TEXT, gap=0.001, usage=Told(100, 80, 50)),
        Answer(TEXT, usage=None),
    ],
)
async def test_streams(answer: Answer):
    usage = answer.usage
    tokens = Tokens(usage.read, usage.cached, usage.written) if usage else None
    assert await over(answer) == (TEXT, End("stop", tokens))


async def test_a_long_answer():
    assert (await over(Answer("x" * 200_000, chunk=1000)))[0] == "x" * 200_000


async def test_a_stream_that_goes_on_after_its_end_is_too_long(monkeypatch: pytest.MonkeyPatch):
    """What comes after the last word is gathered unseen, and not without end."""
    monkeypatch.setattr("app.llm.compatible.LARGEST", 1_000)
    more = 'data: {"choices": [{"delta": {"content": "' + "x" * 700 + '"}}]}\n\n'
    with respx.mock() as wire:
        headers = {"content-type": "text/event-stream"}
        wire.post(OPENAI).mock(return_value=httpx.Response(200, headers=headers, text=SAID + more * 2))
        async with httpx.AsyncClient() as client:
            failed = await failing(Compatible("openai/m", key=KEY, http_client=client))
    assert (failed.trouble, failed.again) == (Trouble.TOO_LONG, False)


async def test_a_stream_that_is_cut_is_broken():
    with pytest.raises(ProviderFailed) as caught:
        await over(Answer(TEXT, cut=3))
    assert (caught.value.trouble, caught.value.again) == (Trouble.BROKEN, True)


@pytest.mark.parametrize(
    ("events", "closes"),
    [
        (SAID, True),  # cut after its last word
        (f"{SAID}data: [DONE]\n\n", False),  # done, and the connection left open
    ],
)
async def test_only_the_goodbye_is_missing(events: str, closes: bool):
    served = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        writer.write(f"{head}{len(events):x}\r\n{events}\r\n".encode())
        await writer.drain()
        if not closes:
            await reader.read()  # until the other side hangs up
        writer.close()
        await writer.wait_closed()
        served.set()

    async with asyncio.timeout(5), await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        provider = Compatible("vllm/m", url=f"http://127.0.0.1:{port}/v1", key="none")
        assert await answered(provider) == ("Hi", End("stop"))
        await provider.close()
        await served.wait()


async def test_a_refusal():
    assert (await over(Answer(refusal="No.")))[1].refusal == "No."


@pytest.mark.parametrize("answer", [Answer(hang=True), Answer(TEXT, first=60), Answer(TEXT, gap=60)])
async def test_who_stops_asking_hangs_up(answer: Answer):
    async with FakeProvider(lambda body: answer) as fake:
        provider = Compatible("vllm/m", url=fake.url, key="none")
        asking = asyncio.create_task(answered(provider))
        async with asyncio.timeout(5):
            while not fake.seen:
                await asyncio.sleep(0.005)
            await asyncio.sleep(0.02)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            while not fake.seen[0].closed:
                await asyncio.sleep(0.005)
        await provider.close()


async def test_a_connection_is_used_again():
    async with FakeProvider(lambda body: Answer(TEXT)) as fake:
        provider = Compatible("vllm/m", url=fake.url, key="none")
        for _ in range(3):
            await answered(provider)
        assert len(fake.seen) == 3
        assert fake.connections == 1
        await provider.close()


async def test_what_comes_while_nobody_reads_is_left_to_the_kernel():
    async with FakeProvider(lambda body: Answer(TEXT, gap=0.002)) as fake, openai.DefaultAioHttpClient() as client:
        asked = client.build_request("POST", f"{fake.url}/chat/completions", json={"messages": [], "stream": True})
        answer = await client.send(asked, stream=True)
        connection = _connection(answer)
        assert connection is not None
        with _held(answer):
            assert not connection.is_reading()
            with _held(answer):  # whoever holds it first lets it go
                pass
            assert not connection.is_reading()
        assert connection.is_reading()
        assert b"[DONE]" in await answer.aread()
        assert _connection(answer) is None
        with _held(answer):
            pass


async def test_a_slow_reader_gets_everything_in_few_pieces():
    async with FakeProvider(lambda body: Answer(TEXT, chunk=2, gap=0.002)) as fake:
        provider, pieces = Compatible("vllm/m", url=fake.url, key="none"), []
        for _ in range(2):  # a connection that was held can be used again
            pieces = []
            async for piece in provider.answer(question()):
                pieces.append(piece)
                await asyncio.sleep(0.03)
            assert "".join(each.text if isinstance(each, End) else each for each in pieces) == TEXT
            assert pieces[-1].text  # nobody waits for more after the last words
        await provider.close()
    assert len(pieces) < len(TEXT) / 4
    assert fake.connections == 1


async def test_a_server_name_with_an_underscore_is_asked_for_with_a_hyphen(client: httpx.AsyncClient):
    with respx.mock() as wire:
        wire.post("https://a_team.example.com/v1/chat/completions").mock(return_value=STREAM)
        await answered(Compatible("vllm/m", url="https://a_team.example.com/v1", key=KEY, http_client=client))
        assert wire.calls.last.request.extensions["sni_hostname"] == "a-team.example.com"


async def test_an_error_of_a_transport_that_nobody_translated(client: httpx.AsyncClient):
    with respx.mock() as wire:
        wire.post(OPENAI).mock(side_effect=RuntimeError(KEY))
        failed = await failing(Compatible("openai/m", key=KEY, http_client=client))
    assert (failed.trouble, failed.again, KEY in failed.reason) == (Trouble.BROKEN, True, False)


async def test_messages_keep_their_roles():
    async with FakeProvider(lambda body: Answer("Hi")) as fake:
        provider = Compatible("vllm/m", url=fake.url, key="none")
        messages = (Message("system", "S"), Message("user", "U"), Message("assistant", "A"))
        await answered(provider, Question("m", messages, 7))
        await provider.close()
    assert [message["role"] for message in fake.seen[0].body["messages"]] == ["system", "user", "assistant"]
    assert fake.seen[0].body["max_tokens"] == 7
