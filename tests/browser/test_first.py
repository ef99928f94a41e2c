"""The way from nothing to the first accepted box, by mouse."""

import pytest
from playwright.sync_api import Page, expect

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
