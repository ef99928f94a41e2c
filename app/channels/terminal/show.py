"""Events on the screen. What is shown comes from events and views; nothing here decides anything."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import assert_never

from rich.console import RenderableType
from rich.text import Text

from app.channels.terminal import box as boxes
from app.channels.terminal.closing import closing, read_back
from app.channels.terminal.decided import decided
from app.channels.terminal.draft import draft
from app.channels.terminal.findings import named
from app.channels.terminal.screen import body, hint, joined, title
from app.channels.terminal.screening import screened
from app.channels.terminal.seen import Seen
from app.channels.terminal.words import progress
from app.channels.words import STORY, listed
from app.interview.events import (
    Asked,
    Closing,
    ConfirmAsked,
    Covers,
    Decided,
    Disagreed,
    DraftChanged,
    Event,
    Explained,
    FactAsked,
    Failed,
    Judged,
    Noticed,
    Planned,
    Position,
    Proposed,
    ReadBack,
    Screened,
    Suggested,
    Words,
)
from app.interview.state import CLOSE, START, Ask, Status
from app.usecases.views import DraftView, EventView, FindingView

ANSWER = "Answer any of them, in any order. To answer one, begin with its number: “2: …”."
GROWS = "  It goes into the draft, which you read before anything is kept. /box shows it now."
AGAIN = "It was accepted before and left a question open. Say more, or /next leaves it as it is."
ELSEWHERE = ("accept", "clear", "restore", "skip")  # what is worth a line when others do it in another box


def show(events: Sequence[EventView], seen: Seen, *, turns: Collection[str]) -> Iterator[tuple[Event, RenderableType]]:
    """What happened, in order, each part with its event. The words of this terminal's own `turns` need no repeating."""
    places = [each.number for each in events if isinstance(each.event, Position) and each.by == seen.me]
    asked = {each.event.ask.text for each in events if isinstance(each.event, Asked)}
    proposed = {each.event.box for each in events if isinstance(each.event, Proposed)}
    said = ""
    for each in _in_order(events):
        event = each.event
        if each.by not in (seen.me, None):
            parts = _meanwhile(each, seen, said, proposed)
            said = each.by or ""
        elif isinstance(event, Position) and each.number != places[-1]:
            continue
        elif isinstance(event, Disagreed) and event.text in asked:
            continue  # it comes as a question
        elif isinstance(event, Words) and each.turn not in turns:
            parts = iter([joined("\nYou said elsewhere: ", event.text)])
        else:
            parts = _lines(event, seen, proposed)
        for part in parts:
            yield event, part


def _in_order(events: Sequence[EventView]) -> list[EventView]:
    """What the AI Act makes of a column comes before the box that was gone to: it was read while people went on."""
    ordered: list[EventView] = []
    for each in events:
        place = next((n for n, one in enumerate(ordered) if isinstance(one.event, Position)), len(ordered))
        early = isinstance(each.event, Screened) and each.event.moment != "labels"
        ordered.insert(place if early else len(ordered), each)
    return ordered


def numbered(events: Iterable[EventView], seen: Seen) -> tuple[str, ...]:
    """The ids of the findings that these events show with numbers; those shown before, if none."""
    ids = seen.listed
    for each in events:
        match each.event:
            case Proposed(findings=found) | Closing(findings=found) | ReadBack(contradictions=found) if found:
                ids = found
            case Asked(box=box, ask=Ask(finding=str(id))) if box == seen.place:
                ids = (id,)
            case Position(box=place) if place not in (START, CLOSE) and each.by == seen.me:
                ids = boxes.on_the_table(seen.of(place))
    return ids


def asked_facts(events: Iterable[EventView], seen: Seen) -> tuple[FactAsked, ...]:
    """The questions about the system that these events show with numbers; those before, if none."""
    asked = seen.facts
    for each in events:
        if isinstance(each.event, Screened) and each.event.facts:
            asked = each.event.facts
    return asked


def drafts(events: Iterable[EventView], seen: Seen) -> dict[str, DraftView]:
    """The drafts that these events show: on the table, or in a box that one came to."""
    found = {}
    for each in events:
        match each.event:
            case DraftChanged(box=box) | Proposed(box=box) if each.by == seen.me or box == seen.place:
                shown = seen.of(box).status is Status.PROPOSED
            case Position(box=box) if box not in (START, CLOSE) and each.by == seen.me:
                shown = True
            case _:
                continue
        if shown and (draft := seen.of(box).draft):
            found[box] = draft
    return found


