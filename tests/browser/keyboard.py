"""What people do at the page of a canvas without a mouse: single keys, Tab, Enter and typing."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.talking import BUSY, cell, now, words

FAR = 90  # presses of Tab that reach anything on a page
MANY = 12  # speakers


def focus(page: Page, wanted: Locator, *, back: bool = False) -> None:
    """Go there with Tab, as often as it takes."""
    expect(wanted).to_be_attached()
    for _ in range(FAR):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{wanted} is out of reach of the keyboard")


def press(page: Page, key: str) -> None:
    page.keyboard.press(key)


def says(page: Page, text: str, *, pasted: bool = False) -> None:
    """Type a reply or paste its lines, send it, wait until it is understood, and leave the field."""
    press(page, "r")
    expect(words(page)).to_be_focused()
    for number, line in enumerate(text.splitlines()):
        if number:
            press(page, "Shift+Enter")
        (page.keyboard.insert_text if pasted else page.keyboard.type)(line)
    press(page, "Enter")
    expect(page.locator("#log .said").last).to_contain_text(text.splitlines()[0])
    expect(words(page)).to_have_value("")
    expect(page.locator("#after-log")).not_to_contain_text(BUSY)
    press(page, "Escape")
    expect(words(page)).not_to_be_focused()


def accepts(page: Page, box: str, then: str) -> None:
    press(page, "a")
    expect(cell(page, box)).to_contain_text("✔ accepted")
    is_at(page, then)


def is_at(page: Page, name: str) -> None:
    expect(now(page).locator(".place")).to_contain_text(name)


def speaks(page: Page, name: str) -> None:
    """Choose who speaks with the arrow keys; whoever is new is written down once."""
    press(page, "r")
    speakers = page.get_by_role("group", name="Who speaks")
    wanted = speakers.get_by_role("radio", name=name, exact=True)
    if not wanted.count():
        focus(page, page.get_by_label("Somebody else speaks"), back=True)
        page.keyboard.type(name)
        press(page, "Escape")
        return
    focus(page, speakers.locator("input:checked"), back=True)
    for _ in range(MANY):
        if wanted.is_checked():
            return
        press(page, "ArrowRight")
    raise AssertionError(f"{name} cannot be chosen with the keyboard")
