"""The way from nothing to the first accepted box, by mouse."""

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.slow


def test_a_team_begins_a_canvas_and_accepts_its_first_box(page: Page) -> None:
    page.get_by_label("Product name").fill("Vial inspection")
    page.get_by_role("button", name="Begin", exact=True).click()
    words = page.get_by_label("Your words")
    words.fill("We look for flaws in glass vials.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#log")).to_contain_text("We look for flaws in glass vials.")
    expect(page.locator("#now")).to_contain_text("Background")
    words.fill("1: Inspectors look at every vial by eye today.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#cell-background")).to_contain_text("Inspectors look at every vial by eye today.")
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.locator("#cell-background")).to_contain_text("accepted")
    expect(page.locator("#now")).to_contain_text("Value Proposition")


def test_who_was_written_as_speaking_goes_on_and_stays(page: Page) -> None:
    page.get_by_label("Product name").fill("Vial inspection")
    page.get_by_role("button", name="Begin", exact=True).click()
    words, another = page.get_by_label("Your words"), page.get_by_label("Somebody else speaks")
    for name in ("Mette", "Jonas"):
        another.fill(name)
        words.fill(f"{name} looks for flaws in glass vials.")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("radio", name=name)).to_be_checked()
    page.reload()
    words.fill("Nobody else does.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#log")).to_contain_text("Nobody else does.")
    expect(page.get_by_role("radio")).to_have_count(3)  # whose browser it is, and the two who spoke before


def test_a_hasty_click_begins_one_canvas(page: Page) -> None:
    """The second click comes while the service is still at the first."""
    sent: list[str] = []

    def slowly(route: Route) -> None:
        sent.append(route.request.url)
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/canvases", slowly)
    page.get_by_label("Product name").fill("Vial inspection")
    page.get_by_role("button", name="Begin", exact=True).evaluate(
        "each => { each.click(); setTimeout(() => each.click(), 200); }"
    )
    expect(page.get_by_label("Your words")).to_be_visible()
    assert len(sent) == 1
