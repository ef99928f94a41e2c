"""The pages, joined: their addresses, and what they say when something does not work."""

from collections.abc import Callable

from starlette.datastructures import URLPath
from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Match, NoMatchFound, Route, Router
from starlette.types import Receive, Scope, Send

from app.channels.errors import Refused
from app.channels.guard import path_of
from app.channels.web import (
    boxes,
    canvas,
    editing,
    files,
    history,
    live,
    overview,
    pages,
    questions,
    review,
    risk,
    start,
    trouble,
)
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
    Route("/canvases/{canvas}/boxes/{box}/edit", editing.show),
    Route("/canvases/{canvas}/boxes/{box}/check", editing.check, methods=["POST"]),
    Route("/canvases/{canvas}/file.md", files.markdown),
    Route("/canvases/{canvas}/file.json", files.json),
    Route("/import", files.bring, methods=["POST"]),
    Route("/review", review.ask),
    Route("/review", review.begin, methods=["POST"]),
    Route("/review/{review}", review.show),
    Route("/review/{review}/live", review.follow),
    Route("/review/{review}/cancel", review.cancel, methods=["POST"]),
    Route("/review/{review}/canvas", review.become, methods=["POST"]),
    Route("/review/{review}/report.json", review.as_json),
    Route("/review/{review}/report.sarif", review.as_sarif),
    Route("/static/{mark}/{name}", pages.static),
    Route("/canvases/{canvas}/boxes/{box}", boxes.show),
    Route("/canvases/{canvas}/history", history.show),
    Route("/canvases/{canvas}/iterations", history.start, methods=["POST"]),
    Route("/canvases/{canvas}/header", history.change_header, methods=["POST"]),
    Route("/canvases/{canvas}/delete", history.delete, methods=["POST"]),
    Route("/canvases/{canvas}/deleted", history.deleted),
    Route("/canvases/{canvas}/undelete", history.undelete, methods=["POST"]),
    Route("/canvases/{canvas}/risk", risk.show),
    Route("/canvases/{canvas}/overview", overview.show),
    Route("/canvases/{canvas}/overview", overview.save, methods=["POST"]),
    Route("/canvases/{canvas}/questions", questions.show),
    Route("/canvases/{canvas}/questions", questions.give, methods=["POST"]),
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
