"""Debian's Chromium with an empty profile, and pages that fail a test when something is wrong with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

PROGRAM = Path("/usr/bin/chromium")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
UNREACHED = ("Failed to load resource", "Failed to fetch", "network error")  # what a page must survive
DESK, WALL, PHONE = (1280, 800), (1920, 1080), (390, 844)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(PROGRAM), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Trouble:
    """What went wrong on a page: scripts that failed, requests to elsewhere, answers of a server that broke."""

    home: str
    found: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("console", self._said)
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(each in message.text for each in UNREACHED):
            self.found.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.found.append(f"elsewhere: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.found.append(f"{response.status}: {response.url}")


def open_page(
    browser: Browser,
    home: str,
    *,
    size: tuple[int, int] = DESK,
    dark: bool = False,
    person: str = "",
    scripts: bool = True,
) -> tuple[Page, Trouble]:
    """A page in a profile of its own. `person` is who its browser belongs to; else as the service's settings say."""
    context = browser.new_context(
        base_url=home,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    if person:
        context.add_cookies([{"name": "facilitator_person", "value": person, "url": home}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    trouble = Trouble(home)
    trouble.watch(page)
    return page, trouble
