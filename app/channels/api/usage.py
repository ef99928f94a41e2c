"""What the models took."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.channels.api.caller import product_of
from app.channels.api.canvases import PATH, CanvasId
from app.channels.api.problems import fails
from app.channels.api.rendering import Json, shown
from app.channels.api.route import Route
from app.usecases.views import UsageView

USAGE = Json[UsageView](UsageView)

router = APIRouter(prefix=PATH, tags=["Canvases"], route_class=Route)


@router.get(
    "/{canvas}/usage",
    operation_id="getUsage",
    summary="See what the models took",
    response_model=UsageView,
    response_description="The sums, by model and prompt, and all together.",
    responses=fails(404),
)
async def get_usage(request: Request, canvas: CanvasId) -> Response:
    """Calls, tokens, US dollars and the wait for the first token, in all rounds of a canvas.

    Work without a model is listed as `builtin`; it costs nothing.
    """
    return shown(USAGE, await product_of(request).usage.of(canvas))
