"""One box on the screen: its questions, what was said already, its text, its draft, what could be better.

What there is to learn about a box is said with the first one of a sitting; those after it are lean.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from app.canvas.model import Covered
from app.channels.terminal.draft import draft
from app.channels.terminal.findings import REPEATED, found, is_new, question, short, waits
from app.channels.terminal.screen import body, hint, joined, title
from app.channels.terminal.seen import Seen
from app.channels.terminal.unanswered import open_words
from app.channels.terminal.words import COVERED, Mark
from app.channels.words import NON_ANSWER, brief, count, listed
from app.interview.state import START, Ask, Status
from app.usecases.views import BoxView, FindingView, OpenQuestionView, QuestionView

LINE = 58  # characters of a question with its quote that fit in a line of a narrow terminal
SAID = 44  # characters of what people said before: they know how it goes on
OFFERED = 3  # of those; /box shows the rest
KNOWN = 70  # characters of a text that was read before in this sitting; /box shows the rest
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
WEIGHTY = "  * matters most: if it stays open, it is asked about."
LEFT = "Not answered yet, or only in part:"
REPLY = "Change the text, say more, or /waive 1 REASON leaves it as it is."
WAYS = "“ok” accepts it all the same. /edit changes the text, /waive 1 REASON puts a finding aside."


def panel(box: BoxView, seen: Seen, *, whole: bool = False) -> Iterator[RenderableType]:
    """The box: where we are, what it asks, and how far it has come; the `whole` of it if somebody asks to see it."""
    yield from _heading(box, seen, whole=whole)
    yield from _standing(box, seen, whole=whole)
    if box.status is Status.PROPOSED and box.draft:
        yield from _before_accepting(box, box.findings, seen, whole=whole)
    elif box.asked:
        yield from ask(box, box.asked, seen)
    elif on_the_table(box):
        yield Text("\nTo look at (/waive 1 REASON puts one aside):" if seen.first("waiving") else "\nTo look at:")
        yield found(box.findings, seen, whole=whole)


def on_the_table(box: BoxView) -> tuple[str, ...]:
    """The ids of the findings that the panel of a box shows, in their order."""
    if box.status is Status.PROPOSED and box.draft:
        return tuple(each.id for each in box.findings)
    if box.asked:
        return (box.asked.finding,) if box.asked.finding else ()
    return () if box.draft else tuple(each.id for each in box.findings)


def _heading(box: BoxView, seen: Seen, *, whole: bool) -> Iterator[RenderableType]:
    """What the box is for, in its first sentence: the questions below say the rest. Once it has a draft, that does."""
    yield title(f"{box.name}, {box.number} of {len(seen.canvas.boxes)} · {box.column}")
    known = not seen.first(f"the questions of {box.id}")
    if not whole and (known or (box.status is Status.ACCEPTED and box.text)):
        if seen.first("boxes again"):
            yield hint("/box shows its questions.")
        return
    if box.prompt and not box.draft:
        yield Text(box.prompt if whole else _SENTENCE.split(box.prompt)[0])
        yield Text()
    yield questions(box)
    if any(each.essential for each in box.questions) and seen.first("the star"):
        yield hint(WEIGHTY)


def _standing(box: BoxView, seen: Seen, *, whole: bool) -> Iterator[RenderableType]:
    """What there is already: said, accepted, drafted, left open."""
    if box.passages:
        yield from _offered(box, seen, whole=whole)
    for each in box.open_questions:
        if each.question is None:
            yield joined("\nThe whole box: ", open_words(each))
    if box.text:
        read = seen.read.get(box.id)
        known = not whole and read is not None and read.text == box.text
        yield Text(f"\nAccepted (answer {box.answer}, by {box.by}):")
        yield body(brief(box.text, KNOWN) if known else box.text)
    if box.stale:
        names = ", ".join(seen.name(each) for each in box.stale)
        yield Text(f"Read it again: {names} changed since. If it still holds, say /still-true.", style="yellow")
    if box.draft:
        yield from draft(box.draft.sentences, seen)
    yield from _waiting(box, seen)


def _waiting(box: BoxView, seen: Seen) -> Iterator[RenderableType]:
    """What is under way, or waits for somebody."""
    if box.confirm:
        yield hint("A question of mine is still waiting for your yes or no.")
    if box.running:
        yield hint("Somebody's words are being worked on here. /stop ends that; the words are kept.")
    if box.can_retry:
        yield hint("Some words were not listened to yet. /retry brings them back.")
    elif START in seen.canvas.to_retry and box.status is Status.UNTOUCHED and not box.passages:
        yield hint("Your opening story was not worked in yet. /retry does that, and shows what of it fits here.")


def _offered(box: BoxView, seen: Seen, *, whole: bool) -> Iterator[RenderableType]:
    """What was said elsewhere and may fit here, numbered as /use takes it. What was shown before is counted."""
    unseen = [each for each in box.passages if seen.first(f"said before {each.id}")]
    if not whole and not unseen:
        yield Text(f"\nSaid before: {count(len(box.passages), 'passage')} (/use, /box shows them)")
        return
    new = seen.first("using")
    yield Text(f"\nSaid before{', and it may fit here (/use takes it in, /use 1 2 only some)' if new else ' (/use)'}:")
    some = box.passages if whole else box.passages[:OFFERED]
    yield numbered(f"“{brief(each.text, SAID)}”" for each in some)
    if len(some) < len(box.passages):
        yield hint(f"  and {len(box.passages) - len(some)} more: /box")


def questions(box: BoxView) -> Table:
    """The guiding questions in their order, the essential ones with a star; once one is answered, all with a state."""
    begun = any(state(each, box.open_questions) != COVERED[Covered.NONE] for each in box.questions)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    if begun:
        table.add_column(no_wrap=True)
    table.add_column()
    for each in box.questions:
        sign, word, style = state(each, box.open_questions)
        line = Text(each.text)
        if each.quote and len(each.text) + len(each.quote) <= LINE:
            line.append(f" “{each.quote}”", style="dim")
        states = [Text(f"{sign} {word}", style=style)] if begun else []
        table.add_row(f"  {_starred(each)}", *states, line)
    return table


def _starred(question: QuestionView) -> str:
    return f"{question.number}{'*' if question.essential else ''}"


def state(question: QuestionView, left_open: Sequence[OpenQuestionView]) -> Mark:
    """The mark of a question: how far it is covered, else in which way it was left open."""
    if question.coverage is Covered.NONE:
        for each in left_open:
            if each.question == question.number:
                return "?", NON_ANSWER[each.kind].split(";")[0].removesuffix(" of what was offered"), "yellow"
    return COVERED[question.coverage]


def ticks(box: BoxView, before: BoxView | None = None, *, proposed: bool = False) -> Iterator[RenderableType]:
    """After a reply, in a line or two: what it covers that was not covered `before`, and what is still open.

    A draft that is `proposed` in the same breath says for itself what is open.
    """
    known = {each.number: (each.coverage, each.quote) for each in before.questions} if before else {}
    news = [
        each
        for each in box.questions
        if each.coverage is not Covered.NONE and known.get(each.number) != (each.coverage, each.quote)
    ]
    heard = Text("\nHeard:")
    for coverage, (sign, word, style) in COVERED.items():
        if numbers := [str(each.number) for each in news if each.coverage is coverage]:
            which = f"all {len(numbers)}" if 1 < len(numbers) == len(box.questions) else ", ".join(numbers)
            heard.append(f"  {sign} {which} {word}", style=style)
    if news:
        yield heard
    still = [each for each in box.questions if each.coverage is Covered.NONE]
    if still and not proposed:
        yield hint(f"  Still open: {', '.join(_named(each, box) for each in still)}")


def _named(question: QuestionView, box: BoxView) -> str:
    """A question that is not answered: its number, and in which way it was left."""
    word = state(question, box.open_questions)[1]
    return f"{_starred(question)} ({word})" if word != COVERED[Covered.NONE][1] else _starred(question)


def ask(box: BoxView, asked: Ask, seen: Seen, lead: str = "", translation: str = "") -> Iterator[RenderableType]:
    """The one thing that is asked, in the person's language if a model put it so."""
    yield Text()
    about = next((each for each in box.findings if each.id == asked.finding), None)
    if about is not None:
        yield from _about(about, translation or asked.text, seen)
        return
    guiding = next((each for each in box.questions if each.number == asked.question), None)
    start = f"Question {asked.question}: " if asked.question else ""
    text = translation or (guiding.plain if guiding else asked.text)
    yield joined((start, "bold"), (f"{lead} {text}".strip(), "bold"))


