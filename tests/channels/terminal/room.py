"""A room for a test: a product on a file, a screen that is remembered, and lines instead of a person."""

import io
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from rich.console import Console

from app.channels.terminal.playing import Room
from app.channels.terminal.replies import Interrupted
from app.channels.terminal.screen import Screen
from app.channels.terminal.session import Session
from app.store.database import Database
from app.usecases.parts import Actor, Parts
from app.usecases.product import Product, join
from app.usecases.wishes import NewCanvas
from tests.usecases.scene import SHORT, Clock, Held, parts

ANNA = Actor("Anna", "terminal")
CTRL_C = "^C"

Line = str | Callable[[], Awaitable[str]]


@dataclass
class Script:
    """Replies in their order; one may be a function, which is called when its turn comes."""

    lines: deque[Line]
    person: bool = False
    strict: bool = False
    prompts: list[str] = field(default_factory=list)

    async def read(self, prompt: str, *, below: str = "", kept: bool = True) -> str:
        self.prompts.append(f"{prompt}|{below}")
        if not self.lines:
            raise EOFError
        line = self.lines.popleft()
        text = line if isinstance(line, str) else await line()
        if text == CTRL_C:
            raise Interrupted
        return text


@dataclass
class Scene:
    room: Room
    facilitator: Held
    parts: Parts
    out: io.StringIO
    err: io.StringIO
    canvas: str

    @property
    def product(self) -> Product:
        return self.room.product

    def told(self) -> str:
        """All that was shown since the last call."""
        text = self.out.getvalue()
        self.out.truncate(0)
        self.out.seek(0)
        return text

    async def sit(self, *lines: Line, **how: bool) -> Session:
        """A sitting of Anna's that goes through these lines."""
        self.room.reader.__init__(deque(lines), **how)  # type: ignore[misc]
        session = await Session.begin(self.room, self.canvas)
        await session.run()
        return session


def screen(width: int = 80, **how: bool) -> tuple[Screen, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()
    made = [Console(file=file, width=width, markup=False, emoji=False, highlight=False, **how) for file in (out, err)]  # type: ignore[arg-type]
    return Screen(*made), out, err


async def scene(database: Database, *, template: str = SHORT) -> Scene:
    """A canvas that Anna has not begun to talk about."""
    facilitator = Held()
    made = parts(database, facilitator, clock=Clock())
    product = join(made)
    view = await product.canvases.create(NewCanvas("Vials", designed_by="Anna", template_text=template), ANNA)
    shown, out, err = screen()
    room = Room(product, shown, Script(deque()), ANNA, again="facilitator interview 01a1")
    return Scene(room, facilitator, made, out, err, view.id)
