"""A product on a real database, with a facilitator that a test can slow down, break or script."""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from app.facilitator.builtin import Builtin
from app.facilitator.port import Delta, Facilitator, Job, Provenance, Stream
from app.interview.effects import Heard
from app.interview.moves import Say
from app.store.database import Database
from app.usecases.parts import Actor, Limits, Parts
from app.usecases.product import Product, join
from app.usecases.turns import Turns
from app.usecases.wishes import NewCanvas

ANNA, BO = Actor("Anna", "test"), Actor("Bo", "test")
SHORT = """
id: short
version: "1"
name: Short canvas
licence: CC0-1.0
columns:
  - name: One
    boxes:
      - id: why
        name: Why
        informs: [how]
        questions:
          - {text: Why now?, label: Reason, essential: true}
          - {text: For whom?, label: People}
      - id: how
        name: How
        questions:
          - {text: How will it work?, label: Way, essential: true}
"""


@dataclass
class Held(Builtin):
    """The built-in facilitator, held back until the test lets it go, or made to fail."""

    free: asyncio.Event = field(default_factory=asyncio.Event)
    listened: list[Job] = field(default_factory=list)
    fails: Callable[[Job], Exception | None] = lambda job: None

    def __post_init__(self) -> None:
        super().__init__()
        self.free.set()

    async def listen(self, job: Job, stream: Stream) -> tuple[Heard, Provenance]:
        self.listened.append(job)
        stream(Delta(job.box, job.turn, "draft", "on its way"))
        await self.free.wait()
        if error := self.fails(job):
            raise error
        return await super().listen(job, stream)


@dataclass
class Scene:
    product: Product
    facilitator: Held
    canvas: str
    interview: str
    clock: "Clock"


class Clock:
    """Time that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += dt.timedelta(**delta)


def parts(
    database: Database,
    facilitator: Facilitator,
    *,
    owner: str = "one",
    clock: Clock | None = None,
    fallback: Facilitator | None = None,
    **limits: float,
) -> Parts:
    numbers = count(1)
    return Parts(
        database=database,
        facilitator=facilitator,
        now=clock or Clock(),
        ids=lambda: f"{owner}-{next(numbers):06}",
        owner=owner,
        fallback=fallback,
        limits=Limits(**limits),  # type: ignore[arg-type]
    )


async def scene(database: Database, *, owner: str = "one", **limits: float) -> Scene:
    """A short canvas whose story is told; Anna is at its first box."""
    facilitator, clock = Held(), Clock()
    product = join(parts(database, facilitator, owner=owner, clock=clock, **limits))
    view = await product.canvases.create(NewCanvas("Vials", template_text=SHORT), ANNA)
    assert view.interview is not None
    return Scene(product, facilitator, view.id, view.interview, clock)


async def running(at: Scene, text: str, box: str = "why") -> str:
    """Words whose turn is held in the middle; gives the turn."""
    at.facilitator.free.clear()
    begun = await at.product.turns.begin(at.interview, Say(text, box=box), ANNA)
    while not at.facilitator.listened:
        await asyncio.sleep(0)
    return begun.turn


async def finished(turns: Turns) -> None:
    """Wait until this process works on nothing any more."""
    while tasks := turns.worker.tasks:
        await asyncio.wait(tasks.values())
        await asyncio.sleep(0)
