"""Decisions that every channel tells in the same line."""

from app.channels.words import NON_ANSWER, PACE, count
from app.interview.events import Decided
from app.interview.state import Pace


def decided(event: Decided, name: str, open_findings: int) -> str:
    """What was decided about the place called `name`; empty if each channel says it in its own way, or not at all."""
    match event.move:
        case "accept":
            left = f", with {count(open_findings, 'open finding')}" if open_findings else ""
            return f"{name} is accepted{left}."
        case "skip":
            what = f"{name}, question {event.question}" if event.question else f"{name}, the whole box"
            return f"{what}: {NON_ANSWER[event.kind] if event.kind else 'left open'}."
        case "restore":
            return f"{name} has its earlier text back, as answer {event.answer}."
        case "still_true":
            return f"{name} still holds."
        case "pace":
            pace = Pace(event.reason)
            return f"Pace: {pace.value}, {PACE[pace]}."
    return ""
