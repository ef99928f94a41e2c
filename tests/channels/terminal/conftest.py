import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.store.database import Database
from tests.channels.terminal.room import Scene, scene


@pytest.fixture
async def table(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[Scene]:
    """Somebody at a canvas of two boxes, in a file of the test's own."""
    path = tmp_path / "canvases.db"
    shutil.copy(migrated_sqlite, path)
    database = await Database.open(f"sqlite:///{path}")
    at = await scene(database)
    yield at
    await at.product.turns.worker.close()
    await database.close()
