"""What happens at a canvas, as parts of its page that arrive while it happens."""

import asyncio
import re
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import aclosing
from dataclasses import replace

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from app.channels.streaming import RECONNECT, STILL_HERE, EventStream
from app.channels.web import pages
from app.channels.web.caller import actor_of, number_of, product_of
from app.channels.web.canvas import told
from app.channels.web.room import ENTRIES, Room, room_of
from app.errors import FacilitatorError
from app.interview.events import Words
from app.interview.state import CLOSE, START
from app.usecases.parts import Actor
from app.usecases.product import Product
from app.usecases.views import Delta, EventView

LOOKS = 5  # looks without news, a second apart, between two looks for a new round
TALK = ("lead", "explanation", "suggestions")  # parts of a turn that flow into the talk; a draft flows into its box
OVER = b"event: over\ndata: \n\n"  # the page loads again: another round began, or it says what is wrong
_LINE_END = re.compile(r"\r\n|\r|\n")  # what ends a line in a stream; within people's text too


async def follow(request: Request) -> Response:
    """News of a canvas after an event, until the reader goes or the service stops."""
    product, id = product_of(request), request.path_params["canvas"]
    sent = request.headers.get("last-event-id", "")
    after = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 9 else number_of(request, "after")
    view = await product.canvases.get(id)  # NotFound while the status can still say so
    interview = request.query_params.get("interview") or view.interview or ""
    root = request.scope.get("root_path", "")
    reader = Reader(product, actor_of(request), id, interview, root)
    return EventStream(reader.news(after or 0, request.app.state.closing))


class Reader:
    """One page that is open. `flowing` is what it was shown of texts on their way, by turn, box and part."""

    def __init__(self, product: Product, actor: Actor, canvas: str, interview: str, root: str) -> None:
        self.product = product
        self.actor = actor
        self.canvas = canvas
        self.interview = interview
        self.root = root
        self.flowing: dict[tuple[str, str, str], str] = {}
        self.place = ""
        self.speakers: set[str] = set()

    async def news(self, after: int, closing: asyncio.Event) -> AsyncGenerator[bytes, None]:
        yield RECONNECT
        stop, quiet = asyncio.create_task(closing.wait()), 0
        try:
            if await self._is_over():  # numbers of events that a page of an earlier round has mean nothing here
                yield OVER
                return
            await self._room()
            self.speakers = await self._heard(after)
            async with aclosing(self.product.histories.news(self.interview, after=after, until=stop)) as news:
                async for items in news:
                    quiet = 0 if items else quiet + 1
                    if quiet == LOOKS:
                        quiet = 0
                        if await self._is_over():
                            yield OVER
                            return
                    yield await self._message(items)
        except FacilitatorError:
            yield OVER
        finally:
            stop.cancel()

    async def _heard(self, after: int) -> set[str]:
        """Who spoke in the part of the talk that the page began with: it offers them already, and keeps them."""
        seen = await self.product.histories.events(self.interview, after=max(after - ENTRIES, 0), limit=ENTRIES)
        return {each.event.speaker for each in seen if isinstance(each.event, Words) and each.number <= after}

    async def _is_over(self) -> bool:
        """Whether another round began, which has an interview of its own."""
        return (await self.product.canvases.get(self.canvas)).interview != self.interview

    async def _message(self, items: Sequence[EventView | Delta]) -> bytes:
        events = [each for each in items if isinstance(each, EventView)]
        parts: list[str] = []
        if events:
            self._land({each.turn for each in events if not isinstance(each.event, Words)})
            parts.append(await self._parts(events))
        parts += [part for each in items if isinstance(each, Delta) for part in self._flowed(each)]
        return message("".join(parts), id=events[-1].number if events else None) if parts else STILL_HERE

    def _land(self, turns: Collection[str | None]) -> None:
        """Forget text of turns that arrived whole, and of those that ended without it. Words that began a turn may
        come after the first of its text: then nothing arrived yet.
        """
        passing = self.product.histories.passing
        for key in list(self.flowing):
            if key[0] in turns or not passing(self.interview, key[0]):
                del self.flowing[key]

    async def _parts(self, events: Sequence[EventView]) -> str:
        values = await told(self.product, await self._room(), events)
        new = set(values["speakers"]) - self.speakers
        self.speakers |= new
        values |= {"speakers": values["room"].speakers(sorted(self.speakers)), "new_speakers": new}
        return pages.rendered("live.html", root=self.root, me=self.actor.name, **values)

    async def _room(self) -> Room:
        room = await room_of(self.product, self.canvas, self.actor)
        self.place = room.place.place
        return replace(room, flowing=self._shown())

    def _shown(self) -> dict[str, str]:
        """The texts on their way by their spot on the page, as it looks from where the reader is."""
        shown: dict[str, str] = {}
        for (_, box, part), text in self.flowing.items():
            for spot in spots(box, part, self.place):
                shown[spot] = shown.get(spot, "") + text
        return shown

    def _flowed(self, delta: Delta) -> list[Markup]:
        """A piece of text for each spot where it flows. The first piece takes the place of what stands there: of a
        text that a page saw the beginning of before it lost its connection, all so far comes again.
        """
        before = self._shown()
        key = (delta.turn, delta.box, delta.part)
        self.flowing[key] = self.flowing.get(key, "") + delta.text
        piece = Markup('<hx-partial hx-target="#{}" hx-swap="{}">{}</hx-partial>')
        return [
            piece.format(spot, "beforeend" if spot in before else "innerHTML", delta.text)
            for spot in spots(delta.box, delta.part, self.place)
        ]


def spots(box: str, part: str, place: str) -> tuple[str, ...]:
    """Where on the page of somebody who is at `place` a text flows."""
    if part in TALK:
        return (f"flow-{part}",) if box == place else ()
    if box in (START, CLOSE):
        return ()
    return (f"flow-in-{box}", "flow-draft") if box == place else (f"flow-in-{box}",)


def message(html: str, *, id: int | None) -> bytes:
    """One message of the stream; each line of its HTML is a line of data."""
    head = b"" if id is None else b"id: %d\n" % id
    return head + b"".join(b"data: %s\n" % line.encode() for line in _LINE_END.split(html)) + b"\n"
