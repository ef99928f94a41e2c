"""Two people changed the same box: both texts beside each other, and one is chosen."""

from dataclasses import replace

from rich import box as borders
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from app.channels.terminal.playing import Room
from app.errors import AnswerConflict
from app.interview.moves import Accept, Clear, Edit, Move, Restore

MINE = {"1", "mine", "m", "my", "my text"}


async def settled(room: Room, move: Move, conflict: AnswerConflict) -> Move | None:
    """Show both texts and ask. Gives the move that puts yours in place, or None if theirs stands."""
    room.screen.put(Text(f"\n{conflict.message}"), beside(conflict))
    room.screen.put(Text("Which should stand? 1 mine, 2 theirs.", style="bold"))
    answer = await room.reader.read("> ", kept=False)
    return again(move, conflict) if answer.casefold() in MINE else None


def beside(conflict: AnswerConflict) -> RenderableType:
    table = Table(box=borders.SIMPLE_HEAD, expand=True, border_style="dim")
    table.add_column("1 Mine", ratio=1)
    table.add_column("2 Theirs", ratio=1)
    table.add_row(conflict.yours or "(empty)", conflict.theirs or "(empty)")
    return table


def again(move: Move, conflict: AnswerConflict) -> Move:
    """The same, on what the box is now. A draft that was to be accepted is put on the table again, to look at."""
    match move:
        case Accept(box=box, text=text):
            return Edit(box, text or conflict.yours, answer=conflict.number)
        case Edit():
            return replace(move, answer=conflict.number, draft=None)
        case Clear() | Restore():
            return replace(move, answer=conflict.number)
    return move
