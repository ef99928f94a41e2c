"""One box on the screen: its questions, what was said already, its text, its draft, what could be better."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from app.canvas.model import Covered, Sentence
from app.channels.terminal.screen import body, hint, joined, title
from app.channels.terminal.seen import Seen
from app.channels.terminal.words import COVERED, NON_ANSWER, SEVERITY, Mark, brief, count, progress
from app.interview.state import Ask, Status
from app.usecases.views import BoxView, FindingView, OpenQuestionView, QuestionView

QUOTED = 52  # characters of a quote in a list
SAID = 90  # characters of what people said before: they know how it goes on


def panel(box: BoxView, seen: Seen) -> Iterator[RenderableType]:
    """The whole box: where we are, what it asks, and how far it has come."""
    yield from heading(box, seen)
    yield from _standing(box, seen)
    if box.status is Status.PROPOSED and box.draft:
        yield from proposal(box, box.findings)
    elif box.asked:
        yield from ask(box, box.asked)
    elif on_the_table(box):
        yield Text(f"\n{count(len(box.findings), 'thing')} to look at (/waive 1 REASON puts one aside):")
        yield found(box.findings)


def on_the_table(box: BoxView) -> tuple[str, ...]:
    """The ids of the findings that the panel of a box shows, in their order."""
    if box.status is Status.PROPOSED and box.draft:
        return tuple(each.id for each in box.findings)
    if box.asked:
        return (box.asked.finding,) if box.asked.finding else ()
    return () if box.draft else tuple(each.id for each in box.findings)


def heading(box: BoxView, seen: Seen) -> Iterator[RenderableType]:
    canvas = seen.canvas
    yield title(f"{box.name}, {box.number} of {len(canvas.boxes)}")
    yield joined(f"Column: {box.column}   ", (progress(canvas.accepted, len(canvas.boxes)), "dim"))
    if box.prompt:
        yield Text(box.prompt)
    yield Text()
    yield questions(box)


def _standing(box: BoxView, seen: Seen) -> Iterator[RenderableType]:
    """What there is already: said, accepted, drafted, left open."""
    if box.passages:
        yield Text("\nYou said before, and it may fit here (/use takes it in, /use 1 2 only some of it):")
        yield numbered(f"“{brief(each.text, SAID)}”" for each in box.passages)
    whole = [each for each in box.open_questions if each.question is None]
    for each in whole:
        yield joined("\nThe whole box: ", open_words(each))
    if box.text:
        yield Text(f"\nAccepted (answer {box.answer}, by {box.by}):")
        yield body(box.text)
    if box.stale:
        names = ", ".join(seen.name(each) for each in box.stale)
        yield Text(f"Read it again: {names} changed since. If it still holds, say /still-true.", style="yellow")
    if box.draft:
        yield from draft(box.draft.sentences, "\nThe draft so far:")
    if box.confirm:
        yield hint("A question of mine is still waiting for your yes or no.")
    if box.running:
        yield hint("Somebody's words are being worked on here. /stop ends that; the words are kept.")
    if box.can_retry:
        yield hint("Some words were not listened to yet. /retry brings them back.")


def questions(box: BoxView) -> Table:
    """The guiding questions in their order, each with its state in a word."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    table.add_column()
    for each in box.questions:
        sign, word, style = state(each, box.open_questions)
        line = Text(each.text)
        if each.essential:
            line.append(" (essential)", style="bold")
        if each.quote:
            line.append(f"\n“{brief(each.quote, QUOTED)}”", style="dim")
        table.add_row(f"  {each.number}", Text(f"{sign} {word}", style=style), line)
    return table


def state(question: QuestionView, left_open: Sequence[OpenQuestionView]) -> Mark:
    """The mark of a question: how far it is covered, else in which way it was left open."""
    if question.coverage is Covered.NONE:
        for each in left_open:
            if each.question == question.number:
                return "?", NON_ANSWER[each.kind].split(";")[0].removesuffix(" of what was offered"), "yellow"
    return COVERED[question.coverage]


def ticks(box: BoxView, before: BoxView | None = None) -> Iterator[RenderableType]:
    """After a reply, in a line or two: what it covers that was not covered `before`, and what is still open."""
    known = {each.number: (each.coverage, each.quote) for each in before.questions} if before else {}
    news = [
        each
        for each in box.questions
        if each.coverage is not Covered.NONE and known.get(each.number) != (each.coverage, each.quote)
    ]
    heard = Text("\nHeard:")
    for coverage, (sign, word, style) in COVERED.items():
        if numbers := [str(each.number) for each in news if each.coverage is coverage]:
            heard.append(f"  {sign} {', '.join(numbers)} {word}", style=style)
    if news:
        yield heard
    still = [each for each in box.questions if each.coverage is Covered.NONE]
    if still:
        yield hint(f"  Still open: {', '.join(_named(each, box) for each in still)}")


