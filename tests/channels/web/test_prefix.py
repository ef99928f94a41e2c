"""Behind a proxy that shows the service under a path, nothing leads out of that path."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from tests.browser.sites import sites
from tests.channels.api.serving import Service, serving
from tests.channels.web.proxy import Proxy, proxied

PREFIX = "/team/canvas"
PLACES = re.compile(r'\s(?:href|src|action|formaction|hx-(?:get|post|put|delete)|hx-sse:connect|url)="([^"]*)"')


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("prefix")
    with serving(database=f"sqlite:///{folder / 'canvases.db'}", prefix=PREFIX) as service:
        yield service


@pytest.fixture(scope="module", params=[True, False], ids=["strips", "keeps"])
def proxy(request: pytest.FixtureRequest, service: Service) -> Iterator[Proxy]:
    with proxied(service.port, PREFIX, strips=request.param) as proxy:
        yield proxy


@pytest.fixture
def web(proxy: Proxy) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{proxy.url}{PREFIX}/", timeout=20) as client:
        yield client
    assert not proxy.outside


@pytest.fixture
def canvas(web: httpx.Client) -> str:
    answer = web.post("sample")
    assert re.fullmatch(f"{PREFIX}/canvases/[0-9a-f-]+", answer.headers["location"])
    return str(answer.headers["location"]).rpartition("/")[2]


def places(page: str) -> set[str]:
    """Where a page leads, what it loads, and where its forms go."""
    return {unescape(each) for each in PLACES.findall(page)}


def inside(page: str) -> set[str]:
    """The same, without places of the page itself and links to other servers."""
    found = {each.partition("#")[0] for each in places(page) if not each.startswith(("#", "http:", "https:", "data:"))}
    assert not [each for each in found if not each.startswith(f"{PREFIX}/")], found
    return found


def test_all_that_pages_name_is_under_the_prefix_and_there(web: httpx.Client, canvas: str) -> None:
    found: set[str] = set()
    for name, path in sites(canvas, "background").items():
        page = web.get(path.lstrip("/"))
        assert page.status_code == {"unknown": 404, "deleted": 409}.get(name, 200), path
        found |= inside(page.text)
    assert {f"{PREFIX}/", f"{PREFIX}/person", f"{PREFIX}/canvases", f"{PREFIX}/sample"} <= found
    static = [each for each in found if "/static/" in each]
    assert len(static) >= 5
    for path in static:
        answer = web.get(urljoin(str(web.base_url), path))
        assert (answer.status_code, "immutable" in answer.headers["cache-control"]) == (200, True)


def test_errors_lead_back_under_the_prefix(web: httpx.Client) -> None:
    for answer in (web.get("nothing"), web.get("canvases/none"), web.post("person"), web.get("person")):
        assert 400 <= answer.status_code < 500
        assert f"{PREFIX}/" in inside(answer.text)


def test_the_bare_prefix_is_the_first_page_or_nothing_worse(web: httpx.Client) -> None:
    answer = web.get("?after=1")

    assert answer.status_code == 200
    assert "My canvases" in answer.text


def test_forms_redirect_under_the_prefix(web: httpx.Client, canvas: str) -> None:
    view = web.get(f"api/v1/canvases/{canvas}").json()
    form = {"interview": view["interview"], "box": "background"}
    path = f"canvases/{canvas}/moves/goto"
    assert web.post(path, data=form).headers["location"] == f"{PREFIX}/canvases/{canvas}#now"
    back = form | {"back": f"/canvases/{canvas}/risk"}
    assert web.post(path, data=back).headers["location"] == f"{PREFIX}/canvases/{canvas}/risk"
    made = web.post("canvases", data={"product_name": "Under a path"})
    assert made.headers["location"].startswith(f"{PREFIX}/canvases/")


def test_who_one_is_is_kept_under_the_prefix_alone(web: httpx.Client, canvas: str) -> None:
    page = web.get(f"canvases/{canvas}").text
    here = re.search(r'name="back" value="([^"]*)"', page)
    assert here is not None
    answer = web.post("person", data={"name": "Mette", "back": here[1]})

    assert f"path={PREFIX}" in answer.headers["set-cookie"].lower()
    assert answer.headers["location"] == f"{PREFIX}/canvases/{canvas}"
    assert "You are <strong" in web.get(f"canvases/{canvas}").text


def test_the_stream_flows_through_and_keeps_the_prefix(web: httpx.Client, canvas: str) -> None:
    page = web.get(f"canvases/{canvas}").text
    live = re.search(r'hx-sse:connect="([^"]*)"', page)
    assert live is not None
    view = web.get(f"api/v1/canvases/{canvas}").json()
    with web.stream("GET", urljoin(str(web.base_url), live[1]), timeout=5) as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith("retry:")
        move = {"interview": view["interview"], "box": "modelling"}
        assert web.post(f"canvases/{canvas}/moves/goto", data=move, headers={"HX-Request": "true"}).status_code == 204
        told = ""
        for line in lines:
            told += line.removeprefix("data: ")
            if "</hx-partial>" in told and 'id="box"' in told and not line:
                break
    assert inside(told)


def test_the_page_of_the_api_stays_under_the_prefix_too(web: httpx.Client) -> None:
    page = web.get("api")

    assert page.status_code == 200
    style = urljoin(str(page.url), next(each for each in places(page.text) if each.endswith("style.css")))
    assert web.get(style).status_code == 200
    assert f"{PREFIX}/api/v1" in page.text
    assert web.get("problems/not-found").headers["location"].startswith(f"{PREFIX}/api#")


def test_without_a_prefix_nothing_changes(tmp_path: Path) -> None:
    with serving(database=f"sqlite:///{tmp_path / 'c.db'}") as service:
        assert 'action="/sample"' in httpx.get(service.url).text
