"""The table: each row is a name and how it is read from one side of one case."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from evals.compare import recording as counted
from evals.compare.brief import QUESTIONS, Brief, Fact
from evals.compare.labels import Labels
from evals.compare.recording import Recording

Cell = str | int


@dataclass(frozen=True)
class Side:
    """The product or the plain form, for one case."""

    name: str
    brief: Brief
    recording: Recording | None = None
    labels: Labels | None = None


def kept(labels: Labels, facts: Iterable[Fact]) -> str:
    """How many of these facts the final canvas holds: "3 of 17"."""
    return _share([labels.facts[fact.id].kept for fact in facts])


def told(labels: Labels, facts: Iterable[Fact]) -> str:
    return _share([labels.facts[fact.id].told for fact in facts])


def touched(brief: Brief, labels: Labels) -> str:
    """Guiding questions that the final canvas answers with at least one fact of the brief."""
    answered = {(fact.box, fact.question) for fact in brief.facts if labels.facts[fact.id].kept}
    return f"{len(answered)} of {QUESTIONS}"


def _share(flags: list[bool]) -> str:
    return f"{sum(flags)} of {len(flags)}"


def _volunteered(brief: Brief) -> list[Fact]:
    return [fact for fact in brief.facts if fact.told == "volunteered"]


def _asked(brief: Brief) -> list[Fact]:
    return [fact for fact in brief.facts if fact.told == "asked"]


def _called(kind: str) -> Callable[[Brief, Labels], Cell]:
    return lambda brief, labels: sum(labels.facts[fact.id].called == kind for fact in _asked(brief))


def _unknown(brief: Brief) -> list[Fact]:
    return [fact for fact in brief.facts if fact.unknown]


def _for_the_act(brief: Brief) -> list[Fact]:
    return [fact for fact in brief.facts if fact.act]


def _forgotten(brief: Brief, labels: Labels) -> int:
    return sum(not labels.facts[fact.id].told for fact in _volunteered(brief))


def _foreseen(brief: Brief, labels: Labels) -> str:
    return f"{len({each.trap for each in labels.inventions if each.trap})} of {len(brief.traps)}"


def _known(number: int | None) -> Cell:
    return "not known" if number is None else number


COUNTED: dict[str, Callable[[Recording], Cell]] = {
    "turns (replies of the team)": counted.turns,
    "times the team was asked": counted.asks,
    "question sentences shown": counted.questions,
    "  without the printed guiding questions": counted.own_questions,
    "words to read": counted.words_to_read,
    "statements in the final canvas": lambda recording: counted.statements(recording.canvas),
}
LABELLED: dict[str, Callable[[Brief, Labels], Cell]] = {
    "facts volunteered, kept": lambda brief, labels: kept(labels, _volunteered(brief)),
    "facts told only when asked, drawn out": lambda brief, labels: told(labels, _asked(brief)),
    "  by a question put to the team": _called("question"),
    "  by a printed guiding question": _called("printed"),
    "  and kept": lambda brief, labels: kept(labels, _asked(brief)),
    "facts that matter for the AI Act, kept": lambda brief, labels: kept(labels, _for_the_act(brief)),
    "guiding questions touched": touched,
    "inventions": lambda brief, labels: len(labels.inventions),
    "  traps of the brief among them": _foreseen,
    "open points named": lambda brief, labels: len(labels.open_points),
    "  with an owner": lambda brief, labels: sum(bool(each.owner) for each in labels.open_points),
    "  with a date": lambda brief, labels: sum(bool(each.date) for each in labels.open_points),
    "unknowns of the brief, kept": lambda brief, labels: kept(labels, _unknown(brief)),
    "contradictions surfaced": lambda brief, labels: f"{len(labels.contradictions)} of {len(brief.contradictions)}",
    "findings kept on the canvas": lambda brief, labels: len(labels.findings),
    "player: volunteered facts forgotten": _forgotten,
    "player: told though nothing called for it": lambda brief, labels: len(labels.slips),
    "calls to the model": lambda brief, labels: _known(labels.calls),
    "tokens read": lambda brief, labels: _known(labels.tokens_read),
    "tokens written": lambda brief, labels: _known(labels.tokens_written),
}


def rows(sides: list[Side]) -> list[list[str]]:
    """A name and one cell a side; "-" where nothing is recorded, or labelled."""
    counts = [[name, *(_count(read, side) for side in sides)] for name, read in COUNTED.items()]
    return counts + [[name, *(_judge(read, side) for side in sides)] for name, read in LABELLED.items()]


def _count(read: Callable[[Recording], Cell], side: Side) -> str:
    return str(read(side.recording)) if side.recording else "-"


def _judge(read: Callable[[Brief, Labels], Cell], side: Side) -> str:
    return str(read(side.brief, side.labels)) if side.labels else "-"


def table(sides: list[Side]) -> str:
    """Cases above, their sides below, one row a measure."""
    cases = ["", *(side.brief.name for side in sides)]
    shown = ["", *(case if case != before else "" for before, case in zip(cases, cases[1:], strict=False))]
    lines = [shown, ["", *(side.name for side in sides)], *rows(sides)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(_aligned(line, widths) for line in lines)


def _aligned(line: list[str], widths: list[int]) -> str:
    first, *rest = line
    return "  ".join(
        [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
    )


def notes(sides: list[Side]) -> list[str]:
    """What is missing, and who played, answered and labelled what is there."""
    return [note for side in sides for note in _notes(side)]


def _notes(side: Side) -> list[str]:
    name = f"{side.brief.name}, {side.name}"
    if side.recording is None:
        return [f"{name}: not recorded yet."]
    if side.labels is None:
        return [f"{name}: recorded, not labelled yet."]
    by = side.labels
    return [f"{name}: answers by {by.answered_by}; played by {by.played_by}; labelled by {by.labelled_by}."]


def unlike(sides: list[Side]) -> list[str]:
    """A line for each case whose two sides were not answered by the same model."""
    models: dict[str, set[str]] = {}
    for side in sides:
        if side.labels:
            models.setdefault(side.brief.name, set()).add(side.labels.answered_by)
    return [f"{case}: the sides were answered by different models." for case, names in models.items() if len(names) > 1]
