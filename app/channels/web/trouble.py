"""What did not work, as a page, or as a part of the page where it happened. What was written is not lost."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.channels.errors import NO_PATH, REFUSED, Kind, Refused, kind_of
from app.channels.web import pages
from app.channels.web.caller import in_part
from app.errors import AnswerConflict, FacilitatorError

WRITTEN = ("text", "reason", "instruction", "note")  # fields that hold what somebody wrote


async def on_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, FacilitatorError)
    conflict = error if isinstance(error, AnswerConflict) else None
    return await _shown(request, kind_of(error), error.message, error.advice, conflict=conflict)


async def on_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return await _shown(request, error.kind, error.detail, error.advice)


async def on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return await _shown(request, NO_PATH, "There is no such page.", "Go to the start and look from there.")
    return await _shown(request, REFUSED, str(error.detail), "Go back, load the page again, and try once more.")


def refusal(refused: Refused) -> Response:
    """A refusal before the pages were reached: nothing of the request is shown."""
    html = pages.rendered("refused.html", kind=refused.kind, what=refused.detail, advice=refused.advice)
    return HTMLResponse(html, refused.kind.status, pages.HEADERS)


async def _shown(
    request: Request, kind: Kind, what: str, advice: str, *, conflict: AnswerConflict | None = None
) -> Response:
    name = "trouble-part.html" if in_part(request) else "trouble.html"
    written = "" if in_part(request) else await _written(request)
    return pages.page(
        request, name, status=kind.status, kind=kind, what=what, advice=advice, written=written, conflict=conflict
    )


async def _written(request: Request) -> str:
    """What a form brought, to show it again: a browser without scripts has no other copy."""
    form = getattr(request, "_form", None)
    found = (form.get(each) for each in WRITTEN) if form is not None else ()
    return next((each for each in found if isinstance(each, str) and each.strip()), "")
