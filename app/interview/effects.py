"""What `step` wants done, and what comes back. Keeping is done in the same append; work is done outside of it."""

import datetime as dt
from dataclasses import dataclass, field

from app.canvas.model import Answer, Coverage, Fact, NonAnswer, OpenQuestion, Overview, Sentence
from app.critic.finding import Finding
from app.interview.events import Event
from app.interview.moves import Move
from app.interview.state import Passage

# ---- kept in the append itself


@dataclass(frozen=True, slots=True)
class Emit:
    event: Event


@dataclass(frozen=True, slots=True)
class KeepAnswer:
    answer: Answer


@dataclass(frozen=True, slots=True)
class KeepOpenQuestions:
    questions: tuple[OpenQuestion, ...]


@dataclass(frozen=True, slots=True)
class KeepOverview:
    overview: Overview


@dataclass(frozen=True, slots=True)
class KeepFacts:
    """Everything that is known of the system, by whom."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class KeepFindings:
    """The findings of a box whose life changed, as they are now."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class EndTurn:
    """The turn is over: `outcome` is done, stopped or failed."""

    turn: str
    outcome: str = "done"


# ---- asked of the rules, at once


@dataclass(frozen=True, slots=True)
class Lead:
    """A clause that ties a question to the project, and the question in the person's language if that is another
    one than the canvas's. It is dropped if another question gets asked.
    """

    text: str
    question: int
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """Look at a box's text with the rules; `before` is the text that its findings point into.

    `turn` waits for the answer to go on, if there is one; `lead` travels along for the ask that follows.
    """

    box: str
    before: str
    after: str
    turn: str | None = None
    lead: Lead | None = None


# ---- asked of a facilitator, outside every transaction; each belongs to the turn that runs


@dataclass(frozen=True, slots=True)
class Listen:
    """Understand these turns' words, for a box, the opening story or the close.

    `instruction` asks for a redraft; `literal` says that the words are an answer, not a move.
    """

    box: str
    turn: str
    turns: tuple[str, ...]
    instruction: str | None = None
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """A full look at a draft that is about to be proposed: the rules', and a model's if there is one."""

    box: str
    turn: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ExplainIt:
    box: str
    turn: str
    question: int | None
    reader: str


@dataclass(frozen=True, slots=True)
class SuggestIt:
    box: str
    turn: str
    question: int | None


@dataclass(frozen=True, slots=True)
class FindFacts:
    """Read in the accepted boxes what the system does and on whom. `box` is the one that was settled."""

    box: str
    turn: str


Work = Listen | Review | ExplainIt | SuggestIt | FindFacts
Effect = Emit | KeepAnswer | KeepOpenQuestions | KeepOverview | KeepFacts | KeepFindings | EndTurn | Judge | Work


# ---- inputs of `step`


@dataclass(frozen=True, slots=True)
class Moved:
    """A person's move, as the turn under which it is stored.

    `speaker` is the person whose words they are; `earlier` the answer that a restore brings back.
    """

    turn: str
    by: str
    move: Move
    speaker: str = ""
    earlier: Answer | None = None


@dataclass(frozen=True, slots=True)
class Add:
    """A new sentence: behind the draft's sentence `after`, which counts from 0, or at the end."""

    sentence: Sentence
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Replace:
    """Put a sentence in the place of the draft's sentence `index`, which counts from 0."""

    index: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Drop:
    index: int
    because: str  # the turn that takes it back


Change = Add | Replace | Drop


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the words left open, and in which way."""

    question: int
    kind: NonAnswer
    reason: str = ""
    owner: str = ""
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody knows yet what a finding asks. `question` is the guiding question that it is about."""

    finding: str
    question: int
    reason: str = ""
    owner: str = ""
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    text: str
    question: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody will find out what was left open: `open` is the id of the open question."""

    open: str
    owner: str
    due: dt.date | None = None


@dataclass(frozen=True)
class Heard:
    """What a facilitator understood. `draft` is the number of the draft that `changes` count in; without one
    they count in the accepted answer with the number `answer`, or in whichever stands if that is None.

    `meaning` is answer, question, command or off_topic. `inferred` names a move that the words seem
    to be; it is confirmed first. `passages` of an opening story, or of words that belong in another box, have
    no id yet; `used` are the ids of those that the changes took up. `reply` answers what somebody asked.
    `without_model` says, for people, why the model did not do this; then the words may be tried again.
    """

    box: str
    turn: str
    draft: int = 0
    answer: int | None = None
    meaning: str = "answer"
    inferred: str | None = None
    changes: tuple[Change, ...] = ()
    coverage: dict[int, Coverage] = field(default_factory=dict)
    skips: tuple[Unanswered, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    passages: tuple[Passage, ...] = ()
    used: tuple[str, ...] = ()
    overview: Overview | None = None
    taken: tuple[Taken, ...] = ()
    lead: Lead | None = None
    reply: str = ""
    notice: str = ""
    without_model: str = ""

    @property
    def took(self) -> bool:
        """Whether anything became of the words. What becomes nothing must not look as if it had been heard."""
        said = self.changes or self.coverage or self.skips or self.disagreements or self.passages or self.overview
        return bool(
            said
            or self.unknown
            or self.taken
            or self.reply
            or self.notice
            or self.inferred
            or self.meaning == "question"
        )


@dataclass(frozen=True, slots=True)
class Ruled:
    """All findings of a box after a look, with their status. `reviewed`: it was the full look of a Review; `looked`
    is False if only the rules did what a model should have done. `passed` are the marks of the sentences that were
    looked at, and `under` says by which critic. `foreign`: nobody looked who reads the language of the text.
    """

    box: str
    findings: tuple[Finding, ...]
    turn: str | None = None
    lead: Lead | None = None
    reviewed: bool = False
    looked: bool = True
    foreign: bool = False
    passed: tuple[str, ...] = ()
    under: str = ""
    without_model: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation or ideas, ready to show."""

    box: str
    turn: str
    event: Event
    without_model: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a facilitator read of the system in the accepted boxes. `read` is False if no model did: silence is none."""

    box: str
    turn: str
    facts: tuple[Fact, ...] = ()
    without_model: str = ""
    read: bool = True


@dataclass(frozen=True, slots=True)
class Broke:
    """A facilitator could not finish; the reason is for people."""

    box: str
    turn: str
    reason: str


Input = Moved | Heard | Ruled | Told | Found | Broke
