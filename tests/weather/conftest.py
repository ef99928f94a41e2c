"""Most tests share a product and have a canvas of their own; the others go on with a copy of a good beginning."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.weather.outside import Begun, Outside, outside, well_begun


@pytest.fixture(autouse=True, scope="module")
def _nothing_set() -> Iterator[None]:
    """Neither this machine's settings nor its keys."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in [each for each in os.environ if each.startswith(("FACILITATOR_", "OPENAI_"))]:
            monkeypatch.delenv(name)
        yield


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    return asyncio.run(well_begun(tmp_path_factory.mktemp("begun")))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Outside]:
    async with outside(tmp_path_factory.mktemp("shared")) as out:
        yield out


@pytest_asyncio.fixture(loop_scope="module")
async def out(shared: Outside) -> Outside:
    """A canvas of one's own that began well, for tests with `pytest.mark.asyncio(loop_scope="module")`."""
    await shared.begin()
    return shared


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bad weather takes its time; most of what it shows is tested in small beside the code."""
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.slow)
