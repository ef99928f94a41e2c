"""Brings the schema to the newest version. The scripts lie beside this file, so they travel with the package."""

from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from app.errors import Unavailable

HEAD = "0002"  # the newest script's revision; a test compares them
FOLDER = Path(__file__).parent / "migrations"
VERSION = table("alembic_version", column("version_num"))


def revision(connection: Connection) -> str | None:
    """The revision of the schema; None for an empty database."""
    if not inspect(connection).has_table(VERSION.name):
        return None
    return connection.execute(select(VERSION.c.version_num)).scalar()


def migrate(connection: Connection, to: str = HEAD) -> None:
    """Run what is missing, inside the transaction of the connection; whoever calls holds the lock."""
    if revision(connection) == to:
        return
    # Costs 0.1 s, which a start with nothing to do need not pay.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise Unavailable(
            f"The database has a schema that this version does not know: {error}.",
            advice="It was made by a newer version; install that one.",
        ) from error
