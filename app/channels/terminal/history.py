"""How a box came to read as it does, and what changed between two rounds, word by word."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from app.canvas.diff import Piece
from app.channels.terminal.screen import body, hint, title
from app.channels.words import ANSWER, count
from app.usecases.product import Product
from app.usecases.views import AnswerView, BoxDiff

PAGE = 100
LEGEND = "What was added stands between {+ and +}, what went between [- and -]."


async def answers(product: Product, canvas: str, box: str) -> list[AnswerView]:
    """Every answer of a box, the first one first."""
    found: list[AnswerView] = []
    after: int | None = 0
    while after is not None:
        some, after = await product.histories.answers(canvas, box, after=after, limit=PAGE)
        found.extend(some)
    return found


def told(name: str, found: Sequence[AnswerView]) -> Iterator[RenderableType]:
    """Answers in their order, each with its change."""
    yield title(f"History of {name}")
    if not found:
        yield Text("No answer yet.")
        return
    yield hint(LEGEND)
    for each in found:
        yield Text()
        when = each.at.astimezone().strftime("%Y-%m-%d %H:%M")
        line = f"Answer {each.number}, iteration {each.iteration}: {ANSWER[each.kind]} by {each.by}, {when}"
        if each.open_findings:
            line += f", with {count(len(each.open_findings), 'open finding')}"
        yield Text(line, style="bold")
        yield body(Text(each.text) if each.number == 1 else changed(each.changes))


def differences(found: Iterable[BoxDiff], before: int, after: int) -> Iterator[RenderableType]:
    """What changed between two iterations, box by box."""
    yield title(f"From iteration {before} to {after}")
    found = list(found)
    if not found:
        yield Text("Nothing changed.")
        return
    yield hint(LEGEND)
    for each in found:
        yield Text(f"\n{each.name}", style="bold")
        yield body(changed(each.pieces))


def changed(pieces: Iterable[Piece]) -> Text:
    """A change in signs and in colour."""
    text = Text()
    for each in pieces:
        if each.kind == "added":
            text.append(f"{{+{each.text}+}}", style="green")
        elif each.kind == "removed":
            text.append(f"[-{each.text}-]", style="red strike")
        else:
            text.append(each.text)
    return text
