"""Reviews over HTTP, as a browser without scripts asks for them, and one with them."""

import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.canvas.template import DEFAULT, load
from tests.channels.api.serving import Service, serving
from tests.homes import run

HAND = """\
# Chat

## Objectives

The bot should probably be <b>fast</b>.
TBD

## Background

Our shop in Berlin ranks job applicants.
"""
HOSTILE = '"><img src=x onerror=alert(1)>\r\nX-Evil: 1\t\u202e' + "long" * 300 + ".md"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(database=f"sqlite:///{tmp_path_factory.mktemp('web') / 'canvases.db'}") as service:
        yield service


@pytest.fixture
def web(service: Service) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service.url, timeout=30) as client:
        yield client


def sent(web: httpx.Client, data: bytes, name: str = "hand.md") -> str:
    """Where the review of a file is."""
    begun = web.post("/review", files={"file": (name, data)})
    assert begun.status_code == 303, begun.text
    return str(begun.headers["location"])


def done(web: httpx.Client, path: str) -> str:
    """The page of a review once it is over."""
    for _ in range(300):
        page = web.get(path)
        assert page.status_code == 200, page.text
        if 'id="far"' not in page.text:
            return page.text
        assert '<meta http-equiv="refresh" content="2">' in page.text
        time.sleep(0.1)
    raise AssertionError("the review did not end")


def words(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).replace("&#39;", "'").split())


def test_a_file_that_is_no_text_and_has_the_name_of_what_is_pasted(web: httpx.Client) -> None:
    assert "not UTF-8" in done(web, sent(web, b"\xff\xfe# A canvas", "Your text"))


# ---- the report


def test_a_file_is_reviewed_and_reported_worst_first(web: httpx.Client) -> None:
    page = done(web, sent(web, HAND.encode()))
    told = words(page)
    assert "Chat: a review" in told
    assert "“TBD” holds a place for words that are still to come. Line 6" in told
    assert "High risk, by what it is used for (Annex III)" in told
    assert "Our shop in Berlin ranks job applicants. Background, line 10" in told
    assert "not legal advice" in told
    assert "Not measurable yet" in told
    assert "What is counted?" in told
    assert "&lt;b&gt;fast&lt;/b&gt;" in page
    assert "<b>fast" not in page
    assert told.index("“TBD” holds") < told.index("should probably” leaves")
    assert page.index('id="in-objectives"') < page.index('id="in-background"')
    assert told.index("Still empty") < told.index("Open questions")
    assert "What goes wrong, or gets lost, if nobody solves this?" in told


def test_pasted_text_is_reviewed_too(web: httpx.Client) -> None:
    begun = web.post("/review", data={"text": HAND.replace("\n", "\r\n")})
    assert begun.status_code == 303
    assert "Your text, " in words(done(web, begun.headers["location"]))


