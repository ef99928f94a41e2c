"""The end of a column and the end of the round, read back."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from app.canvas.model import NonAnswer
from app.channels.terminal import overviews
from app.channels.terminal.findings import found
from app.channels.terminal.screen import hint, joined, title
from app.channels.terminal.seen import Seen
from app.channels.terminal.unanswered import open_list, open_words
from app.channels.words import brief, count, listed
from app.interview.events import Closing, ReadBack
from app.usecases.views import BoxView, FindingView

BEGINNING = 32  # characters of an accepted text when its column is read back: a box, a line
LEFT = 80  # characters of what was left open
WORST = 120  # characters of what is most worth changing
NAMED = 3  # empty boxes; more are counted
HOW = (
    "/findings and /open say more. /export writes Markdown, /export NAME.json JSON. /pause leaves; everything is kept."
)


def read_back(event: ReadBack, seen: Seen, contradictions: Sequence[FindingView]) -> Iterator[RenderableType]:
    """A column is through: how its boxes begin, what was left open, and what does not go together."""
    yield Text()
    yield title(f"{event.column}, read back")
    for id in event.boxes:
        yield from _begins(seen.of(id), seen)
    if seen.first("the whole text"):
        yield hint("  /canvas shows the whole text.")
    if contradictions:
        yield Text("\nThese do not go together yet:")
        yield found(contradictions, seen, boxes=True)


def _begins(box: BoxView, seen: Seen) -> Iterator[RenderableType]:
    """A line for a box. What was left open was said when it was, and comes again at the close."""
    whole = [open_words(each) for each in box.open_questions if each.question is None]
    line = joined((box.name, "bold"), ": ", brief(box.text, BEGINNING) or "; ".join(whole) or "left open")
    if box.text and box.open_questions:
        line.append(f" ({count(len(box.open_questions), 'open question')})", style="yellow")
    yield line


def closing(event: Closing, seen: Seen, worst: Sequence[FindingView]) -> Iterator[RenderableType]:
    """What is most worth changing, what was put off, what to read again, the team, and the way out."""
    if worst:
        yield Text("\nMost worth changing (/goto takes you there):")
        yield found(worst, seen, boxes=True, longest=WORST)
    else:
        yield Text("\nNothing that was found is still open.")
    yield from _left_open(event, seen)
    for id in event.stale:
        because = listed([seen.name(each) for each in seen.of(id).stale])
        yield joined(("\nRead again: ", "bold"), f"{seen.name(id)}, because {because} changed since.")
    if event.empty:
        few = len(event.empty) <= NAMED
        names = listed([seen.name(each) for each in event.empty]) if few else count(len(event.empty), "box")
        yield joined(("\nStill empty: ", "bold"), names if few else f"{names} (/canvas shows which)")
    yield from _overview(seen)
    if seen.first("the way out"):
        yield hint(f"\n{HOW}")


def _left_open(event: Closing, seen: Seen) -> Iterator[RenderableType]:
    questions = [each for box in seen.canvas.boxes for each in box.open_questions if each.id in event.open_questions]
    new = [each for each in questions if seen.first(f"open at the close: {each.id}, {each.owner}")]
    yield from open_list(new, seen, longest=LEFT)
    if known := len(questions) - len(new):
        yield Text(f"\n{count(known, 'open question')}, as before (/open).")
    if any(not each.owner and each.kind is not NonAnswer.NOT_APPLICABLE for each in questions):
        yield Text("Who takes those without a name, and by when?")


def _overview(seen: Seen) -> Iterator[RenderableType]:
    known = seen.canvas.overview
    if known.team or known.timeline:
        names = listed([each.name for each in known.team]) or "nobody yet"
        yield joined(("\nTeam: ", "bold"), f"{names}. Dates in the timeline: {len(known.timeline)}.")
        yield hint("To add to it, write more lines here; /canvas shows all of it.")
    else:
        yield joined(("\nWho is in the team, and what happens when?", "bold"))
        yield Text(f"Write it here. {overviews.LINES}")
