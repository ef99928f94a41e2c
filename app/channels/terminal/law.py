"""The whole of what the AI Act makes of a canvas, on demand."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from app.channels.terminal.screen import hint, joined, title
from app.channels.terminal.seen import Seen
from app.channels.words import brief
from app.usecases.screened import ConsiderationView, FactView, LabelView, ScreeningView

QUOTE = 70  # characters


def law(view: ScreeningView, seen: Seen) -> Iterator[RenderableType]:
    yield title("What the AI Act makes of it")
    for label in view.labels:
        yield from _label(label)
    if view.changes:
        yield Text("\nNewer rules change:", style="bold")
        yield from (Text(f"  {each}") for each in view.changes)
    yield from _facts(view, seen)
    yield from _duties(view)
    yield from _missing(view.considerations, seen)
    for warning in view.warnings:
        yield Text(f"\n{warning}")
    yield hint(f"\n{view.disclaimer} Rules as of {view.as_of}, checked against {view.checked} sources.")


def rows(view: ScreeningView) -> Sequence[FactView]:
    """The facts in the order in which they are numbered: what is open first, then what is known."""
    known = {each.id for each in view.open}
    return (*view.open, *(each for each in view.facts if each.id not in known))


def _label(label: LabelView) -> Iterator[RenderableType]:
    line = joined("  ", (label.name, "bold"), f", {label.article}. {label.reason}" if label.article else "")
    if label.quotes:
        line.append(f" “{brief(label.quotes[0], QUOTE)}”", style="dim")
    if not label.effective:
        line.append(f" Applies from {label.applies_from}.")
    if label.status not in ("", "law"):
        line.append(f" ({label.status})", style="yellow")
    yield line
    yield from (Text(f"    {note}", style="dim") for note in label.notes)


def _facts(view: ScreeningView, seen: Seen) -> Iterator[RenderableType]:
    if not (found := rows(view)):
        return
    yield Text("\nWhat is known of the system, and what is still open (/fact N yes|no|unsure):", style="bold")
    table = Table.grid(padding=(0, 2, 0, 0))
    for number, each in enumerate(found, 1):
        line = Text(each.question)
        line.append(f"\n{each.value}", style="bold" if each.confirmed else "")
        who = f"by {each.by}" if each.confirmed else f"as the {each.by} read it"
        words = f": “{brief(each.quote, QUOTE)}” ({seen.name(each.box)})" if each.quote else ""
        line.append(f"{words}, {who}" if each.value != "unsure" or each.confirmed else "", style="dim")
        table.add_row(f"  {number}", line)
    yield table


def _duties(view: ScreeningView) -> Iterator[RenderableType]:
    due = [each for each in view.duties if each.ours is not False]
    if due:
        yield Text("\nWhat follows:", style="bold")
    for each in due:
        since = "" if each.effective else f" From {each.applies_from}."
        yield Text(f"  {each.article}: {each.text}{since}")


def _missing(found: Sequence[ConsiderationView], seen: Seen) -> Iterator[RenderableType]:
    """What accepted boxes should say and do not."""
    accepted = {each.id for each in seen.canvas.boxes if each.text}
    missing = [each for each in found if each.required and each.state == "missing" and each.box in accepted]
    if missing:
        yield Text("\nStill missing in accepted boxes:", style="bold")
    for each in missing:
        yield joined("  ", (seen.name(each.box), "bold"), f": {each.text} ({each.article})")
