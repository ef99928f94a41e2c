"""What happens at a canvas reaches every page that is open, once, in order and whole."""

import asyncio
import datetime as dt
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock

import httpx
import pytest

from app.channels.web.live import Reader
from app.config import Settings
from app.critic.dismissing import Judgement
from app.facilitator.port import Job, Provenance, Stream
from app.interview.events import DraftChanged, Words
from app.usecases.parts import Actor
from app.usecases.views import Delta, EventView
from tests.channels.api.serving import HELD_BACK, Held, Service
from tests.channels.web.desk import BOX, PART, Desk
from tests.channels.web.html import checked
from tests.channels.web.streaming import follow, stream_text

SLOW = f"1: Inspectors look, {HELD_BACK}."
ALL = "\n".join(f"{n}: Inspectors look, {HELD_BACK}." for n in range(1, 6))
NEXT = "value-proposition"


@pytest.fixture
def desk(service: Service) -> Iterator[Desk]:
    with httpx.Client(base_url=service.url, timeout=20) as web:
        yield Desk.new(service, web)


def say(desk: Desk, text: str, **form: str) -> None:
    assert desk.move("say", headers=PART, text=text, **{"box": BOX, **form}).status_code == 204


def last_of(desk: Desk) -> int:
    """The number of the last event, once nothing runs any more."""
    while desk.box()["running"]:
        time.sleep(0.01)
    return int(desk.events()[-1]["number"])


def as_bo(service: Service, desk: Desk, **move: str) -> None:
    body = {"headers": {"Facilitator-Person": "Bo"}, "json": move}
    answer = service.api.post(f"/interviews/{desk.interview}/moves", **body)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text


def test_a_stream_is_not_kept_packed_or_held_back(desk: Desk) -> None:
    with follow(desk, headers={"Accept-Encoding": "gzip"}) as live:
        headers = live.answer.headers

    assert headers["content-type"].startswith("text/event-stream")
    assert headers["cache-control"] == "no-store"
    assert headers["x-accel-buffering"] == "no"
    assert "content-encoding" not in headers


def test_news_come_as_parts_of_the_page_with_their_number(desk: Desk) -> None:
    with follow(desk) as live:
        say(desk, "1: Inspectors look at every vial by eye.")
        live.until("Inspectors look at every vial by eye.")
        live.flowed("flow-draft", "")
        while live.screen.last < last_of(desk):
            live.next()

    parts = live.screen.parts
    assert {"after-log", "now", "head", "board", "box"} <= set(parts)
    assert "Inspectors look at every vial by eye." in parts["board"]
    assert "Inspectors look at every vial by eye." in parts["box"]
    assert live.screen.last == desk.events()[-1]["number"]
    assert all(each.id is None for each in live.seen if not each.data)


def test_who_comes_back_misses_nothing_and_gets_nothing_twice(desk: Desk) -> None:
    before = len(desk.events())
    with follow(desk) as live:
        say(desk, "1: Inspectors look at every vial by eye.")
        live.until("Inspectors look")
    assert desk.move("say", text="2: It takes a minute.", box=BOX).status_code == 303
    assert desk.move("accept", box=BOX, draft=str(desk.box()["draft"]["number"])).status_code == 303
    with follow(desk, live.screen, after=before) as again:  # a browser asks for the same address again
        again.until("is accepted")
        say(desk, "1: It saves a minute.", box=NEXT)
        again.until("It saves a minute.")
    with follow(desk, after=0) as whole:
        whole.until("It saves a minute.")

    came = live.screen.entries
    assert came == sorted(set(came))
    assert came == [each for each in whole.screen.entries if before < each <= came[-1]]


@pytest.mark.parametrize("sent", ["x", "-1", "²", "9" * 12])
def test_a_last_id_of_nonsense_leaves_the_address_to_say_it(desk: Desk, sent: str) -> None:
    assert desk.move("say", text="1: By eye.", box=BOX).status_code == 303
    with follow(desk, after=1, headers={"Last-Event-ID": sent.encode()}) as live:
        while not live.screen.entries:
            live.next()

    assert min(live.screen.entries) == 2


def test_text_on_its_way_flows_into_its_box_and_gives_way_to_the_draft(service: Service, desk: Desk) -> None:
    with follow(desk) as live:
        say(desk, SLOW)
        live.flowed("flow-draft", "On its way")
        live.flowed(f"flow-in-{BOX}", "On its way")
        assert "Working on it" in live.screen.parts["after-log"]
        service.facilitator.free.set()
        live.flowed("flow-draft", "")
        live.flowed(f"flow-in-{BOX}", "")
    assert "Inspectors look" in live.screen.parts["board"]


