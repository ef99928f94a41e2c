"""A language model on a timetable: sixty chunks, the first after 300 ms, then one every 15 ms. OpenAI's protocol.

It does as little as it can for each chunk, so that what is measured before it is not the fake. The word MARK of an
answer leaves as the moment of its departure, so that whoever reads it knows how long it was on its way.
"""

import asyncio
import json
import re
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import uvloop

CHUNKS, FIRST, GAP = 60, 300, 15  # milliseconds
TURN = (FIRST + GAP * (CHUNKS - 1)) / 1000  # seconds that an answer takes
MARK = "w" + "0" * 19  # as wide as the time of departure, in nanoseconds of time.monotonic_ns
MARKED = re.compile(rb"w(\d{19})")

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
COUNT = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What is said. Each %1, %2 … in `text` becomes what group 1, 2 … of `pick` found in the request, or 0."""

    text: str
    pick: str = ""


@dataclass(frozen=True)
class Script:
    """An answer as it goes over the wire, chunk by chunk. The one at `marked` carries the time at `at`."""

    frames: tuple[bytes, ...]
    marked: int
    at: int


def pieces(text: str, count: int = CHUNKS) -> list[str]:
    """The text in so many pieces of about the same length, but MARK whole, in one of its own."""
    before, mark, after = text.partition(MARK)
    if not mark:
        return _cut(text, count)
    first = min(count - 2, -(-len(before) * (count - 1) // len(before + after)))
    return [*_cut(before, first), mark, *_cut(after, count - 1 - first)]


def _cut(text: str, count: int) -> list[str]:
    return [text[len(text) * i // count : len(text) * (i + 1) // count] for i in range(count)]


@lru_cache(maxsize=256)
def script(text: str) -> Script:
    said = pieces(text)
    frames = [_frame(each) for each in said]
    marked = next((i for i, each in enumerate(said) if MARK in each), len(said))
    frames[-1] += _frame("", finish="stop") + _usage() + _chunked(b"data: [DONE]\n\n") + b"0\r\n\r\n"
    return Script(tuple(frames), marked, frames[marked].index(MARK.encode()) + 1 if marked < len(said) else 0)


def _frame(text: str, *, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    return _event({"choices": [choice]})


def _usage() -> bytes:
    taken = {"prompt_tokens": 3000, "completion_tokens": CHUNKS, "total_tokens": 3000 + CHUNKS}
    return _event({"choices": [], "usage": taken})


def _event(fields: dict[str, object]) -> bytes:
    whole = {"id": "fake", "object": "chat.completion.chunk", "created": 1, "model": "fake", **fields}
    return _chunked(b"data: %s\n\n" % json.dumps(whole, separators=(",", ":")).encode())


def _chunked(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


class Stream:
    """One answer on its way."""

    __slots__ = ("begun", "place", "script", "transport")

    def __init__(self, transport: asyncio.Transport, answer: Script, begun: int) -> None:
        self.transport, self.script, self.begun, self.place = transport, answer, begun, 0

    def due(self) -> int:
        return self.begun + FIRST + GAP * self.place

    def send(self) -> bool:
        """The next chunk; False after the last, or if nobody listens any more."""
        if self.transport.is_closing():
            return False
        frame, at = self.script.frames[self.place], self.script.at
        if self.place == self.script.marked:
            frame = b"%s%019d%s" % (frame[:at], time.monotonic_ns(), frame[at + 19 :])
        self.transport.write(frame)
        self.place += 1
        return self.place < len(self.script.frames)


class Clock:
    """All streams on one clock: one wake-up each millisecond for all of them is cheaper than a timer for each."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._due: defaultdict[int, list[Stream]] = defaultdict(list)
        self._tick = 0
        self.calls = 0

    def begin(self, transport: asyncio.Transport, answer: Script) -> None:
        self.calls += 1
        now = time.monotonic_ns() // 1_000_000
        idle = not self._due
        stream = Stream(transport, answer, now)
        self._due[stream.due()].append(stream)
        if idle:
            self._tick = now
            self._loop.call_later(0.001, self._turn)

    def _turn(self) -> None:
        now = time.monotonic_ns() // 1_000_000
        for tick in range(self._tick, now + 1):
            for stream in self._due.pop(tick, ()):
                if stream.send():
                    self._due[max(stream.due(), now + 1)].append(stream)
        self._tick = now + 1
        if self._due:
            self._loop.call_later(0.001, self._turn)


class Connection(asyncio.Protocol):
    def __init__(self, clock: Clock, answer: Answer) -> None:
        self._clock, self._answer, self._pick = clock, answer, re.compile(answer.pick.encode())
        self._buffer = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop has a class of its own

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n") + 4
        if end < 4:
            return
        length = LENGTH.search(self._buffer, 0, end)
        whole = end + int(length[1]) if length else end
        if len(self._buffer) < whole:
            return
        request, self._buffer = self._buffer[:whole], self._buffer[whole:]
        if request.startswith(b"GET"):
            told = b'{"calls":%d}' % self._clock.calls
            self._transport.write(COUNT % (len(told), told))
            return
        self._transport.write(HEAD)
        self._clock.begin(self._transport, script(self._filled(request)))

    def _filled(self, request: bytes) -> str:
        found = self._pick.search(request) if self._answer.pick else None
        text = self._answer.text
        for number in range(1, self._pick.groups + 1):
            group = found[number] if found else None
            text = text.replace(f"%{number}", group.decode() if group else "0")
        return text


async def serve(port: int, answer: Answer) -> None:
    loop = asyncio.get_running_loop()
    clock = Clock(loop)
    server = await loop.create_server(lambda: Connection(clock, answer), "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


def main() -> None:
    answer = Answer(**json.loads(Path(sys.argv[2]).read_text()))
    uvloop.run(serve(int(sys.argv[1]), answer))


if __name__ == "__main__":
    main()
