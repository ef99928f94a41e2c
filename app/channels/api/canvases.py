"""Canvases: made, listed, looked at, headed, deleted, taken back; and their rounds."""

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from app.canvas.model import Member, Milestone, Overview
from app.canvas.template import DEFAULT
from app.channels.api.bodies import Strict, body
from app.channels.api.caller import PERSON, actor_of, product_of
from app.channels.api.paging import USUAL, After, Limit, Page, number, page, sliced
from app.channels.api.problems import Responses, fails
from app.channels.api.rendering import Json, shown
from app.channels.api.route import Route
from app.usecases.views import CanvasLine, CanvasView, IterationView, OpenQuestionView
from app.usecases.wishes import NewCanvas

PATH = "/api/v1/canvases"


class NewCanvasBody(Strict):
    """What a canvas begins with."""

    product_name: str = Field(description="What the project is called.", json_schema_extra={"pattern": r"\S"})
    designed_by: str = Field("", description="Who fills the canvas.")
    date: dt.date | None = Field(None, description="The date of this round; today if left out.")
    note: str = Field("", description="Anything to know about this round.")
    template: str = Field(DEFAULT, description="The id of a template.")
    template_text: str | None = Field(
        None, description="A template of your own instead, as YAML: at most 200,000 characters."
    )


class HeaderBody(Strict):
    """What is to change; a field that is left out, or null, stays as it is."""

    product_name: str | None = Field(None, description="A new name.", json_schema_extra={"pattern": r"\S"})
    designed_by: str | None = Field(None, description="Who fills the canvas.")
    date: dt.date | None = Field(None, description="The date of this round.")
    note: str | None = Field(None, description="Anything to know about this round.")


class RoundBody(Strict):
    """How the next round is headed."""

    designed_by: str | None = Field(None, description="Who fills it this time; as before if left out.")
    date: dt.date | None = Field(None, description="The date of the round; today if left out.")
    note: str = Field("", description="Why there is another round.")


class OverviewBody(Strict):
    """Who is in the team, and what happens when."""

    team: tuple[Member, ...] = Field((), description="The people, with their roles and responsibilities.")
    timeline: tuple[Milestone, ...] = Field((), description="The steps, with their dates as people write them.")


NEW, HEADER, ROUND, OVERVIEW = body(NewCanvasBody), body(HeaderBody), body(RoundBody, optional=True), body(OverviewBody)

CANVAS = Json[CanvasView](CanvasView)
LINES = Json[Page[CanvasLine]](Page[CanvasLine])
OPEN_QUESTIONS = Json[Page[OpenQuestionView]](Page[OpenQuestionView])
ITERATIONS = Json[Page[IterationView]](Page[IterationView])

CanvasId = Annotated[str, Path(description="The id of a canvas.", examples=["0199c2f4-6f0e-7c11-8a53-2f6a7a0f3b10"])]

LINKS: dict[str, Any] = {
    "getCanvas": {"operationId": "getCanvas", "parameters": {"canvas": "$response.body#/id"}},
    "joinInterview": {"operationId": "joinInterview", "parameters": {"canvas": "$response.body#/id"}},
    "makeMove": {"operationId": "makeMove", "parameters": {"interview": "$response.body#/interview"}},
    "deleteCanvas": {"operationId": "deleteCanvas", "parameters": {"canvas": "$response.body#/id"}},
}
CREATED: Responses = {
    201: {
        "description": "The canvas.",
        "headers": {"Location": {"description": "Where it is.", "required": True, "schema": {"type": "string"}}},
        "links": LINKS,
    }
}

router = APIRouter(prefix=PATH, tags=["Canvases"], route_class=Route)


def created(view: CanvasView) -> Response:
    return shown(CANVAS, view, status=201, headers={"Location": f"{PATH}/{view.id}"})


@router.post(
    "",
    operation_id="createCanvas",
    summary="Begin a canvas",
    status_code=201,
    response_model=CanvasView,
    responses=CREATED | fails(400, 404, 413, 415),
    openapi_extra={
        "parameters": [PERSON],
        "requestBody": NEW.described(
            {
                "short": {"summary": "Just a name", "value": {"product_name": "Vial inspection"}},
                "full": {
                    "summary": "With its header",
                    "value": {
                        "product_name": "Vial inspection",
                        "designed_by": "Mette, Jonas",
                        "date": "2026-11-30",
                        "note": "Before the pilot",
                        "template": DEFAULT,
                    },
                },
            }
        ),
    },
)
async def create_canvas(request: Request) -> Response:
    """A new canvas in its first round, with an interview that is ready to start (`interview` is its id)."""
    new = await NEW.read(request)
    view = await product_of(request).canvases.create(NewCanvas(**dict(new)), actor_of(request))
    return created(view)


@router.get(
    "",
    operation_id="listCanvases",
    summary="List the canvases",
    response_model=Page[CanvasLine],
    response_description="A page of canvases.",
    responses=fails(),
)
async def list_canvases(request: Request, after: After = None, limit: Limit = USUAL) -> Response:
    """All canvases that are not deleted, the newest first."""
    lines, cursor = await product_of(request).canvases.page(after=number(after), limit=limit)
    return shown(LINES, page(lines, cursor))


