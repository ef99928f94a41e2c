import asyncio
import datetime as dt
from dataclasses import replace
from typing import Any

import httpx

from app.store.records import UsageRecord, WorkRecord
from app.usecases.product import Product
from app.usecases.usage import _sums
from tests.channels.api.serving import Service

NOTHING = {
    "works": 0,
    "failed": 0,
    "stopped": 0,
    "calls": 0,
    "tokens_in": 0,
    "cached": 0,
    "tokens_out": 0,
    "cost": 0.0,
    "first_token_p50": None,
    "first_token_p95": None,
}


def test_a_new_canvas_took_nothing(api: httpx.Client) -> None:
    canvas = api.post("/canvases", json={"product_name": "Vials"}).json()["id"]

    assert api.get(f"/canvases/{canvas}/usage").json() == {"canvas": canvas, "lines": [], "total": NOTHING}


def test_a_turn_without_a_model_is_listed_and_free(api: httpx.Client, canvas: Any, moves: str) -> None:
    box = canvas["boxes"][0]["id"]
    said = api.post(moves, json={"move": "say", "box": box, "text": "1: Inspectors look at every vial."})
    assert said.status_code == 200, said.text

    view = api.get(f"/canvases/{canvas['id']}/usage").json()

    assert view["lines"]
    assert {line["facilitator"] for line in view["lines"]} == {"builtin"}
    assert view["total"]["works"] == sum(line["took"]["works"] for line in view["lines"]) >= 1
    assert view["total"] == NOTHING | {"works": view["total"]["works"]}


async def keep(product: Product, *works: WorkRecord) -> None:
    async with product.usage.parts.database.write() as store:
        for work in works:
            await store.add_work(work)


def test_what_models_took_is_summed_by_model_and_prompt(service: Service) -> None:
    api = service.api
    canvas = api.post("/canvases", json={"product_name": "Vials"}).json()
    skipped = {"move": "skip", "box": "start", "kind": "later"}
    turn = api.post(f"/interviews/{canvas['interview']}/moves", json=skipped).json()["turn"]
    listen = WorkRecord(turn, canvas["id"], dt.datetime.now(dt.UTC), "big", "listen", calls=2, tokens_in=100, cost=0.1)
    works = (
        replace(listen, first_token=400.04),
        replace(listen, first_token=300.0, cached=7, tokens_out=3, cost=0.2),
        replace(listen, prompt="story", outcome="failed", cost=0.0),
    )
    asyncio.run_coroutine_threadsafe(keep(service.app.state.product, *works), service.loop).result(10)

    view = api.get(f"/canvases/{canvas['id']}/usage").json()

    took = NOTHING | {"works": 2, "calls": 4, "tokens_in": 200, "cached": 7, "tokens_out": 3, "cost": 0.3}
    took |= {"first_token_p50": 300.0, "first_token_p95": 400.0}
    assert view["lines"] == [
        {"facilitator": "big", "prompt": "listen", "took": took},
        {
            "facilitator": "big",
            "prompt": "story",
            "took": NOTHING | {"works": 1, "failed": 1, "calls": 2, "tokens_in": 100},
        },
    ]
    assert view["total"] == took | {"works": 3, "failed": 1, "calls": 6, "tokens_in": 300}


def test_half_of_the_waits_and_nearly_all() -> None:
    slow = UsageRecord("big", "listen", 20, 0, 0, 20, 0, 0, 0, 0.1, tuple(float(n) for n in range(1, 21)))
    fast = UsageRecord("small", "review", 1, 0, 0, 1, 0, 0, 0, 0.2, (0.54,))

    assert (_sums([slow]).first_token_p50, _sums([slow]).first_token_p95) == (10.0, 19.0)
    assert (_sums([fast]).first_token_p50, _sums([fast]).first_token_p95) == (0.5, 0.5)
    assert _sums([fast, slow]).first_token_p50 == 10.0
    assert _sums([fast, slow]).cost == 0.3


def test_an_unknown_or_deleted_canvas_has_none(api: httpx.Client, canvas: Any) -> None:
    assert api.get("/canvases/none/usage").status_code == 404
    api.delete(f"/canvases/{canvas['id']}")
    answer = api.get(f"/canvases/{canvas['id']}/usage")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
