"""What to ask next in a box, and when to stop asking and propose."""

from collections.abc import Mapping

from app.canvas.model import Canvas, Covered, NonAnswer
from app.canvas.template import Box, Question
from app.critic.finding import Finding, Severity
from app.interview.effects import Lead, Review
from app.interview.events import Asked, Noticed, Proposed
from app.interview.route import advance
from app.interview.scratch import Scratch
from app.interview.state import Ask, BoxTalk, Pace, Status

WHO = "Who could find out, and by when?"
LIMIT = {Pace.QUICK: 1, Pace.GUIDED: 2}


def allowance(pace: Pace, box: Box, talk: BoxTalk) -> int:
    """How many asks a box may get in all: where every question is asked, a disagreement takes nobody's place.

    Two on top of every question, once somebody asked for more.
    """
    if not talk.deeper and pace in LIMIT:
        return LIMIT[pace]
    settled = sum(1 for each in talk.asks if each.question is None and each.finding is None and each.owner_of is None)
    return len(box.questions) + settled + (2 if talk.deeper else 0)


def uncovered(canvas: Canvas, box: Box, talk: BoxTalk, *, every: bool) -> list[Question]:
    """Questions that nobody answered or put off, in order; only the essential ones unless `every`.

    Those that were answered in part come after those that were not answered at all.
    """
    now = canvas.iteration
    put_off = {
        each.question
        for each in now.open_questions
        if each.box == box.id and each.iteration == now.number and each.kind is not NonAnswer.NONE_OF_THESE
    }
    some = every or not any(each.essential for each in box.questions)
    wanted = [each for each in box.questions if (some or each.essential) and each.number not in put_off]
    states = {each.number: talk.coverage[each.number].state for each in wanted if each.number in talk.coverage}
    ranks = {Covered.NONE: 0, Covered.PART: 1}
    left = [each for each in wanted if states.get(each.number, Covered.NONE) in ranks]
    return sorted(left, key=lambda each: ranks[states.get(each.number, Covered.NONE)])


def next_ask(step: Scratch, id: str) -> Ask | None:
    """The next ask of a box, or None when it is time to propose. Nothing is asked twice.

    Disagreements come first, then questions, then who could find out, then the worst finding.
    """
    box, talk = step.template.box(id), step.box(id)
    if talk.enough or len(talk.asks) >= allowance(step.talk.pace, box, talk):
        return None
    found = {each.id: each for each in step.talk.findings.get(id, ())}
    done = {_about(each, found) for each in talk.asks}
    every = talk.deeper or step.talk.pace is Pace.THOROUGH
    candidates = [
        *talk.doubts,
        *(Ask(text=each.text, question=each.number) for each in uncovered(step.canvas, box, talk, every=every)),
        *_owners(step, talk, box),
        *(
            Ask(text=each.question, finding=each.id)
            for each in step.findings(id)
            if each.severity >= Severity.SHOULD and each.question
        ),
    ]
    return next((each for each in candidates if _about(each, found) not in done), None)


def _about(ask: Ask, found: Mapping[str, Finding]) -> tuple[object, ...]:
    """What an ask is about. A finding, or what nobody knows, stays the same one, however it is worded the next time.

    One question is enough for what clashes with another box in the same way: the answer may bring its words again.
    """
    finding = found.get(ask.finding or "")
    if finding is not None and finding.other_box:
        return finding.criterion, finding.other_box
    return ask.question, ask.finding, ask.owner_of, "" if ask.finding or ask.owner_of else ask.text


def _owners(step: Scratch, talk: BoxTalk, box: Box) -> list[Ask]:
    """Who could find out what nobody knows yet."""
    unknown = {each.question: each.reason for each in step.open_in(box.id) if each.kind is NonAnswer.DONT_KNOW}
    return [
        Ask(text=f"{_unknown(unknown[number] or box.question(number).plain)} {WHO}", owner_of=number)
        for number in talk.unowned
        if number in unknown
    ]


def _unknown(reason: str) -> str:
    return reason if reason.endswith("?") else f"Not known yet: {reason.rstrip('.')}."


def ask(step: Scratch, id: str, lead: Lead | None = None) -> bool:
    """Ask the next thing, if there is one. A lead that belongs to another question is dropped."""
    question = next_ask(step, id)
    if question is None:
        step.set(id, asked=None)
        return False
    talk = step.box(id)
    status = talk.status if talk.status is Status.ACCEPTED else Status.TALKING
    step.set(id, asks=(*talk.asks, question), asked=question, status=status)
    if lead is not None and question.question == lead.question:
        step.emit(Asked(box=id, ask=question, lead=lead.text, translation=lead.translation))
    else:
        step.emit(Asked(box=id, ask=question))
    return True


def go_on(step: Scratch, id: str, lead: Lead | None = None) -> None:
    """After something was said or put off: ask, else propose, else leave a box that holds only non-answers."""
    if ask(step, id, lead):
        step.end(id)
    elif step.box(id).draft is not None:
        propose(step, id)
    else:
        step.end(id)
        _nothing_to_propose(step, id)


def propose(step: Scratch, id: str, *, before: str | None = None) -> None:
    """Have the draft looked at in full before it is put on the table. `before` is what was judged last."""
    talk = step.box(id)
    text = talk.draft.text if talk.draft else ""
    if talk.draft is not None and talk.looked == talk.draft.number:
        table(step, id)  # the same text: nobody looks twice
        if not step.turn:
            step.end(id)
        return
    if step.turn:  # of a move; it must not end the words that are being listened to
        step.wait_beside(id)
    else:
        step.set(id, looking=True)
    turn = step.turn or talk.running or ""
    step.effects.append(Review(box=id, turn=turn, before=text if before is None else before, after=text))


def table(step: Scratch, id: str) -> None:
    """Put the draft on the table with its findings."""
    draft = step.box(id).draft
    if draft is not None:
        step.set(id, status=Status.PROPOSED, asked=None)
        step.emit(Proposed(box=id, draft=draft.number, findings=tuple(each.id for each in step.findings(id))))


def _nothing_to_propose(step: Scratch, id: str) -> None:
    if step.box(id).running is not None:
        return  # the next batch of words is already being listened to
    accepted = step.canvas.text(id)
    if not accepted and uncovered(step.canvas, step.template.box(id), step.box(id), every=True):
        text = "Nothing to draft yet. Answer any of the questions, in any order, or put the box off."
        step.emit(Noticed(code="nothing_yet", text=text, box=id))
        return
    step.set(id, status=Status.ACCEPTED if accepted else Status.SKIPPED)
    advance(step, id)
