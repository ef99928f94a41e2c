"""A decision in one line, whoever made it."""

from collections.abc import Iterator

from rich.console import RenderableType

from app.channels.terminal.screen import joined
from app.channels.terminal.seen import Seen
from app.channels.terminal.words import NON_ANSWER, PACE, brief, count
from app.interview.events import Decided
from app.interview.state import Pace

ASKED = 60  # characters of a question about the system


def decided(event: Decided, seen: Seen, *, by: str = "") -> Iterator[RenderableType]:
    """What was decided; with `by`, that it was somebody else."""
    line = _line(event, seen)
    if not line:
        return
    yield joined("\n", ("✔ ", "green"), f"{by}: " if by else "", line)


def _line(event: Decided, seen: Seen) -> str:
    name = seen.name(event.box)
    match event.move:
        case "accept":
            left = len(seen.of(event.box).findings) if event.box else 0
            return f"{name} is accepted, with {count(left, 'open finding')}." if left else f"{name} is accepted."
        case "skip":
            what = f"{name}, question {event.question}" if event.question else f"{name}, the whole box"
            return f"{what}: {NON_ANSWER[event.kind] if event.kind else 'left open'}."
        case "waive":
            return f"That finding is put aside: {event.reason}"
        case "reopen":
            return "That finding is open again."
        case "clear":
            return f"{name} is empty now. Its earlier text is in /history."
        case "restore":
            return f"{name} has its earlier text back, as answer {event.answer}."
        case "still_true":
            return f"{name} still holds."
        case "confirm_fact" | "correct_fact":
            asked = next((each.question for each in seen.facts if each.id == event.fact), "")
            return f"Noted: {event.reason}{f', to “{brief(asked, ASKED)}”' if asked else ''}"
        case "pace":
            pace = Pace(event.reason)
            return f"Pace: {pace.value}, {PACE[pace]}."
    return ""
