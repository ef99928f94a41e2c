"""What a turn that was cut off still has to do, read from the talk that was stored."""

from app.canvas.model import Canvas
from app.interview.effects import ExplainIt, Listen, Review, SuggestIt, Work
from app.interview.moves import Explain, Move, Redraft, Say, Suggest
from app.interview.state import Talk


def unfinished(talk: Talk, canvas: Canvas, turn: str, move: Move) -> Work | None:
    """The work that a running turn waits for; None if nothing waits for it any more."""
    for id, box in talk.boxes.items():
        if box.running != turn:
            continue
        if isinstance(move, Redraft):
            return Listen(id, turn, box.heard, instruction=move.instruction)
        if box.listening:
            return Listen(id, turn, box.listening, literal=not isinstance(move, Say))
        text = box.draft.text if box.draft else canvas.text(id)
        return Review(id, turn, before=text, after=text)
    match move:
        case Explain():
            return ExplainIt(move.box, turn, move.question, move.reader)
        case Suggest():
            return SuggestIt(move.box, turn, move.question)
    return None
