"""The whole product in the weather: as main builds it, on a file, with a provider on a loopback socket."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.canvas.model import Answer
from app.config import Settings
from app.interview.events import Failed, Noticed
from app.interview.moves import Accept, Move, Retry, Say
from app.main import build
from app.store.records import TurnRecord, WorkRecord
from app.usecases.parts import Actor
from app.usecases.product import Product
from app.usecases.views import BoxView, DraftView, Played
from app.usecases.wishes import NewCanvas
from evals.provider import FakeProvider
from tests.weather.sky import Sky

KEY = "a-canary-key"
MODEL = "openai/fake"
ANNA = Actor("Anna", "test")
BOX = "background"
STORY = "Company X fills medicine into vials."
FIRST = "A particle in a vial can hurt a patient."
SECOND = "Inspectors look at 400 vials an hour. They miss some of the flawed ones!"
THIRD = "The regulator asks for a count of the misses."
LONGEST = 200  # characters that a person has to read when something went wrong
UNFIT = re.compile(r"!|https?:|127\.0\.0\.1|/v1|Traceback|Error|Exception|status \d|\b[45]\d\d\b|[{}<>\\]|_")


@dataclass
class Outside:
    """A person at the first box of a canvas. What they said so far is in `said`."""

    product: Product
    fake: FakeProvider
    sky: Sky
    gate: "Gate"
    database: Path
    canvas: str = ""
    interview: str = ""
    said: list[str] = field(default_factory=list)

    async def begin(self) -> None:
        """A new canvas, whose story is told and of whose first box something is said, in good weather."""
        self.sky.clear()
        self.said = []
        view = await self.product.canvases.create(NewCanvas("Vials"), ANNA)
        self.canvas, self.interview = view.id, view.interview or ""
        await self.move(Say(STORY, box="start"))
        await self.say(FIRST)
        draft = await self.draft()
        assert [each.text for each in draft.sentences] == [FIRST]
        assert not (await self.box()).can_retry

    async def move(self, move: Move) -> Played:
        played = await self.product.turns.move(self.interview, move, ANNA)
        assert not played.running
        return played

    async def say(self, text: str, box: str = BOX) -> Played:
        self.said.append(text)
        return await self.move(Say(text, box=box))

    async def box(self, id: str = BOX) -> BoxView:
        view = await self.product.canvases.get(self.canvas)
        return next(each for each in view.boxes if each.id == id)

    async def draft(self, id: str = BOX) -> DraftView:
        draft = (await self.box(id)).draft
        assert draft is not None
        return draft

    async def answers(self) -> list[Answer]:
        async with self.product.turns.parts.database.read() as store:
            return await store.history(self.canvas)

    async def turn(self, played: Played) -> TurnRecord:
        async with self.product.turns.parts.database.read() as store:
            return await store.turn(played.turn)

    async def turns(self) -> list[str]:
        """The ids of the turns that said something, in order."""
        found = await self.product.histories.events(self.interview, after=0)
        return [each.turn or "" for each in found if each.event.type == "words"]

    async def works(self, played: Played) -> list[WorkRecord]:
        async with self.product.turns.parts.database.read() as store:
            return await store.works_of(played.turn)

    async def goes_on(self, *words: str, again: bool) -> None:
        """The weather is good again: words are tried again where that is offered, more is said, all is accepted."""
        self.sky.clear()
        box = await self.box()
        assert box.can_retry is again
        if again:
            await self.move(Retry(BOX))
            assert not (await self.box()).can_retry
        holds(await self.text(), *words)
        await self.say(THIRD)
        draft = await self.draft()
        holds(draft.text, *words, THIRD)
        await self.move(Accept(BOX, draft.number))
        (answer,) = await self.answers()
        assert answer.text == draft.text
        assert not (await self.box()).running

    async def text(self) -> str:
        box = await self.box()
        return box.draft.text if box.draft else box.text


def holds(text: str, *words: str) -> None:
    """Each of these stands in the text, and once."""
    for each in words:
        assert text.count(each) == 1, f"{each!r} stands {text.count(each)} times in {text!r}"


def events(played: Played, *types: type) -> list[Any]:
    return [each.event for each in played.events if isinstance(each.event, types)]


def notices(played: Played) -> list[str]:
    """What the product itself says to the person, apart from its questions."""
    return [each.text for each in events(played, Noticed, Failed)]


def plain(texts: Iterable[str]) -> None:
    """Fit for people who did nothing wrong: short, whole sentences, nothing from the machine room."""
    for text in texts:
        assert len(text) <= LONGEST, text
        assert text[0].isupper(), text
        assert text.endswith((".", "?")), text
        assert KEY not in text
        assert UNFIT.search(text) is None, text


def outcome(works: Iterable[WorkRecord]) -> list[tuple[str, str, str]]:
    return [(each.facilitator, each.prompt, each.outcome) for each in works]


@dataclass(frozen=True)
class Begun:
    """An interview that went well so far, closed again: each test goes on with a copy of it."""

    database: Path
    canvas: str
    interview: str


class Gate:
    """A way to the fake that can be shut: then its port refuses connections."""

    def __init__(self, url: str) -> None:
        self._to = int(url.rpartition(":")[2].partition("/")[0])
        self._port = 0
        self._open: set[asyncio.StreamWriter] = set()

    async def open(self) -> str:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{self._port}/v1"

    async def shut(self) -> None:
        self._server.close()
        for writer in tuple(self._open):
            writer.transport.abort()
        await self._server.wait_closed()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        self._open |= {writer, back}
        try:
            with suppress(OSError):
                await asyncio.gather(_copied(reader, back), _copied(there, writer))
        finally:
            self._open -= {writer, back}
            for each in (writer, back):
                each.close()


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


def given(url: str, database: Path, **settings: Any) -> Settings:
    usual = {"model": MODEL, "model_url": url, "model_key": KEY, "model_seconds": 5.0}
    return Settings(database=str(database), person="Anna", **{**usual, **settings})


@asynccontextmanager
async def outside(folder: Path, begun: Begun | None = None, **settings: Any) -> AsyncIterator[Outside]:
    """The product in good weather: where a good interview stopped, or before anybody came."""
    sky, database = Sky(), folder / "canvases.db"
    if begun:
        shutil.copy(begun.database, database)
    async with FakeProvider(sky) as fake:
        gate = Gate(fake.url)
        try:
            async with build(given(await gate.open(), database, **settings)) as product:
                out = Outside(product, fake, sky, gate, database)
                if begun:
                    out.canvas, out.interview, out.said = begun.canvas, begun.interview, [FIRST]
                yield out
        finally:
            await gate.shut()


async def well_begun(folder: Path) -> Begun:
    async with outside(folder) as out:
        await out.begin()
        return Begun(out.database, out.canvas, out.interview)
