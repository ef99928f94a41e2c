"""The REST channel, joined: its routes, its door, its errors and its description."""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.channels.api import (
    canvases,
    checks,
    exports,
    findings,
    histories,
    interviews,
    page,
    screenings,
    templates,
    usage,
)
from app.channels.api.openapi import TITLE, VERSION, document
from app.channels.api.problems import on_error, on_http, on_invalid, on_refused
from app.channels.errors import Refused
from app.errors import FacilitatorError

DOCUMENT = "/api/openapi.json"

ROUTERS = (
    interviews.joining,  # first: a path is looked for in this order, and a turn is what people wait for
    interviews.router,
    canvases.router,
    histories.router,
    histories.answers,
    findings.router,
    findings.waiving,
    exports.router,
    exports.importing,
    usage.router,
    checks.router,
    screenings.router,
    templates.router,
    page.router,
)


def api(
    lifespan: Callable[[FastAPI], Any],
    *,
    person: str,
    prefix: str = "",
) -> FastAPI:
    """The service over HTTP. `lifespan` puts the product into `app.state.product`; a proxy shows it under `prefix`.

    Whoever runs the server sets `app.state.closing` when it is told to stop: open event streams end then,
    instead of holding it up.
    """
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        lifespan=lifespan,
        openapi_url=DOCUMENT,
        docs_url=None,  # both load scripts from elsewhere; /api is our own page
        redoc_url=None,
        redirect_slashes=False,
    )
    app.root_path = prefix  # as an argument it is deprecated: whoever runs the server could set it too, but need not
    app.state.person = person
    app.state.closing = asyncio.Event()
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    for error, handler in (
        (FacilitatorError, on_error),
        (Refused, on_refused),
        (RequestValidationError, on_invalid),
        (HTTPException, on_http),
    ):
        app.add_exception_handler(error, handler)
    app.openapi = cache(lambda: document(app.routes))  # type: ignore[method-assign]  # FastAPI's own way to replace it
    app.state.page = cache(lambda: page.rendered(app.openapi()))
    return app


def most(*, max_reply: int, max_canvas: int, max_template: int = 200_000) -> Callable[[str], int]:
    """How many bytes a body may have, by path, from sizes in characters: JSON takes up to six for one, and files
    repeat their words.
    """
    others = 8 * max_reply
    special = {
        exports.IMPORTS: 8 * max_canvas,
        checks.PATH: 6 * max_canvas + others,
        canvases.PATH: 6 * max_template + others,
    }
    return lambda path: special.get(path, others)
