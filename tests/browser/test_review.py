"""A file is looked at box by box, reported, and goes on as a canvas."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.config import Settings
from app.facilitator.model import Modelled
from app.llm.port import Prompt, Reply, T
from tests.browser.chromium import DESK, PHONE, open_page
from tests.channels.api.serving import Service
from tests.facilitator.models import Desk

pytestmark = pytest.mark.slow

Open = Callable[..., Page]
VAGUE = "It should probably be fast, where possible."
ANSWERS = {
    "review": {"verdicts": []},
    "claims": {"claims": []},
    "facts": {"does": {"quote": "", "box": ""}, "facts": []},
}


class Reader(Desk):
    """Judges one box, and the others when `free` is set."""

    def __init__(self) -> None:
        super().__init__(**ANSWERS)  # type: ignore[arg-type]
        self.free = threading.Event()

    async def parse(self, prompt: Prompt, into: type[T], *given: Any, **named: Any) -> Reply[T]:
        if len(self.prompts) >= 3:  # two for the first box, and the facts
            await asyncio.to_thread(self.free.wait, 20)
        return await super().parse(prompt, into, *given, **named)


class Watching(Modelled):
    def __init__(self) -> None:
        self.reader = Reader()
        super().__init__(self.reader, self.reader)
        self.free = self.reader.free


@pytest.fixture
def modelled(tmp_path: Path) -> Iterator[Service]:
    """A service whose model looks at the first box, and at the others when it may."""
    settings = Settings(person="Anna", database=f"sqlite:///{tmp_path / 'canvases.db'}")
    service = Service(settings, Watching())  # type: ignore[arg-type]
    service.start()
    try:
        yield service
    finally:
        service.stop()


def sample(service: Service) -> bytes:
    """The sample's Markdown, with a vague sentence."""
    canvas = httpx.post(f"{service.url}/sample", timeout=30).headers["location"]
    text = httpx.get(f"{service.url}{canvas}/file.md", timeout=30).text
    return re.sub(r"(### Objectives\n\n)", rf"\1{VAGUE}\n", text, count=1).encode()


def choose(page: Page, data: bytes) -> None:
    page.goto("/review")
    file = {"name": "vials.md", "mimeType": "text/markdown", "buffer": data}
    page.get_by_label("A canvas as Markdown or JSON").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="Review it").click()


def test_a_file_is_watched_reported_and_turned_into_a_canvas(browser: Browser, modelled: Service) -> None:
    page, trouble = open_page(browser, modelled.url)
    choose(page, sample(modelled))
    expect(page.locator("#far")).to_contain_text(re.compile("[1-9] of 15 boxes"))
    assert Axe().run(page).violations_count == 0
    modelled.facilitator.free.set()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vial inspection: a review", timeout=20_000)
    objectives = page.get_by_role("region", name="Objectives")
    expect(objectives.locator(".finding").filter(has_text="leaves it open whether")).to_contain_text(
        re.compile("Line [0-9]+")
    )
    page.get_by_role("button", name="Turn it into a canvas").click()
    expect(page.locator("#cell-objectives")).to_contain_text(VAGUE)
    assert trouble.found == []
    page.context.close()


def test_a_review_is_cancelled(browser: Browser, modelled: Service) -> None:
    page, trouble = open_page(browser, modelled.url)
    choose(page, sample(modelled))
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Review a file")
    assert trouble.found == []
    page.context.close()


def test_without_scripts_the_page_comes_back_by_itself(browser: Browser, modelled: Service) -> None:
    page, trouble = open_page(browser, modelled.url, scripts=False)
    choose(page, sample(modelled))
    expect(page.locator("#far")).to_contain_text("of 15 boxes")
    modelled.facilitator.free.set()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vial inspection: a review", timeout=20_000)
    assert trouble.found == []
    page.context.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_can_be_read_by_everybody(opened: Open, size: tuple[int, int], dark: bool) -> None:
    page = opened("/review", size=size, dark=dark)
    text = (
        f"# Hiring\n\nBy us.\n\n## Objectives\n\n{VAGUE}\n\n## Background\n\nOur shop in Berlin ranks job applicants.\n"
    )
    seen = [Axe().run(page)]
    page.get_by_label("Or its text").fill("Hello")
    page.get_by_role("button", name="Review it").click()
    expect(page.get_by_role("alert")).to_contain_text("Your text has no box")
    seen.append(Axe().run(page))
    page.get_by_label("Or its text").fill(text)
    page.get_by_role("button", name="Review it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hiring: a review", timeout=20_000)
    page.locator("main details").evaluate_all("all => all.forEach(each => each.open = true)")
    seen.append(Axe().run(page))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Turn it into a canvas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hiring is imported")
    seen.append(Axe().run(page))
    assert [each.generate_report() for each in seen if each.violations_count] == []
