"""What can be looked at without changing anything: the canvas, a box, findings, open questions, a history."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from app.canvas.model import Sentence, Source, SourceKind
from app.channels.terminal import box as boxes, history
from app.channels.terminal.asides import Look
from app.channels.terminal.board import board
from app.channels.terminal.findings import found as listed
from app.channels.terminal.law import law, rows
from app.channels.terminal.parsing import ALL
from app.channels.terminal.playing import Room
from app.channels.terminal.screen import hint, title
from app.channels.terminal.seen import Seen
from app.channels.terminal.show import place
from app.channels.terminal.unanswered import open_list
from app.channels.terminal.words import QUOTED
from app.channels.words import brief
from app.critic.finding import Status
from app.interview.events import FactAsked
from app.usecases.screened import FactView
from app.usecases.views import BoxView, FindingView

SOURCE = {
    SourceKind.TURN: "said in the interview",
    SourceKind.EDIT: "written or confirmed by hand",
    SourceKind.ANSWER: "from an accepted answer",
    SourceKind.IMPORT: "imported",
}


async def look(room: Room, seen: Seen, at: Look) -> Seen:
    """Show what was asked for. Gives what was seen, with the numbers that findings were shown under."""
    put = room.screen.put
    match at.what:
        case "canvas":
            put(*board(seen.canvas, wide=room.screen.wide), wide=room.screen.wide)
        case "findings":
            wanted = (Status.OPEN, Status.WAIVED, Status.DISMISSED) if at.box == ALL else (Status.OPEN,)
            found = [each for each in seen.findings.values() if each.status in wanted]
            put(*findings(found, seen), *dismissed(seen))
            return replace(seen, listed=tuple(each.id for each in found))
        case "open":
            put(*left_open(seen))
        case "history":
            id = at.box or seen.box().id
            put(*history.told(seen.name(id), await history.answers(room.product, seen.canvas.id, id)))
            put(hint("\n/restore and its number brings an answer back, as a new one."))
        case "box":
            put(*place(at.box or seen.place, seen, whole=True))
            if at.box in {each.id for each in seen.canvas.boxes}:
                of = seen.of(at.box)
                read = {**seen.read, of.id: of.draft} if of.draft else seen.read
                return replace(seen, listed=boxes.on_the_table(of), read=read)
        case "law":
            view = await room.product.screenings.of(seen.canvas.id)
            put(*law(view, seen))
            return replace(seen, facts=tuple(map(_asked, rows(view))))
        case "speaker":
            put(Text(f"{seen.speaker} speaks. /as NAME changes that."))
    return seen


def findings(found: Sequence[FindingView], seen: Seen) -> Iterator[RenderableType]:
    yield title("What could be better")
    yield listed(found, seen, boxes=True, whole=True) if found else Text("Nothing was found.")


def dismissed(seen: Seen) -> Iterator[RenderableType]:
    """What the rules found and a model took back, with its reason."""
    for each in seen.findings.values():
        if each.status is Status.DISMISSED:
            words = f"“{brief(each.quote, QUOTED)}”" if each.quote else each.message
            yield hint(f"  {seen.name(each.box)}: {words} dismissed by {each.by}: {each.reason}")


def left_open(seen: Seen) -> Iterator[RenderableType]:
    yield title("Open questions")
    questions = [each for box in seen.canvas.boxes for each in box.open_questions]
    if questions:
        yield from open_list(questions, seen)
    else:
        yield Text("None.")


def sources(box: BoxView) -> Iterator[RenderableType]:
    """Where each sentence of a box comes from."""
    sentences = box.draft.sentences if box.draft else box.sentences
    if not sentences:
        return
    yield Text("\nWhere each sentence comes from:")
    table = Table.grid(padding=(0, 2, 0, 0))
    for number, each in enumerate(sentences, 1):
        where = "\n".join(_from(source, each) for source in each.sources) or "nobody said this; it is an assumption"
        line = Text(brief(each.text, 60))
        line.append(f"\n{where}", style="dim")
        table.add_row(f"  {number}", line)
    yield table


def _from(source: Source, sentence: Sentence) -> str:
    named = f" {source.ref}" if source.kind in (SourceKind.ANSWER, SourceKind.IMPORT) else ""
    quote = f": “{brief(source.quote, 60)}”" if source.quote and source.quote != sentence.text else ""
    return f"{SOURCE[source.kind]}{named}{quote}"


def _asked(fact: FactView) -> FactAsked:
    return FactAsked(fact.id, fact.question, fact.value, fact.quote, fact.box, fact.by)
