"""One connection that carries one turn at a time, and notes when the first word of each arrived."""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import cast

from evals.speed.paced import MARKED

END = b"\r\n0\r\n\r\n"
TAIL = 24  # bytes that may hold the beginning of the mark, or of the end
STREAM = "text/event-stream"
LOST = "the connection was lost"


@dataclass
class Told:
    """A turn as it arrived, in nanoseconds of time.monotonic_ns. `left`: when the model sent the first word."""

    asked: int = 0
    first: int = 0
    ended: int = 0
    left: int = 0
    wrong: str = ""


def request(path: str, body: object) -> bytes:
    data = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {STREAM}\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data


class Line(asyncio.Protocol):
    """A client that reads as little as it can: it looks for the mark, for a problem, and for the end."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._told = Told()
        self._tail = b""
        self._over: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop has a class of its own

    async def turn(self, data: bytes, told: Told) -> None:
        """Ask, and wait for the end. `told` is filled in meanwhile, so that it says something of a cut off turn too."""
        assert self._transport is not None
        self._over = asyncio.get_running_loop().create_future()
        self._told, self._tail, told.asked = told, b"", time.monotonic_ns()
        self._transport.write(data)
        await self._over

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        now, told = time.monotonic_ns(), self._told
        if not self._tail and not data.startswith(b"HTTP/1.1 200"):
            told.wrong = data[:300].decode(errors="replace")
            self._done(now)
            return
        seen = self._tail + data
        if not told.first:
            self._look(seen, now)
        if b"event: problem" in seen:
            told.wrong = "a problem in the stream"
        self._tail = seen[-TAIL:]
        if seen.endswith(END):
            self._done(now)

    def connection_lost(self, exc: Exception | None) -> None:
        self._told.wrong = self._told.wrong or LOST
        self._done(time.monotonic_ns())

    def _look(self, seen: bytes, now: int) -> None:
        for found in MARKED.finditer(seen):
            left = int(found[1])
            if left >= self._told.asked:  # else it is a word of an earlier turn, shown again
                self._told.first, self._told.left = now, left
                return

    def _done(self, now: int) -> None:
        self._told.ended = now
        if self._over is not None and not self._over.done():
            self._over.set_result(None)
