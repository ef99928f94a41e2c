from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import Trouble, chromium, open_page
from tests.channels.api.serving import Service, serving

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service of a test's own, on a real socket. Words that hold HELD_BACK wait until `facilitator.free` is set."""
    with serving(database=f"sqlite:///{tmp_path / 'canvases.db'}") as service:
        yield service


@pytest.fixture
def opened(browser: Browser, service: Service) -> Iterator[Open]:
    """Opens pages of the service, as many as asked for. At the end nothing may have gone wrong on any of them."""
    pages: list[tuple[Page, Trouble]] = []

    def open(path: str = "/", **how: Any) -> Page:
        page, trouble = open_page(browser, service.url, **how)
        pages.append((page, trouble))
        page.goto(path)
        return page

    yield open
    found = [each for _, trouble in pages for each in trouble.found]
    for page, _ in pages:
        page.context.close()
    assert not found


@pytest.fixture
def page(opened: Open) -> Page:
    return opened()
