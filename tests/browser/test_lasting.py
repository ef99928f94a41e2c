"""Refresh, back, a lost connection, two tabs, a hasty click: nothing is lost, nothing is doubled."""

from functools import partial

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.chromium import open_page
from tests.browser.conftest import Open
from tests.browser.talking import BUSY, act, begin, box_of, cell, goto, heard, now, said, say, words
from tests.channels.api.serving import HELD_BACK, Service

pytestmark = pytest.mark.slow

SLOW = f"1: Inspectors look at every vial, {HELD_BACK}."
QUICK = "1: Inspectors look at every vial by eye today."


@pytest.fixture
def at_box(page: Page) -> Page:
    """Anna at the first box of a new canvas."""
    begin(page)
    goto(page, "Background")
    return page


def send(page: Page, text: str) -> None:
    """Send it, without waiting for what comes of it."""
    words(page).fill(text)
    page.get_by_role("button", name="Send").click()


def on_its_way(page: Page) -> None:
    """The draft is streaming, once, in its box and on the board."""
    expect(page.locator("#flow-draft")).to_have_text("On its way")
    expect(page.locator("#flow-in-background")).to_have_text("On its way")
    expect(page.locator("#after-log")).to_contain_text(BUSY)


def landed(page: Page, service: Service, text: str = SLOW) -> None:
    """The draft is there, once, and nothing flows any more."""
    heard(page, text)
    expect(page.locator("#flow-draft")).to_have_text("")
    expect(page.locator("#box .sentence")).to_have_count(1)
    assert box_of(service, page, "background")["draft"]["text"] == text.removeprefix("1: ")
    assert [each for _, each in said(service, page)] == [text]


def test_refreshed_in_the_middle_of_a_draft(at_box: Page, service: Service) -> None:
    send(at_box, SLOW)
    on_its_way(at_box)
    at_box.reload()
    on_its_way(at_box)
    service.facilitator.free.set()
    landed(at_box, service)
    at_box.reload()
    landed(at_box, service)


def test_the_stream_broken_off_in_the_middle_of_a_draft(at_box: Page, service: Service) -> None:
    send(at_box, SLOW)
    on_its_way(at_box)
    with at_box.expect_request(lambda each: "/live" in each.url):  # the page comes back by itself
        service.close()  # every stream ends, as when a service is told to stop
    service.loop.call_soon_threadsafe(service.app.state.closing.clear)
    on_its_way(at_box)
    service.facilitator.free.set()
    landed(at_box, service)


def test_stopped_and_tried_again(at_box: Page, service: Service) -> None:
    send(at_box, SLOW)
    on_its_way(at_box)
    at_box.get_by_role("button", name="Stop").click()
    expect(at_box.locator("#log")).to_contain_text("Stopped. The words are kept")
    expect(at_box.locator("#flow-draft")).to_have_text("")
    expect(at_box.get_by_role("button", name="Stop")).to_have_count(0)
    service.facilitator.free.set()
    act(at_box, "Try again")
    landed(at_box, service)


def test_words_that_were_not_sent_survive_a_refresh_and_the_way_back(at_box: Page, service: Service) -> None:
    words(at_box).press_sequentially("Half a thou")
    at_box.reload()
    expect(words(at_box)).to_have_value("Half a thou")
    at_box.get_by_role("link", name="Canvas Facilitator").click()
    expect(at_box.get_by_role("heading", name="My canvases")).to_be_visible()
    at_box.go_back()
    expect(words(at_box)).to_have_value("Half a thou")
    words(at_box).fill(QUICK)
    at_box.get_by_role("button", name="Send").click()
    landed(at_box, service, QUICK)
    at_box.reload()
    expect(words(at_box)).to_have_value("")


def test_after_the_way_back_words_go_where_one_is(at_box: Page, opened: Open, service: Service) -> None:
    """Browsers restore fields as they were left, hidden ones too; where one is now counts."""
    act(at_box, "Next")
    expect(now(at_box).locator(".place")).to_contain_text("Value Proposition")
    at_box.get_by_role("link", name="Canvas Facilitator").click()
    tab = at_box.context.new_page()
    tab.goto("/")
    tab.get_by_role("link", name="Vial inspection").click()
    goto(tab, "Objectives")
    at_box.go_back()
    expect(now(at_box).locator(".place")).to_contain_text("Objectives")
    say(at_box, "1: We want 0 of 71 flawed samples approved.")
    assert box_of(service, at_box, "objectives")["draft"]
    assert not box_of(service, at_box, "value-proposition")["draft"]


def test_a_connection_that_is_lost_while_sending(at_box: Page, service: Service) -> None:
    at_box.context.set_offline(True)
    send(at_box, QUICK)
    expect(at_box.get_by_role("alert")).to_contain_text("This did not reach the service.")
    expect(words(at_box)).to_have_value(QUICK)
    at_box.context.set_offline(False)
    at_box.get_by_role("button", name="Send").click()
    landed(at_box, service, QUICK)
    expect(at_box.get_by_role("alert")).to_be_empty()


