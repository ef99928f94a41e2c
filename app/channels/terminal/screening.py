"""What the AI Act makes of the system: facts to confirm, labels, and what the boxes should say about it."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from app.channels.terminal.screen import hint, joined, title
from app.channels.terminal.seen import Seen
from app.channels.words import brief, listed
from app.critic.ai_act.facts import form
from app.interview.events import FactAsked, LabelSeen, Screened

QUOTE = 40  # characters
ANSWER = "/fact 1 2 says that these are so, /fact 3 no corrects one, /fact 4 unsure leaves it open. Or go on."
AID = "A screening aid, not legal advice."
HEADS = {
    "facts": "What the AI Act looks at",
    "changes": "What changed for the AI Act",
    "labels": "What the AI Act makes of it",
}


def screened(event: Screened, seen: Seen) -> Iterator[RenderableType]:
    yield Text()
    yield title(HEADS[event.moment])
    if event.moment != "facts" or "unsure" not in {each.id for each in event.labels}:
        yield from _labels(event, seen)
    if event.facts:
        yield from facts(event.facts, seen)
        yield hint(f"  {ANSWER}" if seen.first("how to answer facts") else "  /fact N …, as before.")
    yield from _to_address(event, seen)
    if seen.first("screening aid"):
        yield hint(f"  {AID} As of {event.as_of}; /law says more.")


def facts(asked: Sequence[FactAsked], seen: Seen) -> Iterator[RenderableType]:
    """Numbered, each with the answer so far and the words that it comes from, which are shown once."""
    table, told = Table.grid(padding=(0, 2, 0, 0)), ""
    for number, each in enumerate(asked, 1):
        line = _fact(each)
        if each.quote and each.quote != told:
            line.append(f" (“{brief(each.quote, QUOTE)}”, {seen.name(each.box)})", style="dim")
        told = each.quote
        table.add_row(f"  {number}", line)
    yield table


def _fact(asked: FactAsked) -> Text:
    """What is taken for not so is said in few words: whoever agrees reads on."""
    short = form()[asked.id].brief if asked.id in form() else ""
    if asked.value == "no" and short:
        return joined(f"{short}: ", ("no", "bold"))
    return joined(asked.question, (f" {asked.value}", "bold") if asked.value != "unsure" else "")


def _labels(event: Screened, seen: Seen) -> Iterator[RenderableType]:
    for each in event.labels:
        yield from label(each)
    if event.went:
        yield hint(f"  No longer: {listed([each.replace('_', ' ') for each in event.went])}.")


def label(each: LabelSeen) -> Iterator[RenderableType]:
    """A label with its ground, and from when it holds if not yet."""
    line = joined("  ", (each.name, "bold"), f", {each.article}. {each.reason}" if each.article else "")
    if each.quote:
        line.append(f" “{brief(each.quote, QUOTE)}”", style="dim")
    if each.since:
        line.append(f" Applies from {each.since}.")
    yield line


def _to_address(event: Screened, seen: Seen) -> Iterator[RenderableType]:
    """What the coming boxes should say, box by box."""
    for box in dict.fromkeys(each.box for each in event.to_address):
        yield joined("\n  ", (seen.name(box), "bold"), " should say:")
        for each in event.to_address:
            if each.box == box:
                yield Text(f"    {each.text} ({each.article})")
