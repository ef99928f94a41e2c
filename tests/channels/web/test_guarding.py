"""What keeps the pages safe: headers, origins, hosts, cookies, and where forms lead."""

import re
import socket
from collections.abc import Iterator

import httpx
import pytest

from app.channels.web.pages import POLICY
from tests.browser.sites import begun, sample, sites
from tests.channels.api.serving import Service, serving

ELSEWHERE = "https://elsewhere.example"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(database=f"sqlite:///{tmp_path_factory.mktemp('guard') / 'canvases.db'}") as service:
        yield service


@pytest.fixture(scope="module")
def full(service: Service) -> str:
    return sample(service)


@pytest.fixture
def web(service: Service) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service.url, timeout=20) as client:
        yield client


def is_careful(answer: httpx.Response) -> bool:
    headers = answer.headers
    assert headers["x-content-type-options"] == "nosniff", answer.url
    assert headers["referrer-policy"] in ("same-origin", "no-referrer"), answer.url
    assert headers["cross-origin-resource-policy"] == "same-origin", answer.url
    assert "default-src 'none'" in headers["content-security-policy"], answer.url
    assert "frame-ancestors 'none'" in headers["content-security-policy"], answer.url
    assert "unsafe" not in headers["content-security-policy"], answer.url
    return True


# ---- headers


def test_every_page_forbids_what_it_does_not_need(web: httpx.Client, full: str) -> None:
    for path in sites(full, "background").values():
        answer = web.get(path)
        assert is_careful(answer)
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/there-is-no-such-page", 404),
        ("GET", "/canvases/none", 404),
        ("GET", "/canvases/none/live", 404),
        ("GET", "/canvases/none/earlier", 404),
        ("GET", "/canvases/a%2fb", 404),
        ("GET", "/canvases/x%00y", 404),
        ("GET", "/canvases/%ff%fe", 404),
        ("GET", "//elsewhere.example/", 404),
        ("GET", "/static/0/nothing.js", 404),
        ("GET", "/static/0/..%2f..%2fpages.py", 404),
        ("GET", "/static/0/%2e%2e/pages.py", 404),
        ("GET", "/person", 405),
        ("PUT", "/", 405),
        ("DELETE", "/canvases/none", 405),
        ("POST", "/canvases", 422),
        ("POST", "/canvases/none/moves/say", 422),
        ("POST", "/canvases/none/moves/nonsense", 422),
        ("POST", "/person", 422),
    ],
)
def test_every_error_is_careful_too(web: httpx.Client, method: str, path: str, status: int) -> None:
    answer = httpx.request(method, str(web.base_url).rstrip("/") + path)

    assert answer.status_code == status
    assert is_careful(answer)


def test_an_error_says_in_html_what_happened_and_leads_back(web: httpx.Client) -> None:
    page = web.get("/there-is-no-such-page").text

    assert "There is no such page." in page
    assert '<a class="button" href="/">To the start</a>' in page


def test_no_page_names_another_server(web: httpx.Client, full: str) -> None:
    for path in sites(full, "background").values():
        loaded = re.findall(r'(?:src|action|hx-\w+(?::\w+)?|<link[^>]* href)="([^"]*)"', web.get(path).text)
        assert not [each for each in loaded if each.startswith(("//", "http:", "https:"))]


def test_a_page_can_be_asked_for_its_head_alone(web: httpx.Client, full: str) -> None:
    for path in sites(full, "background").values():
        head, whole = web.head(path), web.get(path)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        assert head.headers["content-type"] == whole.headers["content-type"]
        assert is_careful(head)


# ---- origins and hosts


FOREIGN = [
    {"Origin": ELSEWHERE},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1"},
    {"Sec-Fetch-Site": "cross-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", ["/canvases", "/sample", "/person", "/canvases/{canvas}/moves/goto"])
def test_a_form_of_another_page_is_refused_in_kind_words(
    web: httpx.Client, full: str, headers: dict[str, str], path: str
) -> None:
    before = web.get("/").text
    answer = web.post(path.format(canvas=full), data={"product_name": "Theirs", "name": "Them"}, headers=headers)

    assert answer.status_code == 403
    assert is_careful(answer)
    assert answer.headers["content-type"].startswith("text/html")
    assert "A page of another origin sent this request" in answer.text
    assert "set-cookie" not in answer.headers
    assert web.get("/").text == before


def test_a_form_of_our_own_page_is_taken(web: httpx.Client, service: Service) -> None:
    headers = {"Origin": service.url, "Sec-Fetch-Site": "same-origin"}

    assert web.post("/person", data={"name": "Mette"}, headers=headers).status_code == 303


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "127.0.0.2", ""])
def test_a_name_that_is_not_ours_is_refused_with_a_page(web: httpx.Client, host: str) -> None:
    answer = web.get("/", headers={"Host": host})

    assert answer.status_code == 421
    assert is_careful(answer)
    assert "<h1>" in answer.text


