"""What is shown of an answer while it comes: at once when something is there, then now and then, and in the end."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from pydantic_core import from_json

from app.llm.forms import TRIES, spoken
from app.llm.port import Peek, Show

Clock = Callable[[], float]
OFTEN = 0.05  # seconds between looks: people read no faster, and each look costs about what a chunk does
CROWD = 50  # answers at once, from which on each is looked at less often
SELDOM = 3.0  # times less often, at most
BRACE = re.compile(r"\{(?!\s*\})")  # of which something may come


class Looks:
    """How long to wait between two looks at an answer: longer the more of them come at once.

    In a crowd it is better that text comes in larger pieces than that somebody waits for the first one.
    """

    def __init__(self, every: float = OFTEN) -> None:
        self._every = every
        self._answers = 0

    @property
    def pause(self) -> float:
        return self._every * min(max(1.0, self._answers / CROWD), SELDOM)

    @contextmanager
    def one_more(self) -> Iterator[None]:
        self._answers += 1
        try:
            yield
        finally:
            self._answers -= 1


class Coming:
    """An answer as it comes. `look` says whether there was something to show, and shows it."""

    def __init__(self, look: Callable[[str], bool] | None, *, clock: Clock, looks: Looks) -> None:
        self._look = look
        self._clock = clock
        self._looks = looks
        self._pieces: list[str] = []
        self._next = float("-inf")
        self.length = 0
        self.seen = look is None  # nobody waits for the first word any more

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def add(self, piece: str) -> None:
        self._pieces.append(piece)
        self.length += len(piece)
        if self._look and self._clock() >= self._next and self._look(self.text):
            self._next = self._clock() + self._looks.pause
            self.seen = True

    def end(self) -> None:
        if self._look:
            self._look(self.text)


class Showing:
    """Shows a text. What was shown stays: a second try goes on only where it says the same."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self._shown = ""

    def __call__(self, text: str) -> bool:
        said = spoken(text)
        if len(said) <= len(self._shown) or not said.startswith(self._shown):
            return False
        new, self._shown = said[len(self._shown) :], said
        self._show(new)
        return True


class Peeking:
    """Shows a form as far as it is filled in. `known` are its keys: others are prose with braces."""

    def __init__(self, peek: Peek, *, known: frozenset[str]) -> None:
        self._peek = peek
        self._known = known
        self._last: dict[str, Any] = {}

    def __call__(self, text: str) -> bool:
        found = partial(spoken(text), known=self._known)
        if not found or found == self._last:
            return False
        self._last = found
        return self._peek(found) is not False


def partial(said: str, *, known: frozenset[str]) -> dict[str, Any]:
    """The form in a text that has not ended; empty if there is none so far."""
    for begin in islice(BRACE.finditer(said), TRIES):
        try:
            found = from_json(said[begin.start() :], allow_partial="trailing-strings")
        except ValueError:  # these braces are no form, however the text goes on
            continue
        if not found:  # a form that only just begins
            return {}
        if kept := {key: value for key, value in found.items() if key in known}:
            return kept
    return {}
