"""Somebody at a canvas: a browser that sends forms, and the API beside it to look at what came of them."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.channels.api.serving import Service

BOX = "background"
PART = {"HX-Request": "true"}


@dataclass
class Desk:
    web: httpx.Client
    api: httpx.Client
    canvas: str
    interview: str

    @classmethod
    def new(cls, service: Service, web: httpx.Client, *, told: bool = True, **form: str) -> "Desk":
        """A new canvas; with `told`, its person has left the opening story and is at the first box."""
        made = web.post("/canvases", data={"product_name": "Vial inspection", **form})
        assert made.status_code == 303, made.text
        return cls.at(service, web, made.headers["location"].rpartition("/")[2], told=told)

    @classmethod
    def sample(cls, service: Service, web: httpx.Client) -> "Desk":
        return cls.at(service, web, web.post("/sample").headers["location"].rpartition("/")[2], told=False)

    @classmethod
    def at(cls, service: Service, web: httpx.Client, canvas: str, *, told: bool) -> "Desk":
        desk = cls(web, service.api, canvas, service.api.get(f"/canvases/{canvas}").json()["interview"])
        if told:
            assert desk.move("skip", box="start", kind="later").status_code == 303
        return desk

    def move(self, move: str, *, headers: dict[str, str] | None = None, **form: Any) -> httpx.Response:
        sent = {"interview": self.interview, "key": str(uuid4()), **form}
        return self.web.post(f"/canvases/{self.canvas}/moves/{move}", data=sent, headers=headers)

    def page(self, **how: Any) -> str:
        answer = self.web.get(f"/canvases/{self.canvas}", **how)
        assert answer.status_code == 200, answer.text
        return answer.text

    def view(self) -> Any:
        return self.api.get(f"/canvases/{self.canvas}").json()

    def box(self, id: str = BOX) -> Any:
        return next(each for each in self.view()["boxes"] if each["id"] == id)

    def events(self, after: int = 0) -> list[Any]:
        found = self.api.get(f"/interviews/{self.interview}/events", params={"after": after, "limit": 200})
        return list(found.json()["items"])

    def types(self, after: int = 0) -> list[str]:
        return [each["event"]["type"] for each in self.events(after)]