def _named(question: QuestionView, box: BoxView) -> str:
    """A question that is not answered: its number, and why it matters or was left."""
    word = state(question, box.open_questions)[1]
    notes = [word] if word != COVERED[Covered.NONE][1] else ["essential"] if question.essential else []
    return f"{question.number} ({notes[0]})" if notes else str(question.number)


def draft(
    sentences: Sequence[Sentence], heading: str = "\nThe draft now reads:", *, read: Sequence[Sentence] = ()
) -> Iterator[RenderableType]:
    """A draft as it reads. What nobody said is marked in words.

    Of a draft that was `read` a moment ago, only what is new is shown, unless sentences went away.
    """
    known = {each.text for each in read}
    new = [each for each in sentences if each.text not in known]
    grown = 0 < len(new) < len(sentences) and len(sentences) >= len(read)
    text, assumed = Text(), False
    for number, each in enumerate(sentences, 1):
        if grown and each.text in known:
            continue
        text.append((each.lead if text else "") + each.text)
        if each.assumption:
            assumed = True
            text.append(f" [assumption {number}: nobody said this]", style="yellow")
    yield Text("\nNew in the draft:" if grown else heading)
    yield body(text)
    if grown:
        yield hint("  /box shows all of it.")
    if assumed:
        yield hint("  If an assumption is right, stand behind it with /vouch and its number. If not, /edit it.")


def ask(box: BoxView, asked: Ask, lead: str = "", translation: str = "") -> Iterator[RenderableType]:
    """The one thing that is asked, in the person's language if a model put it so."""
    yield Text()
    question = next((each for each in box.questions if each.number == asked.question), None)
    start = f"Question {asked.question}: " if asked.question else ""
    about = next((each for each in box.findings if each.id == asked.finding), None)
    if about is not None:
        yield Text(about.message)
    text = translation or (question.plain if question else asked.text)
    yield joined((start, "bold"), (f"{lead} {text}".strip(), "bold"))
    if about is not None:
        yield hint("  Change the text, say more, or /waive 1 REASON leaves it as it is.")


def proposal(box: BoxView, findings: Sequence[FindingView]) -> Iterator[RenderableType]:
    """The draft is on the table: what could be better, and what can be done."""
    if findings:
        yield Text(f"\n{count(len(findings), 'thing')} to look at before you accept {box.name}:")
        yield found(findings)
        yield hint("“ok” accepts it all the same. /edit changes the text, /waive 1 REASON puts a finding aside.")
    else:
        yield Text(f"\n“ok” accepts {box.name}, /edit changes it, or say more.")
    left = [each for each in box.questions if each.coverage in (Covered.NONE, Covered.PART)]
    left = [each for each in left if each.number not in {open.question for open in box.open_questions}]
    if left:
        yield Text("Not answered yet, or only in part:")
        yield body("\n".join(f"{each.number}  {each.plain}" for each in left))


def found(findings: Iterable[FindingView], boxes: bool = False, seen: Seen | None = None) -> Table:
    """Findings with numbers: how much each matters, in words; what it is; what to ask oneself."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    table.add_column()
    for number, each in enumerate(findings, 1):
        word, style = SEVERITY[each.severity]
        line = Text(f"{seen.name(each.box)}: " if boxes and seen else "")
        line.append(each.message)
        if each.question:
            line.append(f"\n{each.question}", style="bold")
        if each.suggestion:
            line.append(f"\n{each.suggestion}", style="dim")
        table.add_row(f"  {number}", Text(word, style=style), line)
    return table


def numbered(texts: Iterable[str]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for number, each in enumerate(texts, 1):
        table.add_row(f"  {number}", Text(each))
    return table


def open_words(question: OpenQuestionView) -> str:
    """In which way something was left open, with its reason, owner and date."""
    words = NON_ANSWER[question.kind]
    if question.reason:
        words += f", because: {question.reason}" if question.kind.value == "not_applicable" else f": {question.reason}"
    if question.owner:
        words += f"; {question.owner} finds out"
    if question.due:
        words += f" by {question.due.isoformat()}" if question.owner else f"; by {question.due.isoformat()}"
    return words


def open_list(questions: Iterable[OpenQuestionView], seen: Seen) -> RenderableType:
    """Open questions, each with its box."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for each in questions:
        where = f"{seen.name(each.box)}, question {each.question}" if each.question else f"{seen.name(each.box)}, all"
        line = Text(f"{where}: {open_words(each)}")
        if each.question:
            line.append(f"\n{each.text}", style="dim")
        table.add_row("  -", line)
    return Padding(table, (0, 0, 0, 0))
