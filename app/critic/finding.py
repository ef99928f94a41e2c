"""A finding: one thing to improve, with the words that show it, and its life."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How much it matters. Ordered: a larger value is worse."""

    NOTE = 1
    SHOULD = 2
    MUST = 3


class Status(StrEnum):
    OPEN = "open"
    FIXED = "fixed"
    WAIVED = "waived"
    DISMISSED = "dismissed"  # by a model, whose name is in `by`


class Engine(StrEnum):
    """Who finds. Of a criterion, who looks for it; one without an engine is looked for by both."""

    RULES = "rules"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that the critic looks for: a row of `data/criteria.yaml`. Ids are never used twice."""

    id: str
    severity: Severity
    definition: str
    message: str
    question: str
    source: str = ""
    good: str = ""
    bad: str = ""
    suggestion: str = ""
    boxes: tuple[str, ...] = ()  # empty: every box
    once: bool = False  # at most one finding a box: it stays the same one, whichever words show it
    engine: Engine | None = None
    within: bool = False  # of a clash: its other words stand in the same box, or in the opening words
    asks: bool = False  # the model words the question, about this very text

    @property
    def by_model(self) -> bool:
        return self.engine is not Engine.RULES

    @property
    def family(self) -> str:
        return self.id.split("-")[0]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a criterion strikes: `quote` is text[start:end], in code points. An empty box has no quote."""

    criterion: str
    quote: str = ""
    start: int = 0
    end: int = 0
    detail: str = ""  # fills {detail} of the criterion's message
    other_box: str | None = None  # that these words clash with
    other_quote: str = ""  # the words that they clash with, of `other_box` or of the same box
    question: str = ""  # to be asked instead of the criterion's


@dataclass(frozen=True, slots=True)
class Finding:
    """A spot with an identity that survives edits elsewhere, and a status that people and code change."""

    id: str
    criterion: str
    severity: Severity
    box: str
    message: str
    question: str
    quote: str = ""
    start: int = 0
    end: int = 0
    suggestion: str = ""
    sources: tuple[str, ...] = ()
    other_box: str | None = None
    engine: Engine = Engine.RULES
    status: Status = Status.OPEN
    reason: str = ""
    by: str | None = None
    at: dt.datetime | None = None
    occurrence: int = 0
    other_quote: str = ""  # the words that these clash with, of `other_box` or of the same box
    news: bool = False  # found by a newer critic in words that an older one let pass

    @property
    def unanswered(self) -> str:
        """What stays open if nobody can answer. A message that only names words says nothing without its question."""
        return self.message if self.message.endswith((".", "?")) else self.question

    @property
    def fingerprint(self) -> str:
        """Names the finding where ids do not travel: stateless reviews, waivers in a file, SARIF."""
        boxes = "|".join(sorted(filter(None, (self.box, self.other_box))))
        words = " ".join(self.quote.casefold().split())
        return hashlib.sha256(f"{self.criterion}\n{boxes}\n{words}\n{self.occurrence}".encode()).hexdigest()[:16]


def worst_first(finding: Finding) -> tuple[int, int]:
    """Sort key: severity down, then position in the text."""
    return -finding.severity, finding.start
