"""Boxes checked over HTTP: the same object as in the shell, within the sizes of the service."""

import json

import httpx
import pytest

from tests.homes import run

TEXT = "The bot should probably be fast. TBD"


def test_the_same_answer_as_in_the_shell(api: httpx.Client) -> None:
    sent = {"id": "a", "boxes": {"objectives": TEXT, "background": ""}}
    answer = api.post("/check", json=sent)
    assert answer.status_code == 200, answer.text
    assert answer.json() == json.loads(run("check", input=json.dumps(sent)).stdout)
    for each in answer.json()["findings"]:
        assert sent["boxes"][each["box"]][each["start"] : each["end"]] == each["quote"]  # type: ignore[index]


def test_an_id_may_be_a_number_or_missing(api: httpx.Client) -> None:
    assert api.post("/check", json={"id": 7, "boxes": {}}).json()["id"] == 7
    assert api.post("/check", json={"boxes": {}}).json()["id"] is None


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ({"boxes": {"moon": "x"}}, 404, "has no box “moon”"),
        ({"boxes": {}, "template": "moon"}, 404, "There is no template “moon”."),
        ({"boxes": {}, "template": "/etc/passwd"}, 404, "There is no template"),
        ({"boxes": {}, "engine": "both"}, 409, "needs a language model"),
        ({"boxes": {}, "engine": "guess"}, 422, "engine"),
        ({"boxes": {"background": 1}}, 422, "background"),
        ({"boxes": {}, "more": 1}, 422, "more"),
        ({}, 422, "boxes"),
        ({"boxes": {"background": "x" * 500_001}}, 413, "a canvas may have 500,000"),
    ],
)
def test_what_cannot_be_checked(api: httpx.Client, sent: object, status: int, says: str) -> None:
    answer = api.post("/check", json=sent)
    assert answer.status_code == status
    assert says in answer.json()["detail"]


def test_a_whole_canvas_may_be_sent_and_not_much_more(api: httpx.Client) -> None:
    assert api.post("/check", json={"boxes": {"background": "\u00e4 " * 249_000}}).status_code == 200
    assert api.post("/check", content=b"x" * 4_000_000).status_code == 413


def test_a_template_of_ours_by_its_id(api: httpx.Client) -> None:
    answer = api.post("/check", json={"boxes": {"objectives": TEXT}, "template": "mlops-canvas-1.1"})
    assert {"VAG-03", "VAG-10"} <= {each["criterion"] for each in answer.json()["findings"]}
