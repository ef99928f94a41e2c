"""What a check found, in plain values: the same object for programs in a shell, over HTTP and in the evals."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """One thing to improve. `quote` stands at `start` to `end` of the box's text, in code points.

    `reason` is why it was waived or dismissed; `by` is who did: a person, or the model by its name.
    """

    criterion: str
    family: str
    severity: str
    box: str
    other_box: str | None
    quote: str
    other_quote: str
    start: int
    end: int
    message: str
    question: str
    suggestion: str
    sources: tuple[str, ...]
    engine: str
    status: str
    reason: str
    by: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence that states a goal, whether it can be checked later, and the words that fill its slots."""

    box: str
    sentence: str
    start: int
    end: int
    verdict: str
    score: int
    slots: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CheckedFact:
    """Something that the words say of the system: a claim about the project, or an answer for the AI Act."""

    kind: str
    id: str
    value: str
    box: str
    quote: str
    start: int
    end: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """What was found in the boxes that were given."""

    id: str | int | None
    findings: tuple[CheckedFinding, ...]
    measurable: tuple[CheckedSentence, ...]
    coverage: Mapping[str, Mapping[str, str]]
    labels: tuple[str, ...]
    facts: tuple[CheckedFact, ...]
    notices: tuple[str, ...] = ()
