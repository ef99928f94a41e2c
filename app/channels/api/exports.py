"""Canvases out to files and back in."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.channels.api.bodies import JSON, require
from app.channels.api.caller import PERSON, actor_of, product_of
from app.channels.api.canvases import CREATED, PATH, CanvasId
from app.channels.api.problems import Responses, fails
from app.channels.api.rendering import Json, shown
from app.channels.api.route import Route
from app.usecases.views import Imported

MARKDOWN = "text/markdown"
SUFFIXES = {MARKDOWN: ".md", JSON: ".json"}
IMPORTS = "/api/v1/imports"
DONE = Json[Imported](Imported)
IMPORTED: Responses = {201: {"description": "The new canvas.", "headers": CREATED[201]["headers"]}}

router = APIRouter(prefix="/api/v1/canvases", tags=["Files"], route_class=Route)
importing = APIRouter(prefix=IMPORTS, tags=["Files"], route_class=Route)


def _file(media_type: str, schema: dict[str, Any]) -> Responses:
    return {200: {"description": "The file.", "content": {media_type: {"schema": schema}}}}


def _sent(data: str | bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, headers=headers, media_type=media_type)


@router.get(
    "/{canvas}/export.json",
    operation_id="exportJson",
    summary="Take a canvas away as JSON",
    response_class=Response,
    responses=_file(JSON, {"type": "object"}) | fails(404),
)
async def export_json(request: Request, canvas: CanvasId) -> Response:
    """All accepted answers with their history, for programs; `imports` takes it back. Drafts are not in it."""
    return _sent(await product_of(request).exports.json(canvas), JSON, "canvas.json")


@router.get(
    "/{canvas}/export.md",
    operation_id="exportMarkdown",
    summary="Take a canvas away as Markdown",
    response_class=Response,
    responses=_file(MARKDOWN, {"type": "string"}) | fails(404),
)
async def export_markdown(request: Request, canvas: CanvasId) -> Response:
    """The canvas as one file for people; edit it where you like, `imports` takes it back. Drafts are not in it."""
    return _sent(await product_of(request).exports.markdown(canvas), MARKDOWN, "canvas.md")


@importing.post(
    "",
    operation_id="importCanvas",
    summary="Bring a canvas in",
    status_code=201,
    response_model=Imported,
    responses=IMPORTED | fails(413, 415),
    openapi_extra={
        "parameters": [PERSON],
        "requestBody": {
            "required": True,
            "content": {
                MARKDOWN: {"schema": {"type": "string", "description": "A file as export.md gives it."}},
                JSON: {"schema": {"type": "object", "description": "A file as export.json gives it."}},
            },
        },
    },
)
async def import_canvas(
    request: Request,
    name: Annotated[
        str | None,
        Query(min_length=1, max_length=255, description="The name of the file, which sources and messages will show."),
    ] = None,
) -> Response:
    """A new canvas from a file, Markdown or JSON by its Content-Type. The file is the whole body.

    Nothing is dropped in silence: `warnings` say what was surprising, `unplaced` holds texts that fit no box.
    """
    suffix = SUFFIXES[require(request, MARKDOWN, JSON)]
    file = name or "canvas"
    file = file if file.lower().endswith(suffix) else file + suffix
    done = await product_of(request).imports.read(await request.body(), name=file, actor=actor_of(request))
    return shown(DONE, done, status=201, headers={"Location": f"{PATH}/{done.canvas.id}"})
