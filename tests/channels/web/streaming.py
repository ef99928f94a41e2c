"""A browser's view of the stream: messages as the standard reads them, and the page that they change."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from app.facilitator.port import Delta
from tests.channels.api.serving import Service
from tests.channels.web.desk import Desk
from tests.channels.web.html import Checked

PARTIAL = re.compile(r'<hx-partial hx-target="#([\w-]+)" hx-swap="(\w+)">(.*?)</hx-partial>', re.DOTALL)
FLOW = re.compile(r'<p class="flow[^"]*" id="(flow-[\w-]+)"[^>]*>([^<]*)</p>')
ENTRY = re.compile(r' id="e(\d+)"')
QUIET = 8  # seconds without news that no test waits
SWAPS = {"beforebegin", "innerHTML", "outerMorph", "beforeend"}


@dataclass
class Message:
    event: str = "message"
    id: str | None = None
    data: list[str] = field(default_factory=list)
    comment: str = ""

    @property
    def html(self) -> str:
        return "\n".join(self.data)

    def partials(self) -> list[tuple[str, str, str]]:
        """Target, swap and HTML of each part; fails if anything stands between them."""
        found = PARTIAL.findall(self.html)
        assert not PARTIAL.sub("", self.html).strip(), self.html
        assert {swap for _, swap, _ in found} <= SWAPS
        return found

    def entries(self) -> list[int]:
        return [int(each) for each in ENTRY.findall(self.html)]


def messages(answer: httpx.Response) -> Iterator[Message]:
    """The messages of a stream by the letter of the standard: a line ends at CR, LF or both; each has its field."""
    rest, message = "", Message()
    for chunk in answer.iter_text():
        *lines, rest = re.split(r"\r\n|\r|\n", rest + chunk)
        for line in lines:
            name, _, value = line.partition(":")
            assert name in ("", "event", "id", "data", "retry"), f"a line that is no field: {line!r}"
            match name:
                case "" if not line:
                    yield message
                    message = Message()
                case "":
                    message.comment = value.strip()
                case "event":
                    message.event = value.strip()
                case "id":
                    message.id = value.strip()
                case "data":
                    message.data.append(value.removeprefix(" "))
    assert not rest


@dataclass
class Screen:
    """What of a page the stream changes: entries of the talk, text on its way, and its parts as they came last."""

    entries: list[int] = field(default_factory=list)
    flows: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    last: int = 0

    def take(self, message: Message) -> None:
        if message.id is not None:
            assert int(message.id) > self.last
            self.last = int(message.id)
        for target, swap, html in message.partials():
            if target.startswith("flow-"):
                assert swap in ("beforeend", "innerHTML")
                self.flows[target] = (self.flows.get(target, "") if swap == "beforeend" else "") + html
                continue
            assert not (faults := [each for each in Checked(html).faults if "nothing has the id" not in each]), faults
            self.entries += [int(each) for each in ENTRY.findall(html)]
            self.parts[target] = html
            self.flows |= dict(FLOW.findall(html))


@dataclass
class Followed:
    screen: Screen
    coming: Iterator[Message]
    answer: httpx.Response
    seen: list[Message] = field(default_factory=list)
    quiet: int = 0

    def next(self) -> Message:
        message = next(self.coming)
        self.quiet = self.quiet + 1 if message.comment else 0
        assert self.quiet < QUIET, f"nothing came any more after {[each.html[:300] for each in self.seen]}"
        if message.event == "message":
            self.screen.take(message)
        self.seen.append(message)
        return message

    def until(self, text: str) -> Message:
        """Take messages up to one that holds a text."""
        for _ in range(60):
            if text in (message := self.next()).html:
                return message
        raise AssertionError(f"“{text}” did not come: {[each.html[:80] for each in self.seen]}")

    def flowed(self, spot: str, text: str) -> None:
        """Take messages until a spot shows a text."""
        for _ in range(60):
            if self.screen.flows.get(spot, "") == text:
                return
            self.next()
        raise AssertionError(f"{spot} never read “{text}” but “{self.screen.flows.get(spot)}”")

    def over(self) -> Message:
        return next(each for each in iter(self.next, None) if each.event == "over")


@contextmanager
def follow(
    desk: Desk, screen: Screen | None = None, *, after: int | None = None, headers: Any = None, interview: str = ""
) -> Iterator[Followed]:
    """The stream of a page that is opened now; with `screen`, of one that comes back with the last id it has."""
    back = {"Last-Event-ID": str(screen.last)} if screen and screen.last else {}
    where = {"interview": interview or desk.interview, "after": len(desk.events()) if after is None else after}
    with httpx.Client(base_url=desk.web.base_url, cookies=desk.web.cookies, timeout=12) as client:
        path = f"/canvases/{desk.canvas}/live"
        with client.stream("GET", path, params=where, headers={**back, **(headers or {})}) as answer:
            assert answer.status_code == 200, answer.read()
            yield Followed(screen or Screen(), messages(answer), answer)


def stream_text(service: Service, desk: Desk, turn: str, box: str, part: str, text: str) -> None:
    """Let a text come as a facilitator sends it, and wait until it is passed on."""
    done = threading.Event()

    def send() -> None:
        service.app.state.product.turns.parts.feed.pass_on(desk.interview, Delta(box, turn, part, text))
        done.set()

    service.loop.call_soon_threadsafe(send)
    assert done.wait(5)
