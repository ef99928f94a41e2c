"""Boxes checked without a canvas: what the shell's `check` does, over HTTP."""

from typing import Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from app.channels.api.bodies import Strict, body
from app.channels.api.caller import product_of
from app.channels.api.problems import fails
from app.channels.api.rendering import Json, shown
from app.channels.api.route import Route
from app.usecases.found import CheckView

PATH = "/api/v1/check"


class CheckBody(Strict):
    """Boxes to look at. Nothing of it is stored."""

    boxes: dict[str, str] = Field(description="The text of each box, by the box's id or name.")
    template: str | None = Field(None, description="The id of the template; the MLOps canvas without it.")
    engine: Literal["rules", "model", "both"] = Field(
        "rules", description="Who looks: the rules, the language model that is set, or both."
    )
    id: str | int | None = Field(None, description="Your own name for it, which comes back.")


CHECK = body(CheckBody)
CHECKED = Json[CheckView](CheckView)

router = APIRouter(prefix=PATH, tags=["Checks"], route_class=Route)


@router.post(
    "",
    operation_id="checkBoxes",
    summary="Check boxes",
    response_model=CheckView,
    response_description="Everything that is found.",
    responses=fails(400, 404, 409, 413, 415),
    openapi_extra={
        "requestBody": CHECK.described(
            {
                "objective": {
                    "summary": "One box",
                    "value": {"id": "1", "boxes": {"objectives": "The model should probably be fast."}},
                }
            }
        ),
    },
)
async def check_boxes(request: Request) -> Response:
    """Findings with quotes, goals and whether they can be measured, covered questions, labels and facts of the AI Act.

    A screening aid, not legal advice. By rules the same boxes give the same answer each time.
    """
    told = await CHECK.read(request)
    view = await product_of(request).checks.check(told.boxes, template=told.template, engine=told.engine, id=told.id)
    return shown(CHECKED, view)
