"""Turns that were cut off: each is claimed once, and finished or offered again."""

import asyncio
import datetime as dt
import logging

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
    def __init__(self, parts: Parts, turns: Turns) -> None:
        self.parts = parts
        self.turns = turns

    async def sweep(self, interview: str | None = None) -> int:
        """Finish turns whose lease ran out, of one interview or of all. Returns how many were claimed."""
        async with self.parts.database.read() as store:
            torn = await store.torn(self.parts.now(), limit=AT_ONCE, interview=interview)
        # Side by side: one that hangs, or whose canvas was deleted meanwhile, holds up none of the others.
        done = await asyncio.gather(*(self._recover(turn) for turn in torn), return_exceptions=True)
        for turn, outcome in zip(torn, done, strict=True):
            if isinstance(outcome, Exception):
                log.error("turn %s was cut off and could not be finished", turn.id, exc_info=outcome)
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

    async def _recover(self, turn: TurnRecord) -> bool:
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
            await self.turns.finish(snapshot, turn, work)
        return True

    async def purge(self) -> None:
        """Let go of canvases that were deleted longer ago than people may take it back."""
        before = self.parts.now() - dt.timedelta(days=self.parts.limits.keep_deleted_days)
        async with self.parts.database.write() as store:
            await store.purge(before)
