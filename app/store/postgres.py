"""PostgreSQL through asyncpg."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Concatenate

from sqlalchemy import URL, NullPool, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app.store.engine import P, T
from app.store.gate import Gate
from app.store.migrate import HEAD, migrate, revision
from app.store.trouble import translated
from app.store.waiting import Waiting

POOL = 10
LOCK = 0x0CA_27A5  # any number that no other program on this database takes for its own advisory lock


class PostgresTransaction:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._waiting = Waiting()

    def later(self, query: Callable[Concatenate[Any, P], object], /, *args: P.args, **kwargs: P.kwargs) -> None:
        self._waiting.add(query, *args, **kwargs)

    async def commit(self) -> None:
        with translated():
            if self._waiting:
                await self._connection.run_sync(self._waiting.run)
            await self._connection.commit()

    async def run(self, query: Callable[Concatenate[Any, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with translated():
            return await self._connection.run_sync(self._waiting.before(query, *args, **kwargs))


class Postgres:
    """Writers see what was committed before each of their statements; readers see one moment throughout."""

    def __init__(self, url: URL, *, timeout: float) -> None:
        self._url = _asyncpg(url)
        self._settings = {
            "application_name": "canvas-facilitator",
            "lock_timeout": str(round(timeout * 1000)),
        }
        self._timeout = timeout
        self._gate = Gate(count=POOL, timeout=timeout)
        self._engine = create_async_engine(
            self._url,
            pool_size=POOL,
            max_overflow=0,
            pool_use_lifo=True,
            hide_parameters=True,
            connect_args={"timeout": timeout, "command_timeout": timeout + 1, "server_settings": self._settings},
        )
        self._reads = self._engine.execution_options(isolation_level="REPEATABLE READ")

    async def prepare(self) -> None:
        with translated():
            async with self._engine.connect() as connection:
                ready = await connection.run_sync(revision) == HEAD
            if not ready:
                await self._migrate()

    @asynccontextmanager
    async def transaction(self, *, write: bool, patient: bool = False) -> AsyncIterator[PostgresTransaction]:
        async with self._gate.entered(patient=patient):
            connection = (self._engine if write else self._reads).connect()
            with translated():
                await connection.start()
            try:
                transaction = PostgresTransaction(connection)
                yield transaction
                if write:
                    await transaction.commit()
            finally:
                # Shielded: a cancelled task must not leave its connection, and the rows it locked, behind.
                with translated():
                    await asyncio.shield(connection.close())

    async def close(self) -> None:
        try:
            await self._gate.close()
        finally:
            await self._engine.dispose()

    async def _migrate(self) -> None:
        # On a connection without a deadline for each statement: a change of a large table takes its time.
        engine = create_async_engine(
            self._url,
            poolclass=NullPool,
            connect_args={"timeout": self._timeout, "server_settings": self._settings},
        )
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            await connection.run_sync(migrate)


def _asyncpg(url: URL) -> URL:
    """The address as asyncpg reads it: libpq's `sslmode` is called `ssl` there."""
    query = {("ssl" if key == "sslmode" else key): value for key, value in url.query.items()}
    return url.set(drivername="postgresql+asyncpg", query=query)
