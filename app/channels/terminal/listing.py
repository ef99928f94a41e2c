"""All canvases in a table."""

from collections.abc import Iterator, Sequence

from rich import box as borders
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from app.channels.terminal.choosing import NONE, short
from app.usecases.views import CanvasLine


def listing(canvases: Sequence[CanvasLine]) -> Iterator[RenderableType]:
    """The last changed first."""
    if not canvases:
        yield Text(f"{NONE} Begin one with: facilitator interview")
        return
    table = Table(box=borders.SIMPLE_HEAD, pad_edge=False, border_style="dim")
    table.add_column("Id", no_wrap=True)
    table.add_column("Product")
    for name in ("Iteration", "Accepted", "Findings"):
        table.add_column(name, justify="right")
    table.add_column("Changed", no_wrap=True)
    for each in canvases:
        table.add_row(
            short(each.id, canvases),
            each.product_name,
            str(each.iteration),
            f"{each.accepted} of {each.of}",
            str(each.open_findings),
            each.changed_at.astimezone().date().isoformat(),
        )
    yield table
