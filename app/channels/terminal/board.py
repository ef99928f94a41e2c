"""The canvas as a table, as wide as the terminal allows."""

from collections.abc import Iterator
from itertools import groupby

from rich import box as borders
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from app.channels.terminal.overviews import written
from app.channels.terminal.screen import body, title
from app.channels.terminal.words import AGAIN, STALE, STATUS, Mark, progress
from app.channels.words import brief, count
from app.interview.state import Status
from app.usecases.views import BoxView, CanvasView


def board(canvas: CanvasView, *, wide: bool) -> Iterator[RenderableType]:
    """The header, the boxes with their state, the team and the timeline."""
    header = canvas.header
    yield title(f"{header.product_name}, iteration {canvas.iteration}")
    facts = (
        canvas.template_name,
        f"designed by {header.designed_by}" if header.designed_by else "",
        header.date.isoformat() if header.date else "",
    )
    yield Text(", ".join(filter(None, facts)), style="dim")
    if header.note:
        yield Text(header.note)
    yield Text(progress(canvas.accepted, len(canvas.boxes)))
    yield _columns(canvas) if wide else _rows(canvas)
    if overview := written(canvas.overview):
        yield Text("\nTeam and timeline:")
        yield body(overview)


def marks(box: BoxView) -> list[Mark]:
    """The state of a box; after it what asks to be looked at."""
    found = [AGAIN if box.text and box.status is Status.UNTOUCHED else STATUS[box.status]]
    if box.stale:
        found.append(STALE)
    if box.findings:
        found.append(("!", count(len(box.findings), "finding"), "yellow"))
    if box.open_questions:
        found.append(("?", count(len(box.open_questions), "open question"), "yellow"))
    return found


def _marked(box: BoxView, between: str) -> Text:
    line = Text()
    for number, (sign, word, style) in enumerate(marks(box)):
        line.append(between if number else "")
        line.append(f"{sign} {word}", style=style or None)
    return line


def _columns(canvas: CanvasView) -> Table:
    """Columns beside each other, as the canvas is printed."""
    columns = [(name, list(boxes)) for name, boxes in groupby(_in_columns(canvas), key=lambda each: each.column)]
    table = Table(box=borders.ROUNDED, expand=True, show_lines=True, border_style="dim")
    for name, _ in columns:
        table.add_column(name, ratio=1)
    for row in range(max(len(boxes) for _, boxes in columns)):
        table.add_row(*(_cell(boxes[row]) if row < len(boxes) else Text() for _, boxes in columns))
    return table


def _cell(box: BoxView) -> Text:
    cell = Text(f"{box.number} {box.name}\n", style="bold")
    cell.append_text(Text(style="not bold").append_text(_marked(box, "\n")))
    if box.text:
        cell.append(f"\n{brief(box.text, 60)}", style="not bold dim")
    return cell


def _rows(canvas: CanvasView) -> Table:
    """A row for each box, for narrow terminals and for those who listen to a table row by row."""
    table = Table(box=borders.SIMPLE_HEAD, pad_edge=False, border_style="dim")
    table.add_column("Column")
    table.add_column("Box", min_width=12)
    table.add_column("State", min_width=12)
    table.add_column("Begins with")
    before = ""
    for each in _in_columns(canvas):
        column, before = each.column if each.column != before else "", each.column
        table.add_row(column, f"{each.number} {each.name}", _marked(each, "\n"), brief(each.text, 44))
    return table


def _in_columns(canvas: CanvasView) -> list[BoxView]:
    """Boxes column by column, also where the canvas is filled in another order."""
    order = list(dict.fromkeys(each.column for each in canvas.boxes))
    return sorted(canvas.boxes, key=lambda each: order.index(each.column))
