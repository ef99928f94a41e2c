"""The pages' addresses, and what they say when something does not work."""

from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from app.channels.errors import Refused
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


def application() -> ASGIApp:
    router = Router(list(ROUTES), redirect_slashes=False)
    handlers = {
        FacilitatorError: trouble.on_error,
        Refused: trouble.on_refused,
        HTTPException: trouble.on_http,
    }
    return GZipMiddleware(ExceptionMiddleware(router, handlers=handlers), minimum_size=SMALL)