def test_what_a_refusal_repeats_is_escaped(service: Service) -> None:
    with socket.create_connection(("127.0.0.1", service.port)) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nHost: <script>alert(1)</script>\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: raw.recv(65536), b""))

    assert b" 421 " in answer.splitlines()[0]
    assert b"<script>" not in answer
    assert b"&lt;script&gt;" in answer


def test_the_stream_of_a_canvas_is_not_for_other_pages(web: httpx.Client, full: str) -> None:
    assert web.get(f"/canvases/{full}/live", headers={"Origin": ELSEWHERE}).status_code == 403


# ---- cookies, and where forms lead


def test_a_cookie_is_for_this_service_alone(web: httpx.Client) -> None:
    cookie = web.post("/person", data={"name": "Zoë; Path=/x, Ω"}).headers["set-cookie"]
    value, *attributes = cookie.split("; ")

    assert value == "facilitator_person=Zo%C3%AB%3B%20Path%3D%2Fx%2C%20%CE%A9"
    assert {each.lower() for each in attributes} == {"httponly", "samesite=lax", "path=/", "max-age=31536000"}


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=1", "\x1b[2J", "‮evil", "Ann\x00a", "  ", "\u2028"])
def test_a_name_brings_no_header_and_no_sign_that_hides(web: httpx.Client, name: str) -> None:
    answer = web.post("/person", data={"name": name})

    assert answer.headers.get_list("set-cookie") == ([answer.headers["set-cookie"]] if answer.is_redirect else [])
    assert answer.status_code in (303, 422)
    assert not re.search("%(0A|0D|00|1B|E2%80%AE|E2%80%A8)", answer.headers.get("set-cookie", ""))


@pytest.mark.parametrize(
    "cookie", ["%3Cscript%3Ealert(1)%3C/script%3E", "%00", "%ff", "a" * 4000, "%E2%80%AE", "%0d%0aX: y", '"<b>"', ""]
)
def test_a_cookie_is_only_a_name(service: Service, cookie: str) -> None:
    answer = httpx.get(service.url, headers={"Cookie": f"facilitator_person={cookie}"})

    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert len(re.findall(r"a{81}", answer.text)) == 0


@pytest.mark.parametrize(
    "back",
    [
        "//elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "https://elsewhere.example",
        "javascript:alert(1)",
        "/\t/elsewhere.example",
        "/x\r\nSet-Cookie: y=1",
        "elsewhere.example",
        " //elsewhere.example",
        "/ä",
    ],
)
def test_a_form_never_leads_elsewhere(web: httpx.Client, service: Service, back: str) -> None:
    answer = web.post("/person", data={"name": "Anna", "back": back})
    assert (answer.status_code, answer.headers.get("location")) == (400, None)

    canvas = begun(service)
    form = {"interview": canvas["interview"], "box": "background", "back": back}
    moved = web.post(f"/canvases/{canvas['id']}/moves/goto", data=form)
    assert moved.status_code in (303, 400)
    assert moved.headers.get("location", "/") == "/"


@pytest.mark.parametrize("end", ["\r\nSet-Cookie: y=1", "/../../x\n", "/\u00e4"])
def test_the_way_back_from_a_move_stays_a_path(web: httpx.Client, service: Service, end: str) -> None:
    canvas = begun(service)
    back = f"/canvases/{canvas['id']}{end}"
    form = {"interview": canvas["interview"], "box": "background", "back": back}
    moved = web.post(f"/canvases/{canvas['id']}/moves/goto", data=form)

    assert "set-cookie" not in moved.headers
    assert re.fullmatch(r"/[!-~]*", moved.headers.get("location", "/"))
    assert not moved.headers.get("location", "/").startswith("//")
