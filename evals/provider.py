"""A provider of language models that is none: it speaks OpenAI's protocol on a loopback socket, for tests and evals."""

import asyncio
import inspect
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

ENTIRE = b"HTTP/1.1 %d Fake\r\ncontent-length: %d\r\n%s\r\n"
STREAM = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n%s\r\n"
NOISE = (
    b": a comment\n\n",
    b"event: ping\ndata: {}\n\n",
    b'data: {"choices":[]}\n\n',
    b'data: {"choices":[{"index":0,"delta":{"content":null,"tool_calls":[{"index":0,"id":"a",'
    b'"function":{"name":"f","arguments":"{"}}]}}]}\n\n',
    b"data: {broken\n\n",
    b'data: "text"\n\n',
    b'data: {"choices":[{"index":0,"delta":{"reasoning_content":"Hm."}}]}\n\n',
    b'data: {"choices":[{"index":0,"delta":null}]}\r\n\r\n',
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the fake says that an answer took."""

    read: int = 100
    cached: int = 0
    written: int = 50


@dataclass(frozen=True)
class Answer:
    """What the fake answers, and how. Times in seconds; `usage` None reports none."""

    text: str = ""
    chunk: int = 12  # characters in each chunk of `text`
    pieces: tuple[str, ...] | None = None  # the chunks themselves, instead of `text`
    first: float = 0.0  # from the headers to the first chunk
    gap: float = 0.0  # between chunks
    finish: str = "stop"
    usage: Tokens | None = Tokens()
    refusal: str = ""
    noise: bool = False  # events that carry no text: comments, tool calls, junk
    cut: int | None = None  # the connection drops after so many chunks
    hang: bool = False  # nothing ever comes, not even headers
    status: int = 200  # anything else sends `body` and no stream
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | bytes | None = None  # with its length, instead of an answer
    raw: bytes | None = None  # instead of the events of a stream

    def chunks(self) -> tuple[str, ...]:
        if self.pieces is not None:
            return self.pieces
        return tuple(self.text[at : at + self.chunk] for at in range(0, len(self.text), self.chunk))


Script = Callable[[dict[str, Any]], Answer | Awaitable[Answer]]


@dataclass
class Seen:
    """A request that came. `closed`: the client went away before its answer ended."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    closed: bool = False
    ended: bool = False


class FakeProvider:
    """`script` decides on each request by its body. `async with` opens it at `url`; `seen` holds what came."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.seen: list[Seen] = []
        self.url = ""
        self.connections = 0
        self._open: set[_Connection] = set()

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self, self._open), "127.0.0.1", 0, backlog=1024)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        work = [connection.work for connection in self._open if connection.work]
        for connection in tuple(self._open):
            connection.abort()
        await asyncio.gather(*work, return_exceptions=True)
        await self._server.wait_closed()


class _Connection(asyncio.Protocol):
    """One client. A protocol rather than streams: it learns at once that the client is gone."""

    def __init__(self, fake: FakeProvider, others: set["_Connection"]) -> None:
        self._fake = fake
        self._others = others
        self._received = b""
        self.work: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._others.add(self)
        self._fake.connections += 1

    def connection_lost(self, exc: Exception | None) -> None:
        self._others.discard(self)
        if self.work:
            self.work.cancel()

    def abort(self) -> None:
        if self.work:
            self.work.cancel()
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, separator, rest = self._received.partition(b"\r\n\r\n")
        if not separator:
            return
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.casefold(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", "0"))
        if len(rest) < length:
            return
        self._received = rest[length:]
        seen = Seen(path=first.split(" ")[1], headers=headers, body=json.loads(rest[:length] or b"{}"))
        self._fake.seen.append(seen)
        self.work = asyncio.get_running_loop().create_task(self._answer(seen))

    async def _answer(self, seen: Seen) -> None:
        try:
            decided = self._fake.script(seen.body)
            await self._send(await decided if inspect.isawaitable(decided) else decided, seen)
            seen.ended = True
        except Exception as error:  # the script's own mistake: whoever asked should read it
            self._entire(400, json.dumps({"error": {"message": repr(error)}}), {})
        finally:
            seen.closed = not seen.ended

    async def _send(self, answer: Answer, seen: Seen) -> None:
        if answer.hang:
            await asyncio.Event().wait()
        if answer.status != 200 or answer.body is not None:
            self._entire(answer.status, answer.body or "", answer.headers)
        elif seen.body.get("stream"):
            await self._stream(answer, seen.body)
        else:
            await asyncio.sleep(answer.first + answer.gap * len(answer.chunks()))
            self._entire(200, json.dumps(_completion(answer, seen.body)), answer.headers)

    def _entire(self, status: int, body: str | bytes, headers: Mapping[str, str]) -> None:
        data = body.encode() if isinstance(body, str) else body
        fields = _fields({"content-type": "application/json", **headers})
        self._transport.write(ENTIRE % (status, len(data), fields) + data)

    async def _stream(self, answer: Answer, asked: Mapping[str, Any]) -> None:
        self._transport.write(STREAM % _fields(answer.headers))
        if answer.first:
            await asyncio.sleep(answer.first)
        async for event in _events(answer, asked):
            if event is None:
                self._transport.close()
                return
            self._transport.write(b"%x\r\n%s\r\n" % (len(event), event))
        self._transport.write(b"0\r\n\r\n")


async def _events(answer: Answer, asked: Mapping[str, Any]) -> AsyncIterator[bytes | None]:
    """The events of a stream, each at its time; None where the connection is to drop."""
    if answer.raw is not None:
        yield answer.raw
        return
    if answer.noise:
        for event in NOISE:
            yield event
    for number, piece in enumerate(answer.chunks()):
        if number == answer.cut:
            yield None
        await asyncio.sleep(answer.gap if number else 0)
        yield _event({"content": piece}, asked)
    if answer.cut is not None:
        yield None
    if answer.refusal:
        yield _event({"refusal": answer.refusal}, asked)
    yield _event({}, asked, finish=answer.finish)
    if answer.usage and (asked.get("stream_options") or {}).get("include_usage"):
        yield _data({"object": "chat.completion.chunk", "choices": [], "usage": _usage(answer.usage)})
    yield b"data: [DONE]\n\n"


def _event(delta: Mapping[str, str], asked: Mapping[str, Any], *, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _data({"id": "fake", "object": "chat.completion.chunk", "model": asked.get("model"), "choices": [choice]})


def _data(event: Mapping[str, Any]) -> bytes:
    return b"data: %s\n\n" % json.dumps(event).encode()


def _completion(answer: Answer, asked: Mapping[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": "".join(answer.chunks()), "refusal": answer.refusal or None}
    choice = {"index": 0, "message": message, "finish_reason": answer.finish}
    whole = {"id": "fake", "object": "chat.completion", "model": asked.get("model"), "choices": [choice]}
    return whole | ({"usage": _usage(answer.usage)} if answer.usage else {})


def _usage(tokens: Tokens) -> dict[str, Any]:
    return {
        "prompt_tokens": tokens.read,
        "completion_tokens": tokens.written,
        "total_tokens": tokens.read + tokens.written,
        "prompt_tokens_details": {"cached_tokens": tokens.cached},
    }


def _fields(headers: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode("latin-1")