def test_after_a_lost_connection_a_text_on_its_way_is_whole_and_not_doubled(service: Service, desk: Desk) -> None:
    with follow(desk) as live:
        say(desk, SLOW)
        live.flowed("flow-draft", "On its way")
    with follow(desk, live.screen) as again:
        again.next()
        again.next()
        again.flowed("flow-draft", "On its way")
        stream_text(service, desk, desk.events()[-1]["turn"], BOX, "draft", " now")
        again.flowed("flow-draft", "On its way now")
        service.facilitator.free.set()
        again.flowed("flow-draft", "")


class Careful(Held):
    """Takes its time for a look at a draft."""

    reviews = True

    def __init__(self) -> None:
        super().__init__()
        self.looked = threading.Event()

    async def review(self, job: Job, stream: Stream) -> tuple[Judgement, Provenance]:
        await asyncio.to_thread(self.looked.wait, 20)
        return await super().review(job, stream)


def test_text_that_has_arrived_does_not_come_again_while_its_turn_goes_on(tmp_path: Path) -> None:
    """A look at the draft may take a model many seconds; the draft itself is there."""
    careful = Careful()
    careful.free.set()
    service = Service(Settings(person="Anna", database=f"sqlite:///{tmp_path / 'c.db'}"), careful)
    service.start()
    try:
        with httpx.Client(base_url=service.url, timeout=20) as web:
            desk = Desk.new(service, web)
            with follow(desk) as live:
                say(desk, ALL)
                live.until("Inspectors look")
                while "draft" not in desk.types():
                    time.sleep(0.02)
            assert desk.box()["running"]
            with follow(desk) as late:
                late.next()
                late.next()  # what is at hand has come
                careful.looked.set()
                late.until("is on the table")
            assert "flow-draft" not in [target for each in late.seen for target, _, _ in each.partials()]
    finally:
        careful.looked.set()
        service.stop()


def test_everybody_who_looks_sees_the_same(service: Service, desk: Desk) -> None:
    with follow(desk) as one, follow(desk) as two:
        say(desk, SLOW)
        for live in (one, two):
            live.flowed("flow-draft", "On its way")
        service.facilitator.free.set()
        for live in (one, two):
            live.flowed("flow-draft", "")
            while live.screen.last < last_of(desk):
                live.next()

    assert one.screen.entries == two.screen.entries
    assert one.screen.flows == two.screen.flows


def test_text_for_a_box_that_one_left_does_not_flow_into_the_next(service: Service, desk: Desk) -> None:
    with follow(desk) as live:
        say(desk, SLOW)
        live.flowed("flow-draft", "On its way")
        desk.move("goto", headers=PART, box=NEXT)
        live.until("Value Proposition, ")
        live.flowed(f"flow-in-{BOX}", "On its way")
        assert live.screen.flows["flow-draft"] == ""
        turn = next(each["turn"] for each in desk.events() if "Inspectors" in each["event"].get("text", ""))
        stream_text(service, desk, turn, BOX, "draft", " on")
        live.flowed(f"flow-in-{BOX}", "On its way on")
        assert live.screen.flows["flow-draft"] == ""
        desk.move("goto", headers=PART, box=BOX)
        live.flowed("flow-draft", "On its way on")
        service.facilitator.free.set()
        live.flowed("flow-draft", "")


async def test_words_that_come_after_the_first_of_their_text_leave_it_there() -> None:
    """The text is told by the turn's work, its words are read from the store: either may be first."""
    product: Any = SimpleNamespace(histories=SimpleNamespace(passing=lambda interview, turn: True))
    reader = Reader(product, Actor("Anna", "web"), "canvas", "interview", "")
    reader._flowed(Delta(BOX, "t1", "draft", "On its way"))
    words = EventView(1, dt.datetime.now(dt.UTC), "Anna", "t1", Words(BOX, SLOW, "Anna"))
    reader._parts = AsyncMock(return_value="")  # type: ignore[method-assign]
    await reader._message([words])
    assert reader.flowing == {("t1", BOX, "draft"): "On its way"}
    await reader._message([replace(words, event=DraftChanged(BOX, 1, ()))])
    assert reader.flowing == {}


