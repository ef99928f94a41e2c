"""Pages and parts of pages from templates, which escape what they are given."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.channels.guard import path_of
from app.channels.web import words
from app.channels.web.caller import actor_of
from app.channels.web.prose import prose

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",  # without it a form is sent with the origin “null”, which is refused
}
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
KINDS = {".css": "text/css", ".js": "text/javascript", ".txt": "text/plain", ".svg": "image/svg+xml"}


@cache
def _static() -> Mapping[str, tuple[str, bytes]]:
    """Every static file by name, with what stands for its content in its address."""
    files = {each.name: each.read_bytes() for each in sorted((HERE / "static").iterdir())}
    return {name: (hashlib.sha256(data).hexdigest()[:12], data) for name, data in files.items()}


def static_path(name: str) -> str:
    """Where a static file is; a new content has a new address, so that browsers may keep it."""
    return f"/static/{_static()[name][0]}/{name}"


async def static(request: Request) -> Response:
    """A static file. An old address of it leads to today's content, which is not to be kept under it."""
    known = _static().get(request.path_params["name"])
    if known is None:
        return Response("There is no such file.", 404, media_type="text/plain")
    mark, data = known
    headers = FOREVER if mark == request.path_params["mark"] else {}
    kind = KINDS[Path(request.path_params["name"]).suffix]
    return Response(data, headers=headers, media_type=kind)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # a thirtieth of the time to start

    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"static": static_path, "words": words, "chr": chr}
    made.filters |= {"prose": prose, "day": words.day, "moment": words.moment, "count": words.count}
    return made


def warm() -> None:
    """Read the templates of the first pages, so that nobody waits for it."""
    for name in ("start.html", "canvas.html", "live.html"):
        _environment().get_template(name)
    prose("")


def rendered(name: str, **values: Any) -> Markup:
    return Markup(_environment().get_template(name).render(values))


def common(request: Request) -> dict[str, Any]:
    """What every page knows: `root` is the prefix under which a proxy shows us, `me` whose browser it is, `here` a
    path that shows this page again, or the first one if only a form leads to it.
    """
    here = quote(path_of(request.scope)) if request.method in ("GET", "HEAD") else "/"
    return {"root": request.scope.get("root_path", ""), "me": actor_of(request).name, "here": here}


def page(request: Request, name: str, *, status: int = 200, **values: Any) -> Response:
    return HTMLResponse(rendered(name, **common(request), **values), status, HEADERS)


def redirect(request: Request, path: str) -> Response:
    """Lead to a page of ours, as its address is behind a proxy."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}{path}", 303)
