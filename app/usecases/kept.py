"""A review of a file that is kept for a while: how far it is, and what wakes those who watch it."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from app.errors import FacilitatorError, NotNow
from app.usecases.checking import Engine
from app.usecases.reviewed import ReviewView
from app.usecases.reviewing import Reviewed


@dataclass(frozen=True, slots=True)
class ReviewState:
    """How far a review is: `done` of `of` boxes, `box` the name of the last; `of` is 0 until the file is read.

    It runs until it has a report or an error.
    """

    id: str
    file: str
    engine: Engine
    done: int = 0
    of: int = 0
    box: str = ""
    report: ReviewView | None = None
    error: FacilitatorError | None = None

    @property
    def running(self) -> bool:
        return self.report is None and self.error is None


class Kept:
    """One review, and what wakes those who watch it: `news` is another event after each change."""

    def __init__(self, state: ReviewState, data: bytes) -> None:
        self.state = state
        self.data = data
        self.reviewed: Reviewed | None = None
        self.news = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def become(self, **changes: Any) -> None:
        """Change, unless it is over: what was told as the end stays so."""
        if self.state.running:
            self.state = replace(self.state, **changes)
            self.wake()

    def wake(self) -> None:
        self.news.set()
        self.news = asyncio.Event()

    async def leave(self) -> None:
        """Break it off."""
        self.become(error=NotNow("This review was broken off.", advice="Choose the file again."))
        if self.task is not None:
            self.task.cancel()
            await asyncio.wait([self.task])
