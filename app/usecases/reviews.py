"""Reviews of files for a service: done in the background, told while they go on, kept for a while, never stored."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from app.canvas.template import DEFAULT, load
from app.documents.limits import size
from app.errors import FacilitatorError, NotFound, NotNow, Spent, Unavailable
from app.usecases.checked import pretty
from app.usecases.checking import Engine, Progress
from app.usecases.checks import critic_of
from app.usecases.kept import Kept, ReviewState
from app.usecases.looking import Looking
from app.usecases.parts import Parts
from app.usecases.reviewed import ReviewView, review_view
from app.usecases.reviewing import Reviewed, Reviewing, as_sarif
from app.usecases.spending import Spending
from app.usecases.threads import Threads

log = logging.getLogger(__name__)

KEPT = 16  # reviews; each holds its file and what was found
HOUR = 3600.0  # seconds that one is kept after its end
STILL = 5.0  # seconds without news after which whoever watches is told that we are still here

GONE = "This review is not here any more."
AGAIN = "Reviews are not stored: they go after an hour, or when the service starts anew. Choose the file again."


class _Left(Exception):
    """Raise in the thread of a review that nobody waits for any more."""


class Reviews:
    def __init__(self, parts: Parts, spending: Spending, threads: Threads) -> None:
        self.parts = parts
        self.spending = spending
        self.threads = threads
        self._kept: dict[str, Kept] = {}  # the oldest first

    @property
    def largest(self) -> int:
        """Bytes that a file may have; a character may take four, and JSON repeats it as quotes."""
        return self.parts.limits.canvas * 8

    @property
    def model(self) -> str:
        """The language model that looks too; empty if none is set."""
        return self.parts.facilitator.name if self.parts.fallback else ""

    def begin(self, data: bytes, name: str, engine: Engine | None = None) -> str:
        """Begin to review a file's bytes, with the model too if one is set; the id of the review.

        TooLong above the size of a file, Unavailable if too many are running. What else is wrong, its state tells.
        """
        size(data, name=name, limit=self.largest)
        self._make_room()
        id, chosen = self.parts.ids(), engine or ("both" if self.parts.fallback else "rules")
        kept = self._kept[id] = Kept(ReviewState(id, name, chosen), data)
        kept.task = asyncio.create_task(self._work(kept), name=f"review {id}")
        return id

    def view(self, id: str) -> ReviewState:
        return self._of(id).state

    async def watch(
        self, id: str, *, until: asyncio.Future[Any] | None = None
    ) -> AsyncGenerator[ReviewState | None, None]:
        """Its state now and after each change, until it is over or `until` is done. None now and then: still here."""
        kept, left = self._of(id), until or asyncio.get_running_loop().create_future()
        left.add_done_callback(lambda _: kept.wake())
        state = None
        while not left.done():
            news, before, state = kept.news, state, kept.state
            yield None if state is before else state
            if not state.running:
                return
            try:
                await asyncio.wait_for(news.wait(), STILL)
            except TimeoutError:
                continue

    def data(self, id: str) -> tuple[bytes, str]:
        """The file as it came, and its name."""
        kept = self._of(id)
        return kept.data, kept.state.file

    async def json(self, id: str) -> bytes:
        """All of the report, in the same bytes as the shell gives. NotNow while the review runs."""
        _, report = self._finished(id)
        return await self.threads.run(lambda: pretty(asdict(report)))

    async def sarif(self, id: str) -> bytes:
        """The findings for code hosts. NotNow while the review runs."""
        reviewed, _ = self._finished(id)
        return await self.threads.run(partial(as_sarif, [reviewed]))

    async def cancel(self, id: str) -> bool:
        """Whether a review was broken off, and forgotten; one that is over, or unknown, stays as it is."""
        kept = self._kept.get(id)
        if kept is None or not kept.state.running:
            return False
        del self._kept[id]
        await kept.leave()
        return True

    async def close(self) -> None:
        """Break off what runs, and forget all."""
        kept, self._kept = list(self._kept.values()), {}
        await asyncio.gather(*(each.leave() for each in kept))

    def _of(self, id: str) -> Kept:
        if id not in self._kept:
            raise NotFound(GONE, advice=AGAIN)
        return self._kept[id]

    def _finished(self, id: str) -> tuple[Reviewed, ReviewView]:
        kept = self._of(id)
        if kept.state.error is not None:
            raise kept.state.error
        if kept.reviewed is None or kept.state.report is None:
            raise NotNow("This review is not done yet.", advice="Wait until it is, then take it away.")
        return kept.reviewed, kept.state.report

    def _make_room(self) -> None:
        """Forget the oldest reviews that are over."""
        while len(self._kept) >= KEPT:
            over = next((id for id, each in self._kept.items() if not each.state.running), None)
            if over is None:
                raise Unavailable(
                    f"{KEPT} files are being looked at right now, and no more fit in.",
                    advice="Nothing is lost: send yours again in a minute.",
                )
            del self._kept[over]

    async def _work(self, kept: Kept) -> None:
        seconds = self.parts.limits.turn_seconds
        try:
            async with asyncio.timeout(seconds):
                kept.reviewed = await self._read(kept, until=asyncio.get_running_loop().time() + seconds)
                report = await self.threads.run(partial(review_view, kept.reviewed))
        except FacilitatorError as error:
            kept.become(error=error)
        except TimeoutError:
            advice = "Send a file with fewer words in it, or try later."
            kept.become(error=Unavailable("The review took too long.", advice=advice))
        except Exception:
            log.exception("review %s failed", kept.state.id)
            advice = f"Try it again. If it stays, look for review {kept.state.id} in the service's log and report it."
            kept.become(error=FacilitatorError("Something broke while we looked at this file.", advice=advice))
        else:
            kept.become(report=report)
        asyncio.get_running_loop().call_later(HOUR, self._kept.pop, kept.state.id, None)

    async def _read(self, kept: Kept, *, until: float) -> Reviewed:
        """The review; by rules alone, and it says so, if a model may not be asked any more."""
        if kept.state.engine == "rules":
            return await self._looked(kept, None)
        try:
            async with self.spending.beside_turns() as spent:
                seconds = max(until - asyncio.get_running_loop().time(), 0.0)
                return await self._looked(kept, critic_of(self.parts, seconds, spent.append))
        except Spent as error:
            kept.become(engine="rules")
            reviewed = await self._looked(kept, None)
            return replace(reviewed, remarks=(*reviewed.remarks, f"{error.message} Only the rules looked."))

    async def _looked(self, kept: Kept, critic: Looking | None) -> Reviewed:
        limits, loop = self.parts.limits, asyncio.get_running_loop()

        def saw(progress: Progress) -> None:
            """Called in the thread of the rules too."""
            if not kept.state.running:
                raise _Left
            now = {"done": progress.done, "of": progress.of, "box": progress.name}
            loop.call_soon_threadsafe(partial(kept.become, **now))

        reviewing = Reviewing(
            load(DEFAULT),
            critic,
            day=lambda: self.parts.now().date(),
            run=self.threads.run,
            fits=limits.check_boxes,
            largest=self.largest,
        )
        return await reviewing.read(kept.data, name=kept.state.file, engine=kept.state.engine, watch=saw)
