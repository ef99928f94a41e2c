"""Somebody at a canvas with a browser without scripts: reads a page, and sends its forms as they stand."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

import httpx

from tests.channels.api.serving import Service


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.writing = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
        elif tag == "input":
            self.found[-1].fields[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self.writing = given["name"]
            self.found[-1].fields[self.writing] = ""
        elif tag == "button":
            self.found[-1].buttons.append((given.get("name", ""), given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self.writing:
            self.found[-1].fields[self.writing] += data

    def handle_endtag(self, tag: str) -> None:
        self.writing = "" if tag == "textarea" else self.writing


def words(html: str) -> str:
    """What somebody reads in a page, on one line."""
    main = html[html.find("<main") : html.find("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


class Seat:
    """A new canvas, the person at it, and their browser."""

    def __init__(self, service: Service, path: str, web: httpx.Client) -> None:
        self.service = service
        self.view: Any = service.api.post("/canvases", json={"product_name": "Vial inspection"}).json()
        self.path = f"/canvases/{self.view['id']}/{path}"
        self.web = web
        self.move(move="skip", box="start", kind="later")

    def move(self, **move: Any) -> None:
        answer = self.service.api.post(f"/interviews/{self.view['interview']}/moves", json=move)
        assert answer.status_code == 200, answer.text

    def get(self, rest: str) -> Any:
        answer = self.service.api.get(f"/canvases/{self.view['id']}{rest}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def html(self) -> str:
        answer = self.web.get(self.path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def reads(self) -> str:
        return words(self.html())

    def form(self, ending: str, **having: str) -> Form:
        """The form of the page that leads there and has these fields."""
        forms = _Forms(self.html()).found
        return next(each for each in forms if each.action.endswith(ending) and having.items() <= each.fields.items())

    def send(self, form: Form, **written: str) -> httpx.Response:
        return self.web.post(form.action, data=form.fields | written)

    def sends(self, form: Form, **written: str) -> str:
        """Send a form that leads back to a page; gives that place."""
        answer = self.send(form, **written)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]


@contextmanager
def seated(service: Service, path: str) -> Iterator[Seat]:
    """Somebody called Mette, at that page of a new canvas that Anna made."""
    with httpx.Client(base_url=service.url, cookies={"facilitator_person": "Mette"}, timeout=30) as web:
        yield Seat(service, path, web)
