"""What can be done from the shell in one go, and the sitting itself."""

import asyncio
from pathlib import Path

from rich.text import Text

from app.channels.terminal import history, looking
from app.channels.terminal.answers import Answers
from app.channels.terminal.board import board
from app.channels.terminal.box import panel
from app.channels.terminal.choosing import all_canvases, choose, short
from app.channels.terminal.listing import listing
from app.channels.terminal.opening import Wish, opened
from app.channels.terminal.playing import Room
from app.channels.terminal.saving import exported, save, written
from app.channels.terminal.screen import hint
from app.channels.terminal.seen import Seen
from app.channels.terminal.session import Session
from app.channels.words import count
from app.errors import FacilitatorError, Invalid
from app.interview.state import START
from app.usecases.views import CanvasView, PlaceView

LARGEST = 50_000_000  # bytes of a file that we try to read; the import has its own, smaller limit


async def interview(room: Room, wish: Wish, *, export: Path | None = None) -> None:
    """Sit down at a canvas. Of a file of answers, the first thing that fails ends it."""
    answers = room.reader if isinstance(room.reader, Answers) else None
    try:
        session = await opened(room, wish)
        try:
            await session.run()
        finally:
            if export:
                await save(room.product, session.seen.canvas.id, export)
        if answers:
            await _sum_up(session, answers)
    except EOFError:
        raise Invalid("The answers ended before the interview began.", advice="Give a name and who is here.") from None
    except FacilitatorError as error:
        raise (answers.blame(error) if answers else error) from error


async def _sum_up(session: Session, answers: Answers) -> None:
    answers.check_all_taken()
    canvas = session.seen.canvas
    done = f"{canvas.accepted} of {count(len(canvas.boxes), 'box')} accepted in {count(session.moves, 'turn')}"
    session.room.screen.put(Text(f"\n{done}"))


async def demo(room: Room) -> None:
    """The sample case with its three rounds, and a sitting at it."""
    view = await room.product.imports.sample(room.actor)
    room.screen.put(*board(view, wide=room.screen.wide), wide=room.screen.wide)
    room.screen.put(hint("\nThis is the sample case. Look around: /goto 3, /history, /findings. Change what you like."))
    await interview(room, Wish(person=room.actor.name, canvas=view.id, name=room.actor.name))


async def read(room: Room, file: Path) -> None:
    """A canvas from a Markdown or JSON file."""
    came = await room.product.imports.read(await asyncio.to_thread(_bytes, file), name=file.name, actor=room.actor)
    view, put = came.canvas, room.screen.put
    findings = sum(len(each.findings) for each in view.boxes)
    put(
        Text(
            f"“{view.header.product_name}” is here: {view.accepted} of {count(len(view.boxes), 'box')} filled, "
            f"{count(findings, 'finding')}."
        )
    )
    put(*(Text(f"Mind: {each}") for each in came.warnings))
    if came.unplaced:
        put(Text("These texts belong to no box and were left out:"))
        put(*(Text(f"\n{each}") for each in came.unplaced))
    id = short(view.id, await all_canvases(room.product))
    put(hint(f"Look at it: facilitator show {id}. Go on with it: facilitator interview {id}"))


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise Invalid(f"{file} is too large for a canvas.", advice="Give a file that facilitator export wrote.")
        return file.read_bytes()
    except OSError as error:
        why = (error.strerror or "").casefold()
        raise Invalid(f"{file} could not be read: {why}.", advice="Give a canvas as .md or .json.") from error


async def export(room: Room, canvas: str | None, *, json: bool, output: Path | None) -> None:
    """Write a canvas to a file, or to the screen."""
    view = await chosen(room, canvas)
    if output is None:
        room.screen.pour(await exported(room.product, view.id, json=json))
        return
    await save(room.product, view.id, output, json=json)
    room.screen.note(written(output, view))


async def list_all(room: Room) -> None:
    room.screen.put(*listing(await all_canvases(room.product)))


async def show(room: Room, canvas: str | None, *, box: str | None) -> None:
    """The board, or one box with its sources, its findings and its history."""
    screen, seen = room.screen, _seen(await chosen(room, canvas))
    if box is None:
        screen.put(*board(seen.canvas, wide=screen.wide), wide=screen.wide)
        return
    view = seen.of(seen.find_box(box))
    screen.put(*panel(view, seen, whole=True), *looking.sources(view))
    screen.put(*history.told(view.name, await history.answers(room.product, seen.canvas.id, view.id)))


async def tell_history(room: Room, canvas: str | None, box: str) -> None:
    seen = _seen(await chosen(room, canvas))
    id = seen.find_box(box)
    room.screen.put(*history.told(seen.name(id), await history.answers(room.product, seen.canvas.id, id)))


async def diff(room: Room, canvas: str | None, *, before: int | None, after: int | None) -> None:
    """What changed between two iterations; without numbers, between the last one and the one before."""
    view = await chosen(room, canvas)
    new = view.iteration if after is None else after
    old = new - 1 if before is None else before
    if old < 1:
        raise Invalid("There is only one iteration yet.", advice="facilitator new-iteration begins the next one.")
    found = await room.product.histories.diff(view.id, before=old, after=new)
    room.screen.put(*history.differences(found, old, new))


async def new_iteration(room: Room, canvas: str | None, *, note: str, designed_by: str | None) -> None:
    view = await chosen(room, canvas)
    view = await room.product.canvases.start_iteration(view.id, room.actor, designed_by=designed_by, note=note)
    left = sum(len(each.open_questions) for each in view.boxes)
    line = f"Iteration {view.iteration} of “{view.header.product_name}” has begun. Every answer carried over"
    room.screen.put(Text(f"{line}, and {count(left, 'open question')}." if left else f"{line}."))


async def chosen(room: Room, wanted: str | None) -> CanvasView:
    """The canvas that is meant. A guess is said, beside the matter."""
    found = await choose(room.product, wanted)
    if found.guessed:
        room.screen.note(f"“{found.canvas.product_name}”, the canvas that changed last:")
    return await room.product.canvases.get(found.canvas.id)


def _seen(canvas: CanvasView) -> Seen:
    nowhere = PlaceView("", START, 0, len(canvas.boxes))
    return Seen(canvas, me="", speaker="", at=nowhere)
