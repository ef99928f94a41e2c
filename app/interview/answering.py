"""People's words on their way to a draft: said, listened to, judged, asked about."""

from dataclasses import replace

from app.canvas.model import Coverage, Covered, NonAnswer, OpenQuestion
from app.critic.finding import Status as FindingStatus
from app.errors import NotFound, NotNow
from app.interview import phrases, route
from app.interview.asking import go_on, propose, table
from app.interview.drafting import apply
from app.interview.effects import (
    Add,
    Broke,
    Change,
    Drop,
    ExplainIt,
    Heard,
    Judge,
    Listen,
    Moved,
    Ruled,
    SuggestIt,
    Told,
    Unanswered,
)
from app.interview.events import (
    ConfirmAsked,
    Covers,
    Disagreed,
    DraftChanged,
    Failed,
    Judged,
    Noticed,
    Words,
)
from app.interview.moves import Deeper, Enough, Explain, Redraft, Retry, Say, Stop, Suggest, Use
from app.interview.scratch import Scratch
from app.interview.state import CLOSE, START, Ask, Draft, Pending, Status


def say(step: Scratch, moved: Moved, move: Say) -> None:
    """Words that are not wholly a move. They are never refused: while a turn runs, they wait for the next."""
    box = step.place(move.box or step.talk.place(step.by))
    _words(step, box, text=move.text, speaker=moved.speaker)


def use(step: Scratch, moved: Moved, move: Use) -> None:
    """An offered passage becomes words, said by whoever took it."""
    passage = next((each for each in step.talk.passages if each.id == move.passage), None)
    if passage is None:
        raise NotFound(f"There is no passage {move.passage}.", advice="Look at what was already said again.")
    if passage.used:
        raise NotNow("This passage was taken or put aside already.", advice="Say it in your own words to add it.")
    taken = replace(passage, used=True)
    step.talk = replace(step.talk, passages=tuple(taken if each == passage else each for each in step.talk.passages))
    _words(step, passage.box, text=passage.text, speaker=moved.speaker, literal=True)


def _words(step: Scratch, box: str, *, text: str, speaker: str, literal: bool = False) -> None:
    talk = step.box(box)
    waiting = talk.running is not None
    step.emit(Words(box=box, text=text, speaker=speaker, waiting=waiting))
    if waiting:
        step.set(box, waiting=(*talk.waiting, step.turn))
        return
    step.hear(box, (step.turn,), own=(step.turn,), literal=literal)
    step.set(box, pending=None)


def confirm_first(step: Scratch, box: str, move: str, *, words: tuple[str, ...] = ()) -> None:
    """Ask before doing what was only understood from free text; `words` are the turns that hold it."""
    before = step.box(box).pending
    same = before.turns if before is not None and before.move == move else ()
    step.let_go(box, did=move)
    step.set(box, pending=Pending(move=move, by=step.by, turns=(*same, *words)))
    step.emit(ConfirmAsked(box=box, move=move, text=phrases.QUESTIONS[move]))


def redraft(step: Scratch, move: Redraft) -> None:
    talk = step.box(step.template.box(move.box).id)
    if talk.running is not None:
        raise NotNow("A turn is running in this box.", advice="Wait for it, or stop it, then ask again.")
    if talk.draft is None and not step.canvas.text(move.box):
        raise NotNow("There is no draft to rework yet.", advice="Say something about the box first.")
    if talk.pending is not None and talk.pending.turns:
        raise NotNow("Something waits for a yes or no here.", advice="Answer it first, then ask again.")
    step.set(move.box, running=step.turn, batch=(step.turn,))  # it listens to nothing new
    step.effects.append(Listen(move.box, step.turn, talk.heard, instruction=move.instruction))


def retry(step: Scratch, move: Retry) -> None:
    talk = step.box(step.place(move.box))
    if not talk.unheard or talk.running is not None:
        raise NotNow("No words are waiting to be tried again here.", advice="Go on with the interview.")
    step.set(move.box, unheard=())
    step.hear(move.box, talk.unheard, own=(step.turn,), literal=True)


def stop(step: Scratch, move: Stop) -> None:
    talk = step.box(step.place(move.box))
    if talk.running is None and not talk.beside:
        raise NotNow("Nothing is running in this box.", advice="There is nothing to stop.")
    _unhear(step, move.box)
    text = "Stopped. The words are kept; try again brings them back." if talk.listening else "Stopped."
    step.emit(Noticed(code="stopped", text=text, box=move.box))
    for turn in talk.beside:
        step.finish(move.box, turn, "stopped")
    step.end(move.box, "stopped")


def enough(step: Scratch, move: Enough) -> None:
    box = step.template.box(move.box).id
    if step.box(box).draft is None:
        raise NotNow("Nothing was said about this box yet.", advice="Say something, or put the box off.")
    step.set(box, enough=True, deeper=False, asked=None)
    if step.box(box).running is None:
        propose(step, box)


