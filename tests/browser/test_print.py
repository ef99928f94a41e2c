"""On paper, a canvas is one page with every word of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sites import sample
from tests.channels.api.serving import Service

pytestmark = pytest.mark.slow

PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
CUT_OFF = """() => [...document.querySelectorAll(".cell .words:not(.flow)")]
    .filter((each) => each.scrollHeight > each.clientHeight + 1).map((each) => each.textContent)"""


def test_the_sample_is_printed_on_one_page_and_nothing_is_cut_off(page: Page, service: Service) -> None:
    page.goto(f"/canvases/{sample(service)}")
    expect(page.locator("#cell-security")).to_contain_text("accepted")
    page.emulate_media(media="print")

    assert len(PAGE.findall(page.pdf(prefer_css_page_size=True))) == 1
    assert page.evaluate(CUT_OFF) == []
    expect(page.locator(".talk")).to_be_hidden()
    expect(page.get_by_text("Iteration").first).to_be_visible()
