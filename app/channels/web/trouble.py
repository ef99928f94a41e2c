"""What did not work, as a page, or as a part of the page where it happened. What was written is not lost."""

from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.channels.errors import NO_PATH, REFUSED, Kind, Refused, kind_of
from app.channels.web import pages
from app.channels.web.caller import in_part, sent_form
from app.errors import AnswerConflict, FacilitatorError, KeyReused

NO_PAGE = Kind("method-not-allowed", 405, "There is no page to show", "This path does not take this method.")
SENT = Kind("key-reused", 422, "This form was sent already", "A form that was sent is not sent again with other words.")
AGAIN = "Load the canvas again, and send it from there."
WRITTEN = ("text", "reason", "instruction", "note")  # fields that hold what somebody wrote


async def on_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, FacilitatorError)
    if isinstance(error, KeyReused):
        return _shown(request, SENT, "This form was sent before, with something else in it.", AGAIN)
    conflict = error if isinstance(error, AnswerConflict) else None
    return _shown(request, kind_of(error), error.message, error.advice, conflict=conflict)


async def on_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _shown(request, error.kind, error.detail, error.advice)


async def on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return _shown(request, NO_PATH, "There is no such page.", "Go to the start and look from there.")
    if error.status_code == 405:
        return _shown(request, NO_PAGE, "Only a button leads here.", "Go to the start and look from there.")
    return _shown(request, REFUSED, str(error.detail), "Go back, load the page again, and try once more.")


def refusal(request: Request, refused: Refused) -> Response:
    """A refusal before the pages were reached: nothing of the request is shown."""
    name = "trouble-part.html" if in_part(request) else "refused.html"
    html = pages.rendered(name, kind=refused.kind, what=refused.detail, advice=refused.advice, conflict=None)
    return HTMLResponse(html, refused.kind.status, pages.HEADERS)


def _shown(request: Request, kind: Kind, what: str, advice: str, *, conflict: AnswerConflict | None = None) -> Response:
    name = "trouble-part.html" if in_part(request) else "trouble.html"
    return pages.page(
        request,
        name,
        status=kind.status,
        kind=kind,
        what=what,
        advice=advice,
        conflict=conflict,
        written=_sent(request, WRITTEN),
        canvas=request.path_params.get("canvas"),
        interview=_sent(request, ("interview",)),
    )


def _sent(request: Request, names: Iterable[str]) -> str:
    """The first of these fields of the form that says something, to show it again: a browser without scripts has no
    other copy of it.
    """
    form = sent_form(request)
    found = (form.get(each) for each in names) if form else ()
    return next((each for each in found if isinstance(each, str) and each.strip()), "")
