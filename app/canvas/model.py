"""What a team has said of its project: frozen values; an edit returns a new value."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from app.canvas.template import Template


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str


class SourceKind(StrEnum):
    TURN = "turn"  # ref: the turn in which somebody said it
    EDIT = "edit"  # ref: the turn in which somebody wrote or vouched for it
    ANSWER = "answer"  # ref: "box#number" of an accepted answer
    IMPORT = "import"  # ref: the name of the file


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sentence comes from; `quote` holds the words themselves where they are known."""

    kind: SourceKind
    ref: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft or an answer. `lead` is the white space before it, so that texts rejoin exactly.

    `question` is the guiding question that it answers, if known; an assumption has no source that
    holds what it says, until somebody vouches for it.
    """

    text: str
    sources: tuple[Source, ...] = ()
    assumption: bool = False
    question: int | None = None
    lead: str = ""


def text_of(sentences: Iterable[Sentence]) -> str:
    return "".join(sentence.lead + sentence.text for sentence in sentences)


def fingerprint(text: str) -> str:
    """Twelve hex digits that stand for a text, to see whether it changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class AnswerKind(StrEnum):
    ACCEPTED = "accepted"
    RESTORED = "restored"
    CLEARED = "cleared"
    IMPORTED = "imported"
    REAFFIRMED = "reaffirmed"  # read again after a change elsewhere, and still true


@dataclass(frozen=True)
class Answer:
    """One accepted text of a box. Numbers count up per canvas and box, across iterations, from 1.

    `built_on` holds the fingerprints of the boxes that this answer rests on, as they were then.
    """

    id: str
    box: str
    number: int
    iteration: int
    kind: AnswerKind
    sentences: tuple[Sentence, ...]
    by: str
    at: dt.datetime
    built_on: Mapping[str, str] = field(default_factory=dict)
    open_findings: tuple[str, ...] = ()
    turn: str | None = None

    @property
    def text(self) -> str:
        return text_of(self.sentences)


class Covered(StrEnum):
    FULL = "full"
    PART = "part"
    NONE = "none"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether a guiding question is answered, and the words that answer it."""

    state: Covered
    quote: str = ""


class NonAnswer(StrEnum):
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    LATER = "later"
    NONE_OF_THESE = "none_of_these"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that was not answered, or a whole box if `question` is None."""

    id: str
    box: str
    question: int | None
    kind: NonAnswer
    by: str
    at: dt.datetime
    iteration: int
    reason: str = ""
    owner: str = ""
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    role: str = ""
    responsibilities: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """`date` is kept as people wrote it: a day, a month, a quarter."""

    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Overview:
    team: tuple[Member, ...] = ()
    timeline: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer to a plain question about the system, and the words of a box that it comes from.

    `id` names the question in the fact form of the AI Act; `by` is `rules`, `model` or a person's id. What a person
    said wins over what a model proposed, and that over the rules; `at` is when a person said it.
    """

    id: str
    value: Literal["yes", "no", "unsure"] = "unsure"
    quote: str = ""
    box: str = ""
    start: int = 0
    end: int = 0
    by: str = "rules"
    at: dt.datetime | None = None
    reason: str = ""

    @property
    def rank(self) -> int:
        """Whose answer wins: a person's over a model's, a model's over the rules'."""
        return {"rules": 0, "model": 1}.get(self.by, 2)


@dataclass(frozen=True, slots=True)
class Header:
    product_name: str
    designed_by: str = ""
    date: dt.date | None = None
    note: str = ""


@dataclass(frozen=True)
class Iteration:
    """A round of the living document."""

    number: int
    header: Header
    overview: Overview = field(default_factory=Overview)
    open_questions: tuple[OpenQuestion, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Canvas:
    """A canvas as it stands: its current iteration and the latest answer of each box."""

    id: str
    template: Template
    iteration: Iteration
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def text(self, box: str) -> str:
        """The accepted text of a box, empty if there is none."""
        answer = self.answers.get(box)
        return answer.text if answer else ""

    def number(self, box: str) -> int:
        """The number of the box's latest answer; 0 before the first."""
        answer = self.answers.get(box)
        return answer.number if answer else 0

    def grounds(self, box: str) -> Mapping[str, str]:
        """Fingerprints of the boxes that an answer of this box rests on, as they are now."""
        return {other: fingerprint(self.text(other)) for other in self.template.informed_by(box)}

    def stale(self, box: str) -> tuple[str, ...]:
        """The boxes that changed under this box's accepted answer; empty if it is fresh or not answered."""
        answer = self.answers.get(box)
        if answer is None or not answer.sentences:
            return ()
        return tuple(other for other, mark in answer.built_on.items() if mark != fingerprint(self.text(other)))

    def with_answer(self, answer: Answer) -> "Canvas":
        return replace(self, answers={**self.answers, answer.box: answer})

    def with_open_questions(self, questions: tuple[OpenQuestion, ...]) -> "Canvas":
        return replace(self, iteration=replace(self.iteration, open_questions=questions))

    def with_facts(self, facts: tuple[Fact, ...]) -> "Canvas":
        return replace(self, iteration=replace(self.iteration, facts=facts))

    def with_overview(self, overview: Overview) -> "Canvas":
        return replace(self, iteration=replace(self.iteration, overview=overview))
