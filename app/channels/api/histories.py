"""How a canvas came to be what it is: answers and their changes, differences, and earlier answers brought back."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from app.channels.api.bodies import Strict, body
from app.channels.api.caller import PERSON, actor_of, product_of
from app.channels.api.canvases import CanvasId
from app.channels.api.paging import LARGEST, USUAL, After, Limit, Page, number, page
from app.channels.api.problems import fails
from app.channels.api.rendering import Json, shown
from app.channels.api.route import Route
from app.channels.api.streams import PLAYED
from app.usecases.views import AnswerView, BoxDiff, Played


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two rounds, or two answers of a box; boxes that did not change are left out."""

    before: int
    after: int
    boxes: tuple[BoxDiff, ...]


class RestoreBody(Strict):
    """What you saw."""

    answer: int | None = Field(
        None,
        ge=0,
        le=LARGEST,
        description="The box's answer number that you saw. If it moved on since, you get `answer-conflict` with "
        "both texts. Left out: whatever is there now.",
    )


RESTORE = body(RestoreBody, optional=True)
ANSWERS = Json[Page[AnswerView]](Page[AnswerView])
DIFFERENCE = Json[Difference](Difference)

BoxId = Annotated[str, Query(description="The id of a box.", examples=["value-proposition"])]
Number = Annotated[int, Query(ge=0, le=LARGEST, description="The number of a round; with `box`, of an answer.")]

router = APIRouter(prefix="/api/v1/canvases", tags=["History"], route_class=Route)
answers = APIRouter(prefix="/api/v1/answers", tags=["History"], route_class=Route)


@router.get(
    "/{canvas}/history",
    operation_id="listAnswers",
    summary="Read the history of a box",
    response_model=Page[AnswerView],
    response_description="A page of answers.",
    responses=fails(404),
)
async def list_answers(
    request: Request, canvas: CanvasId, box: BoxId, after: After = None, limit: Limit = USUAL
) -> Response:
    """Every answer that a box ever had, across all rounds, each with its word-level change from the one before.

    `box` is needed: answers are numbered within their box.
    """
    found, cursor = await product_of(request).histories.answers(canvas, box, after=number(after), limit=limit)
    return shown(ANSWERS, page(found, cursor))


@router.get(
    "/{canvas}/diff",
    operation_id="compare",
    summary="Compare two rounds, or two answers",
    response_model=Difference,
    response_description="What changed.",
    responses=fails(404),
)
async def compare(
    request: Request,
    canvas: CanvasId,
    before: Annotated[Number, Query(alias="from", examples=[1])],
    after: Annotated[Number, Query(alias="to", examples=[2])],
    box: Annotated[str | None, Query(description="Compare two answers of this box instead of two rounds.")] = None,
) -> Response:
    """Word by word, what was added and removed. Without `box`, `from` and `to` are rounds; with it, answers
    of that box, where 0 is the empty box.
    """
    histories = product_of(request).histories
    if box is None:
        boxes = await histories.diff(canvas, before=before, after=after)
    else:
        boxes = (await histories.diff_answers(canvas, box, before=before, after=after),)
    return shown(DIFFERENCE, Difference(before, after, boxes))


@answers.post(
    "/{answer}/restore",
    operation_id="restoreAnswer",
    summary="Bring an earlier answer back",
    response_model=Played,
    response_description="What it did: its events, and the interview as it stands.",
    responses=fails(400, 404, 409, 413, 415),
    openapi_extra={
        "parameters": [PERSON],
        "requestBody": RESTORE.described({"seen": {"summary": "Only if nobody was faster", "value": {"answer": 3}}}),
    },
)
async def restore_answer(
    request: Request,
    answer: Annotated[str, Path(description="The id of an answer, from a box's history.")],
) -> Response:
    """The earlier text becomes the box's newest answer; nothing in between is lost."""
    seen = await RESTORE.read(request)
    played = await product_of(request).canvases.restore(answer, actor_of(request), expected=seen.answer)
    return shown(PLAYED, played)
