"""Brings the schema to the newest version. The scripts lie beside this file, so they travel with the package."""

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect, select

from app.errors import Unavailable
from app.store.tables import METADATA, WHERE

HEAD = "0002"  # the newest script's revision; a test compares them
FOLDER = Path(__file__).parent / "migrations"
VERSION = Table(  # as Alembic makes it
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def revision(connection: Connection) -> str | None:
    """The revision of the schema; None for an empty database."""
    if not inspect(connection).has_table(VERSION.name):
        return None
    return connection.execute(select(VERSION.c.version_num)).scalar()


def migrate(connection: Connection, to: str = HEAD) -> None:
    """Run what is missing, inside the transaction of the connection; whoever calls holds the lock."""
    if revision(connection) == to:
        return
    if to == HEAD and not inspect(connection).get_table_names():
        create(connection)
    else:
        upgrade(connection, to)


def create(connection: Connection) -> None:
    """Make the newest schema at once in an empty database. A test holds it to what the scripts make."""
    for index in (each for table in METADATA.tables.values() for each in table.indexes if WHERE in each.info):
        index.dialect_options[connection.dialect.name]["where"] = index.info[WHERE]
    METADATA.create_all(connection)
    VERSION.create(connection)
    connection.execute(insert(VERSION), {"version_num": HEAD})


def upgrade(connection: Connection, to: str) -> None:
    # Costs 0.1 s, which most starts need not pay.
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
