"""Every page that there is, in one place: for axe, for what keeps scripts out, for the pictures."""

from collections.abc import Iterator
from typing import Any

import httpx
from starlette.routing import BaseRoute, Match, Route

from app.channels.web.addresses import ROUTES
from tests.channels.api.serving import Service

EVERYWHERE = {"start": "/", "review": "/review", "unknown": "/there-is-no-such-page"}
OF_CANVAS = {
    "canvas": "",
    "earlier": "/earlier?before=30",
    "questions": "/questions",
    "risk": "/risk",
    "overview": "/overview",
    "history": "/history",
    "deleted": "/deleted",
}
OF_BOX = {"box": "/boxes/{box}", "edit": "/boxes/{box}/edit"}
PARTS = {"earlier", "edit"}  # shown inside another page where there are scripts; pages without them
NO_PAGES = {"/canvases/{canvas}/live", "/canvases/{canvas}/file.md", "/canvases/{canvas}/file.json"}
NO_PAGES |= {
    "/static/{mark}/{name}",
    "/review/{review}",
    "/review/{review}/live",
    "/review/{review}/report.json",
    "/review/{review}/report.sarif",
}


def sites(canvas: str, *boxes: str) -> dict[str, str]:
    """Paths of all pages by name: of a canvas, and of boxes of it. A page that is not served yet is left out."""
    found = {**EVERYWHERE, **{name: f"/canvases/{canvas}{end}" for name, end in OF_CANVAS.items()}}
    for box in boxes:
        ends = ((name if box == boxes[0] else f"{name} {box}", end.format(box=box)) for name, end in OF_BOX.items())
        found |= {name: f"/canvases/{canvas}{end}" for name, end in ends}
    return {name: path for name, path in found.items() if name == "unknown" or is_served(path)}


def is_served(path: str) -> bool:
    scope = {"type": "http", "method": "GET", "path": path.partition("?")[0], "root_path": "", "headers": []}
    return any(each.matches(scope)[0] is Match.FULL for each in ROUTES)


def unvisited(paths: dict[str, str]) -> Iterator[str]:
    """Pages of the site that none of these paths leads to."""
    for route in ROUTES:
        if isinstance(route, Route) and "GET" in (route.methods or ()) and route.path not in NO_PAGES:
            if not any(_leads(route, path) for path in paths.values()):
                yield route.path


def _leads(route: BaseRoute, path: str) -> bool:
    scope = {"type": "http", "method": "GET", "path": path.partition("?")[0], "root_path": "", "headers": []}
    return route.matches(scope)[0] is Match.FULL


# ---- what they are looked at with


def sample(service: Service) -> str:
    """The id of a finished canvas with three iterations."""
    answer = httpx.post(f"{service.url}/sample", timeout=30)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].rpartition("/")[2]


def begun(service: Service, name: str = "A new canvas") -> Any:
    """A canvas with nothing in it."""
    answer = service.api.post("/canvases", json={"product_name": name})
    assert answer.status_code == 201, answer.text
    return answer.json()
