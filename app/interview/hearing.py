"""What comes back from a facilitator or the critic: ticks, drafts, findings, answers; then the talk goes on."""

from dataclasses import replace

from app.canvas.model import Coverage, Covered, NonAnswer, OpenQuestion
from app.critic.finding import Status as FindingStatus
from app.interview import phrases, route, screening
from app.interview.answering import confirm_first
from app.interview.asking import go_on, table
from app.interview.drafting import apply
from app.interview.effects import (
    Add,
    Broke,
    Change,
    Drop,
    ExplainIt,
    Found,
    Heard,
    Judge,
    Ruled,
    Told,
    Unanswered,
)
from app.interview.events import Covers, Disagreed, DraftChanged, Explained, Failed, Judged, Noticed
from app.interview.leaving import alike, give_out, leave_unknown, left_open, say_what_stays_open
from app.interview.scratch import Scratch
from app.interview.state import CLOSE, START, Ask, Draft, Passage, Pending, Status

NAMED = 4  # boxes in a line
SHOWN = 45  # characters of words that are kept for another box


def heard(step: Scratch, result: Heard) -> None:
    """A facilitator understood the words of the running turn."""
    talk = step.box(result.box)
    if talk.running != result.turn or talk.looking:
        return  # stopped, or finished by somebody else, while we listened
    inferred = result.inferred if result.box not in (START, CLOSE) else None
    inferred = inferred if inferred is not None and _possible(step, result.box, inferred) else None
    if result.without_model:
        step.without_model(result.box, result.without_model)
        if inferred is None:  # else they wait for a yes or no
            step.set(result.box, again=(*talk.again, *talk.listening))
    if result.notice:
        step.emit(Noticed(code="facilitator", text=result.notice, box=result.box))
    if result.box in (START, CLOSE):
        _heard_outside_the_boxes(step, result)
    elif inferred is not None:
        _confirm_or_hear_on(step, result.box, inferred)
    elif not result.changes and (result.meaning == "question" or (result.meaning == "off_topic" and result.reply)):
        _answer_back(step, result)
    else:
        if result.reply:
            step.emit(Explained(box=result.box, text=result.reply))
        _take(step, result)


def _answer_back(step: Scratch, result: Heard) -> None:
    """Somebody asked, or spoke of something else: they get an answer, and what was asked of them still stands."""
    asked = step.box(result.box).asked
    question = asked.question if asked else None
    if not result.reply:
        step.effects.append(ExplainIt(result.box, result.turn, question, reader=""))
        return
    step.emit(Explained(box=result.box, text=result.reply, question=question))
    if asked is None:
        table(step, result.box)  # what was on it is still there
    step.end(result.box)


def _possible(step: Scratch, box: str, move: str) -> bool:
    """Whether a move that the words seem to be can be made; if not, they are an answer like any other."""
    match move:
        case phrases.ACCEPT:
            return step.box(box).draft is not None
        case phrases.CLEAR:
            return bool(step.canvas.text(box))
        case phrases.ENOUGH:
            return step.box(box).draft is not None
        case _:
            return move in phrases.QUESTIONS


def _confirm_or_hear_on(step: Scratch, box: str, move: str) -> None:
    """Ask before making the move; if more words wait already, all of them are heard instead."""
    talk = step.box(box)
    step.set(box, heard=tuple(each for each in talk.heard if each not in talk.listening))
    if talk.waiting:
        step.set(box, pending=Pending(move=move, by=step.by, turns=talk.listening))
    else:
        confirm_first(step, box, move, words=talk.listening)
    step.end(box)


def _heard_outside_the_boxes(step: Scratch, result: Heard) -> None:
    if result.box == START and not result.without_model:
        _offer_no_more(step, result)
    passages = _keep_passages(step, result)
    if result.reply:
        step.emit(Noticed(code="facilitator", text=result.reply, box=result.box))
    if result.overview is not None:
        step.keep_overview(result.overview)
    give_out(step, result.taken)
    talk = step.box(result.box)
    step.end(result.box)
    if result.box == START:
        if talk.listening != talk.batch and step.talk.place(step.by) != START:
            _show_what_fits(step, passages)
        route.leave_start(step)


