"""So many at a time, in the order in which they came."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.errors import Unavailable


class Gate:
    """Lets `count` through at once; the next waits its turn (an asyncio.Queue or a pool is not that fair)."""

    def __init__(self, *, count: int, timeout: float) -> None:
        self._count = count
        self._timeout = timeout
        self._free = asyncio.Semaphore(count)
        self._closed = False

    @asynccontextmanager
    async def entered(self) -> AsyncIterator[None]:
        """Be inside; Unavailable if the turn does not come in time, or never."""
        if self._closed:
            raise Unavailable("The database is closed.", advice="Start the program again.")
        await self._enter()
        try:
            yield
        finally:
            self._free.release()

    async def close(self) -> None:
        """Wait until nobody is inside, and let nobody in again."""
        self._closed = True
        for _ in range(self._count):
            await self._enter()

    async def _enter(self) -> None:
        if not self._free.locked():  # mostly; a clock that nobody needs costs more than the gate
            await self._free.acquire()
            return
        try:
            async with asyncio.timeout(self._timeout):
                await self._free.acquire()
        except TimeoutError as error:
            raise Unavailable("Too many others were using the database.", advice="Try again in a moment.") from error
