"""The fake that other tests rely on: over plain httpx, and not over what it is to test."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from evals.provider import Answer, FakeProvider, Script, Tokens


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


async def asked(client: httpx.AsyncClient, script: Script, **body: Any) -> httpx.Response:
    async with FakeProvider(script) as fake:
        return await client.post(f"{fake.url}/chat/completions", json={"model": "m", **body})


def events(response: httpx.Response) -> list[Any]:
    lines = [line[6:] for line in response.text.splitlines() if line.startswith("data: ")]
    assert lines.pop() == "[DONE]"
    return [json.loads(line) for line in lines]


async def test_a_stream(client: httpx.AsyncClient):
    answer = Answer("abcdefg", chunk=3, finish="length", usage=Tokens(9, 8, 7))
    response = await asked(client, lambda body: answer, stream=True, stream_options={"include_usage": True})
    *pieces, end, usage = events(response)
    assert response.headers["content-type"] == "text/event-stream"
    assert [piece["choices"][0]["delta"]["content"] for piece in pieces] == ["abc", "def", "g"]
    assert end["choices"][0]["finish_reason"] == "length"
    assert usage["usage"]["prompt_tokens_details"] == {"cached_tokens": 8}


async def test_usage_comes_only_when_asked_for(client: httpx.AsyncClient):
    assert "usage" not in (await asked(client, lambda body: Answer("a"), stream=True)).text


async def test_a_whole_answer_by_a_script_that_waits(client: httpx.AsyncClient):
    async def script(body: dict[str, Any]) -> Answer:
        await asyncio.sleep(0)
        return Answer(body["model"], refusal="No.")

    message = (await asked(client, script)).json()["choices"][0]["message"]
    assert (message["content"], message["refusal"]) == ("m", "No.")


async def test_an_error_with_its_headers(client: httpx.AsyncClient):
    response = await asked(client, lambda body: Answer(status=429, headers={"retry-after": "3"}, body="slow"))
    assert (response.status_code, response.headers["retry-after"], response.text) == (429, "3", "slow")


async def test_what_a_script_did_wrong_is_told(client: httpx.AsyncClient):
    response = await asked(client, lambda body: Answer(body["none"]))
    assert (response.status_code, response.json()["error"]["message"]) == (400, "KeyError('none')")


async def test_a_cut(client: httpx.AsyncClient):
    with pytest.raises(httpx.RemoteProtocolError):
        await asked(client, lambda body: Answer("abc", chunk=1, cut=1), stream=True)


async def test_it_sees_who_hangs_up_and_who_does_not(client: httpx.AsyncClient):
    async with FakeProvider(lambda body: Answer("abc", gap=body["gap"], chunk=1)) as fake:
        where = f"{fake.url}/chat/completions"
        await client.post(where, json={"stream": True, "gap": 0})
        with pytest.raises(httpx.ReadTimeout):
            await client.post(where, json={"stream": True, "gap": 60}, timeout=0.05)
        async with asyncio.timeout(5):
            while not fake.seen[1].closed:
                await asyncio.sleep(0.005)
    assert [(seen.closed, seen.ended) for seen in fake.seen] == [(False, True), (True, False)]
    assert fake.seen[0].path == "/v1/chat/completions"
