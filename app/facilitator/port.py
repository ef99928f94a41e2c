"""What a facilitator can be asked, whoever answers: rules, a model, or a fake in a test."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.canvas.model import Canvas
from app.critic.finding import Spot
from app.interview.effects import Heard
from app.interview.events import Explained, Suggested
from app.interview.state import Talk


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a turn, and who said them."""

    turn: str
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made an answer: the model (or `builtin`), its prompt, and what it cost."""

    facilitator: str
    prompt_hash: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    milliseconds: float = 0.0


@dataclass(frozen=True)
class Job:
    """What a facilitator needs to know: the canvas, the talk, and the words of this box so far.

    `new` are the turns to listen to now, a subset of `said`; `people` are the names on this canvas.
    """

    canvas: Canvas
    talk: Talk
    box: str
    turn: str
    said: Mapping[str, Said] = field(default_factory=dict)
    new: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    instruction: str | None = None
    literal: bool = False
    question: int | None = None
    reader: str = ""

    def news(self) -> tuple[Said, ...]:
        return tuple(self.said[turn] for turn in self.new)


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of text on its way, for those who watch. Never stored: the whole arrives as an event."""

    box: str
    turn: str
    part: str  # "lead", "draft", "explanation" or "suggestions"
    text: str


Stream = Callable[[Delta], None]


class Facilitator(Protocol):
    """Understands words and looks at drafts. Decides nothing: its answers are inputs of `step`."""

    name: str
    greeting: str  # what people should know before they begin; empty if nothing
    reviews: bool  # whether it looks at drafts itself, beyond the rules

    async def listen(self, job: Job, stream: Stream) -> tuple[Heard, Provenance]:
        """Understand the new words: which questions they answer, and how the draft changes."""
        ...

    async def review(self, job: Job, stream: Stream) -> tuple[tuple[Spot, ...], Provenance]:
        """Look at the draft on its way to the table."""
        ...

    async def explain(self, job: Job, stream: Stream) -> tuple[Explained, Provenance]:
        """Say what a question, or the box, is about, for the reader named in the job."""
        ...

    async def suggest(self, job: Job, stream: Stream) -> tuple[Suggested, Provenance]:
        """Ideas for a question or the box, because somebody asked for them."""
        ...
