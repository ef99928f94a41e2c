"""The end of a column and the end of the round, read back."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from app.canvas.model import NonAnswer
from app.channels.terminal import overviews
from app.channels.terminal.box import found, open_list, open_words
from app.channels.terminal.screen import body, hint, joined, title
from app.channels.terminal.seen import Seen
from app.channels.terminal.words import brief, listed
from app.interview.events import Closing, ReadBack
from app.usecases.views import FindingView

BEGINNING = 90  # characters of an accepted text when its column is read back
HOW = "To take it away: /export writes Markdown, /export NAME.json writes JSON. /pause leaves; everything is kept."


def read_back(event: ReadBack, seen: Seen, contradictions: Sequence[FindingView]) -> Iterator[RenderableType]:
    """A column is through: how its boxes begin, what was left open, and what does not go together."""
    yield Text()
    yield title(f"{event.column}, read back")
    for id in event.boxes:
        box = seen.of(id)
        yield joined((box.name, "bold"))
        if box.text:
            yield body(brief(box.text, BEGINNING))
        for each in box.open_questions:
            where = f"Question {each.question}" if each.question else "The whole box"
            yield body(f"{where}: {open_words(each)}")
    yield hint("  /canvas shows the whole text.")
    if contradictions:
        yield Text("\nThese do not go together yet:")
        yield found(contradictions, boxes=True, seen=seen)


def closing(event: Closing, seen: Seen, worst: Sequence[FindingView]) -> Iterator[RenderableType]:
    """What is most worth changing, what was put off, what to read again, the team, and the way out."""
    if worst:
        yield Text("\nMost worth changing, the weightiest first (/goto takes you there):")
        yield found(worst, boxes=True, seen=seen)
    else:
        yield Text("\nNothing that was found is still open.")
    yield from _left_open(event, seen)
    for id in event.stale:
        because = listed([seen.name(each) for each in seen.of(id).stale])
        yield joined(("\nRead again: ", "bold"), f"{seen.name(id)}, because {because} changed since.")
    if event.empty:
        yield joined(("\nStill empty: ", "bold"), ", ".join(seen.name(each) for each in event.empty))
    yield from _overview(seen)
    yield hint(f"\n{HOW}")


def _left_open(event: Closing, seen: Seen) -> Iterator[RenderableType]:
    questions = [each for box in seen.canvas.boxes for each in box.open_questions if each.id in event.open_questions]
    for heading, some in (
        ("Put off for later:", [each for each in questions if each.kind is NonAnswer.LATER]),
        ("Open questions:", [each for each in questions if each.kind is not NonAnswer.LATER]),
    ):
        if some:
            yield joined((f"\n{heading}", "bold"))
            yield open_list(some, seen)
    if any(not each.owner and each.kind is not NonAnswer.NOT_APPLICABLE for each in questions):
        yield Text("Who takes those without a name, and by when?")


def _overview(seen: Seen) -> Iterator[RenderableType]:
    known = overviews.written(seen.canvas.overview)
    if known:
        yield joined(("\nTeam and timeline:", "bold"))
        yield body(known)
        yield hint("To add to it, write more lines here.")
    else:
        yield joined(("\nWho is in the team, and what happens when?", "bold"))
        yield Text(f"Write it here. {overviews.LINES}")
