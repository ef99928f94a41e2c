"""Interviews: joined, looked at, followed, and moved on."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from app.channels.api import moves
from app.channels.api.bodies import Strict, body
from app.channels.api.caller import KEY, PERSON, actor_of, key_of, product_of
from app.channels.api.canvases import CanvasId
from app.channels.api.paging import USUAL, Limit, Page, number, page
from app.channels.api.problems import Misread, Responses, fails
from app.channels.api.rendering import Json, shown
from app.channels.api.route import Route
from app.channels.api.streams import PLAYED, following, turning, wants_stream
from app.channels.api.words import Complaint
from app.channels.streaming import EVENTS, EventStream
from app.interview.state import Pace
from app.usecases.views import EventView, InterviewView, Played


class JoinBody(Strict):
    """How the interview goes on."""

    pace: Pace | None = Field(None, description="How much is asked: quick, guided or thorough; as it is if left out.")


JOIN = body(JoinBody, optional=True)
INTERVIEW = Json[InterviewView](InterviewView)
EVENT_PAGE = Json[Page[EventView]](Page[EventView])

InterviewId = Annotated[
    str, Path(description="The id of an interview.", examples=["0199c2f4-6f0e-7c11-8a53-2f6a7a0f3b13"])
]
EventNumber = Annotated[
    str | None,
    Query(pattern="^[0-9]{1,9}$", description="The number of the last event that you have; 0, or nothing, for all."),
]
LAST_EVENT: dict[str, Any] = {
    "name": "Last-Event-ID",
    "in": "header",
    "required": False,
    "description": "What a browser sends when it comes back to a stream; it wins over `after`.",
    "schema": {"type": "string", "pattern": "^[0-9]{0,9}$"},
}

STREAM: dict[str, Any] = {
    "description": "Server-sent events. `id` is the event's number, `event` its type, `data` an EventView as JSON. "
    "`delta` events (without an id, never stored) carry text on its way: box, turn, part, text.",
    "schema": {"type": "string"},
}
FOLLOWED = 'id: 7\nevent: question\ndata: {"number": 7, "at": "…", "by": null, "turn": "…", "event": {…}}\n\n'
TOLD = 'event: result\ndata: {"turn": "…", "events": […], "interview": {…}, "running": false, "repeated": false}\n\n'

JOINED: Responses = {
    200: {
        "description": "The interview as you see it.",
        "links": {
            "makeMove": {"operationId": "makeMove", "parameters": {"interview": "$response.body#/id"}},
            "listEvents": {"operationId": "listEvents", "parameters": {"interview": "$response.body#/id"}},
        },
    }
}
MOVED: Responses = {
    200: {
        "description": "What the move did: its events, and the interview as it stands. With "
        "`Accept: text/event-stream` the same events while they happen, then `event: result` with this answer.",
        "content": {EVENTS: STREAM | {"example": FOLLOWED + TOLD}},
    }
}
HAPPENED: Responses = {
    200: {
        "description": "The events after a number. With `Accept: text/event-stream` also those to come, until you go.",
        "content": {EVENTS: STREAM | {"example": FOLLOWED}},
    }
}

joining = APIRouter(prefix="/api/v1/canvases", tags=["Interviews"], route_class=Route)
router = APIRouter(prefix="/api/v1/interviews", tags=["Interviews"], route_class=Route)


@joining.post(
    "/{canvas}/interviews",
    operation_id="joinInterview",
    summary="Start the interview, or come back to it",
    response_model=InterviewView,
    responses=JOINED | fails(400, 404, 413, 415),
    openapi_extra={
        "parameters": [PERSON],
        "requestBody": JOIN.described({"quick": {"summary": "One ask a box", "value": {"pace": "quick"}}}),
    },
)
async def join_interview(request: Request, canvas: CanvasId) -> Response:
    """Join the interview of the current round, at your own place; somebody new starts where the others are."""
    wanted = await JOIN.read(request)
    return shown(INTERVIEW, await product_of(request).canvases.join(canvas, actor_of(request), pace=wanted.pace))


@router.get(
    "/{interview}",
    operation_id="getInterview",
    summary="Look at an interview",
    response_model=InterviewView,
    response_description="The interview as you see it.",
    responses=fails(404),
    openapi_extra={"parameters": [PERSON]},
)
async def get_interview(request: Request, interview: InterviewId) -> Response:
    """The interview as you see it: where you are, and the box in front of you."""
    return shown(INTERVIEW, await product_of(request).canvases.interview(interview, actor_of(request)))


@router.post(
    "/{interview}/moves",
    operation_id="makeMove",
    summary="Make a move",
    response_model=Played,
    responses=MOVED | fails(400, 404, 406, 409, 413, 415),
    openapi_extra={"parameters": [PERSON, KEY], "requestBody": moves.described},
)
async def make_move(request: Request, interview: InterviewId) -> Response:
    """Say something, or do one of the other moves.

    The words are stored before anything else happens to them, and the turn belongs to the interview: closing
    the connection stops nothing (the move `stop` does). If the turn takes longer than the service waits,
    `running` is true, and its events follow.
    """
    streamed = wants_stream(request)
    move, actor, key = await moves.read_move(request), actor_of(request), key_of(request)
    product = product_of(request)
    if streamed:
        return EventStream(turning(product, interview, await product.turns.begin(interview, move, actor, key=key)))
    return shown(PLAYED, await product.turns.move(interview, move, actor, key=key))


@router.get(
    "/{interview}/events",
    operation_id="listEvents",
    summary="Read or follow the events",
    response_model=Page[EventView],
    responses=HAPPENED | fails(404, 406),
    openapi_extra={"parameters": [LAST_EVENT]},
)
async def list_events(
    request: Request, interview: InterviewId, after: EventNumber = None, limit: Limit = USUAL
) -> Response:
    """Everything that happened, in order and numbered without a gap, so that you can go on from any number.

    As a stream it goes on with what happens, in this process or another; if a draft is being written, its
    text so far comes first. Lines that begin with a colon only say that the stream is alive.
    """
    streamed = wants_stream(request)
    last = number(_last_event(request) or after)
    histories = product_of(request).histories
    if streamed:
        await histories.events(interview, after=last, limit=1)  # NotFound while the status can still say so
        closing = request.app.state.closing
        return EventStream(following(product_of(request), interview, after=last, closing=closing))
    found = await histories.events(interview, after=last, limit=limit + 1)
    return shown(EVENT_PAGE, page(found[:limit], found[limit - 1].number if len(found) > limit else None))


def _last_event(request: Request) -> str | None:
    sent: str | None = request.headers.get(LAST_EVENT["name"])
    if sent and not (sent.isascii() and sent.isdecimal() and len(sent) <= 9):
        found = [Complaint(path="Last-Event-ID", message="must be the number of an event")]
        raise Misread(found, what="The header")
    return sent
