"""What did not work: said where it happened, with what was written kept."""

import re

import httpx
import pytest

from tests.channels.api.serving import Service
from tests.channels.web.desk import BOX, PART, Desk
from tests.channels.web.html import Checked, checked


def test_a_page_says_what_happened_what_to_do_and_what_was_written(desk: Desk) -> None:
    answer = desk.move("redraft", box=BOX, instruction="Shorter, <please>\nand kinder.")
    page = checked(answer.text)

    assert answer.status_code == 409
    assert "Shorter, <please>\nand kinder." in page.text
    assert "To the start" in page.text
    assert 'name="back" value="/"' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_part_says_it_in_a_line_and_leaves_the_words_where_they_were_written(desk: Desk) -> None:
    answer = desk.move("redraft", headers=PART, box=BOX, instruction="Shorter.")

    assert answer.status_code == 409
    assert answer.text.startswith('<div class="trouble">')
    assert not Checked(answer.text).faults
    assert "Shorter." not in answer.text


@pytest.mark.parametrize("headers", [{}, PART])
def test_a_mistake_of_ours_is_told_where_it_happened(
    desk: Desk, service: Service, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(type(service.app.state.product.canvases), "get", broken)
    answer = desk.web.get(f"/canvases/{desk.canvas}/boxes/{BOX}", headers=headers)

    assert answer.status_code == 500
    assert answer.text.startswith('<div class="trouble">' if headers else "<!doctype html>")
    assert "Something broke inside the service" in answer.text
    assert "secret" not in answer.text
    assert not Checked(answer.text).faults


@pytest.mark.parametrize("headers", [{}, PART])
def test_who_comes_second_sees_both_texts(desk: Desk, headers: dict[str, str]) -> None:
    desk.move("edit", box=BOX, text="Theirs, which stands.", answer="0")
    desk.move("accept", box=BOX, draft="1")
    answer = desk.move("edit", headers=headers, box=BOX, text="Mine, which came late.", answer="0")
    page = Checked(answer.text) if headers else checked(answer.text)

    assert answer.status_code == 409
    assert not page.faults
    assert page.text.count("Mine, which came late.") == 1
    assert page.text.count("Theirs, which stands.") == 1


@pytest.mark.parametrize("path", ["/nowhere", "/canvases", "/canvases/none", "/canvases/none/live", "/person", "/%00x"])
@pytest.mark.parametrize("headers", [{}, PART])
def test_what_is_not_there_is_not_found_kindly(web: httpx.Client, path: str, headers: dict[str, str]) -> None:
    answer = web.get(path, headers=headers)
    page = Checked(answer.text)

    assert answer.status_code in (404, 405)
    assert not page.faults
    assert re.search(r"\w{3,}.*\.", page.text)
    assert "Traceback" not in page.text


def test_a_way_of_asking_that_a_page_does_not_know_is_refused(web: httpx.Client) -> None:
    answer = web.delete("/")

    assert answer.status_code == 405
    checked(answer.text)


def test_what_a_request_says_is_shown_as_text(desk: Desk) -> None:
    answer = desk.move("skip", box="<script>alert(1)</script>", kind="<img src=x>", reason="<svg onload=alert(1)>")

    checked(answer.text)
    assert not re.search(r"<(script>|img|svg)", answer.text.split("<main")[1])


def test_another_page_elsewhere_is_refused_at_the_door(service: Service, web: httpx.Client) -> None:
    answer = web.post("/sample", headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert "<h1>Not from that page</h1>" in answer.text
    assert service.api.get("/canvases").json()["items"] == []


def test_another_host_is_refused_and_not_repeated_as_html(web: httpx.Client) -> None:
    answer = web.get("/", headers={"Host": "<b>evil</b>"})

    assert answer.status_code in (400, 421)
    assert "<b>" not in answer.text


def test_a_body_over_the_limit_is_refused(desk: Desk) -> None:
    answer = desk.move("say", text="a" * 600_000, box=BOX)
    chunks = desk.web.post(
        f"/canvases/{desk.canvas}/moves/say",
        content=(b"text=" + b"a" * 50_000 for _ in range(20)),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert [answer.status_code, chunks.status_code] == [413, 413]
    assert not Checked(answer.text).faults
    assert not Checked(chunks.text).faults
