"""How streams end, and who asks for one."""

import asyncio
import datetime as dt
import threading
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.requests import Request

from app.channels.api.streams import turning, wants_stream
from app.channels.errors import Refused
from app.errors import Unavailable
from app.interview.events import Noticed
from app.usecases.turns import Begun
from app.usecases.views import EventView, Played
from tests.channels.api.serving import Service
from tests.channels.api.test_streams import Event, events, stream


@pytest.fixture
def canvas(service: Service) -> Any:
    return service.api.post("/canvases", json={"product_name": "Vials"}).json()


def test_streams_end_when_the_service_stops(service: Service, followed: str) -> None:
    ended = threading.Event()

    def read() -> None:
        with stream(service, "GET", followed) as answer:
            list(events(answer))
        ended.set()

    reader = threading.Thread(target=read)
    reader.start()
    time.sleep(0.2)
    service.close()
    start = time.monotonic()
    service.stop()

    assert ended.wait(5)
    assert time.monotonic() - start < 2.5
    reader.join()


def test_a_stream_that_is_cut_off_ends_properly(service: Service, followed: str, caplog: Any) -> None:
    """The server's own limit does it when nobody says that the service is to stop."""
    ended: list[list[Event]] = []

    def read() -> None:
        with stream(service, "GET", followed) as answer:
            ended.append(list(events(answer)))

    reader = threading.Thread(target=read)
    reader.start()
    time.sleep(0.2)
    service.server.config.timeout_graceful_shutdown = 1
    service.stop()
    reader.join()

    assert ended
    assert "Exception in ASGI application" not in caplog.text


@pytest.mark.parametrize(
    ("accept", "streamed"),
    [
        (None, False),
        ("*/*", False),
        ("application/json", False),
        ("text/event-stream", True),
        ("text/event-stream, application/json", True),
        ("application/json;q=0.5, text/event-stream;q=0.4", False),
        ("text/event-stream;q=0.5, */*;q=0.4", True),
        ("text/html, */*;q=0.8", False),
        ("text/*", True),
        ("text/event-stream;q=0, */*", False),
        ("application/*;q=nonsense", False),
    ],
)
def test_accept_chooses_the_form(accept: str | None, streamed: bool) -> None:
    headers = [] if accept is None else [(b"accept", accept.encode())]

    assert wants_stream(Request({"type": "http", "headers": headers})) is streamed


@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "", "text/html, application/xml"])
def test_an_accept_that_fits_nothing_is_refused(service: Service, followed: str, accept: str) -> None:
    refused = service.api.get(followed, headers={"Accept": accept})

    assert (refused.status_code, refused.json()["type"]) == (406, "/problems/not-acceptable")
    with pytest.raises(Refused):
        wants_stream(Request({"type": "http", "headers": [(b"accept", accept.encode())]}))


class Scripted:
    """Turns and histories that say what a test wants, when it wants it."""

    def __init__(self, stored: list[EventView], played: Played | Exception) -> None:
        self.turns = self.histories = self
        self.stored = stored
        self.played = played
        self.over = asyncio.Event()

    async def events(self, interview: str, *, after: int, limit: int) -> list[EventView]:
        return [each for each in self.stored if each.number > after][:limit]

    def decided(self, begun: Begun) -> tuple[EventView, ...]:
        return ()

    async def news(
        self, interview: str, *, after: int, until: asyncio.Future[object], read: bool
    ) -> AsyncIterator[tuple[EventView, ...]]:
        yield ()
        self.over.set()
        await asyncio.wait([until])

    async def result(self, interview: str, begun: Begun) -> Played:
        await self.over.wait()
        if isinstance(self.played, Exception):
            raise self.played
        return self.played


def happened(number: int, turn: str) -> EventView:
    return EventView(number, dt.datetime(2026, 11, 30, tzinfo=dt.UTC), None, turn, Noticed("code", f"Number {number}."))


async def read(product: Scripted, begun: Begun) -> list[str]:
    return [chunk.decode() async for chunk in turning(product, "i", begun)]  # type: ignore[arg-type]


async def test_what_was_not_shown_when_the_turn_ends_comes_before_its_result() -> None:
    stored = [happened(1, "earlier"), happened(2, "mine"), happened(3, "other"), happened(4, "mine")]
    played = Played("mine", (stored[1], stored[3]), None)  # type: ignore[arg-type]
    chunks = await read(Scripted(stored, played), Begun("mine", "Anna", None))

    assert [chunk.split("\n")[0] for chunk in chunks] == [
        "retry: 1000",
        ": still here",
        "id: 2",
        "id: 3",
        "id: 4",
        "event: result",
    ]


async def test_a_turn_that_fails_to_tell_its_result_says_so_in_the_stream() -> None:
    failed = Unavailable("The database is busy.", advice="Try again.")
    chunks = await read(Scripted([], failed), Begun("mine", "Anna", None))

    assert chunks[-1].startswith("event: problem\n")
    assert "/problems/unavailable" in chunks[-1]
