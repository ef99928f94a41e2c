"""What a command can ask of the terminal itself. Everything else is a move of the interview."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.interview.moves import Move

What = Literal["canvas", "box", "open", "findings", "history", "speaker", "law"]


@dataclass(frozen=True)
class Asking:
    """Something is missing: ask for it, then go on with the answer."""

    question: str
    then: Callable[[str], "Doing"]


@dataclass(frozen=True, slots=True)
class Look:
    """Show something. `box` is the box that is meant where there is a choice."""

    what: What
    box: str | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """Open an editor on the text of a box, or with `overview` on the team and the timeline."""

    what: Literal["box", "overview"]


@dataclass(frozen=True, slots=True)
class Speak:
    """From now on, replies are this person's words."""

    name: str


@dataclass(frozen=True, slots=True)
class Save:
    """Write the canvas to a file; `sure` if an existing one may go."""

    path: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Several:
    """Moves of one command, one after the other."""

    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Help:
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A line that looks like a command and is none."""

    line: str
    close: str = ""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is done; say so."""

    text: str = ""


Aside = Asking | Look | Write | Speak | Save | Several | Help | Unknown | Nothing
Doing = Move | Aside
