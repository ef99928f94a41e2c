"""Editing a box in place, with what the rules find as one types."""

from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from app.channels.web import pages
from app.channels.web.caller import actor_of, form_of, product_of, text_of
from app.channels.web.marked import pieces
from app.channels.web.room import Room, room_of
from app.critic.finding import Status
from app.errors import NotFound
from app.usecases.found import CheckedFinding
from app.usecases.product import Product
from app.usecases.views import BoxView

FORM = 400_000  # bytes of the text; what a reply may have is checked when it is sent
SETTLED = (Status.WAIVED, Status.DISMISSED)


async def show(request: Request) -> Response:
    """The text of a box, to be changed: in the page of its canvas, or on a page of its own."""
    product, canvas = product_of(request), request.path_params["canvas"]
    room = await room_of(product, canvas, actor_of(request))
    box = _box(room, request.path_params["box"])
    text = box.draft.text if box.draft else box.text
    whole = request.headers.get("hx-request") != "true"
    return pages.page(
        request,
        "edit.html" if whole else "_editor.html",
        room=room,
        box=box,
        text=text,
        fresh=lambda: str(uuid4()),
        **await _looked(product, room, box.id, text),
    )


async def check(request: Request) -> Response:
    """What the rules find in a text that nobody sent yet. Nothing is stored."""
    product, canvas = product_of(request), request.path_params["canvas"]
    form = await form_of(request, longest=FORM)
    room = await room_of(product, canvas, actor_of(request))
    box, text = _box(room, request.path_params["box"]), text_of(form, "text")
    return pages.page(request, "checked.html", room=room, box=box, **await _looked(product, room, box.id, text))


async def _looked(product: Product, room: Room, box: str, text: str) -> dict[str, Any]:
    """The text with its marks, and what is found in its words; what was put aside before stays so."""
    known = await product.canvases.findings(room.canvas.id)
    settled = {each.fingerprint for each in known if each.status in SETTLED}
    checked = await product.checks.as_if(room.canvas.id, box, text)
    found = [each for each in checked.findings if _is_here(each, box) and each.fingerprint not in settled]
    return {"pieces": pieces(text, found), "found": found}


def _is_here(finding: CheckedFinding, box: str) -> bool:
    return finding.box == box and finding.end > finding.start


def _box(room: Room, id: str) -> BoxView:
    for each in room.canvas.boxes:
        if each.id == id:
            return each
    raise NotFound(f"This canvas has no box “{id}”.", advice="Go back to the canvas and choose one there.")
