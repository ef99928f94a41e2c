"""The page of a canvas: talk on one side, the board on the other; and what its buttons do."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.channels.web import pages
from app.channels.web.caller import actor_of, form_of, in_part, number_of, product_of, text_of
from app.channels.web.forms import move_of
from app.channels.web.room import ENTRIES, Room, room_of, state, tally
from app.channels.web.telling import decided
from app.errors import Invalid
from app.interview.events import Closing, Position, ReadBack, Screened, Words
from app.interview.moves import Confirm
from app.usecases.product import Product
from app.usecases.views import EventView, FindingView

FORM = 400_000  # bytes of one field of a form; what a reply may have is checked after it is read


async def show(request: Request) -> Response:
    """The canvas at one's own place. Whoever comes for the first time joins the interview."""
    product, actor, id = product_of(request), actor_of(request), request.path_params["canvas"]
    view = await product.canvases.get(id)
    interview = view.interview or ""
    if request.method == "GET" and all(each.person != actor.name for each in view.places):
        await product.canvases.join(id, actor)
    seen = await product.canvases.interview(interview, actor)
    room = await room_of(product, id, actor)
    if room.canvas.interview != interview:  # another round began meanwhile: its talk is another
        return pages.redirect(request, f"/canvases/{id}")
    events = await product.histories.events(interview, after=max(seen.events - ENTRIES, 0), limit=ENTRIES)
    last = events[-1].number if events else seen.events
    values = await told(product, room, events)
    return pages.page(
        request,
        "canvas.html",
        after=last,
        before=events[0].number if events else 0,
        **values,
    )


async def earlier(request: Request) -> Response:
    """What was said before the part of the talk that is shown: more of it there, or a page without scripts."""
    product, actor, id = product_of(request), actor_of(request), request.path_params["canvas"]
    room = await room_of(product, id, actor)
    before = number_of(request, "before") or 0
    after = max(before - 1 - ENTRIES, 0)
    found = await product.histories.events(room.canvas.interview or "", after=after, limit=ENTRIES)
    events = [each for each in found if each.number < before]
    values = await told(product, room, events)
    name = "earlier.html" if in_part(request) else "before.html"
    return pages.page(request, name, before=events[0].number if events else 0, back=f"/canvases/{id}", **values)


async def move(request: Request) -> Response:
    """Make a move. A part of a page is told by its stream what came of it; a browser gets the page again."""
    product, actor = product_of(request), actor_of(request)
    form = await form_of(request, longest=FORM, files=0)
    made = move_of(request.path_params["move"], form)
    interview, key = text_of(form, "interview"), text_of(form, "key").strip()[:200] or None
    if not interview:
        raise Invalid("The form does not say which interview it belongs to.", advice="Load the page again.")
    if in_part(request):
        begun = await product.turns.begin(interview, made, actor, key=key)
        if isinstance(made, Confirm) and not product.turns.decided(begun):
            return await _after_a_no(request, product)
        return HTMLResponse("", 200 if "#editor" in request.headers.get("hx-target", "") else 204)  # an editor closes
    await product.turns.move(interview, made, actor, key=key)
    back = text_of(form, "back") or f"/canvases/{request.path_params['canvas']}#now"
    return pages.redirect(request, back if back.startswith("/canvases/") else "/")


async def _after_a_no(request: Request, product: Product) -> Response:
    """What can be done now. A no leaves no event, so the stream tells nothing, unless words are heard because of it."""
    room = await room_of(product, request.path_params["canvas"], actor_of(request))
    if room.box is None or room.box.running:
        return HTMLResponse("", 204)
    return pages.page(request, "moved.html", **await told(product, room, ()))


async def told(product: Product, room: Room, events: Sequence[EventView]) -> dict[str, Any]:
    """What the templates of a canvas are given."""
    heard = [each.event.speaker for each in events if isinstance(each.event, Words)]
    return {
        "room": room,
        "events": _shown(events, room.me),
        "speakers": room.speakers(heard),
        "newest_facts": max((each.number for each in events if _asks_facts(each)), default=0),
        "findings": await _named(product, room, events),
        "decided": decided,
        "tally": tally,
        "state": state,
        "fresh": lambda: str(uuid4()),
    }


def _asks_facts(event: EventView) -> bool:
    """Whether it asks to confirm facts about the system. Only the newest such question can still be answered there."""
    return isinstance(event.event, Screened) and bool(event.event.facts)


def _shown(events: Sequence[EventView], me: str) -> list[EventView]:
    """The events without places that somebody only passed on the way to the next one."""
    mine = [isinstance(each.event, Position) and each.by == me for each in events]
    again = [*mine[1:], False]
    return [each for place, each in enumerate(events) if not (mine[place] and again[place])]


async def _named(product: Product, room: Room, events: Sequence[EventView]) -> Mapping[str, FindingView]:
    """The findings that these events name, by id; looked up only if there are any."""
    if not any(isinstance(each.event, Closing | ReadBack) for each in events):
        return {}
    return {each.id: each for each in await product.canvases.findings(room.canvas.id)}
