"""The single cases behind the figures, for people who work on the rules. Only of dev, unless somebody insists."""

from collections.abc import Iterator
from itertools import islice

from evals.quality.match import Found, Gold
from evals.quality.report import Report
from evals.quality.scores import Text

_SHOWN = 160  # characters of a text


def misses(report: Report, most: int) -> Iterator[str]:
    """At most so many lines a part: what was missed (−), what was flagged without a label (+), what is wrong (≠)."""
    for name, lines in _parts(report):
        some = list(islice(lines, most))
        if some:
            yield f"\n{name}"
            yield from some


def _parts(report: Report) -> Iterator[tuple[str, Iterator[str]]]:
    if report.canvases:
        texts = [text for twins in report.canvases.twins for text in (twins.clean, twins.twin)]
        for family in ("VAG", "MEAS", "GAP", "CON"):
            yield f"canvases, {family}", (line for text in texts for line in _text(text, family))
    if report.vague:
        yield "sentences, VAG", (line for text in report.vague.texts for line in _text(text, "VAG"))
    if report.traps:
        yield "traps", (line for text in report.traps for line in _text(text, ""))
    if report.pairs:
        yield "pairs, CON", (line for both in report.pairs.texts for text in both for line in _text(text, "CON"))
    yield from _verdicts(report)


def _verdicts(report: Report) -> Iterator[tuple[str, Iterator[str]]]:
    if report.goals:
        wrong = report.goals.wrong
        yield "goals", (f"≠ {goal.id}: is {goal.verdict}, said {own}: {_short(goal.text)}" for goal, own in wrong)
    if report.systems:
        sets = report.systems.wrong
        yield (
            "systems",
            (
                f"≠ {each.id}: is {_set(each.labels)}, said {_set(own)}: {_short(' '.join(each.boxes.values()))}"
                for each, own in sets
            ),
        )


def _text(text: Text, family: str) -> Iterator[str]:
    yield from (f"− {text.id} {_one(gold)}" for gold in text.matched.missed if gold.family.startswith(family))
    yield from (f"+ {text.id} {_one(each)}" for each in text.matched.false if each.family.startswith(family))


def _one(each: Gold | Found) -> str:
    where = f"{each.box} ↔ {each.other_box}" if each.other_box else each.box
    return f"{each.criterion} {where}: “{_short(each.quote)}”"


def _set(labels: frozenset[str]) -> str:
    return ", ".join(sorted(labels)) or "nothing"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()}…"
