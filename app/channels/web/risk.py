"""What the AI Act makes of a canvas: labels, the facts behind them, dates, and what each box should still address."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from app.channels.web import pages
from app.channels.web.caller import actor_of, product_of
from app.channels.web.room import Room, room_of
from app.channels.web.timeline import Mark, drawn
from app.channels.web.words import day, listed
from app.critic.ai_act.screening import UNSURE
from app.usecases.screened import ConsiderationView, DutyView, FactView, LabelView, ScreeningView

NAMED = 3  # articles of one date; more of them are counted
CHECKED = {"secondary": "secondary sources, not against the Official Journal itself", "eur-lex": "EUR-Lex"}
ADDRESSED = {  # sign, word
    "addressed": ("✔", "said"),
    "missing": ("○", "still to say"),
    "not_applicable": ("–", "not needed"),
    "unread": ("?", "written in a language that the rules cannot read"),
}


async def show(request: Request) -> Response:
    product, id = product_of(request), request.path_params["canvas"]
    room = await room_of(product, id, actor_of(request))
    view = await product.screenings.of(id)
    dates = dates_of(view)
    return pages.page(
        request,
        "risk.html",
        room=room,
        view=view,
        unsure=UNSURE in {each.id for each in view.labels},
        names=list(dict.fromkeys(each.name for each in view.labels)),
        known=[each for each in known(view) if each.confirmed or each.value != "no"],
        denied=[each for each in known(view) if not each.confirmed and each.value == "no"],
        ours=[each for each in view.duties if each.ours is not False],
        theirs=[each for each in view.duties if each.ours is False],
        boxes=by_box(view.considerations, room),
        dates=dates,
        drawing=drawn([Mark(at, day(at), text) for at, text in dates], view.on),
        checked=CHECKED.get(view.checked, view.checked),
        addressed=ADDRESSED,
        fresh=lambda: str(uuid4()),
    )


def known(view: ScreeningView) -> tuple[FactView, ...]:
    """The facts that are known and not listed as open: what nobody confirmed yet first."""
    open = {each.id for each in view.open}
    return tuple(sorted((each for each in view.facts if each.id not in open), key=lambda each: each.confirmed))


def by_box(found: Sequence[ConsiderationView], room: Room) -> list[tuple[str, list[ConsiderationView]]]:
    """What to address by box, in the order in which boxes are filled; what is missing first."""
    order, states = [each.id for each in room.canvas.boxes], list(ADDRESSED)
    states.insert(0, states.pop(states.index("missing")))
    ranked = sorted(found, key=lambda each: (order.index(each.box), states.index(each.state)))
    return [(box, list(some)) for box, some in groupby(ranked, key=lambda each: each.box)]


def dates_of(view: ScreeningView) -> list[tuple[dt.date, str]]:
    """The days from which labels and duties hold, in order, each with what does."""
    labels: dict[dt.date, list[LabelView]] = {}
    duties: dict[dt.date, list[DutyView]] = {}
    for label in view.labels:
        if label.applies_from:
            labels.setdefault(label.applies_from, []).append(label)
    for duty in view.duties:
        if duty.ours is not False:
            duties.setdefault(duty.applies_from, []).append(duty)
    return [(at, _holding(labels.get(at, ()), duties.get(at, ()))) for at in sorted({*labels, *duties})]


def _holding(labels: Sequence[LabelView], duties: Sequence[DutyView]) -> str:
    """What holds from a day on: “Prohibited. To follow: Art. 5”."""
    articles = list(dict.fromkeys(each.article for each in duties))
    more = [f"{len(articles) - NAMED} more"] if len(articles) > NAMED else []
    names = list(dict.fromkeys(each.name for each in labels))
    told = [f"To follow: {listed([*articles[:NAMED], *more])}"] if articles else []
    return ". ".join((*names, *told))
