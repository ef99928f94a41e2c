"""What the service is held against: bare pass-throughs, one for each way to talk to a model. No storage, no interview.

`python -m evals.speed.baselines KIND PORT URL`: POST /turn {"text": …} streams the words as they come.
"""

import json
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.responses import StreamingResponse

Messages = list[dict[str, str]]
Ask = Callable[[Messages], AsyncIterator[str | None]]

RULES = "You sit in a workshop in which a team plans a machine-learning project on a canvas, box by box. " * 120
SETTINGS = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION"}  # before litellm is imported


class Words(BaseModel):
    text: str


def of_aiohttp(url: str) -> Ask:
    import aiohttp  # each kind pays for its own library only

    open_sessions: list[aiohttp.ClientSession] = []  # needs a running loop: opened at the first question

    async def ask(messages: Messages) -> AsyncIterator[str | None]:
        if not open_sessions:
            open_sessions.append(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        async with open_sessions[0].post(f"{url}/chat/completions", json=_body(messages), headers=_KEY) as answer:
            async for line in answer.content:
                yield _content(line)

    return ask


def of_httpx(url: str) -> Ask:
    import httpx  # as above

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    client = httpx.AsyncClient(limits=limits, timeout=None, trust_env=False)

    async def ask(messages: Messages) -> AsyncIterator[str | None]:
        wanted = client.stream("POST", f"{url}/chat/completions", json=_body(messages), headers=_KEY)
        async with wanted as answer:
            async for line in answer.aiter_lines():
                yield _content(line.encode())

    return ask


def of_openai(url: str) -> Ask:
    from openai import AsyncOpenAI  # as above

    client = AsyncOpenAI(base_url=url, api_key="x", max_retries=0)

    async def ask(messages: Any) -> AsyncIterator[str | None]:
        async for chunk in await client.chat.completions.create(model="fake", messages=messages, stream=True):
            yield chunk.choices[0].delta.content if chunk.choices else None

    return ask


def of_litellm(url: str) -> Ask:
    import litellm  # as above: four seconds

    litellm.telemetry = False

    async def ask(messages: Any) -> AsyncIterator[str | None]:
        answer: Any = await litellm.acompletion(
            model="openai/fake", api_base=url, api_key="x", messages=messages, stream=True, max_retries=0
        )
        async for chunk in answer:
            yield chunk.choices[0].delta.content if chunk.choices else None

    return ask


KINDS: dict[str, Callable[[str], Ask]] = {
    "aiohttp": of_aiohttp,
    "httpx": of_httpx,
    "openai": of_openai,
    "litellm": of_litellm,
}
_KEY = {"Authorization": "Bearer x"}


def _body(messages: Messages) -> dict[str, object]:
    return {"model": "fake", "messages": messages, "stream": True}


def _content(line: bytes) -> str | None:
    if not line.startswith(b"data: {"):
        return None
    choices = json.loads(line[6:])["choices"]
    content: str | None = choices[0]["delta"].get("content") if choices else None
    return content


async def _frames(words: AsyncIterator[str | None]) -> AsyncGenerator[bytes, None]:
    async for word in words:
        if word:
            yield b"data: %s\n\n" % json.dumps({"text": word}).encode()


def create(ask: Ask) -> FastAPI:
    app = FastAPI()

    @app.get("/ready")
    async def ready() -> dict[str, bool]:
        return {"ready": True}

    @app.post("/turn")
    async def turn(words: Words) -> StreamingResponse:
        messages = [{"role": "system", "content": RULES}, {"role": "user", "content": words.text}]
        return StreamingResponse(_frames(ask(messages)), media_type="text/event-stream")

    return app


def main() -> None:
    kind, port, url = sys.argv[1:4]
    app = create(KINDS[kind](url))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
