"""Every page is without fault to axe, in light and dark, on a desk and on a phone, empty and full."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import DESK, PHONE, open_page
from tests.browser.sites import begun, sample, sites, unvisited
from tests.channels.api.serving import Service, serving

pytestmark = pytest.mark.slow

LOOKS = [(size, dark) for size in (DESK, PHONE) for dark in (False, True)]
BOX = "background"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(database=f"sqlite:///{tmp_path_factory.mktemp('axe') / 'canvases.db'}") as service:
        yield service


@pytest.fixture(scope="module")
def full(service: Service) -> str:
    return sample(service)


@pytest.fixture(scope="module")
def empty(service: Service) -> str:
    return str(begun(service)["id"])


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0][0]}-{'dark' if look[1] else 'light'}")
def page(request: pytest.FixtureRequest, browser: Browser, service: Service) -> Iterator[Page]:
    size, dark = request.param
    page, trouble = open_page(browser, service.url, size=size, dark=dark)
    yield page
    page.context.close()
    assert not trouble.found


def faults(page: Page) -> list[str]:
    """What axe finds, a line each; empty if all is well, and the page is no wider than its window."""
    found = Axe().run(page).response["violations"]
    lines = [f"{each['id']}: {node['html'][:160]} {node['failureSummary']}" for each in found for node in each["nodes"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url} {line}" for line in lines] + ([f"{page.url} is {wide} px too wide"] if wide > 0 else [])


def test_no_page_is_left_out(full: str) -> None:
    assert not list(unvisited(sites(full, BOX)))


def test_pages_of_a_finished_canvas(page: Page, full: str) -> None:
    found = []
    for path in sites(full, BOX).values():
        page.goto(path)
        found += faults(page)
    assert not found


def test_pages_of_an_empty_canvas(page: Page, empty: str) -> None:
    found = []
    for path in sites(empty, BOX).values():
        page.goto(path)
        found += faults(page)
    assert not found


def test_the_report_of_a_review(page: Page, service: Service) -> None:
    page.goto("/review")
    page.get_by_label("text", exact=False).last.fill("# Vials\n\n## Objectives\n\nIt should probably be fast. TBD.")
    page.get_by_role("button", name="Review").last.click()
    expect(page.get_by_role("button", name="Turn it into a canvas").first).to_be_visible()
    assert not faults(page)


def test_what_an_import_has_to_say(page: Page) -> None:
    text = "# Vials\n\n## Background\n\nBy eye.\n\n## Something else\n\nThis has no box."
    page.goto("/")
    file = {"name": "vials.md", "mimeType": "text/markdown", "buffer": text.encode()}
    page.get_by_label("Import a canvas").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("This has no box.").first).to_be_visible()
    assert not faults(page)


def test_the_list_of_keys_the_menu_and_who_one_is(page: Page, full: str) -> None:
    page.goto(f"/canvases/{full}")
    page.locator("#cell-background button").click()
    expect(page.locator("#now")).to_contain_text("Background")
    page.locator(".more summary").click()
    expect(page.get_by_label("Who finds out")).to_be_visible()
    found = faults(page)
    page.keyboard.press("Escape")
    page.locator(".who summary").click()
    found += faults(page)
    page.get_by_role("button", name="All keys").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found += faults(page)
    assert not found


def test_a_box_with_a_draft_and_what_did_not_work(page: Page, service: Service) -> None:
    canvas = begun(service)
    moves = f"/interviews/{canvas['interview']}/moves"
    service.api.post(moves, json={"move": "goto", "box": BOX})
    service.api.post(moves, json={"move": "edit", "box": BOX, "text": "It should be better. TBD.", "answer": 0})
    page.goto(f"/canvases/{canvas['id']}")
    page.locator(".sentence").first.focus()
    page.locator(".waive summary").first.click()
    found = faults(page)
    page.locator(".waive input[name=reason]").first.evaluate("each => each.required = false")
    page.locator(".waive button").first.click()
    expect(page.locator("#trouble .trouble")).to_be_visible()
    found += faults(page)
    assert not found


def test_a_form_that_did_not_work_without_scripts(page: Page, browser: Browser, service: Service, full: str) -> None:
    look = page.viewport_size or {"width": 0, "height": 0}
    other, _ = open_page(browser, service.url, size=(look["width"], look["height"]))
    other.goto("/")
    other.get_by_label("Product name").evaluate("each => each.required = false")
    other.get_by_role("button", name="Begin", exact=True).click()
    expect(other.get_by_role("link", name="To the start")).to_be_visible()
    found = faults(other)
    other.context.close()
    assert not found