def _meanwhile(each: EventView, seen: Seen, said: str, proposed: Collection[str]) -> Iterator[RenderableType]:
    """What somebody else did: all of it in the box where we are, elsewhere only decisions. `said` was named last."""
    event = each.event
    here = getattr(event, "box", None) == seen.place
    match event:
        case Decided(move=move) if here or move in ELSEWHERE:
            yield from decided(event, seen, by=each.by or "")
        case Words(text=text) if here:
            yield joined(f"\n{each.by} said: ", text)
        case DraftChanged() | Asked() | Proposed() | Disagreed() if here:
            if each.by != said:
                yield hint(f"\nMeanwhile, through {each.by}:")
            yield from _lines(event, seen, proposed)


def _lines(event: Event, seen: Seen, proposed: Collection[str] = ()) -> Iterator[RenderableType]:  # noqa: C901 - a table of every event
    match event:
        case Words(waiting=waiting):
            if waiting:
                yield hint("Heard. Another reply is being worked on here; this one comes next.")
        case Covers(box=box):
            yield from boxes.ticks(seen.of(box), seen.earlier(box), proposed=box in proposed)
        case DraftChanged(box=box):
            if box not in proposed:
                yield from _changed(box, seen)
        case Asked(box=box, ask=ask, lead=lead, translation=translation):
            yield from boxes.ask(seen.of(box), ask, seen, lead, translation)
        case Proposed(box=box, findings=findings):
            yield from _draft(box, seen)
            yield from boxes.proposal(seen.of(box), _known(findings, seen), seen)
        case Judged(fixed=fixed):
            for finding in _known(fixed, seen):
                yield joined(("✔ settled: ", "green"), named(finding))
        case Decided():
            yield from decided(event, seen)
        case Position(box=box):
            yield from place(box, seen)
        case ReadBack():
            yield from read_back(event, seen, _known(event.contradictions, seen))
        case Screened():
            yield from screened(event, seen)
        case Closing():
            yield from closing(event, seen, _known(event.findings, seen))
        case ConfirmAsked(text=text):
            yield joined((f"\n{text} (y/n)", "bold"))
        case Noticed(code="without_model", text=text, box=box) if box in seen.canvas.to_retry:
            yield Text(f"\n{text}")
            yield hint("/retry has the same words worked in.")
        case Explained(text=text) | Disagreed(text=text) | Noticed(text=text):
            yield Text()
            yield Text(text)
        case Suggested(text=text, ideas=ideas):
            yield Text(f"\n{text}")
            yield boxes.numbered(ideas)
        case Planned(members=members, milestones=milestones):
            yield Text(
                f"Noted. Team: {listed(list(members)) or 'nobody yet'}. Dates in the timeline: {len(milestones)}."
            )
        case Failed(text=text):
            yield joined(("\nSorry: ", "red"), text)
            yield hint("/retry tries the same words again.")
        case _:
            assert_never(event)


def _changed(box: str, seen: Seen) -> Iterator[RenderableType]:
    """While questions are asked, a draft grows unseen: it is read once, when it comes on the table."""
    if seen.of(box).status is Status.PROPOSED:
        yield from _draft(box, seen)
    elif seen.first("a draft grows"):
        yield hint(GROWS)


def _draft(box: str, seen: Seen) -> Iterator[RenderableType]:
    """The draft on the table, or what is new in it since it was shown last."""
    standing, read = seen.of(box).draft, seen.read.get(box)
    if standing is not None and (read is None or read.number != standing.number):
        yield from draft(standing.sentences, seen, read=read.sentences if read else ())


def place(at: str, seen: Seen, *, whole: bool = False) -> Iterator[RenderableType]:
    """A box, the start or the close, as somebody finds it who comes there, or asks for the `whole` of it."""
    yield Text()
    if at == START:
        yield title("The start")
        yield joined((STORY, "bold"))
        yield body("What fits a box comes up there again; nothing is accepted without you.")
    elif at == CLOSE:
        yield title("The close")
        yield Text(progress(seen.canvas.accepted, len(seen.canvas.boxes)))
    else:
        box = seen.of(at)
        yield from boxes.panel(box, seen, whole=whole)
        if box.status is Status.UNTOUCHED and box.text:
            yield hint(f"\n{AGAIN}")
        elif box.status is Status.UNTOUCHED and seen.first("answering"):
            yield hint(f"\n{ANSWER}")


def _known(ids: Iterable[str], seen: Seen) -> list[FindingView]:
    return [seen.findings[id] for id in ids if id in seen.findings]
