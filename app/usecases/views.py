"""What people see of a canvas and an interview: plain values for every channel to show."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.canvas.diff import Piece
from app.canvas.model import (
    AnswerKind,
    Canvas,
    Coverage,
    Covered,
    Header,
    NonAnswer,
    OpenQuestion,
    Overview,
    Sentence,
)
from app.critic.finding import Finding, Severity, Status, worst_first
from app.interview.asking import allowance
from app.interview.events import Event
from app.interview.state import CLOSE, START, Ask, Pace, Passage, Pending, Talk
from app.interview.state import Status as TalkStatus
from app.store.records import EventRecord, Snapshot

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


def event_view(record: EventRecord, names: Names) -> EventView:
    by = names.get(record.by, record.by) if record.by else None
    return EventView(number=record.number, at=record.at, by=by, turn=record.turn, event=record.event)


def finding_view(finding: Finding, names: Names) -> FindingView:
    return FindingView(
        id=finding.id,
        fingerprint=finding.fingerprint,
        criterion=finding.criterion,
        severity=Severity(finding.severity).name.lower(),
        box=finding.box,
        other_box=finding.other_box,
        quote=finding.quote,
        start=finding.start,
        end=finding.end,
        message=finding.message,
        question=finding.question,
        suggestion=finding.suggestion,
        sources=finding.sources,
        engine=finding.engine.value,
        status=finding.status,
        reason=finding.reason,
        by=names.get(finding.by, finding.by) if finding.by else None,
        at=finding.at,
    )


def open_question_view(question: OpenQuestion, canvas: Canvas, names: Names) -> OpenQuestionView:
    box = canvas.template.box(question.box)
    text = box.name if question.question is None else box.question(question.question).text
    return OpenQuestionView(
        id=question.id,
        box=question.box,
        question=question.question,
        text=text,
        kind=question.kind,
        reason=question.reason,
        owner=question.owner,
        due=question.due,
        by=names.get(question.by, question.by),
        at=question.at,
        iteration=question.iteration,
    )


def box_view(id: str, canvas: Canvas, talk: Talk, names: Names) -> BoxView:
    box, said, answer = canvas.template.box(id), talk.box(id), canvas.answers.get(id)
    draft = said.draft
    nothing = Coverage(Covered.NONE)
    found = sorted((f for f in talk.findings.get(id, ()) if f.status is Status.OPEN), key=worst_first)
    return BoxView(
        id=id,
        name=box.name,
        column=canvas.template.column_of(id).name,
        number=canvas.template.order.index(id) + 1,
        status=said.status,
        text=canvas.text(id),
        sentences=answer.sentences if answer else (),
        answer=canvas.number(id),
        answer_id=answer.id if answer else None,
        by=names.get(answer.by, answer.by) if answer else None,
        at=answer.at if answer else None,
        stale=canvas.stale(id),
        draft=DraftView(draft.number, draft.text, draft.sentences, draft.based_on) if draft else None,
        findings=tuple(finding_view(each, names) for each in found),
        open_questions=tuple(
            open_question_view(each, canvas, names) for each in canvas.iteration.open_questions if each.box == id
        ),
        questions=tuple(
            QuestionView(
                each.number,
                each.text,
                each.plain,
                each.example,
                each.essential,
                said.coverage.get(each.number, nothing).state,
                said.coverage.get(each.number, nothing).quote,
            )
            for each in box.questions
        ),
        asked=said.asked,
        asks_left=0 if said.enough else max(0, allowance(talk.pace, box, said) - len(said.asks)),
        passages=talk.offered(id),
        confirm=said.pending,
        running=said.running is not None,
        can_retry=bool(said.unheard),
    )


def place_view(person: str, place: str, canvas: Canvas) -> PlaceView:
    order = canvas.template.order
    number = {START: 0, CLOSE: len(order) + 1}.get(place) if place in (START, CLOSE) else order.index(place) + 1
    return PlaceView(person=person, place=place, number=number or 0, of=len(order))


def places_view(canvas: Canvas, talk: Talk, names: Names) -> tuple[PlaceView, ...]:
    return tuple(place_view(names.get(who, who), place, canvas) for who, place in talk.places.items())


def accepted(canvas: Canvas) -> int:
    return sum(1 for answer in canvas.answers.values() if answer.sentences)


def interview_view(canvas: Canvas, talk: Talk, names: Names, *, person: str, events: int) -> InterviewView:
    place = talk.place(person)
    return InterviewView(
        id=talk.id,
        canvas=canvas.id,
        iteration=canvas.iteration.number,
        pace=talk.pace,
        paused=talk.paused,
        place=place_view(names.get(person, person), place, canvas),
        places=places_view(canvas, talk, names),
        accepted=accepted(canvas),
        of=len(canvas.template.order),
        box=None if place in (START, CLOSE) else box_view(place, canvas, talk, names),
        events=events,
    )


def canvas_view(snapshot: Snapshot) -> CanvasView:
    canvas, talk = snapshot.canvas, snapshot.talk or Talk(id="")
    names = snapshot.people
    return CanvasView(
        id=canvas.id,
        template=canvas.template.id,
        template_version=canvas.template.version,
        template_name=canvas.template.name,
        header=canvas.iteration.header,
        iteration=canvas.iteration.number,
        interview=snapshot.interview_id,
        boxes=tuple(box_view(id, canvas, talk, names) for id in canvas.template.order),
        places=places_view(canvas, talk, names),
        overview=canvas.iteration.overview,
        accepted=accepted(canvas),
        created_at=snapshot.created_at,
        changed_at=snapshot.changed_at,
        deleted_at=snapshot.deleted_at,
    )
