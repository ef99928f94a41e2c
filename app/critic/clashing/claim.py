"""A typed fact of a box, with the words that say it."""

from dataclasses import dataclass

from app.critic.clashing.quantities import When
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
    about: frozenset[str]  # stems of its sentence: what it is about
    sentence: Span
    words: frozenset[str]  # the words of its sentence
    amount: float | None = None  # of a number, in `unit`; of a time, in seconds
    unit: str = ""
    when: When | None = None
    sole: bool = False  # of an owner: nobody else
    by: str = "rules"  # or “model”
    task: frozenset[str] = frozenset()  # of an owner, or of what is left out: stems of what it is
