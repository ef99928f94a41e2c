"""What models may cost, for a canvas and in a day, and what they did cost: reserved before, stored after."""

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import asdict
from typing import Any

from app.errors import Spent
from app.facilitator.port import Provenance
from app.llm.port import R
from app.store.records import WorkRecord
from app.usecases.parts import Limits, Parts

log = logging.getLogger(__name__)


class Spending:
    """Keeps the turns of this process within the limits, together: a call counts from its beginning.

    What it costs is known when it is over, and stored then. Until that, the dearest call so far stands for it: the
    prompt is not rendered yet, and the longest answer that it allows costs a hundred times what a usual one does, so
    that turns would wait for each other long before a limit is near. While nothing is known of what calls cost, one
    runs at a time. So a limit is passed by at most the last call that still fitted, and by what others cost beyond
    the dearest before them. Of other processes only what is stored is known: together, several of them can pass a
    limit by what they have running at once.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._running: dict[str, str] = {}  # canvases, by the turn that asks a model
        self._dearest: float | None = None
        self._settled = asyncio.Event()  # a new one after each call
        self._keeping: set[asyncio.Task[Any]] = set()
        self._beside = asyncio.Lock()
        self._cost_beside: tuple[dt.date, float] = (dt.date.min, 0.0)

    async def reserve(self, turn: str, canvas: str) -> None:
        """Count a turn's call from now on, once it fits beside those that run. Spent if a limit is reached.

        Where there is no limit, this neither waits nor reads anything.
        """
        limits = self.parts.limits
        if self.parts.fallback is None or (limits.canvas_dollars is None and limits.day_dollars is None):
            return
        while True:
            settled = self._settled
            of_canvas, of_day = await self._stored(canvas)
            if settled.is_set():
                continue  # what that call cost may have been stored after we read, and is reserved no more
            _check(limits, of_canvas, of_day)
            here = sum(each == canvas for each in self._running.values())
            canvas_fits = self._fits(limits.canvas_dollars, of_canvas, beside=here)
            if canvas_fits and self._fits(limits.day_dollars, of_day, beside=len(self._running)):
                self._running[turn] = canvas
                return
            await settled.wait()

    @asynccontextmanager
    async def beside_turns(self) -> AsyncIterator[list[Provenance]]:
        """Work for a canvas that nobody stores; whoever does it puts what it took into the list. Spent if it may not.

        With a limit for the day one runs at a time, so that they pass it by at most the last of them. No turn holds
        what it costs: this process counts it towards the day, for turns too, and forgets it at its end.
        """
        limited, made = self.parts.limits.day_dollars is not None, list[Provenance]()
        async with self._beside if limited else nullcontext():
            if limited:
                _check(self.parts.limits, 0.0, (await self._stored(""))[1])
            try:
                yield made
            finally:
                today = self.parts.now().date()
                self._cost_beside = today, self._of(today) + sum(each.cost for each in made)

    def _of(self, day: dt.date) -> float:
        return self._cost_beside[1] if self._cost_beside[0] == day else 0.0

    def keep(self, storing: Coroutine[Any, Any, R], turn: str, made: Sequence[Provenance]) -> asyncio.Task[R]:
        """Store what a turn's call cost, in a task of its own, which goes on when the turn is cancelled.

        Until then the call counts as one that runs.
        """
        task = asyncio.create_task(storing, name=f"keeping of turn {turn}")
        self._keeping.add(task)

        def kept(done: asyncio.Task[R]) -> None:
            self._keeping.discard(done)
            self.settle(turn, made)

        task.add_done_callback(kept)
        return task

    async def note(self, turn: str, canvas: str, made: Sequence[Provenance]) -> None:
        """Store what a turn's call took, where nothing else came of it."""
        try:
            async with self.parts.database.write() as store:
                for each in made:
                    await store.add_work(self.record(turn, canvas, each))
        except Exception:
            log.exception("turn %s: what its work took could not be stored", turn)

    def record(self, turn: str, canvas: str, made: Provenance) -> WorkRecord:
        return WorkRecord(turn, canvas, self.parts.now(), **asdict(made))

    async def close(self) -> None:
        """Wait until everything is stored."""
        await asyncio.gather(*self._keeping, return_exceptions=True)

    def settle(self, turn: str, made: Sequence[Provenance]) -> None:
        """A turn's call, if it had one, counts no more as one that runs: what it cost is stored, if it ever is."""
        if self._running.pop(turn, None) is None:
            return
        for each in made:
            # A call that failed may have cost less than they do, or nothing, so it is no measure for a first one.
            if each.calls and (each.outcome == "done" or self._dearest is not None):
                self._dearest = max(self._dearest or 0.0, each.cost)
        self._settled.set()
        self._settled = asyncio.Event()

    def _fits(self, limit: float | None, spent: float, *, beside: int) -> bool:
        """Whether a call more is within a limit, whatever it costs, if those beside it cost what they may."""
        if limit is None or not beside:
            return True
        return self._dearest is not None and spent + beside * self._dearest < limit

    async def _stored(self, canvas: str) -> tuple[float, float]:
        midnight = self.parts.now().replace(hour=0, minute=0, second=0, microsecond=0)
        async with self.parts.database.read() as store:
            of_canvas, of_day = await store.spent(canvas, since=midnight)
        return of_canvas, of_day + self._of(midnight.date())


def _check(limits: Limits, of_canvas: float, of_day: float) -> None:
    if limits.canvas_dollars is not None and of_canvas >= limits.canvas_dollars:
        raise Spent(
            f"Models have cost the {limits.canvas_dollars:.2f} dollars that they may cost for this canvas.",
            advice="Go on without a model, or have the limit for a canvas raised.",
        )
    if limits.day_dollars is not None and of_day >= limits.day_dollars:
        raise Spent(
            f"Models have cost the {limits.day_dollars:.2f} dollars that they may cost in a day.",
            advice="Go on without a model; tomorrow (UTC) they can be asked again.",
        )
