import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.channels.api.serving import Service, serving
from tests.channels.web.desk import Desk


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Service]:
    """One service for all tests that make canvases of their own."""
    path = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("web") / "canvases.db")
    with serving(database=f"sqlite:///{path}") as service:
        yield service


@pytest.fixture
def service(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Service]:
    """A service of a test's own."""
    path = shutil.copy(migrated_sqlite, tmp_path / "canvases.db")
    with serving(database=f"sqlite:///{path}") as service:
        yield service


@pytest.fixture
def web(shared: Service) -> Iterator[httpx.Client]:
    """A browser without scripts, which does not follow on its own."""
    with httpx.Client(base_url=shared.url, timeout=20) as client:
        yield client


@pytest.fixture
def desk(shared: Service, web: httpx.Client) -> Desk:
    """Somebody at a new canvas."""
    return Desk.new(shared, web)
