"""How much a page weighs, how soon it is there, whether it stands still, and how soon a finding is underlined."""

import asyncio
import statistics
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from app.facilitator.port import Delta, Job, Provenance, Stream
from app.interview.effects import Heard
from tests.browser.chromium import DESK, PHONE, open_page
from tests.browser.sites import begun, is_served, sample
from tests.channels.api.serving import Held, Service, serving

pytestmark = pytest.mark.slow

HEAVIEST = 100_000  # bytes of a first page in all, as they are sent
SHIFT = 0.01  # what a person does not see
UNDERLINE = 0.1  # seconds from the last key, for 95 of 100
ROUNDS, TYPED = 3, 30
PIECES = 40
WORDS = "Inspectors look at every vial by eye today, which is slow, and two of them disagree on one vial in ten."
WATCH = """
window.__shifts = []; window.__paint = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) {
    const moved = each.sources.map((one) => (one.node?.id || one.node?.className || one.node?.nodeName) ?? "?");
    window.__shifts.push([each.value, moved.join(" ")]);
  }
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { window.__paint = list.getEntries().at(-1).startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
"""
UNDERLINED = """() => {
  const text = document.querySelector("#editor textarea");
  window.__waits = []; let typed = 0;
  text.addEventListener("input", () => { typed = performance.now(); });
  new MutationObserver(() => {
    if (typed && document.querySelector("#editor mark")) { window.__waits.push(performance.now() - typed); typed = 0; }
  }).observe(document.querySelector("#editor"), { childList: true, subtree: true });
}"""


class Flowing(Held):
    """Streams its words piece by piece, as a model does."""

    async def listen(self, job: Job, stream: Stream) -> tuple[Heard, Provenance]:
        for part in ("lead", "draft"):
            for number in range(PIECES // 2):
                stream(Delta(job.box, job.turn, part, f"word{number} and then some "))
                await asyncio.sleep(0.02)
        return await super().listen(job, stream)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("budgets")
    with serving(Flowing(), database=f"sqlite:///{folder / 'canvases.db'}") as service:
        yield service


@pytest.fixture
def page(browser: Browser, service: Service) -> Iterator[Page]:
    yield from watched(browser, service, DESK)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def either(request: pytest.FixtureRequest, browser: Browser, service: Service) -> Iterator[Page]:
    yield from watched(browser, service, request.param)


def watched(browser: Browser, service: Service, size: tuple[int, int]) -> Iterator[Page]:
    page, trouble = open_page(browser, service.url, size=size)
    page.add_init_script(WATCH)
    yield page
    page.context.close()
    assert not trouble.found  # also: nothing was asked for elsewhere


def sent(page: Page, path: str) -> dict[str, int]:
    """Bytes of all that a browser with nothing kept loads for a page, by path: heads and packed bodies."""
    done: list[Request] = []
    page.on("requestfinished", lambda request: done.append(request))
    page.goto(path)
    page.wait_for_load_state("load")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    sizes = {each.url: each.sizes() for each in done}
    return {url: each["responseHeadersSize"] + each["responseBodySize"] for url, each in sizes.items()}


@pytest.mark.parametrize("which", ["start", "canvas"])
def test_a_page_weighs_little(page: Page, service: Service, which: str) -> None:
    canvas = sample(service)
    loaded = sent(page, "/" if which == "start" else f"/canvases/{canvas}")
    total = sum(loaded.values())
    print(f"\n{which}: {total / 1000:.1f} kB in {len(loaded)} files")

    assert len(loaded) >= 5  # the page, its style, and three scripts
    assert total <= HEAVIEST


@pytest.mark.parametrize("which", ["start", "canvas"])
def test_a_page_is_soon_painted(page: Page, service: Service, which: str) -> None:
    path = "/" if which == "start" else f"/canvases/{sample(service)}"
    paints = []
    for _ in range(3):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        page.wait_for_timeout(300)  # a paint is told after it happened, and a policy forbids to wait for a word
        paints.append(page.evaluate("window.__paint"))
    print(f"\n{which}: largest paint after {statistics.median(paints):.0f} ms")

    assert min(paints) < 2_000  # the aim is 500 on a quiet machine; a shared one is not


@pytest.mark.parametrize("which", ["start", "canvas"])
def test_a_page_does_not_move_while_it_loads(either: Page, service: Service, which: str) -> None:
    either.goto("/" if which == "start" else f"/canvases/{sample(service)}")
    either.wait_for_load_state("load")
    either.wait_for_timeout(500)  # what has not moved until now waits for somebody

    assert moved(either) < SHIFT, either.evaluate("window.__shifts")


@pytest.mark.parametrize("begins", ["empty", "full"])
def test_nothing_moves_while_a_draft_flows(either: Page, service: Service, begins: str) -> None:
    canvas = begun(service)["id"] if begins == "empty" else sample(service)
    moves = f"/interviews/{service.api.get(f'/canvases/{canvas}').json()['interview']}/moves"
    service.api.post(moves, json={"move": "goto", "box": "background"})
    either.goto(f"/canvases/{canvas}")
    expect(either.locator("#now")).to_contain_text("Background")
    before = moved(either)
    done = service.api.post(moves, json={"move": "say", "box": "background", "text": f"4: {WORDS}"})  # until it ends
    assert done.status_code == 200
    expect(either.locator("#cell-background")).to_contain_text("two of them disagree", timeout=20_000)
    print(f"\n{begins}: moved by {moved(either) - before:.4f}")

    assert moved(either) - before < SHIFT, either.evaluate("window.__shifts")


def moved(page: Page) -> float:
    """The sum of all shifts so far. Nobody pressed a key or a button, so none of them is excused."""
    return float(sum(value for value, _ in page.evaluate("window.__shifts")))


@pytest.mark.skipif(not is_served("/canvases/x/boxes/y/edit"), reason="boxes cannot be edited in place yet")
def test_a_finding_is_underlined_before_one_notices(page: Page, service: Service) -> None:
    canvas = sample(service)
    view = service.api.get(f"/canvases/{canvas}").json()
    service.api.post(f"/interviews/{view['interview']}/moves", json={"move": "goto", "box": "background"})
    page.goto(f"/canvases/{canvas}")
    page.get_by_role("link", name="Edit", exact=True).click()
    text = page.get_by_label("Text of Background")
    text.fill("We look at vials")
    page.evaluate(UNDERLINED)
    late = []
    for first in range(0, ROUNDS * TYPED, TYPED):
        page.evaluate("window.__waits.length = 0")
        for number in range(first, first + TYPED):
            text.press("End")
            text.press_sequentially(". It is TBD", delay=5)
            expect(page.locator("#editor mark")).to_have_count(number + 1)
        waits = sorted(each / 1000 for each in page.evaluate("window.__waits"))
        assert len(waits) >= 0.75 * TYPED
        late.append(waits[int(len(waits) * 0.95)])
        print(f"\nunderlined after {statistics.median(waits) * 1000:.0f} ms, p95 {late[-1] * 1000:.0f} ms")

    assert min(late) < UNDERLINE  # other work on the machine makes one round slow, a fault of ours makes each


def test_the_stream_is_opened_however_late_its_script_comes(page: Page, service: Service) -> None:
    """htmx begins by itself; an extension that is not there by then is never asked."""

    def late(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/hx-sse.min.js", late)
    with page.expect_request("**/live?*"):
        page.goto(f"/canvases/{begun(service)['id']}")
