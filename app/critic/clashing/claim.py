"""A typed fact of a box, with the words that say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.critic.clashing.quantities import When
from app.critic.stems import stems_of
from app.critic.tokens import Span


@dataclass(frozen=True, slots=True)
class Claim:
    """What a box says. `kind` and `value` are plain words; `quote` is text[start:end]."""

    kind: str
    value: str
    box: str
    quote: str
    start: int
    end: int
    said: frozenset[str]  # the words of its sentence
    sentence: Span
    words: frozenset[str]  # the same as cues meet them
    amount: float | None = None  # of a number, in `unit`; of a time, in seconds
    unit: str = ""
    when: When | None = None
    sole: bool = False  # of an owner: nobody else
    by: str = "rules"  # or “meeting”, of words in any order, or “model”
    task: frozenset[str] = frozenset()  # of an owner, of what is left out or kept: stems of what it is
    beside: frozenset[str] = frozenset()  # the words of its whole box

    @property
    def about(self) -> frozenset[str]:
        """The stems of its sentence: what it is about."""
        return _about(self.said)


def says(facts: Sequence[Claim], kind: str, *values: str) -> bool:
    """Whether one of the facts is of this kind and has one of these values."""
    return any(each.kind == kind and each.value in values for each in facts)


@lru_cache(maxsize=512)
def _about(said: frozenset[str]) -> frozenset[str]:
    return stems_of(said)