def _show_what_fits(step: Scratch, passages: tuple[Passage, ...]) -> None:
    """Who has the story tried again has gone on: show what fits where they are, and say where the rest is."""
    here = step.talk.place(step.by)
    fits = [id for id in step.template.order if any(each.box == id for each in passages)]
    if others := [step.template.box(id).name for id in fits if id != here]:
        where = ", ".join(others) if len(others) <= NAMED else f"{len(others)} boxes"
        step.emit(Noticed(code="kept_elsewhere", text=f"What fits of your story is offered in {where}.", box=START))
    if here in fits:
        route.show(step, here)


def _offer_no_more(step: Scratch, result: Heard) -> None:
    """A story that is heard again, by the model this time: what others took from it makes room, if nobody used it."""
    told = step.box(START).listening
    found = {(each.box, each.text) for each in result.passages}
    passages = (
        each for each in step.talk.passages if each.used or each.turn not in told or (each.box, each.text) in found
    )
    step.talk = replace(step.talk, passages=tuple(passages))


def _keep_passages(step: Scratch, result: Heard) -> tuple[Passage, ...]:
    """Words that belong in another box are offered there. Of a box that is settled already, that is said."""
    known = {(each.box, each.text) for each in step.talk.passages}
    offered = {(each.box, each.text): each for each in result.passages if (each.box, each.text) not in known}
    passages = tuple(
        replace(each, id=step.ids())
        for each in offered.values()
        if each.box in step.template.boxes and each.box != result.box
    )
    step.use(result.used)
    step.talk = replace(step.talk, passages=(*step.talk.passages, *passages))
    for each in passages:
        if result.box not in (START, CLOSE) and route.settled(step.box(each.box)):
            name = step.template.box(each.box).name
            text = f"Kept for {name}: “{_beginning(each.text)}”"
            step.emit(Noticed(code="kept_elsewhere", text=text, box=each.box))
    return passages


def _take(step: Scratch, result: Heard) -> None:
    """Tick what the words cover, change the draft by sentences, and go on."""
    _keep_passages(step, result)
    open_before, ticked_before = step.open_in(result.box), step.box(result.box).coverage
    _tick(step, result)
    leave_unknown(step, result)
    if not result.reply and step.box(result.box).coverage == ticked_before:  # else the ticks say it
        say_what_stays_open(step, result.box, open_before)
    before = step.box(result.box)
    for doubt in result.disagreements:
        step.emit(Disagreed(box=result.box, text=doubt.text, question=doubt.question))
    # Doubts of an earlier reply that were not asked yet may be settled by this one: it brings its own.
    step.set(result.box, doubts=tuple(Ask(text=each.text) for each in result.disagreements))
    draft = _redrafted(step, result)
    step.set(result.box, listening=())
    if draft is None:
        go_on(step, result.box, result.lead)
    else:
        text = before.draft.text if before.draft else step.canvas.text(result.box)
        step.effects.append(Judge(result.box, before=text, after=draft.text, turn=result.turn, lead=result.lead))


