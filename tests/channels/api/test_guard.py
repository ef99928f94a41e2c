import socket
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.channels.api.serving import Service, serving

PATH = "/api/v1/templates"


def get(service: Service, **headers: str) -> httpx.Response:
    return httpx.get(service.url + PATH, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:{port}", "localhost:1", "LOCALHOST", "[::1]", "[::1]:{port}"])
def test_loopback_goes_by_its_names(shared: Service, host: str) -> None:
    assert get(shared, host=host.format(port=shared.port)).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:80",
        "evil@127.0.0.1",
        "127.0.0.1@evil.example",
        "127.0.0.2",
        "0.0.0.0",
        "localhost:port",
        "[::1",
        "",
        "127.0.0.1/x",
        "[::1].evil.example",
    ],
)
def test_a_name_that_is_not_ours_is_refused(shared: Service, host: str) -> None:
    refused = get(shared, host=host)

    assert (refused.status_code, refused.json()["type"]) == (421, "/problems/host-refused")


def test_a_request_without_a_host_is_refused(shared: Service) -> None:
    with socket.create_connection(("127.0.0.1", shared.port)) as raw:
        raw.sendall(f"GET {PATH} HTTP/1.0\r\n\r\n".encode())
        answer = raw.recv(4096)

    assert answer.split()[1] in (b"400", b"421")


def test_allowed_hosts_are_let_in(tmp_path: Path) -> None:
    with serving(database=f"sqlite:///{tmp_path / 'c.db'}", allowed_hosts=["Canvas.example"]) as service:
        assert get(service, host="canvas.example").status_code == 200
        assert get(service, host="canvas.example:8443", origin="http://canvas.example:8443").status_code == 200
        assert get(service, host="other.example").status_code == 421
        assert get(service, host="canvas.example", origin="http://127.0.0.1").status_code == 403


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://127.0.0.1:{port}", True),
        ("HTTP://127.0.0.1:{port}", True),
        ("http://127.0.0.1", False),
        ("https://127.0.0.1:{port}", False),
        ("http://localhost:{port}", False),
        ("http://127.0.0.1:{port}.evil.example", False),
        ("http://evil.example", False),
        ("null", False),
        ("", False),
        ("file://", False),
        ("chrome-extension://abc", False),
    ],
)
def test_a_page_talks_only_to_where_it_comes_from(shared: Service, method: str, origin: str, allowed: bool) -> None:
    headers = {"Origin": origin.format(port=shared.port)}
    answer = httpx.request(method, f"{shared.url}/api/v1/canvases/none", headers=headers)

    assert (answer.status_code == 403) is not allowed
    if not allowed:
        assert answer.json()["type"] == "/problems/origin-refused"
        assert "access-control-allow-origin" not in answer.headers


def test_a_default_port_need_not_be_named(shared: Service) -> None:
    assert get(shared, host="localhost:80", origin="http://localhost").status_code == 200
    assert get(shared, host="localhost", origin="http://localhost:80").status_code == 200


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-origin", 404), ("none", 404)])
def test_what_a_browser_says_of_a_write_counts(shared: Service, site: str, status: int) -> None:
    answer = httpx.delete(f"{shared.url}/api/v1/canvases/none", headers={"Sec-Fetch-Site": site})

    assert answer.status_code == status


def test_a_link_from_elsewhere_may_be_followed(shared: Service) -> None:
    assert get(shared, sec_fetch_site="cross-site").status_code == 200


@pytest.mark.parametrize("path", [PATH, "/api", "/api/openapi.json", "/", "/nothing", "/api/v1/canvases/none"])
def test_every_answer_tells_a_browser_to_be_careful(shared: Service, path: str) -> None:
    headers = httpx.get(shared.url + path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("no-referrer", "same-origin")  # pages send forms, which need an origin
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_a_refusal_is_careful_too(shared: Service) -> None:
    assert get(shared, host="evil.example").headers["x-content-type-options"] == "nosniff"


def test_leaving_in_the_middle_of_a_body_harms_nobody(shared: Service, caplog: Any) -> None:
    with socket.create_connection(("127.0.0.1", shared.port)) as raw:
        head = f"POST /api/v1/canvases HTTP/1.1\r\nHost: 127.0.0.1:{shared.port}\r\nContent-Length: 50\r\n"
        raw.sendall(f"{head}Content-Type: application/json\r\n\r\n{{".encode())

    assert get(shared).status_code == 200
    assert "failed" not in caplog.text
