import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.exceptions import HTTPException

from app import errors
from app.channels.api.problems import ALL, of_refusal
from app.channels.api.routes import api as make_api
from app.channels.api.words import Complaint, complaints
from app.channels.errors import KINDS, kind_of
from app.channels.guard import Guard
from tests.channels.api.serving import serving

JSON = {"Content-Type": "application/json"}


def problem(answer: httpx.Response, status: int, name: str) -> Any:
    """The problem in an answer, with what every problem has."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    found = answer.json()
    assert (found["status"], found["type"]) == (status, f"/problems/{name}")
    assert found["title"]
    assert found["detail"].endswith((".", "!", "?"))
    assert found["advice"].endswith((".", "!"))
    return found


@pytest.mark.parametrize(
    ("body", "path", "message"),
    [
        ({}, "product_name", "is missing"),
        ({"product_name": 1}, "product_name", "must be text"),
        ({"product_name": "V", "colour": "red"}, "colour", "is not a known field"),
        ({"product_name": "V", "date": "30.11.2026"}, "date", "must be a date such as 2026-11-30"),
        ({"product_name": "V", "date": 20_000}, "date", "must be a date such as 2026-11-30"),
        ({"product_name": "V", "date": "2026-11-30T00:00:00"}, "date", "must be a date such as 2026-11-30"),
        ([], "", "must be an object"),
        ({"product_name": "V\0"}, "", "holds a NUL character, which no text can keep"),
    ],
)
def test_a_body_is_taken_strictly_and_complaints_are_plain(
    api: httpx.Client, body: Any, path: str, message: str
) -> None:
    found = problem(api.post("/canvases", json=body), 422, "invalid")

    assert {"path": path, "message": message} in found["errors"]


@pytest.mark.parametrize(
    ("move", "path", "message"),
    [
        ({"move": "say"}, "text", "is missing"),
        ({"move": "say", "text": "Hi", "to": "Bo"}, "to", "is not a known field"),
        ({"move": "accept", "box": "b", "draft": "1"}, "draft", "must be a whole number"),
        ({"move": "accept", "box": "b", "draft": 1.5}, "draft", "must be a whole number"),
        ({"move": "restore", "box": "b", "number": 1e300, "answer": 0}, "number", "must be a whole number from 0"),
        ({"move": "accept", "box": "b", "draft": True}, "draft", "must be a whole number"),
        ({"move": "accept", "box": "b", "draft": -1}, "draft", "must be a whole number from 0 to 2147483647"),
        ({"move": "restore", "box": "b", "number": 2**63, "answer": 0}, "number", "must be a whole number from 0"),
        ({"move": "confirm", "box": "b", "yes": 1}, "yes", "must be true or false"),
        ({"move": "skip", "box": "b", "kind": "never"}, "kind", "must be one of"),
        ({"move": "pace", "pace": None}, "pace", "must be one of"),
        ({"move": "plan", "overview": {"team": {}}}, "overview.team", "must be a list"),
        ({"move": "plan", "overview": {"team": [{}]}}, "overview.team[0].name", "is missing"),
        ({"move": "dance"}, "", "names no 'move' that exists: use one of 'say'"),
        ({"text": "Hi"}, "", "must have a field 'move'"),
    ],
)
def test_a_move_is_taken_strictly(api: httpx.Client, canvas: Any, move: Any, path: str, message: str) -> None:
    answer = api.post(f"/interviews/{canvas['interview']}/moves", json=move)
    found = problem(answer, 422, "invalid")["errors"]

    assert any(each["path"] == path and each["message"].startswith(message) for each in found), found


def test_a_whole_number_may_be_written_with_a_fraction_of_zero(api: httpx.Client, canvas: Any) -> None:
    moves = f"/interviews/{canvas['interview']}/moves"
    answer = api.post(moves, json={"move": "accept", "box": "background", "draft": 1.0})

    problem(answer, 409, "not-now")
    found = problem(api.post(moves, json={"move": "accept", "box": 2.0, "draft": 1.0}), 422, "invalid")
    assert found["errors"] == [{"path": "box", "message": "must be text"}]


def test_many_complaints_are_counted_and_cut(api: httpx.Client) -> None:
    found = problem(api.post("/canvases", json={f"x{n}": 1 for n in range(30)}), 422, "invalid")

    assert len(found["errors"]) == 20
    assert "and 30 more" in found["detail"]


@pytest.mark.parametrize("body", [b"{", b"", b'{"product_name": "\xff"}', b'{"product_name": "\\ud800"}', b"[" * 5000])
def test_what_is_not_json_is_refused(api: httpx.Client, body: bytes) -> None:
    problem(api.post("/canvases", content=body, headers=JSON), 400, "not-json")


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_body_of_another_type_is_refused(api: httpx.Client, kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    found = problem(api.post("/canvases", content=b'{"product_name": "V"}', headers=headers), 415, "media-type")

    assert "application/json" in found["detail"]


def test_a_backslash_before_u0000_is_only_text(api: httpx.Client) -> None:
    made = api.post("/canvases", content=rb'{"product_name": "\\u0000"}', headers=JSON)

    assert made.json()["header"]["product_name"] == r"\u0000"


def test_a_path_that_is_none(api: httpx.Client) -> None:
    problem(api.get("/canvas"), 404, "no-such-path")
    problem(api.get("/canvases/"), 404, "no-such-path")
    problem(api.get("/canvases/%00"), 404, "no-such-path")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/canvases", "GET, POST"),
        ("POST", "/canvases/x", "DELETE, GET, PATCH"),
        ("OPTIONS", "/canvases/x", "DELETE, GET, PATCH"),
        ("TRACE", "/imports", "POST"),
        ("HEAD", "/interviews/x/moves", "POST"),
    ],
)
def test_a_method_that_is_none_names_those_that_are(api: httpx.Client, method: str, path: str, allowed: str) -> None:
    answer = api.request(method, path)

    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_a_reply_over_the_limit_loses_nothing(api: httpx.Client, canvas: Any) -> None:
    moves = f"/interviews/{canvas['interview']}/moves"
    before = api.get(f"/interviews/{canvas['interview']}/events").json()

    long = api.post(moves, json={"move": "say", "box": "background", "text": "x" * 20_001})
    found = problem(long, 413, "too-long")
    assert "20,001" in found["detail"]
    assert api.get(f"/interviews/{canvas['interview']}/events").json() == before
    assert api.post(moves, json={"move": "say", "box": "background", "text": "x" * 20_000}).status_code == 200


def test_a_body_over_the_limit_is_not_read(tmp_path: Any) -> None:
    with serving(database=f"sqlite:///{tmp_path / 'c.db'}", max_reply=100) as service:
        known = service.api.post("/findings/x/waive", content=b"x" * 801, headers=JSON)
        unknown = service.api.post("/findings/x/waive", content=iter([b"x" * 400] * 3), headers=JSON)
        inside = service.api.post("/findings/x/waive", content=b"x" * 800, headers=JSON)

    assert "800 bytes" in problem(known, 413, "too-large")["detail"]
    problem(unknown, 413, "too-large")
    problem(inside, 400, "not-json")


def test_every_error_of_ours_has_a_kind_of_its_own() -> None:
    def tree(kind: type[errors.FacilitatorError]) -> list[type[errors.FacilitatorError]]:
        return [kind, *(each for child in kind.__subclasses__() for each in tree(child))]

    ours = [each for each in tree(errors.FacilitatorError) if each.__module__ == "app.errors"]
    assert set(KINDS) == set(ours)
    assert len({kind.name for kind in ALL}) == len(ALL)
    assert [each.name for each in ALL if not each.meaning.endswith(".")] == []


def test_a_kind_is_that_of_the_nearest_parent() -> None:
    class Odd(errors.TooLong):
        pass

    assert kind_of(Odd("Odd.", advice="None.")).name == "too-long"


async def test_what_the_framework_refuses_is_a_problem_too() -> None:
    problem(await ask(HTTPException(400, "There was an error parsing the body.")), 400, "refused")


def test_a_complaint_without_words_of_ours_keeps_the_validators() -> None:
    found = complaints([{"type": "new_type", "loc": ("a", 0, "b"), "msg": "Input is odd"}])

    assert found == [Complaint(path="a[0].b", message="input is odd")]


class Broken:
    """A product of which one part cannot answer."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def get(self, canvas: str) -> None:
        raise self.error


async def ask(error: Exception) -> httpx.Response:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield

    app = make_api(lifespan, person="Anna")
    app.add_middleware(Guard, hosts=(), most=lambda path: 10_000, refused=lambda path, refused: of_refusal(refused))
    app.state.product = SimpleNamespace(canvases=Broken(error))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.get("/api/v1/canvases/x")


async def test_a_crash_shows_an_id_and_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = await ask(RuntimeError("secret"))

    found = problem(answer, 500, "internal")
    assert "secret" not in answer.text
    id = found["instance"].rpartition("/")[2]
    assert id in caplog.text
    assert "RuntimeError: secret" in caplog.text


async def test_unavailable_says_when_to_come_back() -> None:
    answer = await ask(errors.Unavailable("The database is busy.", advice="Try again."))

    problem(answer, 503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
