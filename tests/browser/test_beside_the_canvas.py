"""The pages beside the canvas: the AI Act, the overview, open questions."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESK, PHONE, WALL
from tests.browser.conftest import Open
from tests.channels.api.serving import Service

pytestmark = pytest.mark.slow

STEPS = (
    *(("2026-11-30", "Data protection review"), ("Dec 2026", "First ranking with last year's applications")),
    *(("2027-Q1", "Pilot"), ("mid 2027", "Everybody uses it"), ("2027", "A YEAR OF NUMBERS, MMMMM WWWWW MMMMM WWWWW")),
    *(("when ready", "Second country"), ("Q1 2027", "试点项目在第一个国家开始并持续一整年的时间")),
)


@pytest.fixture
def canvas(service: Service) -> Any:
    view = service.api.post("/canvases", json={"product_name": "Hiring helper"}).json()
    moves = f"/interviews/{view['interview']}/moves"
    assert service.api.post(moves, json={"move": "skip", "box": "start", "kind": "later"}).status_code == 200
    skip = {"move": "skip", "box": "inference", "question": 2, "kind": "dont_know"}
    assert service.api.post(moves, json=skip).status_code == 200
    return view


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_fact_is_corrected_and_the_labels_change(opened: Open, canvas: Any, scripts: bool) -> None:
    page = opened(f"/canvases/{canvas['id']}/risk", scripts=scripts)
    labels = page.get_by_role("region", name="As things stand")
    expect(labels).to_contain_text("Not decided yet")
    asked = page.locator("#fact-talks-or-generates")
    asked.get_by_label("because").fill("There is a chatbot.")
    asked.get_by_role("button", name="Yes", exact=True).click()
    page.locator("#fact-talks-to-people").get_by_role("button", name="Yes", exact=True).click()
    expect(labels).to_contain_text("People must be told (Art. 50)")
    expect(page.locator("svg.timeline")).to_contain_text("2 Aug 2026")
    changed = page.locator("#fact-talks-or-generates")
    expect(changed).to_contain_text("Anna said so")
    expect(changed).to_contain_text("There is a chatbot.")
    people = page.locator("#fact-talks-to-people")
    people.locator("summary").click()
    people.get_by_role("button", name="No", exact=True).click()
    expect(labels).not_to_contain_text("People must be told")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_milestone_is_added_and_drawn(opened: Open, canvas: Any, scripts: bool) -> None:
    page = opened(f"/canvases/{canvas['id']}/overview", scripts=scripts)
    row = page.get_by_role("group", name="Milestone 1", exact=True)
    row.get_by_label("When").fill("Q1 2027")
    row.get_by_label("What").fill("Pilot")
    person = page.get_by_role("group", name="Person 1", exact=True)
    person.get_by_label("Name").fill("Mette")
    person.get_by_label("Responsibilities").fill("Counts the cases")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("svg.timeline")).to_contain_text("Q1 2027")
    expect(page.locator("svg.timeline")).to_contain_text("Pilot")
    expect(page.get_by_role("region", name="Who is in the team")).to_contain_text("Counts the cases")


def test_the_words_on_the_line_cover_no_others(opened: Open, service: Service, canvas: Any) -> None:
    steps = [{"date": date, "text": text} for date, text in (*STEPS, *STEPS)]
    told = service.api.put(f"/canvases/{canvas['id']}/overview", json={"timeline": steps})
    assert told.status_code == 200, told.text
    page = opened(f"/canvases/{canvas['id']}/overview", size=WALL)
    boxes = page.evaluate(
        """[...document.querySelectorAll("svg.timeline text")].filter((each) => !each.classList.contains("tick"))
        .map((each) => each.getBoundingClientRect()).map((box) => [box.left, box.top, box.right, box.bottom])"""
    )
    frame = page.locator("svg.timeline").bounding_box()
    assert frame is not None
    assert len(boxes) > 12
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert frame["x"] <= left
        assert right <= frame["x"] + frame["width"]
        assert bottom <= frame["y"] + frame["height"]
        for begin, high, end, low in boxes[number + 1 :]:
            apart = right <= begin or end <= left or bottom <= high + 3 or low <= top + 3  # letters have room to spare
            assert apart, (number, left, top, right, bottom)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_question_is_given_an_owner(opened: Open, canvas: Any, scripts: bool) -> None:
    page = opened(f"/canvases/{canvas['id']}/questions", scripts=scripts)
    expect(page.get_by_role("region", name="Who takes these?")).to_be_visible()
    page.locator("details.give summary").click()
    page.get_by_label("Who finds out").fill("Jonas")
    page.get_by_label("By when").fill("2020-01-31")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("region", name="Jonas")).to_contain_text("overdue It was due on 31 Jan 2020.")
    expect(page.get_by_role("region", name="Who takes these?")).to_have_count(0)
    page.get_by_role("button", name="Answer it").click()
    expect(page.locator("#now")).to_contain_text("Inference")


@pytest.mark.parametrize("size", [PHONE, DESK, WALL])
@pytest.mark.parametrize("at", ["risk", "overview", "questions"])
def test_no_page_scrolls_sideways(opened: Open, service: Service, canvas: Any, at: str, size: tuple[int, int]) -> None:
    long = "Donaudampfschifffahrtsgesellschaft" * 8
    overview = {"team": [{"name": long[:100], "role": long}], "timeline": [{"date": "2027", "text": long}]}
    assert service.api.put(f"/canvases/{canvas['id']}/overview", json=overview).status_code == 200
    moves = f"/interviews/{canvas['interview']}/moves"
    for move in (
        {"move": "skip", "box": "inference", "question": 3, "kind": "dont_know", "owner": long[:80], "reason": long},
        {"move": "correct_fact", "fact": "annex-iii-4a", "value": "yes", "reason": long},
    ):
        assert service.api.post(moves, json=move).status_code == 200
    assert sideways(opened(f"/canvases/{canvas['id']}/{at}", size=size)) == 0
