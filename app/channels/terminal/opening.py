"""Before the interview: go on with a canvas or begin one, and who is here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.text import Text

from app.canvas import template
from app.channels.terminal.choosing import all_canvases, choose, short
from app.channels.terminal.playing import Room
from app.channels.terminal.screen import hint
from app.channels.terminal.session import Session
from app.channels.words import count
from app.interview import phrases
from app.interview.state import Pace
from app.usecases.parts import Actor
from app.usecases.views import CanvasLine, CanvasView
from app.usecases.wishes import NewCanvas

GO_ON = "Enter goes on with it, “new” begins another canvas, or name another one."


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line. `name` is who sits here; `person` whom the settings name."""

    person: str
    canvas: str | None = None
    new: bool = False
    name: str | None = None
    template: str | None = None
    pace: Pace | None = None


async def opened(room: Room, wish: Wish) -> Session:
    """A session on the canvas that is meant, or on a new one."""
    id = None if wish.new else await _wanted(room, wish)
    if id is None:
        room, id = await _created(room, wish)
    else:
        room = replace(room, actor=Actor(await _who(room, await room.product.canvases.get(id), wish), "terminal"))
    canvases = await all_canvases(room.product)
    room = replace(room, again=f"{room.again} {short(id, canvases)}")
    return await Session.begin(room, id, pace=wish.pace)


async def _wanted(room: Room, wish: Wish) -> str | None:
    """The id of the canvas to go on with; None for a new one."""
    if wish.canvas:
        return (await choose(room.product, wish.canvas)).canvas.id
    canvases = await all_canvases(room.product)
    if not canvases or room.reader.strict:
        return None
    room.screen.put(Text(f"Last time: {_line(canvases[0])}."), hint(GO_ON))
    answer = await room.reader.read("> ", kept=False)
    if not answer or phrases.plain(answer) in phrases.YES:
        return canvases[0].id
    if answer.casefold() in ("new", "n", "anew", "no"):
        return None
    return (await choose(room.product, answer)).canvas.id


def _line(canvas: CanvasLine) -> str:
    return f"“{canvas.product_name}”, {canvas.accepted} of {count(canvas.of, 'box')} accepted"


async def _created(room: Room, wish: Wish) -> tuple[Room, str]:
    """A new canvas, after its name and who is here."""
    given = _template(wish.template)
    name = await _asked(room, "What is the product called? A short name; it can be changed later.")
    people = _people(await _asked(room, f"Who is here? Names with commas, you first. Enter for {wish.person}."))
    actor = Actor(wish.name or (people[0] if people else wish.person), "terminal")
    designed_by = ", ".join(people or [actor.name])
    view = await room.product.canvases.create(replace(given, product_name=name, designed_by=designed_by), actor)
    return replace(room, actor=actor), view.id


def _template(name: str | None) -> NewCanvas:
    if name is None:
        return NewCanvas("")
    if name in template.shipped():
        return NewCanvas("", template=name)
    return NewCanvas("", template_text=template.load(name).text, template_file=Path(name).name)


async def _asked(room: Room, question: str) -> str:
    room.screen.put(Text(question, style="bold"))
    return await room.reader.read("> ", kept=False)


async def _who(room: Room, canvas: CanvasView, wish: Wish) -> str:
    """Who goes on: named on the command line or in the settings, else whoever says so."""
    known = _known(canvas)
    if wish.name:
        return wish.name
    same = [each for each in known if each.casefold() == wish.person.casefold()]
    if same or not known:
        return same[0] if same else wish.person
    if room.reader.strict:
        return known[0]
    answer = await _asked(room, f"Who is here now? Enter for {known[0]}.")
    return next(iter(_people(answer)), known[0])


def _known(canvas: CanvasView) -> Sequence[str]:
    """People of a canvas, the one who moved last first."""
    return list(dict.fromkeys([*(each.person for each in canvas.places[::-1]), *_people(canvas.header.designed_by)]))


def _people(text: str) -> list[str]:
    return [name for each in text.split(",") if (name := " ".join(each.split()))]