def _about(finding: FindingView, asked: str, seen: Seen) -> Iterator[RenderableType]:
    """A finding as a question. Of one that was just shown, only what it asks, beside the words that it is about."""
    new = is_new(finding, seen)
    if not asked or not question(finding):
        yield Text(finding.message if new else short(finding), style="bold")
    elif new:
        yield Text(finding.message)
        yield Text(asked, style="bold")
    else:
        yield joined(f"About “{brief(finding.quote, SAID)}”: " if finding.quote else "", (asked, "bold"))
    yield hint(f"  {REPLY if seen.first('answering a finding') else 'Say more, /edit, or /waive 1.'}")


def proposal(box: BoxView, findings: Sequence[FindingView], seen: Seen) -> Iterator[RenderableType]:
    """The draft is on the table: what is not answered, what could be better, and what can be done."""
    put_off = {each.question for each in box.open_questions}
    left = [each for each in box.questions if each.coverage in (Covered.NONE, Covered.PART)]
    left = [each for each in left if each.number not in put_off]
    new = [each for each in left if seen.first(f"left in {box.id}: {each.number}")]
    if new:
        yield Text(f"\n{LEFT}")
        yield _rows((_starred(each), each.plain) for each in left)
    elif left:
        yield Text(f"\n{LEFT} {', '.join(_starred(each) for each in left)}")
    yield from _before_accepting(box, findings, seen)


def _before_accepting(
    box: BoxView, findings: Sequence[FindingView], seen: Seen, *, whole: bool = False
) -> Iterator[RenderableType]:
    if findings:
        yield Text(f"\nBefore you accept {box.name}:")
        yield found(findings, seen, whole=whole, longest=REPEATED)
        if waiting := [seen.name(each.other_box) for each in findings if each.other_box and waits(each, seen)]:
            yield Text(f"What you said is kept for {listed([*dict.fromkeys(waiting)])}, to be mended there.")
        yield hint(WAYS if seen.first("accepting with findings") else "“ok”, /edit, or /waive 1.")
    elif seen.first("accepting"):
        yield Text(f"\n“ok” accepts {box.name}, /edit changes it, or say more.")
    else:
        yield Text(f"\n“ok” accepts {box.name}.")


def numbered(texts: Iterable[str]) -> Table:
    return _rows((str(number), each) for number, each in enumerate(texts, 1))


def _rows(rows: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for number, text in rows:
        table.add_row(f"  {number}", Text(text))
    return table
