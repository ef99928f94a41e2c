"""The first page: canvases in a list, a new one, the sample."""

import re

import httpx
import pytest

from tests.channels.api.serving import Service
from tests.channels.web.desk import Desk
from tests.channels.web.html import checked


def test_the_first_page_offers_to_begin(service: Service) -> None:
    page = checked(httpx.get(service.url).text)

    assert "There is no canvas yet." in page.text
    assert "Begin" in page.text


def test_canvases_are_listed_in_pages_the_newest_first(service: Service) -> None:
    for number in range(26):
        service.api.post("/canvases", json={"product_name": f"Plan {number}"})
    first = httpx.get(service.url).text
    (more,) = re.findall(r'href="/\?after=(\d+)"', first)
    second = httpx.get(f"{service.url}/?after={more}").text
    names = re.findall(r">(Plan \d+)</a>", first + second)
    last = httpx.get(f"{service.url}/?after=1").text

    assert names == [f"Plan {number}" for number in reversed(range(26))]
    assert "The newest canvases" in second
    assert "Earlier canvases" not in second
    assert "That was the last one." in last
    for page in (first, second, last):
        checked(page)


def test_a_canvas_begins_with_what_its_form_says(desk: Desk, web: httpx.Client, shared: Service) -> None:
    made = Desk.new(shared, web, told=False, product_name="Vials & <b>", designed_by="Mette", date="2026-11-30")
    page = checked(made.page())

    assert made.view()["header"]["date"] == "2026-11-30"
    assert made.view()["header"]["designed_by"] == "Mette"
    assert "Vials & <b>" in page.text
    assert "30 Nov 2026" in page.text


@pytest.mark.parametrize("form", [{"product_name": " "}, {"date": "soon"}, {"template": "none"}, {}])
def test_a_canvas_without_a_name_or_with_nonsense_is_refused(web: httpx.Client, form: dict[str, str]) -> None:
    refused = web.post("/canvases", data={"product_name": "Vials", **form} if form else {})

    assert refused.status_code in (404, 422)
    checked(refused.text)


def test_the_sample_is_a_finished_canvas(web: httpx.Client, shared: Service) -> None:
    desk = Desk.sample(shared, web)
    page = checked(desk.page())

    assert "15 of 15 accepted" in page.text
