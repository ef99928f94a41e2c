"""So many at a time, in the order in which they came; who has time lets others pass."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.errors import Unavailable

PASS = 4  # so many may pass those who have time, before one of these goes in


class Gate:
    """Lets `count` through at once; the next waits its turn (an asyncio.Queue or a pool is not that fair).

    Where many wait, somebody's first words should not stand behind the end of everybody's last turn: whoever
    is `patient` lets others pass, but not more than PASS of them in a row.
    """

    def __init__(self, *, count: int, timeout: float) -> None:
        self._count = count
        self._timeout = timeout
        self._free = count
        self._waiting: dict[bool, deque[asyncio.Future[None]]] = {False: deque(), True: deque()}  # by patience
        self._passed = 0
        self._closed = False

    @asynccontextmanager
    async def entered(self, *, patient: bool = False) -> AsyncIterator[None]:
        """Be inside; Unavailable if the turn does not come in time, or never."""
        if self._closed:
            raise Unavailable("The database is closed.", advice="Start the program again.")
        await self._enter(patient)
        try:
            yield
        finally:
            self._leave()

    async def close(self) -> None:
        """Wait until nobody is inside, and let nobody in again."""
        self._closed = True
        for _ in range(self._count):
            await self._enter(patient=True)

    async def _enter(self, patient: bool) -> None:
        if self._free:  # then nobody waits: whoever leaves hands their place on
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting[patient].append(turn)
        try:
            async with asyncio.timeout(self._timeout):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():  # it came in the moment in which we gave up
                self._leave()
            if isinstance(error, TimeoutError):
                raise Unavailable(
                    "Too many others were using the database.", advice="Try again in a moment."
                ) from error
            raise

    def _leave(self) -> None:
        """Hand the place on, or leave it free."""
        while any(self._waiting.values()):
            turn = self._next()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _next(self) -> asyncio.Future[None]:
        hurried, patient = self._waiting[False], self._waiting[True]
        if patient and (not hurried or self._passed >= PASS):
            self._passed = 0
            return patient.popleft()
        self._passed += bool(patient)
        return hurried.popleft()
