"""The pages, joined: their addresses, and what they say when something does not work."""

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, NoMatchFound, Route, Router
from starlette.types import Receive, Scope, Send
from starlette.datastructures import URLPath

from app.channels.errors import Refused
from app.channels.guard import path_of
from app.channels.web import canvas, live, overview, pages, questions, risk, start, trouble
from app.errors import FacilitatorError

OTHERS = ("/api", "/problems")  # paths of another channel
SMALL = 1_000  # bytes that are not worth packing

ROUTES = (
    Route("/", start.show),
    Route("/person", start.person, methods=["POST"]),
    Route("/canvases", start.create, methods=["POST"]),
    Route("/sample", start.sample, methods=["POST"]),
    Route("/canvases/{canvas}", canvas.show),
    Route("/canvases/{canvas}/earlier", canvas.earlier),
    Route("/canvases/{canvas}/live", live.follow),
    Route("/canvases/{canvas}/moves/{move}", canvas.move, methods=["POST"]),
    Route("/static/{mark}/{name}", pages.static),
    Route("/canvases/{canvas}/risk", risk.show),
    Route("/canvases/{canvas}/overview", overview.show),
    Route("/canvases/{canvas}/overview", overview.save, methods=["POST"]),
    Route("/canvases/{canvas}/questions", questions.show),
)


class Site(BaseRoute):
    """Every path that is no other channel's."""

    def __init__(self) -> None:
        router = Router(list(ROUTES), redirect_slashes=False)
        handlers = {
            FacilitatorError: trouble.on_error,
            Refused: trouble.on_refused,
            HTTPException: trouble.on_http,
        }
        self.app = GZipMiddleware(ExceptionMiddleware(router, handlers=handlers), minimum_size=SMALL)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        ours = scope["type"] == "http" and not is_other(path_of(scope))
        return (Match.FULL if ours else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        raise NoMatchFound(name, path_params)


def is_other(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in OTHERS)


def most(*, max_reply: int, max_canvas: int) -> Callable[[str], int]:
    """How many bytes a body may have, by path: a form takes up to twelve for a character."""
    files = ("/review", "/import")
    return lambda path: 8 * max_canvas if path.startswith(files) else 14 * max_reply
