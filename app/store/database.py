"""The store as the use cases see it: open it, then read or write in transactions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Self

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.errors import Invalid
from app.store.engine import Engine
from app.store.sqlite import Sqlite

if TYPE_CHECKING:
    from app.store.reader import Reader
    from app.store.snapshots import Snapshots
    from app.store.writer import Writer

TIMEOUT = 10.0


class Database:
    """All that we remember. Belongs to the event loop in which it was opened.

    What reads and writes rows is imported with the first transaction: to open needs no more than the tables.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @cached_property
    def _cache(self) -> "Snapshots":
        from app.store.snapshots import Snapshots

        return Snapshots()

    @classmethod
    async def open(cls, url: str, *, timeout: float = TIMEOUT) -> Self:
        """Connect and bring the schema up to date.

        `url` is sqlite:///path or postgresql://user:password@host/name. Nothing waits longer than `timeout`
        seconds for a connection, a lock or a statement: then it is Unavailable.
        """
        engine = _engine(url, timeout=timeout)
        try:
            await engine.prepare()
        except BaseException:
            await engine.close()
            raise
        return cls(engine)

    @asynccontextmanager
    async def read(self) -> "AsyncIterator[Reader]":
        """A transaction that sees one moment and changes nothing."""
        from app.store.reader import Reader

        async with self.engine.transaction(write=False) as transaction:
            yield Reader(transaction, self._cache)

    @asynccontextmanager
    async def write(self, *, patient: bool = False) -> "AsyncIterator[Writer]":
        """A transaction that commits at its end and rolls back on any exception. Keep it short: others wait.

        `patient`: nobody waits for it just now, so that where many write, others may begin first.
        """
        from app.store.writer import Writer

        async with self.engine.transaction(write=True, patient=patient) as transaction:
            writer = Writer(transaction, self._cache)
            yield writer
            writer.settle()
        writer.committed()

    async def close(self) -> None:
        """Wait for running transactions, then disconnect."""
        await self.engine.close()


def _engine(url: str, *, timeout: float) -> Engine:
    address = _address(url)
    match address.get_backend_name():
        case "sqlite" if address.database not in (None, "", ":memory:"):
            return Sqlite(address.set(drivername="sqlite+pysqlite"), timeout=timeout)
        case "postgresql" | "postgres":
            # Only here: asyncpg and SQLAlchemy's ORM, which comes along, take a twentieth of the time to start.
            from app.store.postgres import Postgres

            return Postgres(address, timeout=timeout)
    raise _unusable(address.drivername)


def _address(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise _unusable("that") from error  # not the address itself: it may hold a password


def _unusable(what: str) -> Invalid:
    return Invalid(
        f"A database cannot be reached under an address such as {what}.",
        advice="Use sqlite:///path/to/file.db or postgresql://user:password@host/name.",
    )