@router.get(
    "/{canvas}",
    operation_id="getCanvas",
    summary="Look at a canvas",
    response_model=CanvasView,
    response_description="The canvas.",
    responses=fails(404),
)
async def get_canvas(request: Request, canvas: CanvasId) -> Response:
    """The whole canvas as it stands: header, round, where everybody is, overview, and every box.

    A box has its status, its accepted text sentence by sentence with the sources, who accepted it and when,
    whether it is stale (`stale` names the boxes that changed under it), the draft on the table, its open
    findings and its open questions.
    """
    return shown(CANVAS, await product_of(request).canvases.get(canvas))


@router.patch(
    "/{canvas}",
    operation_id="changeHeader",
    summary="Change the header",
    response_model=CanvasView,
    response_description="The canvas with its new header.",
    responses=fails(400, 404, 413, 415),
    openapi_extra={
        "parameters": [PERSON],
        "requestBody": HEADER.described({"note": {"summary": "A new note", "value": {"note": "After the pilot"}}}),
    },
)
async def change_header(request: Request, canvas: CanvasId) -> Response:
    """Change the name, who fills the canvas, the date or the note of the current round. Earlier ones are kept."""
    change = await HEADER.read(request)
    view = await product_of(request).canvases.change_header(canvas, actor_of(request), **dict(change))
    return shown(CANVAS, view)


@router.delete(
    "/{canvas}",
    operation_id="deleteCanvas",
    summary="Delete a canvas",
    status_code=204,
    response_description="It is put away.",
    responses=fails(404),
)
async def delete_canvas(request: Request, canvas: CanvasId) -> Response:
    """Put a canvas away. For 30 days, unless the service was set otherwise, `undelete` takes it back."""
    await product_of(request).canvases.delete(canvas)
    return Response(status_code=204)


@router.post(
    "/{canvas}/undelete",
    operation_id="undeleteCanvas",
    summary="Take a deleted canvas back",
    response_model=CanvasView,
    response_description="The canvas, as it was.",
    responses=fails(404, 409),
)
async def undelete_canvas(request: Request, canvas: CanvasId) -> Response:
    """Undo a deletion, with everything as it was. Needs no body."""
    return shown(CANVAS, await product_of(request).canvases.undelete(canvas))


@router.put(
    "/{canvas}/overview",
    operation_id="setOverview",
    summary="Set the project overview",
    response_model=CanvasView,
    response_description="The canvas with its new overview.",
    responses=fails(400, 404, 409, 413, 415),
    openapi_extra={
        "parameters": [PERSON],
        "requestBody": OVERVIEW.described(
            {
                "team": {
                    "summary": "One person, one step",
                    "value": {
                        "team": [{"name": "Mette", "role": "Head of release"}],
                        "timeline": [{"date": "2027-Q1", "text": "Shadow mode on line 2"}],
                    },
                }
            }
        ),
    },
)
async def set_overview(request: Request, canvas: CanvasId) -> Response:
    """Say who is in the team and what happens when. It takes the place of the overview before, which is kept."""
    told = await OVERVIEW.read(request)
    view = await product_of(request).canvases.plan(canvas, Overview(told.team, told.timeline), actor_of(request))
    return shown(CANVAS, view)


@router.get(
    "/{canvas}/open-questions",
    operation_id="listOpenQuestions",
    summary="List the open questions",
    response_model=Page[OpenQuestionView],
    response_description="A page of open questions.",
    responses=fails(404),
)
async def list_open_questions(
    request: Request, canvas: CanvasId, after: After = None, limit: Limit = USUAL
) -> Response:
    """What was left open, and in which of four ways: not known, not applicable, for later, none of these."""
    found = await product_of(request).canvases.open_questions(canvas)
    return shown(OPEN_QUESTIONS, sliced(found, after, limit))


@router.post(
    "/{canvas}/iterations",
    operation_id="startIteration",
    summary="Start the next round",
    status_code=201,
    response_model=CanvasView,
    responses=CREATED | fails(400, 404, 409, 413, 415),
    openapi_extra={
        "parameters": [PERSON],
        "requestBody": ROUND.described({"pilot": {"summary": "With a note", "value": {"note": "After the pilot"}}}),
    },
)
async def start_iteration(request: Request, canvas: CanvasId) -> Response:
    """Freeze the current round and begin the next, with an interview of its own. Answers carry over."""
    head = await ROUND.read(request)
    return created(await product_of(request).canvases.start_iteration(canvas, actor_of(request), **dict(head)))


@router.get(
    "/{canvas}/iterations",
    operation_id="listIterations",
    summary="List the rounds",
    response_model=Page[IterationView],
    response_description="A page of rounds.",
    responses=fails(404),
)
async def list_iterations(request: Request, canvas: CanvasId, after: After = None, limit: Limit = USUAL) -> Response:
    """The rounds of a canvas with their headers, the first one first; the last is the current one."""
    return shown(ITERATIONS, sliced(await product_of(request).histories.iterations(canvas), after, limit))
