"""What is still open, by who finds it out."""

import datetime as dt
from collections.abc import Iterable
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from app.canvas.model import NonAnswer
from app.channels.web import pages
from app.channels.web.caller import actor_of, product_of
from app.channels.web.room import room_of
from app.channels.web.when import today
from app.usecases.views import OpenQuestionView

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


def by_owner(questions: Iterable[OpenQuestionView], order: list[str]) -> Groups:
    """Questions by who finds them out: what nobody took first, then by name; what is due first stands first."""
    groups: dict[str, list[OpenQuestionView]] = {}
    ranked = sorted(questions, key=lambda each: (each.due or dt.date.max, order.index(each.box), each.question or 0))
    for each in ranked:
        groups.setdefault(each.owner, []).append(each)
    return sorted(groups.items(), key=lambda group: (group[0] != "", group[0].casefold()))
