"""Turns that were cut off: each is claimed once, and finished or offered again."""

import asyncio
import datetime as dt
import logging
from collections.abc import Sequence

from app.errors import FacilitatorError
from app.interview.effects import EndTurn
from app.interview.engine import Step
from app.interview.resuming import unfinished
from app.interview.state import Talk
from app.store.records import TurnRecord
from app.usecases.parts import Parts
from app.usecases.turns import Turns

log = logging.getLogger(__name__)

ATTEMPTS = 3  # how often a turn is begun before its words are offered again instead
AT_ONCE = 20
PURGE_EVERY = dt.timedelta(hours=1)
CUT_OFF = "This turn was cut off more than once. Your words are kept: try again, or go on."


class Recovery:
    def __init__(self, parts: Parts, turns: Turns, *, at_once: int = AT_ONCE) -> None:
        self.parts = parts
        self.turns = turns
        self._at_once = at_once
        self._taken: set[str] = set()  # turns that a sweep took up, until their work is over

    async def sweep(self, interview: str | None = None) -> int:
        """Take up turns whose lease ran out, of one interview or of all. Returns how many were claimed.

        Their work goes on among the worker's tasks: nobody who only looks waits for a slow model.
        """
        async with self.parts.database.read() as store:
            found = await store.torn(self.parts.now(), limit=self._at_once, interview=interview)
        torn = self._take(found)
        # Side by side: one that hangs, or whose canvas was deleted meanwhile, holds up none of the others.
        done = await asyncio.gather(*(self._recover(turn) for turn in torn), return_exceptions=True)
        for turn, outcome in zip(torn, done, strict=True):
            if isinstance(outcome, Exception):
                log.error("turn %s was cut off and could not be taken up", turn.id, exc_info=outcome)
        return sum(outcome is True for outcome in done)

    async def watch(self, *, every: float) -> None:
        """Sweep for as long as the process runs."""
        purged = self.parts.now() - PURGE_EVERY
        while True:
            try:
                await self.sweep()
                if self.parts.now() - purged >= PURGE_EVERY:
                    purged = self.parts.now()
                    await self.purge()
            except (FacilitatorError, OSError):
                log.exception("looking for turns that were cut off failed; trying again")
            await asyncio.sleep(every)

    def _take(self, torn: Sequence[TurnRecord]) -> list[TurnRecord]:
        """Those that there is room for: together, all sweeps have so many turns in the works and no more."""
        known = self._taken | self.turns.worker.tasks.keys()
        mine = [each for each in torn if each.id not in known][: self._at_once - len(self._taken)]
        self._taken.update(each.id for each in mine)
        return mine

    def _release(self, turn: str) -> None:
        """Make room for another, now or when the work that was begun is over."""
        task = self.turns.worker.tasks.get(turn)
        if task is None:
            self._taken.discard(turn)
        else:
            task.add_done_callback(lambda _: self._taken.discard(turn))

    async def _recover(self, turn: TurnRecord) -> bool:
        try:
            return await self._claim(turn)
        finally:
            self._release(turn.id)

    async def _claim(self, turn: TurnRecord) -> bool:
        """Begin what is missing of a turn; False if somebody else has it."""
        parts = self.parts
        async with parts.database.write() as store:
            now = parts.now()
            if not await store.claim(turn.id, owner=parts.owner, now=now, until=self.turns.worker.until()):
                return False
            snapshot = await store.lock_interview(turn.interview)
            talk = snapshot.talk or Talk(id=turn.interview)
            work = unfinished(talk, snapshot.canvas, turn.id, turn.move)
            if work is None:  # its result was kept, and only its end was not
                over = Step(talk=talk, canvas=snapshot.canvas, effects=(EndTurn(turn.id),))
                await store.keep(snapshot, talk=talk, effects=over.effects, turn=turn.id, by=turn.by, at=now)
                return True
        log.info("turn %s was cut off; finishing it", turn.id)
        if turn.attempts >= ATTEMPTS:
            await self.turns.give_up(turn, CUT_OFF)
        else:
            self.turns.resume(snapshot, turn, work)
        return True

    async def purge(self) -> None:
        """Let go of canvases that were deleted longer ago than people may take it back."""
        before = self.parts.now() - dt.timedelta(days=self.parts.limits.keep_deleted_days)
        async with self.parts.database.write() as store:
            await store.purge(before)
