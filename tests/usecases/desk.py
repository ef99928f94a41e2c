"""A product whose facilitator talks with a model that a test can break and heal, and a built-in one to stand in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from app.facilitator.builtin import Builtin
from app.facilitator.model import Modelled
from app.interview.moves import Move
from app.store.database import Database
from app.store.reader import Reader
from app.usecases.product import Product, join
from app.usecases.views import BoxView
from app.usecases.wishes import NewCanvas
from tests.facilitator.models import Answer, Desk
from tests.usecases.scene import ANNA, SHORT, Clock, finished, parts

WORDS = "1: Because vials break."
PLAIN = "Because vials break."
FORM = {
    "changes": [{"do": "add", "text": "Vials break often.", "sources": ["T1"], "question": 1}],
    "coverage": [{"question": 1, "state": "full", "words": "vials break"}],
}
ANSWERS: dict[str, Answer] = {
    "listen": FORM,
    "story": {"passages": []},
    "review": {"verdicts": []},
    "explain": "It asks what hurts.",
    "suggest": {"ideas": [{"text": "Count … of them.", "because": "you said they break"}]},
}


class Watched(Database):
    """Notes what is asked in transactions that only read."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.engine)
        self.asked: list[str] = []

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Reader]:
        async with super().read() as reader:
            yield _Noting(reader, self.asked)  # type: ignore[misc]


class _Noting:
    def __init__(self, reader: Reader, asked: list[str]) -> None:
        self._reader, self._asked = reader, asked

    def __getattr__(self, name: str) -> Any:
        self._asked.append(name)
        return getattr(self._reader, name)


@dataclass
class At:
    product: Product
    database: Watched
    model: Desk
    canvas: str
    interview: str
    clock: Clock

    async def move(self, move: Move) -> list[Any]:
        """The events that a move led to, once everything is done."""
        played = await self.product.turns.move(self.interview, move, ANNA)
        await finished(self.product.turns)
        return [each.event for each in played.events]

    async def box(self, number: int = 0) -> BoxView:
        return (await self.product.canvases.get(self.canvas)).boxes[number]

    async def draft(self) -> str:
        draft = (await self.box()).draft
        return draft.text if draft else ""

    async def works(self) -> list[tuple[Any, ...]]:
        """Who did what, in the order of the turns: facilitator, prompt, outcome, calls, dollars."""
        rows = "select facilitator, prompt, outcome, calls, cost from work join turn on turn.id = turn_id"
        async with self.database.engine.transaction(write=False) as transaction:
            found = await transaction.run(
                lambda connection: connection.exec_driver_sql(f"{rows} order by turn.number, work.number").all()
            )
        return [tuple(each) for each in found]


async def at_desk(database: Database, *, model: Desk | None = None, alone: bool = False, **limits: float) -> At:
    """A short canvas with a model; `alone` without anybody who stands in for it."""
    model, clock = model or Desk(**ANSWERS), Clock()
    watched = database if isinstance(database, Watched) else Watched(database)
    fallback = None if alone else Builtin()
    product = join(parts(watched, Modelled(model, model), clock=clock, fallback=fallback, **limits))
    view = await product.canvases.create(NewCanvas("Vials", template_text=SHORT), ANNA)
    assert view.interview is not None
    return At(product, watched, model, view.id, view.interview, clock)


def types(events: list[Any]) -> list[str]:
    return [each.type for each in events]


def notices(events: list[Any]) -> list[tuple[str, str]]:
    return [(each.code, each.text) for each in events if each.type == "notice"]
