"""What was before can be read, compared and brought back, by mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.conftest import Open
from tests.channels.api.serving import Service

pytestmark = pytest.mark.slow


def begun(service: Service, *texts: str) -> str:
    """A canvas whose first box had these answers; gives its id."""
    api = service.api
    canvas = api.post("/canvases", json={"product_name": "Vials"}).json()
    for number, text in enumerate(texts):
        move = {"move": "accept", "box": "background", "text": text, "answer": number}
        assert api.post(f"/interviews/{canvas['interview']}/moves", json=move).status_code == 200
    return str(canvas["id"])


def test_an_earlier_answer_is_brought_back(service: Service, opened: Open) -> None:
    id = begun(service, "People look at vials.", "Machines look at vials.")
    page = opened(f"/canvases/{id}/boxes/background")
    expect(page.locator("#answer-2 del")).to_contain_text("People")
    expect(page.locator("#answer-2 ins")).to_contain_text("Machines")
    page.locator("#answer-1").get_by_role("button", name="Bring this back").click()
    expect(page.locator("#answer-3")).to_contain_text("Brought back by Anna")
    expect(page.get_by_role("region", name=re.compile("^Accepted")).locator(".text")).to_have_text(
        re.compile("^People look at vials.")
    )


def test_a_sentence_says_where_it_comes_from_on_hover_and_on_focus(service: Service, opened: Open) -> None:
    page = opened(f"/canvases/{begun(service, 'People look at vials.')}/boxes/background")
    sentence = page.locator(".sentence")
    expect(page.get_by_role("tooltip")).to_be_hidden()
    sentence.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("Written by Anna")
    page.mouse.move(0, 0)
    expect(page.get_by_role("tooltip")).to_be_hidden()
    sentence.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_finding_is_put_aside_and_taken_up_again(service: Service, opened: Open, scripts: bool) -> None:
    page = opened(f"/canvases/{begun(service, 'People look at vials, etc.')}/boxes/background", scripts=scripts)
    expect(page.locator("mark")).to_have_text("etc")
    page.get_by_text("Put it aside").first.click()
    page.get_by_label("Why may it stay as it is?").fill("It is the plant's own list.")
    page.get_by_role("button", name="Put it aside").click()
    expect(page.get_by_role("heading", name="Nothing to look at")).to_be_visible()
    expect(page.locator("mark")).to_have_count(0)
    page.get_by_text("1 finding settled or put aside").click()
    expect(page.locator(".past")).to_contain_text("put aside by Anna")
    expect(page.locator(".past")).to_contain_text("It is the plant's own list.")
    page.get_by_role("button", name="Take it up again").click()
    expect(page.locator("mark")).to_have_text("etc")


def test_an_iteration_is_started_and_compared_with_the_one_before(service: Service, opened: Open) -> None:
    id = begun(service, "People look at vials.")
    page = opened(f"/canvases/{id}/history")
    page.get_by_label("Why another iteration").fill("After the pilot")
    page.get_by_role("button", name="Start iteration 2").click()
    expect(page.locator("#head")).to_contain_text("Iteration")
    expect(page.locator("#head dd").nth(3)).to_have_text("2")

    interview = service.api.get(f"/canvases/{id}").json()["interview"]
    move = {"move": "accept", "box": "background", "text": "Machines look at vials.", "answer": 1}
    service.api.post(f"/interviews/{interview}/moves", json=move)
    page.get_by_role("link", name="History", exact=True).click()
    expect(page.locator("#iteration-2")).to_contain_text("After the pilot")
    expect(page.locator("#iteration-1")).to_contain_text("Frozen on")
    page.get_by_label("From").select_option("2")
    page.get_by_label("To", exact=True).select_option("1")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".change ins")).to_contain_text("People")
    expect(page.locator(".change del")).to_contain_text("Machines")


def test_a_canvas_is_deleted_after_a_yes_and_taken_back(service: Service, opened: Open) -> None:
    id = begun(service, "People look at vials.")
    page = opened(f"/canvases/{id}/history")
    expect(page.get_by_role("button", name="Yes, delete it")).to_be_hidden()
    page.get_by_text("Delete this canvas").click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("“Vials” is deleted")
    page.reload()
    page.get_by_role("button", name="Take it back").click()
    expect(page).to_have_url(re.compile(f"/canvases/{id}$"))
    expect(page.locator("#cell-background")).to_contain_text("People look at vials.")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_long_words_and_many_iterations_make_no_page_wider(
    service: Service, opened: Open, size: tuple[int, int]
) -> None:
    id = begun(service, f"{'x' * 400}, etc.", f"{'y' * 400}, etc.")
    service.api.patch(f"/canvases/{id}", json={"designed_by": "d" * 300, "note": "n" * 300})
    for _ in range(12):
        service.api.post(f"/canvases/{id}/iterations")
    for path in ("boxes/background", "history?before=1&after=13"):
        page = opened(f"/canvases/{id}/{path}", size=size)
        for summary in page.locator("main summary").all():
            summary.click(force=True)
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    page.evaluate("scrollTo(0, 0)")
    last = page.get_by_role("group", name="Iterations on a line").locator("text.current")
    expect(last).to_be_in_viewport()
