"""Server-sent events: what was stored comes with its number as the id; text on its way comes without one."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from starlette.requests import Request

from app.channels.api.problems import NOT_ACCEPTABLE, of_error
from app.channels.api.rendering import Json
from app.channels.errors import Refused
from app.channels.streaming import EVENTS, RECONNECT, STILL_HERE, frame
from app.errors import FacilitatorError
from app.usecases.product import Product
from app.usecases.views import Delta, EventView, Played

if TYPE_CHECKING:
    from app.usecases.turns import Begun

JSON = "application/json"
PAGE = 200

EVENT = Json[EventView](EventView)
PLAYED = Json[Played](Played)
DELTA = Json[Delta](Delta)


def wants_stream(request: Request) -> bool:
    """Whether events are asked for as a stream; Refused if neither form will do."""
    accept = request.headers.get("accept", "*/*")
    if accept == "*/*":
        return False
    quality = {form: _quality(accept, form) for form in (JSON, EVENTS)}
    if not any(quality.values()):
        raise Refused(NOT_ACCEPTABLE, f"Accept is {accept}.", advice=f"Ask for {JSON} or {EVENTS}.")
    return quality[EVENTS] > quality[JSON] or (quality[EVENTS] == quality[JSON] and EVENTS in accept)


def _quality(accept: str, form: str) -> float:
    """How much a form is wanted, by the most specific range that names it (RFC 9110, 12.5.1)."""
    best = (-1, 0.0)
    for each in accept.split(","):
        range, *parameters = (part.strip().lower() for part in each.split(";"))
        kinds = [form, form.split("/")[0] + "/*", "*/*"]
        if range in kinds:
            q = next((part[2:] for part in parameters if part.startswith("q=")), "1")
            best = max(best, (len(kinds) - kinds.index(range), float(q) if _is_number(q) else 1.0))
    return best[1]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


# ---- the streams


async def following(
    product: Product, interview: str, *, after: int, closing: asyncio.Event
) -> AsyncGenerator[bytes, None]:
    """Everything in an interview after a number, until the reader goes or the service stops."""
    yield RECONNECT
    stop = asyncio.create_task(closing.wait())
    try:
        async with aclosing(product.histories.news(interview, after=after, until=stop)) as news:
            async for items in news:
                yield _frames_of(items)
    except FacilitatorError as error:
        yield _problem(error)
    finally:
        stop.cancel()


async def turning(product: Product, interview: str, begun: "Begun") -> AsyncGenerator[bytes, None]:
    """A turn while it happens, with all that happens beside it; at last its result.

    The turn belongs to the interview: whoever stops reading stops nothing but the stream.
    """
    over = asyncio.create_task(product.turns.result(interview, begun))
    try:
        yield b"".join((RECONNECT, *map(_frame_of, product.turns.decided(begun))))
        sent = begun.now.last_event if begun.now else await _before(product, interview, begun)
        news = product.histories.news(interview, after=sent, until=over, read=begun.now is None)
        async with aclosing(news):
            async for items in news:
                sent = max((each.number for each in items if isinstance(each, EventView)), default=sent)
                yield _frames_of(items)
        played = over.result()
        while played.events and sent < played.events[-1].number:
            for event in await product.histories.events(interview, after=sent, limit=PAGE):
                sent = event.number
                yield _frame_of(event)
        yield frame("result", PLAYED.bytes(played))
    except FacilitatorError as error:
        yield _problem(error)
    finally:
        over.cancel()


async def _before(product: Product, interview: str, begun: "Begun") -> int:
    """The number of the event before the first one of a turn that began earlier: it has to be looked for."""
    last = 0
    while events := await product.histories.events(interview, after=last, limit=PAGE):
        for event in events:
            if event.turn == begun.turn:
                return last
            last = event.number
    return last


# ---- the frames


def _problem(error: FacilitatorError) -> bytes:
    """What ended a stream early: the head of the answer is gone, so the problem comes as an event."""
    return frame("problem", bytes(of_error(error).body))


def _frames_of(items: Sequence[EventView | Delta]) -> bytes:
    """What came at once, to be sent at once: each write to a socket costs as much as the rest of a frame."""
    return b"".join(map(_frame_of, items)) or STILL_HERE


def _frame_of(item: EventView | Delta) -> bytes:
    """A stored event, or a piece of text on its way."""
    if isinstance(item, EventView):
        return frame(item.event.type, EVENT.bytes(item), id=item.number)
    return frame("delta", DELTA.bytes(item))
