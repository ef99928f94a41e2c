"""Tells those who watch an interview in this process that something happened. The store stays the truth."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from app.facilitator.port import Delta

WAITING = 256  # deltas that a slow reader may be behind; what it misses arrives whole, as an event


class Watch:
    """One reader's view: wakes on news, and holds the deltas that came since it last looked."""

    def __init__(self) -> None:
        self.news = asyncio.Event()
        self.deltas: list[Delta] = []

    def add(self, delta: Delta) -> None:
        if len(self.deltas) < WAITING:
            self.deltas.append(delta)
        self.news.set()

    def take(self) -> list[Delta]:
        """The deltas since the last look; arms the wake-up again."""
        self.news.clear()
        taken, self.deltas = self.deltas, []
        return taken

    async def wait(self, seconds: float) -> None:
        """Until there is news, or that long: another process may have written meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                await self.news.wait()
        except TimeoutError:
            return


class Feed:
    def __init__(self) -> None:
        self._watches: defaultdict[str, set[Watch]] = defaultdict(set)
        self._partial: dict[str, dict[tuple[str, str], Delta]] = {}

    @contextmanager
    def watch(self, interview: str) -> Iterator[Watch]:
        """A watch on an interview. It begins with the text of drafts that are on their way."""
        watch = Watch()
        for delta in self._partial.get(interview, {}).values():
            watch.add(delta)
        self._watches[interview].add(watch)
        try:
            yield watch
        finally:
            self._watches[interview].discard(watch)
            if not self._watches[interview]:
                del self._watches[interview]

    def tell(self, interview: str) -> None:
        """Something was stored."""
        for watch in self._watches.get(interview, ()):
            watch.news.set()

    def pass_on(self, interview: str, delta: Delta) -> None:
        """A piece of text on its way; kept joined, for those who come later."""
        parts = self._partial.setdefault(interview, {})
        before = parts.get((delta.turn, delta.part))
        text = before.text + delta.text if before else delta.text
        parts[delta.turn, delta.part] = Delta(delta.box, delta.turn, delta.part, text)
        for watch in self._watches.get(interview, ()):
            watch.add(delta)

    def passing(self, interview: str, turn: str) -> bool:
        """Whether text of that turn is still on its way."""
        return any(key[0] == turn for key in self._partial.get(interview, {}))

    def settle(self, interview: str, turn: str) -> None:
        """The turn is over: what was on its way has arrived."""
        parts = self._partial.get(interview)
        if parts is None:
            return
        for key in [each for each in parts if each[0] == turn]:
            del parts[key]
        if not parts:
            del self._partial[interview]
