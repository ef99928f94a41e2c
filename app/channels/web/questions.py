"""What is still open, by who finds it out."""

import datetime as dt
from collections.abc import Iterable
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from app.canvas.model import NonAnswer
from app.channels.web import pages
from app.channels.web.caller import actor_of, day_of, form_of, product_of, text_of
from app.channels.web.room import room_of
from app.channels.web.when import today
from app.errors import Conflict
from app.interview.moves import Skip
from app.usecases.views import OpenQuestionView

FORM = 100_000  # bytes of one field

Groups = list[tuple[str, list[OpenQuestionView]]]


async def show(request: Request) -> Response:
    product, id = product_of(request), request.path_params["canvas"]
    room = await room_of(product, id, actor_of(request))
    found = await product.canvases.open_questions(id)
    order = [each.id for each in room.canvas.boxes]
    waiting = [each for each in found if each.kind is not NonAnswer.NOT_APPLICABLE]
    return pages.page(
        request,
        "questions.html",
        room=room,
        groups=by_owner(waiting, order),
        settled=by_owner([each for each in found if each not in waiting], order),
        waiting=len(waiting),
        people=room.speakers(each.owner for each in found if each.owner),
        today=today(),
        fresh=lambda: str(uuid4()),
    )


async def give(request: Request) -> Response:
    """Say who finds out what is open, and by when. Conflict if it is not open any more: nobody opens it by that."""
    product, id = product_of(request), request.path_params["canvas"]
    form = await form_of(request, longest=FORM, files=0)
    wanted = text_of(form, "open")
    open = next((each for each in await product.canvases.open_questions(id) if each.id == wanted), None)
    if open is None:
        raise Conflict("This is not open any more, or it was left open anew.", advice="Load the page again.")
    owner, due = text_of(form, "owner").strip(), day_of(form, "due")
    if (owner, due) != (open.owner, open.due):
        view = await product.canvases.get(id)
        move = Skip(open.box, open.kind, question=open.question, reason=open.reason, owner=owner, due=due)
        await product.turns.move(view.interview or "", move, actor_of(request))
    return pages.redirect(request, f"/canvases/{id}/questions")


def by_owner(questions: Iterable[OpenQuestionView], order: list[str]) -> Groups:
    """Questions by who finds them out: what nobody took first, then by name; what is due first stands first."""
    groups: dict[str, list[OpenQuestionView]] = {}
    ranked = sorted(questions, key=lambda each: (each.due or dt.date.max, order.index(each.box), each.question or 0))
    for each in ranked:
        groups.setdefault(each.owner, []).append(each)
    return sorted(groups.items(), key=lambda group: (group[0] != "", group[0].casefold()))
