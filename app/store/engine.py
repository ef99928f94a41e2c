"""What the store needs of a database: transactions in which plain functions on a connection run.

All SQL is written once, as functions whose first parameter is a SQLAlchemy `Connection`. How they get to
run without blocking the event loop is the engine's matter: in a thread for SQLite, on asyncpg for PostgreSQL.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection

P = ParamSpec("P")
T = TypeVar("T")


class Transaction(Protocol):
    async def run(self, query: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run the function in this transaction; what the driver raises comes as one of our errors."""
        ...

    def later(self, query: Callable[Concatenate[Connection, P], object], /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Run the function before the next one, or before the commit.

        For writes whose result nobody waits for: most of what a short transaction costs is the way to the
        database and back. If it fails, its error comes then, and nothing of the transaction is stored.
        """
        ...


class Engine(Protocol):
    async def prepare(self) -> None:
        """Bring the schema up to date; safe when several processes do it at once."""
        ...

    def transaction(self, *, write: bool, patient: bool = False) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that commits at its end if it is for writing, and rolls back on any exception.

        Whoever is `patient` lets others begin first, where many wait.
        Raises Unavailable when its turn does not come before the deadline.
        """
        ...

    async def close(self) -> None: ...
