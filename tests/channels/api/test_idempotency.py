from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.channels.api.serving import HELD_BACK, Service


def say(api: httpx.Client, canvas: Any, text: str, key: str) -> httpx.Response:
    body = {"move": "say", "box": "background", "text": text}
    return api.post(f"/interviews/{canvas['interview']}/moves", json=body, headers={"Idempotency-Key": key})


def test_the_same_move_twice_happens_once(api: httpx.Client, canvas: Any) -> None:
    first, again = (say(api, canvas, "Every vial is looked at.", "one").json() for _ in range(2))

    assert (first["repeated"], again["repeated"]) == (False, True)
    assert again["turn"] == first["turn"]
    assert again["events"] == first["events"]


def test_two_at_once_under_one_key_are_one_turn(service: Service) -> None:
    canvas = service.api.post("/canvases", json={"product_name": "Vials"}).json()
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(say, service.api, canvas, f"Wait, {HELD_BACK}.", "one") for _ in range(4)]
        service.api.get("/templates")
        service.facilitator.free.set()
        played = [each.result().json() for each in sent]

    assert len({each["turn"] for each in played}) == 1
    assert sorted(each["repeated"] for each in played) == [False, True, True, True]
    assert all(each["events"] == played[0]["events"] for each in played)
    events = service.api.get(f"/interviews/{canvas['interview']}/events").json()["items"]
    assert sum(each["event"]["type"] == "words" for each in events) == 1


def test_another_move_under_the_same_key_is_refused(api: httpx.Client, canvas: Any) -> None:
    say(api, canvas, "Every vial is looked at.", "one")
    other = say(api, canvas, "Some vials are looked at.", "one")

    assert (other.status_code, other.json()["type"]) == (422, "/problems/key-reused")


@pytest.mark.parametrize("key", ["", "k" * 256, "kéy"])
def test_a_key_that_is_none_is_refused(api: httpx.Client, canvas: Any, key: str) -> None:
    headers = {b"Idempotency-Key": key.encode()}
    refused = api.post(f"/interviews/{canvas['interview']}/moves", json={"move": "pause"}, headers=headers)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["path"] == "Idempotency-Key"


def test_a_key_may_be_a_sentence(api: httpx.Client, canvas: Any) -> None:
    assert say(api, canvas, "Yes.", "person 1 says thing 3").status_code == 200
