from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.channels.api.serving import Service, serving
from tests.channels.web.desk import Desk


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for all tests that make canvases of their own."""
    with serving(database=f"sqlite:///{tmp_path_factory.mktemp('web') / 'canvases.db'}") as service:
        yield service


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service of a test's own."""
    with serving(database=f"sqlite:///{tmp_path / 'canvases.db'}") as service:
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
