"""What a turn that was cut off still has to do, read from the talk that was stored."""

from app.canvas.model import Canvas
from app.interview.effects import ExplainIt, FindFacts, Listen, Review, SuggestIt, Work
from app.interview.moves import Explain, Move, Redraft, Say, Suggest
from app.interview.state import BoxTalk, Talk


def unfinished(talk: Talk, canvas: Canvas, turn: str, move: Move) -> Work | None:
    """The work that a turn waits for; None if nothing waits for it any more."""
    for id, box in talk.boxes.items():
        text = box.draft.text if box.draft else canvas.text(id)
        if box.running == turn:
            return Review(id, turn, before=text, after=text) if box.looking else _listen(id, box, turn, move)
        if turn in box.beside:
            if turn in box.reading:
                return FindFacts(id, turn)
            return _beside(turn, move) or Review(id, turn, before=text, after=text)
    return None


def _listen(id: str, box: BoxTalk, turn: str, move: Move) -> Listen:
    if isinstance(move, Redraft):
        return Listen(id, turn, box.heard, instruction=move.instruction)
    # Words that are not the turn's own were taken for a move once, or are tried again.
    return Listen(id, turn, box.listening, literal=not isinstance(move, Say) or box.listening != box.batch)


def _beside(turn: str, move: Move) -> Work | None:
    match move:
        case Explain():
            return ExplainIt(move.box, turn, move.question, move.reader)
        case Suggest():
            return SuggestIt(move.box, turn, move.question)
    return None
