"""A draft on the screen: whole the first time, then what is new in it. What nobody said is marked in words."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from app.canvas.model import Sentence
from app.channels.terminal.screen import body, hint, joined
from app.channels.terminal.seen import Seen
from app.channels.words import brief

QUOTED = 60  # characters of a sentence that went away
WHOLE = "The draft:"
VOUCH = "If assumptions are right, stand behind them with /vouch and their numbers, or /vouch all. If not, /edit."


def draft(
    sentences: Sequence[Sentence], seen: Seen, *, heading: str = WHOLE, read: Sequence[Sentence] = ()
) -> Iterator[RenderableType]:
    """The draft as it reads; of one that was `read` before, only what changed, unless it all did."""
    if read and [each.text for each in sentences] == [each.text for each in read]:
        yield from _marks(sentences, seen, read)
        return
    new, gone = _changes(sentences, read)
    if len(new) == len(sentences) or not new and not gone:
        yield Text(f"\n{heading}")
        yield from _told(list(enumerate(sentences, 1)), seen)
        return
    if new:
        yield Text("\nNew in the draft:")
        yield from _told(new, seen)
    if len(gone) > len(new):  # what was only worded anew stands among the new
        yield Text("\nNo longer in the draft:")
        yield body("\n".join(f"“{brief(each, QUOTED)}”" for each in gone))
    if seen.first("the whole draft"):
        yield hint("  /box shows all of it.")


def _changes(sentences: Sequence[Sentence], read: Sequence[Sentence]) -> tuple[list[tuple[int, Sentence]], list[str]]:
    """The sentences that are new, with their numbers, and the texts that went away. One said twice counts twice."""
    left = Counter(each.text for each in read)
    new = []
    for number, each in enumerate(sentences, 1):
        if left[each.text] > 0:
            left[each.text] -= 1
        else:
            new.append((number, each))
    return new, list(left.elements())


def _marks(sentences: Sequence[Sentence], seen: Seen, read: Sequence[Sentence]) -> Iterator[RenderableType]:
    """The same words: whose they are may have changed."""
    pairs = list(zip(sentences, read, strict=True))
    settled = [str(number) for number, (new, old) in enumerate(pairs, 1) if old.assumption and not new.assumption]
    doubted = [(number, new) for number, (new, old) in enumerate(pairs, 1) if new.assumption and not old.assumption]
    if settled:
        yield joined("\n", ("✔ ", "green"), f"No assumption any more: sentence {', '.join(settled)}.")
    if doubted:
        yield Text("\nIn the draft, newly marked:")
        yield from _told(doubted, seen)
    if not settled and not doubted:
        yield Text("\nThe draft reads as before.")


def _told(sentences: Sequence[tuple[int, Sentence]], seen: Seen) -> Iterator[RenderableType]:
    """Sentences with their numbers in the draft; the number is said where it is needed."""
    text = Text()
    for number, each in sentences:
        text.append((each.lead if text else "") + each.text)
        if each.assumption:
            text.append(f" [assumption {number}: nobody said this]", style="yellow")
    yield body(text)
    if any(each.assumption for _, each in sentences) and seen.first("vouching"):
        yield hint(f"  {VOUCH}")
