"""What a facilitator can be asked, whoever answers: rules, a model, or a fake in a test."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from app.canvas.model import Canvas, Fact, Sentence
from app.facilitator.delta import Delta
from app.interview.effects import Heard
from app.interview.events import Explained, Suggested
from app.interview.state import Talk
from app.llm.port import Tally, Usage

if TYPE_CHECKING:  # a start needs the port, and of the critic only the finding
    from app.critic.clashing.claim import Claim
    from app.critic.dismissing import Judgement


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a turn, and who said them."""

    turn: str
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who did a piece of work (`builtin`, or the model's name), by which prompt, and what it took: see llm's `Usage`.

    `prompt` is the prompt's name, empty if there was none. `outcome` is `done`, `failed`: this one did not
    manage, and another did the work, or nobody; or `stopped`: it was broken off, and what it took is counted as far
    as it had come.
    """

    facilitator: str
    prompt_hash: str = ""
    prompt: str = ""
    calls: int = 0
    tokens_in: int = 0
    cached: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    first_token: float = 0.0
    milliseconds: float = 0.0
    outcome: str = "done"


def provenance(
    facilitator: str, usage: Usage, *, prompt: str = "", prompt_hash: str = "", outcome: str = "done"
) -> Provenance:
    """What a model took for a piece of work."""
    return Provenance(
        facilitator,
        prompt_hash,
        prompt,
        calls=usage.calls,
        tokens_in=usage.tokens_in,
        cached=usage.cached,
        tokens_out=usage.tokens_out,
        cost=usage.cost,
        first_token=usage.first_token,
        milliseconds=usage.milliseconds,
        outcome=outcome,
    )


@dataclass(frozen=True)
class Job:
    """What a facilitator needs to know: the canvas, the talk, and the words of this box so far.

    `new` are the turns to listen to now, a subset of `said`; `people` are the names on this canvas. A model that is
    asked keeps the `tally`.
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
    tally: Tally = field(default_factory=Tally, compare=False)

    def news(self) -> tuple[Said, ...]:
        return tuple(self.said[turn] for turn in self.new)

    @property
    def standing(self) -> tuple[Sentence, ...]:
        """The sentences that changes count in: the draft's, else the accepted answer's."""
        talk, answer = self.talk.box(self.box), self.canvas.answers.get(self.box)
        return talk.draft.sentences if talk.draft else answer.sentences if answer else ()

    @property
    def redone(self) -> frozenset[int]:
        """Places of sentences that rest on nothing but the words to listen to now: they were heard before, in vain,
        and are drafted anew. A redraft listens to nothing new.
        """
        new = set(self.new) if self.instruction is None else set()
        return frozenset(
            place
            for place, each in enumerate(self.standing)
            if each.sources and {source.ref for source in each.sources} <= new
        )


Stream = Callable[[Delta], None]


class Facilitator(Protocol):
    """Understands words and looks at drafts. Decides nothing: its answers are inputs of `step`."""

    name: str
    greeting: str  # what people should know before they begin; empty if nothing
    reviews: bool  # whether it looks at drafts itself, beyond the rules

    async def listen(self, job: Job, stream: Stream) -> tuple[Heard, Provenance]:
        """Understand the new words: which questions they answer, and how the draft changes."""
        ...

    async def review(self, job: Job, stream: Stream) -> "tuple[Judgement, Provenance]":
        """Look at the draft on its way to the table, and at what the rules found in it."""
        ...

    async def explain(self, job: Job, stream: Stream) -> tuple[Explained, Provenance]:
        """Say what a question, or the box, is about, for the reader named in the job."""
        ...

    async def suggest(self, job: Job, stream: Stream) -> tuple[Suggested, Provenance]:
        """Ideas for a question or the box, because somebody asked for them."""
        ...

    async def claims(self, job: Job) -> "tuple[tuple[Claim, ...], Provenance]":
        """What an accepted box says of the project as typed facts, with its words. Code finds where boxes clash."""
        ...

    async def facts(self, job: Job) -> tuple[tuple[Fact, ...], Provenance]:
        """The fact form of the AI Act, answered from the accepted boxes with the words that answer them. What no
        words answer is left out.
        """
        ...
