"""People's words on their way to a facilitator: said, taken up, tried again, stopped."""

from app.errors import NotFound, NotNow
from app.interview import phrases, screening
from app.interview.asking import go_on, propose
from app.interview.effects import ExplainIt, Listen, Moved, SuggestIt
from app.interview.events import ConfirmAsked, Noticed, Words
from app.interview.moves import Deeper, Enough, Explain, Redraft, Retry, Say, Stop, Suggest, Use
from app.interview.scratch import Scratch
from app.interview.state import Pending


def say(step: Scratch, moved: Moved, move: Say) -> None:
    """Words that are not wholly a move. They are never refused: while a turn runs, they wait for the next."""
    box = step.place(move.box or step.talk.place(step.by))
    _words(step, box, text=move.text, speaker=moved.speaker)


def use(step: Scratch, moved: Moved, move: Use) -> None:
    """Offered passages become words, said by whoever took them."""
    box = step.template.box(move.box).id
    known = {each.id: each for each in step.talk.passages if each.box == box}
    for id in move.passages:
        if id not in known:
            raise NotFound(f"There is no passage {id} here.", advice="Look at what was already said again.")
        if known[id].used:
            raise NotNow("This passage was taken or put aside already.", advice="Say it in your own words to add it.")
    text = step.talk.passages_text(box, move.passages)
    if not text:
        raise NotNow("Nothing that was said before is offered here.", advice="Say it in your own words.")
    step.use([each.id for each in step.talk.offered(box) if each.id in move.passages or not move.passages])
    _words(step, box, text=text, speaker=moved.speaker, literal=True)


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
    words = (*talk.unheard, *talk.again)
    if not words or talk.running is not None:
        raise NotNow("No words are waiting to be tried again here.", advice="Go on with the interview.")
    step.set(move.box, unheard=(), again=(), heard=tuple(each for each in talk.heard if each not in talk.again))
    step.hear(move.box, words, own=(step.turn,), literal=True)


def stop(step: Scratch, move: Stop) -> None:
    talk = step.box(step.place(move.box))
    if talk.running is None and not talk.beside:
        raise NotNow("Nothing is running in this box.", advice="There is nothing to stop.")
    step.unhear(move.box)
    text = "Stopped. The words are kept; try again brings them back." if talk.listening else "Stopped."
    step.emit(Noticed(code="stopped", text=text, box=move.box))
    for turn in talk.reading:
        screening.unread(step, move.box, turn)
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
