"""A model that fails at the opening story, and whose second try is asked for over the API."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.config import Settings
from app.facilitator.model import Modelled
from tests.channels.api.serving import Service
from tests.facilitator.models import FakeModel, failure

STORY = "We fill medicine into vials. Inspectors look at 400 of them an hour."
FOUND = {"passages": [{"box": "objectives", "words": "Inspectors look at 400 of them an hour."}]}
NOTICE = "The model gave no answer in time. I noted your words without it."


class Retold(Modelled):
    """Fails at the first story, and finds a passage in the second."""

    def __init__(self) -> None:
        self.model = FakeModel(failure(), FOUND)
        super().__init__(self.model, self.model)
        self.free = threading.Event()


@pytest.fixture
def retold(tmp_path: Path) -> Iterator[tuple[Retold, httpx.Client]]:
    facilitator: Any = Retold()
    service = Service(Settings(person="Anna", database=f"sqlite:///{tmp_path / 'canvases.db'}"), facilitator)
    service.start()
    try:
        yield facilitator, service.api
    finally:
        service.stop()


def move(api: httpx.Client, interview: str, **body: Any) -> Any:
    answer = api.post(f"/interviews/{interview}/moves", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def offered(api: httpx.Client, canvas: str) -> dict[str, list[str]]:
    boxes = api.get(f"/canvases/{canvas}").json()["boxes"]
    return {each["id"]: [found["text"] for found in each["passages"]] for each in boxes if each["passages"]}


@pytest.mark.parametrize("moved_on", [False, True])
def test_a_story_that_failed_is_asked_for_again(retold: tuple[Retold, httpx.Client], moved_on: bool) -> None:
    facilitator, api = retold
    canvas = api.post("/canvases", json={"product_name": "Vials"}).json()
    interview = canvas["interview"]
    told = move(api, interview, move="say", box="start", text=STORY)
    notices = [each["event"]["text"] for each in told["events"] if each["event"]["type"] == "notice"]
    assert len(notices) == 1
    assert notices[0].startswith(NOTICE)
    assert "Try again" in notices[0]
    assert told["interview"]["to_retry"] == ["start"]
    if moved_on:
        move(api, interview, move="goto", box="objectives")
    asked = len(facilitator.model.prompts)
    facilitator.model._answers = [FOUND]

    again = move(api, interview, move="retry", box="start")

    (prompt,) = facilitator.model.prompts[asked:]
    assert (prompt.name, STORY in prompt.messages[-1].text) == ("story", True)
    assert offered(api, canvas["id"]) == {"objectives": ["Inspectors look at 400 of them an hour."]}
    said = [each["event"] for each in again["events"] if each["event"]["type"] == "notice"]
    where = [] if moved_on else ["What fits of your story is offered in Objectives."]  # else it is shown
    assert [each["text"] for each in said] == where
    assert again["interview"]["to_retry"] == []
    assert api.get(f"/canvases/{canvas['id']}").json()["to_retry"] == []
    assert again["interview"]["place"]["place"] == ("objectives" if moved_on else "background")
    shown = [each["event"]["box"] for each in again["events"] if each["event"]["type"] == "position"]
    assert shown == (["objectives"] if moved_on else [])


def test_there_is_nothing_to_try_again_twice(retold: tuple[Retold, httpx.Client]) -> None:
    _, api = retold
    interview = api.post("/canvases", json={"product_name": "Vials"}).json()["interview"]
    move(api, interview, move="say", box="start", text=STORY)
    move(api, interview, move="retry", box="start")
    refused = api.post(f"/interviews/{interview}/moves", json={"move": "retry", "box": "start"})
    assert (refused.status_code, refused.json()["title"]) == (409, "Not at this point")
