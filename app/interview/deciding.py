"""What people decide: accept, edit, skip, restore, clear, vouch, waive. Everything appends."""

from dataclasses import replace
from typing import NoReturn

from app.canvas.model import (
    Answer,
    AnswerKind,
    Canvas,
    Coverage,
    Covered,
    NonAnswer,
    Sentence,
    Source,
    SourceKind,
    fingerprint,
    text_of,
)
from app.canvas.sentences import edited
from app.critic.clashing.consistency import touched
from app.critic.finding import Engine, Finding, Status as FindingStatus
from app.errors import AnswerConflict, Invalid, NotFound, NotNow
from app.interview import phrases
from app.interview.asking import go_on, propose
from app.interview.effects import Judge, KeepAnswer
from app.interview.events import Decided, DraftChanged
from app.interview.leaving import hand_on
from app.interview.moves import Accept, Clear, Edit, Plan, Reopen, Restore, SetPace, Skip, StillTrue, Vouch, Waive
from app.interview.route import advance, enter, settled, turn_to
from app.interview.scratch import Scratch
from app.interview.state import START, Draft, Status

SAY_WHY = "Add a short reason, so that others understand it later."


def accept(step: Scratch, move: Accept) -> None:
    box = step.template.box(move.box).id
    draft, answer = step.box(box).draft, step.canvas.answers.get(box)
    before = draft.sentences if draft else answer.sentences if answer else ()
    if move.text is not None and move.answer is not None:
        _expect(step, box, move.answer, yours=move.text)
    else:
        before = _on_the_table(step, move, yours=move.text or "").sentences
    sentences = before if move.text is None else _written(step, before, move.text)
    accepted = _append(step, box, AnswerKind.ACCEPTED, sentences)
    step.emit(Decided(move="accept", box=box, answer=accepted.number))
    if accepted.text != text_of(before):
        step.effects.append(Judge(box, before=text_of(before), after=accepted.text))
    advance(step, box)


def _on_the_table(step: Scratch, move: Accept, *, yours: str) -> Draft:
    """The draft that the person saw, if it is still there and the box has not moved on under it."""
    talk = step.box(move.box)
    draft, number = talk.draft, move.draft or 0
    if draft is None and not 0 < number <= talk.drafts:
        raise NotNow("There is no draft of this box to accept.", advice="Say something about the box first.")
    if draft is None or draft.number != number:
        _conflict(step, move.box, yours=yours, theirs=draft.text if draft else step.canvas.text(move.box))
    if draft.based_on != step.canvas.number(move.box):
        _conflict(step, move.box, yours=yours or draft.text, theirs=step.canvas.text(move.box))
    return draft


def edit(step: Scratch, move: Edit) -> None:
    box = step.template.box(move.box).id
    talk = step.box(box)
    _expect(step, box, move.answer, yours=move.text)
    current = talk.draft.number if talk.draft else None
    if move.draft is not None and move.draft != current:
        _conflict(step, box, yours=move.text, theirs=talk.draft.text if talk.draft else step.canvas.text(box))
    answer = step.canvas.answers.get(box)
    before = talk.draft.sentences if talk.draft else answer.sentences if answer else ()
    sentences = _written(step, before, move.text)
    draft = Draft(number=talk.drafts + 1, sentences=sentences, based_on=move.answer)
    step.let_go(box)
    step.set(box, draft=draft, drafts=draft.number, asked=None, status=Status.PROPOSED)
    step.emit(DraftChanged(box=box, draft=draft.number, sentences=sentences))
    propose(step, box, before=text_of(before))


def vouch(step: Scratch, move: Vouch) -> None:
    """Stand behind assumptions: the sentences stay as they are, and name their voucher as a source."""
    box = step.template.box(move.box).id
    talk = step.box(box)
    if talk.draft is None:
        raise NotNow("There is no draft of this box.", advice="Edit the accepted text to change it.")
    chosen = {*move.sentences} if move.sentence is None else {move.sentence, *move.sentences}
    if not chosen:
        raise Invalid("No sentence is named.", advice="Give the numbers of those that you stand behind, from 1.")
    sentences = list(talk.draft.sentences)
    for number in sorted(chosen):
        if not 1 <= number <= len(sentences):
            raise NotFound(f"The draft has no sentence {number}.", advice="Count from 1, in the draft's order.")
        each = sentences[number - 1]
        source = Source(SourceKind.EDIT, step.turn, each.text)
        sentences[number - 1] = replace(each, assumption=False, sources=(*each.sources, source))
    draft = Draft(number=talk.drafts + 1, sentences=tuple(sentences), based_on=talk.draft.based_on)
    step.set(box, draft=draft, drafts=draft.number)
    step.emit(DraftChanged(box=box, draft=draft.number, sentences=draft.sentences))


