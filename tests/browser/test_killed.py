"""The server is killed in the middle of a turn and started again: the page comes back by itself."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import open_page
from tests.browser.talking import BUSY, act, begin, cell, goto, id_of, words
from tests.channels.api.serving import HELD_BACK
from tests.crash.test_kill import free_port

pytestmark = pytest.mark.slow

STARTS_WITHIN = 30.0  # seconds
BACK_WITHIN = 20_000  # milliseconds: a start, and the lease of a turn that was cut off
TEXT = f"Inspectors look at every vial, {HELD_BACK}."


class Process:
    """The service on a port of its own, to be killed and started again on the same file."""

    def __init__(self, folder: Path) -> None:
        self.database, self.go_on, self.port = folder / "canvases.db", folder / "go on", free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        command = [sys.executable, "-P", "-m", "tests.browser.slow_server"]
        root = Path(__file__).parents[2]
        words = (f"sqlite:///{self.database}", str(self.port), str(self.go_on))
        path = {**os.environ, "PYTHONPATH": str(root)}
        self.process = subprocess.Popen([*command, *words], cwd=root, env=path)

    def wait(self) -> None:
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(self.url, timeout=1).status_code == 200:
                    return
        raise AssertionError("the service did not start")

    def kill(self) -> None:
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    process = Process(tmp_path)
    process.begin()
    process.wait()
    yield process
    process.kill()


def test_killed_in_the_middle_of_a_turn(browser: Browser, process: Process) -> None:
    page, trouble = open_page(browser, process.url)
    page.goto("/")
    begin(page)
    goto(page, "Background")
    words(page).fill(f"1: {TEXT}")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#flow-draft")).to_have_text("On its way")
    words(page).press_sequentially("2: Half a thou")

    process.kill()
    expect(page.locator("#lost")).to_be_visible(timeout=BACK_WITHIN)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("This did not reach the service.")
    expect(words(page)).to_have_value("2: Half a thou")

    process.go_on.touch()
    process.begin()
    expect(page.locator("#lost")).to_be_hidden(timeout=BACK_WITHIN)
    expect(page.locator("#box .sentence")).to_have_count(1, timeout=BACK_WITHIN)
    expect(page.locator("#flow-draft")).to_have_text("")
    expect(page.locator("#after-log")).not_to_contain_text(BUSY)
    expect(words(page)).to_have_value("2: Half a thou")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#log .said")).to_have_count(2)
    expect(words(page)).to_have_value("")
    act(page, "Accept")
    expect(cell(page, "background")).to_contain_text("✔ accepted")

    stored = httpx.get(f"{process.url}/api/v1/canvases/{id_of(page)}").json()
    assert stored["boxes"][0]["text"].startswith(TEXT)
    assert stored["boxes"][0]["text"].count("Inspectors") == 1
    assert not trouble.found
    page.context.close()
