import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.channels.api.serving import HELD_BACK, Service

BOX = "value-proposition"
EVENTS = "text/event-stream"


@dataclass
class Event:
    """One event of a stream, as a browser takes it."""

    type: str = "message"
    id: str | None = None
    data: Any = None
    comments: list[str] = field(default_factory=list)


def events(answer: httpx.Response) -> Iterator[Event]:
    event = Event()
    for line in answer.iter_lines():
        name, _, value = line.partition(": ")
        match name:
            case "" if line:
                event.comments.append(value)
            case "":
                yield event
                event = Event()
            case "event":
                event.type = value
            case "id":
                event.id = value
            case "data":
                event.data = json.loads(value)


@contextmanager
def stream(service: Service, method: str, path: str, **how: Any) -> Iterator[httpx.Response]:
    headers = {"Accept": EVENTS, **how.pop("headers", {})}
    with httpx.Client(base_url=service.url + "/api/v1", timeout=20) as client:
        with client.stream(method, path, headers=headers, **how) as answer:
            yield answer


def until(coming: Iterator[Event], type: str) -> list[Event]:
    """Events up to the first of a type."""
    found = []
    for event in coming:
        found.append(event)
        if event.type == type:
            return found
    raise AssertionError(f"the stream ended without {type}: {[each.type for each in found]}")


@pytest.fixture
def canvas(service: Service) -> Any:
    return service.api.post("/canvases", json={"product_name": "Vials"}).json()


def say(text: str, box: str = BOX) -> dict[str, str]:
    return {"move": "say", "box": box, "text": text}


def stored(service: Service, path: str) -> list[Any]:
    return list(service.api.get(path, params={"limit": 200}).json()["items"])


def test_a_move_streams_its_events_and_then_its_result(service: Service, moves: str, followed: str) -> None:
    with stream(service, "POST", moves, json=say("1: Every vial is looked at.")) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(EVENTS)
        assert answer.headers["cache-control"] == "no-store"
        came = list(events(answer))

    told = [each for each in came if each.id]
    assert [each.data for each in told] == stored(service, followed)
    assert [each.type for each in told] == [each.data["event"]["type"] for each in told]
    assert came[-1].type == "result"
    assert came[-1].id is None
    assert came[-1].data["events"] == [each.data for each in told]
    assert not came[-1].data["running"]


def test_a_move_that_breaks_a_rule_is_a_problem_with_its_status(service: Service, moves: str) -> None:
    with stream(service, "POST", moves, json={"move": "accept", "box": BOX, "draft": 1}) as answer:
        answer.read()

    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")


def test_text_on_its_way_comes_without_a_number(service: Service, moves: str) -> None:
    with stream(service, "POST", moves, json=say(f"1: Wait, {HELD_BACK}.")) as answer:
        came = iter(events(answer))
        delta = next(each for each in came if each.type == "delta")
        service.facilitator.free.set()
        rest = list(came)

    assert delta.id is None
    assert delta.data["text"].startswith("On its ")
    assert (delta.data["box"], delta.data["part"]) == (BOX, "draft")
    assert rest[-1].type == "result"


def test_who_joins_in_the_middle_gets_the_text_so_far(service: Service, moves: str, followed: str) -> None:
    with stream(service, "POST", moves, json=say(f"1: Wait, {HELD_BACK}.")) as first:
        until(events(first), "delta")
        with stream(service, "GET", followed) as second:
            coming = events(second)
            came = until(coming, "delta")
            service.facilitator.free.set()
            until(coming, "draft")

    assert [each.type for each in came if each.data] == ["words", "delta"]
    assert came[-1].data["text"] == "On its way"


def test_leaving_does_not_stop_the_turn(service: Service, moves: str, canvas: Any) -> None:
    with stream(service, "POST", moves, json=say(f"1: Wait, {HELD_BACK}.")) as answer:
        until(events(answer), "words")
    service.facilitator.free.set()

    for _ in range(200):
        box = next(b for b in service.api.get(f"/canvases/{canvas['id']}").json()["boxes"] if b["id"] == BOX)
        if box["draft"] and not box["running"]:
            break
        time.sleep(0.02)
    assert box["draft"]["text"].startswith("Wait")


def test_who_leaves_is_let_go(service: Service, moves: str, followed: str) -> None:
    watches = service.app.state.product.turns.parts.feed._watches
    with stream(service, "GET", followed), stream(service, "POST", moves, json=say(HELD_BACK)) as answer:
        until(events(answer), "delta")
        assert watches

    deadline = time.monotonic() + 5
    while watches and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not watches


def test_coming_back_with_the_last_id_misses_nothing_and_repeats_nothing(
    service: Service, moves: str, followed: str
) -> None:
    service.api.post(moves, json=say("1: Every vial is looked at."))
    with stream(service, "GET", followed) as answer:
        first = until(events(answer), "words")
    service.api.post(moves, json=say("2: It takes a minute."))
    all_of_it = stored(service, followed)

    seen = [each.data for each in first if each.id]
    last = seen[-1]["number"]
    headers = {"Last-Event-ID": str(last)}
    with stream(service, "GET", followed, headers=headers, params={"after": 0}) as answer:
        for event in events(answer):
            if event.id:
                seen.append(event.data)
            if len(seen) == len(all_of_it):
                break

    assert seen == all_of_it


def test_last_event_id_counts_for_pages_too_and_must_be_a_number(service: Service, moves: str, followed: str) -> None:
    service.api.post(moves, json=say("1: Every vial is looked at."))

    page = service.api.get(followed, headers={"Last-Event-ID": "1"}, params={"after": 0}).json()
    refused = service.api.get(followed, headers={"Last-Event-ID": "x"})
    assert page["items"][0]["number"] == 2
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "Last-Event-ID")


def test_a_quiet_stream_says_that_it_is_alive(service: Service, followed: str) -> None:
    with stream(service, "GET", followed) as answer:
        line = next(line for line in answer.iter_lines() if line.startswith(":"))

    assert line == ": still here"


def test_a_stream_of_nothing_is_not_found(service: Service) -> None:
    with stream(service, "GET", "/interviews/none/events") as answer:
        assert answer.status_code == 404


def test_a_stream_ends_when_its_canvas_is_deleted(service: Service, canvas: Any, followed: str) -> None:
    with stream(service, "GET", followed) as answer:
        came = iter(events(answer))
        next(came)
        service.api.delete(f"/canvases/{canvas['id']}")
        last = list(came)[-1]

    assert (last.type, last.data["type"]) == ("problem", "/problems/not-found")


def test_a_repeat_joins_the_turn_that_runs_from_its_beginning(service: Service, moves: str) -> None:
    service.api.post(moves, json=say("1: Every vial is looked at.", box="background"))
    headers = {"Idempotency-Key": "one"}
    body = say(f"1: Wait, {HELD_BACK}.")
    with stream(service, "POST", moves, json=body, headers=headers) as first:
        until(events(first), "delta")
        with stream(service, "POST", moves, json=body, headers=headers) as second:
            came = iter(events(second))
            words = next(each for each in came if each.type == "words")
            service.facilitator.free.set()
            last = list(came)[-1]

    assert words.data["event"]["text"] == body["text"]
    assert (last.type, last.data["repeated"]) == ("result", True)
    with stream(service, "POST", moves, json=body, headers=headers) as third:
        again = list(events(third))
    assert [each.data for each in again if each.id] == last.data["events"]
