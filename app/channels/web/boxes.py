"""The page of one box: what it says and where that comes from, what is to look at, and how it came to be."""

from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from app.channels.web import pages
from app.channels.web.caller import actor_of, number_of, product_of
from app.channels.web.marked import turns_of
from app.channels.web.room import Room, state
from app.critic.finding import Status
from app.errors import NotFound
from app.usecases.parts import Actor
from app.usecases.product import Product
from app.usecases.views import AnswerView, BoxView, FindingView, PlaceView

PAGE = 10  # answers on a page


async def show(request: Request) -> Response:
    """A box for whoever looks; nobody's place in the interview changes."""
    product, id = product_of(request), request.path_params["canvas"]
    room, box = await _looked_at(product, id, request.path_params["box"], actor_of(request))
    newest = number_of(request, "until") or box.answer
    answers, earlier = await _answers(product, id, box, newest)
    return pages.page(
        request,
        "box.html",
        room=room,
        answers=answers,
        earlier=earlier,
        newest=newest >= box.answer,
        past=await _past(product, id, box),
        state=state,
        fresh=lambda: str(uuid4()),
        back=f"/canvases/{id}/boxes/{box.id}",
        statuses=Status,
    )


async def _looked_at(product: Product, canvas: str, id: str, actor: Actor) -> tuple[Room, BoxView]:
    """The canvas as somebody sees it who stands at this box."""
    view = await product.canvases.get(canvas)
    box = next((each for each in view.boxes if each.id == id), None)
    if box is None:
        raise NotFound(f"This canvas has no box “{id}”.", advice="Go to the canvas and choose one of its boxes.")
    sentences = box.draft.sentences if box.draft else box.sentences
    said = await product.histories.said(canvas, turns_of(sentences))
    return Room(view, actor.name, PlaceView(actor.name, box.id, box.number, len(view.boxes)), said), box


async def _answers(product: Product, canvas: str, box: BoxView, newest: int) -> tuple[list[AnswerView], int]:
    """Answers up to a number, the newest first, and the number of the one before them; 0 if there is none."""
    newest = min(newest, box.answer)
    before = max(newest - PAGE, 0)
    found, _ = await product.histories.answers(canvas, box.id, after=before, limit=max(newest - before, 1))
    return [each for each in reversed(found) if each.number <= newest], before


async def _past(product: Product, canvas: str, box: BoxView) -> list[FindingView]:
    """Findings of the box that are not open any more, those that can be taken up again first."""
    found = [each for each in await product.canvases.findings(canvas) if each.box == box.id]
    return sorted(
        (each for each in found if each.status is not Status.OPEN), key=lambda each: each.status is Status.FIXED
    )
