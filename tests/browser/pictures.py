"""Makes pictures of the pages from a sample canvas: `python -m tests.browser.pictures [--all] [FOLDER]`.

Without --all those of the README; with it every page of the site, at three widths and in both themes.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import DESK, PHONE, WALL, chromium, open_page
from tests.browser.png import small
from tests.browser.sites import is_served, sample, sites
from tests.channels.api.serving import Service, serving

FOLDER = Path(".pictures")
HEAVIEST = 150_000  # bytes of a picture in the README
BOX = "data-collection"
STORY = "Mette's team films every vial from three sides. In June we filmed 40 000 vials, of which 212 had a flaw."
LOOKS = [(size, dark) for size in (PHONE, DESK, WALL) for dark in (False, True)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--all", action="store_true", help="every page, at three widths and in both themes")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, serving(database=f"sqlite:///{home}/canvases.db") as service:
        canvas = _talked(service)
        with chromium() as browser:
            (everything if chosen.all else readme)(browser, service, canvas, chosen.folder)


def _talked(service: Service) -> str:
    """The sample canvas, with a box that is being talked about."""
    canvas = sample(service)
    moves = f"/interviews/{service.api.get(f'/canvases/{canvas}').json()['interview']}/moves"
    for move in (
        {"move": "goto", "box": BOX},
        {"move": "explain", "box": BOX, "question": 1},
        {"move": "say", "box": BOX, "text": STORY, "speaker": "Mette"},
    ):
        answer = service.api.post(moves, json=move)
        assert answer.status_code == 200, answer.text
    return canvas


def readme(browser: Browser, service: Service, canvas: str, folder: Path) -> None:
    paths = sites(canvas, BOX)
    for name, site, size, dark in (
        ("start", "start", DESK, False),
        ("canvas", "canvas", DESK, False),
        ("canvas-dark", "canvas", DESK, True),
        ("phone", "canvas", PHONE, False),
        ("review", "review", DESK, False),
        ("risk", "risk", DESK, False),
        ("history", "history", DESK, False),
    ):
        if site not in paths:
            print(f"left out, there is no such page yet: {name}")
            continue
        with _page(browser, service, size, dark) as page:
            file = folder / f"{name}.png"
            taken(page, paths[site] if site != "review" else reviewed(page, service, canvas), file)
            file.write_bytes(small(file.read_bytes()))
            assert file.stat().st_size <= HEAVIEST, f"{file} has {file.stat().st_size:,} bytes"


def reviewed(page: Page, service: Service, canvas: str) -> str:
    """The path of a report on the sample's file."""
    data = service.api.get(f"/canvases/{canvas}/export.md").content
    page.goto("/review")
    file = {"name": "vials.md", "mimeType": "text/markdown", "buffer": data}
    page.locator("input[type=file]").first.set_input_files([file])  # type: ignore[list-item]
    page.locator("form:has(input[type=file]) button").first.click()
    expect(page.get_by_role("button", name="Turn it into a canvas")).to_be_visible(timeout=60_000)
    return page.url.removeprefix(service.url)


def everything(browser: Browser, service: Service, canvas: str, folder: Path) -> None:
    for size, dark in LOOKS:
        with _page(browser, service, size, dark) as page:
            for name, path in sites(canvas, BOX).items():
                taken(page, path, folder / f"{name}-{size[0]}-{'dark' if dark else 'light'}.png", whole=True)
            if is_served("/review"):
                path = reviewed(page, service, canvas)
                taken(page, path, folder / f"report-{size[0]}-{'dark' if dark else 'light'}.png", whole=True)


@contextmanager
def _page(browser: Browser, service: Service, size: tuple[int, int], dark: bool) -> Iterator[Page]:
    page, trouble = open_page(browser, service.url, size=size, dark=dark)
    yield page
    page.context.close()
    assert not trouble.found


def taken(page: Page, path: str, file: Path, *, whole: bool = False) -> None:
    """A picture of a page when it stands still: no pointer over it, no caret, nothing that moves."""
    page.goto(path)
    page.wait_for_load_state("load")
    page.mouse.move(0, 0)
    page.wait_for_timeout(200)
    page.screenshot(path=file, full_page=whole, animations="disabled", caret="hide", scale="css")
    print(f"{file} {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