def deeper(step: Scratch, move: Deeper) -> None:
    box = step.template.box(move.box).id
    step.set(box, deeper=True, enough=False)
    if step.box(box).running is None:
        go_on(step, box)


def explain(step: Scratch, move: Explain) -> None:
    _known_question(step, move.box, move.question)
    step.wait_beside(move.box)
    step.effects.append(ExplainIt(box=move.box, turn=step.turn, question=move.question, reader=move.reader))


def suggest(step: Scratch, move: Suggest) -> None:
    _known_question(step, move.box, move.question)
    step.wait_beside(move.box)
    step.effects.append(SuggestIt(box=move.box, turn=step.turn, question=move.question))


def _known_question(step: Scratch, box: str, question: int | None) -> None:
    known = step.template.box(box)
    if question is not None:
        known.question(question)


# ---- what comes back from a facilitator


def heard(step: Scratch, result: Heard) -> None:
    """A facilitator understood the words of the running turn."""
    talk = step.box(result.box)
    if talk.running != result.turn or talk.looking:
        return  # stopped, or finished by somebody else, while we listened
    if result.notice:
        step.emit(Noticed(code="facilitator", text=result.notice, box=result.box))
    if result.box in (START, CLOSE):
        _heard_outside_the_boxes(step, result)
    elif result.inferred is not None and _possible(step, result.box, result.inferred):
        _confirm_or_hear_on(step, result.box, result.inferred)
    elif result.meaning == "question" and not result.changes:
        asked = step.box(result.box).asked
        step.effects.append(ExplainIt(result.box, result.turn, asked.question if asked else None, reader=""))
    else:
        _take(step, result)


def _possible(step: Scratch, box: str, move: str) -> bool:
    """Whether a move that the words seem to be can be made; if not, they are an answer like any other."""
    match move:
        case phrases.ACCEPT:
            return step.box(box).draft is not None
        case phrases.CLEAR:
            return bool(step.canvas.text(box))
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
    passages = tuple(replace(each, id=step.ids()) for each in result.passages if each.box in step.template.boxes)
    step.talk = replace(step.talk, passages=(*step.talk.passages, *passages))
    if result.overview is not None:
        step.keep_overview(result.overview)
    step.end(result.box)
    if result.box == START:
        route.leave_start(step)


def _take(step: Scratch, result: Heard) -> None:
    """Tick what the words cover, change the draft by sentences, and go on."""
    _tick(step, result)
    before = step.box(result.box)
    for doubt in result.disagreements:
        step.emit(Disagreed(box=result.box, text=doubt.text, question=doubt.question))
    doubts = tuple(Ask(text=each.text) for each in result.disagreements)
    step.set(result.box, doubts=(*before.doubts, *doubts))
    draft = _redrafted(step, result)
    step.set(result.box, listening=())
    if draft is None:
        go_on(step, result.box, result.lead)
    else:
        text = before.draft.text if before.draft else step.canvas.text(result.box)
        step.effects.append(Judge(result.box, before=text, after=draft.text, turn=result.turn, lead=result.lead))


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
    answered = {n for n, each in ticks.items() if each.state in (Covered.FULL, Covered.PART)}
    settled: dict[tuple[str, int | None], OpenQuestion | None] = {(result.box, n): None for n in answered}
    if answered:
        settled[result.box, None] = None
    for skip in skips:
        settled[result.box, skip.question] = step.open_question(
            result.box, skip.question, skip.kind, reason=skip.reason, owner=skip.owner, due=skip.due
        )
    step.keep_open(settled)
    if coverage != talk.coverage:
        step.set(result.box, coverage=coverage)
        step.emit(Covers(box=result.box, questions=coverage))


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
    changed = step.keep_findings(result.box, result.findings)
    if changed:
        fixed = tuple(each.id for each in changed if each.status is FindingStatus.FIXED)
        step.emit(Judged(result.box, open=tuple(each.id for each in step.findings(result.box)), fixed=fixed))
    if result.reviewed and result.turn is not None:
        table(step, result.box)
        step.finish(result.box, result.turn)
    elif waits:
        go_on(step, result.box, result.lead)


def told(step: Scratch, result: Told) -> None:
    """An explanation or ideas. If they answered a question among somebody's words, that turn is over too."""
    if step.waits(result.box, result.turn):
        step.emit(result.event)
        step.finish(result.box, result.turn)


def broke(step: Scratch, result: Broke) -> None:
    """A facilitator could not finish. The words stay, to be tried again."""
    # Whoever gives a turn up may know no more than where its person was, which need not be its box.
    box = next((id for id in step.talk.boxes if step.waits(id, result.turn)), None)
    if box is None:
        return
    if step.box(box).running == result.turn:
        _unhear(step, box)
    step.emit(Failed(box=box, text=result.reason))
    step.finish(box, result.turn, "failed")


def _unhear(step: Scratch, box: str) -> None:
    talk = step.box(box)
    heard = tuple(each for each in talk.heard if each not in talk.listening)
    step.set(box, heard=heard, unheard=(*talk.unheard, *talk.listening))
