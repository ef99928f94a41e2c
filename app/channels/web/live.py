"""What happens at a canvas, as parts of its page that arrive while it happens."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import aclosing

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from app.channels.streaming import RECONNECT, STILL_HERE, EventStream
from app.channels.web import pages
from app.channels.web.caller import actor_of, product_of
from app.channels.web.canvas import told
from app.channels.web.room import Room, room_of
from app.errors import FacilitatorError
from app.usecases.parts import Actor
from app.usecases.product import Product
from app.usecases.views import Delta, EventView

LOOKS = 5  # looks without news, a second apart, between two looks for a new round
TALK = ("lead", "explanation", "suggestions")  # parts of a turn that flow into the talk; a draft flows into its box


async def follow(request: Request) -> Response:
    """News of a canvas after an event, until the reader goes or the service stops."""
    product, id = product_of(request), request.path_params["canvas"]
    sent = request.headers.get("last-event-id") or request.query_params.get("after", "")
    after = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 9 else 0
    view = await product.canvases.get(id)  # NotFound while the status can still say so
    root = request.scope.get("root_path", "")
    reader = Reader(product, actor_of(request), id, view.interview or "", root)
    return EventStream(reader.news(after, request.app.state.closing))


class Reader:
    """One page that is open. `flowing` is what it was shown of texts on their way, by turn and place."""

    def __init__(self, product: Product, actor: Actor, canvas: str, interview: str, root: str) -> None:
        self.product = product
        self.actor = actor
        self.canvas = canvas
        self.interview = interview
        self.root = root
        self.flowing: dict[tuple[str, str], str] = {}
        self.place = ""
        self.speakers: set[str] = set()

    async def news(self, after: int, closing: asyncio.Event) -> AsyncGenerator[bytes, None]:
        yield RECONNECT
        stop, quiet = asyncio.create_task(closing.wait()), 0
        try:
            self.place = (await self._room()).place.place
            async with aclosing(self.product.histories.news(self.interview, after=after, until=stop)) as news:
                async for items in news:
                    quiet = 0 if items else quiet + 1
                    if quiet == LOOKS:
                        quiet = 0
                        if await self._is_over():
                            yield b"event: over\ndata: \n\n"
                            return
                    yield await self._message(items)
        except FacilitatorError:
            yield b"event: over\ndata: \n\n"  # the page loads again, and says what is wrong
        finally:
            stop.cancel()

    async def _is_over(self) -> bool:
        """Whether another round began, which has an interview of its own."""
        return (await self.product.canvases.get(self.canvas)).interview != self.interview

    async def _message(self, items: Sequence[EventView | Delta]) -> bytes:
        events = [each for each in items if isinstance(each, EventView)]
        parts: list[str] = []
        if events:
            self._let_flow({each.turn for each in events})
            parts.append(await self._parts(events))
        parts += [part for each in items if isinstance(each, Delta) for part in self._flowed(each)]
        return _message("".join(parts), id=events[-1].number if events else None) if parts else STILL_HERE

    async def _parts(self, events: Sequence[EventView]) -> str:
        room = await self._room()
        self.place = room.place.place
        values = await told(self.product, room, events)
        new = set(values["speakers"]) - self.speakers
        self.speakers |= new
        values |= {"speakers": room.speakers(sorted(self.speakers)), "new_speakers": new}
        return pages.rendered("live.html", root=self.root, me=self.actor.name, **values)

    def _let_flow(self, done: Collection[str | None]) -> None:
        """Forget the texts of turns that did something now, or that somebody stopped."""
        self.flowing = {
            (turn, spot): text
            for (turn, spot), text in self.flowing.items()
            if turn not in done and self.product.histories.passing(self.interview, turn)
        }

    async def _room(self) -> Room:
        flowing: dict[str, str] = {}
        for (_, spot), text in self.flowing.items():
            flowing[spot] = flowing.get(spot, "") + text
        return await room_of(self.product, self.canvas, self.actor, flowing=flowing)

    def _flowed(self, delta: Delta) -> list[Markup]:
        """A piece of text for each place on the page where it flows."""
        here = delta.box == self.place
        if delta.part in TALK:
            spots = [f"flow-{delta.part}"] if here else []
        else:
            spots = [f"flow-in-{delta.box}", *(["flow-draft"] if here else [])]
        return [self._piece(delta, spot) for spot in spots]

    def _piece(self, delta: Delta, spot: str) -> Markup:
        """The text of a delta, for one place. What flowed there before the stream broke off comes again, whole."""
        swap = "beforeend" if any(each == spot for _, each in self.flowing) else "innerHTML"
        self.flowing[delta.turn, spot] = self.flowing.get((delta.turn, spot), "") + delta.text
        piece = Markup('<hx-partial hx-target="#{}" hx-swap="{}">{}</hx-partial>')
        return piece.format(escape(spot), swap, delta.text)


def _message(html: str, *, id: int | None) -> bytes:
    """One message of the stream; each line of its HTML is a line of data."""
    head = b"" if id is None else b"id: %d\n" % id
    lines = b"".join(b"data: %s\n" % line.encode() for line in html.split("\n"))
    return head + lines + b"\n"
