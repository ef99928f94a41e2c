"""The schema comes up by itself, once, whoever starts first."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Column, String, bindparam, make_url, text

from app.errors import Unavailable
from app.store.database import Database, _engine
from app.store.migrate import FOLDER, HEAD, create, migrate, revision, upgrade
from app.store.records import WorkRecord
from app.store.sqlite import in_transaction
from app.store.tables import METADATA, Moment
from tests.databases import QUICK
from tests.store.samples import NOW, begin, later

ROOT = Path(__file__).parents[2]
START = """
import asyncio, sys
from app.store.database import Database

async def main():
    database = await Database.open(sys.argv[1])
    async with database.write() as store:
        await store.person("Anna", new_id=sys.argv[2])
    await database.close()

asyncio.run(main())
"""


def test_head_is_the_newest_script():
    assert ScriptDirectory(str(FOLDER)).get_current_head() == HEAD


async def test_from_empty_and_again(empty_url):
    for _ in range(2):
        database = await Database.open(empty_url)
        async with database.read() as store:
            assert await store.canvases() == []
        async with database.engine.transaction(write=False) as transaction:
            assert await transaction.run(revision) == HEAD
        await database.close()


@pytest.mark.slow
def test_four_processes_at_once(empty_url):
    commands = [[sys.executable, "-c", START, empty_url, str(number)] for number in range(4)]
    started = [subprocess.Popen(each, cwd=ROOT, stderr=subprocess.PIPE) for each in commands]
    for process in started:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()


@pytest.mark.parametrize("database_url", QUICK, indirect=True)
def test_ready_schema_needs_no_alembic(database_url):
    probe = START.replace("asyncio.run(main())", "asyncio.run(main())\nassert 'alembic' not in sys.modules")
    subprocess.run([sys.executable, "-c", probe, database_url, "1"], cwd=ROOT, check=True)


@pytest.mark.parametrize("make", [create, partial(upgrade, to=HEAD)], ids=["at once", "by scripts"])
async def test_tables_and_scripts_agree(empty_url, make):
    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection), METADATA)

    engine = _engine(empty_url, timeout=10)
    async with engine.transaction(write=True) as transaction:
        await transaction.run(make)
    async with engine.transaction(write=False) as transaction:
        assert await transaction.run(differences) == []
        assert await transaction.run(revision) == HEAD
    await engine.close()


async def test_an_empty_database_gets_what_the_scripts_make(tmp_path):
    """The same words in each statement, names of keys included; only columns and constraints may change places."""

    def schema(connection):
        return {name: _words(sql) for name, sql in connection.execute(text("SELECT name, sql FROM sqlite_master"))}

    found = []
    for make in (create, partial(upgrade, to=HEAD)):
        engine = _engine(f"sqlite:///{tmp_path / str(len(found))}.db", timeout=10)
        async with engine.transaction(write=True) as transaction:
            await transaction.run(make)
            found.append(await transaction.run(schema))
        await engine.close()
    assert found[0] == found[1]


def _words(sql):
    return sorted(re.findall(r"\w+", sql)) if sql else None


async def test_a_table_that_is_built_anew_keeps_what_hangs_on_it(migrated_sqlite, tmp_path):
    """As later scripts will: SQLite cannot alter a column in place."""
    path = tmp_path / "x.db"
    shutil.copy(migrated_sqlite, path)
    url = f"sqlite:///{path}"
    database = await Database.open(url)
    begun = await begin(database)
    await database.close()

    def rebuild(connection):
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("canvas", recreate="always") as canvas:
            canvas.add_column(Column("note", String(), nullable=True))

    in_transaction(make_url(url), rebuild, timeout=1)
    database = await Database.open(url)
    async with database.read() as store:
        assert (await store.snapshot(begun.canvas)).interview_id == begun.interview
    await database.close()


MADE = (
    '{"facilitator":"builtin","prompt_hash":"h","tokens_in":0,"tokens_out":0,"cost":0.0,"milliseconds":0.0}',
    '{"facilitator":"big","prompt_hash":"","tokens_in":12,"tokens_out":3,"cost":0.5,"milliseconds":812.5}',
    None,
)
OLD = ("INSERT INTO person VALUES ('anna', 'Anna')", "INSERT INTO template VALUES ('hash', 'id', '1', 1, '')")
OLD_CANVAS = (
    "INSERT INTO canvas (number, id, template_hash, version, iteration, created_at, created_by, changed_at, size)"
    " VALUES (1, 'canvas', 'hash', 1, 1, :now, 'anna', :now, 0)"
)
OLD_INTERVIEW = "INSERT INTO interview VALUES ('interview', 'canvas', 1, '', 1)"
OLD_TURN = (
    "INSERT INTO turn (id, interview_id, canvas_id, number, box, by, speaker, channel, kind, body, text, status,"
    " attempts, at, ended_at, provenance) VALUES (:id, 'interview', 'canvas', :number, 'why', 'anna', 'anna', 'api',"
    """ 'stop', '{"move":"stop","box":"why"}', '', 'done', 1, :now, :ended, :made)"""
)


async def test_what_turns_said_of_their_work_moves_into_rows(empty_url):
    """From 0001, with more turns than are copied at once."""
    turns = [
        {"id": f"turn-{n:04}", "number": n, "now": NOW, "ended": later(2) if n else None, "made": MADE[n % len(MADE)]}
        for n in range(1203)
    ]

    def fill(connection):
        migrate(connection, "0001")
        for each in OLD:
            connection.execute(text(each))
        moments = [bindparam(name, type_=Moment) for name in ("now", "ended")]
        connection.execute(text(OLD_CANVAS).bindparams(moments[0]), {"now": NOW})
        connection.execute(text(OLD_INTERVIEW))
        connection.execute(text(OLD_TURN).bindparams(*moments), turns)

    engine = _engine(empty_url, timeout=10)
    async with engine.transaction(write=True) as transaction:
        await transaction.run(fill)
    await engine.close()

    database = await Database.open(empty_url)
    async with database.read() as store:
        found = [(await store.works_of(each["id"])) for each in turns]
        assert (await store.turn("turn-0001")).number == 1
        assert await store.spent("canvas", since=NOW) == (401 * 0.5, 401 * 0.5)
    builtin = WorkRecord("turn-0000", "canvas", NOW, "builtin", prompt_hash="h", number=1)
    big = WorkRecord("turn-0001", "canvas", later(2), "big", tokens_in=12, tokens_out=3, cost=0.5, number=1)
    assert found[:3] == [[builtin], [replace(big, milliseconds=812.5)], []]
    assert sum(map(len, found)) == 802
    await database.close()


async def test_schema_of_a_newer_version_is_left_alone(database_url):
    database = await Database.open(database_url)
    async with database.engine.transaction(write=True) as transaction:
        await transaction.run(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num='9'")))
    await database.close()
    with pytest.raises(Unavailable, match="does not know"):
        await Database.open(database_url)