def clear(step: Scratch, move: Clear) -> None:
    box = step.template.box(move.box).id
    _expect(step, box, move.answer, yours="")
    text = step.canvas.text(box)
    if not text:
        raise NotNow("This box has no accepted text to clear.", advice="There is nothing to do.")
    answer = _append(step, box, AnswerKind.CLEARED, ())
    step.set(box, coverage={}, asks=(), enough=False, deeper=False)
    column = step.template.column_of(box).name  # once it is full again, it reads in another way
    step.talk = replace(step.talk, read_back=tuple(each for each in step.talk.read_back if each != column))
    step.emit(Decided(move="clear", box=box, answer=answer.number))
    step.effects.append(Judge(box, before=text, after=""))


def restore(step: Scratch, move: Restore, earlier: Answer | None) -> None:
    box = step.template.box(move.box).id
    if earlier is None or not earlier.sentences:
        raise NotFound(
            f"Answer {move.number} of this box holds no text.", advice="Choose another one from its history."
        )
    _expect(step, box, move.answer, yours=earlier.text)
    before = step.canvas.text(box)
    answer = _append(step, box, AnswerKind.RESTORED, earlier.sentences)
    step.emit(Decided(move="restore", box=box, answer=answer.number))
    step.effects.append(Judge(box, before=before, after=answer.text))


def still_true(step: Scratch, move: StillTrue) -> None:
    box = step.template.box(move.box).id
    if not step.canvas.stale(box):
        raise NotNow("Nothing that this box rests on has changed.", advice="There is nothing to confirm.")
    talk = step.box(box)
    answer = _append(step, box, AnswerKind.REAFFIRMED, step.canvas.answers[box].sentences)
    if talk.draft is None:
        talk = replace(talk, status=Status.ACCEPTED)
    else:
        talk = replace(talk, draft=replace(talk.draft, based_on=answer.number))
    step.talk = step.talk.with_box(box, talk)  # the text did not change, so what is on the table stays there
    step.emit(Decided(move="still_true", box=box, answer=answer.number))


def waive(step: Scratch, move: Waive) -> None:
    finding = step.finding(move.finding)
    if not move.reason.strip():
        raise Invalid("A finding is waived with a reason.", advice=SAY_WHY)
    if finding.status is not FindingStatus.OPEN:
        raise NotNow(f"This finding is {finding.status.value} already.", advice="There is nothing to do.")
    waived = replace(finding, status=FindingStatus.WAIVED, reason=move.reason.strip(), by=step.by, at=step.now)
    others = step.talk.findings[finding.box]
    step.keep_findings(finding.box, tuple(waived if each.id == waived.id else each for each in others))
    talk = step.box(finding.box)
    if talk.asked is not None and talk.asked.finding == finding.id:
        step.set(finding.box, asked=None)
    step.emit(Decided(move="waive", box=finding.box, finding=finding.id, reason=waived.reason))
    if talk.asked is not None and talk.running is None and step.box(finding.box).asked is None:
        go_on(step, finding.box)


def reopen(step: Scratch, move: Reopen) -> None:
    """A finding counts again. Whoever looks next leaves it open: a person wants it so."""
    finding = step.finding(move.finding)
    if finding.status not in (FindingStatus.WAIVED, FindingStatus.DISMISSED):
        raise NotNow(f"This finding is {finding.status.value}.", advice="Choose one that was put aside.")
    again = replace(finding, status=FindingStatus.OPEN, reason=move.reason.strip(), by=step.by, at=step.now)
    others = step.talk.findings[finding.box]
    step.keep_findings(finding.box, tuple(again if each.id == again.id else each for each in others))
    step.emit(Decided(move="reopen", box=finding.box, finding=finding.id, reason=again.reason))


def skip(step: Scratch, move: Skip) -> None:
    if move.box == START:
        enter(step, turn_to(step, START))
        return
    box = step.template.box(move.box)
    if move.question is not None:
        box.question(move.question)
    if move.kind is NonAnswer.NOT_APPLICABLE and not move.reason.strip():
        raise Invalid("Something that does not apply needs a reason.", advice=SAY_WHY)
    handed = hand_on(step, move)
    if not handed:
        _keep_non_answer(step, move)
    step.emit(Decided(move="skip", box=box.id, question=move.question, kind=move.kind, reason=move.reason.strip()))
    if handed:
        return
    if move.kind is NonAnswer.NONE_OF_THESE:
        _reject_offers(step, box.id)
    elif move.question is None:
        status = Status.ACCEPTED if step.canvas.text(box.id) else Status.SKIPPED
        step.let_go(box.id, did=move.kind)
        step.set(box.id, status=status, asked=None)
        advance(step, box.id)
    elif step.box(box.id).running is None and (step.talk.place(step.by) == box.id or not settled(step.box(box.id))):
        go_on(step, box.id)


