"""Several people at one canvas: at their own browsers, and all of them at one laptop."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.talking import act, begin, box_of, cell, edit, goto, now, said, say, speak_as, words
from tests.channels.api.serving import Service

pytestmark = pytest.mark.slow

WHY = "1: Inspectors look at every vial by eye today."
GAIN = "1: Mette and the patients gain from it."


@pytest.fixture
def anna(opened: Open) -> Page:
    """Anna at the first box of a new canvas."""
    page = opened()
    begin(page)
    goto(page, "Background")
    return page


@pytest.fixture
def bo(opened: Open, anna: Page) -> Page:
    """Bo, who joins at the same box in a browser of his own."""
    page = opened(anna.url, person="Bo")
    expect(now(page).locator(".place")).to_contain_text("Background")
    return page


def test_two_people_in_different_boxes_see_each_other_work(anna: Page, bo: Page, service: Service) -> None:
    goto(bo, "Value Proposition")
    expect(cell(anna, "value-proposition")).to_contain_text("Bo")
    say(anna, WHY)
    expect(bo.locator("#log .said").last).to_contain_text(WHY)
    expect(bo.locator("#log .said").last).to_contain_text("Anna")
    expect(cell(bo, "background")).to_contain_text("Inspectors look at every vial")
    act(anna, "Accept")
    expect(cell(bo, "background")).to_contain_text("✔ accepted")
    expect(now(bo).locator(".place")).to_contain_text("Value Proposition")

    say(bo, GAIN)
    expect(anna.locator("#log .said").last).to_contain_text("Bo")
    act(bo, "Accept")
    expect(cell(anna, "value-proposition")).to_contain_text("✔ accepted")
    assert said(service, anna) == [("Anna", WHY), ("Bo", GAIN)]
    for page in (anna, bo):
        assert page.locator("#log .said").count() == 2


def test_what_somebody_writes_stays_while_others_work(anna: Page, bo: Page) -> None:
    words(bo).press_sequentially("I am still ")
    say(anna, WHY)
    expect(cell(bo, "background")).to_contain_text("Inspectors look at every vial")
    expect(words(bo)).to_be_focused()
    words(bo).press_sequentially("writing")
    expect(words(bo)).to_have_value("I am still writing")


def test_an_open_menu_and_what_is_in_it_stay_while_others_work(anna: Page, bo: Page) -> None:
    menu = now(bo).locator("details.more")
    menu.get_by_text("More", exact=True).click()
    menu.get_by_label("Who finds out").fill("Mette")
    menu.get_by_role("radio", name="Ask later").check()
    say(anna, WHY)
    expect(cell(bo, "background")).to_contain_text("Inspectors look at every vial")
    expect(menu.get_by_label("Who finds out")).to_have_value("Mette")
    expect(menu.get_by_role("radio", name="Ask later")).to_be_checked()


def test_who_accepts_too_late_sees_both_texts(anna: Page, bo: Page, service: Service) -> None:
    say(anna, WHY)
    expect(cell(bo, "background")).to_contain_text("Inspectors look at every vial")
    now(bo).get_by_role("link", name="Edit", exact=True).click()
    mine = bo.get_by_label("Text of Background")
    mine.fill("Inspectors miss some flaws.")
    edit(anna, "Background", "Inspectors look at every vial twice.", button="Accept this text")
    expect(cell(bo, "background")).to_contain_text("✔ accepted")
    bo.get_by_role("button", name="Put it on the table").click()
    trouble = bo.get_by_role("alert")
    expect(trouble).to_contain_text("Background changed since you looked at it.")
    expect(trouble).to_contain_text("Inspectors miss some flaws.")
    expect(trouble).to_contain_text("Inspectors look at every vial twice.")
    expect(mine).to_have_value("Inspectors miss some flaws.")  # nothing of it is gone
    box = box_of(service, anna, "background")
    assert (box["text"], box["answer"], box["draft"]) == ("Inspectors look at every vial twice.", 1, None)


def test_a_whole_room_at_one_laptop(anna: Page, service: Service) -> None:
    speak_as(anna, "Mette")
    say(anna, "3: Patients and our QA team.")
    expect(anna.locator("#log .said").last).to_contain_text("Mette")
    speak_as(anna, "Anna")
    say(anna, WHY)
    anna.get_by_role("group", name="Who speaks").get_by_text("Mette", exact=True).click()  # one click
    say(anna, "2: A contaminated vial puts a patient at risk.")
    say(anna, "4: Two people look at each vial.")  # whoever speaks goes on speaking
    assert [who for who, _ in said(service, anna)] == ["Mette", "Anna", "Mette", "Mette"]
    anna.reload()
    expect(anna.get_by_role("group", name="Who speaks")).to_contain_text("Mette")
