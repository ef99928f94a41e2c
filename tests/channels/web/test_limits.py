"""What keeps the pages quick and standing: caches, packing, limits, and bodies that are no forms."""

import gzip
from collections.abc import Iterator

import httpx
import pytest

from app.channels.web.pages import static_path
from tests.browser.sites import begun, sample
from tests.channels.api.serving import Service, serving

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(database=f"sqlite:///{tmp_path_factory.mktemp('limits') / 'canvases.db'}") as service:
        yield service


@pytest.fixture(scope="module")
def full(service: Service) -> str:
    return sample(service)


@pytest.fixture
def web(service: Service) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service.url, timeout=20) as client:
        yield client


# ---- caches and packing


def test_static_files_are_kept_for_ever_under_their_content(web: httpx.Client) -> None:
    for name in ("style.css", "page.js", "htmx.min.js", "hx-sse.min.js", "icon.svg"):
        answer = web.get(static_path(name))
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        stale = web.get(f"/static/000000000000/{name}")
        assert stale.headers["cache-control"] == "no-store"
        assert stale.content == answer.content


def test_what_is_large_is_packed(web: httpx.Client, full: str) -> None:
    for path in (f"/canvases/{full}", static_path("htmx.min.js"), static_path("style.css")):
        packed = web.get(path)
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["vary"] == "Accept-Encoding"
        assert int(packed.headers["content-length"]) < len(packed.content) / 2
        plain = web.get(path, headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert len(plain.content) == len(packed.content)


def test_packing_does_not_hold_the_stream_back(service: Service) -> None:
    canvas = begun(service)
    path = f"/canvases/{canvas['id']}/live?after=0"
    with httpx.stream("GET", service.url + path, timeout=3, headers={"Accept-Encoding": "gzip"}) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        assert next(stream.iter_text()).startswith("retry:")  # at once, not when a buffer is full


# ---- limits


def test_more_than_a_form_may_hold_is_refused_kindly(web: httpx.Client, full: str) -> None:
    answer = web.post(f"/canvases/{full}/moves/say", content=b"text=" + b"a" * 2_000_000, headers=FORM)

    assert answer.status_code == 413
    assert "Nothing was changed: send less at once." in answer.text


def test_a_body_that_does_not_say_how_long_it_is_has_a_limit_too(web: httpx.Client, full: str) -> None:
    pieces = (b"a" * 100_000 for _ in range(20))

    assert web.post(f"/canvases/{full}/moves/say", content=pieces, headers=FORM).status_code == 413


def test_a_form_with_too_many_fields_is_refused_kindly(web: httpx.Client) -> None:
    many = b"&".join(b"f%d=1" % n for n in range(5000))
    answer = web.post("/person", content=many, headers=FORM)

    assert answer.status_code in (400, 413)
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n\xff\r\n--x--\r\n',
        ),
        ("multipart/form-data; boundary=\xe4", b"--x"),
        ("application/x-www-form-urlencoded", b"nom=%ff%fe&%00=%00"),
        ("application/x-www-form-urlencoded", b"\xff\xfe\x00=&&&=;"),
        ("application/json", b'{"name": "x"}'),
        ("text/plain", b"name=x"),
        ("", b"name=x"),
    ],
)
@pytest.mark.parametrize("path", ["/person", "/canvases", "/canvases/none/moves/say"])
def test_a_body_that_is_no_form_is_no_crash(web: httpx.Client, path: str, kind: str, body: bytes) -> None:
    answer = web.post(path, content=body, headers={"Content-Type": kind.encode("latin-1")})

    assert 400 <= answer.status_code < 500
    assert "<h1>" in answer.text


def test_a_nul_character_in_a_field_is_told(web: httpx.Client) -> None:
    answer = web.post("/canvases", data={"product_name": "a\0b"})

    assert answer.status_code == 422
    assert "NUL character" in answer.text


@pytest.mark.parametrize("query", ["?after=-1", "?after=9" + "9" * 400, "?after=²", "?after=%00", "?after=x&after=1"])
@pytest.mark.parametrize("path", ["/", "/canvases/{canvas}", "/canvases/{canvas}/earlier"])
def test_a_strange_query_is_no_crash(web: httpx.Client, full: str, path: str, query: str) -> None:
    asked = path.format(canvas=full) + query.replace("after", "before" if "earlier" in path else "after")

    assert web.get(asked).status_code in (200, 422)


def test_a_very_long_address_is_no_crash(web: httpx.Client) -> None:
    assert web.get("/canvases/" + "a" * 20_000).status_code == 404


def test_packed_bodies_are_not_unpacked(web: httpx.Client) -> None:
    packed = gzip.compress(b"name=" + b"a" * 10_000_000)
    answer = web.post("/person", content=packed, headers={**FORM, "Content-Encoding": "gzip"})

    assert 400 <= answer.status_code < 500
