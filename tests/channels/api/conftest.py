import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.channels.api.serving import Service, serving


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Service]:
    """One service for all tests that make canvases of their own."""
    path = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("api") / "canvases.db")
    with serving(database=f"sqlite:///{path}") as service:
        yield service


@pytest.fixture
def service(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Service]:
    """A service of a test's own."""
    path = shutil.copy(migrated_sqlite, tmp_path / "canvases.db")
    with serving(database=f"sqlite:///{path}") as service:
        yield service


@pytest.fixture
def api(shared: Service) -> httpx.Client:
    return shared.api


@pytest.fixture
def canvas(api: httpx.Client) -> Any:
    """A new canvas whose story is told, so that its person is at the first box."""
    view = api.post("/canvases", json={"product_name": "Vial inspection"}).json()
    told = api.post(f"/interviews/{view['interview']}/moves", json={"move": "skip", "box": "start", "kind": "later"})
    assert told.status_code == 200, told.text
    return view


@pytest.fixture
def moves(canvas: Any) -> str:
    return f"/interviews/{canvas['interview']}/moves"


@pytest.fixture
def followed(canvas: Any) -> str:
    return f"/interviews/{canvas['interview']}/events"
