"""What the AI Act makes of a canvas."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.channels.api.caller import product_of
from app.channels.api.canvases import PATH, CanvasId
from app.channels.api.problems import fails
from app.channels.api.rendering import Json, shown
from app.channels.api.route import Route
from app.usecases.screened import ScreeningView

SCREENING = Json[ScreeningView](ScreeningView)

router = APIRouter(prefix=PATH, tags=["Canvases"], route_class=Route)


@router.get(
    "/{canvas}/ai-act",
    operation_id="getScreening",
    summary="See what the AI Act makes of it",
    response_model=ScreeningView,
    response_description="Labels with articles and dates, facts, duties, and what each box should address.",
    responses=fails(404),
)
async def get_screening(request: Request, canvas: CanvasId) -> Response:
    """A screening aid, not legal advice: decided by code from the facts that rules, a model and people gave.

    Confirm or correct facts with the moves `confirm_fact` and `correct_fact`.
    """
    return shown(SCREENING, await product_of(request).screenings.of(canvas))
