"""Threads with a SQLite connection each, since its driver blocks."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, Engine

from app.store.engine import T
from app.store.gate import Gate


class Lane:
    """A thread and its connection. What it is handed runs in that order: no rollback overtakes a statement.

    The connection stays open: to take one from a pool costs as much as a statement. Except for `hand` and
    `close`, everything is called in the thread.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def hand(self, work: Callable[[], T]) -> "Future[T]":
        """Have the thread do it, after all that it was handed before."""
        return self._thread.submit(work)

    def begin(self, how: str) -> Connection:
        """The connection, in a new transaction."""
        if self._connection is None:
            self._connection = self._engine.connect()
        # Past SQLAlchemy, which leaves it to the driver to begin (late, and never immediate).
        driver: Any = self._connection.connection.dbapi_connection
        driver.execute(how)
        self._connection.begin()
        return self._connection

    def end(self, connection: Connection, *, commit: bool) -> None:
        """End the transaction. If that fails, nobody knows in which state the connection is: away with it."""
        try:
            if commit:
                connection.commit()
            else:
                connection.rollback()
        except BaseException:
            self._connection = None
            connection.invalidate()
            raise

    def close(self) -> None:
        """Wait for what was handed over, then disconnect."""
        self.hand(self._disconnect)
        self._thread.shutdown()

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()


class Lanes:
    """Some lanes for one kind of work."""

    def __init__(self, engine: Engine, name: str, *, count: int, timeout: float) -> None:
        self._gate = Gate(count=count, timeout=timeout)
        self._free = [Lane(engine, f"{name}-{number}") for number in range(count)]

    @asynccontextmanager
    async def one(self, *, patient: bool = False) -> AsyncIterator[Lane]:
        """A lane of one's own."""
        async with self._gate.entered(patient=patient):
            lane = self._free.pop()
            try:
                yield lane
            finally:
                self._free.append(lane)

    async def close(self) -> None:
        await self._gate.close()
        for lane in self._free:
            await asyncio.to_thread(lane.close)
