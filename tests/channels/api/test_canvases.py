import datetime as dt
from typing import Any

import httpx
import pytest

from tests.channels.api.serving import Service

TEMPLATE = """
id: own
version: "1"
name: A canvas of our own
licence: CC0-1.0
columns:
  - name: One
    boxes:
      - id: why
        name: Why
        questions: [{text: Why now?, essential: true}]
"""


def test_a_new_canvas_says_where_it_is_and_holds_fifteen_boxes(api: httpx.Client) -> None:
    body = {"product_name": "Vials", "designed_by": "Mette", "date": "2026-11-30", "note": "First"}
    made = api.post("/canvases", json=body)

    assert made.status_code == 201
    canvas = made.json()
    assert made.headers["location"] == f"/api/v1/canvases/{canvas['id']}"
    assert canvas["header"] == body
    assert [box["number"] for box in canvas["boxes"]] == list(range(1, 16))
    assert api.get(f"/canvases/{canvas['id']}").json() == canvas


def test_a_canvas_can_have_a_template_of_its_own(api: httpx.Client) -> None:
    canvas = api.post("/canvases", json={"product_name": "Vials", "template_text": TEMPLATE}).json()
    broken = api.post("/canvases", json={"product_name": "Vials", "template_text": TEMPLATE + "colour: red\n"})

    assert [box["id"] for box in canvas["boxes"]] == ["why"]
    assert (broken.status_code, broken.json()["type"]) == (422, "/problems/template-invalid")
    assert "colour" in broken.json()["detail"]


def test_the_shipped_template_comes_back_as_one_of_ones_own(api: httpx.Client) -> None:
    text = api.get("/templates/mlops-canvas-1.1").json()["text"]
    made = api.post("/canvases", json={"product_name": "Vials", "template_text": text})

    assert made.status_code == 201, made.text


def test_canvases_are_paged_the_newest_first(service: Service) -> None:
    ids = [service.api.post("/canvases", json={"product_name": f"Number {n}"}).json()["id"] for n in range(5)]

    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = service.api.get("/canvases", params={"limit": 2, **after}).json()
        assert len(page["items"]) <= 2
        found += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}

    assert found == ids[::-1]


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "limit=0", "limit=201", "limit=many", "page=2", "after=1&afer=2"]
)
def test_a_nonsensical_page_is_refused(api: httpx.Client, query: str) -> None:
    refused = api.get(f"/canvases?{query}")

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["path"] in ("after", "limit", "page", "afer")


def test_a_header_changes_by_field(api: httpx.Client, canvas: Any) -> None:
    path = f"/canvases/{canvas['id']}"
    changed = api.patch(path, json={"note": "Second", "date": "2027-01-31", "designed_by": None}).json()["header"]

    assert changed == {**canvas["header"], "note": "Second", "date": "2027-01-31"}
    assert api.patch(path, json={}).json()["header"] == changed
    assert api.patch(path, json={"product_name": "  "}).status_code == 422


def test_a_deleted_canvas_is_gone_until_it_is_taken_back(api: httpx.Client, canvas: Any) -> None:
    path = f"/canvases/{canvas['id']}"
    assert api.post(f"{path}/undelete").json()["type"] == "/problems/not-now"

    deleted = api.delete(path)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert [api.get(path).status_code, api.delete(path).status_code] == [404, 404]
    assert canvas["id"] not in [each["id"] for each in api.get("/canvases").json()["items"]]

    back = api.post(f"{path}/undelete")
    assert back.status_code == 200
    assert back.json()["deleted_at"] is None
    assert api.get(path).status_code == 200


def test_the_overview_is_set_as_a_whole(api: httpx.Client, canvas: Any) -> None:
    overview = {
        "team": [{"name": "Mette", "role": "Release", "responsibilities": "Says what goes out"}],
        "timeline": [{"date": "2027-Q1", "text": "Shadow mode"}],
    }
    put = api.put(f"/canvases/{canvas['id']}/overview", json=overview)
    unknown = api.put(f"/canvases/{canvas['id']}/overview", json={"team": [{"name": "Mette", "age": 44}]})

    assert put.json()["overview"] == overview
    assert unknown.json()["errors"] == [{"path": "team[0].age", "message": "is not a known field"}]


def test_a_round_freezes_the_one_before(api: httpx.Client, canvas: Any) -> None:
    path = f"/canvases/{canvas['id']}/iterations"
    second = api.post(path, json={"note": "After the pilot"})
    third = api.post(path)

    assert (second.status_code, third.status_code) == (201, 201)
    assert third.json()["iteration"] == 3
    assert third.json()["interview"] != second.json()["interview"] != canvas["interview"]
    rounds = api.get(path, params={"limit": 2}).json()
    assert [each["number"] for each in rounds["items"]] == [1, 2]
    assert rounds["items"][1]["header"]["note"] == "After the pilot"
    last = api.get(path, params={"after": rounds["next"]}).json()
    assert (last["items"][0]["frozen_at"], last["next"]) == (None, None)
    over = api.post(f"/interviews/{canvas['interview']}/moves", json={"move": "pause"})
    assert (over.status_code, over.json()["type"]) == (409, "/problems/not-now")


def test_templates_are_listed_and_shown(api: httpx.Client) -> None:
    listed = api.get("/templates").json()
    shown = api.get("/templates/mlops-canvas-1.1").json()

    assert listed["items"][0]["boxes"] == sum(len(column["boxes"]) for column in shown["columns"]) == 15
    assert shown["columns"][0]["boxes"][0]["questions"][0]["number"] == 1
    assert api.get("/templates/..%2F..%2Fetc").status_code == 404


def test_dates_without_a_time_and_moments_with_a_zone(api: httpx.Client, canvas: Any) -> None:
    assert dt.date.fromisoformat(canvas["header"]["date"])
    assert canvas["created_at"].endswith("Z")