def test_a_question_flows_into_the_talk_of_those_who_are_in_its_box(service: Service, desk: Desk) -> None:
    with follow(desk) as live:
        stream_text(service, desk, "one", BOX, "explanation", "In plain ")
        stream_text(service, desk, "one", BOX, "explanation", "<b>words")
        stream_text(service, desk, "two", NEXT, "lead", "Elsewhere")
        stream_text(service, desk, "three", "start", "draft", "Nowhere")
        stream_text(service, desk, "four", "close", "lead", "Nowhere")
        stream_text(service, desk, "two", NEXT, "draft", "There")
        live.flowed(f"flow-in-{NEXT}", "There")

    assert live.screen.flows == {"flow-explanation": "In plain &lt;b&gt;words", f"flow-in-{NEXT}": "There"}


def test_text_of_a_turn_that_was_stopped_goes(service: Service, desk: Desk) -> None:
    with follow(desk) as live:
        say(desk, SLOW)
        live.flowed("flow-draft", "On its way")
        desk.move("stop", headers=PART, box=BOX)
        live.until("Stopped.")
        live.flowed("flow-draft", "")

    assert live.screen.flows[f"flow-in-{BOX}"] == ""
    assert "Try again" in live.screen.parts["now"]


def test_somebody_elses_words_come_with_their_name_and_may_be_theirs_next(service: Service, desk: Desk) -> None:
    with follow(desk) as live:
        as_bo(service, desk, move="say", box=BOX, text="1: Bo was there too.")
        live.until("Bo was there too.")

    assert any('<strong dir="auto">Bo</strong>' in each.html for each in live.seen)
    assert 'value="Bo"' in live.screen.parts["speakers"]


def test_who_speaks_is_offered_again_only_when_somebody_is_new(service: Service, desk: Desk) -> None:
    with follow(desk) as live:
        say(desk, "1: One.")
        live.until("One.")
        say(desk, "2: Two.")
        live.until("Two.")

    assert sum("speakers" in [target for target, _, _ in each.partials()] for each in live.seen if each.data) <= 1


def test_words_with_any_line_end_come_through_whole(service: Service, desk: Desk) -> None:
    with follow(desk) as live:
        as_bo(service, desk, move="say", box=BOX, text="1: One\rid: 999\r\revent: over\rdata: x\r\nlast words.")
        live.until("last words.")
        stream_text(service, desk, "t", BOX, "draft", "a\r\revent: over\n\nb")
        live.until("event: over")

    assert {each.event for each in live.seen} == {"message"}


def test_a_quiet_stream_says_that_it_is_alive(desk: Desk) -> None:
    with follow(desk) as live:
        live.next()
        assert live.next().comment == "still here"


def test_a_page_is_told_when_another_round_begins(
    service: Service, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.channels.web.live.LOOKS", 1)
    with follow(desk) as live:
        begun = service.api.post(f"/canvases/{desk.canvas}/iterations", json={})
        assert begun.status_code in (200, 201), begun.text
        over = live.over()

    assert over.id is None


def test_a_page_of_an_earlier_round_that_comes_back_is_told_at_once(service: Service, desk: Desk) -> None:
    """The number of its last event means nothing in the interview of the new round."""
    service.api.post(f"/canvases/{desk.canvas}/iterations", json={})
    start = time.monotonic()
    with follow(desk, headers={"Last-Event-ID": "3"}) as live:
        live.over()

    assert time.monotonic() - start < 2


def test_a_page_is_told_when_its_canvas_is_deleted(service: Service, desk: Desk) -> None:
    with follow(desk) as live:
        live.next()
        service.api.delete(f"/canvases/{desk.canvas}")
        live.over()


def test_a_stream_of_a_canvas_that_is_not_there_is_not_found(desk: Desk) -> None:
    assert desk.web.get("/canvases/none/live").status_code == 404


def test_streams_end_when_the_service_stops(service: Service, desk: Desk) -> None:
    with follow(desk) as live:
        live.next()
        service.close()
        start = time.monotonic()
        list(live.coming)

    assert time.monotonic() - start < 3


def test_who_leaves_is_let_go(service: Service, desk: Desk) -> None:
    watches = service.app.state.product.turns.parts.feed._watches
    with follow(desk) as live:
        live.next()
        live.next()
        assert watches

    deadline = time.monotonic() + 5
    while watches and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not watches


def test_the_page_follows_from_its_last_event_of_its_own_round(desk: Desk) -> None:
    page = desk.page()
    checked(page)

    assert f"/live?interview={desk.interview}&amp;after={len(desk.events())}" in page
