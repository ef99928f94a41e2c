"""A canvas as files carry it: people by name, no ids, all its iterations or only the current one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from app.canvas.model import AnswerKind, Header, NonAnswer, Overview, Sentence, text_of
from app.critic.finding import Engine, Status

Weight = Literal["note", "should", "must"]
# Bounds for files from elsewhere: a number that no database holds is no number of a round or a place.
Number = Annotated[int, Field(ge=1, le=1_000_000)]
Place = Annotated[int, Field(ge=0, le=100_000_000)]


@dataclass(frozen=True)
class PortableAnswer:
    """An answer of a box. `number` counts per box across iterations, from 1.

    The source of a sentence names people, boxes or files: for a turn or an edit, `ref` is who said it.
    `open_findings` are fingerprints, `built_on` is as in `app.canvas.model.Answer`.
    """

    box: str
    number: Number
    kind: AnswerKind
    sentences: tuple[Sentence, ...]
    by: str = ""
    at: AwareDatetime | None = None
    built_on: Mapping[str, str] = field(default_factory=dict)
    open_findings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return text_of(self.sentences)


@dataclass(frozen=True, slots=True)
class PortableQuestion:
    """A question that was not answered, or a whole box if `question` is None."""

    box: str
    question: Number | None
    kind: NonAnswer
    reason: str = ""
    owner: str = ""
    due: dt.date | None = None
    by: str = ""
    at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True)
class PortableFact:
    """One answer to a question about the system. `hand` is whose it is, and `by` the name if it is a person's."""

    id: str
    value: Literal["yes", "no", "unsure"]
    quote: str = ""
    box: str = ""
    hand: Literal["rules", "model", "person"] = "person"
    by: str = ""
    at: AwareDatetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class PortableIteration:
    """A round, with the answers that were given in it, in their order."""

    number: Number
    header: Header
    overview: Overview = field(default_factory=Overview)
    open_questions: tuple[PortableQuestion, ...] = ()
    facts: tuple[PortableFact, ...] = ()
    answers: tuple[PortableAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a finding. `by` is empty where code decided."""

    status: Status
    iteration: Number
    by: str = ""
    at: AwareDatetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PortableFinding:
    """A finding with its life, oldest step first; without a step it is open."""

    fingerprint: str
    criterion: str
    box: str
    other_box: str | None = None
    severity: Weight = "should"
    quote: str = ""
    start: Place = 0
    end: Place = 0
    occurrence: Place = 0
    message: str = ""
    question: str = ""
    suggestion: str = ""
    sources: tuple[str, ...] = ()
    engine: Engine = Engine.RULES
    life: tuple[Step, ...] = ()

    @property
    def status(self) -> Status:
        return self.life[-1].status if self.life else Status.OPEN


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text of a file that belongs to no box. `heading` is what it stood under, empty if nothing."""

    heading: str
    text: str


@dataclass(frozen=True)
class Portable:
    """What a file holds. There is at least one iteration; the last is the current one.

    What a file written by hand holds besides is kept in `unplaced`, and each surprise is a sentence in
    `warnings`; neither is ever written to a file. `template_text` is None where the file does not hold it.
    """

    template_id: str
    template_version: str
    template_hash: str
    template_text: str | None
    iterations: tuple[PortableIteration, ...]
    findings: tuple[PortableFinding, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def current(self) -> PortableIteration:
        return self.iterations[-1]

    @property
    def latest(self) -> Mapping[str, PortableAnswer]:
        """The answer that holds for each box; a cleared box has one without sentences."""
        return {answer.box: answer for iteration in self.iterations for answer in iteration.answers}

    def with_status(self, status: Status) -> tuple[PortableFinding, ...]:
        return tuple(finding for finding in self.findings if finding.status is status)
