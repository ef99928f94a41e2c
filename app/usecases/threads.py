"""Long work of pure code beside everything else: in threads, a few at a time."""

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")

AT_ONCE = 2  # each keeps a core busy, and turns need one too


class Run(Protocol):
    async def __call__(self, work: Callable[[], T], /) -> T: ...


async def here(work: Callable[[], T], /) -> T:
    """At once, for a program that has nothing else to do meanwhile."""
    return work()


class Threads:
    """Work that nobody waits for any more goes on in its thread, and keeps its place until it is done."""

    def __init__(self) -> None:
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def run(self, work: Callable[[], T], /) -> T:
        await self._gate.acquire()
        running = asyncio.ensure_future(asyncio.to_thread(work))
        running.add_done_callback(self._left)
        return await asyncio.shield(running)

    def _left(self, running: asyncio.Future[T]) -> None:
        self._gate.release()
        if not running.cancelled():
            running.exception()  # looked at, should nobody wait for it
