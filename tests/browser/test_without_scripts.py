"""Without JavaScript: read, answer, accept, leave open, go elsewhere; and what a failed form keeps."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.talking import BUSY, begin, box_of, cell, now, said, words
from tests.channels.api.serving import HELD_BACK, Service

pytestmark = pytest.mark.slow

LOOKS = 1_000  # over the API, until words are stored
WHY = "1: Inspectors look at every vial by eye today."


@pytest.fixture
def page(opened: Open) -> Page:
    """Anna at the first box of a new canvas, in a browser that runs no scripts."""
    page = opened(scripts=False)
    begin(page)
    go_to(page, "Background")
    return page


def go_to(page: Page, name: str) -> None:
    page.get_by_role("group", name="The boxes of the canvas").get_by_role("button", name=name, exact=True).click()
    expect(now(page)).to_contain_text(name)


def send(page: Page, text: str) -> None:
    words(page).fill(text)
    page.get_by_role("button", name="Send").click()


def press(page: Page, name: str) -> None:
    now(page).get_by_role("button", name=name, exact=True).click()


def test_answered_and_accepted(page: Page, service: Service) -> None:
    send(page, WHY)
    expect(page.get_by_role("log")).to_contain_text(WHY)
    expect(words(page)).to_have_value("")
    expect(page.locator("#box")).to_contain_text("Draft")
    expect(cell(page, "background")).to_contain_text("Inspectors look at every vial")
    press(page, "Explain")
    expect(page.locator("#log .ours").last).to_be_visible()
    press(page, "Accept")
    expect(cell(page, "background")).to_contain_text("✔ accepted")
    expect(now(page)).to_contain_text("Value Proposition")
    assert box_of(service, page, "background")["text"] == WHY.removeprefix("1: ")
    assert said(service, page) == [("Anna", WHY)]


def test_left_open_with_a_reason(page: Page, service: Service) -> None:
    page.get_by_text("More", exact=True).click()
    page.get_by_label("What", exact=True).select_option("Question 3")
    page.get_by_role("radio", name="Does not apply").check()
    page.get_by_label("Why (needed if it does not apply)").fill("Nobody is affected.")
    page.get_by_role("button", name="Leave it open").click()
    expect(page.locator("#box")).to_contain_text("Question 3: does not apply, Nobody is affected.")
    assert box_of(service, page, "background")["open_questions"][0]["reason"] == "Nobody is affected."


def test_changed_in_the_editor(page: Page, service: Service) -> None:
    send(page, WHY)
    now(page).get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Text of Background").fill("Inspectors look at every vial twice.")
    page.get_by_role("button", name="Accept this text").click()
    expect(cell(page, "background")).to_contain_text("✔ accepted")
    assert box_of(service, page, "background")["text"] == "Inspectors look at every vial twice."


def test_somebody_else_speaks(page: Page, service: Service) -> None:
    page.get_by_label("Somebody else speaks").fill("Mette")
    send(page, WHY)
    page.get_by_role("radio", name="Mette").check(force=True)
    send(page, "2: It puts patients at risk.")
    assert [who for who, _ in said(service, page)] == ["Mette", "Mette"]


def test_a_turn_that_takes_long_is_there_after_a_refresh(page: Page, service: Service) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    words(other).fill(f"1: Inspectors look at every vial, {HELD_BACK}.")
    other.get_by_role("button", name="Send").click(no_wait_after=True)
    for _ in range(LOOKS):  # stored before anything else happens to them
        if said(service, page):
            break
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("Inspectors look at every vial")
    expect(page.locator("#after-log")).to_contain_text(BUSY)
    service.facilitator.free.set()
    expect(cell(other, "background")).to_contain_text("Inspectors look at every vial")
    page.reload()
    expect(cell(page, "background")).to_contain_text("Inspectors look at every vial")


def test_a_form_that_fails_keeps_the_words(page: Page, service: Service) -> None:
    send(page, WHY)
    other = page.context.new_page()
    other.goto(page.url)
    now(other).get_by_role("link", name="Edit", exact=True).click()
    press(page, "Accept")
    other.get_by_label("Text of Background").fill("Inspectors look at every vial twice.")
    other.get_by_role("button", name="Put it on the table").click()
    expect(other.get_by_role("main")).to_contain_text("Background changed since you looked at it.")
    expect(other.get_by_role("main")).to_contain_text("Inspectors look at every vial twice.")
    expect(other.get_by_role("main")).to_contain_text(WHY.removeprefix("1: "))

    long = "It is " + "very " * 10_000 + "slow."
    send(page, long)
    expect(page.get_by_role("main")).to_contain_text("very very")
    assert len(said(service, page)) == 1
    page.go_back()
    expect(words(page)).to_have_value(long)
