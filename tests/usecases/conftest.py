"""The store shows by itself that both databases keep alike, so what people do is quickly shown on one of them."""

from pathlib import Path

import pytest

from tests.databases import QUICK, migrated_url


@pytest.fixture(params=QUICK)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with our tables and nothing in them, of each kind."""
    return migrated_url(request, tmp_path)
