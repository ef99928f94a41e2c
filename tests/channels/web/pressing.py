"""A page as a browser without scripts sees it: its text, and its forms with the fields that they would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    label: str = ""


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.text: list[str] = []
        self._inside: Form | None = None
        self._writes = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._inside)
        if self._inside is None:
            return
        if tag == "input" and "name" in given:
            self._inside.fields[given["name"]] = given.get("value", "")
        if tag == "textarea":
            self._inside.fields[given["name"]] = ""
        if tag == "select":
            self._select = given["name"]
        if tag == "option" and "selected" in given:
            self._inside.fields[self._select] = given["value"]
        self._writes = tag if tag in ("button", "textarea") else ""

    def handle_endtag(self, tag: str) -> None:
        self._writes = ""
        if tag == "form":
            self._inside = None

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._inside is not None and self._writes == "button":
            self._inside.label += data
        if self._inside is not None and self._writes == "textarea":
            self._inside.fields[list(self._inside.fields)[-1]] = data.removeprefix("\n")


def text_of(page: httpx.Response) -> str:
    """What the page says, on one line."""
    return " ".join("".join(_Reader(page.text).text).split())


def forms_of(page: httpx.Response, label: str) -> list[Form]:
    """The forms whose button says this."""
    return [each for each in _Reader(page.text).forms if each.label.strip() == label]


def press(page: httpx.Response, label: str, **written: str) -> httpx.Response:
    """Send the first form with that button; the page that follows."""
    form = forms_of(page, label)[0]
    sent = "params" if form.method == "get" else "data"
    fields = {sent: {**form.fields, **written}}
    return httpx.request(form.method, page.url.join(form.action), timeout=30, follow_redirects=True, **fields)  # type: ignore[arg-type]
