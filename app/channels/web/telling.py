"""A decision in one line, for the talk."""

from app.channels.web.room import Room
from app.channels.web.words import NON_ANSWER, PACE, count
from app.interview.events import Decided
from app.interview.state import Pace


def decided(event: Decided, room: Room) -> str:
    """What was decided; empty if what follows shows it."""
    name = room.name(event.box)
    match event.move:
        case "accept":
            left = next((len(each.findings) for each in room.canvas.boxes if each.id == event.box), 0)
            return f"{name} is accepted, with {count(left, 'open finding')}." if left else f"{name} is accepted."
        case "skip":
            what = f"{name}, question {event.question}" if event.question else f"{name}, the whole box"
            return f"{what}: {NON_ANSWER[event.kind] if event.kind else 'left open'}."
        case "waive":
            return f"A finding in {name} is put aside: {event.reason}" if event.box else f"Put aside: {event.reason}"
        case "reopen":
            return "A finding is open again."
        case "clear":
            return f"{name} is empty now. Its earlier text is in its history."
        case "restore":
            return f"{name} has its earlier text back, as answer {event.answer}."
        case "still_true":
            return f"{name} still holds."
        case "confirm_fact" | "correct_fact":
            return f"Noted about the system: {event.reason}"
        case "pace":
            pace = Pace(event.reason)
            return f"Pace: {pace.value}, {PACE[pace]}."
        case "pause":
            return "Paused. Everything is kept."
    return ""
