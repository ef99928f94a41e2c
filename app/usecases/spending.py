"""What models may cost, for a canvas and in a day, and what they did cost: looked up before, stored after."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import asdict
from typing import Any

from app.errors import Spent
from app.facilitator.port import Provenance
from app.llm.port import R
from app.store.records import WorkRecord
from app.usecases.parts import Limits, Parts

log = logging.getLogger(__name__)


class Spending:
    """Holds the limits, and stores what calls took."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._keeping: set[asyncio.Task[Any]] = set()

    async def reserve(self, turn: str, canvas: str) -> None:
        """Spent if a limit is reached. Where there is none, this reads nothing."""
        limits = self.parts.limits
        if self.parts.fallback is None or (limits.canvas_dollars is None and limits.day_dollars is None):
            return
        _check(limits, *await self._stored(canvas))

    def keep(self, storing: Coroutine[Any, Any, R], turn: str, made: Sequence[Provenance]) -> asyncio.Task[R]:
        """Store what a turn's call cost, in a task of its own, which goes on when the turn is cancelled."""
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
        """A turn's call, if it had one, is over: what it cost is stored, if it ever is."""

    async def _stored(self, canvas: str) -> tuple[float, float]:
        midnight = self.parts.now().replace(hour=0, minute=0, second=0, microsecond=0)
        async with self.parts.database.read() as store:
            return await store.spent(canvas, since=midnight)


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
