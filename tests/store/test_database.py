"""Opening, transactions, deadlines."""

import asyncio
import socket
import time

import pytest
from sqlalchemy import insert, text

from app.errors import Invalid, Unavailable
from app.store.database import Database
from app.store.tables import PERSON


def query(sql):
    return lambda connection: connection.execute(text(sql)).scalar()


async def ask(database, sql, *, write=False):
    async with database.engine.transaction(write=write) as transaction:
        return await transaction.run(query(sql))


# ---- addresses


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/x", "http://h:x/"])
async def test_unusable_address(url):
    with pytest.raises(Invalid) as caught:
        await Database.open(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite", "sqlite+pysqlite"])
async def test_sqlite_makes_its_folder(tmp_path, scheme):
    database = await Database.open(f"{scheme}:///{tmp_path}/not/yet/there.db")
    await database.close()
    assert (tmp_path / "not/yet/there.db").exists()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
async def test_postgres_by_any_name(postgres_url, scheme):
    database = await Database.open(postgres_url.replace("postgresql", scheme, 1) + "&sslmode=disable")
    await database.close()


async def test_folder_that_cannot_be(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable):
        await Database.open(f"sqlite:///{tmp_path}/file/x.db")


async def test_file_that_is_no_database(tmp_path):
    path = tmp_path / "x.db"
    path.write_text("not a database, but long enough to have a header of a hundred bytes" * 3)
    with pytest.raises(Unavailable, match="not a database"):
        await Database.open(f"sqlite:///{path}")


async def test_server_that_is_not_there():
    with pytest.raises(Unavailable, match="did not answer"):
        await Database.open("postgresql://anna:secret@127.0.0.1:1/x", timeout=1)


async def test_database_that_is_not_there(postgres):
    with pytest.raises(Unavailable, match="no such database"):
        await Database.open(postgres.url("nowhere"))


async def test_server_that_never_answers():
    with socket.create_server(("127.0.0.1", 0)) as server:
        began = time.monotonic()
        with pytest.raises(Unavailable, match="did not answer"):
            await Database.open(f"postgresql://anna@127.0.0.1:{server.getsockname()[1]}/x", timeout=0.2)
        assert time.monotonic() - began < 2


async def test_migration_waits_only_so_long(tmp_path):
    from filelock import FileLock

    path = tmp_path / "x.db"
    with FileLock(f"{path}.lock"), pytest.raises(Unavailable, match="preparing"):
        await Database.open(f"sqlite:///{path}", timeout=0.1)


# ---- transactions


async def test_sqlite_is_durable(tmp_path):
    database = await Database.open(f"sqlite:///{tmp_path}/x.db")
    for write in (True, False):
        assert await ask(database, "PRAGMA journal_mode", write=write) == "wal"
        assert await ask(database, "PRAGMA synchronous", write=write) == 2
        assert await ask(database, "PRAGMA foreign_keys", write=write) == 1
        assert await ask(database, "PRAGMA busy_timeout", write=write) == 10_000
    await database.close()


async def test_commits_at_the_end(database):
    async with database.write() as store:
        await store.person("Anna", new_id="1")
        async with database.read() as other:
            assert await other.people(["1"]) == {}
    async with database.read() as store:
        assert await store.people(["1"]) == {"1": "Anna"}


async def test_rolls_back_on_an_exception(database):
    async def write():
        async with database.write() as store:
            await store.person("Anna", new_id="1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await write()
    async with database.read() as store:
        assert await store.people(["1"]) == {}


async def test_empty_transactions(database):
    async with database.write():
        pass
    async with database.read():
        pass


async def test_reader_sees_one_moment(database):
    async with database.read() as store:
        assert await store.people(["1"]) == {}
        async with database.write() as other:
            await other.person("Anna", new_id="1")
        assert await store.people(["1"]) == {}


async def test_cancelled_writer_leaves_nothing(database):
    inside = asyncio.Event()

    async def write():
        async with database.write() as store:
            await store.person("Anna", new_id="1")
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as store:
        assert await store.person("Anna", new_id="2") == "2"


async def test_cancelled_in_a_statement(database_url):
    """The writer that comes next begins after the statement has ended and was rolled back."""
    database = await Database.open(database_url)
    sleep = (lambda _: time.sleep(0.3)) if database_url.startswith("sqlite") else query("SELECT pg_sleep(30)")

    async def write():
        async with database.engine.transaction(write=True) as transaction:
            await transaction.run(lambda c: c.execute(insert(PERSON), {"id": "1", "name": "Anna"}))
            await transaction.run(sleep)

    task = asyncio.create_task(write())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as store:
        assert await store.person("Anna", new_id="2") == "2"
    await database.close()


async def test_cancelled_twice(tmp_path):
    """Nor does a second cancellation leave the write lock behind."""
    database = await Database.open(f"sqlite:///{tmp_path}/x.db")

    async def write():
        async with database.engine.transaction(write=True) as transaction:
            await transaction.run(lambda c: c.execute(insert(PERSON), {"id": "1", "name": "Anna"}))
            await transaction.run(lambda _: time.sleep(0.3))

    task = asyncio.create_task(write())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as store:
        assert await store.person("Anna", new_id="2") == "2"
    await database.close()


async def test_close_waits_for_a_writer(database_url):
    database = await Database.open(database_url)

    async def write():
        async with database.write() as store:
            await asyncio.sleep(0.1)
            await store.person("Anna", new_id="1")

    task = asyncio.create_task(write())
    await asyncio.sleep(0.01)
    await database.close()
    await task
    with pytest.raises(Unavailable, match="closed"):
        await ask(database, "SELECT 1")
