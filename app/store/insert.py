"""INSERT … ON CONFLICT: both databases have it, SQLAlchemy has it once for each."""

from typing import TYPE_CHECKING, Union

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert(connection: Connection, table: Table) -> Union[sqlite.Insert, "postgresql.Insert"]:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # takes its time, which a start on SQLite need not pay

    return postgresql.insert(table)
