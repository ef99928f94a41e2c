"""What goes by while a facilitator works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of text on its way, for those who watch. Never stored: the whole arrives as an event."""

    box: str
    turn: str
    part: str  # "lead", "draft", "explanation" or "suggestions"
    text: str
