"""What the service is held against: bare pass-throughs, one for each way to talk to a model. No interview.

`durable` is the one over aiohttp with two durable commits for each turn, before the first word and at the end; the
others store nothing.

`python -m evals.speed.baselines KIND PORT URL`: POST /turn {"text": …} streams the words as they come.
"""

import asyncio
import json
import queue
import sqlite3
import sys
import tempfile
import threading
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


DURABLE = "durable"
KINDS: dict[str, Callable[[str], Ask]] = {
    DURABLE: of_aiohttp,
    "aiohttp": of_aiohttp,
    "httpx": of_httpx,
    "openai": of_openai,
    "litellm": of_litellm,
}
HELD = (DURABLE, "aiohttp")  # goals are told as times these
_KEY = {"Authorization": "Bearer x"}


def _body(messages: Messages) -> dict[str, object]:
    return {"model": "fake", "messages": messages, "stream": True}


def _content(line: bytes) -> str | None:
    if not line.startswith(b"data: {"):
        return None
    choices = json.loads(line[6:])["choices"]
    content: str | None = choices[0]["delta"].get("content") if choices else None
    return content


async def _frames(words: AsyncIterator[str | None], keep: "Keep | None") -> AsyncGenerator[bytes, None]:
    said = ""
    async for word in words:
        if word:
            said += word
            yield b"data: %s\n\n" % json.dumps({"text": word}).encode()
    if keep:
        await keep(said)


class Keep:
    """Commits texts durably in a thread of its own; those that wait at the same time share a commit."""

    def __init__(self, folder: str) -> None:
        self._file = f"{folder}/kept.db"
        self._texts: queue.SimpleQueue[tuple[str, asyncio.Future[None], asyncio.AbstractEventLoop]] = (
            queue.SimpleQueue()
        )
        threading.Thread(target=self._write, daemon=True).start()

    async def __call__(self, text: str) -> None:
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        self._texts.put((text, done, loop))
        await done

    def _write(self) -> None:
        database = sqlite3.connect(self._file, isolation_level=None)
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE kept (text TEXT)")
        while True:
            some = [self._texts.get()]
            while not self._texts.empty():
                some.append(self._texts.get())
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO kept VALUES (?)", [(text,) for text, _, _ in some])
            database.execute("COMMIT")
            for _, done, loop in some:
                loop.call_soon_threadsafe(_settle, done)


def _settle(done: asyncio.Future[None]) -> None:
    if not done.done():
        done.set_result(None)


def create(ask: Ask, keep: Keep | None) -> FastAPI:
    app = FastAPI()

    @app.get("/ready")
    async def ready() -> dict[str, bool]:
        return {"ready": True}

    @app.post("/turn")
    async def turn(words: Words) -> StreamingResponse:
        if keep:
            await keep(words.text)
        messages = [{"role": "system", "content": RULES}, {"role": "user", "content": words.text}]
        return StreamingResponse(_frames(ask(messages), keep), media_type="text/event-stream")

    return app


def main() -> None:
    kind, port, url = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as folder:
        app = create(KINDS[kind](url), Keep(folder) if kind == DURABLE else None)
        uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