def _beginning(text: str) -> str:
    """Enough of somebody's words to know them by; the box that they are kept for has them all."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"


def _tick(step: Scratch, result: Heard) -> None:
    talk = step.box(result.box)
    known = {each.number for each in step.template.box(result.box).questions}
    skips = [each for each in result.skips if each.question in known and _reasoned(each)]
    excused = {each.question for each in skips if each.kind is NonAnswer.NOT_APPLICABLE}
    ticks = {
        number: each
        for number, each in result.coverage.items()
        if number in known and (each.state is not Covered.NOT_APPLICABLE or number in excused)
    }
    coverage = {**talk.coverage, **{n: each for n, each in ticks.items() if _counts(talk.coverage.get(n), each)}}
    reasons = {each.question: each.reason for each in step.open_in(result.box)}
    answered = {n for n, each in ticks.items() if _answers(each, talk.coverage.get(n), open=reasons.get(n, ""))}
    settled: dict[tuple[str, int | None], OpenQuestion | None] = {(result.box, n): None for n in answered}
    if answered:
        settled[result.box, None] = None
    for skip in skips:
        settled[result.box, skip.question] = left_open(step, result.box, skip)
    step.keep_open(settled)
    unknown = tuple(each.question for each in skips if each.kind is NonAnswer.DONT_KNOW and not each.owner)
    step.set(result.box, unowned=(*(each for each in talk.unowned if (result.box, each) not in settled), *unknown))
    if coverage != talk.coverage:
        step.set(result.box, coverage=coverage)
        step.emit(Covers(box=result.box, questions=coverage))


def _answers(tick: Coverage, before: Coverage | None, *, open: str) -> bool:
    """Whether a tick ends what is `open` about its question: not if it is answered only in part.

    Where the question was answered before, it is something else that is open, which only words about it end.
    """
    if tick.state is Covered.FULL:
        return before is None or before.state is not Covered.FULL or alike(open, tick.quote)
    return tick.state is Covered.PART and before is None and not open


def _reasoned(skip: Unanswered) -> bool:
    return skip.kind is not NonAnswer.NOT_APPLICABLE or bool(skip.reason.strip())


def _counts(old: Coverage | None, new: Coverage) -> bool:
    """Whether a tick takes the place of the one before: no reply takes back what an earlier one answered."""
    if old is None:
        return True
    return new.state is not Covered.NONE and (new.state is not Covered.PART or old.state is not Covered.FULL)


def _redrafted(step: Scratch, result: Heard) -> Draft | None:
    """Apply the changes as a new draft; None if nothing changed. Changes to an older draft only add."""
    talk, answer = step.box(result.box), step.canvas.answers.get(result.box)
    current = talk.draft.sentences if talk.draft else answer.sentences if answer else ()
    number = talk.draft.number if talk.draft else 0
    same = number == result.draft and (number or result.answer in (None, step.canvas.number(result.box)))
    changes = result.changes if same else _only_added(result.changes)
    sentences = apply(
        current,
        changes,
        approved=answer.sentences if answer else (),
        news=(*talk.batch, *talk.listening),
        reword=result.meaning == "command",
    )
    if sentences == current or not sentences:
        return None
    draft = Draft(
        number=talk.drafts + 1,
        sentences=sentences,
        based_on=talk.draft.based_on if talk.draft else step.canvas.number(result.box),
    )
    step.set(result.box, draft=draft, drafts=draft.number, status=Status.TALKING)
    step.emit(DraftChanged(box=result.box, draft=draft.number, sentences=sentences))
    return draft


def _only_added(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Changes whose positions point into a draft that is gone: what they say stays, what they drop does not."""
    return tuple(Add(each.sentence) for each in changes if not isinstance(each, Drop))


def ruled(step: Scratch, result: Ruled) -> None:
    """The critic looked at a box: keep what changed, and go on with the turn that waited for it."""
    waits = step.waits(result.box, result.turn)
    if result.reviewed and not waits:
        return  # stopped while we looked
    if result.without_model:
        step.without_model(result.box, result.without_model)
    changed = step.keep_findings(result.box, result.findings)
    if changed:
        fixed = tuple(each.id for each in changed if each.status is FindingStatus.FIXED)
        step.emit(Judged(result.box, open=tuple(each.id for each in step.findings(result.box)), fixed=fixed))
    if result.reviewed and result.turn is not None:
        draft = step.box(result.box).draft
        if result.foreign and not step.box(result.box).unjudged:
            name = step.template.box(result.box).name
            text = f"{name} seems not to be in English, and so the rules did not judge its words."
            step.emit(Noticed(code="not_english", text=text, box=result.box))
        step.set(result.box, unjudged=result.foreign)
        if result.looked and draft is not None:
            step.set(result.box, looked=draft.number, passed=result.passed, under=result.under)
        table(step, result.box)
        step.finish(result.box, result.turn)
    elif waits:
        go_on(step, result.box, result.lead)


def told(step: Scratch, result: Told) -> None:
    """An explanation or ideas. If they answered a question among somebody's words, that turn is over too."""
    if step.waits(result.box, result.turn):
        if result.without_model:
            step.without_model(result.box, result.without_model)
        step.emit(result.event)
        step.finish(result.box, result.turn)


def found(step: Scratch, result: Found) -> None:
    """What the boxes say of the system was read."""
    if not step.waits(result.box, result.turn):
        return
    if result.without_model:
        step.without_model(result.box, result.without_model)
    if result.read and not result.without_model:
        if screening.read(step, result.turn):
            screening.found(step, result.box, result.facts)
    else:
        screening.unread(step, result.box, result.turn)
    step.finish(result.box, result.turn)


def broke(step: Scratch, result: Broke) -> None:
    """A facilitator could not finish. The words stay, to be tried again."""
    # Whoever gives a turn up may know no more than where its person was, which need not be its box.
    box = next((id for id in step.talk.boxes if step.waits(id, result.turn)), None)
    if box is None:
        return
    if step.box(box).running == result.turn:
        step.unhear(box)
    step.emit(Failed(box=box, text=result.reason))
    if result.turn in step.box(box).reading:
        screening.unread(step, box, result.turn)
    step.finish(box, result.turn, "failed")
