"""What a request says: who sends it, what its form holds, where it wants to go."""

import datetime as dt
import re
from io import BytesIO
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, strategies as st
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from app.channels.errors import Refused
from app.channels.web.caller import LONGEST_NAME, back_to, day_of, file_of, number_of, sent_form, text_of, tidy
from app.channels.web.pages import common
from app.errors import Invalid
from tests.channels.api.serving import serving
from tests.channels.web.desk import Desk
from tests.channels.web.html import checked


def request(path: str = "/", query: str = "", method: str = "GET", prefix: str = "", person: str = "Anna") -> Request:
    app: Any = type("App", (), {"state": type("State", (), {"person": person})})
    where = {"path": path, "query_string": query.encode(), "root_path": prefix, "method": method}
    return Request({"type": "http", "headers": [], "app": app, **where})


# ---- who


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  Anna   Berg ", "Anna Berg"),
        ("Anna\u00a0Berg\n", "Anna Berg"),
        ("Ann\u0000a\u202e\u200b", "Anna"),
        ("Zoë 😀", "Zoë 😀"),
        ("\t\r\n", ""),
        ("a" * 79 + " b", "a" * 79),
        ("a" * 200, "a" * LONGEST_NAME),
        ("<b>Anna</b>", "<b>Anna</b>"),
    ],
)
def test_a_name_is_kept_without_what_no_name_has(name: str, kept: str) -> None:
    assert tidy(name) == kept


@given(st.text())
def test_a_kept_name_stays_as_it_is(name: str) -> None:
    assert tidy(tidy(name)) == tidy(name)
    assert len(tidy(name)) <= LONGEST_NAME
    assert tidy(name).isprintable()


@pytest.mark.parametrize("name", ["Mette", "Zoë Å", "Bo; Path=/x", 'A "quoted" name', "王伟", "😀", "100%", "a,b=c"])
def test_who_one_is_stays_with_the_browser(web: httpx.Client, name: str) -> None:
    said = web.post("/person", data={"name": name, "back": "/?after=9"})

    assert (said.status_code, said.headers["location"]) == (303, "/?after=9")
    cookie = said.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    page = checked(web.get("/").text)
    assert f"You are {name}" in page.text


def test_a_name_of_nothing_is_refused(web: httpx.Client) -> None:
    refused = web.post("/person", data={"name": " \u200b "})

    assert refused.status_code == 422
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize("cookie", ["%00", "%FF%FE", "%ED%A0%80", "%", "", "a" * 3_000, "%F0%9F%98%80"])
def test_a_cookie_of_nonsense_is_no_mistake_of_ours(web: httpx.Client, cookie: str) -> None:
    page = web.get("/", headers={"Cookie": f"facilitator_person={cookie}"})

    assert page.status_code == 200
    checked(page.text)


def test_without_a_cookie_people_are_who_the_settings_say(web: httpx.Client) -> None:
    assert "You are Anna" in checked(web.get("/").text).text


# ---- where


@pytest.mark.parametrize("path", ["/", "/canvases/1", "/canvases/1/boxes/b?x=1#now", "/a//b", "/%C3%BC"])
def test_a_form_leads_back_here(path: str) -> None:
    assert back_to(FormData({"back": path})) == path


@pytest.mark.parametrize(
    "path",
    [
        *("https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"),
        *("/a\nSet-Cookie: x", "/a b", "canvases", "/\t/evil.example", "/ü", "///evil.example", " /"),
    ],
)
def test_a_form_leads_nowhere_else(web: httpx.Client, path: str) -> None:
    with pytest.raises(Refused):
        back_to(FormData({"back": path}))
    answer = web.post("/person", data={"name": "Mette", "back": path})
    assert answer.status_code == 400
    assert "location" not in answer.headers


def test_without_a_place_a_form_leads_to_the_start() -> None:
    assert back_to(FormData({})) == "/"


@pytest.mark.parametrize(
    ("path", "method", "prefix", "here"),
    [
        ("/canvases/1", "GET", "", "/canvases/1"),
        ("/canvases/1", "HEAD", "", "/canvases/1"),
        ("/tools/canvases/1", "GET", "/tools", "/canvases/1"),
        ("/canvases/1", "GET", "/tools", "/canvases/1"),
        ("/toolshed", "GET", "/tools", "/toolshed"),
        ("/canvases/1/moves/accept", "POST", "", "/"),
        ("/ü x", "GET", "", "/%C3%BC%20x"),
    ],
)
def test_every_page_knows_a_way_back_to_itself(path: str, method: str, prefix: str, here: str) -> None:
    found = common(request(path, method=method, prefix=prefix))

    assert (found["here"], found["root"], found["me"]) == (here, prefix, "Anna")
    assert back_to(FormData({"back": here})) == here


def test_under_a_prefix_everything_stays_under_it(tmp_path: Any) -> None:
    with serving(database=f"sqlite:///{tmp_path / 'p.db'}", prefix="/tools") as service:
        with httpx.Client(base_url=f"{service.url}/tools", timeout=20) as web:
            desk = web.post("/canvases", data={"product_name": "Vials"})
            named = web.post("/person", data={"name": "Mette", "back": "/"})
            page = web.get(desk.headers["location"].removeprefix("/tools"))
            checked(page.text)

    assert desk.headers["location"].startswith("/tools/canvases/")
    assert (named.headers["location"], "Path=/tools" in named.headers["set-cookie"]) == ("/tools/", True)
    addresses = re.findall(r'(?:href|src|action|hx-[a-z:]+)="(/[^"]*)"', page.text)
    assert addresses
    assert all(each.startswith("/tools/") for each in addresses), addresses


# ---- what


@pytest.mark.parametrize(
    ("query", "number"),
    [("n=7", 7), ("n=0", 0), ("", None), ("n=", None), ("n=-1", None), ("n=1.0", None), ("n=9999999999", None)],
)
def test_a_number_in_an_address_makes_sense_or_is_none(query: str, number: int | None) -> None:
    assert number_of(request(query=query), "n") == number


@pytest.mark.parametrize("sent", ["²", "٣", "1e3", "9" * 5_000, "x"])
@pytest.mark.parametrize("page", ["/?after=", "/canvases/{}/earlier?before=", "/canvases/{}?x="])
def test_a_number_of_nonsense_is_no_mistake_of_ours(desk: Desk, page: str, sent: str) -> None:
    assert desk.web.get(page.format(desk.canvas) + quote(sent)).status_code == 200


def test_dates_and_texts() -> None:
    form = FormData({"date": " 2026-11-30 ", "none": "", "bad": "tomorrow", "text": "a\r\nb"})

    assert day_of(form, "date") == dt.date(2026, 11, 30)
    assert day_of(form, "none") is None
    assert day_of(form, "missing") is None
    with pytest.raises(Invalid, match="“tomorrow” is not a date"):
        day_of(form, "bad")
    assert text_of(form, "text") == "a\nb"


async def test_a_file_is_its_name_and_its_bytes() -> None:
    file = UploadFile(BytesIO(b"# Canvas"), filename="plan.md")

    assert await file_of(FormData({"file": file}), "file") == ("plan.md", b"# Canvas")
    assert file.file.closed
    assert await file_of(FormData({"file": UploadFile(BytesIO(b""))}), "file") == ("", b"")
    assert await file_of(FormData({"file": "words"}), "file") == ("", b"")


def test_a_request_whose_form_was_not_read_has_none() -> None:
    assert sent_form(request()) is None
