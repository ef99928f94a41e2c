"""What happens next, decided purely: the same inputs always give the same talk and effects."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import assert_never

from app.canvas.model import Canvas, NonAnswer
from app.critic.finding import Finding
from app.errors import Invalid, NotNow
from app.interview import answering, deciding, hearing, leaving, phrases, route, screening
from app.interview.effects import Broke, Effect, EndTurn, Found, Heard, Input, Moved, Ruled, Told
from app.interview.events import Decided, Noticed
from app.interview.moves import (
    Accept,
    Clear,
    Confirm,
    ConfirmFact,
    CorrectFact,
    Deeper,
    Edit,
    Enough,
    Explain,
    GoTo,
    Move,
    Pause,
    Plan,
    Redraft,
    Reopen,
    Restore,
    Retry,
    Say,
    SetPace,
    Skip,
    StillTrue,
    Stop,
    Suggest,
    Use,
    Vouch,
    Waive,
)
from app.interview.scratch import Scratch
from app.interview.state import CLOSE, START, Status, Talk


@dataclass(frozen=True)
class Step:
    """The talk and the canvas after an input, and what is to be kept and done, in order."""

    talk: Talk
    canvas: Canvas
    effects: tuple[Effect, ...]


def step(talk: Talk, canvas: Canvas, input: Input, *, now: dt.datetime, ids: Callable[[], str], by: str = "") -> Step:
    """Decide what an input changes. `by` is the person whose turn a result belongs to.

    A person's move that breaks a rule raises Invalid, NotFound, NotNow or AnswerConflict and changes
    nothing. A result that comes too late (its turn was stopped) changes nothing either.
    """
    scratch = Scratch(talk=talk, canvas=canvas, now=now, ids=ids, by=by)
    match input:
        case Moved():
            scratch.turn, scratch.by = input.turn, input.by
            _moved(scratch, input)
        case Heard():
            hearing.heard(scratch, input)
        case Ruled():
            hearing.ruled(scratch, input)
        case Told():
            hearing.told(scratch, input)
        case Found():
            hearing.found(scratch, input)
        case Broke():
            hearing.broke(scratch, input)
        case _:
            assert_never(input)
    return Step(talk=scratch.talk, canvas=scratch.canvas, effects=tuple(scratch.effects))


def begin(talk: Talk, canvas: Canvas, by: str, *, now: dt.datetime, ids: Callable[[], str]) -> Step:
    """Somebody joins or comes back: show them where they are. A canvas with answers needs no opening story."""
    scratch = Scratch(talk=replace(talk, paused=False), canvas=canvas, now=now, ids=ids, by=by)
    place = talk.place(by)
    told = any(answer.sentences for answer in canvas.answers.values())
    route.enter(scratch, route.next_place(scratch, START) if place == START and told else place)
    screening.rejoined(scratch)
    return Step(talk=scratch.talk, canvas=scratch.canvas, effects=tuple(scratch.effects))


def _moved(scratch: Scratch, moved: Moved) -> None:
    scratch.talk = replace(scratch.talk, paused=False)
    if scratch.by not in scratch.talk.places:
        scratch.talk = scratch.talk.with_place(scratch.by, scratch.talk.place(scratch.by))
    _do(scratch, moved, moved.move)
    if not _goes_on(scratch):
        scratch.effects.append(EndTurn(scratch.turn))


def _goes_on(scratch: Scratch) -> bool:
    """Whether work or other words still hold the turn open."""
    return any(scratch.turn in (*talk.batch, *talk.waiting, *talk.beside) for talk in scratch.talk.boxes.values())


def _do(scratch: Scratch, moved: Moved, move: Move) -> None:  # noqa: C901 - a table of every move
    match move:
        case Say():
            _say(scratch, moved, move)
        case Accept():
            deciding.accept(scratch, move)
        case Edit():
            deciding.edit(scratch, move)
        case Redraft():
            answering.redraft(scratch, move)
        case Skip():
            deciding.skip(scratch, move)
        case GoTo():
            route.enter(scratch, scratch.place(move.box))
        case Enough():
            answering.enough(scratch, move)
        case Deeper():
            answering.deeper(scratch, move)
        case Explain():
            answering.explain(scratch, move)
        case Suggest():
            answering.suggest(scratch, move)
        case Use():
            answering.use(scratch, moved, move)
        case Waive():
            deciding.waive(scratch, move)
        case Reopen():
            deciding.reopen(scratch, move)
        case ConfirmFact():
            screening.confirm(scratch, move)
        case CorrectFact():
            screening.correct(scratch, move)
        case Confirm():
            _confirm(scratch, moved, move)
        case Vouch():
            deciding.vouch(scratch, move)
        case StillTrue():
            deciding.still_true(scratch, move)
        case Clear():
            deciding.clear(scratch, move)
        case Restore():
            deciding.restore(scratch, move, moved.earlier)
        case SetPace():
            deciding.pace(scratch, move)
        case Plan():
            deciding.plan(scratch, move)
        case Stop():
            answering.stop(scratch, move)
        case Retry():
            answering.retry(scratch, move)
        case Pause():
            scratch.talk = replace(scratch.talk, paused=True)
            scratch.emit(Decided(move="pause"))
        case _:
            assert_never(move)


# ---- free text that is wholly a move


def _say(scratch: Scratch, moved: Moved, move: Say) -> None:
    if not move.text.strip():
        raise Invalid("There are no words in this reply.", advice="Say something, or use one of the moves.")
    box = scratch.place(move.box or scratch.talk.place(scratch.by))
    meant = _meant(scratch, box, phrases.plain(move.text), seen=move.draft)
    if meant is None:
        answering.say(scratch, moved, move)
    elif meant == phrases.DONT_KNOW and (found := _on_the_table(scratch, box)):
        leaving.nobody_knows(scratch, box, found[0])
    elif isinstance(meant, str):
        answering.confirm_first(scratch, box, meant)
    else:
        _do(scratch, moved, meant)


def _on_the_table(scratch: Scratch, box: str) -> list[Finding]:
    """The findings that are shown with a proposed draft, worst first."""
    return scratch.findings(box) if scratch.box(box).status is Status.PROPOSED else []


def _meant(scratch: Scratch, box: str, text: str, *, seen: int | None) -> Move | str | None:
    """The move that a reply wholly is, the name of one to confirm first, or None for plain words."""
    if box in (START, CLOSE):
        return None
    talk = scratch.box(box)
    if talk.pending is not None and text in phrases.YES | phrases.NO:
        return Confirm(box, yes=text in phrases.YES)
    asked = (talk.asked.question or talk.asked.owner_of) if talk.asked else None
    match phrases.MOVES.get(text):
        case phrases.ACCEPT if talk.draft is not None:
            return Accept(box, talk.draft.number if seen is None else seen)
        case phrases.DONT_KNOW | phrases.LATER as kind if asked is not None:
            return Skip(box, NonAnswer(kind), question=asked)
        case phrases.DONT_KNOW | phrases.LATER as kind:
            return kind
        case phrases.ENOUGH if talk.draft is not None:
            return Enough(box)
        case phrases.DEEPER:
            return Deeper(box)
    return None


def _confirm(scratch: Scratch, moved: Moved, move: Confirm) -> None:
    box = scratch.template.box(move.box).id
    pending = scratch.box(box).pending
    if pending is None:
        raise NotNow("Nothing waits for a yes or no here.", advice="Go on with the interview.")
    scratch.set(box, pending=None)
    if move.yes:
        _do(scratch, moved, _confirmed(scratch, box, pending.move))
    elif pending.turns:  # taken for a move, but an answer
        scratch.hear(box, pending.turns, own=(scratch.turn,), literal=True)
    else:
        scratch.emit(Noticed(code="as_it_was", text="Then nothing changes here. Say more, or go on.", box=box))


def _confirmed(scratch: Scratch, box: str, name: str) -> Move:
    match name:
        case phrases.ACCEPT:
            return Accept(box, scratch.box(box).drafts)
        case phrases.CLEAR:
            return Clear(box, scratch.canvas.number(box))
        case phrases.ENOUGH:
            return Enough(box)
        case phrases.DEEPER:
            return Deeper(box)
        case _:
            return Skip(box, NonAnswer(name))
