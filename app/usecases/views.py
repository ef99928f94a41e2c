"""What people see of a canvas and an interview: plain values for every channel to show."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.canvas.diff import Piece
from app.canvas.model import (
    AnswerKind,
    Covered,
    Header,
    NonAnswer,
    Overview,
    Sentence,
)
from app.critic.finding import Status
from app.facilitator.delta import Delta as Delta
from app.interview.events import Event
from app.interview.state import Ask, Pace, Passage, Pending, Status as TalkStatus

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FindingView:
    """`severity` is note, should or must; `start` and `end` count code points of the text that was judged."""

    id: str
    fingerprint: str
    criterion: str
    severity: str
    box: str
    other_box: str | None
    quote: str
    start: int
    end: int
    message: str
    question: str
    suggestion: str
    sources: tuple[str, ...]
    engine: str
    status: Status
    reason: str
    by: str | None
    at: dt.datetime | None
    other_quote: str = ""
    news: bool = False


@dataclass(frozen=True, slots=True)
class OpenQuestionView:
    """`question` is the number within the box, or null for the whole box."""

    id: str
    box: str
    question: int | None
    text: str
    kind: NonAnswer
    reason: str
    owner: str
    due: dt.date | None
    by: str
    at: dt.datetime
    iteration: int


@dataclass(frozen=True, slots=True)
class QuestionView:
    number: int
    text: str
    plain: str
    example: str
    essential: bool
    coverage: Covered
    quote: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """`number` is what accept names. A sentence with `assumption` has no source that says what it says."""

    number: int
    text: str
    sentences: tuple[Sentence, ...]
    based_on: int


@dataclass(frozen=True)
class BoxView:
    """A box as it stands: `answer` is the number of its accepted text, 0 before the first."""

    id: str
    name: str
    prompt: str
    column: str
    number: int
    status: TalkStatus
    text: str
    sentences: tuple[Sentence, ...]
    answer: int
    answer_id: str | None
    by: str | None
    at: dt.datetime | None
    stale: tuple[str, ...]
    draft: DraftView | None
    findings: tuple[FindingView, ...]
    open_questions: tuple[OpenQuestionView, ...]
    questions: tuple[QuestionView, ...]
    asked: Ask | None
    asks_left: int
    passages: tuple[Passage, ...]
    confirm: Pending | None
    running: bool
    can_retry: bool


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where somebody is. `place` is a box id, `start` or `close`; `number` counts boxes in their order."""

    person: str
    place: str
    number: int
    of: int


@dataclass(frozen=True)
class CanvasView:
    id: str
    template: str
    template_version: str
    template_name: str
    header: Header
    iteration: int
    interview: str | None
    boxes: tuple[BoxView, ...]
    places: tuple[PlaceView, ...]
    overview: Overview
    accepted: int
    created_at: dt.datetime
    changed_at: dt.datetime
    deleted_at: dt.datetime | None = None
    to_retry: tuple[str, ...] = ()
    pace: Pace = Pace.GUIDED

    def drafts(self) -> tuple[str, ...]:
        """The names of boxes with a draft that nobody accepted yet: no file holds it."""
        return tuple(each.name for each in self.boxes if each.draft)


@dataclass(frozen=True)
class InterviewView:
    """An interview as one person sees it: `box` is the box where they are, if it is one."""

    id: str
    canvas: str
    iteration: int
    pace: Pace
    paused: bool
    place: PlaceView
    places: tuple[PlaceView, ...]
    accepted: int
    of: int
    box: BoxView | None
    events: int = 0
    to_retry: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CanvasLine:
    """A canvas in a list."""

    id: str
    product_name: str
    designed_by: str
    iteration: int
    template: str
    accepted: int
    of: int
    open_findings: int
    changed_at: dt.datetime
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer in the history of a box; `changes` is its word-level difference from the one before."""

    id: str
    box: str
    number: int
    iteration: int
    kind: AnswerKind
    text: str
    sentences: tuple[Sentence, ...]
    by: str
    at: dt.datetime
    open_findings: tuple[str, ...]
    changes: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class BoxDiff:
    """How a box's text changed. The pieces joined without the added ones give `before`, and so on."""

    box: str
    name: str
    before: str
    after: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class IterationView:
    number: int
    header: Header
    started_at: dt.datetime
    frozen_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class EventView:
    """An event with its number in the interview. `by` is a name."""

    number: int
    at: dt.datetime
    by: str | None
    turn: str | None
    event: Event


@dataclass(frozen=True, slots=True)
class SaidView:
    """Words that somebody brought into an interview, as sentences point to them."""

    speaker: str
    at: dt.datetime
    text: str
    channel: str


@dataclass(frozen=True, slots=True)
class UsageSums:
    """What pieces of work took. `failed` of the `works` were not managed, `stopped` were broken off. Percentiles are
    null without a model.
    """

    works: int
    failed: int
    stopped: int
    calls: int
    tokens_in: int
    cached: int
    tokens_out: int
    cost: float
    first_token_p50: float | None
    first_token_p95: float | None


@dataclass(frozen=True, slots=True)
class UsageLine:
    """What one facilitator took under one prompt."""

    facilitator: str
    prompt: str
    took: UsageSums


@dataclass(frozen=True, slots=True)
class UsageView:
    """What the work on a canvas took, line by line and all together."""

    canvas: str
    lines: tuple[UsageLine, ...]
    total: UsageSums


@dataclass(frozen=True)
class Imported:
    """What came of a file: its canvas, what was surprising in it, and texts that belong to no box."""

    canvas: CanvasView
    warnings: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()


@dataclass(frozen=True)
class Played:
    """What a move did. `running`: the turn had not ended when the deadline came; its events will follow."""

    turn: str
    events: tuple[EventView, ...]
    interview: InterviewView
    running: bool = False
    repeated: bool = field(default=False)
