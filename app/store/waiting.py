"""Writes that ride along: with the next question of their transaction, or with its commit."""

from collections.abc import Callable
from typing import Concatenate

from sqlalchemy import Connection

from app.store.engine import P, T


class Waiting:
    """The functions that a transaction has yet to run, in order."""

    def __init__(self) -> None:
        self._queries: list[Callable[[Connection], object]] = []
        self._failed = False

    def __bool__(self) -> bool:
        return bool(self._queries) or self._failed

    def add(self, query: Callable[Concatenate[Connection, P], object], /, *args: P.args, **kwargs: P.kwargs) -> None:
        self._queries.append(lambda connection: query(connection, *args, **kwargs))

    def run(self, connection: Connection) -> None:
        """Run them. Once one failed the transaction cannot go on: half an append must never be committed."""
        if self._failed:
            raise RuntimeError("a write of this transaction failed; nothing of it can be stored")
        queries, self._queries = self._queries, []
        self._failed = True
        for query in queries:
            query(connection)
        self._failed = False

    def before(
        self, query: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Callable[[Connection], T]:
        """A function that runs them, then this one."""

        def both(connection: Connection) -> T:
            if self:
                self.run(connection)
            return query(connection, *args, **kwargs)

        return both
