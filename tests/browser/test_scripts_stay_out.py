"""No word of people, models or files runs as a script, loads anything, or moves the page: tried with each payload
in each field, in the real browser, once under our policy and once with the browser told to forget it.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page, Request, expect

from app.channels.web.caller import tidy
from tests.browser.chromium import Trouble
from tests.browser.hostile import Attack, Hostile, payloads
from tests.browser.sites import begun, is_served, sites
from tests.channels.api.serving import Service, serving

pytestmark = pytest.mark.slow

ATTACKS = {f"b{number:02}": text for number, text in enumerate(payloads())}
SIZE = 19
BATCHES = [dict(list(ATTACKS.items())[at : at + SIZE]) for at in range(0, len(ATTACKS), SIZE)]
SCAN = (Path(__file__).parent / "scan.js").read_text(encoding="utf-8")
ALL_TEXT = """() => [document.title, document.body.textContent,
    ...[...document.querySelectorAll("input, textarea")].map((each) => each.value)].join("\\n")"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("scripts")
    with serving(Hostile(), database=f"sqlite:///{folder / 'canvases.db'}") as service:
        yield service


class Watched:
    """A page at which a payload has every chance. `harm` is what came of it."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, home
        self.trouble = Trouble(home)
        self.trouble.watch(page)
        self.harm = self.trouble.found
        self.wanted = ""
        page.on("dialog", self._asked)
        page.on("request", self._requested)
        page.on("popup", lambda other: self.harm.append(f"window: {other.url}"))
        page.on("download", lambda file: self.harm.append(f"download: {file.url}"))

    def _asked(self, dialog: Any) -> None:
        self.harm.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _requested(self, request: Request) -> None:
        leads = request.is_navigation_request() and request.frame == self.page.main_frame
        if leads and request.url != self.wanted:
            self.harm.append(f"led away: {request.url}")
        if not leads and re.search("pwned|passwd", request.url):
            self.harm.append(f"request: {request.url}")

    def visit(self, path: str) -> str:
        """Look at a page; everything that it says."""
        self.wanted = f"{self.home}{path}"
        self.page.goto(self.wanted, wait_until="domcontentloaded")
        return self.look()

    def look(self) -> str:
        self.harm += [f"{self.page.url}: {each}" for each in self.page.evaluate(SCAN)]
        return plain(self.page.evaluate(ALL_TEXT))


@contextmanager
def watched(browser: Browser, home: str, *, lax: bool = False) -> Iterator[Watched]:
    """`lax`: the browser forgets our policy, so that a script that got in would run."""
    context = browser.new_context(base_url=home, bypass_csp=lax, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(20_000)
    seen = Watched(page, home)
    try:
        yield seen
    finally:
        context.close()
    assert not seen.harm


def plain(text: str) -> str:
    """A text as a page shows it: white space counts as one space."""
    return " ".join(text.split())


def missing(text: str, said: Callable[[str], str] = lambda each: each, among: Any = None) -> list[str]:
    """Payloads that a page does not show word for word."""
    return [each for each in (among or ATTACKS).values() if plain(said(each)) not in text]


@pytest.mark.parametrize("attacks", BATCHES, ids=lambda batch: next(iter(batch)))
def test_a_canvas_of_payloads_is_only_text(browser: Browser, service: Service, attacks: dict[str, str]) -> None:
    attack = Attack(service, attacks)
    with watched(browser, service.url) as live:
        live.visit(f"/canvases/{attack.id}")
        live.page.evaluate("window.__same = true")
        attack.story()
        for box in attacks:
            attack.box(box)
        signs = live.page.locator(f"#cell-{box} .signs")
        expect(signs).to_contain_text("draft to accept", timeout=20_000)
        assert not missing(live.look(), among=attacks)
        assert live.page.evaluate("window.__same")  # no “event: over” of theirs made it load again
        for path in sites(attack.id, *list(attacks)[:2]).values():
            live.visit(path)

    with watched(browser, service.url, lax=True) as lax:
        for number, (name, path) in enumerate(sites(attack.id, *attacks).items()):
            if name.startswith("edit ") and number % 3:
                continue  # a text in an editor is shown as the page of its box shows it
            text = lax.visit(path)
            if name == "canvas":
                assert not missing(text, among=attacks)
                assert not missing(text, tidy, among=attacks)
                headings = lax.page.locator(".cell h4 button").all_text_contents()
                assert [plain(each) for each in headings] == [plain(f"{id} {each}") for id, each in attacks.items()]
        for box in list(attacks)[::4]:
            attack.move("goto", box=box)
            assert plain(attacks[box]) in lax.visit(f"/canvases/{attack.id}")
        attack.again()
        for path in sites(attack.id, box).values():
            lax.visit(path)
        for text in list(attacks.values())[::3]:
            conflict(lax, attack, text)


def conflict(seen: Watched, attack: Attack, text: str) -> None:
    """A form that comes too late shows both texts."""
    box = next(id for id, each in attack.attacks.items() if each == text)
    fields = {"interview": attack.view["interview"], "box": box, "text": text, "answer": "0"}
    seen.wanted = f"{seen.home}/canvases/{attack.id}/moves/accept"
    with seen.page.expect_navigation():
        seen.page.evaluate(
            """([action, fields]) => {
            const form = Object.assign(document.createElement("form"), { action, method: "post" });
            for (const [name, value] of Object.entries(fields)) {
                form.append(Object.assign(document.createElement("textarea"), { name, value }));
            }
            document.body.append(form);
            form.submit();
        }""",
            [seen.wanted, fields],
        )
    told = seen.look()
    assert "The box moved on" in told
    assert told.count(plain(text)) >= 2  # theirs, and what stands


def test_names_on_the_first_page_are_only_text(browser: Browser, service: Service) -> None:
    for text in ATTACKS.values():
        body = {"product_name": text, "designed_by": text, "note": text}
        assert service.api.post("/canvases", json=body).status_code == 201
    seen = ""
    with watched(browser, service.url, lax=True) as lax:
        path: str | None = "/"
        while path is not None:
            seen += lax.visit(path)
            more = lax.page.get_by_role("link", name="Earlier canvases")
            path = more.get_attribute("href") if more.count() else None
    assert not missing(seen)
    assert not missing(seen, lambda each: f"{each.strip()}, iteration 1")


def test_who_somebody_says_to_be_is_only_text(browser: Browser, service: Service) -> None:
    with watched(browser, service.url, lax=True) as lax:
        for text in list(ATTACKS.values())[::3]:
            answer = httpx.post(f"{service.url}/person", data={"name": text, "back": "/"})
            assert answer.status_code == 303
            cookies = [{"name": "facilitator_person", "value": answer.cookies["facilitator_person"], "url": lax.home}]
            lax.page.context.add_cookies(cookies)  # type: ignore[arg-type]
            lax.visit("/there-is-no-such-page")
            assert plain(lax.page.locator(".who strong").text_content() or "") == tidy(text)
            assert lax.page.locator("#who-name").input_value() == tidy(text)


def test_addresses_are_only_text(browser: Browser, service: Service) -> None:
    with watched(browser, service.url, lax=True) as lax:
        for text in list(ATTACKS.values())[::2]:
            lax.visit(f"/canvases/{quote(text[:1000], safe='')}")
            assert lax.page.get_by_role("heading", level=1).count() == 1
        for text in list(ATTACKS.values())[::9]:
            lax.visit(f"/?after={quote(text[:1000], safe='')}")
            lax.visit(f"/{quote(text[:1000], safe='')}?{quote(text[:1000])}")


@pytest.mark.parametrize("kind", ["md", "json"])
def test_files_and_their_names_are_only_text(browser: Browser, service: Service, kind: str) -> None:
    made = begun(service)
    moves = f"/interviews/{made['interview']}/moves"
    boxes = [each["id"] for each in service.api.get(f"/canvases/{made['id']}").json()["boxes"]]
    for box, text in zip(boxes, BATCHES[0].values(), strict=False):
        accept = {"move": "accept", "box": box, "text": f"{text} TBD", "answer": 0}
        assert service.api.post(moves, json=accept).status_code == 200
    data = service.api.get(f"/canvases/{made['id']}/export.{kind}").content
    media = {"md": "text/markdown", "json": "application/json"}[kind]
    with watched(browser, service.url, lax=True) as lax:
        for number, name in enumerate(list(ATTACKS.values())[::12]):
            asked = {"content": data, "headers": {"Content-Type": media}, "params": {"name": name[:200]}}
            answer = service.api.post("/imports", **asked)  # type: ignore[arg-type]
            assert answer.status_code == 201, answer.text
            canvas = answer.json()["canvas"]["id"]
            view = service.api.get(f"/canvases/{canvas}").json()
            service.api.post(f"/interviews/{view['interview']}/moves", json={"move": "goto", "box": boxes[0]})
            told = lax.visit(f"/canvases/{canvas}")
            assert kind == "json" or plain(f"From the file {name[:200]}") in told
            for path in list(sites(canvas, boxes[number]).values())[:: 1 if number == 0 else 3]:
                lax.visit(path)


@pytest.mark.skipif(not is_served("/review"), reason="files cannot be reviewed yet")
def test_uploads_are_only_text(browser: Browser, service: Service) -> None:
    text = "# A canvas\n\n## Background\n\n" + "\n\n".join(ATTACKS.values())
    with watched(browser, service.url, lax=True) as lax:
        for name in [each.replace("/", "_").replace("\0", "") for each in list(ATTACKS.values())[::6]]:
            for path in ("/import", "/review"):
                files = {"file": (f"{name[:100]}.md", text.encode(), "text/markdown")}
                answer = httpx.post(f"{service.url}{path}", files=files, timeout=30)
                assert answer.status_code < 500
                if answer.is_redirect:
                    done(service, answer.headers["location"])
                    lax.visit(answer.headers["location"])
                else:
                    lax.page.set_content(answer.text)
                    lax.look()


def done(service: Service, path: str) -> None:
    """Wait until a review is: its page would load again while we look at it."""
    deadline = time.monotonic() + 20
    while path.startswith("/review/") and time.monotonic() < deadline:
        if httpx.get(f"{service.url}{path}/report.json").status_code == 200:
            return
        time.sleep(0.05)
