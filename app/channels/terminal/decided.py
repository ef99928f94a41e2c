"""A decision in one line, whoever made it."""

from collections.abc import Iterator

from rich.console import RenderableType

from app.channels import deciding
from app.channels.terminal.screen import joined
from app.channels.terminal.seen import Seen
from app.channels.words import brief
from app.interview.events import Decided

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
        case "waive":
            return f"That finding is put aside: {event.reason}"
        case "reopen":
            return "That finding is open again."
        case "clear":
            return f"{name} is empty now. Its earlier text is in /history."
        case "confirm_fact" | "correct_fact":
            asked = next((each.question for each in seen.facts if each.id == event.fact), "")
            return f"Noted: {event.reason}{f', to “{brief(asked, ASKED)}”' if asked else ''}"
    left = next((len(each.findings) for each in seen.canvas.boxes if each.id == event.box), 0)
    return deciding.decided(event, name, left)
