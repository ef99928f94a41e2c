"""The whole sample interview by keyboard only: what is stored is what was typed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import accepts, focus, is_at, press, says, speaks
from tests.browser.talking import now, said, sample, stored
from tests.channels.api.serving import Service

pytestmark = pytest.mark.slow

NUMBERED = re.compile(r"^\d: ")


def test_the_sample_case_from_the_story_to_the_close_without_a_mouse(page: Page, service: Service) -> None:
    case, typed, speaker = sample(), [], "Anna"
    focus(page, page.get_by_label("Product name"))
    page.keyboard.type(case.name)
    press(page, "Enter")
    page.wait_for_url("**/canvases/*")
    says(page, case.story)
    boxes = stored(service, page)["boxes"]
    names = [*(each["name"] for each in boxes[1:]), "The close"]
    for part, box, then in zip(case.boxes, boxes, names, strict=True):
        is_at(page, box["name"])
        for who, text in part.replies:
            if who != speaker:
                speaks(page, who)
                speaker = who
            says(page, text, pasted=len(typed) > 4)  # a letter at a time, all of it would take a minute
            typed.append((who, text))
        accepts(page, box["id"], then=then)

    expect(now(page)).to_contain_text("The close")
    canvas = stored(service, page)
    assert canvas["accepted"] == 15
    assert said(service, page) == [("Anna", case.story), *typed]
    for box, part in zip(canvas["boxes"], case.boxes, strict=True):
        for _, text in part.replies:
            for line in text.splitlines():
                assert "don't know" in line or NUMBERED.sub("", line) in box["text"], box["name"]
