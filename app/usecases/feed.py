"""Tells those who watch an interview in this process that something happened. The store stays the truth."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from app.facilitator.delta import Delta
from app.usecases.views import EventView

WAITING = 256  # deltas that a slow reader may be behind; what it misses arrives whole, as an event


class Watch:
    """One reader's view: wakes on news, and holds the deltas that came since it last looked."""

    def __init__(self) -> None:
        self.news = asyncio.Event()
        self.deltas: list[Delta] = []
        self.events: list[EventView] = []
        self.stored = False
        self._late = False

    def add(self, delta: Delta) -> None:
        if len(self.deltas) < WAITING:
            self.deltas.append(delta)
        self.news.set()

    def tell(self, events: Sequence[EventView]) -> None:
        """Something was stored: these events, where they are at hand."""
        if events and len(self.events) < WAITING:
            self.events.extend(events)
        else:
            self.stored = True
        self.news.set()

    def take(self) -> "News":
        """What came since the last look; arms the wake-up again."""
        self.news.clear()
        news = News(self.deltas, self.events, self.stored)
        self.deltas, self.events, self.stored = [], [], False
        return news

    async def wait(self, seconds: float) -> bool:
        """Whether there is news, at the latest after that long: another process may have written meanwhile."""
        if self.news.is_set() or seconds <= 0:
            return self.news.is_set()
        self._late = False
        alarm = asyncio.get_running_loop().call_later(seconds, self._ring)
        try:
            await self.news.wait()
        finally:
            alarm.cancel()
        return not self._late

    def _ring(self) -> None:
        self._late = True
        self.news.set()


@dataclass(frozen=True, slots=True)
class News:
    """Text on its way, events as they were stored, and whether there may be more in the store."""

    deltas: list[Delta]
    events: list[EventView]
    stored: bool

    def after(self, number: int) -> list[EventView] | None:
        """The events after a number; None if the store has to be asked for them."""
        fresh = [each for each in self.events if each.number > number]
        whole = all(each.number == number + place for place, each in enumerate(fresh, 1))
        return None if self.stored or not whole else fresh


class Feed:
    def __init__(self) -> None:
        self._watches: defaultdict[str, set[Watch]] = defaultdict(set)
        self._partial: dict[str, dict[str, dict[str, Delta]]] = {}  # by interview, turn and part

    @contextmanager
    def watch(self, interview: str) -> Iterator[Watch]:
        """A watch on an interview. It begins with the text of drafts that are on their way."""
        watch = Watch()
        for parts in self._partial.get(interview, {}).values():
            for delta in parts.values():
                watch.add(delta)
        self._watches[interview].add(watch)
        try:
            yield watch
        finally:
            self._watches[interview].discard(watch)
            if not self._watches[interview]:
                del self._watches[interview]

    def tell(self, interview: str, events: Callable[[], Sequence[EventView]] = tuple) -> None:
        """Something was stored. `events` gives it to those who watch, so that they need not read it again."""
        if watches := self._watches.get(interview):
            told = events()
            for watch in watches:
                watch.tell(told)

    def pass_on(self, interview: str, delta: Delta) -> None:
        """A piece of text on its way; kept joined, for those who come later."""
        parts = self._partial.setdefault(interview, {}).setdefault(delta.turn, {})
        before = parts.get(delta.part)
        parts[delta.part] = Delta(delta.box, delta.turn, delta.part, before.text + delta.text) if before else delta
        for watch in self._watches.get(interview, ()):
            watch.add(delta)

    def passing(self, interview: str, turn: str) -> bool:
        """Whether text of that turn is still on its way."""
        return turn in self._partial.get(interview, ())

    def settle(self, interview: str, turn: str) -> None:
        """The turn is over: what was on its way has arrived."""
        turns = self._partial.get(interview, {})
        turns.pop(turn, None)
        if not turns:
            self._partial.pop(interview, None)
