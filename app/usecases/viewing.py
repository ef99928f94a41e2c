"""From what is stored to what people see."""

from dataclasses import replace

from app.canvas.model import (
    Canvas,
    Coverage,
    Covered,
    OpenQuestion,
)
from app.critic.finding import Finding, Severity, Status, worst_first
from app.interview.asking import allowance
from app.interview.events import Words
from app.interview.state import CLOSE, START, Talk
from app.store.records import EventRecord, Snapshot
from app.usecases.views import (
    BoxView,
    CanvasView,
    DraftView,
    EventView,
    FindingView,
    InterviewView,
    Names,
    OpenQuestionView,
    PlaceView,
    QuestionView,
)


def event_view(record: EventRecord, names: Names) -> EventView:
    by = names.get(record.by, record.by) if record.by else None
    event = record.event
    if isinstance(event, Words):
        event = replace(event, speaker=names.get(event.speaker, event.speaker))
    return EventView(number=record.number, at=record.at, by=by, turn=record.turn, event=event)


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
        other_quote=finding.other_quote,
        news=finding.news,
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
        prompt=box.prompt,
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
        confirm=replace(said.pending, by=names.get(said.pending.by, said.pending.by)) if said.pending else None,
        running=said.running is not None,
        can_retry=id in talk.to_retry(),
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
        to_retry=talk.to_retry(),
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
        to_retry=talk.to_retry(),
        pace=talk.pace,
    )
