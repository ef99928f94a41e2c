"""What was left open: in which way, why, and who finds out by when."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from app.canvas.model import NonAnswer
from app.channels.terminal.screen import joined
from app.channels.terminal.seen import Seen
from app.channels.terminal.words import gist
from app.channels.words import NON_ANSWER
from app.usecases.views import OpenQuestionView

GROUPS = {  # in the order in which they are listed
    NonAnswer.LATER: "Put off for later:",
    NonAnswer.DONT_KNOW: "Not known yet:",
    NonAnswer.NONE_OF_THESE: "Open, because nothing that was offered fits:",
    NonAnswer.NOT_APPLICABLE: "Does not apply:",
}


def open_words(question: OpenQuestionView) -> str:
    """In which way something was left open, with its reason, owner and date."""
    words = NON_ANSWER[question.kind]
    if question.reason:
        words += f", because: {question.reason}" if question.kind.value == "not_applicable" else f": {question.reason}"
    return "; ".join(filter(None, (words, _who(question))))


def open_list(
    questions: Iterable[OpenQuestionView], seen: Seen, *, longest: int | None = None
) -> Iterator[RenderableType]:
    """Open questions in a line each, by the way in which they were left. A reason says more than the question."""
    all = list(questions)
    for kind, heading in GROUPS.items():
        if some := [each for each in all if each.kind is kind]:
            yield joined((f"\n{heading}", "bold"))
            table = Table.grid(padding=(0, 2, 0, 0))
            for each in some:
                where = f"question {each.question}" if each.question else "the whole box"
                said = each.reason or (each.text if each.question else "")
                line = (
                    f"{seen.name(each.box)}, {where}{f': {gist(said, longest) if longest else said}' if said else ''}"
                )
                table.add_row("  -", Text(f"{line} ({_who(each)})" if _who(each) else line))
            yield table


def _who(question: OpenQuestionView) -> str:
    by = f"by {question.due.isoformat()}" if question.due else ""
    return f"{question.owner} finds out {by}".strip() if question.owner else by
