"""A decision in one line, for the talk."""

from app.channels import deciding
from app.channels.web.room import Room
from app.interview.events import Decided


def decided(event: Decided, room: Room) -> str:
    """What was decided; empty if what follows shows it."""
    name = room.name(event.box)
    match event.move:
        case "waive":
            return f"A finding in {name} is put aside: {event.reason}"
        case "reopen":
            return "A finding is open again."
        case "clear":
            return f"{name} is empty now. Its earlier text is in its history."
        case "confirm_fact" | "correct_fact":
            return f"Noted about the system: {event.reason}"
        case "pause":
            return "Paused. Everything is kept."
    left = next((len(each.findings) for each in room.canvas.boxes if each.id == event.box), 0)
    return deciding.decided(event, name, left)
