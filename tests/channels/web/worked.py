"""A canvas of a test's own, worked on over the API and looked at as a page."""

from typing import Any

import httpx

from tests.channels.api.serving import Service


class Desk:
    def __init__(self, service: Service) -> None:
        self.service = service
        self.view: Any = service.api.post("/canvases", json={"product_name": "Vials"}).json()
        self.move(move="skip", box="start", kind="later")

    def move(self, **move: Any) -> None:
        made = self.service.api.post(f"/interviews/{self.view['interview']}/moves", json=move)
        assert made.status_code < 300, made.text

    def accept(self, *texts: str, box: str = "background", after: int = 0) -> None:
        for number, text in enumerate(texts, after):
            self.move(move="accept", box=box, text=text, answer=number)

    def box(self, id: str = "background") -> Any:
        view = self.service.api.get(f"/canvases/{self.view['id']}").json()
        return next(each for each in view["boxes"] if each["id"] == id)

    def page(self, box: str = "background", query: str = "") -> httpx.Response:
        return httpx.get(f"{self.service.url}/canvases/{self.view['id']}/boxes/{box}{query}", timeout=30)
