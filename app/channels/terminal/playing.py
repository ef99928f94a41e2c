"""Making a move from the terminal: what is on its way is shown, Ctrl-C stops it, and nothing is waited for in vain."""

import asyncio
from contextlib import nullcontext, suppress
from dataclasses import dataclass

from app.channels.terminal.interrupts import interrupts
from app.channels.terminal.replies import Interrupted, Reader
from app.channels.terminal.screen import Screen, Waiting
from app.errors import FacilitatorError, NotNow
from app.interview.moves import Move, Stop
from app.usecases.parts import Actor
from app.usecases.product import Product
from app.usecases.turns import Begun
from app.usecases.views import EventView, Played

BUSY = "One moment. Ctrl-C stops it."
PATIENCE = 0.3  # seconds before we say that it takes a moment


@dataclass(frozen=True)
class Room:
    """What a session works with. `editor` is a command; `again` is the command to come back with."""

    product: Product
    screen: Screen
    reader: Reader
    actor: Actor
    editor: str | None = None
    again: str = "facilitator interview"


async def play(room: Room, interview: str, move: Move, *, after: int, box: str) -> Played:
    """Make a move and wait for its turn. A first Ctrl-C stops the turn in that box, a second one leaves it alone."""
    begun = await room.product.turns.begin(interview, move, room.actor)
    pressed: asyncio.Queue[None] = asyncio.Queue()
    watched = interrupts(lambda: pressed.put_nowait(None)) if room.reader.person else nullcontext()
    with watched, room.screen.waiting(BUSY) as waiting:
        watching = asyncio.create_task(_watch(room, interview, waiting, after=after))
        try:
            return await _result(room, interview, begun, pressed, box=box)
        finally:
            watching.cancel()


async def _result(room: Room, interview: str, begun: Begun, pressed: asyncio.Queue[None], *, box: str) -> Played:
    result = asyncio.ensure_future(room.product.turns.result(interview, begun))
    for press in range(2):
        interrupted = asyncio.ensure_future(pressed.get())
        await asyncio.wait({result, interrupted}, return_when=asyncio.FIRST_COMPLETED)
        interrupted.cancel()
        if result.done():
            break
        if press == 0:
            with suppress(NotNow):  # nothing to stop: it ended by itself, or it only explains something
                await room.product.turns.move(interview, Stop(box), room.actor)
    else:
        result.cancel()
        raise Interrupted
    return result.result()


async def _watch(room: Room, interview: str, waiting: Waiting, *, after: int) -> None:
    """Show that work goes on, and text on its way. What it becomes arrives as an event."""
    if not room.screen.out.is_terminal:
        return
    await asyncio.sleep(PATIENCE)
    waiting.start()
    text = ""
    with suppress(FacilitatorError):
        async for news in room.product.histories.follow(interview, after=after):
            if news is not None and not isinstance(news, EventView):
                text += news.text
                waiting.show(text)
