"""The critic's findings: listed, and waived with a reason."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from app.channels.api.bodies import Strict, body
from app.channels.api.caller import PERSON, actor_of, product_of
from app.channels.api.canvases import CanvasId
from app.channels.api.paging import USUAL, After, Limit, Page, sliced
from app.channels.api.problems import fails
from app.channels.api.rendering import Json, shown
from app.channels.api.route import Route
from app.critic.finding import Status
from app.usecases.views import FindingView


class WaiveBody(Strict):
    """Why it may stay."""

    reason: str = Field(
        description="A short reason, so that others understand it later.", json_schema_extra={"pattern": r"\S"}
    )


class ReopenBody(Strict):
    """Why it matters after all."""

    reason: str = Field(default="", description="A short reason, if there is one.")


WAIVE, REOPEN = body(WaiveBody), body(ReopenBody)
FINDING = Json[FindingView](FindingView)
FINDINGS = Json[Page[FindingView]](Page[FindingView])

router = APIRouter(prefix="/api/v1/canvases", tags=["Findings"], route_class=Route)
waiving = APIRouter(prefix="/api/v1/findings", tags=["Findings"], route_class=Route)


@router.get(
    "/{canvas}/findings",
    operation_id="listFindings",
    summary="List the findings",
    response_model=Page[FindingView],
    response_description="A page of findings.",
    responses=fails(404),
)
async def list_findings(
    request: Request,
    canvas: CanvasId,
    status: Annotated[Status | None, Query(description="Only those that are open, fixed, waived or dismissed.")] = None,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """What the critic found, box by box, worst first. A finding about text quotes it, at a position."""
    found = await product_of(request).canvases.findings(canvas, status=status)
    return shown(FINDINGS, sliced(found, after, limit))


@waiving.post(
    "/{finding}/waive",
    operation_id="waiveFinding",
    summary="Waive a finding",
    response_model=FindingView,
    response_description="The finding, waived.",
    responses=fails(400, 404, 409, 413, 415),
    openapi_extra={
        "parameters": [PERSON],
        "requestBody": WAIVE.described(
            {"rule": {"summary": "With a reason", "value": {"reason": "Fixed by the regulator."}}}
        ),
    },
)
async def waive_finding(
    request: Request, finding: Annotated[str, Path(description="The id of a finding.")]
) -> Response:
    """Say why a finding may stay. It is kept, with your name and the reason, and not raised again."""
    told = await WAIVE.read(request)
    return shown(FINDING, await product_of(request).canvases.waive(finding, told.reason, actor_of(request)))


@waiving.post(
    "/{finding}/reopen",
    operation_id="reopenFinding",
    summary="Take a finding up again",
    response_model=FindingView,
    response_description="The finding, open.",
    responses=fails(400, 404, 409, 413, 415),
    openapi_extra={
        "parameters": [PERSON],
        "requestBody": REOPEN.described({"rule": {"summary": "With a reason", "value": {"reason": "It matters now."}}}),
    },
)
async def reopen_finding(
    request: Request, finding: Annotated[str, Path(description="The id of a finding.")]
) -> Response:
    """A finding that was waived, or that a model dismissed, counts again. No model dismisses it a second time."""
    told = await REOPEN.read(request)
    return shown(FINDING, await product_of(request).canvases.reopen(finding, told.reason, actor_of(request)))
