"""SQLite: one thread that writes, a few that read.

aiosqlite hands every step of every statement to a thread and back, three or four times a statement and about
50 µs each: an append of eight statements took 2.7 ms through it. Here a whole function crosses once: 0.8 ms.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Concatenate

from filelock import FileLock, Timeout as LockTimeout
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event

from app.errors import Unavailable
from app.store.engine import P, T
from app.store.lanes import Lane, Lanes
from app.store.migrate import migrate
from app.store.trouble import AGAIN, translated
from app.store.waiting import Waiting

READERS = 4
READ, WRITE = "BEGIN", "BEGIN IMMEDIATE"  # immediate: the lock comes before the first look, so none is outdated
# FULL: a commit is on the disk before anybody is told. WAL: readers never wait for the writer.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL")


class SqliteTransaction:
    """Begins with its first function, in the same crossing of threads."""

    def __init__(self, lane: Lane, begin: str) -> None:
        self._lane = lane
        self._begin = begin
        self._connection: Connection | None = None
        self._waiting = Waiting()

    def later(self, query: Callable[Concatenate[Connection, P], object], /, *args: P.args, **kwargs: P.kwargs) -> None:
        self._waiting.add(query, *args, **kwargs)

    async def run(self, query: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        work = self._waiting.before(query, *args, **kwargs)
        with translated():
            return await asyncio.wrap_future(self._lane.hand(lambda: work(self._begun())))

    async def end(self, *, commit: bool) -> None:
        # Shielded: a cancelled task must not take back the end of its transaction, which holds the write lock.
        work = partial(self._end, commit=commit)
        with translated():
            await asyncio.shield(asyncio.wrap_future(self._lane.hand(work)))

    def _end(self, *, commit: bool) -> None:
        done = False
        try:
            if commit and self._waiting:
                self._waiting.run(self._begun())
            done = commit
        finally:
            if self._connection is not None:
                self._lane.end(self._connection, commit=done)

    def _begun(self) -> Connection:
        if self._connection is None:
            self._connection = self._lane.begin(self._begin)
        return self._connection


class Sqlite:
    """One file. Its writers queue here, in order, rather than on SQLite's own lock, which is not fair."""

    def __init__(self, url: URL, *, timeout: float) -> None:
        self._url = url
        self._timeout = timeout
        engine = _engine(url, timeout=timeout)
        self._writers = Lanes(engine, "write", count=1, timeout=timeout)
        self._readers = Lanes(engine, "read", count=READERS, timeout=timeout)

    async def prepare(self) -> None:
        with translated():
            await asyncio.to_thread(self._prepare)

    @asynccontextmanager
    async def transaction(self, *, write: bool, patient: bool = False) -> AsyncIterator[SqliteTransaction]:
        async with (self._writers if write else self._readers).one(patient=patient) as lane:
            transaction = SqliteTransaction(lane, WRITE if write else READ)
            try:
                yield transaction
            except BaseException:
                await transaction.end(commit=False)
                raise
            await transaction.end(commit=write)

    async def close(self) -> None:
        await self._writers.close()
        await self._readers.close()

    def _prepare(self) -> None:
        file = Path(self._url.database or "")
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            # Around the first connection too: two at once that switch a new file to WAL fail at once.
            with FileLock(f"{file}.lock", timeout=self._timeout, poll_interval=0.01):
                in_transaction(self._url, migrate, timeout=self._timeout)
        except LockTimeout as error:
            raise Unavailable("Another process is preparing the database.", advice=AGAIN) from error


def in_transaction(url: URL, change: Callable[[Connection], None], *, timeout: float) -> None:
    """Change the schema, in this thread.

    Without foreign keys: to alter a table is to build it anew and drop the old one, which would take with
    it every row that hangs on it.
    """
    lane = Lane(_engine(url, timeout=timeout, foreign_keys=False), "prepare")
    with lane.begin(WRITE) as connection:
        change(connection)
        lane.end(connection, commit=True)


def _engine(url: URL, *, timeout: float, foreign_keys: bool = True) -> Engine:
    engine = create_engine(url, connect_args={"timeout": timeout}, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", partial(_connected, foreign_keys=foreign_keys))
    return engine


def _connected(connection: Any, _: object, *, foreign_keys: bool) -> None:
    connection.isolation_level = None  # else the driver begins transactions by itself, too late and deferred
    cursor = connection.cursor()
    for pragma in (*PRAGMAS, f"foreign_keys={foreign_keys:d}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
