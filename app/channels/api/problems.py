"""Errors as RFC 9457 problem details: a stable type, what happened for a person, and what to do."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from app.channels.api.words import Complaint, complaints
from app.channels.errors import HOST, INTERNAL, KINDS, NO_PATH, ORIGIN, REFUSED, TOO_LARGE, Kind, Refused, kind_of
from app.errors import AnswerConflict, FacilitatorError, Invalid, Unavailable

Responses = dict[int | str, dict[str, Any]]  # as a route describes its answers

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 2  # seconds, for Unavailable
SHOWN = 20  # complaints in one answer; the rest comes after these are mended

NOT_JSON = Kind("not-json", 400, "The body is not JSON", "The body could not be read as JSON in UTF-8.")
METHOD = Kind("method-not-allowed", 405, "Not with this method", "The header Allow names the methods that work here.")
NOT_ACCEPTABLE = Kind(
    "not-acceptable",
    406,
    "No such form",
    "Accept names no form that this path has: application/json, text/event-stream.",
)
MEDIA = Kind("media-type", 415, "The body has the wrong type", "Content-Type is not one that this path takes.")

ALL: tuple[Kind, ...] = (
    *(kind for kind in KINDS.values() if kind.status != 500),
    *(NO_PATH, NOT_JSON, METHOD, NOT_ACCEPTABLE, MEDIA, TOO_LARGE, HOST, ORIGIN, REFUSED, INTERNAL),
)


class Problem(BaseModel):
    """What went wrong, in the form of RFC 9457."""

    type: str = Field(description="Names the kind, and never changes; a path where it is explained.")
    title: str = Field(description="The kind in a few words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What happened, and to what, in a sentence for a person.")
    advice: str = Field(description="What to do next.")
    instance: str | None = Field(None, description="This very case, to look up in the log.")
    errors: list[Complaint] | None = Field(None, description="One entry for each part of the request that is wrong.")
    box: str | None = Field(None, description="answer-conflict: the box.")
    yours: str | None = Field(None, description="answer-conflict: the text that you sent.")
    theirs: str | None = Field(None, description="answer-conflict: the text that stands now.")
    number: int | None = Field(None, description="answer-conflict: the box's answer number now.")


class Misread(Invalid):
    """Raise when a request is not what its description says. Carries what is wrong, part by part."""

    def __init__(self, found: Sequence[Complaint], *, what: str) -> None:
        first = found[0]
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        super().__init__(
            f"{what} is not as described: {first.path or 'it'} {first.message}{more}.",
            advice="Mend what `errors` names; the description is at /api.",
        )
        self.found = found


def problem(kind: Kind, detail: str, *, advice: str, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    found = Problem(
        type=f"/problems/{kind.name}", title=kind.title, status=kind.status, detail=detail, advice=advice, **more
    )
    return Response(found.model_dump_json(exclude_none=True), kind.status, headers, MEDIA_TYPE)


def of_error(error: FacilitatorError) -> Response:
    """The problem that an error of ours is."""
    more: dict[str, Any] = {}
    if isinstance(error, AnswerConflict):
        more = {"box": error.box, "yours": error.yours, "theirs": error.theirs, "number": error.number}
    if isinstance(error, Misread):
        more = {"errors": list(error.found[:SHOWN])}
    headers = {"Retry-After": str(RETRY_AFTER)} if isinstance(error, Unavailable) else None
    return problem(kind_of(error), error.message, advice=error.advice, headers=headers, **more)


async def on_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, FacilitatorError)
    return of_error(error)


def of_refusal(refused: Refused) -> Response:
    return problem(refused.kind, refused.detail, advice=refused.advice, instance=refused.instance)


async def on_refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return of_refusal(error)


async def on_invalid(_: Request, error: Exception) -> Response:
    """Parameters that do not fit."""
    assert isinstance(error, RequestValidationError)
    return of_error(Misread(complaints(error.errors(), skip=1), what="The address"))


async def on_http(request: Request, error: Exception) -> Response:
    """What the framework refuses: a path or a method that does not exist."""
    assert isinstance(error, HTTPException)
    path = request.url.path
    if error.status_code == 404:
        return problem(NO_PATH, f"There is nothing at {path}.", advice="All paths are listed at /api.")
    if error.status_code == 405:
        allowed = _methods(request)
        detail = f"{request.method} does not work on {path}."
        return problem(METHOD, detail, advice=f"Use {allowed}.", headers={"Allow": allowed})
    return problem(REFUSED, str(error.detail), advice="Compare the request with its description at /api.")


def _methods(request: Request) -> str:
    """All methods of a path. The framework's own answer names only those of the first route that fits."""
    found: set[str] = set()
    for route in request.app.routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", set())
    return ", ".join(sorted(found))


def fails(*statuses: int) -> Responses:
    """What a route's description says of failures; 403, 421, 422, 500 and 503 can happen to any request."""
    wanted = sorted({*statuses, 403, 421, 422, 500, 503})
    return {status: {"description": kinds_of(status)} for status in wanted}


def kinds_of(status: int) -> str:
    """Every kind of problem under a status, as Markdown."""
    return " ".join(f"**{kind.name}**: {kind.meaning}" for kind in ALL if kind.status == status)