def test_the_report_is_the_one_of_the_shell(web: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sent(web, HAND.encode())
    done(web, path)
    (tmp_path / "hand.md").write_text(HAND)
    monkeypatch.chdir(tmp_path)
    report, found = web.get(f"{path}/report.json"), web.get(f"{path}/report.sarif")
    shell = {form: json.loads(run("review", "hand.md", f"--{form}").stdout) for form in ("json", "sarif")}
    assert report.json() == shell["json"]
    assert found.json() == shell["sarif"]
    assert report.headers["content-disposition"].startswith('attachment; filename="Review of Chat.json"')
    assert found.headers["content-type"] == "application/sarif+json"


def test_a_review_becomes_a_canvas(web: httpx.Client, service: Service) -> None:
    path = sent(web, HAND.encode())
    done(web, path)
    canvas = web.post(f"{path}/canvas")
    assert canvas.status_code == 303
    view = service.api.get(canvas.headers["location"]).json()
    assert view["header"]["product_name"] == "Chat"
    texts = {box["id"]: box["text"] for box in view["boxes"]}
    assert texts["objectives"] == "The bot should probably be <b>fast</b>.\nTBD"


def test_thousands_of_findings_are_counted_and_the_first_of_them_shown(web: httpx.Client) -> None:
    text = "## Objectives\n\n" + "The bot should probably be fast.\n" * 1200
    page = done(web, sent(web, text.encode()))
    assert len(page) < 300_000
    assert re.search(r"[0-9]{4,} more of this box are in the report as JSON", words(page))


# ---- while it runs


def test_the_stream_tells_how_far_it_is_and_then_that_it_is_over(web: httpx.Client) -> None:
    boxes = "".join(
        f"## {each.name}\n\n{'It is fast, where possible. ' * 150}\n\n" for each in load(DEFAULT).boxes.values()
    )
    path = sent(web, boxes.encode())
    with web.stream("GET", f"{path}/live") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        text = "".join(stream.iter_text())
    assert text.rstrip().endswith("event: over\ndata:")
    assert 'hx-target="#far"' in text
    assert "of 15 boxes" in text
    assert "a review" in done(web, path)


def test_a_stream_of_nothing_says_that_it_is_over(web: httpx.Client) -> None:
    assert "event: over" in web.get("/review/none/live").text


def test_cancel_leads_back(web: httpx.Client) -> None:
    path = sent(web, ("## Objectives\n\n" + "The bot should probably be fast.\n" * 9000).encode())
    cancelled = web.post(f"{path}/cancel")
    assert (cancelled.status_code, cancelled.headers["location"]) == (303, "/review")
    assert web.get(path).status_code == 404


def test_what_is_not_done_cannot_be_taken_away(web: httpx.Client) -> None:
    path = sent(web, ("## Objectives\n\n" + "The bot should probably be fast.\n" * 9000).encode())
    early = web.get(f"{path}/report.json")
    web.post(f"{path}/cancel")
    assert early.status_code == 409
    assert "not done yet" in words(early.text)


# ---- what does not work


def test_a_review_that_is_gone_offers_to_choose_again(web: httpx.Client) -> None:
    gone = web.get("/review/none")
    assert gone.status_code == 404
    assert "not here any more. Reviews are not stored" in words(gone.text)
    assert 'type="file"' in gone.text
    for path in ("canvas", "cancel"):
        assert web.post(f"/review/none/{path}").status_code in (303, 404)
    assert web.get("/review/none/report.sarif").status_code == 404


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("canvas.md", HAND)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (zipped(), "canvas.zip", "canvas.zip "),
        (bytes(range(256)) * 40, "photo.png", "photo.png is not UTF-8 text"),
        (b"\xff\xfeH\x00i\x00", "wide.md", "wide.md is not UTF-8 text"),
        (b"Dear all,\n\nhello.", "letter.md", "letter.md has no box of the canvas"),
        (b'{"a": 1', "a.json", "a.json cannot be read: it is not JSON"),
        (b"{" * 5000, "deep.json", "it nests deeper"),
        (HAND.encode().replace(b"Chat", b"Ch\0at"), "nul.md", "NUL characters"),
        (b"# X\n\n## Background\n\n" + b"word " * 200_000, "long.md", "a canvas may have 500,000"),
    ],
)
def test_files_that_are_no_canvas(web: httpx.Client, service: Service, data: bytes, name: str, says: str) -> None:
    page = done(web, sent(web, data, name))
    assert says in words(page)
    assert 'role="alert"' in page
    before = service.api.get("/canvases").json()["items"]
    refused = web.post("/import", files={"file": (name, data)})
    assert 400 <= refused.status_code < 500
    assert service.api.get("/canvases").json()["items"] == before


@pytest.mark.parametrize("path", ["/review", "/import"])
def test_files_that_hold_nothing_or_too_much(web: httpx.Client, path: str) -> None:
    empty = web.post(path, files={"file": ("empty.md", b" \n")})
    assert (empty.status_code, "empty.md is empty" in empty.text) == (422, True)
    none = web.post(path, files={"file": ("", b"")}, data={"text": " "})
    assert none.status_code == 422
    large = web.post(path, files={"file": ("large.md", b"x" * 10_000_000)})
    assert (large.status_code, "4,000,000 bytes" in large.text) == (413, True)


def test_a_hostile_name_is_shown_as_it_is_and_in_brief(web: httpx.Client) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="'
        + HOSTILE.replace('"', '\\"').replace("\r\n", "\n").encode()
    )
    body += b'"\r\nContent-Type: text/plain\r\n\r\n' + HAND.encode() + b"\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    begun = web.post("/review", content=body, headers=headers)
    assert begun.status_code in (303, 400, 413, 422)
    path = sent(web, HAND.replace("# Chat\n", "").encode(), HOSTILE)
    page = done(web, path)
    assert "<img" not in page
    assert len(words(page).split("a review")[0]) < 500
    report = web.get(f"{path}/report.json")
    assert "x-evil" not in report.headers
    assert re.fullmatch(
        r"attachment; filename=\"[A-Za-z0-9 .()'=-]+\.json\"; filename\*=UTF-8''[A-Za-z0-9%._~-]+\.json",
        report.headers["content-disposition"],
    )
    assert web.post(f"{path}/canvas").status_code == 200  # named after the file: that is surprising


def test_pasted_text_that_is_no_canvas_is_given_back(web: httpx.Client) -> None:
    mine = "Words & <words> that took me an hour"
    begun = web.post("/review", data={"text": mine})
    page = done(web, begun.headers["location"])
    assert "Words &amp; &lt;words&gt; that took me an hour</textarea>" in page
    assert "Your text has no box" in words(page)


def test_another_page_can_begin_none(web: httpx.Client) -> None:
    sent = web.post("/review", data={"text": HAND}, headers={"Origin": "http://elsewhere.test"})
    assert sent.status_code == 403
