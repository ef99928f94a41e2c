"""One case through the terminal's interview, on a database of its own."""

import io
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from app.canvas.model import Sentence
from app.channels.terminal.opening import Wish, opened
from app.channels.terminal.playing import Room
from app.channels.terminal.screen import Screen
from app.channels.terminal.session import Session
from app.config import Settings
from app.facilitator.model import Modelled
from app.llm.asking import Asking
from app.llm.recording import Replay, Replayed
from app.llm.trying import Patience
from app.main import build
from app.usecases.parts import Actor
from app.usecases.product import Product
from app.usecases.views import CanvasView
from app.usecases.wishes import NewCanvas
from evals.compare.boxes import template_text
from evals.replay.cases import VIALS, Case

PATIENCE = 3000.0  # seconds, while answers are written by hand
QUICK = 10.0  # seconds, while they are replayed


class Ending:
    """Replies in order, then the end."""

    person = False

    def __init__(self, replies: list[str], *, strict: bool) -> None:
        self.strict = strict  # people mistype; the sample does not
        self._left = list(replies)

    async def read(self, prompt: str, *, below: str = "", kept: bool = True) -> str:
        if not self._left:
            raise EOFError
        return self._left.pop(0)


@dataclass(frozen=True)
class Outcome:
    """What came of a case: the canvas, how many turns it took, and which answers were given again."""

    case: Case
    canvas: CanvasView
    turns: int
    replayed: tuple[Replayed, ...]
    notices: tuple[str, ...]

    @property
    def accepted(self) -> int:
        return sum(1 for box in self.canvas.boxes if box.text)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(each for box in self.canvas.boxes for each in box.sentences)


async def play(case: Case, *, database: Path, record: bool) -> Outcome:
    """The case's replies, against the recording or, to `record`, against the model that is set."""
    replay = None if record else Replay(case.calls)
    facilitator = None
    if replay is not None:
        model = Asking(replay, patience=Patience(QUICK))
        facilitator = Modelled(model, model)
    settings = Settings(
        database=str(database),
        record=case.calls if record else None,
        model_seconds=PATIENCE,
        turn_seconds=PATIENCE if record else 2 * QUICK,
    )
    async with build(settings, facilitator=facilitator) as product:
        session = await _seated(case, product)
        await session.run()
        canvas = await product.canvases.get(session.seen.canvas.id)
        events = await product.histories.events(session.interview, after=0, limit=100_000)
    told = tuple(each.event.text for each in events if each.event.type in ("failure", "notice"))
    return Outcome(case, canvas, session.moves, tuple(replay.replayed) if replay else (), told)


async def _seated(case: Case, product: Product) -> Session:
    quiet = Console(file=io.StringIO(), width=96)
    if case.name == VIALS:
        room = Room(product, Screen(quiet, quiet), Ending(case.replies, strict=True), Actor("somebody", "terminal"))
        return await opened(room, Wish("somebody", new=True))
    actor = Actor("Player", "terminal")
    new = NewCanvas(case.name, designed_by=actor.name, template_text=template_text())
    view = await product.canvases.create(new, actor)
    return await Session.begin(Room(product, Screen(quiet, quiet), Ending(case.replies, strict=False), actor), view.id)
