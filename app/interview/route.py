"""Where people go: the next box, the end of a column, what comes back, the close."""

from dataclasses import replace

from app.canvas.model import Canvas, Covered, NonAnswer
from app.critic.finding import Status as FindingStatus, worst_first
from app.interview import screening
from app.interview.events import Closing, Noticed, Position, ReadBack
from app.interview.scratch import Scratch
from app.interview.state import CLOSE, START, BoxTalk, Pace, Status, Talk

WORST = 5  # how many findings the close names


def fresh(canvas: Canvas, *, id: str, pace: Pace, before: Talk | None = None) -> Talk:
    """The talk of a new interview. Answers that carried over count, unless a question was left open on them."""
    asked_again = {each.box for each in canvas.iteration.open_questions}
    boxes = {}
    for box in canvas.template.order:
        carried = canvas.text(box) and box not in asked_again
        earlier = before.box(box) if before else BoxTalk()
        boxes[box] = BoxTalk(
            status=Status.ACCEPTED if carried else Status.UNTOUCHED,
            coverage={n: c for n, c in earlier.coverage.items() if c.state in (Covered.FULL, Covered.PART)},
            drafts=earlier.drafts,
        )
    talk = Talk(id=id, pace=pace, boxes=boxes)
    if before is None:
        return talk
    return replace(
        talk,
        findings=before.findings,
        labels=before.labels,
        told=before.told,
        pack=before.pack,
        screened=before.screened,
    )


def settled(talk: BoxTalk) -> bool:
    return talk.status in (Status.ACCEPTED, Status.SKIPPED)


def next_place(step: Scratch, box: str) -> str:
    """The next box that is not settled, then what was put off for later, then the close."""
    order = step.template.order
    here = order.index(box) if box in order else -1
    ahead = (*order[here + 1 :], *order[: here + 1])
    for other in ahead:
        if not settled(step.box(other)):
            return other
    for other in order:
        if not step.box(other).returned and any(each.kind is NonAnswer.LATER for each in step.open_in(other)):
            return other
    return CLOSE


def turn_to(step: Scratch, box: str) -> str:
    """The next place after this one, to go there now: what was put off comes back only once."""
    place = next_place(step, box)
    if place in step.template.boxes and settled(step.box(place)):
        step.set(place, returned=True)
    return place


def enter(step: Scratch, place: str) -> None:
    """Put the person there and show the place."""
    step.talk = step.talk.with_place(step.by, place)
    show(step, place)


def show(step: Scratch, place: str) -> None:
    order = step.template.order
    if place == CLOSE:
        step.emit(Position(box=CLOSE, number=len(order) + 1, of=len(order)))
        step.emit(_closing(step))
        return
    step.emit(
        Position(
            box=place,
            number=0 if place == START else order.index(place) + 1,
            of=len(order),
            passages=step.talk.offered(place),
            open_questions=tuple(each.question for each in step.open_in(place)),
        )
    )
    screening.arrived(step, place)


def advance(step: Scratch, box: str) -> None:
    """A box was settled: read its column back if that was the last of it, once, and move on whoever sits there.

    Where it clashes with a box whose mending words are kept, that one comes first: now they are remembered.
    """
    column = step.template.column_of(box)
    ids = tuple(each.id for each in column.boxes)
    if column.name not in step.talk.read_back and all(settled(step.box(id)) for id in ids):
        step.talk = replace(step.talk, read_back=(*step.talk.read_back, column.name))
        step.emit(ReadBack(column=column.name, boxes=ids, contradictions=_contradictions(step, ids)))
        screening.column_done(step, box)
    if step.talk.place(step.by) != box:
        return
    if other := _to_mend(step, box):
        enter(step, other)
        name, said = step.template.box(other).name, step.template.box(box).name
        text = f"{name} still says otherwise than {said}. Take in what was said since, or leave it and go on."
        step.emit(Noticed(code="to_mend", text=text, box=other))
    else:
        enter(step, _left_for(step, box) or turn_to(step, box))


def _to_mend(step: Scratch, box: str) -> str | None:
    """A settled box that clashes with this one, and for which words were kept here; unless others sit there."""
    taken = {place for person, place in step.talk.places.items() if person != step.by}
    clashing = {each.other_box for each in step.findings(box)}
    clashing |= {id for id in step.template.order if any(each.other_box == box for each in step.findings(id))}
    kept = {each.box for each in step.talk.passages if not each.used and each.turn in step.box(box).heard}
    mends = clashing & kept - taken - {box}
    return next((id for id in step.template.order if id in mends and settled(step.box(id))), None)


def _left_for(step: Scratch, box: str) -> str | None:
    """The box that somebody left half done to mend this one, which was accepted before; unless others sit there."""
    if step.canvas.number(box) < 2:
        return None
    taken = {place for person, place in step.talk.places.items() if person != step.by}
    half_done = (Status.TALKING, Status.PROPOSED)
    return next((id for id in step.template.order if step.box(id).status in half_done and id not in taken), None)


def _contradictions(step: Scratch, boxes: tuple[str, ...]) -> tuple[str, ...]:
    found = (f for findings in step.talk.findings.values() for f in findings if f.status is FindingStatus.OPEN)
    return tuple(f.id for f in found if f.other_box and (f.box in boxes or f.other_box in boxes))


def _closing(step: Scratch) -> Closing:
    found = [f for findings in step.talk.findings.values() for f in findings if f.status is FindingStatus.OPEN]
    left_open = {each.box for each in step.canvas.iteration.open_questions if each.question is None}
    return Closing(
        findings=tuple(each.id for each in sorted(found, key=worst_first)[:WORST]),
        stale=tuple(box for box in step.template.order if step.canvas.stale(box)),
        empty=tuple(box for box in step.template.order if not step.canvas.text(box) and box not in left_open),
        open_questions=tuple(each.id for each in step.canvas.iteration.open_questions),
    )


def leave_start(step: Scratch) -> None:
    """The story is told: everybody who is at the start goes to the first open box."""
    waiting = [person for person, place in step.talk.places.items() if place == START]
    if not waiting:
        return
    first = turn_to(step, START)
    for person in waiting:
        step.talk = step.talk.with_place(person, first)
    if step.by in waiting:
        show(step, first)