def answered(route: Route, *, body: str) -> None:
    route.fulfill(status=502, body=body)


def test_a_text_in_the_editor_outlives_an_answer_that_is_no_answer(browser: Browser, service: Service) -> None:
    """A proxy that cannot reach us, or a database that is busy: what was written stays where it was written."""
    page, trouble = open_page(browser, service.url)
    page.goto("/")
    begin(page)
    goto(page, "Background")
    say(page, QUICK)
    now(page).get_by_role("link", name="Edit", exact=True).click()
    written = page.get_by_label("Text of Background")
    written.fill("Inspectors look at every vial twice.")
    for what, html in {
        "No answer came from the service (502).": "<html><body><h1>502 Bad Gateway</h1></body></html>",
        "The database is busy.": '<div class="trouble"><p><strong>The database is busy.</strong></p></div>',
    }.items():
        page.route("**/moves/edit", partial(answered, body=html))
        page.get_by_role("button", name="Put it on the table").click()
        expect(page.get_by_role("alert")).to_contain_text(what)
        expect(page.get_by_role("alert")).not_to_contain_text("Gateway")
        expect(written).to_have_value("Inspectors look at every vial twice.")
        page.unroute("**/moves/edit")
    page.route("**/background/edit", partial(answered, body=html))
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The database is busy.")
    expect(written).to_have_value("Inspectors look at every vial twice.")
    page.unroute("**/background/edit")
    page.get_by_role("button", name="Put it on the table").click()
    expect(written).to_have_count(0)
    assert box_of(service, page, "background")["draft"]["text"] == "Inspectors look at every vial twice."
    assert {each.partition(":")[0] for each in trouble.found} <= {"502", "console"}
    page.context.close()


def test_a_stream_that_cannot_be_opened_is_opened_later(browser: Browser, service: Service) -> None:
    page, trouble = open_page(browser, service.url)
    page.goto("/")
    begin(page)
    goto(page, "Background")
    page.route("**/live*", partial(answered, body="<h1>502 Bad Gateway</h1>"))
    page.reload()
    expect(page.locator("#lost")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_empty()
    page.unroute("**/live*")
    expect(page.locator("#lost")).to_be_hidden()
    say(page, QUICK)
    landed(page, service, QUICK)
    assert {each.partition(":")[0] for each in trouble.found} <= {"502", "console"}
    page.context.close()


def test_an_answer_that_is_lost_after_sending(at_box: Page, service: Service) -> None:
    """The words arrived, but nobody said so: sending them again stores nothing twice, and more words are new ones."""

    def swallow(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    at_box.route("**/moves/say", swallow)
    send(at_box, QUICK)
    expect(at_box.get_by_role("alert")).to_contain_text("This did not reach the service.")
    at_box.unroute("**/moves/say")
    at_box.get_by_role("button", name="Send").click()
    landed(at_box, service, QUICK)

    at_box.route("**/moves/say", swallow)
    send(at_box, "2: It puts patients at risk.")
    expect(at_box.get_by_role("alert")).to_contain_text("This did not reach the service.")
    at_box.unroute("**/moves/say")
    send(at_box, "3: Patients and Mette.")
    heard(at_box, "3: Patients and Mette.")
    assert [text for _, text in said(service, at_box)] == [
        QUICK,
        "2: It puts patients at risk.",
        "3: Patients and Mette.",
    ]


def test_two_tabs_of_the_same_person(at_box: Page, service: Service) -> None:
    tab = at_box.context.new_page()
    tab.goto(at_box.url)
    say(at_box, QUICK)
    heard(tab, QUICK)
    act(tab, "Accept")
    for page in (tab, at_box):
        expect(cell(page, "background")).to_contain_text("✔ accepted")
        expect(now(page).locator(".place")).to_contain_text("Value Proposition")
        expect(page.locator("#log .said")).to_have_count(1)
    assert box_of(service, at_box, "background")["answer"] == 1


def test_a_hasty_hand_sends_and_accepts_once(at_box: Page, service: Service) -> None:
    words(at_box).fill(QUICK)
    at_box.get_by_role("button", name="Send").dblclick()
    landed(at_box, service, QUICK)
    now(at_box).get_by_role("button", name="Accept", exact=True).dblclick()
    expect(cell(at_box, "background")).to_contain_text("✔ accepted")
    expect(now(at_box).locator(".place")).to_contain_text("Value Proposition")
    assert box_of(service, at_box, "background")["answer"] == 1
    expect(at_box.get_by_role("alert")).to_be_empty()


def test_whoever_reads_further_up_sees_what_they_said_after_sending_it(at_box: Page) -> None:
    for number in range(1, 6):
        say(at_box, f"{number}: {'Inspectors look at every vial by eye today. ' * 6}")
    log = at_box.locator("#log")
    log.evaluate("log => { log.scrollTop = 0; }")
    at_box.wait_for_timeout(100)  # a scroll is told after it happened
    say(at_box, "They look twice.")
    assert log.evaluate("log => log.scrollHeight - log.scrollTop - log.clientHeight") < 60
