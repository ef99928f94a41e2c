"""The canvases that can be filled."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from app.canvas.template import Template
from app.channels.api.caller import product_of
from app.channels.api.paging import USUAL, After, Limit, Page, sliced
from app.channels.api.problems import fails
from app.channels.api.rendering import Json, shown
from app.channels.api.route import Route


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template in a list; `boxes` counts them."""

    id: str
    version: str
    name: str
    licence: str
    language: str
    boxes: int


LINES = Json[Page[TemplateLine]](Page[TemplateLine])
TEMPLATE = Json[Template](Template)

TemplateId = Annotated[str, Path(description="The id of a template.", examples=["mlops-canvas-1.1"])]

router = APIRouter(prefix="/api/v1/templates", tags=["Templates"], route_class=Route)


@router.get(
    "",
    operation_id="listTemplates",
    summary="List the templates",
    response_model=Page[TemplateLine],
    response_description="A page of templates.",
    responses=fails(),
)
async def list_templates(request: Request, after: After = None, limit: Limit = USUAL) -> Response:
    """The canvases that travel with the service, by id."""
    lines = [
        TemplateLine(each.id, each.version, each.name, each.licence, each.language, len(each.order))
        for each in product_of(request).templates.all()
    ]
    return shown(LINES, sliced(lines, after, limit))


@router.get(
    "/{template}",
    operation_id="getTemplate",
    summary="Look at a template",
    response_model=Template,
    response_description="The template.",
    responses=fails(404),
)
async def get_template(request: Request, template: TemplateId) -> Response:
    """Columns, boxes and guiding questions, and the YAML that they were read from: a start for one of your own."""
    return shown(TEMPLATE, product_of(request).templates.get(template))
