"""Where replies come from: somebody at the keyboard, lines of another program, or a file of answers."""

import asyncio
import io
import os
import sys
from typing import Protocol, TextIO

from app.channels.terminal.screen import Screen, joined
from app.channels.terminal.trouble import Interrupted as Interrupted

CHUNK = 1 << 16


class Reader(Protocol):
    person: bool  # somebody sits there, sees the answer and may press Ctrl-C
    strict: bool  # the first thing that fails ends it

    async def read(self, prompt: str, *, below: str = "", kept: bool = True) -> str:
        """The next reply, without white space around it. EOFError when there is none any more.

        `below` stands under the prompt where there is room; `kept` replies can be called back later.
        """
        ...


class Lines:
    """Lines of a pipe or a file. Each is one reply."""

    person = False
    strict = False

    def __init__(self, screen: Screen, stream: TextIO | None = None) -> None:
        self.screen = screen
        self.stream = stream or sys.stdin
        self._rest = b""

    async def read(self, prompt: str, *, below: str = "", kept: bool = True) -> str:
        line = await self._line()
        self.screen.put(joined((prompt, "bold"), line))
        return line

    async def _line(self) -> str:
        try:
            file = self.stream.fileno()
        except io.UnsupportedOperation:  # a stream in memory
            return self._ended(self.stream.readline()).strip()
        while b"\n" not in self._rest and (more := await _more(file)):
            self._rest += more
        line, end, self._rest = self._rest.partition(b"\n")
        return self._ended((line + end).decode(errors="replace")).strip()

    @staticmethod
    def _ended(line: str) -> str:
        if not line:
            raise EOFError
        return line


async def _more(file: int) -> bytes:
    """What can be read at once. Waits in the loop, so that Ctrl-C ends it and no thread outlives us."""
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    try:
        loop.add_reader(file, ready.set)
    except (OSError, NotImplementedError):  # a file on the disk, which is always ready; Windows, which cannot tell
        return os.read(file, CHUNK)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(file)
    return os.read(file, CHUNK)
