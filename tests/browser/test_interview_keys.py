"""An interview by keyboard only: single keys, Tab, Enter and typing."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import accepts, focus, is_at, press, says
from tests.browser.talking import cell, now, said, stored
from tests.channels.api.serving import Service

pytestmark = pytest.mark.slow

BACKGROUND = "1: Inspectors look at every vial by eye today.\n2: A flawed vial puts a patient at risk."
VALUE = "3: Flawed vials reach a patient."
GOALS = "1: The laptop must be fast."
DATA = "1: We use the camera at the conveyor belt."
CHECKED = "1: Jonas drops a set if one angle is missing."


def test_five_boxes_and_all_that_one_can_do_there(page: Page, service: Service) -> None:
    focus(page, page.get_by_label("Product name"))
    page.keyboard.type("Vial inspection")
    press(page, "Enter")
    page.wait_for_url("**/canvases/*")
    says(page, "We look for flaws in glass vials.")
    is_at(page, "Background")

    press(page, "h")
    expect(page.locator("#log .ours").last).to_contain_text("How is this problem handled today")
    press(page, "i")
    expect(page.locator("#log .ideas")).to_contain_text("Ideas only")
    says(page, BACKGROUND)
    accepts(page, "background", then="Value Proposition")

    go_and_come_back(page)
    say_enough_and_ask_for_more(page)
    change_the_text(page)
    accepts(page, "value-proposition", then="Objectives")

    says(page, GOALS)
    put_a_finding_aside(page)
    accepts(page, "objectives", then="Data Collection")

    says(page, DATA)
    leave_a_question_open(page)
    accepts(page, "data-collection", then="Data Verification and Governance")

    speak_as_mette(page)
    says(page, CHECKED)
    accepts(page, "data-verification-and-governance", then="Modelling")

    put_the_box_off_in_words(page)
    look_at_the_keys(page)
    what_is_stored(page, service)


def go_and_come_back(page: Page) -> None:
    press(page, "f")
    is_at(page, "Objectives")
    press(page, "b")
    is_at(page, "Value Proposition")


def say_enough_and_ask_for_more(page: Page) -> None:
    says(page, VALUE)
    expect(page.locator("#log .asked").last).to_contain_text("Question 1")
    press(page, "x")
    expect(page.locator("#log")).to_contain_text("The draft of Value Proposition is on the table")
    press(page, "d")
    expect(page.locator("#log .asked").last).to_contain_text("Question 2")


def change_the_text(page: Page) -> None:
    press(page, "e")
    text = page.get_by_label("Text of Value Proposition")
    expect(text).to_be_focused()
    press(page, "Control+End")
    page.keyboard.type(" Mette counts them each month.")
    focus(page, page.get_by_role("button", name="Put it on the table"))
    press(page, "Enter")
    expect(text).to_have_count(0)
    expect(page.locator("#box .text")).to_contain_text("Mette counts them each month.")


def put_a_finding_aside(page: Page) -> None:
    found = page.locator("#box .finding").first
    expect(found).to_contain_text("fast")
    focus(page, found.locator("summary"))
    press(page, "Enter")
    focus(page, found.get_by_label("Why may it stay as it is?"))
    page.keyboard.type("The line says so.")
    press(page, "Enter")
    expect(page.locator("#log")).to_contain_text("is put aside: The line says so.")


def leave_a_question_open(page: Page) -> None:
    press(page, "m")
    menu = now(page).locator("details.more")
    focus(page, menu.get_by_label("What", exact=True))
    page.keyboard.type("Question 4")
    focus(page, menu.get_by_role("radio", name="We don't know yet"))
    press(page, "Space")
    focus(page, menu.get_by_label("Why (needed if it does not apply)"))
    page.keyboard.type("The contract is not signed")
    focus(page, menu.get_by_label("Who finds out"))
    page.keyboard.type("Jonas")
    press(page, "Enter")
    open_ = "Question 4: not known yet, The contract is not signed. Jonas finds out."
    expect(page.locator("#box")).to_contain_text(open_)
    expect(menu.get_by_label("Who finds out")).not_to_be_focused()  # until then a key is a letter


def speak_as_mette(page: Page) -> None:
    press(page, "r")
    focus(page, page.get_by_label("Somebody else speaks"), back=True)
    page.keyboard.type("Mette")
    press(page, "Escape")


def put_the_box_off_in_words(page: Page) -> None:
    """What is only understood from words is asked first."""
    press(page, "r")
    page.keyboard.type("later")
    press(page, "Enter")
    expect(now(page)).to_contain_text("Did you mean that as “later”?")
    press(page, "Escape")
    press(page, "n")
    expect(now(page)).not_to_contain_text("Did you mean that")
    press(page, "r")
    page.keyboard.type("later")
    press(page, "Enter")
    expect(now(page)).to_contain_text("Did you mean that as “later”?")
    press(page, "Escape")
    press(page, "y")
    is_at(page, "Metrics and Evaluation")
    expect(cell(page, "modelling")).to_contain_text("– left open")


def look_at_the_keys(page: Page) -> None:
    press(page, "?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    press(page, "f")  # nothing happens behind it
    press(page, "Escape")
    expect(keys).to_be_hidden()
    is_at(page, "Metrics and Evaluation")


def what_is_stored(page: Page, service: Service) -> None:
    boxes = {each["id"]: each for each in stored(service, page)["boxes"]}
    for text, box in ((BACKGROUND, "background"), (GOALS, "objectives"), (DATA, "data-collection")):
        for line in text.splitlines():
            assert line[3:] in boxes[box]["text"]
    assert boxes["value-proposition"]["text"] == f"{VALUE[3:]} Mette counts them each month."
    assert ("Mette", CHECKED) in said(service, page)
    left = boxes["data-collection"]["open_questions"]
    assert [(each["question"], each["kind"], each["owner"]) for each in left] == [(4, "dont_know", "Jonas")]
    assert boxes["modelling"]["status"] == "skipped"