def _keep_non_answer(step: Scratch, move: Skip) -> None:
    question = step.open_question(
        move.box, move.question, move.kind, reason=move.reason, owner=move.owner, due=move.due
    )
    step.keep_open({(move.box, move.question): question})
    step.set(move.box, unowned=tuple(each for each in step.box(move.box).unowned if each != move.question))
    if move.kind is NonAnswer.NOT_APPLICABLE and move.question is not None:
        coverage = {**step.box(move.box).coverage, move.question: Coverage(Covered.NOT_APPLICABLE)}
        step.set(move.box, coverage=coverage)


def _reject_offers(step: Scratch, box: str) -> None:
    """None of these: what was offered is taken off the table, and the question stays open."""
    step.use([each.id for each in step.talk.offered(box)])


def pace(step: Scratch, move: SetPace) -> None:
    step.talk = replace(step.talk, pace=move.pace)
    step.emit(Decided(move="pace", reason=move.pace.value))


def plan(step: Scratch, move: Plan) -> None:
    step.keep_overview(move.overview)


# ---- shared by the above


def _written(step: Scratch, before: tuple[Sentence, ...], text: str) -> tuple[Sentence, ...]:
    """A person's own text as sentences. A blank is never an erase."""
    sentences = edited(before, text, Source(SourceKind.EDIT, step.turn))
    if not sentences:
        raise Invalid("An empty text is not taken as an answer.", advice="To empty a box on purpose, clear it.")
    return sentences


def _append(step: Scratch, box: str, kind: AnswerKind, sentences: tuple[Sentence, ...]) -> Answer:
    """Append an answer and take the box's table away: the draft is settled, with its asks."""
    answer = Answer(
        id=step.ids(),
        box=box,
        number=step.canvas.number(box) + 1,
        iteration=step.canvas.iteration.number,
        kind=kind,
        sentences=sentences,
        by=step.by,
        at=step.now,
        built_on={**_cited(step, box, sentences), **step.canvas.grounds(box)},
        open_findings=tuple(each.id for each in step.findings(box)),
        turn=step.turn,
    )
    before = step.canvas
    step.canvas = step.canvas.with_answer(answer)
    step.effects.append(KeepAnswer(answer))
    _look_again(step, box, before)
    if sentences:
        step.keep_open({(box, None): None})
    step.let_go(box, did=_MEANS.get(kind, ""))
    if kind is AnswerKind.ACCEPTED:  # what of the story nobody took here was not wanted
        step.use([each.id for each in step.talk.offered(box) if each.turn in step.box(START).heard])
    _let_clashes_go(step, box)
    status = Status.ACCEPTED if sentences else Status.UNTOUCHED
    step.set(box, status=status, draft=None, asked=None, doubts=(), again=())
    return answer


def _look_again(step: Scratch, box: str, before: Canvas) -> None:
    """What this box says now may clash with others that were accepted before, or clash no more."""
    old, new = ({id: text for id in step.template.order if (text := each.text(id))} for each in (before, step.canvas))
    for other in touched(old, new) - {box}:
        step.look_again(other)


def _let_clashes_go(step: Scratch, box: str) -> None:
    """What a model found to clash with this box was found in its old text; the next look at either tells anew."""
    for other, findings in step.talk.findings.items():
        if any(_clashes(each, box) for each in findings):
            fixed = [replace(each, status=FindingStatus.FIXED) if _clashes(each, box) else each for each in findings]
            step.keep_findings(other, tuple(fixed))


def _clashes(finding: Finding, box: str) -> bool:
    open = finding.status is FindingStatus.OPEN
    return open and finding.engine is Engine.MODEL and finding.other_box == box


_MEANS = {AnswerKind.ACCEPTED: phrases.ACCEPT, AnswerKind.CLEARED: phrases.CLEAR}


def _cited(step: Scratch, box: str, sentences: tuple[Sentence, ...]) -> dict[str, str]:
    """Fingerprints of the other boxes whose accepted answers these sentences name as a source."""
    refs = (each.ref for sentence in sentences for each in sentence.sources if each.kind is SourceKind.ANSWER)
    boxes = {ref.rpartition("#")[0] for ref in refs} - {box}
    return {other: fingerprint(step.canvas.text(other)) for other in boxes if other in step.template.boxes}


def _expect(step: Scratch, box: str, number: int, *, yours: str) -> None:
    if number != step.canvas.number(box):
        _conflict(step, box, yours=yours, theirs=step.canvas.text(box))


def _conflict(step: Scratch, box: str, *, yours: str, theirs: str) -> NoReturn:
    raise AnswerConflict(
        f"{step.template.box(box).name} changed since you looked at it.",
        advice="Compare both texts and send the one that should stand, with the new number.",
        box=box,
        yours=yours,
        theirs=theirs,
        number=step.canvas.number(box),
    )
